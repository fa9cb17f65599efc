//! Golden files: what a command line prints of the captured machine in `tests/fixtures`, kept in
//! `tests/expected`.
//!
//! `UPDATE_EXPECTED=1 cargo test` writes them anew; the difference is then looked at in review.

use std::path::{Path, PathBuf};

use super::{Call, call};

/// Compares what each line prints, and how it ends, with the file of its name. The expected text
/// never mentions where the captured machine lay.
pub(crate) fn check(program: &str, cases: &[(&str, &str)]) {
    let differing: Vec<String> =
        cases.iter().filter_map(|(name, line)| differs(name, program, line)).collect();
    assert!(differing.is_empty(), "{}UPDATE_EXPECTED=1 accepts it", differing.concat());
}

/// The captured machine.
fn tree() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/machine")
}

fn differs(name: &str, program: &str, line: &str) -> Option<String> {
    let tree = &tree();
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
