//! Processes that talk to each other, and through what.

use std::os::fd::AsRawFd as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use rustix::pipe::{PipeFlags, pipe_with};
use serde_json::{Value, json};

use crate::PFD;
use crate::support::call::{Call, reachable_copy};
use crate::support::python::{role, role_of};
use crate::support::{Made, NOBODY, Row, Sandbox, call, is_root, schema, skip, strace, wait_until};

/// All that is asked of every pair.
const FIELDS: &str = "pid,process,fd,relation,direction,peer_pid,peer_process,peer_fd,type,name,\
                      inode,peer_inode";

/// Two processes with one end each, which nobody else has.
struct Talk {
    one: Made,
    other: u64,
    fds: [u64; 2],
    sandbox: Sandbox,
}

impl Talk {
    fn through(how: &str) -> Option<Self> {
        let sandbox = Sandbox::new();
        let path = sandbox.join("between");
        let (one, said) = role("talks", &[how, path.to_str().unwrap()])?;
        let number = |at: usize| said[at].parse().unwrap();
        Some(Self { one, other: number(0), fds: [number(1), number(2)], sandbox })
    }

    fn path(&self) -> String {
        self.sandbox.join("between").to_str().unwrap().to_owned()
    }

    fn call(&self) -> Call {
        // Both have the test's own descriptors, too, but not each other's.
        let filter =
            format!("pid in ({0}, {1}) and peer_pid in ({0}, {1})", self.one.pid(), self.other);
        call(PFD, "peers -o").arg(FIELDS).arg("--where").arg(filter)
    }

    /// The row of this type; descriptors that the parent has from elsewhere make others.
    fn row(&self, kind: &str) -> Row {
        let rows = self.call().rows();
        let mut of_type = rows.iter().filter(|row| {
            row["type"] == kind
                && (row["fd"] == json!([self.fds[0]]) || row["fd"] == json!([self.fds[1]]))
        });
        let row = of_type.next().unwrap_or_else(|| panic!("no {kind} among {rows:?}"));
        assert!(of_type.next().is_none(), "{rows:?}");
        row.clone()
    }

    /// The row, in which the first process is this one.
    fn assert_oriented(&self, kind: &str, relation: &str, direction: &str) -> Row {
        let row = self.row(kind);
        assert_eq!((row.pid(), row.number("peer_pid")), (self.one.pid(), self.other), "{row:?}");
        assert_eq!(row["fd"], json!([self.fds[0]]));
        assert_eq!(row["peer_fd"], json!([self.fds[1]]));
        self.assert_is(&row, relation, direction);
        row
    }

    /// The row, in which the lower number stands first.
    fn assert_ordered(&self, kind: &str, relation: &str) -> Row {
        let row = self.row(kind);
        let mut both = [(self.one.pid(), self.fds[0]), (self.other, self.fds[1])];
        both.sort_unstable();
        for (pid, fd, (process, descriptor)) in
            [("pid", "fd", both[0]), ("peer_pid", "peer_fd", both[1])]
        {
            assert_eq!((&row[pid], &row[fd]), (&json!(process), &json!([descriptor])), "{row:?}");
        }
        self.assert_is(&row, relation, "both");
        row
    }

    fn assert_is(&self, row: &Row, relation: &str, direction: &str) {
        assert_eq!((&row["relation"], &row["direction"]), (&json!(relation), &json!(direction)));
        let name = std::fs::read_to_string(self.one.proc("comm")).unwrap();
        for process in ["process", "peer_process"] {
            assert_eq!(row[process], name.trim_end(), "{row:?}");
        }
    }
}

#[test]
fn a_pipe() {
    let Some(talk) = Talk::through("pipe") else { return };
    let row = talk.assert_oriented("pipe", "writes-to", "out");
    assert_eq!(row["name"], format!("pipe:[{}]", row["inode"]));
    assert_eq!(row["inode"], row["peer_inode"]);
}

#[test]
fn a_pipe_with_a_name() {
    let Some(talk) = Talk::through("fifo") else { return };
    let row = talk.assert_oriented("fifo", "writes-to", "out");
    assert_eq!(row["name"], talk.path());
    let by_path = call(PFD, "peers -o type").arg(talk.path()).row();
    assert_eq!(by_path["type"], "fifo");
}

