//! `psys memory`: one row a line of `meminfo`, with what it means.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::meminfo::meanings::{self, Whole};
use crate::parse::meminfo::{self, Amount};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The lines of `meminfo`.
pub(crate) struct Memory;

impl Listed for Memory {
    type Entry = Line;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "memory",
        about: "What the memory is used for, one row a line of meminfo, with what it means.",
        aliases: &["meminfo"],
        key: &["name"],
        default_fields: &["name", "size", "count", "share", "meaning"],
        words: "text in the name, in any case",
        examples: &[
            ("psys memory --sort place", "all that the kernel tells of memory, in its order"),
            ("psys memory huge", "what it tells of huge pages"),
            ("psys memory --sort -size -Q 'share > 5'", "what takes much"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Line>>] = &[Group { name: "Memory", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(&Word { any_case: true, ..*word }, number, "name")
    }
}

/// A line, its place, and what it may be a part of.
pub(crate) struct Line {
    place: u64,
    entry: meminfo::Entry,
    memory: Item<u64>,
    swap: Item<u64>,
}

impl Entry for Line {
    const FILES: &'static [File] = &[File::MemInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let lines = table::items(reader, File::MemInfo, |text| meminfo::rows(text).collect())?;
        let total = |name: &[u8]| {
            let found = lines.iter().find(|line| &*line.name == name);
            match found.ok_or(Absent::Unsupported)?.amount? {
                Amount::Bytes(bytes) => Ok(bytes),
                Amount::Count(_) => Err(Absent::Malformed),
            }
        };
        let (memory, swap) = (total(b"MemTotal"), total(b"SwapTotal"));
        for (place, entry) in (1..).zip(lines) {
            each(Self { place, entry, memory, swap });
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Line>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the line.",
        from: &Of(|line: &Line| Ok(Value::text(&line.entry.name))),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Amount of memory; does not apply to what is a count.",
        aliases: &["value", "bytes"],
        from: &Of(|line: &Line| match line.entry.amount? {
            Amount::Bytes(bytes) => Ok(bytes.into()),
            Amount::Count(_) => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "count",
        header: "COUNT",
        kind: Kind::Count,
        doc: "How many, of huge pages; does not apply to amounts of memory.",
        from: &Of(|line: &Line| match line.entry.amount? {
            Amount::Bytes(_) => Err(Absent::NotApplicable),
            Amount::Count(count) => Ok(count.into()),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "share",
        header: "%TOTAL",
        kind: Kind::Percent,
        doc: "Share of all memory, or of all swap space; does not apply to what is no part of these.",
        from: &Of(|line: &Line| {
            let Amount::Bytes(bytes) = line.entry.amount? else {
                return Err(Absent::NotApplicable);
            };
            match meanings::known(&line.entry.name).map(|known| known.of) {
                Some(Whole::Memory) => table::share(bytes, line.memory?),
                Some(Whole::Swap) => table::share(bytes, line.swap?),
                Some(Whole::None) | None => Err(Absent::NotApplicable),
            }
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "meaning",
        header: "MEANING",
        kind: Kind::Text,
        doc: "What it means; does not apply where that is not known.",
        aliases: &["description"],
        from: &Of(|line: &Line| {
            let known = meanings::known(&line.entry.name).ok_or(Absent::NotApplicable)?;
            Ok(Value::word(known.meaning))
        }),
        ..Field::BASE
    },
    Field {
        name: "place",
        header: "PLACE",
        kind: Kind::Id,
        doc: "Place of the line in the file.",
        from: &Of(|line: &Line| Ok(line.place.into())),
        ..Field::BASE
    },
];
