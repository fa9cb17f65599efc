//! What inotify and fanotify watch, by path.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::fs::inotify;
use serde_json::Value;

use crate::PFD;
use crate::support::call::reachable_copy;
use crate::support::python::{interpreter, role, role_of};
use crate::support::{Made, NOBODY, Sandbox, call, has, is_root, skip, strace};

/// The numbers of what a process watches through a descriptor, with the paths that they have there.
fn paths(made: &Made, fd: &str) -> BTreeMap<u64, String> {
    let line = format!("-p {} -d {fd} -o watch_inodes,watch_paths", made.pid());
    let row = call(PFD, &line).row();
    let (inodes, paths) = (row.list("watch_inodes"), row.list("watch_paths"));
    assert_eq!(inodes.len(), paths.len(), "{row:?}");
    let text = |path: &Value| path.as_str().unwrap().to_owned();
    inodes.iter().map(|inode| inode.as_u64().unwrap()).zip(paths.iter().map(text)).collect()
}

/// Whether this may open files by handle, and may make a file where a handle leads back to it.
fn may_follow_handles() -> bool {
    const CAP_DAC_READ_SEARCH: u32 = 2;
    const KEEPERS: [rustix::fs::FsWord; 4] = [0xef53, 0x0102_1994, 0x5846_5342, 0x9123_683e];
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let held = status.lines().find_map(|line| line.strip_prefix("CapEff:\t")).unwrap();
    let may = u64::from_str_radix(held, 16).unwrap() >> CAP_DAC_READ_SEARCH & 1 == 1;
    let system = rustix::fs::statfs(std::env::temp_dir()).unwrap().f_type;
    may && KEEPERS.contains(&system)
}

fn inode(path: &Path) -> u64 {
    std::fs::metadata(path).unwrap().ino()
}

/// A directory and files in it, one of which is removed when it is watched.
struct Watched(Sandbox);

impl Watched {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        for name in ["file", "gone"] {
            File::create(sandbox.join(name)).unwrap();
        }
        Self(sandbox)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Everything, in the order of [`Self::names`].
    fn all(&self) -> [String; 3] {
        [self.0.path().to_str().unwrap().to_owned(), self.path("file"), self.path("gone")]
    }
}

#[test]
fn what_is_watched_has_its_paths() {
    if !may_follow_handles() {
        skip!("files here cannot be opened by handle");
    }
    for how in ["inotify", "files"] {
        let watched = Watched::new();
        let all = watched.all();
        // That of /proc has no handle that leads back.
        let arguments = [&[how][..], &all.each_ref().map(String::as_str), &["/proc/version"]];
        let Some((made, said)) = role("watches", &arguments.concat()) else { continue };
        let version = inode(Path::new("/proc/version"));
        let [place, file, gone] = all.each_ref().map(|path| inode(Path::new(path)));
        std::fs::remove_file(&all[2]).unwrap();
        let found = paths(&made, &said[0]);
        let expected = [
            (place, all[0].clone()),
            (file, all[1].clone()),
            (gone, format!("{} (deleted)", all[2])),
            (version, format!("inode:[{version}]")),
        ];
        assert_eq!(found, expected.into(), "{how}");
    }
}

#[test]
fn mounts_and_file_systems_are_told_by_where_they_are() {
    for (how, object) in [("mounts", "mount"), ("systems", "filesystem")] {
        let Some((made, said)) = role("watches", &[how, "/proc/version"]) else { return };
        let line = format!("-p {} -d {} -o watch_objects,watch_paths", made.pid(), said[0]);
        let row = call(PFD, &line).row();
        assert_eq!(row.list("watch_objects"), [object]);
        assert_eq!(row.list("watch_paths"), ["/proc"], "{row:?}");
    }
}

/// In a mount namespace of its own: a file system, a directory of it and a file of it mounted once more.
const APART: &str = r#"mkdir "$1/whole" "$1/part"
mount -t tmpfs whole "$1/whole"
mkdir "$1/whole/d"
touch "$1/whole/d/inside" "$1/whole/outside" "$1/whole/alone" "$1/alone"
mount --bind "$1/whole/d" "$1/part"
mount --bind "$1/whole/alone" "$1/alone"
exec "$2" -I "$3" watches inotify "$1/whole" "$1/part/inside" "$1/whole/outside" "$1/alone""#;

const ROLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/roles.py");

