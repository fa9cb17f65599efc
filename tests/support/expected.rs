//! Golden files: what a command line prints, kept in `tests/expected`.
//!
//! `UPDATE_EXPECTED=1 cargo test` writes them anew; the difference is then looked at in review.

use std::path::{Path, PathBuf};

use super::{Call, call};

/// Compares what a call prints, and how it ends, with `tests/expected/NAME.txt`.
///
/// `tree` is what the call reads; the expected text never mentions where that lay.
pub(crate) fn check(name: &str, program: &str, tree: &Path, line: &str) {
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
    let path = file(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|update| update == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &printed).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; make it with UPDATE_EXPECTED=1", path.display())
    });
    assert!(
        expected == printed,
        "{} differs\n--- expected\n{expected}--- printed\n{printed}--- UPDATE_EXPECTED=1 accepts it",
        path.display()
    );
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

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/expected")
        .join(name)
        .with_extension("txt")
}
