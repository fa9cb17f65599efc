//! As a user who may not see everything.

use serde_json::Value;

use crate::PPS;
use crate::support::call::reachable_copy;
use crate::support::{Made, NOBODY, Row, Sandbox, call, is_root, skip};

/// The fields that a stranger is denied.
const DENIED: [&str; 5] = ["exe", "cwd", "root", "read_bytes", "pss"];

fn fields() -> String {
    format!("pid,uid,comm,kernel_thread,{}", DENIED.join(","))
}

#[test]
fn what_is_denied_is_absent_and_counted_once() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let made = Made::with_arguments(&[]);
    let line = format!("-o {}", fields());
    let answer = call(&pps, &line).arg("--json").by_user(NOBODY).run().expect(0);
    let rows = answer.rows();
    let row = rows.iter().find(|row| row.pid() == made.pid()).expect("it is listed");
    for name in DENIED {
        assert_eq!(row[name], Value::Null, "{name}");
    }
    assert_eq!(row["comm"], "sh");
    assert_eq!(row["uid"], 0);
    // No process of root has a zero where a value was denied.
    for row in rows.iter().filter(|row| row["uid"] == 0 && row["kernel_thread"] == false) {
        for name in DENIED {
            assert_ne!(row[name], 0, "{name}: {row:?}");
        }
    }
    for file in ["exe", "cwd", "root", "io", "smaps_rollup"] {
        let line = answer.complaint_about(&format!("[pid]/{file}"));
        assert!(line.contains("permission denied for ") && line.contains("process"), "{line}");
    }
    assert!(answer.stderr.contains("root"), "the way out is told: {}", answer.stderr);
}

#[test]
fn a_table_marks_what_was_denied() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let made = Made::with_arguments(&[]);
    let line = format!("{} -o exe,cwd,comm --no-headers", made.pid());
    let answer = call(&pps, &line).by_user(NOBODY).run().expect(0);
    assert_eq!(answer.text().split_whitespace().collect::<Vec<_>>(), ["?", "?", "sh"]);
}

#[test]
fn strict_is_3_and_quiet_is_silent() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    call(&pps, "--strict -o pid,exe").by_user(NOBODY).run().expect(3);
    call(&pps, "--strict -o pid,comm").by_user(NOBODY).run().expect(0);
    let answer = call(&pps, "--quiet -o pid,exe").by_user(NOBODY).run().expect(0);
    assert_eq!(answer.stderr, "");
}

/// The defaults are chosen so that a stranger sees them whole, in silence.
#[test]
fn the_defaults_need_no_privilege() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let answer = call(&pps, "--json").by_user(NOBODY).run().expect(0);
    assert_eq!(answer.stderr, "");
    for row in answer.rows() {
        assert_ne!(row["command"], Value::Null, "{row:?}");
    }
}

/// A row whose value could not be read is neither kept nor dropped in silence.
#[test]
fn a_filter_on_what_is_denied_says_what_it_left_out() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let made = Made::with_arguments(&[]);
    for filter in ["exe == \"/bin/sh\"", "not (exe == \"/bin/sh\")"] {
        let answer = call(&pps, "--json -o pid --where").arg(filter).by_user(NOBODY).run();
        assert!(answer.rows().iter().all(|row: &Row| row.pid() != made.pid()), "{filter}");
        assert!(answer.stderr.contains("left out"), "{filter}: {}", answer.stderr);
    }
    let answer = call(&pps, "--json -o pid --where").arg("exe is denied").by_user(NOBODY).run();
    assert!(answer.expect(0).rows().iter().any(|row: &Row| row.pid() == made.pid()));
}
