//! Locks made by the test, and looked for.

use std::collections::BTreeSet;
use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::PFD;
use crate::support::call::{Call, reachable_copy};
use crate::support::python::role;
use crate::support::{
    Made, NOBODY, Row, Sandbox, Tree, call, has, is_root, schema, skip, strace, wait_until,
};

/// All that is asked of every lock.
const FIELDS: &str = "type,state,mode,start,end,to_eof,range,waiting,blocker,blocker_process,\
                      blocked_by,blocks,waiters,command,pid,uid,holder_pid,holder_fd,\
                      holder_process,path,device,inode,size,fs_type,mountpoint";

/// A file to be locked.
struct Locked {
    sandbox: Sandbox,
    path: PathBuf,
}

impl Locked {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        let path = sandbox.join("locked");
        std::fs::write(&path, [0; 100]).unwrap();
        Self { sandbox, path }
    }

    fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// A process that holds locks on the file.
    fn held(&self, wishes: &[&str]) -> Option<(Made, Vec<u64>)> {
        let (made, said) = role("locks", &[&[self.path()], wishes].concat())?;
        Some((made, said.iter().map(|fd| fd.parse().unwrap()).collect()))
    }

    fn call(&self) -> Call {
        call(PFD, "locks -o").arg(FIELDS).arg(self.path())
    }

    /// The locks on the file.
    fn rows(&self) -> Vec<Row> {
        self.call().rows()
    }

    /// The locks on the file when so many of them are waited for.
    fn waited_for(&self, count: usize) -> Vec<Row> {
        wait_until("the waiting", || {
            let rows = self.rows();
            let waiting = rows.iter().filter(|row| row["waiting"] == true).count();
            (waiting == count).then_some(rows)
        })
    }
}

/// What is known of a row from having made it.
fn assert_is(row: &Row, locked: &Locked, made: &Made, expected: &Value) {
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&row[field], value, "{field} of {row:?}");
    }
    let found = std::fs::metadata(&locked.path).unwrap();
    assert_eq!(row["path"], locked.path());
    assert_eq!(row["inode"], found.ino());
    assert_eq!(row["size"], 100);
    assert_eq!(row["pid"], made.pid());
    assert_eq!(row["uid"], rustix::process::geteuid().as_raw());
    let name = std::fs::read_to_string(made.proc("comm")).unwrap();
    assert_eq!(row["command"], name.trim_end());
    assert!(locked.path.starts_with(row.text("mountpoint")), "{row:?}");
    assert!(row["fs_type"].is_string() && row["device"].is_string(), "{row:?}");
}

#[test]
fn locks_of_every_kind() {
    let locked = Locked::new();
    let wishes = ["posix:w:5:10", "ofd:r:50:0", "flock:r"];
    let Some((made, fds)) = locked.held(&wishes) else { return };
    let rows = locked.rows();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let find = |kind: &str| rows.iter().find(|row| row["type"] == kind).unwrap();
    for (kind, fd, more) in [
        ("POSIX", fds[0], json!({"mode": "WRITE", "start": 5, "end": 14, "range": "5-14"})),
        ("OFDLCK", fds[1], json!({"mode": "READ", "start": 50, "end": null, "range": "50-EOF"})),
        ("FLOCK", fds[2], json!({"mode": "READ", "start": 0, "end": null, "range": "0-EOF"})),
    ] {
        let row = find(kind);
        assert_is(row, &locked, &made, &more);
        assert_eq!(row["to_eof"], row["end"].is_null());
        assert_eq!(row["holder_pid"], json!([made.pid()]));
        assert_eq!(row["holder_fd"], json!([fd]));
        assert_eq!(row["holder_process"], json!([row["command"]]));
        assert_eq!((&row["state"], &row["waiting"]), (&"ADVISORY".into(), &false.into()));
        for absent in ["blocker", "blocked_by", "blocks"] {
            assert!(row[absent].is_null(), "{row:?}");
        }
        assert_eq!(row["waiters"], 0);
    }
}

