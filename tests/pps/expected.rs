//! Whole outputs, kept in `tests/expected/pps`.

use crate::PPS;
use crate::support::{Tree, expected};

/// Each name is that of a file.
const CASES: [(&str, &str); 12] = [
    ("default", ""),
    ("bytes", "--bytes"),
    ("json", "--json"),
    ("jsonl", "17 --jsonl"),
    ("csv", "--csv"),
    ("markdown", "--markdown"),
    ("all", "17 -o all --json"),
    ("filter", "--where 'ppid == 1 and rss > 1M' -o pid,ppid,rss"),
    ("sort", "--sort -started -o pid,started,elapsed"),
    ("full", "-ef"),
    ("nothing", "nothing-is-called-so"),
    ("misspelt", "--where 'rsss > 1G'"),
];

#[test]
fn outputs_are_as_kept() {
    let tree = Tree::new();
    for (name, line) in CASES {
        expected::check(&format!("pps/{name}"), PPS, tree.path(), line);
    }
}
