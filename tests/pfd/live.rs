//! Files opened by the test, and looked for.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::Path;

use rustix::event::{EventfdFlags, eventfd};
use rustix::fs::OFlags;
use rustix::pipe::{PipeFlags, pipe_with};
use serde_json::Value;

use crate::PFD;
use crate::support::call::reachable_copy;
use crate::support::python::role;
use crate::support::rows::decode;
use crate::support::sandbox::path_of;
use crate::support::{
    JSONS, Made, NOBODY, Row, Sandbox, TEXTS, assert_harmless, call, is_root, schema, skip, strace,
};

const FIELDS: &str = "command,pid,user,assoc,fd,mode,type,device,size,links,offset,inode,mnt_id,mountpoint,name,deleted,flags";

/// What this process holds under a descriptor.
fn row_of(file: &impl AsRawFd) -> Row {
    let line = format!("{} -d {} -o {FIELDS}", std::process::id(), file.as_raw_fd());
    let row = call(PFD, &line).row();
    assert_eq!(row["fd"], file.as_raw_fd());
    assert_eq!(row["pid"], std::process::id());
    row
}

/// What of a row a test of ours may know from the file itself.
fn assert_is(row: &Row, path: &Path) {
    let found = std::fs::metadata(path).unwrap();
    assert_eq!(row["inode"], found.ino(), "{row:?}");
    assert_eq!(row["size"], found.len(), "{row:?}");
    assert_eq!(row["links"], found.nlink(), "{row:?}");
    let mountpoint = row.text("mountpoint");
    assert!(path.starts_with(mountpoint), "{row:?}");
    let device = found.dev();
    let device = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    // A file system without a device of its own, such as btrfs, shows another to stat.
    if std::fs::metadata(mountpoint).unwrap().dev() == found.dev() && device != "0:0" {
        assert!(row["device"].is_string(), "{row:?}");
    }
}

#[test]
fn a_regular_file() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("regular");
    let mut file = File::create(&path).unwrap();
    file.write_all(b"twelve bytes").unwrap();
    file.seek(SeekFrom::Start(5)).unwrap();
    let row = row_of(&file);
    assert_eq!(row["type"], "REG");
    assert_eq!(row["name"], path.to_str().unwrap());
    assert_eq!(row["size"], 12);
    assert_eq!(row["offset"], 5);
    assert_eq!(row["deleted"], false);
    assert_eq!(row["mode"], "-w-");
    assert_is(&row, &path);
    let fdinfo =
        std::fs::read_to_string(format!("/proc/self/fdinfo/{}", file.as_raw_fd())).unwrap();
    let mnt_id = fdinfo.lines().find_map(|line| line.strip_prefix("mnt_id:\t")).unwrap();
    assert_eq!(row["mnt_id"].to_string(), mnt_id);
}

#[test]
fn modes_and_flags() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("modes");
    std::fs::write(&path, "").unwrap();
    let open = |file: &mut std::fs::OpenOptions| file.open(&path).unwrap();
    let read = open(File::options().read(true));
    let both = open(File::options().read(true).write(true));
    let append = open(File::options().append(true));
    assert_eq!(row_of(&read)["mode"], "r--");
    assert_eq!(row_of(&both)["mode"], "rw-");
    let row = row_of(&append);
    assert_eq!(row["mode"], "-w-");
    assert!(row.list("flags").iter().any(|flag| flag == "append"), "{row:?}");
}

/// Of a socket or a pipe the mode of the link tells what the flags do, which are in `fdinfo`.
#[test]
fn modes_of_what_has_no_path() {
    let (read, write) = pipe_with(PipeFlags::CLOEXEC).unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let again = |of: &dyn AsRawFd, flags| {
        let path = format!("/proc/self/fd/{}", of.as_raw_fd());
        rustix::fs::open(path, flags, rustix::fs::Mode::empty()).unwrap()
    };
    let both = again(&read, OFlags::RDWR);
    let (pipe, place) = (again(&read, OFlags::PATH), again(&socket, OFlags::PATH));
    let made: [(&dyn AsRawFd, &str, &str); 6] = [
        (&read, "r--", ""),
        (&write, "-w-", "wronly"),
        (&both, "rw-", "rdwr"),
        (&socket, "rw-", "rdwr"),
        (&pipe, "---", "path"),
        (&place, "---", "path"),
    ];
    for (file, mode, flag) in made {
        let line = format!("{} -d {} -o mode", std::process::id(), file.as_raw_fd());
        assert_eq!(call(PFD, &line).row()["mode"], mode, "{flag}");
        let row = row_of(&file.as_raw_fd());
        assert_eq!(row["mode"], mode, "{row:?}");
        assert!(flag.is_empty() || row.list("flags").iter().any(|known| known == flag), "{row:?}");
    }
}

