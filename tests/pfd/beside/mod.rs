//! What `lsof` and `lsfd` show of every kind of open file and `lslocks` of every kind of lock, and that
//! nothing of it is missing here.
//!
//! The tables of columns say which fields have what a column of a peer has. They are the only truth:
//! the documentation has them as they stand there.

mod agree;
mod lsfd;
mod lslocks;
mod lsof;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::PFD;
use crate::kinds::Kinds;
use crate::support::{Row, call, has};

/// A column of a peer.
struct Column {
    name: &'static str,
    /// Where its values are found here.
    here: Here,
}

/// Where the values of a column are found.
enum Here {
    /// In this field, as they are.
    Same(&'static str),
    /// In this field; a peer prints a zero where a value does not apply.
    OrZero(&'static str),
    /// In these fields, written in another way.
    Otherwise { fields: &'static str, rule: &'static str, agrees: fn(&Said<'_>) -> bool },
    /// Nowhere, or not in every case.
    Not { fields: &'static str, reason: &'static str, agrees: fn(&Said<'_>) -> bool },
}

/// A value of a peer, with the rest that both say of the file.
struct Said<'s> {
    value: &'s str,
    theirs: &'s Theirs,
    ours: &'s Row,
}

/// What a peer says of one file, by its columns.
type Theirs = BTreeMap<String, String>;

/// A program that shows open files.
struct Peer {
    name: &'static str,
    /// The first cell of the table's header.
    heading: &'static str,
    columns: &'static [Column],
    /// The view here.
    view: &'static str,
}

const LSOF: Peer =
    Peer { name: "lsof", heading: "lsof `-F`", columns: lsof::COLUMNS, view: "files" };
const LSFD: Peer = Peer { name: "lsfd", heading: "lsfd", columns: lsfd::COLUMNS, view: "files" };
const LSLOCKS: Peer =
    Peer { name: "lslocks", heading: "lslocks", columns: lslocks::COLUMNS, view: "locks" };

const PEERS: [Peer; 3] = [LSOF, LSFD, LSLOCKS];

/// What a peer says of the files of a process, by what the process holds them as.
type Files = fn(pid: u64) -> BTreeMap<String, Theirs>;

const FILES: [(Peer, Files); 2] = [(LSOF, lsof::files), (LSFD, lsfd::files)];

impl Said<'_> {
    /// A field as text, lists with commas; what is absent is empty.
    fn field(&self, name: &str) -> String {
        text(&self.ours[name])
    }

    /// Whether a field says the same.
    fn is(&self, name: &str) -> bool {
        self.field(name) == self.value
    }
}

impl Here {
    fn agrees(&self, said: &Said<'_>) -> bool {
        match self {
            Self::OrZero(field) if said.ours[*field].is_null() => {
                matches!(said.value, "0" | "0:0" | "false")
            }
            Self::Same(field) | Self::OrZero(field) => said.is(field),
            Self::Otherwise { agrees, .. } | Self::Not { agrees, .. } => agrees(said),
        }
    }

    /// The fields and what is to be said of them, for the documentation.
    fn told(&self) -> (String, &'static str) {
        let written = |fields: &str| {
            let fields: Vec<String> = fields.split(' ').map(|field| format!("`{field}`")).collect();
            fields.join(" ")
        };
        match self {
            Self::Same(field) => (written(field), ""),
            Self::OrZero(field) => (written(field), "zero for what does not apply"),
            Self::Otherwise { fields, rule, .. } => (written(fields), rule),
            Self::Not { fields: "", reason, .. } => (String::new(), reason),
            Self::Not { fields, reason, .. } => (written(fields), reason),
        }
    }

    /// The fields that it names.
    fn fields(&self) -> Vec<&'static str> {
        match self {
            Self::Same(field) | Self::OrZero(field) => vec![field],
            Self::Otherwise { fields, .. } | Self::Not { fields, .. } => {
                fields.split(' ').filter(|field| !field.is_empty()).collect()
            }
        }
    }
}

/// A value as a peer would write it.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        value => value.to_string(),
    }
}

/// What is found of the same file here: descriptors by their number, the rest by its word.
fn ours(rows: &[Row], assoc: &str) -> Option<Row> {
    let word = match assoc {
        "rtd" => "root",
        "txt" => "exe",
        assoc => assoc,
    };
    rows.iter().find(|row| row["assoc"] == word).cloned()
}

#[test]
fn nothing_that_peers_show_is_missing() {
    let Some(kinds) = Kinds::make() else { return };
    let rows = call(PFD, &format!("-p {} -o all", kinds.pid())).rows();
    for (peer, files) in FILES {
        if !has(peer.name) {
            println!("left out: {} is not installed", peer.name);
            continue;
        }
        let files = files(kinds.pid());
        for (kind, fd) in kinds.descriptors() {
            assert!(files.contains_key(&fd.to_string()), "{} does not see {kind}", peer.name);
        }
        let mut wrong = Vec::new();
        let mut compared = BTreeSet::new();
        for (assoc, theirs) in &files {
            // What it has from the test itself, others have too.
            let what = match kinds.kind_of(assoc) {
                Some(kind) => kind,
                None if assoc.parse::<u64>().is_ok() => continue,
                None => assoc,
            };
            let Some(ours) = ours(&rows, assoc) else { continue };
            for (name, value) in theirs.iter().filter(|(_, value)| !value.is_empty()) {
                let Some(column) = peer.columns.iter().find(|column| column.name == name) else {
                    wrong.push(format!("{what}: no field has {name}, which is {value}"));
                    continue;
                };
                compared.insert(name);
                if !column.here.agrees(&Said { value, theirs, ours: &ours }) {
                    let fields = column.here.fields();
                    let found: Vec<_> =
                        fields.iter().map(|field| (field, text(&ours[*field]))).collect();
                    wrong.push(format!("{what}: {name} is {value}, here {found:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}: {wrong:#?}", peer.name);
        assert!(compared.len() > 10, "{} shows no more than {compared:?}", peer.name);
    }
}

/// The documentation shows the tables as they stand here. `UPDATE_EXPECTED=1` writes them anew.
#[test]
fn the_tables_of_columns_are_in_the_documentation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lsof.md");
    let mut text = std::fs::read_to_string(&path).unwrap();
    for peer in PEERS {
        text = shown(&text, &peer);
    }
    settle(&path, &text);
}

/// The text with the table of a peer in its place.
fn shown(text: &str, peer: &Peer) -> String {
    let marker = format!("<!-- columns of {} -->\n", peer.name);
    let (before, rest) = text.split_once(&marker).expect("a place for the table");
    let (_, after) = rest.split_once("<!-- end -->").expect("an end of the table");
    let pfd = if peer.view == "files" { "pfd" } else { "pfd locks" };
    let mut table = format!("| {} | {pfd} | |\n|---|---|---|\n", peer.heading);
    for column in peer.columns {
        let (fields, note) = column.here.told();
        let note = if note.is_empty() { String::new() } else { format!(" {note}") };
        writeln!(table, "| {} | {fields} |{note} |", column.name).unwrap();
    }
    format!("{before}{marker}{table}<!-- end -->{after}")
}

fn settle(path: &PathBuf, text: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|update| update == "1") {
        std::fs::write(path, text).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert!(found == text, "{} is stale; UPDATE_EXPECTED=1 writes it", path.display());
}

/// The tables name fields that there are, and each column once.
#[test]
fn the_tables_of_columns_name_fields() {
    for peer in PEERS {
        let fields = call(PFD, &format!("{} --list-fields", peer.view)).rows();
        let known: BTreeSet<&str> = fields.iter().map(|field| field.text("name")).collect();
        let mut seen = BTreeSet::new();
        for column in peer.columns {
            assert!(seen.insert(column.name), "{} twice", column.name);
            for field in column.here.fields() {
                assert!(known.contains(field), "{}: {field} is no field", column.name);
            }
        }
    }
}
