//! Rows as a picture for Graphviz: who is connected with whom, and through what.
//!
//! Rows between the same two ends are one edge, with their number. What a process has with itself is
//! not drawn. Nodes and edges stand in an order of their own, so that the same rows always give the
//! same text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;

use pcore::query::Table;
use pcore::rows::Row;
use pcore::view::{End, Graph};
use pcore::{Absent, Value, View};

use super::Column;
use super::text::Style;
use crate::sanitise;
use crate::stream::Output;

/// Prints the picture, and says how many rows are not in it since an end could not be seen.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    view: &dyn View,
    table: &Table,
    columns: &[Column],
    style: &Style,
) -> io::Result<u64> {
    let spec = view.spec();
    let Some(graph) = &spec.graph else { return Ok(0) };
    let mut drawing = Drawing { is_mirrored: graph.is_mirrored, ..Drawing::default() };
    let mut undrawn = 0;
    for row in table.rows() {
        let edge = Edge { graph, columns, row };
        match edge.ends() {
            Ok([one, other]) => {
                drawing.add(&one, &other, edge.direction(), &edge.label(style));
            }
            Err(Absent::NotApplicable) => {}
            Err(_) => undrawn += 1,
        }
    }
    drawing.write(out, &format!("{} {}", spec.tool, spec.name))?;
    Ok(undrawn)
}

/// A row as an edge.
struct Edge<'r> {
    graph: &'r Graph,
    columns: &'r [Column],
    row: Row<'r>,
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Out,
    In,
    Both,
}

impl<'r> Edge<'r> {
    fn cell(&self, name: &str) -> Result<Value<'r>, Absent> {
        let number = self.columns.iter().position(|column| column.info.name == name);
        self.row.get(number.ok_or(Absent::Unsupported)?)
    }

    /// The nodes at both ends. It does not apply to what has no second end.
    fn ends(&self) -> Result<[Vec<Node>; 2], Absent> {
        let [one, other] = &self.graph.ends;
        match (self.nodes(one), self.nodes(other)) {
            (Ok(one), Ok(other)) => Ok([one, other]),
            (Err(Absent::NotApplicable), _) | (_, Err(Absent::NotApplicable)) => {
                Err(Absent::NotApplicable)
            }
            (Err(absent), _) | (_, Err(absent)) => Err(absent),
        }
    }

    fn nodes(&self, end: &End) -> Result<Vec<Node>, Absent> {
        let absent = match self.cell(end.program) {
            Ok(Value::List(programs)) => return Ok(programs.iter().map(Node::process).collect()),
            Ok(program) => return Ok(vec![Node::process(&program)]),
            Err(absent) => absent,
        };
        let place = if absent.is_gap() { end.unseen } else { end.beyond };
        match place.map(|field| self.cell(field)) {
            Some(Ok(place)) => Ok(vec![Node::place(&place)]),
            // What has no name either is still there.
            Some(Err(Absent::NotApplicable)) | None => Err(absent),
            Some(Err(absent)) => Err(absent),
        }
    }

    fn direction(&self) -> Direction {
        let direction = self.cell(self.graph.direction);
        match direction.as_ref().ok().and_then(Value::bytes) {
            Some(b"out") => Direction::Out,
            Some(b"in") => Direction::In,
            _ => Direction::Both,
        }
    }

    /// What stands on the edge: the values behind those that name the ends.
    fn label(&self, style: &Style) -> String {
        let mut label = String::new();
        let labels = self.columns.iter().enumerate().skip(self.graph.fields().len());
        for (number, column) in labels {
            let value = self.row.get(number);
            if value.is_ok() {
                if !label.is_empty() {
                    label.push(' ');
                }
                label.push_str(&style.text(column, &value));
            }
        }
        label
    }
}

/// One end: processes by number, then places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Process(u64, String),
    Place(String),
}

impl Node {
    /// The process in `PID/NAME`.
    fn process(program: &Value<'_>) -> Self {
        let text = program.bytes().unwrap_or_default();
        let (number, name) = text.split_at(text.iter().take_while(|byte| **byte != b'/').count());
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        match number {
            Some(number) => {
                let name = sanitise::visible(name.get(1..).unwrap_or_default());
                Self::Process(number, name.into_owned())
            }
            None => Self::Place(sanitise::visible(text).into_owned()),
        }
    }

    /// A place. An IPv4 address is one also where a socket of IPv6 shows it.
    fn place(place: &Value<'_>) -> Self {
        let text = match place {
            Value::Ip(address) => address.to_canonical().to_string(),
            place => {
                let text = sanitise::visible(place.bytes().unwrap_or_default());
                match text.parse::<SocketAddr>() {
                    Ok(end) => SocketAddr::new(end.ip().to_canonical(), end.port()).to_string(),
                    Err(_) => text.into_owned(),
                }
            }
        };
        Self::Place(text)
    }

    /// What is written below or in the shape.
    fn label(&self) -> String {
        match self {
            Self::Process(number, name) if name.is_empty() => number.to_string(),
            // The one line break that is meant.
            Self::Process(number, name) => format!("{}\\n{number}", escaped(name)),
            Self::Place(name) => escaped(name),
        }
    }
}

/// Both ends, whether it leads only from the first to the second, and what stands on it.
type Line = (Node, Node, bool, String);

/// What is drawn.
#[derive(Debug, Default)]
struct Drawing {
    /// Whether the same thing is a row at each end.
    is_mirrored: bool,
    /// How many rows led over each line, as its first end sees it and as its second.
    lines: BTreeMap<Line, [u64; 2]>,
}