/// What is known of one file is not said of another that came to its path, nor of one that it has
/// other names with.
#[test]
fn files_that_had_one_path() {
    let sandbox = Sandbox::new();
    let (path, other) = (sandbox.join("file"), sandbox.join("other"));
    let put = |text: &str| {
        let mut file = File::create_new(&path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    };
    let first = put("1");
    std::fs::remove_file(&path).unwrap();
    let second = put("22");
    std::fs::rename(&path, &other).unwrap();
    let third = put("333");
    std::fs::hard_link(&path, sandbox.join("third")).unwrap();
    let again = [File::open(&other).unwrap(), File::open(sandbox.join("third")).unwrap()];
    let rows = call(PFD, &format!("{} -o fd,size,links,name", std::process::id())).rows();
    let facts = |file: &File| {
        let row = rows.iter().find(|row| row["fd"] == file.as_raw_fd()).unwrap();
        (row["size"].as_u64().unwrap(), row["links"].as_u64().unwrap())
    };
    let [of_second, of_third] = &again;
    let seen = [&first, &second, &third, of_second, of_third].map(facts);
    assert_eq!(seen, [(1, 0), (2, 1), (3, 2), (2, 1), (3, 2)]);
}

#[test]
fn a_deleted_file() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("doomed");
    let file = File::create(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let row = row_of(&file);
    assert_eq!(row["deleted"], true);
    assert_eq!(row["links"], 0);
    assert!(row.text("name").starts_with(path.to_str().unwrap()), "{row:?}");
    let line = format!("{} --deleted -o fd", std::process::id());
    let rows = call(PFD, &line).rows();
    assert!(rows.iter().any(|row| row["fd"] == file.as_raw_fd()), "{rows:?}");
}

/// A name is a name: the link count says what is deleted.
#[test]
fn a_name_that_ends_in_deleted_is_not_deleted() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("x (deleted)");
    let file = File::create(&path).unwrap();
    let row = row_of(&file);
    assert_eq!(row["deleted"], false);
    assert_eq!(row["name"], path.to_str().unwrap());
    assert_is(&row, &path);
    std::fs::remove_file(&path).unwrap();
    let row = row_of(&file);
    assert_eq!(row["deleted"], true);
    assert!(row.text("name").starts_with(path.to_str().unwrap()), "{row:?}");
}

/// One of two names goes; the file has the other. The kernel's mark says otherwise.
#[test]
fn one_of_two_names_deleted_is_not_deleted() {
    let sandbox = Sandbox::new();
    let (one, two) = (sandbox.join("one"), sandbox.join("two"));
    let file = File::create(&one).unwrap();
    std::fs::hard_link(&one, &two).unwrap();
    std::fs::remove_file(&one).unwrap();
    let row = row_of(&file);
    assert_eq!(row["deleted"], false, "{row:?}");
    assert_eq!(row["links"], 1);
}

#[test]
fn odd_names_come_back_and_stay_on_their_line() {
    let sandbox = Sandbox::new();
    let names: [&[u8]; 6] = [
        b"blank and\ttab",
        b"new\nline",
        b"\x1b[2J\x9b\x7f",
        b"\xff\xfe",
        b"\xe2\x80\xaeevil \\012",
        b"socket:[1]",
    ];
    for name in names {
        let path = sandbox.join(path_of(name));
        let file = File::create(&path).unwrap();
        let row = row_of(&file);
        let shown = match row.0.get("raw") {
            Some(raw) => decode(raw["name"].as_str().unwrap()),
            None => row.text("name").as_bytes().to_vec(),
        };
        assert_eq!(shown, path.as_os_str().as_bytes());
        assert_eq!(row["type"], "REG");
        let line = format!("{} -d {} -o fd,type,name", std::process::id(), file.as_raw_fd());
        let table = call(PFD, &line).text();
        assert_eq!(table.lines().count(), 2, "{table}");
        for format in TEXTS {
            assert_harmless(&call(PFD, &line).arg("--format").arg(format).text());
        }
    }
}

