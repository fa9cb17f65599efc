//! Captured trees, whole and damaged.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::PPS;
use crate::support::damage::{self, Damage};
use crate::support::{Row, Tree, call, tree};

fn rows(tree: &Tree) -> BTreeMap<u64, Row> {
    let rows = call(PPS, &format!("-o {}", tree::FIELDS)).arg("--proc").arg(tree.path()).rows();
    rows.into_iter().map(|row| (row.pid(), row)).collect()
}

#[test]
fn a_tree_is_read_as_it_was_captured() {
    let tree = Tree::new();
    let rows = rows(&tree);
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), tree::PIDS);
    let row = &rows[&17];
    assert_eq!(row["ppid"], 1);
    assert_eq!(row["state"], "S");
    assert_eq!(row["vsz"], 8_192_000);
    assert_eq!(row["rss"], 300 * 4096);
    assert_eq!(row["swap"], 12 * 1024);
    assert_eq!(row["command"], "/usr/bin/made1 --serve");
    assert_eq!(row["comm"], "made1");
    assert_eq!(row["read_bytes"], 4096);
    assert_eq!(row["oom_score_adj"], -17);
    assert_eq!(row["cgroup"], "/system.slice/made1.service");
    // Moments follow from the tree, not from the machine that reads it.
    let row = call(PPS, "17 -o started,elapsed,cpu_time --proc").arg(tree.path()).row();
    assert_eq!(row["started"], "2023-11-14T22:13:21.000Z");
    assert_eq!(row["elapsed"], 999.0);
    assert_eq!(row["cpu_time"], 1.5);
}

/// What a copy cannot keep is not taken from the copy.
#[test]
fn owners_and_links_are_not_those_of_the_copy() {
    let tree = Tree::new();
    let row = call(PPS, "17 -o uid,fds,exe --proc").arg(tree.path()).row();
    assert_eq!(row["uid"], 1000, "from status, not from whoever copied");
    assert_eq!(row["fds"], Value::Null);
    assert_eq!(row["exe"], Value::Null);
}

/// Whatever stands in place of any one file of a process, every other process is there whole, the
/// damaged one keeps what its other files say, and what was lost is told.
#[test]
fn one_damaged_file_costs_one_file() {
    let tree = Tree::new();
    let whole = rows(&tree);
    let untold = RefCell::new(Vec::new());
    for name in tree::FILES {
        let line = format!("-o {} --json", tree::FIELDS);
        damage::each(PPS, &line, &tree, &format!("17/{name}"), |damage, answer| {
            let answer = answer.expect(0);
            let rows: BTreeMap<u64, Row> =
                answer.rows().into_iter().map(|row| (row.pid(), row)).collect();
            for pid in [1, 4242] {
                assert_eq!(rows.get(&pid), whole.get(&pid), "{damage:?} for {name}");
            }
            let row = rows.get(&17).unwrap_or_else(|| panic!("{damage:?} for {name} lost the row"));
            if name != "statm" && name != "stat" {
                assert_eq!(row["rss"], whole[&17]["rss"], "{damage:?} for {name}");
            }
            // Any bytes make arguments, and so does nothing.
            let is_free = name == "cmdline";
            let is_told = match damage {
                Damage::Dangling => false,
                Damage::Random => !is_free,
                Damage::Empty => !is_free && name != "cgroup",
                _ => true,
            };
            let path = format!("[pid]/{name}");
            if is_told && !answer.files_told().iter().any(|(told, _)| *told == path) {
                untold.borrow_mut().push(format!("{damage:?} for {name}"));
            }
            if damage.is_no_file() {
                assert_eq!(answer.complaints().len(), 1, "{damage:?} for {name}: {answer:?}");
            }
        });
    }
    assert_eq!(untold.into_inner(), [""; 0], "lost without a word");
}

#[test]
fn a_damaged_file_of_the_machine_costs_what_it_says() {
    let tree = Tree::new();
    let whole = rows(&tree);
    for name in ["stat", "uptime", "sys/kernel/hostname"] {
        let line = format!("-o {},started,elapsed,host --json", tree::FIELDS);
        damage::each(PPS, &line, &tree, name, |damage, answer| {
            let answer = answer.expect(0);
            let rows = answer.rows();
            assert_eq!(rows.len(), whole.len(), "{damage:?} for {name}");
            for row in rows {
                assert_eq!(row["command"], whole[&row.pid()]["command"], "{damage:?} for {name}");
            }
            if damage.is_no_file() {
                assert!(answer.stderr.contains(name), "{damage:?} for {name}: {answer:?}");
            }
        });
    }
}

/// What stands in the place of a process may be anything, too.
#[test]
fn odd_entries_are_no_processes() {
    let tree = Tree::new();
    for name in ["007", "+9", "-5", "99999999999999999999", "12x", "\u{ff11}\u{ff12}"] {
        std::fs::create_dir(tree.at(name)).unwrap();
        tree.put(&format!("{name}/stat"), "x");
    }
    assert_eq!(rows(&tree).into_keys().collect::<Vec<_>>(), tree::PIDS);
}

/// A chain of parents that bites its own tail is no reason to run for ever.
#[test]
fn parents_may_run_in_a_circle() {
    let tree = Tree::new();
    let stat = std::fs::read_to_string(tree.at("17/stat")).unwrap();
    tree.put("17/stat", &stat.replace("S 1 17", "S 17 17"));
    assert_eq!(rows(&tree)[&17]["ppid"], 17);
}
