//! What words and options select, as users of lsof, lsfd and fuser type them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::process::{Stdio, id};

use rustix::pipe::PipeFlags;

use crate::PFD;
use crate::support::{Call, Made, Row, Sandbox, call, has, skip, strace};

/// Files and sockets of this process, to be looked for.
pub(super) struct World {
    sandbox: Sandbox,
    port: u16,
    pub(super) held: Vec<(&'static str, Box<dyn AsRawFd>)>,
}

impl World {
    pub(super) fn new() -> Self {
        let sandbox = Sandbox::new();
        let create = |name: &str| File::create(sandbox.join(name)).unwrap();
        std::fs::create_dir(sandbox.join("sub")).unwrap();
        let (file, deep, mut gone) = (create("file"), create("sub/deep"), create("gone"));
        std::fs::hard_link(sandbox.join("file"), sandbox.join("hard")).unwrap();
        symlink("file", sandbox.join("soft")).unwrap();
        symlink(sandbox.path(), sandbox.join("sub/back")).unwrap();
        gone.write_all(&[b'x'; 10_000]).unwrap();
        gone.sync_all().unwrap();
        std::fs::remove_file(sandbox.join("gone")).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let near = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let (far, _) = listener.accept().unwrap();
        let datagrams = UdpSocket::bind(("127.0.0.1", port)).unwrap();
        let local = UnixListener::bind(sandbox.join("socket")).unwrap();
        let below = UnixDatagram::bind(sandbox.join("sub/socket")).unwrap();
        let held: Vec<(&str, Box<dyn AsRawFd>)> = vec![
            ("file", Box::new(file)),
            ("deep", Box::new(deep)),
            ("gone", Box::new(gone)),
            ("listener", Box::new(listener)),
            ("near", Box::new(near)),
            ("far", Box::new(far)),
            ("datagrams", Box::new(datagrams)),
            ("local", Box::new(local)),
            ("below", Box::new(below)),
        ];
        Self { sandbox, port, held }
    }

    /// A line with `DIR` for the sandbox and `%` for the port.
    pub(super) fn line(&self, line: &str) -> String {
        let place = self.sandbox.path().to_str().unwrap();
        line.replace("DIR", place).replace('%', &self.port.to_string())
    }

    pub(super) fn fd(&self, name: &str) -> RawFd {
        self.held.iter().find(|(known, _)| *known == name).unwrap().1.as_raw_fd()
    }