/// That is all that is not known of it: it is a file, and no socket or anything else.
#[test]
fn a_path_too_long_to_be_told_is_a_path() {
    let sandbox = Sandbox::new();
    let Some((made, words)) = role("deep", &[sandbox.path().to_str().unwrap()]) else { return };
    let [file, poll] = [0, 1].map(|word| words[word].parse::<u64>().unwrap());
    let line = format!("-p {} -o fd,type,size,name,mountpoint", made.pid());
    let rows = call(PFD, &line).rows();
    let row = rows.iter().find(|row| row["fd"] == file).unwrap();
    assert_eq!((&row["type"], &row["size"]), (&"REG".into(), &0.into()));
    assert!(row["name"].is_null() && !row["mountpoint"].is_null(), "{row:?}");
    let input = call(PFD, &format!("-p {} -d 0 -o polled_by", made.pid())).row();
    assert_eq!(input["polled_by"], serde_json::json!([poll]));
    let usage = call(PFD, &format!("usage -p {} -o paths,pipes,others", made.pid())).row();
    let links = std::fs::read_dir(made.proc("fd")).unwrap().map(|fd| fd.unwrap().path());
    let links: Vec<_> = links.filter_map(|link| std::fs::read_link(link).ok()).collect();
    let paths = links.iter().filter(|link| link.starts_with("/")).count();
    assert_eq!(usage["paths"], paths + 1, "{usage:?}");
    for line in ["-i", "-U", ":9", "-s"] {
        let answer = call(PFD, &format!("-p {} {line} --strict", made.pid())).run();
        assert!(answer.stderr.lines().all(|line| !line.contains("left out")), "{}", answer.stderr);
    }
}

#[test]
fn no_json_lets_a_name_act_on_a_terminal() {
    let sandbox = Sandbox::new();
    let _file = File::create(sandbox.join("\x1b\n\x7f\u{9b}\u{202e}")).unwrap();
    for format in JSONS {
        let line = format!("{} -o fd,name --format {format}", std::process::id());
        assert_harmless(&call(PFD, &line).text());
    }
}

#[test]
fn what_has_no_path() {
    let (read, write) = pipe_with(PipeFlags::CLOEXEC).unwrap();
    let (one, other) = (row_of(&read), row_of(&write));
    assert_eq!(one["type"], "FIFO");
    assert_eq!(one["inode"], other["inode"]);
    assert_eq!((&one["mode"], &other["mode"]), (&"r--".into(), &"-w-".into()));
    assert_eq!(one.text("name"), format!("pipe:[{}]", one["inode"]));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let row = row_of(&listener);
    assert_eq!(row["type"], "SOCK");
    assert!(row.text("name").contains(&row["inode"].to_string()), "{row:?}");
    let event = eventfd(3, EventfdFlags::CLOEXEC).unwrap();
    let row = row_of(&event);
    assert_eq!(row["type"], "eventfd");
    assert_ne!(row["deleted"], true);
}

#[test]
fn directories_devices_and_fifos() {
    let sandbox = Sandbox::new();
    let dir = File::open(sandbox.path()).unwrap();
    let row = row_of(&dir);
    assert_eq!(row["type"], "DIR");
    assert_is(&row, sandbox.path());
    let null = File::open("/dev/null").unwrap();
    assert_eq!(row_of(&null)["type"], "CHR");
    let path = sandbox.join("fifo");
    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o600.into(), 0)
        .unwrap();
    let fifo = File::options().read(true).write(true).open(&path).unwrap();
    assert!(fifo.metadata().unwrap().file_type().is_fifo());
    let row = row_of(&fifo);
    assert_eq!(row["type"], "FIFO");
    assert_eq!(row["name"], path.to_str().unwrap());
}

#[test]
fn what_a_process_holds_without_a_descriptor() {
    let sandbox = Sandbox::new();
    let made = Made::shell("read end", &[], |command| {
        command.current_dir(sandbox.path());
    });
    let rows = call(PFD, &format!("{} -o assoc,type,name,fd,pid", made.pid())).rows();
    let find = |assoc: &str| rows.iter().find(|row| row["assoc"] == assoc).unwrap();
    assert_eq!(find("cwd")["name"], sandbox.path().to_str().unwrap());
    assert_eq!(find("cwd")["type"], "DIR");
    assert_eq!(find("cwd")["fd"], Value::Null);
    assert_eq!(find("root")["name"], "/");
    let exe = std::fs::read_link(made.proc("exe")).unwrap();
    assert_eq!(find("exe")["name"], exe.to_str().unwrap());
    assert_eq!(find("exe")["type"], "REG");
    assert_eq!(find("0")["fd"], 0);
    assert!(rows.iter().all(|row| row.pid() == made.pid()));
}

