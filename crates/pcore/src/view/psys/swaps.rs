//! `psys swaps`: one row an area that memory is swapped to.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::swaps::{self, Swap};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The swap areas.
pub(crate) struct Swaps;

impl Listed for Swaps {
    type Entry = Swap;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "swaps",
        about: "Areas that memory is swapped to, and how full they are.",
        aliases: &["swapon"],
        key: &["name"],
        default_fields: &["name", "type", "size", "used", "used_share", "priority"],
        words: "text in the name of an area",
        examples: &[("psys swaps -Q 'used_share > 50'", "areas that are more than half full")],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Swap>>] = &[Group { name: "Swap", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Swap {
    const FILES: &'static [File] = &[File::Swaps];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let swaps = table::items(reader, File::Swaps, |text| swaps::rows(text).collect())?;
        swaps.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Swap>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Path,
        doc: "Device or file of the area.",
        aliases: &["filename"],
        from: &Of(|swap: &Swap| Ok(Value::text(&swap.name))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "Whether it is a partition or a file.",
        from: &Of(|swap: &Swap| text(&swap.kind)),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Size of the area.",
        from: &Of(|swap: &Swap| Ok(swap.size?.into())),
        ..Field::BASE
    },
    Field {
        name: "used",
        header: "USED",
        kind: Kind::Bytes,
        doc: "How much of it is in use.",
        from: &Of(|swap: &Swap| Ok(swap.used?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "used_share",
        header: "%USED",
        kind: Kind::Percent,
        doc: "How much of it is in use, as a share of its size.",
        from: &Of(|swap: &Swap| match (swap.used?, swap.size?) {
            (_, 0) => Err(Absent::NotApplicable),
            (used, size) => Ok(Value::Float((used as f64 / size as f64 * 1000.0).round() / 10.0)),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "priority",
        header: "PRIO",
        kind: Kind::Number,
        doc: "Priority of the area: the one with the highest is used first.",
        aliases: &["prio"],
        from: &Of(|swap: &Swap| Ok(swap.priority?.into())),
        ..Field::BASE
    },
];
