//! `psys input-handlers`: one row a part of the kernel that takes events of input devices.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::bus::input::handlers::{self, Handler};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The handlers of input.
pub(crate) struct Handlers;

impl Listed for Handlers {
    type Entry = Handler;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "input-handlers",
        about: "Parts of the kernel that take the events of input devices.",
        aliases: &["handlers"],
        key: &["number", "name"],
        default_fields: &["number", "name", "filter", "minor"],
        words: "text in the name of a handler",
        examples: &[("psys input-handlers", "who can get events")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Handler>>] = &[Group { name: "Handler", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Handler {
    const FILES: &'static [File] = &[File::InputHandlers];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows =
            table::items(reader, File::InputHandlers, |text| handlers::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Handler>>] = &[
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Place in the order in which handlers are asked.",
        from: &Of(|handler: &Handler| Ok(handler.number?.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the handler.",
        from: &Of(|handler: &Handler| Ok(Value::text(&handler.name))),
        ..Field::BASE
    },
    Field {
        name: "filter",
        header: "FILTER",
        kind: Kind::Bool,
        doc: "Whether it may keep events from others.",
        from: &Of(|handler: &Handler| Ok(handler.is_filter.into())),
        ..Field::BASE
    },
    Field {
        name: "minor",
        header: "MINOR",
        kind: Kind::Id,
        doc: "First minor number of its devices; does not apply to a handler that has none.",
        from: &Of(|handler: &Handler| Ok(handler.minor?.into())),
        ..Field::BASE
    },
];
