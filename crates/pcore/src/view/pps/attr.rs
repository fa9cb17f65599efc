//! `pps attr`: one row a label that a security module keeps of a task.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::attr;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The labels.
pub(crate) struct Attr;

impl Parts for Attr {
    type Part = Label;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "attr",
        about: "Labels that security modules keep of a task, one row each.",
        aliases: &["lsm", "labels"],
        key: &["pid", "tid", "name"],
        default_fields: &["pid", "name", "value", "command"],
        words: WORDS,
        examples: &[
            ("pps attr -Q 'name == current'", "the label of each process"),
            (
                "pps attr -Q 'name == apparmor/current and value == unconfined'",
                "what AppArmor does not confine",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Label>>] = &[Group { name: "Label", fields: FIELDS }];
}

/// One label.
pub(crate) struct Label {
    file: File,
    text: Box<[u8]>,
}

impl Piece for Label {
    const FILES: &'static [File] = &[
        File::AttrCurrent,
        File::AttrPrev,
        File::AttrExec,
        File::AttrFsCreate,
        File::AttrKeyCreate,
        File::AttrSockCreate,
        File::ApparmorCurrent,
        File::ApparmorPrev,
        File::ApparmorExec,
        File::SmackCurrent,
    ];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        // A module that this kernel does not have has no files, and one that has no such label
        // refuses to tell it; only a kernel without any file lacks them.
        let mut outcome = Err(Absent::Unsupported);
        for file in Self::FILES.iter().copied() {
            match process.place().read(file, |text| attr::text(text).into()) {
                Ok(text) => {
                    each(Self { file, text });
                    outcome = Ok(());
                }
                Err(Absent::Unsupported) => {}
                Err(_) => outcome = Ok(()),
            }
        }
        outcome
    }
}

static FIELDS: &[Field<Part<Label>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Word,
        doc: "What the label is for: current, prev, exec, fscreate, keycreate or sockcreate, behind the name of a module where it is of that one.",
        aliases: &["attribute"],
        from: &Of(|label: &Label| {
            let tail = label.file.tail();
            Ok(Value::word(tail.strip_prefix("attr/").unwrap_or(tail)))
        }),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Text,
        doc: "The label; does not apply where none is set.",
        aliases: &["label"],
        from: &Of(|label: &Label| match &*label.text {
            [] => Err(Absent::NotApplicable),
            text => Ok(Value::text(text)),
        }),
        ..Field::BASE
    },
];
