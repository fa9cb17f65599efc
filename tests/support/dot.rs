//! Pictures for Graphviz, read back by a reader that takes nothing but what the tools may write.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::Stdio;

use super::{call, has};

/// What a picture shows.
#[derive(Debug)]
pub(crate) struct Picture {
    /// The labels of the nodes, as they are shown.
    pub(crate) nodes: Vec<String>,
    /// The edges.
    pub(crate) edges: Vec<Edge>,
}

/// An edge between two nodes, by their labels.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) label: String,
    pub(crate) is_directed: bool,
}

impl Picture {
    /// Reads a picture, every line of which must be of a form that is known.
    pub(crate) fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        assert!(lines.next().is_some_and(|first| first.starts_with("digraph \"")), "{text}");
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut picture = Self { nodes: Vec::new(), edges: Vec::new() };
        let mut is_closed = false;
        for line in lines {
            assert!(!is_closed, "{line:?} behind the end");
            if line == "}" {
                is_closed = true;
                continue;
            }
            let (subject, attributes) = line.trim_start().split_once(" [").unwrap();
            let attributes = attributes_of(attributes);
            if ["graph", "node", "edge"].contains(&subject) {
                continue;
            }
            let label = attributes["label"].clone();
            if let Some((from, to)) = subject.split_once(" -> ") {
                picture.edges.push(Edge {
                    from: names[from].clone(),
                    to: names[to].clone(),
                    label,
                    is_directed: attributes.get("dir").is_none_or(|dir| dir != "none"),
                });
            } else {
                assert!(subject.chars().all(|c| c.is_ascii_alphanumeric()), "{line}");
                assert!(names.insert(subject.to_owned(), label.clone()).is_none(), "{line}");
                picture.nodes.push(label);
            }
        }
        assert!(is_closed, "{text}");
        picture
    }

    /// The edges between two nodes whose labels hold these texts.
    pub(crate) fn between(&self, one: &str, other: &str) -> Vec<&Edge> {
        let connects = |edge: &&Edge| {
            let is = |from: &str, to: &str| edge.from.contains(from) && edge.to.contains(to);
            is(one, other) || is(other, one)
        };
        self.edges.iter().filter(connects).collect()
    }
}

/// The attributes in `label="x", dir=none];`, quotes undone.
fn attributes_of(text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    let mut rest = text;
    loop {
        let (name, after) = rest.split_once('=').unwrap_or_else(|| panic!("{text}"));
        let (value, after) = if let Some(quoted) = after.strip_prefix('"') {
            unquoted(quoted)
        } else {
            let end = after.find([',', ']']).unwrap_or_else(|| panic!("{text}"));
            (after[..end].to_owned(), &after[end..])
        };
        attributes.insert(name.to_owned(), value);
        let Some(more) = after.strip_prefix(", ") else {
            assert_eq!(after, "];", "{text}");
            return attributes;
        };
        rest = more;
    }
}

/// The text up to the quote that ends it, with what it escapes, and the rest of the line.
fn unquoted(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => match characters.next().unwrap().1 {
                'n' => value.push('\n'),
                plain @ ('\\' | '"') => value.push(plain),
                other => panic!("\\{other} stands for something in {quoted}"),
            },
            '&' => {
                assert!(quoted[at..].starts_with("&amp;"), "{quoted}");
                value.push('&');
                characters.nth(3);
            }
            plain => {
                assert!(!plain.is_control(), "{quoted}");
                value.push(plain);
            }
        }
    }
    panic!("a quote is open in {quoted}")
}

/// What Graphviz makes of a picture, or a word that it is not installed.
pub(crate) fn drawn(picture: &str) -> Option<String> {
    if !has("dot") {
        println!("skipped: graphviz is not installed");
        return None;
    }
    let mut command = call("dot", "-Tsvg").command();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let picture = picture.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(picture.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}
