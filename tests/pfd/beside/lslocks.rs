//! The columns of lslocks.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use serde_json::Value;

use super::Here::{OrZero, Otherwise, Same};
use super::agree::columns;
use super::{Column, LSLOCKS, Said, Theirs, text};
use crate::PFD;
use crate::mounts::apart;
use crate::support::python::role;
use crate::support::{Row, Sandbox, call, has, skip, wait_until};

const fn same(name: &'static str, field: &'static str) -> Column {
    Column { name, here: Same(field) }
}

pub(super) const COLUMNS: &[Column] = &[
    same("COMMAND", "command"),
    same("PID", "pid"),
    same("TYPE", "type"),
    same("SIZE", "size"),
    same("INODE", "inode"),
    same("MAJ:MIN", "device"),
    Column {
        name: "MODE",
        here: Otherwise {
            fields: "mode waiting",
            rule: "the star of what waits is `waiting`",
            agrees: |said| {
                let is_waiting = said.ours["waiting"] == true;
                said.value.strip_suffix('*').is_some() == is_waiting
                    && said.value.trim_end_matches('*') == said.field("mode")
            },
        },
    },
    Column { name: "M", here: Same("mandatory") },
    same("START", "start"),
    Column { name: "END", here: OrZero("end") },
    same("PATH", "path"),
    Column {
        name: "BLOCKER",
        here: Otherwise {
            fields: "blocker",
            rule: "all of them; of a lock of an open file description all who hold it, where lslocks has none or one",
            agrees: |said| said.field("blocker").split(',').any(|pid| pid == said.value),
        },
    },
    Column {
        name: "HOLDERS",
        here: Otherwise {
            fields: "holder_pid holder_process holder_fd",
            rule: "with commas between; of what waits who holds it, which is `blocker`",
            agrees: is_holders,
        },
    },
];

fn is_holders(said: &Said<'_>) -> bool {
    let parts: Vec<&str> = said.value.split([',', '\n']).collect();
    if said.ours["waiting"] == true {
        let blockers = said.field("blocker");
        let is_told = |holder: &[&str]| blockers.split(',').any(|pid| pid == holder[0]);
        return parts.chunks(3).all(is_told);
    }
    let lists = ["holder_pid", "holder_process", "holder_fd"].map(|field| said.ours.list(field));
    let [pids, names, fds] = lists;
    let ours = pids.iter().zip(names).zip(fds);
    let ours = ours.map(|((pid, name), fd)| format!("{pid},{},{fd}", text(name)));
    let mut ours: Vec<String> = ours.collect();
    let mut theirs: Vec<String> = parts.chunks(3).map(|holder| holder.join(",")).collect();
    ours.sort();
    theirs.sort();
    ours == theirs
}

/// What it says of the locks on these files; nothing where anybody waits for a lease to end, at which
/// it gives up.
fn locks(inodes: &[u64]) -> Option<Vec<Theirs>> {
    let line = format!("-J --bytes -o {}", columns("lslocks").join(","));
    let answer = call("lslocks", &line).run();
    let told: Value = serde_json::from_slice(&answer.stdout).ok()?;
    let rows = told["locks"].as_array().unwrap().iter().map(|row| {
        let row = row.as_object().unwrap().iter();
        row.map(|(name, value)| (name.to_uppercase(), text(value))).collect::<Theirs>()
    });
    let inodes: Vec<String> = inodes.iter().map(u64::to_string).collect();
    Some(rows.filter(|row| inodes.contains(&row["INODE"])).collect())
}

/// The row for a lock of lslocks: by the file, the kind, the first byte and whether it is held.
fn ours<'r>(rows: &'r [Row], theirs: &Theirs) -> Option<&'r Row> {
    rows.iter().find(|row| {
        let is_waiting = theirs["MODE"].ends_with('*');
        (row["waiting"] == true) == is_waiting
            && ["type", "start", "inode"]
                .iter()
                .all(|field| text(&row[*field]) == theirs[&field.to_uppercase()])
    })
}

#[test]
fn nothing_that_lslocks_shows_is_missing() {
    if !has("lslocks") {
        skip!("lslocks is not installed");
    }
    let sandbox = Sandbox::new();
    let (file, lease) = (sandbox.join("file"), sandbox.join("lease"));
    for path in [&file, &lease] {
        std::fs::write(path, [0; 100]).unwrap();
    }
    let name = |path: &Path| path.to_str().unwrap().to_owned();
    let (file, lease) = (name(&file), name(&lease));
    let wishes = [&*file, "posix:w:5:10", "posix:r:30:0", "flock:r"];
    let Some((_holder, _)) = role("locks", &wishes) else { return };
    let Some((_leased, _)) = role("locks", &[&*lease, "lease:r"]) else { return };
    let Some((_waiter, _)) = role("waits", &[&*file, "posix:w:6:1"]) else { return };
    let Some((_other, _)) = role("waits", &[&*file, "flock:w"]) else { return };
    let ofd = name(&sandbox.join("ofd"));
    std::fs::write(&ofd, [0; 10]).unwrap();
    let Some((_open, _)) = role("locks", &[&*ofd, "ofd:w:2:5"]) else { return };
    let script = "mkdir \"$1/m\"\nmount -t tmpfs apart \"$1/m\"\n\
                  exec 9>\"$1/m/file\"\nflock -s 9";
    let made = has("flock").then(|| apart(script, sandbox.path())).flatten();
    let mut inodes: Vec<u64> =
        [&file, &lease, &ofd].map(|path| std::fs::metadata(path).unwrap().ino()).to_vec();
    let elsewhere = made.as_ref().map(|made| made.proc("fd/9"));
    inodes.extend(elsewhere.map(|path| std::fs::metadata(path).unwrap().ino()));
    let rows = wait_until("the waiting", || {
        let rows = call(PFD, "locks -o all").rows();
        let is_ours = |row: &&Row| row["inode"].as_u64().is_some_and(|ino| inodes.contains(&ino));
        let rows: Vec<Row> = rows.iter().filter(is_ours).cloned().collect();
        (rows.iter().filter(|row| row["waiting"] == true).count() >= 2).then_some(rows)
    });
    // A file with the same inode elsewhere may be locked, too.
    let place = sandbox.path().to_str().unwrap();
    let is_here = |row: &&Row| row["path"].as_str().is_some_and(|path| path.starts_with(place));
    let rows: Vec<Row> = rows.iter().filter(is_here).cloned().collect();
    // Another test may have just such a lease, and will give it up.
    let listed = (0..100).find_map(|_| {
        let listed = locks(&inodes);
        if listed.is_none() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        listed
    });
    let Some(listed) = listed else { skip!("lslocks fails, as it does if anybody ends a lease") };
    let listed: Vec<Theirs> =
        listed.into_iter().filter(|lock| lock["PATH"].starts_with(place)).collect();
    // Old ones do not find out who has a lock that is not the taker's any more.
    assert!((6..=rows.len()).contains(&listed.len()), "{listed:?} {rows:?}");
    let mut wrong = Vec::new();
    for theirs in &listed {
        let Some(ours) = ours(&rows, theirs) else {
            wrong.push(format!("{theirs:?} is no row of {rows:?}"));
            continue;
        };
        for (name, value) in theirs.iter().filter(|(_, value)| !value.is_empty()) {
            let column = LSLOCKS.columns.iter().find(|column| column.name == name).unwrap();
            if !column.here.agrees(&Said { value, theirs, ours }) {
                wrong.push(format!("{name} is {value}, here {ours:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
