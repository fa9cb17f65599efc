//! `psys page-types`: one row a zone of memory and a use of it, with what is free for that use.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, gauge};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::buddyinfo;
use crate::parse::pagetypeinfo::{self, PageType};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// What memory is for.
pub(crate) struct PageTypes;

impl Listed for PageTypes {
    type Entry = PageType;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "page-types",
        about: "Free memory of each zone by what it may be used for, and by the size of its blocks.",
        aliases: &["pagetypeinfo"],
        key: &["node", "zone", "type"],
        default_fields: &["node", "zone", "type", "free", "groups", "blocks"],
        words: "text in the name of a type",
        examples: &[
            ("psys page-types", "what memory is for"),
            ("psys page-types movable", "what can be moved away"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<PageType>>] = &[Group { name: "Type", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "type")
    }
}

impl Entry for PageType {
    const FILES: &'static [File] = &[File::PageTypeInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let read = reader.read(File::PageTypeInfo, pagetypeinfo::PageTypes::parse);
        let types = table::absent_here(read)??;
        for _ in 0..types.bad {
            reader.problem(File::PageTypeInfo, Reason::BadRow);
        }
        types.types.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<PageType>>] = &[
    Field {
        name: "node",
        header: "NODE",
        kind: Kind::Id,
        doc: "Number of the memory node.",
        from: &Of(|page: &PageType| Ok(page.node.into())),
        ..Field::BASE
    },
    Field {
        name: "zone",
        header: "ZONE",
        kind: Kind::Text,
        doc: "Zone of the node, such as DMA32 or Normal.",
        from: &Of(|page: &PageType| Ok(Value::text(&page.zone))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "What the memory may be used for: Unmovable, Movable, Reclaimable and others.",
        from: &Of(|page: &PageType| Ok(Value::text(&page.kind))),
        ..Field::BASE
    },
    Field {
        name: "free",
        header: "FREE",
        kind: Kind::Bytes,
        doc: "Memory in the free blocks, or at least so much where the kernel stopped to count.",
        from: &Of2(|page: &PageType, facts: &Facts| {
            Ok(facts.pages(buddyinfo::pages(&page.free)).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "at_least",
        header: "AT-LEAST",
        kind: Kind::Bool,
        doc: "Whether the kernel stopped to count some of the blocks, so that there are more.",
        from: &Of(|page: &PageType| Ok(page.is_capped.into())),
        volatile: true,
        ..Field::BASE
    },
    gauge!(
        PageType,
        "groups",
        "GROUPS",
        Count,
        ["pageblocks"],
        blocks,
        "Groups of pages, as large as a huge page, that are for this use."
    ),
    Field {
        name: "blocks",
        header: "BLOCKS",
        kind: Kind::List(&Kind::Count),
        doc: "Free blocks of one page, of two, of four, and so on.",
        aliases: &["orders"],
        from: &Of(|page: &PageType| Ok(table::numbers(&page.free))),
        volatile: true,
        ..Field::BASE
    },
];