#[test]
fn a_terminal() {
    let Some(talk) = Talk::through("pty") else { return };
    let row = talk.assert_oriented("pty", "terminal-of", "both");
    let link = std::fs::read_link(format!("/proc/{}/fd/{}", talk.other, talk.fds[1])).unwrap();
    assert_eq!(row["name"], link.to_str().unwrap());
}

#[test]
fn local_sockets() {
    for how in ["pair", "unix"] {
        let Some(talk) = Talk::through(how) else { return };
        let row = talk.assert_ordered("unix", "connected-to");
        assert_ne!(row["inode"], row["peer_inode"]);
        for (pid, fd, inode) in [("pid", "fd", "inode"), ("peer_pid", "peer_fd", "peer_inode")] {
            let link = format!("/proc/{}/fd/{}", row[pid], row[fd][0]);
            let link = std::fs::read_link(link).unwrap();
            assert_eq!(link.to_str().unwrap(), format!("socket:[{}]", row[inode]));
        }
        if how == "unix" {
            assert_eq!(row["name"], talk.path());
        }
    }
}

#[test]
fn connections_within_the_machine() {
    // A server that takes both versions sees a client of IPv4 as one of IPv6.
    for (how, kind) in [("tcp", "tcp"), ("tcp46", "tcp"), ("udp", "udp")] {
        let Some(talk) = Talk::through(how) else { return };
        let row = talk.assert_ordered(kind, "connected-to");
        let (local, peer) = row.text("name").split_once("->").unwrap();
        assert!(local.starts_with("127.0.0.1:") && peer.starts_with("127.0.0.1:"), "{row:?}");
        // The first address is that of the first process.
        let port = local.rsplit(':').next().unwrap();
        let table = std::fs::read_to_string(format!("/proc/net/{kind}")).unwrap();
        let table =
            table + &std::fs::read_to_string(format!("/proc/net/{kind}6")).unwrap_or_default();
        let port = format!(":{:04X}", port.parse::<u16>().unwrap());
        let inode = row["inode"].to_string();
        let has_both = |line: &str| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            columns[1].ends_with(&port) && columns[9] == inode
        };
        assert!(table.lines().any(has_both), "{row:?}");
    }
}

#[test]
fn what_both_have() {
    for (how, kind) in [("eventfd", "eventfd"), ("memfd", "memfd"), ("file", "file")] {
        let Some(talk) = Talk::through(how) else { return };
        let row = talk.assert_ordered(kind, "shares-with");
        match how {
            "eventfd" => assert!(row.text("name").starts_with("eventfd:["), "{row:?}"),
            "memfd" => assert_eq!(row["name"], "/memfd:between (deleted)"),
            _ => assert_eq!(row["name"], talk.path()),
        }
        assert_eq!(row["inode"].is_null(), how == "eventfd", "{row:?}");
    }
}

#[test]
fn a_connection_into_another_network() {
    if !is_root() {
        skip!("only root can make a network namespace");
    }
    let Some((made, said)) = role("networks", &[]) else { return };
    let (child, port): (u64, u64) = (said[0].parse().unwrap(), said[1].parse().unwrap());
    let filter =
        format!("type == tcp and pid in ({0}, {child}) and peer_pid in ({0}, {child})", made.pid());
    let row = call(PFD, "peers -o pid,peer_pid,name --where").arg(filter).row();
    let name = row.text("name");
    assert!(name.contains("192.0.2.1:") && name.contains(&format!("192.0.2.2:{port}")), "{name}");
    let is_first = row.pid() == made.pid();
    assert_eq!(name.starts_with("192.0.2.1:"), is_first, "{row:?}");
}

#[test]
fn words_select_either_end() {
    let Some(talk) = Talk::through("pipe") else { return };
    for pid in [talk.one.pid(), talk.other] {
        let rows = call(PFD, &format!("peers {pid} -o pid,peer_pid,type")).rows();
        assert!(rows.iter().all(|row| row["pid"] == pid || row["peer_pid"] == pid), "{rows:?}");
        let is_ours = |row: &&Row| row["type"] == "pipe" && row["peer_pid"] == talk.other;
        assert!(rows.iter().any(|row| is_ours(&row)), "{rows:?}");
        let by_option = call(PFD, &format!("peers -p {pid} -o pid,peer_pid,type")).rows();
        assert_eq!(by_option.len(), rows.len());
    }
    let name = std::fs::read_to_string(talk.one.proc("comm")).unwrap();
    let rows = call(PFD, "peers -o process,peer_process -c").arg(name.trim_end()).rows();
    let has = |row: &Row, field: &str| row[field] == name.trim_end();
    assert!(rows.iter().all(|row| has(row, "process") || has(row, "peer_process")), "{rows:?}");
}

