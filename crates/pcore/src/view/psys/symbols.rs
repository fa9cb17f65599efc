//! `psys symbols`: one row a symbol of the kernel.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::{Item, kallsyms};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The symbols of the kernel.
pub(crate) struct Symbols;

impl Listed for Symbols {
    type Entry = Symbol;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "symbols",
        about: "Names of what is in the kernel, and where it is.",
        aliases: &["kallsyms", "ksyms", "nm"],
        key: &["address", "name", "module"],
        default_fields: &["address", "type", "name", "module"],
        words: "text in the name of a symbol",
        examples: &[
            ("psys symbols tcp_v4_rcv", "where a function is"),
            ("psys symbols -Q 'module == ext4'", "what a module brought"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Symbol>>] = &[Group { name: "Symbol", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Symbol {
    const FILES: &'static [File] = &[File::Kallsyms, File::Ksyms];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut read = |file: File, row: fn(&[u8]) -> Item<kallsyms::Symbol<'_>>| {
            table::absent_here(reader.lines(file.path(), 0, file, &mut |line| match row(line) {
                Ok(symbol) => each(Self::from(&symbol)),
                Err(_) if file == File::Ksyms && line.starts_with(b"Address") => {}
                Err(_) => reader.problem(file, Reason::BadRow),
            }))
        };
        match read(File::Kallsyms, kallsyms::row) {
            Err(Absent::Unsupported) => read(File::Ksyms, kallsyms::row_before_2_6),
            read => read,
        }
    }
}

static FIELDS: &[Field<On<Symbol>>] = &[
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Mask,
        doc: "Where it is; denied to whom the kernel does not show addresses.",
        from: &Of(|symbol: &Symbol| Ok(Value::Word(format!("{:016x}", symbol.address?).into()))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "T",
        kind: Kind::Word,
        doc: "Letter of its type, as nm has it; a small one is of a symbol that only its own file uses.",
        from: &Of(|symbol: &Symbol| Ok(Value::Word(char::from(symbol.kind?).to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "section",
        header: "SECTION",
        kind: Kind::Word,
        doc: "What the letter says, such as text or data.",
        from: &Of(|symbol: &Symbol| {
            Ok(Value::word(kallsyms::kind_name(symbol.kind?).ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "global",
        header: "GLOBAL",
        kind: Kind::Bool,
        doc: "Whether other files of the kernel use it too.",
        from: &Of(|symbol: &Symbol| Ok(symbol.kind?.is_ascii_uppercase().into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the symbol.",
        from: &Of(|symbol: &Symbol| Ok(Value::text(&symbol.name))),
        ..Field::BASE
    },
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that it is in; does not apply to the kernel itself.",
        from: &Of(|symbol: &Symbol| text(&symbol.module)),
        ..Field::BASE
    },
];

/// A symbol of its own.
pub(crate) struct Symbol {
    address: Item<u64>,
    kind: Item<u8>,
    name: Box<[u8]>,
    module: Item<Box<[u8]>>,
}

impl From<&kallsyms::Symbol<'_>> for Symbol {
    fn from(symbol: &kallsyms::Symbol<'_>) -> Self {
        Self {
            address: symbol.address,
            kind: symbol.kind,
            name: symbol.name.into(),
            module: symbol.module.map(Box::from),
        }
    }
}