/// Where a part of a file system is mounted, paths lead to that part alone.
#[test]
fn paths_are_those_of_the_mounts_that_the_process_sees() {
    if !is_root() || !may_follow_handles() || !has("unshare") {
        skip!("mounts need root and unshare, and handles a right of their own");
    }
    let Some(python) = interpreter() else { skip!("python3 is not installed") };
    let sandbox = Sandbox::new();
    let mut command = Command::new("unshare");
    command.args(["--mount", "--", "/bin/sh", "-e", "-c", APART, "sh"]);
    command.arg(sandbox.path()).arg(python).arg(ROLES);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let (made, said) = Made::speaking(command).unwrap();
    let Some(fd) = said.strip_prefix("ready ") else { skip!("nothing is mounted here: {said}") };
    let path = |name: &str| sandbox.join(name).to_str().unwrap().to_owned();
    let seen = |name: &str| inode(&made.proc("root").join(path(name).trim_start_matches('/')));
    let names = ["whole", "part/inside", "whole/outside", "alone"];
    let inodes = names.map(seen);
    let told = || {
        let found = paths(&made, fd.trim());
        inodes.map(|inode| found[&inode].clone())
    };
    let of_the_whole = ["whole", "whole/d/inside", "whole/outside", "whole/alone"].map(path);
    assert_eq!(told(), of_the_whole);
    // What is mounted over hides it.
    let enter = format!("--mount --target {} --", made.pid());
    let cover = call("nsenter", &format!("{enter} mount -t tmpfs cover")).arg(path("whole"));
    cover.run().expect(0);
    let [whole, inside, outside, alone] = inodes;
    let parts = [
        format!("inode:[{whole}]"),
        path("part/inside"),
        format!("inode:[{outside}]"),
        path("alone"),
    ];
    assert_eq!(told(), parts, "{inside} {alone}");
}

/// An editor watches all directories of a project: however many there are, all are told.
#[test]
fn many_watches_are_told_to_the_last() {
    let sandbox = Sandbox::new();
    let watching = inotify::init(inotify::CreateFlags::CLOEXEC).unwrap();
    let inodes: BTreeSet<u64> = (0..4000)
        .map(|number| {
            let path = sandbox.join(number.to_string());
            File::create(&path).unwrap();
            inotify::add_watch(&watching, &path, inotify::WatchFlags::MODIFY).unwrap();
            inode(&path)
        })
        .collect();
    let line = format!("-p {} -d {} -o watch_inodes", std::process::id(), watching.as_raw_fd());
    let row = call(PFD, &line).row();
    let told: BTreeSet<u64> = row.list("watch_inodes").iter().filter_map(Value::as_u64).collect();
    assert_eq!(told, inodes);
}

/// Who may not open by handle is told so, and loses nothing else.
#[test]
fn others_are_told_that_they_may_not_know() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let watched = Watched::new();
    let pfd = reachable_copy(PFD, watched.0.path());
    let arguments = [&["inotify".to_owned()][..], &watched.all()].concat();
    let become_nobody = |command: &mut Command| {
        use std::os::unix::process::CommandExt as _;
        command.uid(NOBODY).gid(NOBODY);
    };
    let Some((made, said)) = role_of("watches", &arguments, become_nobody) else { return };
    let line = format!("-p {} -d {} -o watch_inodes,watch_paths", made.pid(), said[0]);
    let answer = call(&pfd, &line).arg("--json").by_user(NOBODY).run().expect(0);
    let row = &answer.rows()[0];
    assert_eq!(row.list("watch_inodes").len(), 3);
    assert_eq!(row["watch_paths"], Value::Null);
    let about = answer.complaint_about("[pid]/root/[mountpoint]");
    assert_eq!(about, "permission denied for 1 process; run as root to see all");
    let line = format!("{line} -Q");
    call(&pfd, &line).arg("watch_paths is denied").by_user(NOBODY).run().expect(0);
}

/// Nothing is opened unless the paths are asked for, neither by default nor for a path that is named.
#[test]
fn only_who_asks_for_paths_has_files_opened() {
    let watched = Watched::new();
    let [place, file, _] = watched.all();
    let Some((made, _)) = role("watches", &["inotify", &place, &file]) else { return };
    let pid = made.pid().to_string();
    let opened = |arguments: &[&str]| {
        let calls = strace::calls(PFD, arguments, "open_by_handle_at,openat2")?;
        Some(calls.iter().filter(|call| call.contains("open_by_handle_at(")).count())
    };
    let Some(by_default) = opened(&["-p", &pid]) else { return };
    assert_eq!(by_default, 0);
    assert_eq!(opened(&[&file, "-p", &pid]), Some(0));
    if may_follow_handles() {
        assert_eq!(opened(&["-p", &pid, "-o", "watch_paths"]), Some(2));
    }
}
