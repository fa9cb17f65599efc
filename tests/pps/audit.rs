//! Checks that scripts build on: what differs from an earlier report, how many rows there are.

use std::path::PathBuf;

use crate::PPS;
use crate::support::call::reachable_copy;
use crate::support::{Call, NOBODY, Sandbox, Tree, call, is_root, skip};

fn tree() -> Tree {
    let tree = Tree::new();
    tree.add(10, "stays", 1);
    tree.add(20, "goes", 2);
    tree.add(30, "turns", 3);
    tree
}

fn on(tree: &Tree, words: &str) -> Call {
    let call = call(PPS, "--proc").arg(tree.path());
    words.split_whitespace().fold(call, Call::arg)
}

fn report(tree: &Tree, sandbox: &Sandbox) -> PathBuf {
    let report = sandbox.join("report.json");
    let text = on(tree, "--report -o pid,comm,ppid").run().expect(0).text();
    std::fs::write(&report, text).unwrap();
    report
}

/// The tree some time later: one process has gone, one has come, one has another name.
fn changed() -> Tree {
    let tree = Tree::new();
    tree.add(10, "stays", 1);
    tree.add(30, "turned", 3);
    tree.add(40, "comes", 4);
    tree
}

#[test]
fn what_differs_from_a_report_is_shown() {
    let (sandbox, changed) = (Sandbox::new(), changed());
    let report = report(&tree(), &sandbox);
    let answer = on(&changed, "--json --baseline").arg(&report).run().expect(1);
    let rows = answer.rows();
    let told: Vec<_> = rows.iter().map(|row| row["change"].as_str().unwrap()).collect();
    assert_eq!(told, ["changed", "added", "removed"]);
    assert_eq!(rows[0]["fields"], serde_json::json!(["comm"]));
    assert_eq!(
        (&rows[0]["before"]["comm"], &rows[0]["after"]["comm"]),
        (&"turns".into(), &"turned".into())
    );
    assert!(rows[1]["before"].is_null() && rows[1]["after"]["pid"] == 40);
    assert!(rows[2]["after"].is_null() && rows[2]["before"]["comm"] == "goes");
    let table = on(&changed, "--baseline").arg(&report).run().expect(1).text();
    assert!(table.contains("turns -> turned"), "{table}");
    assert_eq!(table.lines().count(), 4, "{table}");
}

#[test]
fn without_a_difference_it_is_0() {
    let (sandbox, tree) = (Sandbox::new(), tree());
    let report = report(&tree, &sandbox);
    assert_eq!(on(&tree, "--baseline").arg(&report).text(), "no difference\n");
    assert_eq!(on(&tree, "--json --baseline").arg(&report).text(), "[]\n");
    on(&tree, "--csv --baseline").arg(&report).run().refused(2);
}

/// What could not be read then may be what differs now.
#[test]
fn a_gap_is_no_proof() {
    let (sandbox, tree) = (Sandbox::new(), tree());
    let report = report(&tree, &sandbox);
    let text = std::fs::read_to_string(&report).unwrap();
    assert!(text.contains("\"complete\":true"), "{text}");
    std::fs::write(&report, text.replace("\"complete\":true", "\"complete\":false")).unwrap();
    let answer = on(&tree, "--baseline").arg(&report).run().expect(3);
    assert!(answer.stderr.contains("may hide one"), "{}", answer.stderr);
}

#[test]
fn a_check_fails_or_passes_by_the_number_of_rows() {
    let tree = tree();
    for (expected, code) in
        [("none", 1), ("some", 0), ("2", 0), ("3", 1), ("2..5", 0), ("4..", 1), ("0..1", 1)]
    {
        // Two of the made processes; the limit is of what is shown.
        let call = on(&tree, "--limit 1 -p 10,20 --expect").arg(expected);
        call.run().expect(code);
    }
    on(&tree, "--expect none -Q").arg("comm == nothing").run().expect(0);
    on(&tree, "--expect x").run().refused(2);
}

/// A misspelt view would be a text that nothing has, and prove nothing.
#[test]
fn a_bare_text_proves_nothing() {
    let tree = tree();
    let complaint = on(&tree, "thraeds --expect none").run().refused(2);
    assert!(complaint.contains("--match thraeds"), "{complaint}");
    on(&tree, "--match thraeds --expect none").run().expect(0);
    // Behind a view it can be none.
    on(&tree, "processes thraeds --expect none").run().expect(0);
    on(&tree, "10 --expect 1").run().expect(0);
}

#[test]
fn what_may_not_be_read_decides_nothing() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let by_nobody = |expected: &str| {
        let call = call(&pps, "-o pid --expect").arg(expected).arg("-Q").arg("exe == '/none'");
        call.by_user(NOBODY).run()
    };
    assert!(by_nobody("none").expect(3).stderr.contains("may decide"));
    by_nobody("some").expect(3);
}
