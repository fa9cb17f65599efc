//! `psys ldiscs`: one row a line discipline.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::tty::ldiscs::{self, Discipline};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The line disciplines.
pub(crate) struct Disciplines;

impl Listed for Disciplines {
    type Entry = Discipline;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "ldiscs",
        about: "Line disciplines, which stand between terminals and their drivers.",
        key: &["number"],
        default_fields: &["number", "name"],
        words: "text in the name of a discipline",
        examples: &[("psys ldiscs", "line disciplines")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Discipline>>] =
        &[Group { name: "Discipline", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Discipline {
    const FILES: &'static [File] = &[File::TtyLdiscs];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::TtyLdiscs, |text| ldiscs::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Discipline>>] = &[
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the discipline.",
        from: &Of(|discipline: &Discipline| Ok(discipline.number.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the discipline.",
        from: &Of(|discipline: &Discipline| Ok(Value::text(&discipline.name))),
        ..Field::BASE
    },
];
