//! Files on mounts that are odd: of another namespace, covered, taken away, or dead.

use std::fs::File;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::fs::{Mode, OFlags};
use serde_json::Value;

use crate::PFD;
use crate::support::{Made, Row, Sandbox, call, has, is_root, python, skip};

/// What makes a dead file system.
const DEAD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/dead.py");

const FIELDS: &str = "pid,assoc,fd,type,size,links,inode,deleted,mountpoint,source,fs_type,name";

fn rows_of(pid: u64, more: &str) -> Vec<Row> {
    call(PFD, &format!("-p {pid} -o {FIELDS} {more}")).rows()
}

fn with_fd(rows: &[Row], fd: u64) -> &Row {
    let mut found = rows.iter().filter(|row| row["fd"] == fd);
    let row = found.next().unwrap_or_else(|| panic!("no row of {fd}: {rows:?}"));
    assert!(found.next().is_none(), "{fd} has two rows");
    row
}

/// A shell in a mount namespace of its own that runs a script, says so, and waits; none where there
/// can be none.
pub(crate) fn apart(script: &str, place: &Path) -> Option<Made> {
    if !is_root() || !has("unshare") {
        println!("skipped: mounts need root and unshare");
        return None;
    }
    let mut command = Command::new("unshare");
    command.args(["--mount", "--", "/bin/sh", "-e", "-c"]);
    command.arg(format!("{script}\necho ready; read end")).arg("sh").arg(place);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let (made, said) = Made::speaking(command)?;
    if said != "ready\n" {
        println!("skipped: nothing can be mounted here");
        return None;
    }
    Some(made)
}

/// One file below a mount that covers it now, and one on that.
const COVERED: &str = r#"mkdir "$1/m"
mount -t tmpfs "the lower" "$1/m"
exec 7>"$1/m/file"; echo lower >&7
mount -t tmpfs upper "$1/m"
exec 8>"$1/m/file"; echo of the upper >&8"#;

#[test]
fn a_file_that_is_mounted_over_is_the_one_below() {
    let sandbox = Sandbox::new();
    let Some(made) = apart(COVERED, sandbox.path()) else { return };
    let rows = rows_of(made.pid(), "");
    let (lower, upper) = (with_fd(&rows, 7), with_fd(&rows, 8));
    let path = sandbox.join("m/file");
    for row in [lower, upper] {
        assert_eq!(row["name"], path.to_str().unwrap());
        assert_eq!(row["mountpoint"], path.parent().unwrap().to_str().unwrap());
        assert_eq!((&row["type"], &row["fs_type"]), (&"REG".into(), &"tmpfs".into()));
    }
    assert_eq!((&lower["source"], &lower["size"]), (&"the lower".into(), &6.into()));
    assert_eq!((&upper["source"], &upper["size"]), (&"upper".into(), &13.into()));
}

/// A descriptor may come from a namespace whose mounts its holder does not see.
#[test]
fn a_file_of_another_mount_namespace() {
    let sandbox = Sandbox::new();
    let Some(made) = apart(COVERED, sandbox.path()) else { return };
    let file = File::open(made.proc("fd/7")).unwrap();
    let rows = rows_of(u64::from(std::process::id()), &format!("-d {}", file.as_raw_fd()));
    let row = with_fd(&rows, file.as_raw_fd().try_into().unwrap());
    assert_eq!(row["source"], "the lower", "{row:?}");
    assert_eq!(row["mountpoint"], sandbox.join("m").to_str().unwrap());
    assert_eq!((&row["type"], &row["size"]), (&"REG".into(), &6.into()));
}

#[test]
fn a_file_whose_mount_was_taken_away() {
    let sandbox = Sandbox::new();
    let script = format!("{COVERED}\numount -l \"$1/m\"; umount -l \"$1/m\"");
    let Some(made) = apart(&script, sandbox.path()) else { return };
    let rows = rows_of(made.pid(), "");
    let row = with_fd(&rows, 7);
    assert_eq!((&row["type"], &row["size"]), (&"REG".into(), &6.into()), "{row:?}");
    assert_eq!(row["mountpoint"], Value::Null);
    assert_eq!(row["deleted"], false, "{row:?}");
}

/// The kernel does not tell paths of more than a page; everything else it does.
#[test]
fn a_path_that_is_too_long_to_be_told_is_a_row_all_the_same() {
    let sandbox = Sandbox::new();
    let flags = OFlags::RDONLY | OFlags::DIRECTORY;
    let mut dir: OwnedFd = File::open(sandbox.path()).unwrap().into();
    let name = "a".repeat(250);
    for depth in 0..20 {
        rustix::fs::mkdirat(&dir, &*name, Mode::RWXU).unwrap();
        dir = rustix::fs::openat(&dir, &*name, flags, Mode::empty()).unwrap();
        // The longest path that the kernel tells has 4,095 bytes.
        let path: PathBuf =
            std::iter::once(sandbox.path()).chain(vec![Path::new(&name); depth + 1]).collect();
        let fd = dir.as_raw_fd();
        let row = call(PFD, &format!("-p {} -d {fd} -o {FIELDS},kind", std::process::id())).row();
        let stat = rustix::fs::fstat(&dir).unwrap();
        assert_eq!((&row["inode"], &row["type"]), (&stat.st_ino.into(), &"DIR".into()));
        assert_eq!(row["kind"], "directory");
        assert!(row["mountpoint"].is_string());
        if path.as_os_str().len() < 4095 {
            assert_eq!(row["name"], path.to_str().unwrap());
        } else {
            assert_eq!(row["name"], Value::Null);
        }
    }
}

