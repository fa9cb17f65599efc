//! `pps sched`: one row a value that the scheduler keeps of a task.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::sched::{self, Amount};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The values of the scheduler.
pub(crate) struct Sched;

impl Parts for Sched {
    type Part = Entry;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "sched",
        about: "Values that the scheduler keeps of a task, one row each; which there are depends on the kernel.",
        aliases: &["scheduler"],
        key: &["pid", "tid", "name"],
        default_fields: &["pid", "name", "value", "text"],
        words: WORDS,
        examples: &[
            ("pps sched 1234", "what the scheduler keeps of a process"),
            (
                "pps sched -Q 'name == se.nr_migrations' --sort -value --limit 10 -o pid,comm,value",
                "what moves between CPUs most",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Entry>>] = &[Group { name: "Value", fields: FIELDS }];
}

/// One value.
pub(crate) struct Entry {
    name: Box<[u8]>,
    text: Box<[u8]>,
    /// What the text is where it is a number.
    amount: Option<Amount>,
}

impl Piece for Entry {
    const FILES: &'static [File] = &[File::Sched];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let entry = |(name, text): (&[u8], &[u8])| Self {
            name: name.into(),
            text: text.into(),
            amount: Amount::parse(text).ok(),
        };
        let parse = |text: &[u8]| sched::entries(text).map(entry).map(Ok).collect();
        process.items(File::Sched, parse)?.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<Part<Entry>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the value.",
        from: &Of(|entry: &Entry| Ok(Value::text(&entry.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Number,
        doc: "The value, a time in milliseconds where it has a fraction; does not apply to what is no number.",
        from: &Of(|entry: &Entry| {
            Ok(match entry.amount.ok_or(Absent::NotApplicable)? {
                Amount::Integer(number) => number.into(),
                Amount::Float(number) => number.into(),
            })
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "text",
        header: "TEXT",
        kind: Kind::Text,
        doc: "What is no number.",
        from: &Of(|entry: &Entry| match (entry.amount, &*entry.text) {
            (Some(_), _) | (None, []) => Err(Absent::NotApplicable),
            (None, text) => Ok(Value::text(text)),
        }),
        volatile: true,
        ..Field::BASE
    },
];