    /// What of the world has these descriptors.
    pub(super) fn names(&self, fds: &BTreeSet<i64>) -> String {
        let held = self.held.iter().filter(|(_, held)| fds.contains(&held.as_raw_fd().into()));
        held.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn found(&self, line: &str) -> String {
        let line = format!("{} -p {} -o pid,fd --json", self.line(line), id());
        // Nothing found is an answer too.
        let answer = call(PFD, &line).run();
        assert!([0, 1].contains(&answer.code()), "{line}: {}", answer.stderr);
        self.names(&answer.rows().iter().filter_map(|row| row["fd"].as_i64()).collect())
    }
}

#[test]
fn paths_select_by_every_name() {
    let world = World::new();
    // The path to which a socket was bound is known also when nothing is there any more.
    std::fs::remove_file(world.sandbox.join("sub/socket")).unwrap();
    for (line, expected) in [
        ("DIR/file", "file"),
        ("DIR/hard", "file"),
        ("DIR/soft", "file"),
        ("DIR/./sub/../file", "file"),
        ("DIR/sub", "deep below"),
        ("DIR/sub/back/file", "file"),
        ("DIR", "file deep gone local below"),
        ("DIR/gone", "gone"),
        ("DIR/fil", ""),
        ("-f DIR", ""),
        ("--exact DIR/hard", "file"),
        ("+D DIR", "file deep gone local below"),
        ("--under=DIR/sub", "deep below"),
        ("-U +D DIR", "local below"),
        ("+d DIR", "file gone local"),
        ("--in DIR/sub", "deep below"),
        ("-- DIR/file", "file"),
        ("DIR/file DIR/sub", "file deep below"),
        ("fuser DIR/soft", "file"),
        ("DIR/socket", "local"),
        ("DIR/sub/socket", "below"),
        ("-f DIR/sub/socket", "below"),
        ("DIR/sock", ""),
    ] {
        // What follows `--` can be no option.
        let found = if let Some(path) = line.strip_prefix("-- ") {
            let line = format!("-p {} -o fd --json -- {}", id(), world.line(path));
            let rows = call(PFD, &line).run().rows();
            world.names(&rows.iter().filter_map(|row| row["fd"].as_i64()).collect())
        } else {
            world.found(line)
        };
        assert_eq!(found, expected, "{line}");
    }
}

/// A link of a process in /proc is the file that it stands for, whoever has it open.
#[test]
fn links_of_processes_are_what_they_stand_for() {
    let world = World::new();
    let open = |name: &str| Stdio::from(File::open(world.sandbox.join(name)).unwrap());
    let (near, far) = UnixStream::pair().unwrap();
    let socket = Stdio::from(OwnedFd::from(near.try_clone().unwrap()));
    let made = Made::shell("read end", &[], |command| {
        command.current_dir(world.sandbox.path()).stdout(open("hard")).stderr(socket);
    });
    let found = |line: &str| {
        let line = world.line(&line.replace("PID", &made.pid().to_string()));
        let rows = call(PFD, &format!("{line} -o pid,assoc --json")).run().rows();
        let assoc = |row: &Row| (row.pid(), row.text("assoc").to_owned());
        rows.iter().map(assoc).collect::<BTreeSet<(u64, String)>>()
    };
    let own = |fd: RawFd| (u64::from(id()), fd.to_string());
    let theirs = |assoc: &str| (made.pid(), assoc.to_owned());
    let file = BTreeSet::from([own(world.fd("file")), theirs("1")]);
    let both = format!("-p {},PID", id());
    assert_eq!(found(&format!("/proc/PID/fd/1 {both}")), file);
    assert_eq!(found(&format!("/proc/PID/task/PID/fd/1 {both}")), file);
    assert_eq!(found(&format!("/proc/{}/fd/{} {both}", id(), world.fd("file"))), file);
    let socket = BTreeSet::from([own(near.as_raw_fd()), theirs("2")]);
    assert_eq!(found(&format!("/proc/PID/fd/2 {both}")), socket);
    // A socket is not the one at its other end.
    assert!(!socket.contains(&own(far.as_raw_fd())));
    for what in ["cwd", "exe", "root"] {
        let found = found(&format!("/proc/PID/{what} -p PID"));
        assert!(found.contains(&theirs(what)), "{what}: {found:?}");
    }
    assert_eq!(found("/proc/PID/cwd -p PID"), BTreeSet::from([theirs("cwd")]));
    assert!(found("/proc/PID/fd/1 -p PID").contains(&theirs("1")));
    // What lies below it is below its path.
    assert_eq!(found("+D /proc/PID/cwd -d fd -p PID"), BTreeSet::from([theirs("1")]));
    for line in ["/proc/PID/fd/999", "/proc/4194305/exe"] {
        let line = line.replace("PID", &made.pid().to_string());
        let answer = call(PFD, &format!("{line} -o pid")).run().expect(1);
        assert!(answer.stderr.contains(&format!("matches `{line}`")), "{answer:?}");
    }
    // The standard input is that of the tool, and so of who calls it.
    let mut command = call(PFD, &format!("/dev/stdin -p {} -o fd --json", id())).command();
    let output = command.stdin(open("file")).output().unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(rows.iter().any(|row| row["fd"] == world.fd("file")), "{rows:?}");
}

#[test]
fn sockets_are_selected_by_their_ends() {
    let world = World::new();
    for (line, expected) in [
        ("-i :%", "listener near far datagrams"),
        ("-i:%", "listener near far datagrams"),
        (":%", "listener near far datagrams"),
        ("%/tcp", "listener far"),
        ("%/udp", "datagrams"),
        (",,%/tcp", "near"),
        ("%,127.0.0.1/tcp", "far"),
        ("-n tcp %", "listener far"),
        ("-i TCP:%", "listener near far"),
        ("-i UDP:%", "datagrams"),
        ("-i 4:%", "listener near far datagrams"),
        ("-i 6:%", ""),
        ("-4 :%", "listener near far datagrams"),
        ("-6 :%", ""),
        ("lsfd -i4", "listener near far datagrams"),
        ("lsfd -i6", ""),
        ("-q lsfd -i6", ""),
        ("-i @127.0.0.1:%", "listener near far datagrams"),
        ("-i @127.0.0.0/8:%", "listener near far datagrams"),
        ("-i @localhost:%", "listener near far datagrams"),
        ("-i @127.0.0.2:%", ""),
        ("127.0.0.1:%", "listener near far datagrams"),
        ("-i :%-%,1", "listener near far datagrams"),
        ("-iTCP@127.0.0.1:% -sTCP:LISTEN", "listener"),
        ("-nP -iTCP:% -sTCP:LISTEN", "listener"),
        ("-nPiTCP:% -sTCP:^LISTEN", "near far"),
        ("-a -i :% -sTCP:ESTABLISHED,LISTEN", "listener near far"),
        ("-i -sUDP:UNCONNECTED", "datagrams"),
        ("-U", "local below"),
        ("-X --type sock", "local below"),
        ("-i", "listener near far datagrams"),
        ("-i TCP -i UDP", "listener near far datagrams"),
        ("--type SOCK -Q protocol==unix", "local below"),
    ] {
        assert_eq!(world.found(line), expected, "{line}");
    }
}

#[test]
fn processes_and_descriptors_are_selected_and_left_out() {
    let world = World::new();
    let (file, deep) = (world.fd("file"), world.fd("deep"));
    let comm = std::fs::read_to_string("/proc/self/comm").unwrap();
    let comm = comm.trim();
    let start = comm.get(..3).unwrap();
    for (line, expected) in [
        (format!("DIR -d {file}"), "file"),
        (format!("DIR -d ^{file}"), "deep gone local below"),
        (format!("DIR -d 0-{file}"), "file"),
        (format!("DIR -d fd,^{file},^{deep}"), "gone local below"),
        ("DIR -d cwd,txt,mem".to_owned(), ""),
        (format!("DIR/file -c {start}"), "file"),
        (format!("DIR/file -c ^{start}"), ""),
        (format!("DIR/file -c /^{start}.*$/"), "file"),
        (format!("DIR/file -c no-such -c {comm}"), "file"),
        ("DIR/file -u ^no-such-user".to_owned(), "file"),
        ("DIR +L1".to_owned(), "gone"),
        ("DIR --deleted".to_owned(), "gone"),
        ("DIR --type reg".to_owned(), "file deep gone"),
        ("DIR --type pipe".to_owned(), ""),
    ] {
        assert_eq!(world.found(&line), expected, "{line}");
    }
    // Who leaves out descriptors has the rest.
    let rows = call(PFD, &format!("-p {} -d ^0-99999 -o assoc --json", id())).rows();
    assert!(rows.iter().any(|row| row["assoc"] == "cwd"), "{rows:?}");
    let pgid = rustix::process::getpgrp().as_raw_nonzero();
    let line = format!("-p {} -g {pgid} -d {file} --json", id());
    assert_eq!(call(PFD, &line).row()["pgid"], pgid.get());
    let line = format!("-p {},^{} -o fd --json", id(), id());
    assert!(call(PFD, &line).run().rows().is_empty());
}

#[test]
fn the_same_line_selects_the_same_in_lsof() {
    if !has("lsof") {
        skip!("lsof is not installed");
    }
    let world = World::new();
    for line in [
        "-i :%",
        "-i TCP:%",
        "-i UDP:%",
        "-iTCP@127.0.0.1:%",
        "-iTCP@127.0.0.1:% -sTCP:LISTEN",
        "-iTCP:% -sTCP:^LISTEN",
        "-i -sTCP:LISTEN",
        "-i 4",
        "-i6",
        "-U",
        "+L1",
        "+D DIR",
        "+d DIR",
        "-d 0-9999",
        "-d ^0-5",
        "DIR/file",
        "DIR/hard",
        "DIR/soft",
        "DIR/socket",
    ] {
        let theirs = call("lsof", "-a -nP -F f -p").arg(id().to_string());
        let theirs = world.line(line).split(' ').fold(theirs, Call::arg).run();
        let text = String::from_utf8_lossy(&theirs.stdout).into_owned();
        let fds = text.lines().filter_map(|line| line.strip_prefix('f')?.parse().ok()).collect();
        let (mut ours, theirs) = (world.found(line), world.names(&fds));
        if line.starts_with('+') && line != "+L1" {
            // It walks through the directory, and so does not find what was removed.
            ours = ours.replace(" gone", "");
        }
        assert_eq!(ours, theirs, "{line}");
    }
}

#[test]
fn the_same_line_finds_this_process_as_in_fuser() {
    if !has("fuser") {
        skip!("fuser is not installed");
    }
    let world = World::new();
    for line in [
        "DIR/file",
        "DIR/hard",
        "DIR/soft",
        "DIR/socket",
        "%/tcp",
        "%/udp",
        "-n tcp %",
        "DIR/nothing",
    ] {
        let theirs = call("fuser", &world.line(line)).run();
        let theirs = String::from_utf8_lossy(&theirs.stdout).into_owned();
        let theirs = theirs.split_whitespace().any(|pid| pid == id().to_string());
        let ours = call(PFD, "-t").arg("-p").arg(id().to_string());
        let ours = world.line(line).split(' ').fold(ours, Call::arg).run();
        let expected = if theirs { format!("{}\n", id()) } else { String::new() };
        assert_eq!(String::from_utf8_lossy(&ours.stdout), expected, "{line}");
        assert_eq!(ours.code(), i32::from(!theirs), "{line}");
    }
}

#[test]
fn numbers_alone_are_for_kill() {
    let world = World::new();
    let pid = format!("{}\n", id());
    for line in [
        "-t -p PID",
        "--pids -p PID",
        "--terse DIR -p PID",
        "--format pids DIR -p PID",
        "-ti :% -p PID",
    ] {
        let line = world.line(line).replace("PID", &id().to_string());
        let answer = call(PFD, &line).run().expect(0);
        assert_eq!(answer.text(), pid, "{line}");
        // A network namespace that has a name and no process is told of, whoever made it.
        let is_of_netns = |said: &str| said.contains("/run/netns/");
        assert!(answer.stderr.lines().all(is_of_netns), "{line}: {}", answer.stderr);
    }
    let answer = call(PFD, "-t /no/such/file").run().expect(1);
    // That nothing was found the status says. What others have open may be untold, and is counted.
    assert!(answer.stdout.is_empty() && !answer.stderr.contains("matches"), "{}", answer.stderr);
    // Nobody else has what this one has removed.
    let answer = call(PFD, &world.line("-t DIR --deleted -c no-such-name")).run().expect(1);
    assert!(answer.stdout.is_empty());
    call(PFD, "-t -o pid").run().refused(2);
    call(PFD, "-t --json").run().refused(2);
    let complaint = call(PFD, "totals --pids").run().expect(0);
    assert!(
        complaint.stdout.is_empty() || complaint.text().lines().all(|l| l.parse::<u32>().is_ok())
    );
}

#[test]
fn space_of_removed_files_is_told() {
    let world = World::new();
    let gone = File::open(format!("/proc/self/fd/{}", world.fd("gone"))).unwrap();
    let taken = gone.metadata().unwrap().blocks() * 512;
    let line = world.line("DIR --deleted -p PID --json").replace("PID", &id().to_string());
    let rows = call(PFD, &line).rows();
    assert!(rows.iter().all(|row| row["allocated"] == taken), "{taken}: {rows:?}");
    // Held twice, it takes its space once.
    let row = call(PFD, &format!("usage -p {} --json", id())).row();
    assert!(row.number("deleted") >= 1, "{row:?}");
    assert!(row.number("deleted_size") >= taken, "{row:?}");
    let before = row.number("deleted");
    let _again = gone.try_clone().unwrap();
    let row = call(PFD, &format!("usage -p {} --json", id())).row();
    assert_eq!(row.number("deleted"), before);
}

#[test]
fn a_file_name_without_a_path_is_told_apart_from_a_process() {
    let answer = call(PFD, "no-such.file").run().expect(1);
    assert!(answer.stderr.contains("./no-such.file"), "{}", answer.stderr);
    let answer = call(PFD, "help -p 0").run().expect(1);
    assert!(answer.stderr.contains("pfd --help"), "{}", answer.stderr);
}

/// What tells one row from the next is to be seen on a screen, and what is added to it, too.
#[test]
fn what_is_selected_decides_what_is_shown() {
    let sockets = "command,pid,user,assoc,protocol,state,endpoints";
    let files = "command,pid,user,assoc,mode,type,device,size,inode,name";
    let ends = "command,pid,user,assoc,mode,peers,peer_names,endpoints,name";
    for (line, expected) in [
        ("", files),
        ("-p 1", files),
        ("--type sock", files),
        ("-i", sockets),
        ("-i :1", sockets),
        (":1", sockets),
        ("1/tcp", sockets),
        ("192.0.2.0/24", sockets),
        ("-n tcp 1", sockets),
        ("-U", sockets),
        ("-4", sockets),
        ("-s TCP:LISTEN", sockets),
        ("-E", ends),
        ("-i -E", ends),
        ("-i -R", "command,pid,user,assoc,protocol,state,ppid,endpoints"),
        ("-i -o +inode", "command,pid,user,assoc,protocol,state,inode,endpoints"),
        ("-i -o pid,name", "pid,name"),
        ("--deleted", "command,pid,user,assoc,size,allocated,name"),
        ("--locked", "command,pid,user,assoc,mode,locks,name"),
        ("+L1", "command,pid,user,assoc,mode,type,device,size,inode,links,name"),
        ("-R -o +links", "command,pid,user,assoc,mode,type,device,size,inode,ppid,links,name"),
    ] {
        let line = format!("{line} -Q pid==0 --csv");
        let answer = line.split_whitespace().fold(call(PFD, ""), Call::arg).run();
        let text = String::from_utf8_lossy(&answer.stdout);
        assert_eq!(text.trim_end(), expected, "{line}: {}", answer.stderr);
    }
    let peers = call(PFD, "peers -Q pid==0 -o +inode --csv").run();
    assert!(peers.stdout.ends_with(b",type,inode,name\n"), "{:?}", peers.stdout);
}

/// What `ls -l /proc/PID/fd` shows of a pipe or a socket finds who else has it.
#[test]
fn what_a_link_says_selects_what_it_leads_to() {
    let world = World::new();
    let (reader, writer) = rustix::pipe::pipe_with(PipeFlags::CLOEXEC).unwrap();
    let link = |fd: RawFd| {
        let link = std::fs::read_link(format!("/proc/self/fd/{fd}")).unwrap();
        link.to_str().unwrap().to_owned()
    };
    let (pipe, near) = (link(reader.as_raw_fd()), link(world.fd("near")));
    let fds = |line: &str| -> BTreeSet<i64> {
        let rows = call(PFD, &format!("{line} -p {} -o fd --json", id())).run().rows();
        rows.iter().filter_map(|row| row["fd"].as_i64()).collect()
    };
    let ends = [reader.as_raw_fd(), writer.as_raw_fd()].map(i64::from);
    assert_eq!(fds(&pipe), BTreeSet::from(ends));
    assert_eq!(fds(&near), BTreeSet::from([i64::from(world.fd("near"))]));
    assert!(fds("pipe:[0]").is_empty());
    // The two ends of each, and of no other.
    for (word, kind, ends) in [
        (pipe, "pipe", ["reader", "writer"]),
        (near, "tcp", ["near", "far"]),
        (format!(":{}", world.port), "tcp", ["near", "far"]),
    ] {
        let fds = ends.map(|end| match end {
            "reader" => reader.as_raw_fd(),
            "writer" => writer.as_raw_fd(),
            name => world.fd(name),
        });
        let row = call(PFD, &format!("peers {word} -p {} -o pid,fd,peer_fd,type", id())).row();
        assert_eq!(row["type"], kind, "{word}: {row:?}");
        let told: BTreeSet<i64> = ["fd", "peer_fd"]
            .iter()
            .flat_map(|end| row[end].as_array().unwrap())
            .filter_map(serde_json::Value::as_i64)
            .collect();
        assert_eq!(told, BTreeSet::from(fds.map(i64::from)), "{word}: {row:?}");
    }
    call(PFD, "peers :http-or-what").run().refused(2);
}

/// They are no open files, and are shown to who asks for them.
#[test]
fn namespaces_of_processes_are_rows_if_they_are_asked_for() {
    let made = Made::with_arguments(&[]);
    let rows = |line: &str| -> BTreeMap<String, String> {
        let line = format!("-p {} -o assoc,fd,kname,type,inode {line} --json", made.pid());
        let rows = call(PFD, &line).run().rows();
        let rows = rows.iter().filter(|row| row["type"] == "NS" && row["fd"].is_null());
        rows.map(|row| (row.text("assoc").to_owned(), row.text("kname").to_owned())).collect()
    };
    let linked: BTreeMap<String, String> = std::fs::read_dir(made.proc("ns"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().replace("_for_children", "4c");
            (name, std::fs::read_link(&path).unwrap().to_str().unwrap().to_owned())
        })
        .collect();
    assert!(linked.len() > 5, "{linked:?}");
    assert_eq!(rows(""), BTreeMap::new());
    assert_eq!(rows("-d ^mem"), BTreeMap::new());
    assert_eq!(rows("--namespaces"), linked);
    assert_eq!(rows("lsfd"), linked);
    let mut others = linked.clone();
    others.remove("cgroup");
    assert_eq!(rows("--namespaces -d ^cgroup"), others);
    let net = BTreeMap::from([("net".to_owned(), linked["net"].clone())]);
    assert_eq!(rows("-d net"), net);
    assert_eq!(rows("-d 0,net"), net);
    assert_eq!(rows(&linked["net"]), net);
    if has("lsfd") {
        let said = call("lsfd", &format!("-rn -p {} -o ASSOC,NAME", made.pid())).text();
        let theirs = said.lines().filter_map(|line| line.split_once(' '));
        let theirs = theirs.filter(|(assoc, _)| linked.contains_key(*assoc));
        let theirs = theirs.map(|(assoc, name)| (assoc.to_owned(), name.to_owned()));
        assert_eq!(theirs.collect::<BTreeMap<_, _>>(), linked);
    }
}

#[test]
fn of_a_process_that_is_not_meant_nothing_more_is_read() {
    const OF_OPEN_FILES: [&str; 6] = ["fd", "fdinfo", "maps", "exe", "cwd", "root"];
    let made = Made::with_arguments(&[]);
    let read = |arguments: &[&str]| -> Option<BTreeSet<String>> {
        let touched = strace::touched(PFD, arguments)?;
        Some(touched.into_iter().filter(|path| OF_OPEN_FILES.contains(&&**path)).collect())
    };
    let pid = made.pid().to_string();
    let Some(all) = read(&["-p", &pid]) else { return };
    assert!(all.contains("maps") && all.contains("fd"), "{all:?}");
    for arguments in [
        &["-c", "no such name"][..],
        &["no such name"],
        &["-u", "4000000000"],
        &["-g", "4000000000"],
        &["-Q", "ppid == 4000000000 and type == REG"],
    ] {
        assert_eq!(read(arguments), Some(BTreeSet::new()), "{arguments:?}");
    }
}
