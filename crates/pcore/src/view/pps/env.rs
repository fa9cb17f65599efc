//! `pps env`: one row a variable of the environment that a process was started with.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::environ::{self, Variable};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The variables.
pub(crate) struct Env;

impl Parts for Env {
    type Part = Variable;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "env",
        about: "Variables of the environment, one row each, as the process holds what it was started with.",
        aliases: &["environ"],
        key: &["pid", "tid", "name"],
        default_fields: &["pid", "name", "value"],
        words: WORDS,
        examples: &[
            ("pps env 1234", "the environment of a process"),
            ("pps env -Q 'name == LD_PRELOAD' -o pid,comm,value", "who loads what before all else"),
            ("pps env 1234 -Q 'name == PATH' -o value=", "one value"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Variable>>] = &[Group { name: "Variable", fields: FIELDS }];
}

impl Piece for Variable {
    const FILES: &'static [File] = &[File::Environ];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let parse = |text: &[u8]| environ::entries(text).map(Self::parse).map(Ok).collect();
        process.items(File::Environ, parse)?.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<Part<Variable>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "What stands before the first equals sign, or the whole entry where there is none.",
        aliases: &["variable"],
        from: &Of(|variable: &Variable| Ok(Value::text(&variable.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Text,
        doc: "What follows the first equals sign; does not apply where there is none.",
        from: &Of(|variable: &Variable| {
            Ok(Value::text(variable.value.as_deref().ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
];
