//! `psys mtrr`: one row a range of memory and how the processors cache it.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::mtrr::{self, Register};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The memory type range registers.
pub(crate) struct Mtrr;

impl Listed for Mtrr {
    type Entry = Register;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "mtrr",
        about: "How the processors cache ranges of memory.",
        key: &["register"],
        default_fields: &["register", "base", "size", "type", "uses"],
        words: "text in the way of caching",
        examples: &[("psys mtrr uncachable", "ranges that are not cached")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Register>>] = &[Group { name: "Register", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "type".into(), filter: word.found_in(number("type"))? })
    }
}

impl Entry for Register {
    const FILES: &'static [File] = &[File::Mtrr];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Mtrr, |text| mtrr::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Register>>] = &[
    Field {
        name: "register",
        header: "REGISTER",
        kind: Kind::Id,
        doc: "Number of the register.",
        from: &Of(|register: &Register| Ok(register.number.into())),
        ..Field::BASE
    },
    Field {
        name: "base",
        header: "BASE",
        kind: Kind::Mask,
        doc: "First address of the range.",
        from: &Of(|register: &Register| table::address(register.base)),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Size of the range.",
        from: &Of(|register: &Register| Ok(register.size?.into())),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "How it is cached, such as write-back.",
        from: &Of(|register: &Register| text(&register.kind)),
        ..Field::BASE
    },
    Field {
        name: "uses",
        header: "USES",
        kind: Kind::Count,
        doc: "How many asked for it.",
        aliases: &["count"],
        from: &Of(|register: &Register| Ok(register.uses?.into())),
        ..Field::BASE
    },
];
