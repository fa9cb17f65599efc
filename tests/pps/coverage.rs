//! Every file of a process that the design gives to a view of `pps`: that view reads it, of a
//! process of the test, by whom it may be read and by whom not, and of the captured machine.

use std::path::Path;

use crate::PPS;
use crate::support::call::reachable_copy;
use crate::support::rows::rows_of;
use crate::support::{Call, Made, NOBODY, Row, Sandbox, call, is_root, skip};

/// What of /proc is shown by whom: path, seed, view, note.
const COVERAGE: &str = include_str!("../fixtures/coverage.tsv");

/// Paths that another view has than the one beside which the design names them.
const ELSEWHERE: [(&str, &str); 1] = [("[pid]/mountstats", "mountstats")];

/// Before Linux 1.1.40 `mmap` was a directory of what `maps` tells since; the view has its name too.
const REPLACED: [(&str, &str); 1] = [("[pid]/mmap", "mmap")];

/// Paths of which a process may simply have nothing to tell, and why.
const MAY_BE_EMPTY: [(&str, &str); 10] = [
    ("[pid]/attr/current", "no security module keeps labels"),
    ("[pid]/attr/exec", "and none for what is executed"),
    ("[pid]/attr/fscreate", "nor for what is made"),
    ("[pid]/attr/keycreate", "nor for keys"),
    ("[pid]/attr/prev", "nor for what was before"),
    ("[pid]/attr/sockcreate", "nor for sockets"),
    ("[pid]/attr/apparmor", "no module of that name"),
    ("[pid]/attr/smack", "no module of that name"),
    ("[pid]/arch_status", "it has never used AVX-512"),
    ("[pid]/autogroup", "no ancestor has begun a session since the machine did"),
];

/// A path and where it is read.
struct Covered {
    path: &'static str,
    view: &'static str,
    /// The fields that come from it.
    fields: Vec<String>,
}

impl Covered {
    /// All that is covered by `pps`.
    fn all() -> Vec<Self> {
        let lines = COVERAGE.lines().skip(1).filter_map(|line| {
            let mut columns = line.split('\t');
            let path = columns.next()?;
            Some((path, columns.nth(1)?.strip_prefix("pps ")?))
        });
        lines.map(|(path, view)| Self::new(path, view)).collect()
    }

    fn new(path: &'static str, view: &'static str) -> Self {
        let moved = |places: &[(&str, &'static str)]| {
            places.iter().find(|(from, _)| *from == path).map(|(_, view)| *view)
        };
        let view = moved(&ELSEWHERE).or_else(|| moved(&REPLACED)).unwrap_or(view);
        let listed = rows_of(&call(PPS, &format!("{view} --list-fields --json")).text());
        let is_from = |field: &&Row| {
            let sources = field.list("sources").iter().filter_map(|source| source.as_str());
            sources.into_iter().any(|source| {
                source
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let mut fields: Vec<String> =
            listed.iter().filter(is_from).map(|field| field.text("name").to_owned()).collect();
        if moved(&REPLACED).is_some() {
            fields = vec!["start".to_owned(), "end".to_owned()];
        }
        assert!(!fields.is_empty(), "pps {view} reads no {path}");
        Self { path, view, fields }
    }

    /// The view with these fields, by a program.
    fn call(&self, program: impl AsRef<std::ffi::OsStr>, words: &str) -> Call {
        call(program, &format!("{} {words} -o {}", self.view, self.fields.join(",")))
    }

    /// Rows with values, or a word about why not, and nothing else.
    fn check(&self, by: &str, call: impl Fn() -> Call) {
        let at = format!("{} of `pps {}` {by}", self.path, self.view);
        let answer = call().arg("--json").run();
        let said = answer.complaints();
        let is_reason = |line: &&str| {
            line.contains("permission denied") || line.contains("not provided by this kernel")
        };
        // Whether something lies in memory that cannot be read, nobody can tell.
        let is_excused = said.iter().any(is_reason);
        assert!(answer.code() == 0 || answer.code() == 1 && is_excused, "{at}: {said:?}");
        let is_miss = |line: &&str| {
            line.contains("nothing matches") || line.contains("nothing that could be read")
        };
        let is_known = |line: &&str| is_reason(line) || is_miss(line);
        assert!(said.iter().all(is_known), "{at}: {said:?}");
        let rows = answer.rows();
        let has_values =
            rows.iter().any(|row| self.fields.iter().any(|field| !row[field.as_str()].is_null()));
        let may_be_empty = MAY_BE_EMPTY.iter().any(|(path, _)| *path == self.path);
        // Beside values of other files a table says in the cell what this kernel does not tell.
        let is_shown = || call().text().contains("?unsupported");
        assert!(has_values || !said.is_empty() || may_be_empty || is_shown(), "{at}: {rows:?}");
    }
}

/// What a view needs to be told besides the process.
fn words_of(view: &str, pid: u64) -> String {
    if view == "memdump" { format!("{pid} [stack]") } else { pid.to_string() }
}

#[test]
fn every_file_is_read_of_a_living_process() {
    let made = Made::with_arguments(&[]);
    for covered in Covered::all() {
        let words = words_of(covered.view, made.pid());
        covered.check("by its owner", || covered.call(PPS, &words));
    }
}

#[test]
fn every_file_is_read_of_a_living_process_or_denied() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pps = reachable_copy(PPS, sandbox.path());
    let made = Made::with_arguments(&[]);
    for covered in Covered::all() {
        let words = words_of(covered.view, made.pid());
        covered.check("by nobody", || covered.call(&pps, &words).by_user(NOBODY));
    }
}

#[test]
fn every_file_is_read_of_every_task() {
    let made = Made::with_arguments(&[]);
    for covered in Covered::all().into_iter().filter(|covered| covered.view == "processes") {
        covered.check("of a task", || {
            call(PPS, &format!("threads {} -o {}", made.pid(), covered.fields.join(",")))
        });
    }
}

#[test]
fn every_file_is_read_of_a_captured_machine() {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/machine");
    for covered in Covered::all() {
        let words = if covered.view == "memdump" { "1 [stack]" } else { "" };
        covered.check("captured", || covered.call(PPS, words).arg("--proc").arg(&tree));
    }
}

/// Nothing that the two lists name is left to a view that does not exist.
#[test]
fn every_view_of_the_coverage_is_there() {
    let views = call(PPS, "--list-views").text();
    for covered in Covered::all() {
        let is_it = |line: &str| line.split([' ', ',']).any(|word| word == covered.view);
        assert!(views.lines().any(is_it), "{}", covered.view);
    }
    assert!(Covered::all().len() >= 45);
}
