//! Files on mounts that are odd: of another namespace, covered, taken away, or dead.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use serde_json::Value;

use crate::PFD;
use crate::support::call::reachable_copy;
use crate::support::skip;
use crate::support::{Call, Made, Row, Sandbox, call, has, is_root, python, strace, wait_until};

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

/// A process with files on a file system that never answers again.
struct Dead {
    made: Made,
    place: PathBuf,
    /// What it has open there, and through what it watches that.
    fd: u64,
    watching: u64,
    sandbox: Sandbox,
}

impl Dead {
    /// None where there can be none.
    fn make() -> Option<Self> {
        let Some(python) = python::interpreter().filter(|_| is_root()) else {
            println!("skipped: a mount needs root, and its server python3");
            return None;
        };
        let sandbox = Sandbox::new();
        let place = sandbox.join("dead");
        std::fs::create_dir(&place).unwrap();
        let mut command = Command::new(python);
        command.args(["-I", DEAD]).arg(&place);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let (made, said) = Made::speaking(command).unwrap();
        let numbers = said.strip_prefix("ready ").and_then(|said| said.trim().split_once(' '));
        let Some((fd, watching)) = numbers else {
            println!("skipped: no FUSE here: {said}");
            return None;
        };
        let (fd, watching) = (fd.parse().unwrap(), watching.parse().unwrap());
        Some(Self { made, place, fd, watching, sandbox })
    }

    fn place(&self) -> &str {
        self.place.to_str().unwrap()
    }

    fn file(&self) -> String {
        format!("{}/file", self.place())
    }

    /// The links in /proc that lead there: a descriptor, the working directory, and a mapping.
    fn links(&self) -> Vec<PathBuf> {
        let listed = ["fd", "map_files"].map(|dir| std::fs::read_dir(self.made.proc(dir)).unwrap());
        let listed = listed.into_iter().flatten().map(|entry| entry.unwrap().path());
        let leads = |link: &PathBuf| {
            std::fs::read_link(link).is_ok_and(|target| target.starts_with(&self.place))
        };
        listed.chain([self.made.proc("cwd")]).filter(leads).collect()
    }

    /// What is told of the process, as it should be.
    fn check(&self, rows: Vec<Row>, line: &str) -> Vec<Row> {
        let own: Vec<Row> = rows.into_iter().filter(|row| row["pid"] == self.made.pid()).collect();
        let row = with_fd(&own, self.fd);
        assert_eq!((&row["name"], &row["inode"]), (&self.file().into(), &2.into()), "{line}");
        let cwd = own.iter().find(|row| row["assoc"] == "cwd").unwrap();
        assert_eq!(cwd["name"], self.place());
        let is_mapped = |row: &Row| row["assoc"] == "mem" && row["name"] == self.file();
        assert!(own.iter().any(is_mapped), "{own:?}");
        own
    }
}

/// What is hidden is no proof, wherever that /proc is mounted.
#[test]
fn processes_that_a_mount_hides_may_be_there() {
    let sandbox = Sandbox::new();
    let script = r#"mkdir "$1/hiding"; mount -t proc -o hidepid=2 proc "$1/hiding""#;
    let Some(made) = apart(script, sandbox.path()) else { return };
    if !has("setpriv") {
        skip!("setpriv is not installed");
    }
    let program = reachable_copy(PFD, sandbox.path());
    let pid = made.pid();
    let line =
        format!("--mount --target {pid} -- setpriv --reuid=65534 --regid=65534 --clear-groups");
    let hiding = sandbox.join("hiding");
    let of_pfd = ["--expect".as_ref(), "none".as_ref(), "--proc".as_ref(), hiding.as_os_str()];
    let call = of_pfd.into_iter().fold(call("nsenter", &line).arg(program), Call::arg);
    let answer = call.arg("-p").arg(pid.to_string()).run();
    assert_eq!(answer.code(), 3, "{}", answer.stderr);
    assert!(answer.stderr.contains("hidepid"), "{}", answer.stderr);
}

