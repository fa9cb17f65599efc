//! `psys kconfig`: one row an option that the kernel was built with or without.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::config::{self, Choice};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// How the kernel was built.
pub(crate) struct Kconfig;

impl Listed for Kconfig {
    type Entry = Choice;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "kconfig",
        about: "How the kernel was configured when it was built, one row an option.",
        aliases: &["config", "config-gz"],
        key: &["name"],
        default_fields: &["name", "value", "how", "section"],
        words: "text in the name of an option, in any case",
        examples: &[
            ("psys kconfig bpf", "what is built of something"),
            ("psys kconfig -Q 'how == module'", "what can be loaded"),
            (
                "psys kconfig -Q 'name == CONFIG_STRICT_KERNEL_RWX and value == y' --expect 1",
                "an audit",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Choice>>] = &[Group { name: "Option", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(&Word { any_case: true, ..*word }, number, "name")
    }
}

impl Entry for Choice {
    const FILES: &'static [File] = &[File::ConfigGz];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let unpacked = reader.read(File::ConfigGz, config::unpacked);
        let (text, is_whole) = table::absent_here(unpacked)??;
        if !is_whole {
            reader.problem(File::ConfigGz, Reason::Truncated);
        }
        for choice in config::rows(&text) {
            match choice {
                Ok(choice) => each(choice),
                Err(_) => reader.problem(File::ConfigGz, Reason::BadRow),
            }
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Choice>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the option.",
        aliases: &["option"],
        from: &Of(|choice: &Choice| Ok(Value::text(&choice.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Text,
        doc: "Value of the option: y, m, a number or a text without its quotes; n of one that is not set.",
        from: &Of(|choice: &Choice| {
            Ok(choice.value.as_deref().map_or(Value::word("n"), Value::text))
        }),
        ..Field::BASE
    },
    Field {
        name: "how",
        header: "HOW",
        kind: Kind::Word,
        doc: "Whether it is builtin, a module, off, or a value.",
        aliases: &["state"],
        from: &Of(|choice: &Choice| {
            Ok(Value::word(match choice.value.as_deref() {
                None | Some(b"n") => "off",
                Some(b"y") => "builtin",
                Some(b"m") => "module",
                Some(_) => "value",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "section",
        header: "SECTION",
        kind: Kind::Text,
        doc: "Heading that it stands under; does not apply above the first one.",
        from: &Of(|choice: &Choice| {
            choice.section.as_deref().map(Value::text).ok_or(Absent::NotApplicable)
        }),
        ..Field::BASE
    },
];
