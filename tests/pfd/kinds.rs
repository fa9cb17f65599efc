//! One open file of every kind that the kernel allows.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use regex::Regex;
use serde_json::{Map, Value};

use crate::PFD;
use crate::support::{Made, Row, Sandbox, call, is_root, python, skip};

/// What makes them.
const MAKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/kinds.py");

/// How many kinds there are at least wherever root may make them.
const LEAST: usize = 30;

/// A process that has them open, and what must be shown of each.
pub(crate) struct Kinds {
    pub(crate) made: Made,
    pub(crate) expected: Map<String, Value>,
    _place: Sandbox,
}

impl Kinds {
    /// Makes all that can be made; none where there is no Python.
    pub(crate) fn make() -> Option<Self> {
        let Some(python) = python::interpreter() else {
            println!("skipped: python3 is not installed");
            return None;
        };
        let place = Sandbox::new();
        let mut command = Command::new(python);
        command.args(["-I", MAKER]).arg(place.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let (made, said) = Made::speaking(command).unwrap();
        let said: Value = serde_json::from_str(&said).expect("the maker says what it made");
        for (kind, reason) in said["missing"].as_object().unwrap() {
            println!("left out: {kind}: {reason}");
        }
        let expected = said["made"].as_object().unwrap().clone();
        Some(Self { made, expected, _place: place })
    }

    /// The process.
    pub(crate) fn pid(&self) -> u64 {
        self.made.pid()
    }

    /// What was made, by its descriptors.
    pub(crate) fn descriptors(&self) -> impl Iterator<Item = (&str, u64)> {
        let made = self.expected.iter();
        made.map(|(kind, expected)| (kind.as_str(), expected["fd"].as_u64().unwrap()))
    }

    /// What was made under a descriptor.
    pub(crate) fn kind_of(&self, fd: &str) -> Option<&str> {
        self.descriptors().find(|(_, known)| known.to_string() == fd).map(|(kind, _)| kind)
    }

    /// The rows of its descriptors, with all fields.
    pub(crate) fn rows(&self) -> Vec<Row> {
        call(PFD, &format!("-p {} -o all -Q fd>=0", self.made.pid())).rows()
    }
}

/// Whether a value is what was expected: the same, or what the expression behind a `~` finds.
fn is_as(expected: &Value, found: &Value) -> bool {
    match expected.as_str().and_then(|text| text.strip_prefix('~')) {
        Some(pattern) => {
            let text = found.as_str().unwrap_or_default();
            Regex::new(pattern).unwrap().is_match(text)
        }
        None => expected == found,
    }
}

#[test]
fn every_kind_is_told_with_what_it_alone_has() {
    let Some(kinds) = Kinds::make() else { return };
    assert!(!is_root() || kinds.expected.len() >= LEAST, "{:?}", kinds.expected.keys());
    let rows = kinds.rows();
    let mut wrong = Vec::new();
    for (kind, expected) in &kinds.expected {
        let row = rows.iter().find(|row| row["fd"] == expected["fd"]);
        let Some(row) = row else { panic!("{kind} has no row") };
        for (field, expected) in expected.as_object().unwrap() {
            let found = row.0.get(field).unwrap_or_else(|| panic!("no field {field}"));
            if !is_as(expected, found) {
                wrong.push(format!("{kind}: {field} is {found}, not {expected}"));
            }
        }
        assert!(row["name"].is_string() && row["kname"].is_string(), "{kind}: {row:?}");
        assert!(row["kind"].is_string() && row["type"].is_string(), "{kind}: {row:?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The table of kinds in the documentation has each, with fields that there are.
#[test]
fn every_kind_is_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lsof.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.split("| kind | TYPE").nth(1).unwrap().split("\n\n").next().unwrap();
    let cells = |row: &str| row.split(" | ").map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.lines().skip(2).map(cells).collect();
    let kinds = |row: &Vec<String>| row[0].trim_start_matches("| ").replace(" (`O_PATH`)", "");
    let known: String = rows.iter().map(kinds).collect::<Vec<_>>().join(", ");
    let known: BTreeSet<&str> = known.split(", ").collect();
    let fields = call(PFD, "--list-fields").rows();
    let quoted = Regex::new("`([a-z]+_[a-z_]+)`").unwrap();
    for row in &rows {
        for field in quoted.captures_iter(&row[3]) {
            assert!(fields.iter().any(|known| known["name"] == field[1]), "{}", &field[1]);
        }
    }
    let Some(made) = Kinds::make() else { return };
    for row in made.rows() {
        assert!(known.contains(row.text("kind")), "{}", row["kind"]);
    }
}

/// A file that poses as one of the kernel's own: only what lies on no mount is one.
#[test]
fn a_file_cannot_pose_as_memory() {
    if !is_root() {
        skip!("only root may write to the root directory");
    }
    let path = format!("/memfd:of this test {}", std::process::id());
    let Ok(file) = std::fs::File::create_new(&path) else { skip!("{path} cannot be made") };
    std::fs::remove_file(&path).unwrap();
    let fd = std::os::fd::AsRawFd::as_raw_fd(&file);
    let row =
        call(PFD, &format!("-p {} -d {fd} -o kind,memfd_name,kname", std::process::id())).row();
    assert_eq!(row["kname"], format!("{path} (deleted)"));
    assert_eq!(row["kind"], "file", "{row:?}");
    assert_eq!(row["memfd_name"], Value::Null, "{row:?}");
}

/// Only what is asked for is read: the tables of sockets are large, and the default does without.
#[test]
fn tables_of_sockets_are_read_only_if_a_field_needs_them() {
    let pid = std::process::id().to_string();
    let reads = |fields: &[&str]| {
        let arguments: Vec<&str> = ["-p", &pid].into_iter().chain(fields.iter().copied()).collect();
        let touched = crate::support::strace::touched(PFD, &arguments)?;
        Some(touched.iter().any(|path| path.contains("net/")))
    };
    let Some(by_default) = reads(&[]) else { return };
    assert!(!by_default, "the default reads tables of sockets");
    assert_eq!(reads(&["-o", "+endpoints"]), Some(true));
}

/// Where sockets of both share a chain, the kernel lists those of `icmp` in `icmp6` too.
/// Tables are read side by side, so that one try may be luck.
#[test]
fn a_socket_in_two_tables_is_what_it_was_made_as() {
    let world = crate::support::tree::fixture("machine");
    for _ in 0..8 {
        let line = "-o fd,protocol,local --where protocol=~^icmp --proc";
        let rows = call(PFD, line).arg(&world).rows();
        let told: Vec<_> =
            rows.iter().map(|row| (row.text("protocol"), row.text("local"))).collect();
        assert_eq!(told, [("icmp", "127.0.0.1"), ("icmp6", "::1")]);
    }
}