/// A file system that never answers again holds nobody up, and what is open on it is told.
#[test]
fn a_dead_server_stops_nothing() {
    let Some(dead) = Dead::make() else { return };
    let elsewhere = dead.sandbox.join("elsewhere");
    let _file = File::create(&elsewhere).unwrap();
    let found = call(PFD, "--json -o pid,name").arg(&elsewhere).run().rows();
    assert!(found.iter().any(|row| row["pid"] == std::process::id()), "{found:?}");

    // Who names what lies there, where it lies, gets what is known without it.
    let words = ["DIR/file", "DIR", "-m DIR", "-vm DIR/file", "-f DIR/nothing", "+D DIR"];
    let by_link = ["/proc/PID/fd/FD", "-m /proc/PID/fd/FD", "+D /proc/PID/cwd"];
    for word in words.iter().chain(&by_link) {
        let pid = dead.made.pid().to_string();
        let line = word.replace("DIR", dead.place());
        let line = line.replace("PID", &pid).replace("FD", &dead.fd.to_string());
        let within = format!("--mount --target {pid} -- {PFD} {line} --json -o assoc,fd -p {pid}");
        let answer = call("nsenter", &within).run();
        let is_found = answer.rows().iter().any(|row| row["fd"] == dead.fd);
        assert_eq!(is_found, !line.contains("nothing"), "{line}: {}", answer.stderr);
        // Whose working directory it is keeps it from being unmounted.
        let is_meant = ["DIR", "-m DIR", "+D DIR"].contains(word);
        if is_meant {
            let mut rows = answer.rows().into_iter();
            assert!(rows.any(|row| row["assoc"] == "cwd"), "{line}: {}", answer.stderr);
        }
    }

    // Of everybody, everything: it ends, and has waited for nothing.
    for line in ["--report -o all".to_owned(), format!("--report {}", elsewhere.display())] {
        let answer = call(PFD, &line).run().expect(0);
        let report: Value = serde_json::from_slice(&answer.stdout).unwrap();
        let problems = report["problems"].as_array().unwrap();
        let is_blocked = |problem: &Value| problem["reason"] == "blocked";
        assert!(!problems.iter().any(is_blocked), "{line}: {problems:?}");
    }
    let own = format!("-p {} --json", dead.made.pid());
    let lines = ["--json -o +fd", &format!("{own} -o all"), &format!("{own} -o all --stat")];
    for line in lines {
        let own = dead.check(call(PFD, line).run().expect(0).rows(), line);
        if line.contains("all") {
            let row = with_fd(&own, dead.fd);
            assert_eq!(row["mountpoint"], dead.place(), "{line}");
            assert_eq!(row["source"], "dead server");
            assert_eq!(row["fs_type"], "fuse.dead");
            // What is cached is told if it is wanted.
            let expected = if line.contains("--stat") { 8192.into() } else { Value::Null };
            assert_eq!(row["size"], expected, "{line}");
            // No path is looked for there, whatever is asked for.
            let row = with_fd(&own, dead.watching);
            assert_eq!(row.list("watch_paths"), ["inode:[2]"], "{line}");
            assert_eq!(row.list("watch_mounts"), [dead.place()], "{line}");
        }
    }
}

/// Nothing can wait for a dead server: it is not asked anything.
#[test]
fn a_dead_server_is_not_asked() {
    let Some(dead) = Dead::make() else { return };
    let elsewhere = dead.sandbox.join("elsewhere");
    let _file = File::create(&elsewhere).unwrap();
    let elsewhere = elsewhere.to_str().unwrap();
    let links = dead.links();
    for kind in ["fd", "map_files", "cwd"] {
        assert!(links.iter().any(|link| link.starts_with(dead.made.proc(kind))), "{links:?}");
    }
    let is_dead = |path: &Path| path.starts_with(&dead.place) || links.iter().any(|l| l == path);
    let own = dead.made.pid().to_string();
    // With `--stat` it is asked for what the kernel has cached, and so it shows that this is seen.
    let calls: [(&[&str], bool); 4] = [
        (&[], false),
        (&[elsewhere], false),
        (&["-o", "all", "-p", &own], false),
        (&["-o", "all", "-p", &own, "--stat"], true),
    ];
    for (arguments, may_ask) in calls {
        let Some(calls) = strace::calls(PFD, arguments, "%file,open_by_handle_at") else { return };
        let asks = calls
            .iter()
            .filter(|call| strace::places(call).iter().any(|path| is_dead(path)))
            // What a link says, and what it is itself, the kernel knows.
            .filter(|call| !call.contains("readlink") && !call.contains("AT_SYMLINK_NOFOLLOW"));
        let asks: Vec<&String> = asks.collect();
        assert_eq!(!asks.is_empty(), may_ask, "{arguments:?}: {asks:#?}");
        assert!(asks.iter().all(|call| call.contains("AT_STATX_DONT_SYNC")), "{asks:#?}");
    }
}