#[test]
fn a_lease_and_who_breaks_it() {
    let locked = Locked::new();
    let Some((made, _)) = locked.held(&["lease:r"]) else { return };
    let rows = locked.rows();
    let lease = json!({"type": "LEASE", "state": "ACTIVE", "mode": "READ", "to_eof": true});
    assert_is(&rows[0], &locked, &made, &lease);
    let Some((breaker, _)) = role("waits", &[locked.path(), "open"]) else { return };
    let rows = locked.waited_for(1);
    assert_is(&rows[0], &locked, &made, &json!({"state": "BREAKING", "blocks": [breaker.pid()]}));
    // The kernel shows the breaker without a file; it is that of the lease.
    let expected = json!({"type": "LEASE", "state": "BREAKER", "blocker": [made.pid()]});
    assert_is(&rows[1], &locked, &breaker, &expected);
}

#[test]
fn who_waits_for_whom() {
    let locked = Locked::new();
    let Some((made, _)) = locked.held(&["posix:w:0:10"]) else { return };
    let Some((first, _)) = role("waits", &[locked.path(), "posix:w:0:8"]) else { return };
    locked.waited_for(1);
    let Some((second, _)) = role("waits", &[locked.path(), "posix:w:2:2"]) else { return };
    let rows = locked.waited_for(2);
    let of = |made: &Made| rows.iter().find(|row| row["pid"] == made.pid()).unwrap();
    let (holder, near, far) = (of(&made), of(&first), of(&second));
    assert_is(holder, &locked, &made, &json!({"blocks": [first.pid()], "waiters": 2}));
    let name = &holder["command"];
    let waiting = json!({"waiting": true, "blocker": [made.pid()], "blocker_process": [name]});
    assert_is(near, &locked, &first, &waiting);
    assert_is(far, &locked, &second, &waiting);
    assert_eq!(
        (&near["blocked_by"], &far["blocked_by"]),
        (&json!(made.pid()), &json!(first.pid()))
    );
    assert_eq!((&near["blocks"], &far["blocks"]), (&json!([second.pid()]), &Value::Null));
    assert_eq!((&near["waiters"], &far["waiters"]), (&json!(1), &json!(0)));
    assert!(near["holder_pid"].is_null() && near["holder_fd"].is_null(), "{near:?}");
    // Each below what it waits for; who is selected comes with those above him.
    let tree = call(PFD, "locks -o command,pid").arg(locked.path()).text();
    let drawn: Vec<&str> = tree.lines().skip(1).map(|line| line.trim_start_matches(' ')).collect();
    assert!(drawn[1].starts_with("└─ ") && drawn[2].starts_with("└─ "), "{tree}");
    let alone = call(PFD, &format!("locks {} -o pid", second.pid())).rows();
    let pids: Vec<u64> = alone.iter().map(Row::pid).collect();
    assert_eq!(pids, [made.pid(), first.pid(), second.pid()]);
}

#[test]
fn all_who_hold_a_lock_of_an_open_file_description() {
    let locked = Locked::new();
    // A child has what its parent has open.
    let Some((holder, said)) = role("shares", &[locked.path(), "ofd:w:0:0"]) else { return };
    let (child, fd): (u64, u64) = (said[0].parse().unwrap(), said[1].parse().unwrap());
    let rows = locked.rows();
    let row = &rows[0];
    let mut both = [holder.pid(), child];
    both.sort_unstable();
    assert_eq!(row["holder_pid"], json!(both));
    assert_eq!(row["holder_fd"], json!([fd, fd]));
    assert_eq!(row["pid"], both[0]);
    let Some((_waiting, _)) = role("waits", &[locked.path(), "ofd:w:0:1"]) else { return };
    let rows = locked.waited_for(1);
    let row = rows.iter().find(|row| row["waiting"] == true).unwrap();
    assert_eq!(row["blocker"], json!(both));
    assert_eq!(row["path"], locked.path());
    // Who waits for such a lock the kernel does not tell.
    let unknown = call(PFD, "locks -Q").arg("waiting and pid is unsupported").arg(locked.path());
    assert!(unknown.arg("-o").arg("type,waiting").rows().iter().any(|row| row["waiting"] == true));
}

