//! `psys buddy`: one row a zone of memory, with its free blocks by size.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::buddyinfo::{self, Zone};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The free blocks.
pub(crate) struct Buddy;

impl Listed for Buddy {
    type Entry = Zone;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "buddy",
        about: "Free memory of each zone by the size of its blocks: how much could be had in one piece.",
        aliases: &["buddyinfo"],
        key: &["node", "zone"],
        default_fields: &["node", "zone", "free", "largest", "blocks"],
        words: "text in the name of a zone",
        examples: &[
            ("psys buddy", "how memory is split up"),
            ("psys buddy -Q 'largest < 2M'", "where there is no huge page"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Zone>>] = &[Group { name: "Zone", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "zone")
    }
}

impl Entry for Zone {
    const FILES: &'static [File] = &[File::BuddyInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::BuddyInfo, |text| buddyinfo::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Zone>>] = &[
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
        name: "free",
        header: "FREE",
        kind: Kind::Bytes,
        doc: "Memory in the free blocks.",
        from: &Of2(|zone: &Zone, facts: &Facts| {
            Ok(facts.pages(buddyinfo::pages(&zone.blocks)).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "largest",
        header: "LARGEST",
        kind: Kind::Bytes,
        doc: "Size of the largest free block; does not apply where nothing is free.",
        from: &Of2(|zone: &Zone, facts: &Facts| {
            let pages = buddyinfo::largest(&zone.blocks).ok_or(Absent::NotApplicable)?;
            Ok(facts.pages(pages).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blocks",
        header: "BLOCKS",
        kind: Kind::List(&Kind::Count),
        doc: "Free blocks of one page, of two, of four, and so on.",
        aliases: &["orders"],
        from: &Of(|zone: &Zone| Ok(table::numbers(&zone.blocks))),
        volatile: true,
        ..Field::BASE
    },
];