/// Whoever is ended beside a dead server is gone at once. Peers are not, and go with the server.
#[test]
fn who_is_killed_beside_a_dead_server_is_gone() {
    let Some(dead) = Dead::make() else { return };
    let own = dead.made.pid().to_string();
    let start = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let kill = |child: &Child| {
        let group = rustix::process::Pid::from_child(child);
        // Whoever has ended has no group any more.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    };
    let mut ours = start(PFD, &["--watch=0.1", "--jsonl", "-o", "all"]);
    let (mut first, mut said) = (String::new(), BufReader::new(ours.stdout.take().unwrap()));
    said.read_line(&mut first).unwrap();
    assert!(first.starts_with('{'), "{first}");
    kill(&ours);
    wait_until("the end of pfd", || ours.try_wait().unwrap());

    let mut theirs: Vec<(&str, Child)> = Vec::new();
    for (peer, arguments) in
        [("lsof", ["-b", "-w", "-p", &own]), ("lsfd", ["-n", "-r", "-p", &own])]
    {
        if !has(peer) {
            println!("not compared with {peer}, which is not installed");
            continue;
        }
        let mut child = start(peer, &arguments);
        let mut stdout = child.stdout.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        let end = Instant::now() + Duration::from_secs(3);
        while child.try_wait().unwrap().is_none() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(10));
        }
        let ended = if child.try_wait().unwrap().is_some() { "ended" } else { "did not end" };
        println!("{peer} {ended} within three seconds");
        kill(&child);
        theirs.push((peer, child));
    }
    drop(dead);
    for (peer, mut child) in theirs {
        wait_until(peer, || child.try_wait().unwrap());
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

/// A typing error must not become the file system of a directory above, whose users are all others.
#[test]
fn a_file_system_is_selected_by_what_is_there() {
    for line in ["-m /no/such/place", "-vmu /no/such", "-m /dev/no-such"] {
        let answer = call(PFD, line).arg("--json").run().expect(1);
        assert!(answer.rows().is_empty(), "{line}");
        assert!(answer.stderr.contains("matches `"), "{line}: {}", answer.stderr);
    }
    let answer = call(PFD, "-t -m /no/such/place").run().expect(1);
    assert!(answer.stdout.is_empty());
}

/// Who has the file system of a disk open that is not mounted here, not who has any device open.
#[test]
fn a_disk_that_is_mounted_elsewhere_is_its_file_system() {
    let sandbox = Sandbox::new();
    if !has("losetup") || !has("mkfs.ext4") {
        skip!("losetup and mkfs.ext4 are not installed");
    }
    let script = r#"truncate -s 4M "$1/image"; mkfs.ext4 -q "$1/image"; mkdir "$1/m"
disk=$(losetup -f --show "$1/image"); echo "$disk" >"$1/disk"
mount "$disk" "$1/m"; losetup -d "$disk"
exec 7>"$1/m/file" 8</dev/null"#;
    let Some(made) = apart(script, sandbox.path()) else { return };
    let disk = std::fs::read_to_string(sandbox.join("disk")).unwrap();
    let rows = call(PFD, &format!("-m {} -o pid,fd,assoc --json", disk.trim())).rows();
    let found: Vec<_> = rows.iter().map(|row| (row["pid"].clone(), row["fd"].clone())).collect();
    assert_eq!(found, [(made.pid().into(), 7.into())], "{rows:?}");
}

/// A file of the same name that somebody else sees there is another: who asks to end those that have
/// a file open does not mean him.
#[test]
fn a_file_that_only_has_the_same_name_is_not_meant() {
    let sandbox = Sandbox::new();
    for name in ["m", "own", "other"] {
        std::fs::create_dir(sandbox.join(name)).unwrap();
        std::fs::write(sandbox.join(format!("{name}/file")), name).unwrap();
    }
    let script = r#"mount -t tmpfs own "$1/own"
mount --bind "$1/other" "$1/m"
exec 7>"$1/own/file" 8<"$1/m/file" 9<"$1/own""#;
    let Some(made) = apart(script, sandbox.path()) else { return };
    let own = File::open(sandbox.join("m/file")).unwrap();
    for (line, expected) in [
        ("DIR/own/file", vec![]),
        ("-f DIR/own/file", vec![]),
        ("DIR/own", vec![]),
        ("DIR/m/file", vec![]),
        // By its inode it is this one.
        ("DIR/other/file", vec![8]),
    ] {
        let line = line.replace("DIR", sandbox.path().to_str().unwrap());
        let line = format!("{line} -p {} -d 7-9 -o fd --json", made.pid());
        let rows = call(PFD, &line).run().rows();
        let found: Vec<u64> = rows.iter().map(|row| row.number("fd")).collect();
        assert_eq!(found, expected, "{line}: {rows:?}");
    }
    let line = format!("DIR/m/file -p {} -o fd", std::process::id());
    let row = call(PFD, &line.replace("DIR", sandbox.path().to_str().unwrap())).row();
    assert_eq!(row["fd"], own.as_raw_fd());
}