impl Drawing {
    fn add(&mut self, ones: &[Node], others: &[Node], direction: Direction, label: &str) {
        for one in ones {
            for other in others.iter().filter(|other| *other != one) {
                let is_turned = match direction {
                    Direction::Out => false,
                    Direction::In => true,
                    Direction::Both => one > other,
                };
                let (from, to) = if is_turned { (other, one) } else { (one, other) };
                let is_one_way = direction != Direction::Both;
                let line = (from.clone(), to.clone(), is_one_way, label.to_owned());
                let [seen_from, seen_to] = self.lines.entry(line).or_default();
                *(if is_turned { seen_to } else { seen_from }) += 1;
            }
        }
    }

    fn write(&self, out: &mut Output, title: &str) -> io::Result<()> {
        let nodes: BTreeSet<&Node> =
            self.lines.keys().flat_map(|(from, to, ..)| [from, to]).collect();
        let names: BTreeMap<&Node, String> = nodes
            .into_iter()
            .enumerate()
            .map(|(number, node)| (node, format!("n{}", number + 1)))
            .collect();
        let mut line = |text: String| {
            out.buffer().extend_from_slice(text.as_bytes());
            out.buffer().push(b'\n');
            out.settle()
        };
        line(format!("digraph \"{}\" {{", escaped(title)))?;
        line("  graph [rankdir=LR];".to_owned())?;
        line("  node [shape=box, style=rounded, fontname=\"sans-serif\"];".to_owned())?;
        line("  edge [fontname=\"sans-serif\", fontsize=10];".to_owned())?;
        for (node, name) in &names {
            let shape = if matches!(node, Node::Place(_)) { ", shape=ellipse" } else { "" };
            line(format!("  {name} [label=\"{}\"{shape}];", node.label()))?;
        }
        let name = |node: &Node| names.get(node).map_or("", String::as_str);
        for ((from, to, is_one_way, label), [seen_from, seen_to]) in &self.lines {
            let count =
                if self.is_mirrored { *seen_from.max(seen_to) } else { seen_from + seen_to };
            let mut label = escaped(label);
            if count > 1 {
                // Writing to a string cannot fail.
                let _ = write!(label, " ×{count}");
            }
            let direction = if *is_one_way { "" } else { ", dir=none" };
            let label = label.trim();
            line(format!("  {} -> {} [label=\"{label}\"{direction}];", name(from), name(to)))?;
        }
        line("}".to_owned())
    }
}

/// A text that shows everything as it is, between the quotes of Graphviz: the quote would end it, a
/// backslash begins what stands for something else, and so does the ampersand of HTML.
fn escaped(shown: &str) -> String {
    let mut text = String::with_capacity(shown.len() + 8);
    for character in shown.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '&' => text.push_str("&amp;"),
            // Nothing that is shown is one, and none may end the line.
            control if control.is_control() => text.push(char::REPLACEMENT_CHARACTER),
            plain => text.push(plain),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(number: u64) -> Node {
        Node::Process(number, format!("p{number}"))
    }

    fn place(name: &str) -> Node {
        Node::Place(name.to_owned())
    }

    fn counts(drawing: &Drawing) -> Vec<(&Line, &[u64; 2])> {
        drawing.lines.iter().collect()
    }

    #[test]
    fn the_same_from_both_sides_is_one_line() {
        let mut drawing = Drawing { is_mirrored: true, ..Drawing::default() };
        let (one, two) = ([process(1)], [process(2)]);
        for _ in 0..2 {
            drawing.add(&one, &two, Direction::Out, "tcp 80");
            drawing.add(&two, &one, Direction::In, "tcp 80");
        }
        drawing.add(&two, &one, Direction::Both, "unix");
        drawing.add(&one, &two, Direction::Both, "unix");
        let ([one], [two]) = (one, two);
        let tcp = (one.clone(), two.clone(), true, "tcp 80".to_owned());
        let unix = (one, two, false, "unix".to_owned());
        assert_eq!(counts(&drawing), [(&unix, &[1, 1]), (&tcp, &[2, 2])]);
    }

    #[test]
    fn nobody_is_connected_with_himself() {
        let mut drawing = Drawing::default();
        let both = [process(1), process(2)];
        drawing.add(&both, &both, Direction::Both, "pipe");
        assert_eq!(drawing.lines.len(), 1);
        drawing.add(&both[..1], &both[..1], Direction::Out, "pipe");
        assert_eq!(drawing.lines.len(), 1);
    }

    #[test]
    fn processes_and_places_are_told_apart() {
        let program = |text: &'static str| Node::process(&Value::text(text.as_bytes()));
        assert_eq!(program("12/a/b"), Node::Process(12, "a/b".to_owned()));
        assert_eq!(program("12/"), Node::Process(12, String::new()));
        assert_eq!(program("x/y"), place("x/y"));
        assert_eq!(Node::place(&Value::word("[::ffff:127.0.0.1]:80")), place("127.0.0.1:80"));
        assert_eq!(
            Node::place(&Value::Ip("::ffff:192.0.2.1".parse().unwrap())),
            place("192.0.2.1")
        );
        assert_eq!(Node::place(&Value::text(b"/run/a b")), place("/run/a b"));
    }

    #[test]
    fn no_name_leaves_its_quotes() {
        for (name, label) in [
            ("a\"];b[label=\"x", "a\\\"];b[label=\\\"x"),
            ("a\\", "a\\\\"),
            ("\\N\\\"", "\\\\N\\\\\\\""),
            ("&#34;&lt;", "&amp;#34;&amp;lt;"),
            ("a\nb", "a\u{fffd}b"),
            ("<b>x</b>", "<b>x</b>"),
        ] {
            assert_eq!(escaped(name), label);
        }
        // What is no text at all was made visible before.
        assert_eq!(Node::process(&Value::text(b"7/\xff\n")).label(), "\\\\xff\\\\n\\n7");
    }
}
