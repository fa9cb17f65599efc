//! `pnet fib-stats`: one row a tree of routes, with how large it is.

use super::fib::table_name;
use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::net::fib_triestat::{FibTrieStat, TableStat};
use crate::parse::net::rt6_stats::Rt6Stats;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The statistics of trees.
pub(crate) struct FibStats;

impl Networked for FibStats {
    type Entry = Size;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "fib-stats",
        about: "How large the trees of routes are: one row a table of IPv4, and one for all of IPv6.",
        aliases: &["fib-triestat", "rt6-stats"],
        key: &["netns", "netns_table", "family", "table"],
        default_fields: &[
            "family",
            "table",
            "routes",
            "nodes",
            "leaves",
            "average_depth",
            "max_depth",
            "size",
        ],
        words: "a table, such as main",
        examples: &[
            ("pnet fib-stats", "how many routes there are, and what they take"),
            ("pnet fib-stats --all-netns --sort -routes -o +netns", "who has the most"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Size>>] = &[
        Group { name: "Tree", fields: TREE },
        Group { name: "IPv4", fields: V4 },
        Group { name: "IPv6", fields: V6 },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let filter = table::equal(word, number("table"));
        Ok(Selector { kind: "table".into(), filter })
    }
}

/// How large trees are.
pub(crate) enum Size {
    /// One of IPv4, with what a leaf and an inner node take.
    V4(TableStat, Item<u64>, Item<u64>),
    /// All of IPv6.
    V6(Rt6Stats),
}

impl Entry for Size {
    const FILES: &'static [File] = &[File::NetFibTrieStat, File::NetRt6Stats];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let v4 = net.parsed(File::NetFibTrieStat, FibTrieStat::parse);
        let v6 = net.parsed(File::NetRt6Stats, Rt6Stats::parse);
        table::any([
            v4.map(|FibTrieStat { leaf_size, node_size, tables }| {
                let tables = tables.into_iter();
                tables.map(|table| Self::V4(table, leaf_size, node_size)).for_each(&mut *each);
            }),
            v6.map(|stats| each(Self::V6(stats))),
        ])
    }
}

impl Size {
    fn v4(&self) -> Item<&TableStat> {
        match self {
            Self::V4(stat, ..) => Ok(stat),
            Self::V6(_) => Err(Absent::NotApplicable),
        }
    }

    fn v6(&self) -> Item<&Rt6Stats> {
        match self {
            Self::V4(..) => Err(Absent::NotApplicable),
            Self::V6(stats) => Ok(stats),
        }
    }
}