/// The table names who took it, and he has gone.
#[test]
fn a_lock_that_was_left_is_that_of_who_holds_it() {
    let locked = Locked::new();
    let Some((_made, said)) = role("left", &[locked.path()]) else { return };
    let (heir, fd): (u64, u64) = (said[1].parse().unwrap(), said[2].parse().unwrap());
    for fields in ["pid,command,path,holder_fd", "pid,command", "pid,path"] {
        let row = wait_until("the end of who took it", || {
            let row = call(PFD, "locks -o").arg(fields).arg(locked.path()).row();
            (row["pid"] == heir).then_some(row)
        });
        assert!(row.0.get("command").is_none_or(Value::is_string), "{row:?}");
        assert!(row.0.get("holder_fd").is_none_or(|fds| *fds == json!([fd])), "{row:?}");
    }
}

#[test]
fn files_that_are_locked() {
    let locked = Locked::new();
    let wishes = ["posix:w:5:10", "flock:r"];
    let Some((made, fds)) = locked.held(&wishes) else { return };
    let _open = File::open(&locked.path).unwrap();
    let rows = call(PFD, "--locked -o pid,fd,locked,locks").arg(locked.path()).rows();
    let found: Vec<_> = rows.iter().map(|row| (row.pid(), row.number("fd"))).collect();
    assert_eq!(found, [(made.pid(), fds[0]), (made.pid(), fds[1])]);
    assert_eq!(rows[0]["locks"], json!(["POSIX WRITE 5-14"]));
    assert_eq!(rows[1]["locks"], json!(["FLOCK READ 0-EOF"]));
    let own = format!("-p {} -o fd,locked,locks", std::process::id());
    let rows = call(PFD, &own).arg(locked.path()).rows();
    assert_eq!((&rows[0]["locked"], &rows[0]["locks"]), (&json!(false), &Value::Null));
    let by_pid = call(PFD, &format!("locks -p {} -o pid", made.pid())).rows();
    assert_eq!(by_pid.len(), 2);
    call(PFD, "locks --locked").run().refused(2);
}

#[test]
fn locks_are_those_of_lslocks() {
    if !has("lslocks") {
        skip!("lslocks is not installed");
    }
    let locked = Locked::new();
    let wishes = ["posix:w:5:10", "posix:r:20:0", "flock:r"];
    let Some((holder, _)) = locked.held(&wishes) else { return };
    let Some((waiting, _)) = role("waits", &[locked.path(), "posix:w:6:1"]) else { return };
    locked.waited_for(1);
    let answer = call("lslocks", "-J -o PID,TYPE,MODE,START,END,INODE,PATH,BLOCKER").run();
    // That of Debian 12 gives up at a lock without an inode, which may be anybody's.
    let Ok(told) = serde_json::from_slice::<Value>(&answer.stdout) else {
        skip!("lslocks failed: {}", answer.stderr.trim_end());
    };
    let number = |value: &Value| -> Option<u64> {
        value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
    };
    let of_lslocks: BTreeSet<_> = told["locks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|lock| [holder.pid(), waiting.pid()].map(Some).contains(&number(&lock["pid"])))
        .map(|lock| {
            let mode = lock["mode"].as_str().unwrap();
            (
                number(&lock["pid"]),
                lock["type"].as_str().unwrap().to_owned(),
                mode.trim_end_matches('*').to_owned(),
                mode.ends_with('*'),
                number(&lock["start"]),
                // It shows no end as 0, as the table of all locks shows none.
                number(&lock["end"]).filter(|end| *end != 0),
                number(&lock["inode"]),
                number(&lock["blocker"]),
                lock["path"].as_str().map(str::to_owned),
            )
        })
        .collect();
    let of_pfd: BTreeSet<_> = locked
        .rows()
        .iter()
        .map(|row| {
            (
                row["pid"].as_u64(),
                row.text("type").to_owned(),
                row.text("mode").to_owned(),
                row["waiting"] == true,
                row["start"].as_u64(),
                row["end"].as_u64(),
                row["inode"].as_u64(),
                row["blocker"].as_array().map(|pids| pids[0].as_u64().unwrap()),
                Some(row.text("path").to_owned()),
            )
        })
        .collect();
    assert_eq!(of_pfd.len(), 4);
    assert_eq!(of_lslocks, of_pfd);
}

#[test]
fn nothing_but_proc_is_touched() {
    let locked = Locked::new();
    let Some((_made, _)) = locked.held(&["posix:w:0:0"]) else { return };
    let Some(touched) = strace::touched(PFD, &["locks", "-o", "all"]) else { return };
    let place = locked.sandbox.path().to_str().unwrap();
    assert!(touched.iter().all(|path| !path.starts_with(place)), "{touched:?}");
}

/// Descriptors are looked at only where a field needs them.
#[test]
fn no_descriptor_is_looked_at_in_vain() {
    let locked = Locked::new();
    let Some((_made, _)) = locked.held(&["posix:r:0:0", "ofd:r:0:0"]) else { return };
    let line = ["locks", "-o", "type,mode,range,taker,inode,waiters"];
    let Some(touched) = strace::touched(PFD, &line) else { return };
    let looks = touched.iter().filter(|path| path.contains("fdinfo")).count();
    assert_eq!(looks, 0);
}

#[test]
fn a_stranger_sees_that_there_is_a_lock() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let locked = Locked::new();
    let Some((made, _)) = locked.held(&["posix:w:3:4"]) else { return };
    let sandbox = Sandbox::new();
    let pfd = reachable_copy(PFD, sandbox.path());
    let inode = std::fs::metadata(&locked.path).unwrap().ino();
    let filter = format!("inode == {inode} and path is denied and holder_pid is denied");
    let line = "locks -o pid,command,mode,range,fs_type,mountpoint --where";
    let row = call(&pfd, line).arg(filter).by_user(NOBODY).row();
    assert_eq!((&row["pid"], &row["range"]), (&json!(made.pid()), &json!("3-6")));
    assert!(row["command"].is_string(), "{row:?}");
    // Which file system it is on, everybody sees by its device.
    let device = std::fs::metadata(&locked.path).unwrap().dev();
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
    let device = format!(" {}:{} ", rustix::fs::major(device), rustix::fs::minor(device));
    assert_eq!(row["fs_type"].is_string(), mounts.contains(&device), "{row:?}");
}