/// A file system that never answers again holds nobody up, and what is open on it is told.
#[test]
fn a_dead_server_stops_nothing() {
    if !is_root() {
        skip!("a mount needs root");
    }
    let Some(python) = python::interpreter() else { skip!("python3 is not installed") };
    let sandbox = Sandbox::new();
    let place = sandbox.join("dead");
    std::fs::create_dir(&place).unwrap();
    let mut command = Command::new(python);
    command.args(["-I", DEAD]).arg(&place);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let (made, said) = Made::speaking(command).unwrap();
    let Some(fd) = said.strip_prefix("ready ") else { skip!("no FUSE here: {said}") };
    let fd: u64 = fd.trim().parse().unwrap();
    let name = place.join("file");
    let name = name.to_str().unwrap();

    let elsewhere = sandbox.join("elsewhere");
    let _file = File::create(&elsewhere).unwrap();
    let found = call(PFD, "--json -o pid,name").arg(&elsewhere).run().rows();
    assert!(found.iter().any(|row| row["pid"] == std::process::id()), "{found:?}");

    // Who names what lies there, where it lies, gets what is known without it.
    let words = [name, "DIR", "-m DIR", "-vm DIR/file", "-f DIR/nothing", "+D DIR"];
    let by_link = ["/proc/PID/fd/FD", "-m /proc/PID/fd/FD", "+D /proc/PID/cwd"];
    for line in words.iter().chain(&by_link) {
        let pid = made.pid().to_string();
        let line = line.replace("DIR", place.to_str().unwrap());
        let line = line.replace("PID", &pid).replace("FD", &fd.to_string());
        let within = format!("--mount --target {pid} -- {PFD} {line} --json -o pid,fd -p {pid}");
        let answer = call("nsenter", &within).run();
        let is_found = answer.rows().iter().any(|row| row["fd"] == fd);
        assert_eq!(is_found, !line.contains("nothing"), "{line}: {}", answer.stderr);
    }

    // Of everybody, everything: it ends, whatever it says.
    let null = File::options().write(true).open("/dev/null").unwrap();
    call(PFD, "--json -o all").stdout(null).run().expect(0);
    let own = format!("-p {} --json", made.pid());
    let lines = ["--json -o +fd", &format!("{own} -o all"), &format!("{own} -o all --stat")];
    for line in lines {
        let rows = call(PFD, line).run().expect(0).rows();
        let own: Vec<Row> = rows.into_iter().filter(|row| row["pid"] == made.pid()).collect();
        let row = with_fd(&own, fd);
        assert_eq!((&row["name"], &row["inode"]), (&name.into(), &2.into()), "{line}: {row:?}");
        let cwd = own.iter().find(|row| row["assoc"] == "cwd").unwrap();
        assert_eq!(cwd["name"], place.to_str().unwrap());
        assert!(own.iter().any(|row| row["assoc"] == "mem" && row["name"] == name), "{own:?}");
        if line.contains("all") {
            assert_eq!(row["mountpoint"], place.to_str().unwrap(), "{line}");
            assert_eq!(row["source"], "dead server");
            assert_eq!(row["fs_type"], "fuse.dead");
            // What is cached is told if it is wanted.
            let expected = if line.contains("--stat") { 8192.into() } else { Value::Null };
            assert_eq!(row["size"], expected, "{line}");
        }
    }
}

/// A file system by the place where it is mounted, by what lies on it, and by another place.
#[test]
fn file_systems_are_selected_as_in_fuser() {
    let sandbox = Sandbox::new();
    let script = r#"mkdir "$1/m" "$1/other"
mount -t tmpfs thing "$1/m"
mkdir "$1/m/deep"
mount --bind "$1/m/deep" "$1/other"
exec 7>"$1/m/file" 8>"$1/other/file" 9>"$1/beside""#;
    let Some(made) = apart(script, sandbox.path()) else { return };
    let place = sandbox.path().to_str().unwrap();
    for (line, expected) in [
        ("-m DIR/m", vec![7, 8]),
        ("-vm DIR/m", vec![7, 8]),
        ("-vmu DIR/m/deep", vec![7, 8]),
        ("-mM DIR/m", vec![7, 8]),
        ("+f DIR/other", vec![7, 8]),
        ("fuser -c DIR/m", vec![7, 8]),
        ("DIR/m", vec![7, 8]),
        // What is bound is a part of its file system, and that alone is meant.
        ("DIR/other", vec![8]),
        // It has two names there, and one inode.
        ("DIR/m/deep/file", vec![8]),
        ("--under DIR/m", vec![7]),
        ("-f DIR/m", vec![]),
    ] {
        let mut command = Command::new("nsenter");
        command.args(["--mount", "--target", &made.pid().to_string(), "--", PFD]);
        command.args(line.replace("DIR", place).split(' '));
        command.args(["-p", &made.pid().to_string(), "-d", "7-9", "-o", "fd", "--json"]);
        let output = command.output().unwrap();
        let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
        let found: Vec<u64> =
            rows.as_array().unwrap().iter().filter_map(|row| row["fd"].as_u64()).collect();
        assert_eq!(found, expected, "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
