//! `psys consoles`: one row a console, where the kernel prints its messages.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::Item;
use crate::parse::consoles::{self, Console};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The consoles.
pub(crate) struct Consoles;

impl Listed for Consoles {
    type Entry = Console;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "consoles",
        about: "Consoles, where the kernel prints its messages.",
        key: &["name"],
        default_fields: &["name", "device", "operations", "flags"],
        words: "text in the name of a console",
        examples: &[("psys consoles", "where messages of the kernel go")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Console>>] = &[Group { name: "Console", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Console {
    const FILES: &'static [File] = &[File::Consoles];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Consoles, |text| consoles::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Console>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the console.",
        from: &Of(|console: &Console| Ok(Value::text(&console.name))),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Word,
        doc: "Device that it is, major and minor number; does not apply to one that is none.",
        from: &Of(|console: &Console| Ok(Value::Word(console.device?.to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "operations",
        header: "OPERATIONS",
        kind: Kind::List(&Kind::Word),
        doc: "What can be done with it: read, write, unblank.",
        from: &Of(|console: &Console| letters(OPERATIONS, &console.operations)),
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "What it is, such as enabled and preferred.",
        from: &Of(|console: &Console| letters(FLAGS, &console.flags)),
        ..Field::BASE
    },
];

fn letters<'a>(
    table: &'static [(u8, &'static str)],
    found: &Item<Box<[u8]>>,
) -> Result<Value<'a>, Absent> {
    Ok(names::letters(table, found.as_deref().map_err(|absent| *absent)?))
}

const OPERATIONS: &[(u8, &str)] = &[(b'R', "read"), (b'W', "write"), (b'U', "unblank")];

const FLAGS: &[(u8, &str)] = &[
    (b'E', "enabled"),
    (b'C', "preferred"),
    (b'B', "boot"),
    (b'N', "nbcon"),
    (b'p', "log_buffer"),
    (b'b', "braille"),
    (b'a', "anytime"),
];
