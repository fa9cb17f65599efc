//! Processes that are made to be told wrongly.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;

use serde_json::{Value, json};

use crate::PPS;
use crate::support::python::{role, role_of};
use crate::support::rows::decode;
use crate::support::{
    JSONS, Made, Row, Sandbox, TEXTS, assert_harmless, call, is_root, skip, wait_until,
};

/// Texts that pose as a row, act on a terminal or are none.
const TEXT: [&[u8]; 8] = [
    b"prog\n    1 root S 0.0 1.0M 0.00s 00:00:00 /sbin/init",
    b"\x1b]52;c;Zm9v\x07\x1b]0;title\x1b\\\x1b[2J\x1b[A",
    b"\r\x08\x7f\x07\x0b\x0c\t",
    b"\xc2\x9b31m\x9b1m\xc2\x85\xe2\x80\xa8",
    b"\xe2\x80\xaetxt.exe\xe2\x81\xa6\xe2\x80\x8b",
    b"\xff\xfe\xc3(\xed\xa0\x80\xc0\xaf",
    b"\"},{\"pid\":1,\"x\":\"|,;`",
    b"=cmd|' /C calc'!A0 %s%n \\x1b \\ ' -rf ?denied",
];

/// What a value of a row was before it became text.
fn bytes(row: &Row, name: &str) -> Vec<u8> {
    match row.0.get("raw").and_then(|raw| raw.get(name)) {
        Some(raw) => decode(raw.as_str().unwrap()),
        None => row.text(name).as_bytes().to_vec(),
    }
}

#[test]
fn no_argument_acts_and_none_is_lost() {
    let made = Made::with_arguments(&TEXT);
    let line = format!("{} -o pid,argv,command,comm", made.pid());
    for format in TEXTS.iter().chain(&JSONS) {
        let text = call(PPS, &format!("{line} --format {format}")).text();
        assert_harmless(&text);
        let lines = match *format {
            "table" | "csv" => 2,
            "markdown" => 3,
            _ => continue,
        };
        assert_eq!(text.lines().count(), lines, "{text}");
    }
    let row = call(PPS, &line).row();
    let raw = row["raw"]["argv"].as_array().unwrap();
    let raw: Vec<Vec<u8>> = raw.iter().map(|text| decode(text.as_str().unwrap())).collect();
    assert_eq!(raw[3..], TEXT);
    assert_eq!(bytes(&row, "command"), raw.join(&b' '));
}

#[test]
fn no_variable_acts_and_none_is_lost() {
    let made = Made::shell("read end", &[], |command| {
        command.env_clear();
        for (number, text) in TEXT.iter().enumerate() {
            command.env(format!("V{number}"), OsStr::from_bytes(text));
        }
        command.env(OsStr::from_bytes(b"N\n\x1b[2J\xff"), "value");
    });
    // The shell is another program until it has begun.
    wait_until("the shell", || {
        let read = std::fs::read(made.proc("environ")).ok()?;
        read.starts_with(b"N\n").then_some(())
    });
    let line = format!("env {}", made.pid());
    for format in TEXTS.iter().chain(&JSONS) {
        let text = call(PPS, &format!("{line} --format {format}")).text();
        assert_harmless(&text);
        if *format == "table" {
            assert_eq!(text.lines().count(), 1 + TEXT.len() + 1, "{text}");
        }
    }
    let rows = call(PPS, &format!("{line} -o name,value")).rows();
    assert_eq!(rows.len(), TEXT.len() + 1);
    for (number, text) in TEXT.iter().enumerate() {
        let name = format!("V{number}");
        let row = rows.iter().find(|row| row["name"] == name.as_str()).unwrap();
        assert_eq!(bytes(row, "value"), *text, "{name}");
    }
    assert!(rows.iter().any(|row| bytes(row, "name") == b"N\n\x1b[2J\xff"), "{rows:?}");
}

/// Since Linux 5.18 the kernel adds an empty argument where there is none.
#[test]
fn a_program_may_have_no_argument() {
    let Some((made, _)) = role("unnamed", &[]) else { return };
    wait_until("the program", || {
        std::fs::read(made.proc("comm"))
            .is_ok_and(|name| !name.starts_with(b"python"))
            .then_some(())
    });
    let count = std::fs::read(made.proc("cmdline")).unwrap().len();
    let row = call(PPS, &format!("{} -o pid,argv,argc,command,kernel_thread", made.pid())).row();
    assert_eq!(row["argv"], json!(vec![""; count]));
    assert_eq!(row["argc"], count);
    // Nothing that is not there makes it one of the kernel's.
    assert_eq!(row["kernel_thread"], false);
    let table = call(PPS, &format!("{} -o command,comm --no-headers", made.pid())).text();
    let shown: Vec<&str> = table.split_whitespace().collect();
    assert_eq!(shown.len(), 2, "{table}");
    assert!(!shown[0].starts_with("[k"), "{table}");
    let rows = call(PPS, &format!("env {}", made.pid())).rows();
    assert_eq!(rows.len(), 0);
}

