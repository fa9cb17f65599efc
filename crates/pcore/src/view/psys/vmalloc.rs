//! `psys vmalloc`: one row an area of memory that the kernel has mapped for itself.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed, label};
use crate::field::{Field, Group, Of};
use crate::parse::vmallocinfo::{self, Area};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The areas.
pub(crate) struct Vmalloc;

impl Listed for Vmalloc {
    type Entry = Area;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "vmalloc",
        about: "Areas of memory that the kernel has mapped for itself, and which function asked for them; for root alone.",
        aliases: &["vmallocinfo"],
        key: &["start", "end"],
        default_fields: &["start", "size", "pages", "kinds", "caller"],
        words: "text in the name of a function",
        examples: &[
            ("psys vmalloc --sort -size --limit 20", "the largest"),
            ("psys vmalloc -Q 'physical != 0'", "memory of devices"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Area>>] = &[Group { name: "Area", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "caller")
    }
}

impl Entry for Area {
    const FILES: &'static [File] = &[File::VmallocInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows =
            table::items(reader, File::VmallocInfo, |text| vmallocinfo::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Area>>] = &[
    Field {
        name: "start",
        header: "START",
        kind: Kind::Pointer,
        doc: "Where it begins, or a number that stands for that.",
        from: &Of(|area: &Area| Ok(area.start.into())),
        ..Field::BASE
    },
    Field {
        name: "end",
        header: "END",
        kind: Kind::Pointer,
        doc: "Where it ends, or a number that stands for that.",
        from: &Of(|area: &Area| Ok(area.end.into())),
        ..Field::BASE
    },
    fixed!(
        Area,
        "size",
        "SIZE",
        Bytes,
        [],
        size,
        "Size of the area, with a page behind it that is never used."
    ),
    fixed!(
        Area,
        "pages",
        "PAGES",
        Count,
        [],
        pages,
        "Pages that lie in it; does not apply to memory of devices."
    ),
    Field {
        name: "physical",
        header: "PHYSICAL",
        kind: Kind::Pointer,
        doc: "Address of the device's memory; does not apply to the machine's own.",
        aliases: &["phys"],
        from: &Of(|area: &Area| Ok(area.physical?.into())),
        ..Field::BASE
    },
    label!(
        Area,
        "caller",
        "CALLER",
        Text,
        ["function"],
        caller,
        "Function that asked for it, and the place in it."
    ),
    Field {
        name: "kinds",
        header: "KINDS",
        kind: Kind::List(&Kind::Text),
        doc: "What it is: vmalloc, vmap, ioremap, user and others.",
        aliases: &["flags"],
        from: &Of(|area: &Area| Ok(table::texts(&area.kinds))),
        ..Field::BASE
    },
    Field {
        name: "nodes",
        header: "NODES",
        kind: Kind::List(&Kind::Word),
        doc: "Pages by memory node, as NODE:PAGES.",
        from: &Of(|area: &Area| {
            let pair = |(node, pages): &(u32, u64)| Value::Word(format!("{node}:{pages}").into());
            Ok(Value::List(area.nodes.iter().map(pair).collect()))
        }),
        ..Field::BASE
    },
];