/// A process that has both ends talks to itself, unless another has one too.
#[test]
fn a_pipe_to_oneself() {
    let own = std::process::id();
    let (read, write) = pipe_with(PipeFlags::CLOEXEC).unwrap();
    let link = std::fs::read_link(format!("/proc/self/fd/{}", read.as_raw_fd()));
    let filter = format!("name == \"{}\"", link.unwrap().to_str().unwrap());
    let ask = || call(PFD, "peers -o pid,peer_pid,direction --where").arg(&filter);
    let rows = ask().rows();
    // Other tests fork, and what they start may have the ends until it is what it shall be.
    assert!(rows.iter().any(|row| row["pid"] == own && row["peer_pid"] == own) || rows.len() > 1);
    let made = Made::shell("read end <&0", &[], |command| {
        command.stdin(Stdio::from(read.try_clone().unwrap()));
    });
    let rows = ask().rows();
    let found: Vec<_> = rows.iter().filter(|row| row["peer_pid"] == made.pid()).collect();
    assert_eq!(found.len(), 1, "{rows:?}");
    assert_eq!((&found[0]["pid"], &found[0]["direction"]), (&json!(own), &json!("out")));
    assert!(rows.iter().all(|row| row["pid"] != row["peer_pid"]), "{rows:?}");
    drop(write);
}

#[test]
fn files_know_who_has_the_other_end() {
    let Some(talk) = Talk::through("pipe") else { return };
    let line = format!("-d {} -p {} -o fd,peers,peer_names", talk.fds[0], talk.one.pid());
    let row = call(PFD, &line).row();
    let name = std::fs::read_to_string(talk.one.proc("comm")).unwrap();
    assert_eq!(row["peers"], json!([talk.other]));
    assert_eq!(row["peer_names"], json!([name.trim_end()]));
    let cwd = call(PFD, &format!("-d cwd -p {} -o peers", talk.one.pid())).row();
    assert_eq!(cwd["peers"], Value::Null);
}

#[test]
fn a_stranger_sees_his_own_end() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pfd = reachable_copy(PFD, sandbox.path());
    // One end is nobody's, the other root's.
    let (read, write) = pipe_with(PipeFlags::CLOEXEC).unwrap();
    let prepare = |command: &mut Command| {
        command.uid(NOBODY).gid(NOBODY);
        command.stdin(Stdio::from(read));
    };
    let made = Made::shell("read end; read end", &[], prepare);
    let filter = format!("pid == {} and type == pipe and peer_pid is denied", made.pid());
    let line = "peers -o pid,relation,peer_pid,fd --where";
    let rows = wait_until("the shell", || {
        let answer = call(&pfd, line).arg(&filter).arg("--json").by_user(NOBODY).run();
        let rows = answer.rows();
        (!rows.is_empty()).then_some(rows)
    });
    assert!(
        rows.iter().any(|row| row["fd"] == json!([0]) && row["relation"] == "reads-from"),
        "{rows:?}"
    );
    drop(write);
    // What both ends of are his own he sees whole.
    let own = |command: &mut Command| {
        command.uid(NOBODY).gid(NOBODY);
    };
    let path = sandbox.join("unused");
    let Some((made, said)) = role_of("talks", &["pipe", path.to_str().unwrap()], own) else {
        return;
    };
    let filter = format!("pid == {} and peer_pid == {}", made.pid(), said[0]);
    let row = call(&pfd, "peers -o relation,type --where").arg(filter).by_user(NOBODY).row();
    assert_eq!((&row["relation"], &row["type"]), (&json!("writes-to"), &json!("pipe")));
}

#[test]
fn nothing_but_proc_is_touched() {
    let Some(talk) = Talk::through("file") else { return };
    let Some(touched) = strace::touched(PFD, &["peers", "-o", "all"]) else { return };
    let place = talk.sandbox.path().to_str().unwrap();
    assert_eq!(touched.iter().filter(|path| path.starts_with(place)).count(), 0);
}

#[test]
fn rows_are_what_the_schema_says() {
    let Some(_talk) = Talk::through("pair") else { return };
    let rows = call(PFD, "peers -o all").rows();
    assert!(!rows.is_empty());
    schema::check(&call(PFD, "peers --schema").text(), &rows);
}
