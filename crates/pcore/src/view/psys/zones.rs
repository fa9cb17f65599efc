//! `psys zones`: one row a zone of memory, with its watermarks and what is counted of it.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::zoneinfo::{self, PageSet, Zone};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The zones.
pub(crate) struct Zones;

impl Listed for Zones {
    type Entry = Zone;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "zones",
        about: "The zones of memory: how large they are, how much is free, and when the kernel begins to free some.",
        aliases: &["zoneinfo"],
        key: &["node", "zone"],
        default_fields: &["node", "zone", "managed", "free", "min", "low", "high"],
        words: "text in the name of a zone",
        examples: &[
            ("psys zones", "how near the machine is to freeing memory"),
            ("psys zones -Q 'free < @low and managed > 0' --expect none", "that no zone is short"),
            ("psys zones Normal -o counters", "what is counted of one"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Zone>>] =
        &[Group { name: "Zone", fields: ZONE }, Group { name: "Counters", fields: COUNTERS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "zone")
    }
}

impl Entry for Zone {
    const FILES: &'static [File] = &[File::ZoneInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::ZoneInfo, |text| zoneinfo::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

/// Counters as NAME=COUNT.
fn pairs(counters: &[(Box<[u8]>, u64)]) -> Value<'static> {
    let pair = |(name, count): &(Box<[u8]>, u64)| {
        Value::Text([&**name, b"=", count.to_string().as_bytes()].concat().into())
    };
    Value::List(counters.iter().map(pair).collect())
}

/// A page set as CPU:COUNT/HIGH, with a question mark for what is not told.
fn set(set: &PageSet) -> Value<'static> {
    let number = |item: Item<u64>| item.map_or_else(|_| "?".to_owned(), |n| n.to_string());
    Value::Word(format!("{}:{}/{}", set.cpu, number(set.count), number(set.high)).into())
}

static ZONE: &[Field<On<Zone>>] = &[
    Field {
        name: "node",
        header: "NODE",
        kind: Kind::Id,
        doc: "Number of the memory node.",
        from: &Of(|zone: &Zone| Ok(zone.node.into())),
        ..Field::BASE
    },
    Field {
        name: "zone",
        header: "ZONE",
        kind: Kind::Text,
        doc: "Zone of the node, such as DMA32 or Normal.",
        from: &Of(|zone: &Zone| Ok(Value::text(&zone.zone))),
        ..Field::BASE
    },
    Field {
        name: "managed",
        header: "MANAGED",
        kind: Kind::Bytes,
        doc: "Memory that the kernel gives out.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.managed?).into())),
        ..Field::BASE
    },
    Field {
        name: "present",
        header: "PRESENT",
        kind: Kind::Bytes,
        doc: "Memory that exists.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.present?).into())),
        ..Field::BASE
    },
    Field {
        name: "spanned",
        header: "SPANNED",
        kind: Kind::Bytes,
        doc: "Memory from the first page to the last, holes included.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.spanned?).into())),
        ..Field::BASE
    },
    Field {
        name: "free",
        header: "FREE",
        kind: Kind::Bytes,
        doc: "Memory that is free.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.free?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "min",
        header: "MIN",
        kind: Kind::Bytes,
        doc: "Below so much free memory, only who must have it gets some.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.min?).into())),
        ..Field::BASE
    },
    Field {
        name: "low",
        header: "LOW",
        kind: Kind::Bytes,
        doc: "Below so much, the kernel begins to free some.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.low?).into())),
        ..Field::BASE
    },
    Field {
        name: "high",
        header: "HIGH",
        kind: Kind::Bytes,
        doc: "Above so much, it stops to do so.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.high?).into())),
        ..Field::BASE
    },
    Field {
        name: "promo",
        header: "PROMO",
        kind: Kind::Bytes,
        doc: "Above so much, pages of slower nodes are taken in; since Linux 6.5.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.promo?).into())),
        ..Field::BASE
    },
    Field {
        name: "boost",
        header: "BOOST",
        kind: Kind::Bytes,
        doc: "How much these marks are raised for a while; since Linux 5.0.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.boost?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cma",
        header: "CMA",
        kind: Kind::Bytes,
        doc: "Memory set aside for devices that need it in one piece.",
        from: &Of2(|zone: &Zone, facts: &Facts| Ok(facts.pages(zone.cma?).into())),
        ..Field::BASE
    },
    Field {
        name: "protection",
        header: "PROTECTION",
        kind: Kind::List(&Kind::Count),
        doc: "Pages that are kept from allocations that each of the zones could serve.",
        from: &Of(|zone: &Zone| Ok(table::numbers(&zone.protection))),
        ..Field::BASE
    },
    fixed!(Zone, "start_page", "START", Id, ["start_pfn"], start, "Number of the first page."),
    Field {
        name: "unreclaimable",
        header: "UNRECLAIMABLE",
        kind: Kind::Bool,
        doc: "Whether the kernel has given up freeing memory of the node.",
        from: &Of(|zone: &Zone| Ok((zone.unreclaimable? != 0).into())),
        volatile: true,
        ..Field::BASE
    },
];

static COUNTERS: &[Field<On<Zone>>] = &[
    Field {
        name: "counters",
        header: "COUNTERS",
        kind: Kind::List(&Kind::Text),
        doc: "What is counted of the zone, as NAME=COUNT; psys vm tells what the names mean.",
        from: &Of(|zone: &Zone| Ok(pairs(&zone.counters))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "node_counters",
        header: "NODE-COUNTERS",
        kind: Kind::List(&Kind::Text),
        doc: "What is counted of the node, as NAME=COUNT; does not apply to any but its first zone.",
        from: &Of(|zone: &Zone| match &*zone.node_counters {
            [] => Err(Absent::NotApplicable),
            counters => Ok(pairs(counters)),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "page_sets",
        header: "PAGE-SETS",
        kind: Kind::List(&Kind::Word),
        doc: "Free pages that each CPU has at hand, as CPU:COUNT/HIGH.",
        aliases: &["pagesets"],
        from: &Of(|zone: &Zone| Ok(Value::List(zone.pagesets.iter().map(set).collect()))),
        volatile: true,
        ..Field::BASE
    },
];
