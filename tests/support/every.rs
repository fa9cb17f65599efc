//! Every view of a tool, whatever views it has: of the captured world, of the machine that was written
//! by hand, and of this one, for its owner and for a stranger. Each ends as it is documented to, and
//! what it prints keeps its schema.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::call::reachable_copy;
use super::rows::rows_of;
use super::tree::fixture;
use super::{Answer, Call, Made, NOBODY, Sandbox, assert_harmless, call, is_root, schema, skip};

/// How many rows of a view are looked at; there may be hundreds of thousands of symbols.
const MOST: usize = 1000;

/// What a view must be told, where it must: a process that is there, and a part of its memory.
fn words(view: &str, pid: u64, range: &str) -> String {
    match view {
        "memdump" => format!("{pid} {range}"),
        "show" => pid.to_string(),
        "raw" => "uptime".to_owned(),
        _ => String::new(),
    }
}

/// A tree in the shape of /proc, and a process in it.
struct Tree {
    path: PathBuf,
    pid: u64,
}

impl Tree {
    /// What `cargo xtask capture` made.
    fn captured() -> Self {
        Self::named("machine", 1)
    }

    /// What the captured world lacks, in the formats that the kernel documents.
    fn written() -> Self {
        Self::named("written", 17)
    }

    fn named(name: &str, pid: u64) -> Self {
        Self { path: fixture(name), pid }
    }

    /// How many rows a view has of it, and what was said, once both forms have been looked at.
    fn look(&self, program: &str, view: &str) -> (usize, Vec<String>) {
        let words = words(view, self.pid, "0x1000+40");
        let line = format!("{view} {words}");
        let at = format!("{line} of {}", self.path.display());
        let of_tree = |call: Call| call.arg("--proc").arg(&self.path).run();
        let table = of_tree(call(program, &format!("{line} --strict")));
        check_end(&at, view, &table);
        assert_harmless(&table.text());
        let rows = check_rows(&at, program, view, |line| of_tree(call(program, line)), &words);
        let is_heading_alone = table.text().lines().count() <= 1;
        assert_eq!(is_heading_alone, rows.0 == 0, "{at}: {}", table.text());
        rows
    }
}

/// The names of the views.
fn views(program: &str) -> Vec<String> {
    let views = rows_of(&call(program, "--list-views --json").text());
    assert!(!views.is_empty());
    views.iter().map(|view| view.text("view").to_owned()).collect()
}

/// It says that something is missing if something was said to be, unless what it found says more: a
/// word or a check failed.
fn check_end(at: &str, view: &str, answer: &Answer) {
    let said = answer.complaints();
    match answer.code() {
        0 => assert!(said.is_empty(), "{at}: {said:?}"),
        1 => assert!(view == "audit" || !said.is_empty(), "{at} does not say what failed"),
        3 => assert!(!said.is_empty(), "{at} does not say what is missing"),
        other => panic!("{at} ends with {other}: {said:?}"),
    }
}

/// The rows of all fields: how many keep the schema of the view, and what was said.
fn check_rows(
    at: &str,
    program: &str,
    view: &str,
    run: impl Fn(&str) -> Answer,
    words: &str,
) -> (usize, Vec<String>) {
    let answer = run(&format!("{view} {words} -o all --json --strict --limit {MOST}"));
    check_end(at, view, &answer);
    let rows = answer.rows();
    schema::check(&call(program, &format!("{view} --schema")).text(), &rows);
    (rows.len(), answer.complaints().into_iter().map(str::to_owned).collect())
}

/// Every view has rows of the captured world, except those that are named with the reason; these have
/// rows of the written one, and nothing is said.
pub(crate) fn of_trees(program: &str, lacking: &[(&str, &str)]) {
    let (captured, written) = (Tree::captured(), Tree::written());
    let views = views(program);
    for (view, _) in lacking {
        assert!(views.iter().any(|known| known == view), "there is no view {view}");
    }
    for view in views {
        let (rows, _) = captured.look(program, &view);
        let (more, said) = written.look(program, &view);
        match lacking.iter().find(|(of, _)| *of == view) {
            None => assert!(rows > 0, "{view} has no row of the captured world"),
            Some((_, why)) => {
                assert_eq!(rows, 0, "{view} has rows of the captured world, although {why}");
                assert!(more > 0, "{view} has no row of the written machine: {said:?}");
                assert!(said.is_empty(), "{view} of the written machine: {said:?}");
            }
        }
    }
}

/// What may be said of a machine that is not in order, of one's own rights, or of a kernel that lacks
/// something; all else is a fault.
const REASONS: [&str; 6] = [
    "hidepid",
    "not provided by this kernel",
    "permission denied",
    "no process through which its network could be seen",
    // Another suite may have made processes that are stuck.
    "did not answer within the deadline",
    // Whose memory may not be read, of that nobody can tell what it holds.
    "nothing that could be read matches",
];

/// Every view of this machine; what `certain` names has rows on all.
pub(crate) fn of_this_machine(program: &str, certain: &[&str]) {
    check_live(program, program, certain, |call| call);
}

/// The same, by a user who owns nothing.
pub(crate) fn of_a_stranger(program: &str, certain: &[&str]) {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let copy = reachable_copy(program, sandbox.path());
    check_live(program, copy.as_os_str(), certain, |call| call.by_user(NOBODY));
}

fn check_live(program: &str, run: impl AsRef<OsStr>, certain: &[&str], by: impl Fn(Call) -> Call) {
    let made = Made::with_arguments(&[]);
    for view in views(program) {
        let words = words(&view, made.pid(), "[stack]");
        let (rows, said) =
            check_rows(&view, program, &view, |line| by(call(&run, line)).run(), &words);
        for line in &said {
            assert!(REASONS.iter().any(|reason| line.contains(reason)), "{view}: {line}");
        }
        assert!(rows > 0 || !certain.contains(&view.as_str()), "{view} has no row: {said:?}");
    }
}