#[test]
fn a_captured_table() {
    let tree = Tree::new();
    let posix = "POSIX  ADVISORY  WRITE 17 08:01:77 5 14";
    let shared = "OFDLCK ADVISORY  READ -1 08:01:77 50 EOF";
    tree.put(
        "locks",
        &format!(
            "1: {posix}\n1: -> POSIX  ADVISORY  WRITE 4242 08:01:77 0 9\n2: {shared}\n\
             3: garbage\n4: FLOCK  ADVISORY  WRITE 999 00:31:5 0 EOF\n"
        ),
    );
    let common = "pos:\t0\nflags:\t0100002\nmnt_id:\t27\nino:\t77\n";
    tree.put("17/fdinfo/3", &format!("{common}lock:\t1: {posix}\n"));
    tree.put("4242/fdinfo/5", &format!("{common}lock:\t1: {shared}\n"));
    for (process, fd) in [("17", "3"), ("4242", "5")] {
        tree.link(&format!("{process}/fd/{fd}"), "/var/lib/a b");
    }
    let line = "locks -o pid,type,range,waiting,blocker,path,holder_fd,size --json --proc";
    let answer = call(PFD, line).arg(tree.path()).run().expect(0);
    assert!(answer.stderr.contains("locks: "), "{}", answer.stderr);
    let told: Vec<_> = answer
        .rows()
        .iter()
        .map(|row| ["pid", "range", "blocker", "path", "holder_fd"].map(|field| row[field].clone()))
        .collect();
    let path = json!("/var/lib/a b");
    let null = Value::Null;
    assert_eq!(
        told,
        [
            // Nobody is there who could say what it is a lock on.
            [json!(999), json!("0-EOF"), null.clone(), null.clone(), null.clone()],
            [json!(4242), json!("50-EOF"), null.clone(), path.clone(), json!([5])],
            [json!(17), json!("5-14"), null.clone(), path.clone(), json!([3])],
            [json!(4242), json!("0-9"), json!([17]), path, null],
        ]
    );
}

#[test]
fn rows_are_what_the_schema_says() {
    let locked = Locked::new();
    let Some((_made, _)) = locked.held(&["posix:w:5:10", "ofd:r:50:0", "flock:r"]) else { return };
    let rows = call(PFD, "locks -o all").rows();
    assert!(rows.len() >= 3);
    schema::check(&call(PFD, "locks --schema").text(), &rows);
}
