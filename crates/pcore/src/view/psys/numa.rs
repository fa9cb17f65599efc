//! `psys numa`: one row a memory node, with what it has, and how often it gave out what another was asked for.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::table::{self, Entry, Listed, On, counter, fixed};
use crate::field::{Field, Group, Of2};
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::zoneinfo::{self, Zone};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The memory nodes.
pub(crate) struct Numa;

impl Listed for Numa {
    type Entry = Node;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "numa",
        about: "The memory nodes: how large they are, how much is free, and how often memory came from the wrong one.",
        aliases: &["numastat"],
        key: &["node"],
        default_fields: &[
            "node",
            "managed",
            "free",
            "numa_hit",
            "numa_miss",
            "numa_foreign",
            "local",
            "other",
        ],
        words: "the number of a node",
        examples: &[("psys numa", "whether memory is where it is needed")],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Node>>] = &[Group { name: "Node", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::numbered(word, number, "node", "a memory node")
    }
}

/// A memory node. Amounts are pages.
pub(crate) struct Node {
    number: Item<u64>,
    managed: Item<u64>,
    present: Item<u64>,
    free: Item<u64>,
    hit: Item<u64>,
    miss: Item<u64>,
    foreign: Item<u64>,
    interleave: Item<u64>,
    local: Item<u64>,
    other: Item<u64>,
}

impl Entry for Node {
    const FILES: &'static [File] = &[File::ZoneInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let zones = table::items(reader, File::ZoneInfo, |text| zoneinfo::rows(text).collect())?;
        let numbers: BTreeSet<u32> = zones.iter().map(|zone| zone.node).collect();
        for number in numbers {
            each(Self::of(number, &zones));
        }
        Ok(())
    }
}

impl Node {
    /// The sum of its zones.
    fn of(number: u32, zones: &[Zone]) -> Self {
        let own = || zones.iter().filter(|zone| zone.node == number);
        // What one zone lacks makes the sum unknown; none of them is left out in silence.
        let sum = |part: &dyn Fn(&Zone) -> Item<u64>| {
            own().try_fold(0_u64, |sum, zone| Ok(sum.saturating_add(part(zone)?)))
        };
        // Nothing is counted of a zone in which there is no memory.
        let counted = |name: &[u8]| {
            sum(&|zone| if zone.present == Ok(0) { Ok(0) } else { zone.counter(name) })
        };
        Self {
            number: Ok(number.into()),
            managed: sum(&|zone| zone.managed),
            present: sum(&|zone| zone.present),
            free: sum(&|zone| zone.free),
            hit: counted(b"numa_hit"),
            miss: counted(b"numa_miss"),
            foreign: counted(b"numa_foreign"),
            interleave: counted(b"numa_interleave"),
            local: counted(b"numa_local"),
            other: counted(b"numa_other"),
        }
    }
}

static FIELDS: &[Field<On<Node>>] = &[
    fixed!(Node, "node", "NODE", Id, [], number, "Number of the memory node."),
    Field {
        name: "managed",
        header: "MANAGED",
        kind: Kind::Bytes,
        doc: "Memory that the kernel gives out.",
        from: &Of2(|node: &Node, facts: &Facts| Ok(facts.pages(node.managed?).into())),
        ..Field::BASE
    },
    Field {
        name: "present",
        header: "PRESENT",
        kind: Kind::Bytes,
        doc: "Memory that exists.",
        from: &Of2(|node: &Node, facts: &Facts| Ok(facts.pages(node.present?).into())),
        ..Field::BASE
    },
    Field {
        name: "free",
        header: "FREE",
        kind: Kind::Bytes,
        doc: "Memory that is free.",
        from: &Of2(|node: &Node, facts: &Facts| Ok(facts.pages(node.free?).into())),
        volatile: true,
        ..Field::BASE
    },
    counter!(
        Node,
        "numa_hit",
        "HIT",
        Count,
        ["hit"],
        hit,
        "Pages given out here that were wanted here."
    ),
    counter!(
        Node,
        "numa_miss",
        "MISS",
        Count,
        ["miss"],
        miss,
        "Pages given out here that were wanted elsewhere."
    ),
    counter!(
        Node,
        "numa_foreign",
        "FOREIGN",
        Count,
        ["foreign"],
        foreign,
        "Pages wanted here that were given out elsewhere."
    ),
    counter!(
        Node,
        "interleave",
        "INTERLEAVE",
        Count,
        ["interleave_hit"],
        interleave,
        "Pages given out here because it was the turn of the node."
    ),
    counter!(
        Node,
        "local",
        "LOCAL",
        Count,
        ["local_node"],
        local,
        "Pages given out here to tasks that ran here."
    ),
    counter!(
        Node,
        "other",
        "OTHER",
        Count,
        ["other_node"],
        other,
        "Pages given out here to tasks that ran elsewhere."
    ),
];