#[test]
fn words_and_options_select() {
    let sandbox = Sandbox::new();
    let file = File::create(sandbox.join("selected")).unwrap();
    let own = |row: &Row| row["pid"] == std::process::id() && row["fd"] == file.as_raw_fd();
    let line = format!("-p {} -o pid,fd", std::process::id());
    assert!(call(PFD, &line).rows().iter().any(own));
    let zombie = Made::zombie();
    let answer = call(PFD, &format!("{} -o fd", zombie.pid())).run();
    assert!(answer.code() <= 1, "{answer:?}");
    assert_eq!(answer.complaints().len(), usize::from(answer.code() == 1), "{answer:?}");
    for line in ["-k", "--kill"] {
        call(PFD, line).run().refused(2);
    }
}

/// A path selects itself and what lies below it, whatever its letters mean in an expression.
#[test]
fn paths_select() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("a+b (selected).x");
    let file = File::create(&path).unwrap();
    let own = |row: &Row| row["pid"] == std::process::id() && row["fd"] == file.as_raw_fd();
    let place = sandbox.path().to_str().unwrap();
    for word in [place, path.to_str().unwrap(), &format!("{place}/")] {
        let rows = call(PFD, "--json -o pid,fd,name").arg(word).run().rows();
        assert!(rows.iter().any(own), "{word}: {rows:?}");
        assert!(rows.iter().all(|row| row.text("name").starts_with(place)), "{rows:?}");
    }
    // A path is whole names.
    let half = path.to_str().unwrap().strip_suffix("ted).x").unwrap();
    call(PFD, "").arg(half).run().expect(1);
}

#[test]
fn rows_are_what_the_schema_says() {
    let sandbox = Sandbox::new();
    let _odd = File::create(sandbox.join(path_of(b"\xff"))).unwrap();
    let rows = call(PFD, "-o all").rows();
    assert!(!rows.is_empty());
    schema::check(&call(PFD, "--schema").text(), &rows);
}

#[test]
fn a_stranger_is_told_what_he_does_not_see() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pfd = reachable_copy(PFD, sandbox.path());
    let answer = call(&pfd, "--json").by_user(NOBODY).run().expect(0);
    let about = answer.complaint_about("[pid]/fd");
    assert!(about.contains("permission denied for "), "{about}");
    for row in answer.rows() {
        assert!(row["user"] == "nobody" || row["inode"] != 0, "{row:?}");
    }
    call(&pfd, "--strict").by_user(NOBODY).run().expect(3);
}

/// Open files come and go by the thousand: no error, no half row.
#[test]
fn churn_is_silence() {
    use std::collections::BTreeSet;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    static OVER: AtomicBool = AtomicBool::new(false);
    let kind = |said: &str| said.split(" for ").next().unwrap_or(said).to_owned();
    let quiet = call(PFD, "").run();
    let before: BTreeSet<String> = quiet.complaints().into_iter().map(kind).collect();
    let churn = std::thread::spawn(|| {
        let end = Instant::now() + Duration::from_secs(20);
        while !OVER.load(Ordering::Relaxed) && Instant::now() < end {
            let _ = std::process::Command::new("/bin/true").status();
        }
    });
    let began = Instant::now();
    for _ in 0..20 {
        if began.elapsed() > Duration::from_secs(10) {
            break;
        }
        let answer = call(PFD, "--json").run().expect(0);
        assert!(!answer.rows().is_empty());
        for said in answer.complaints() {
            assert!(before.contains(&kind(said)), "{said}");
        }
    }
    OVER.store(true, Ordering::Relaxed);
    churn.join().unwrap();
}

/// What a link points to may lie on a dead file system, where touching it waits for ever.
#[test]
fn nothing_but_proc_is_touched() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("untouched");
    let _file = File::create(&path).unwrap();
    let pid = std::process::id().to_string();
    let Some(touched) = strace::touched(PFD, &[&pid, "-o", "all"]) else { return };
    let place = sandbox.path().to_str().unwrap();
    assert!(touched.iter().all(|path| !path.starts_with(place)), "{touched:?}");
}

#[test]
fn files_of_this_program_itself() {
    let rows = call(PFD, "--self -o pid,command,assoc").rows();
    assert!(rows.iter().any(|row| row["assoc"] == "exe"), "{rows:?}");
    assert!(rows.iter().all(|row| row["command"] == "pfd"), "{rows:?}");
}