/// A process that overwrites its arguments to their last byte lets the kernel go on into the
/// environment; the environment itself is still told.
#[test]
fn arguments_that_were_overwritten_are_told_as_they_are() {
    let written = role_of("rewritten", &["worker: \u{1b}[2Jbusy"], |command| {
        command.env_clear().env("CONTINUED", "1").env("NEXT", "2");
    });
    let Some((made, _)) = written else { return };
    let row = call(PPS, &format!("{} -o pid,argv,command,environ,exe", made.pid())).row();
    let kernel = std::fs::read(made.proc("cmdline")).unwrap();
    let kernel = kernel.strip_suffix(b"\0").unwrap_or(&kernel);
    assert_eq!(row.list("argv").len(), 1);
    assert_eq!(row["argv"][0], String::from_utf8_lossy(kernel).as_ref());
    assert_eq!(bytes(&row, "command"), kernel);
    assert!(kernel.starts_with(b"worker: "), "{row:?}");
    assert_eq!(row["environ"], json!(["CONTINUED=1", "NEXT=2"]));
    assert_harmless(&call(PPS, &format!("{} -o command,argv", made.pid())).text());
}

#[test]
fn two_megabytes_of_arguments_are_whole() {
    const LENGTH: usize = (128 << 10) - 1;
    let Some((made, _)) = role("long", &["16", &LENGTH.to_string()]) else { return };
    let row = call(PPS, &format!("{} -o pid,argv,argc,command", made.pid())).row();
    let argv = row.list("argv");
    assert_eq!((argv.len(), row.number("argc")), (3 + 16, 3 + 16));
    for (number, argument) in argv[3..].iter().enumerate() {
        let letter = char::from(b'a' + number as u8);
        let argument = argument.as_str().unwrap();
        assert!(argument.len() == LENGTH && argument.chars().all(|c| c == letter), "{number}");
    }
    let command = row.text("command");
    assert_eq!(command.len(), "sh -c echo ready; read end".len() + 16 * (LENGTH + 1));
    // Where nothing cuts it to a width, a table has it too.
    let table = call(PPS, &format!("{} -o command --no-headers", made.pid())).text();
    assert!(table.trim_end() == command, "{} bytes of {}", table.len(), command.len());
}

#[test]
fn five_thousand_threads_are_five_thousand_rows() {
    const COUNT: usize = 5000;
    let Some((made, _)) = role("threads", &[&COUNT.to_string()]) else { return };
    let pid = made.pid();
    assert_eq!(call(PPS, &format!("{pid} -o threads")).row()["threads"], COUNT);
    let rows = call(PPS, &format!("threads {pid} -o pid,tid,state,comm")).rows();
    let tids: BTreeSet<u64> = rows.iter().map(|row| row.number("tid")).collect();
    assert_eq!((rows.len(), tids.len()), (COUNT, COUNT));
    assert!(tids.contains(&pid) && rows.iter().all(|row| row.pid() == pid));
    let listed = call(PPS, &format!("-L -p {pid} -o lwp=")).text();
    let listed: BTreeSet<u64> = listed.lines().map(|tid| tid.trim().parse().unwrap()).collect();
    assert_eq!(listed, tids);
    let shown = call(PPS, &format!("-Lf -p {pid}")).text();
    assert_eq!(shown.lines().count(), 1 + COUNT);
}

#[test]
fn a_thread_may_have_a_directory_and_descriptors_of_its_own() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("opened apart");
    let Some((made, said)) = role("apart", &[path.to_str().unwrap()]) else { return };
    let tid: u64 = said[0].parse().unwrap();
    let rows = call(PPS, &format!("threads {} -o tid,cwd,fds", made.pid())).rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    let of = |tid: u64| rows.iter().find(|row| row.number("tid") == tid).unwrap();
    let (first, apart) = (of(made.pid()), of(tid));
    assert_eq!(apart["cwd"], "/usr");
    assert_ne!(first["cwd"], "/usr");
    assert_eq!(apart.number("fds"), first.number("fds") + 1);
    // The row of the process is that of its first task.
    let row = call(PPS, &format!("{} -o pid,cwd,fds", made.pid())).row();
    assert_eq!((&row["cwd"], &row["fds"]), (&first["cwd"], &first["fds"]));
}