static TREE: &[Field<In<Size>>] = &[
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the addresses: inet or inet6.",
        from: &Of(|size: &Size| Ok(Value::word(if size.v4().is_ok() { "inet" } else { "inet6" }))),
        ..Field::BASE
    },
    Field {
        name: "table",
        header: "TABLE",
        kind: Kind::Word,
        doc: "Table of routes: main, local or a number; does not apply to IPv6, of which all are told in one.",
        from: &Of(|size: &Size| Ok(table_name(size.v4()?.table))),
        ..Field::BASE
    },
    Field {
        name: "routes",
        header: "ROUTES",
        kind: Kind::Count,
        doc: "Routes in the tree.",
        aliases: &["prefixes", "entries"],
        from: &Of(|size: &Size| {
            Ok(match size {
                Size::V4(stat, ..) => stat.prefixes?,
                Size::V6(stats) => stats.entries?,
            }
            .into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "nodes",
        header: "NODES",
        kind: Kind::Count,
        doc: "Nodes of the tree; of IPv4 only those that have others below them.",
        aliases: &["internal_nodes"],
        from: &Of(|size: &Size| {
            Ok(match size {
                Size::V4(stat, ..) => stat.internal_nodes?,
                Size::V6(stats) => stats.nodes?,
            }
            .into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "leaves",
        header: "LEAVES",
        kind: Kind::Count,
        doc: "Nodes that have routes.",
        aliases: &["route_nodes"],
        from: &Of(|size: &Size| {
            Ok(match size {
                Size::V4(stat, ..) => stat.leaves?,
                Size::V6(stats) => stats.route_nodes?,
            }
            .into())
        }),
        volatile: true,
        ..Field::BASE
    },
];

static V4: &[Field<In<Size>>] = &[
    Field {
        name: "average_depth",
        header: "AVG-DEPTH",
        kind: Kind::Number,
        doc: "How many nodes are above a leaf on average; like what follows, it is told of IPv4 alone.",
        from: &Of(|size: &Size| Ok(size.v4()?.average_depth?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "max_depth",
        header: "MAX-DEPTH",
        kind: Kind::Count,
        doc: "How many nodes are above a leaf at most.",
        from: &Of(|size: &Size| Ok(size.v4()?.max_depth?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pointers",
        header: "POINTERS",
        kind: Kind::Count,
        doc: "Pointers to children.",
        from: &Of(|size: &Size| Ok(size.v4()?.pointers?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "null_pointers",
        header: "NULL",
        kind: Kind::Count,
        doc: "Pointers to children that are not there.",
        from: &Of(|size: &Size| Ok(size.v4()?.null_pointers?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "nodes_by_bits",
        header: "NODES-BY-BITS",
        kind: Kind::List(&Kind::Word),
        doc: "Nodes by how many bits they tell their children apart by, as BITS:NODES.",
        from: &Of(|size: &Size| {
            let pairs = size.v4()?.nodes_by_bits.iter();
            let pair = |(bits, count): &(u32, u64)| Value::Word(format!("{bits}:{count}").into());
            Ok(Value::List(pairs.map(pair).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Memory that the tree takes, in whole kilobytes.",
        aliases: &["total_size"],
        from: &Of(|size: &Size| Ok(size.v4()?.total_size?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "leaf_size",
        header: "LEAF-SIZE",
        kind: Kind::Bytes,
        doc: "Memory that a leaf takes.",
        from: &Of(|size: &Size| match size {
            Size::V4(_, leaf, _) => Ok((*leaf)?.into()),
            Size::V6(_) => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "node_size",
        header: "NODE-SIZE",
        kind: Kind::Bytes,
        doc: "Memory that a node takes without its pointers.",
        from: &Of(|size: &Size| match size {
            Size::V4(_, _, node) => Ok((*node)?.into()),
            Size::V6(_) => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "lookups",
        header: "LOOKUPS",
        kind: Kind::List(&Kind::Text),
        doc: "What was counted of look-ups, as NAME:COUNT, by kernels that were built to do so.",
        from: &Of(|size: &Size| match &*size.v4()?.counters {
            [] => Err(Absent::Unsupported),
            counters => {
                let pair = |(name, count): &(Box<[u8]>, Item<u64>)| {
                    let count = (*count)?.to_string();
                    Ok(Value::Text([&**name, b":", count.as_bytes()].concat().into()))
                };
                Ok(Value::List(counters.iter().map(pair).collect::<Item<_>>()?))
            }
        }),
        volatile: true,
        ..Field::BASE
    },
];

/// A number that the kernel keeps of the routes of IPv6.
macro_rules! of_v6 {
    ($name:literal, $header:literal, $field:ident, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Count,
            doc: $doc,
            from: &Of(|size: &Size| Ok(size.v6()?.$field?.into())),
            volatile: true,
            ..Field::BASE
        }
    };
}

static V6: &[Field<In<Size>>] = &[
    of_v6!(
        "allocated",
        "ALLOCATED",
        allocated,
        "Routes that were made since boot, of some kinds; like what follows, it is told of IPv6 alone."
    ),
    of_v6!("cached", "CACHED", cached, "Routes in the cache."),
    of_v6!(
        "destinations",
        "DESTINATIONS",
        destinations,
        "Destinations that the kernel holds for the routes."
    ),
    of_v6!("discarded", "DISCARDED", discarded, "Routes that were taken off the tables."),
];
