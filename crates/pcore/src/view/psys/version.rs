//! `psys version`: what kernel runs.

use rustix::io::Errno;

use super::machine::{Machine, Version};
use super::table;
use crate::Kind;
use crate::Value;
use crate::field::{Field, Group, Of};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Picker, Selector, Spec, Table, Word};

/// The kernel.
pub(crate) struct KernelVersion;

impl Table for KernelVersion {
    type Row = Machine;
    type Key = ();

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "version",
        about: "What kernel runs, who built it, when and with what.",
        aliases: &["uname"],
        key: &["boot_id"],
        default_fields: &["system", "release", "build", "builder", "compiler"],
        words: "nothing: there is one machine",
        examples: &[
            ("psys version", "the kernel and its build"),
            ("psys version -o host,release --csv", "for a list of machines"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Machine>] = &[Group { name: "Kernel", fields: FIELDS }];

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        picker.offer(&Machine::new(picker.reader));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        table::one_row(word, "version")
    }
}

/// A part of the banner.
macro_rules! part {
    ($name:ident, $header:literal, [$($alias:literal),*], $doc:literal) => {
        Field {
            name: stringify!($name),
            header: $header,
            kind: Kind::Text,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &Of(|version: &Version| text(&version.0.$name)),
            ..Field::BASE
        }
    };
}

static FIELDS: &[Field<Machine>] = &[
    part!(system, "SYSTEM", [], "Name of the system."),
    part!(release, "RELEASE", ["kernel"], "Release of the kernel, as `uname -r` prints it."),
    part!(build, "BUILD", [], "Number, options and date of the build, as `uname -v` prints them."),
    part!(builder, "BUILDER", [], "Who built it, and where."),
    part!(compiler, "COMPILER", [], "What it was built with."),
    Field {
        name: "version",
        header: "VERSION",
        kind: Kind::Text,
        doc: "All of the banner.",
        aliases: &["banner"],
        from: &Of(|version: &Version| Ok(Value::text(&version.0.banner))),
        ..Field::BASE
    },
];