#[test]
fn a_chain_of_processes_is_a_tree() {
    const LENGTH: usize = 200;
    let Some((made, said)) = role("chain", &[&LENGTH.to_string()]) else { return };
    let inner = &said[0];
    let row = call(PPS, &format!("{inner} -o pid,ancestors")).row();
    let above = row.list("ancestors");
    let outer = above.iter().position(|pid| *pid == made.pid());
    assert_eq!(outer, Some(LENGTH - 2));
    let row = call(PPS, &format!("{} -o pid,descendants,tree_processes", made.pid())).row();
    assert_eq!((row.list("descendants").len(), row.number("tree_processes")), (199, 200));
    // From the innermost to the first of all, each below the one that it names as its parent.
    let rows = call(PPS, &format!("tree {inner} -o pid,ppid,depth")).rows();
    assert_eq!(rows.len(), above.len() + 1);
    for pair in rows.windows(2) {
        assert_eq!(pair[1].number("ppid"), pair[0].pid());
        assert_eq!(pair[1].number("depth"), pair[0].number("depth") + 1);
    }
    assert_eq!(rows.last().unwrap().pid().to_string(), *inner);
    let table = call(PPS, &format!("tree {inner}")).text();
    assert_eq!(table.lines().count(), 1 + rows.len());
    let whole = call(PPS, "tree -o pid").rows();
    let whole: BTreeSet<u64> = whole.iter().map(Row::pid).collect();
    assert!(rows.iter().all(|row| whole.contains(&row.pid())));
}

/// Its name has all that a reader of `stat` may stumble over, and is another at each look.
#[test]
fn a_name_may_change_while_it_is_read() {
    let Some((made, _)) = role("renaming", &[]) else { return };
    let ppid = u64::from(std::process::id());
    let mut seen = BTreeSet::new();
    for _ in 0..50 {
        let line = format!("{} -o pid,comm,ppid,state,threads,command", made.pid());
        let row = call(PPS, &line).row();
        let name = row.text("comm").to_owned();
        let is_whole = name.starts_with("python3")
            || name.strip_prefix("name").is_some_and(|rest| {
                rest.len() == 5 && rest.as_bytes()[0].is_ascii_digit() && rest.ends_with(") (\n")
            });
        assert!(is_whole, "{name:?}");
        assert_eq!((row.number("ppid"), row.number("threads")), (ppid, 2), "{row:?}");
        assert!(["R", "S"].contains(&row.text("state")), "{row:?}");
        seen.insert(name);
        if seen.len() > 3 {
            break;
        }
    }
    assert!(seen.len() > 1, "it has not changed: {seen:?}");
}

/// Numbers of users are unsigned: ps prints -294967297.
#[test]
fn a_large_number_of_a_user_is_itself() {
    const UID: u32 = 3_999_999_999;
    if !is_root() {
        skip!("only root can become another user");
    }
    let made = Made::shell("read end", &[], |command| {
        command.uid(UID).gid(UID).current_dir("/");
    });
    let line = format!("{} -o pid,uid,ruid,suid,fsuid,user,ruser,gid,group", made.pid());
    let row = call(PPS, &line).row();
    for name in ["uid", "ruid", "suid", "fsuid", "gid"] {
        assert_eq!(row[name], UID, "{name}");
    }
    for name in ["user", "ruser", "group"] {
        assert_eq!(row[name], UID.to_string(), "{name}");
    }
    for select in [&format!("-u {UID}"), &format!("-U {UID}"), &format!("-G {UID}")] {
        let rows = call(PPS, &format!("{select} -o pid")).rows();
        assert!(rows.iter().any(|row| row.pid() == made.pid()), "{select}");
    }
    let rows = call(PPS, &format!("{} -o pid --where uid=={UID}", made.pid())).rows();
    assert_eq!(rows.len(), 1);
}

/// The first task has ended, the process has not.
#[test]
fn a_leader_may_be_gone_before_its_threads() {
    let Some((made, said)) = role("leaderless", &[]) else { return };
    let tid: u64 = said[0].parse().unwrap();
    let line = format!("{} -o pid,tid,state,threads,stat,command,rss", made.pid());
    let answer = call(PPS, &line).arg("--json").run().expect(0);
    assert_eq!(answer.stderr, "");
    let row = answer.rows().remove(0);
    assert_eq!((&row["state"], row.number("threads")), (&json!("Z"), 2));
    // Who runs the tests may have been nice, and then it says so.
    assert_eq!((&*row.text("stat").replace('N', ""), &row["rss"]), ("Zl", &Value::Null));

    let rows = call(PPS, &format!("threads {} -o tid,state,rss,argv,exe,fds", made.pid())).rows();
    let of = |tid: u64| rows.iter().find(|row| row.number("tid") == tid).unwrap();
    assert_eq!((rows.len(), &of(made.pid())["state"]), (2, &json!("Z")));
    // What runs has all that a process has.
    let lives = of(tid);
    assert_ne!(lives["state"], "Z");
    assert!(lives.number("rss") > 0 && lives.number("fds") >= 3, "{lives:?}");
    assert_eq!(lives.list("argv").last(), Some(&json!("leaderless")));
    assert!(lives.text("exe").contains("python"), "{lives:?}");
}
