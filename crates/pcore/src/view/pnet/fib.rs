//! `pnet fib`: the trees of IPv4 routes, one row a node.

use std::net::{IpAddr, Ipv4Addr};

use super::addresses::scope4;
use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::{Filter, Network};
use crate::parse::Item;
use crate::parse::net::fib_trie::{self, Line, Node, Route, Table};
use crate::view::{Selector, Spec, Tree, Word};
use crate::{Absent, File, Kind, Value};

/// The trees.
pub(crate) struct Fib;

impl Networked for Fib {
    type Entry = Knot;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "fib",
        about: "Trees in which IPv4 routes are looked up, one row a node; of what is selected the nodes above are shown too.",
        aliases: &["trie", "fib-trie"],
        key: &["netns", "netns_table", "node"],
        default_fields: &["table", "routes", "subnet"],
        words: "a table, an address, or a network with all in it",
        examples: &[
            ("pnet fib", "every table, with the kinds and scopes of its routes"),
            ("pnet fib main 10.0.0.0/8", "where a network is in one of them"),
            ("pnet fib -Q 'routes =~ BLACKHOLE'", "what is swallowed"),
        ],
        tree: Some(Tree { node: "node", parent: "parent" }),
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Knot>>] = &[Group { name: "Node", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        if let Ok(network) = word.text.parse::<Network>() {
            let filter = Filter::within(number("address"), network);
            return Ok(Selector { kind: "address".into(), filter });
        }
        let filter = table::equal(word, number("table"));
        Ok(Selector { kind: "table".into(), filter })
    }
}

/// A node of a tree, with where it hangs.
pub(crate) struct Knot {
    /// The number of the node in this run.
    number: u64,
    /// That of the node above.
    parent: Item<u64>,
    depth: usize,
    table: Item<Table>,
    kind: What,
}

/// What a node is.
enum What {
    /// One with children.
    Inner(Node),
    /// An address, with the routes that begin with it.
    Leaf(Ipv4Addr, Vec<Route>),
}

/// The trees as far as they have been read.
struct Reading<'e> {
    /// What the numbers of this namespace's nodes begin with.
    base: u64,
    count: u64,
    table: Item<Table>,
    /// The inner nodes above the next line, by depth.
    above: Vec<u64>,
    /// The leaf whose routes are being read.
    leaf: Option<Knot>,
    each: &'e mut dyn FnMut(Knot),
}

impl Reading<'_> {
    fn take(&mut self, entry: fib_trie::Entry) {
        let kind = match entry.line {
            Line::Route(route) => {
                // A leaf that could not be read was counted, and takes its routes along.
                if let Some(Knot { kind: What::Leaf(_, routes), .. }) = &mut self.leaf {
                    routes.push(route);
                }
                return;
            }
            Line::Table(table) => {
                self.finish();
                self.table = Ok(table);
                self.above.clear();
                return;
            }
            Line::Node(node) => What::Inner(node),
            Line::Leaf(address) => What::Leaf(address, Vec::new()),
        };
        self.finish();
        self.above.truncate(entry.depth);
        self.count += 1;
        let knot = Knot {
            number: self.base | self.count,
            parent: match self.above.last() {
                Some(parent) if self.above.len() == entry.depth => Ok(*parent),
                _ if entry.depth == 0 => Err(Absent::NotApplicable),
                _ => Err(Absent::Malformed),
            },
            depth: entry.depth,
            table: self.table,
            kind,
        };
        match knot.kind {
            What::Inner(_) => {
                if self.above.len() == entry.depth {
                    self.above.push(knot.number);
                }
                (self.each)(knot);
            }
            What::Leaf(..) => self.leaf = Some(knot),
        }
    }

    fn finish(&mut self) {
        self.leaf.take().into_iter().for_each(&mut *self.each);
    }
}

impl Entry for Knot {
    const FILES: &'static [File] = &[File::NetFibTrie];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut reading = Reading {
            base: u64::from(net.number()) << 32,
            count: 0,
            table: Err(Absent::Malformed),
            above: Vec::new(),
            leaf: None,
            each,
        };
        let parse = |line: &[u8]| fib_trie::entries(line).next();
        net.rows(File::NetFibTrie, parse, &mut |entry| reading.take(entry))?;
        reading.finish();
        Ok(())
    }
}

impl Knot {
    fn inner(&self) -> Item<&Node> {
        match &self.kind {
            What::Inner(node) => Ok(node),
            What::Leaf(..) => Err(Absent::NotApplicable),
        }
    }

    fn routes(&self) -> Item<&[Route]> {
        match &self.kind {
            What::Inner(_) => Err(Absent::NotApplicable),
            What::Leaf(_, routes) => Ok(routes),
        }
    }

