//! `psys cmdline`: one row a parameter that the boot loader gave to the kernel.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::cmdline;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The parameters of the kernel.
pub(crate) struct KernelCmdline;

impl Listed for KernelCmdline {
    type Entry = Parameter;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "cmdline",
        about: "The parameters that the boot loader gave to the kernel, one row each.",
        aliases: &[],
        key: &["position"],
        default_fields: &["name", "value", "for_init"],
        words: "text in the name of a parameter",
        examples: &[
            ("psys cmdline", "how the kernel was started"),
            ("psys cmdline -Q 'name == mitigations and value == off' --expect none", "an audit"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Parameter>>] = &[Group { name: "Parameter", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "name")
    }
}

/// A parameter and its place.
pub(crate) struct Parameter {
    position: u64,
    parameter: cmdline::Parameter,
}

impl Entry for Parameter {
    const FILES: &'static [File] = &[File::KernelCmdline];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let read = |text: &[u8]| cmdline::parameters(text).collect::<Vec<_>>();
        let parameters = table::absent_here(reader.read(File::KernelCmdline, read))?;
        for (position, parameter) in (1..).zip(parameters) {
            each(Self { position, parameter });
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Parameter>>] = &[
    Field {
        name: "position",
        header: "POSITION",
        kind: Kind::Id,
        doc: "Place of the parameter: some may be given more than once, and mostly the last one counts.",
        from: &Of(|parameter: &Parameter| Ok(parameter.position.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the parameter.",
        aliases: &["parameter"],
        from: &Of(|parameter: &Parameter| Ok(Value::text(&parameter.parameter.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Text,
        doc: "Value of the parameter, without quotes around it; does not apply to one without an equals sign.",
        from: &Of(|parameter: &Parameter| {
            let value = parameter.parameter.value.as_deref();
            value.map(Value::text).ok_or(Absent::NotApplicable)
        }),
        ..Field::BASE
    },
    Field {
        name: "for_init",
        header: "INIT",
        kind: Kind::Bool,
        doc: "Whether it stands behind --, and so is for the first process and not for the kernel.",
        from: &Of(|parameter: &Parameter| Ok(parameter.parameter.for_init.into())),
        ..Field::BASE
    },
];
