//! `pps auxv`: one row an entry of what the kernel told a program when it started it.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::auxv::{self, Auxv, Entry, Meaning};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The auxiliary vector.
pub(crate) struct AuxVector;

impl Parts for AuxVector {
    type Part = Entry;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "auxv",
        about: "What the kernel told a program when it started it, one row each.",
        aliases: &[],
        key: &["pid", "tid", "key"],
        default_fields: &["pid", "name", "value", "number", "meaning"],
        words: WORDS,
        examples: &[
            ("pps auxv 1234", "what a program was told"),
            (
                "pps auxv -Q 'name == AT_SECURE and number == 1' -o pid,comm",
                "what runs with more rights than its user",
            ),
            ("pps auxv 1234 -Q 'name == AT_SYSINFO_EHDR' -o value=", "where the vDSO is"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Entry>>] = &[Group { name: "Entry", fields: FIELDS }];
}

impl Piece for Entry {
    const FILES: &'static [File] = &[File::Auxv];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let auxv = process.place().read(File::Auxv, Auxv::parse)??;
        auxv.entries.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<Part<Entry>>] = &[
    Field {
        name: "key",
        header: "KEY",
        kind: Kind::Id,
        doc: "Number of what is told.",
        from: &Of(|entry: &Entry| Ok(entry.key.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Word,
        doc: "Name of what is told, or its number where it has none.",
        from: &Of(|entry: &Entry| {
            Ok(match auxv::name(entry.key) {
                Some(name) => Value::word(name),
                None => Value::Word(entry.key.to_string().into()),
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Pointer,
        doc: "The value, whatever it is, in hexadecimal.",
        from: &Of(|entry: &Entry| Ok(entry.value.into())),
        ..Field::BASE
    },
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Count,
        doc: "The value as a number; does not apply to an address or a mask.",
        from: &Of(|entry: &Entry| match auxv::meaning(entry.key) {
            Meaning::Address | Meaning::Mask => Err(Absent::NotApplicable),
            Meaning::Number | Meaning::Bytes | Meaning::Id | Meaning::Flag => {
                Ok(entry.value.into())
            }
        }),
        ..Field::BASE
    },
    Field {
        name: "meaning",
        header: "MEANING",
        kind: Kind::Word,
        doc: "What the value is: address, number, bytes, id, mask or flag.",
        aliases: &["kind", "type"],
        from: &Of(|entry: &Entry| {
            Ok(Value::word(match auxv::meaning(entry.key) {
                Meaning::Address => "address",
                Meaning::Number => "number",
                Meaning::Bytes => "bytes",
                Meaning::Id => "id",
                Meaning::Mask => "mask",
                Meaning::Flag => "flag",
            }))
        }),
        ..Field::BASE
    },
];