    fn address(&self) -> Ipv4Addr {
        match &self.kind {
            What::Inner(node) => node.address,
            What::Leaf(address, _) => *address,
        }
    }
}

/// The name of a table as `ip route` takes it.
pub(super) fn table_name(table: Table) -> Value<'static> {
    match table {
        Table::Local => Value::word("local"),
        Table::Main => Value::word("main"),
        Table::Id(number) => Value::Word(number.to_string().into()),
    }
}

/// A route as one text: `/24 link UNICAST`, as the kernel has it but for the name of the scope.
fn route(route: &Route) -> Item<Value<'static>> {
    let scope = scope4(route.scope.as_deref().map_err(|absent| *absent)?)?;
    let kind = route.kind.as_deref().map_err(|absent| *absent)?;
    let mut text = format!("/{} ", route.prefix).into_bytes();
    text.extend_from_slice(scope.bytes().unwrap_or_default());
    text.push(b' ');
    text.extend_from_slice(kind);
    match route.tos {
        Ok(tos) => text.extend_from_slice(format!(" tos={tos}").as_bytes()),
        Err(Absent::NotApplicable) => {}
        Err(absent) => return Err(absent),
    }
    Ok(Value::Text(text.into()))
}

static FIELDS: &[Field<In<Knot>>] = &[
    Field {
        name: "table",
        header: "TABLE",
        kind: Kind::Word,
        doc: "Table of routes that the tree is of: main, local or a number.",
        from: &Of(|knot: &Knot| Ok(table_name(knot.table?))),
        ..Field::BASE
    },
    Field {
        name: "node",
        header: "NODE",
        kind: Kind::Id,
        doc: "Number of the node: its place in the file, after that of the namespace among those that were read.",
        from: &Of(|knot: &Knot| Ok(knot.number.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "parent",
        header: "PARENT",
        kind: Kind::Id,
        doc: "Number of the node above; does not apply to the uppermost.",
        from: &Of(|knot: &Knot| Ok(knot.parent?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "depth",
        header: "DEPTH",
        kind: Kind::Count,
        doc: "How many nodes are above.",
        from: &Of(|knot: &Knot| Ok((knot.depth as u64).into())),
        ..Field::BASE
    },
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "What the node is: node with others below it, or leaf with routes.",
        aliases: &["type"],
        from: &Of(|knot: &Knot| {
            Ok(Value::word(if knot.inner().is_ok() { "node" } else { "leaf" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Address,
        doc: "Address of a leaf, with which its routes begin, or the first of those below a node.",
        aliases: &["network"],
        from: &Of(|knot: &Knot| Ok(IpAddr::V4(knot.address()).into())),
        ..Field::BASE
    },
    Field {
        name: "prefix",
        header: "PREFIX",
        kind: Kind::Count,
        doc: "How many bits all below a node share; does not apply to a leaf.",
        aliases: &["plen"],
        from: &Of(|knot: &Knot| Ok(u32::from(knot.inner()?.prefix).into())),
        ..Field::BASE
    },
    Field {
        name: "bits",
        header: "BITS",
        kind: Kind::Count,
        doc: "By how many further bits a node tells its children apart.",
        from: &Of(|knot: &Knot| Ok(knot.inner()?.bits?.into())),
        ..Field::BASE
    },
    Field {
        name: "full_children",
        header: "FULL",
        kind: Kind::Count,
        doc: "Children of a node that are nodes and skip no bit.",
        from: &Of(|knot: &Knot| Ok(knot.inner()?.full_children?.into())),
        ..Field::BASE
    },
    Field {
        name: "empty_children",
        header: "EMPTY",
        kind: Kind::Count,
        doc: "Children that a node could have and has not.",
        from: &Of(|knot: &Knot| Ok(knot.inner()?.empty_children?.into())),
        ..Field::BASE
    },
    Field {
        name: "routes",
        header: "ROUTES",
        kind: Kind::List(&Kind::Text),
        doc: "Routes of a leaf, each with its prefix, scope and kind; does not apply to a node.",
        aliases: &["prefixes"],
        from: &Of(|knot: &Knot| {
            Ok(Value::List(knot.routes()?.iter().map(route).collect::<Item<_>>()?))
        }),
        ..Field::BASE
    },
    Field {
        name: "subnet",
        header: "SUBNET",
        kind: Kind::Text,
        doc: "Address and prefix of a node in one, or address of a leaf.",
        aliases: &["name"],
        from: &Of(|knot: &Knot| {
            let address = knot.address();
            Ok(Value::Word(
                match knot.inner() {
                    Ok(node) => format!("{address}/{}", node.prefix),
                    Err(_) => address.to_string(),
                }
                .into(),
            ))
        }),
        ..Field::BASE
    },
];
