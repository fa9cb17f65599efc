//! Golden files: what a command line prints of the trees in `tests/fixtures`, kept in
//! `tests/expected`.
//!
//! `UPDATE_EXPECTED=1 cargo test` writes them anew; the difference is then looked at in review.

use std::path::Path;

use super::tree::fixture;
use super::{Call, call};

/// Compares what each line prints of the captured world, and how it ends, with the file of its name.
/// The expected text never mentions where the tree lay.
pub(crate) fn check(program: &str, cases: &[(&str, &str)]) {
    compare(program, "machine", "", cases);
}

/// The same of the machine that was written by hand.
pub(crate) fn check_written(program: &str, cases: &[(&str, &str)]) {
    compare(program, "written", "written", cases);
}

fn compare(program: &str, tree: &str, folder: &str, cases: &[(&str, &str)]) {
    let tree = fixture(tree);
    let case =
        |(name, line): &(&str, &str)| differs(&Path::new(folder).join(name), program, line, &tree);
    let differing: Vec<String> = cases.iter().filter_map(case).collect();
    assert!(differing.is_empty(), "{}UPDATE_EXPECTED=1 accepts it", differing.concat());
}

fn differs(name: &Path, program: &str, line: &str, tree: &Path) -> Option<String> {
    let answer = arguments(call(program, ""), line).arg("--proc").arg(tree).run();
    let place = tree.display().to_string();
    let tool = Path::new(program).file_name().unwrap_or_default().display();
    let printed = format!(
        "$ {tool} {line}\n{}{}exit {}\n",
        answer.text().replace(&place, "TREE"),
        answer.stderr.lines().fold(String::new(), |all, line| all + "! " + line + "\n"),
        answer.code()
    )
    .replace(&place, "TREE");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/expected");
    let path = tests.join(tool.to_string()).join(name).with_extension("txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|update| update == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &printed).unwrap();
        return None;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    (expected != printed)
        .then(|| format!("{}\n--- expected\n{expected}--- printed\n{printed}---\n", path.display()))
}

/// The words of a line; what stands in single quotes is one.
fn arguments(mut call: Call, line: &str) -> Call {
    for (number, part) in line.split('\'').enumerate() {
        if number % 2 == 1 {
            call = call.arg(part);
        } else {
            for word in part.split_whitespace() {
                call = call.arg(word);
            }
        }
    }
    call
}
