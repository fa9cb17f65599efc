//! `pps signals`: one row a signal that a task waits to get or treats in its own way.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of, Source};
use crate::names;
use crate::parse::Item;
use crate::parse::pid::status::Status;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The signals.
pub(crate) struct Signals;

impl Parts for Signals {
    type Part = Signal;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "signals",
        about: "Signals that are pending, blocked, ignored or caught, one row each.",
        aliases: &["signal", "psig"],
        key: &["pid", "tid", "number"],
        default_fields: &["pid", "number", "name", "pending", "blocked", "ignored", "caught"],
        words: WORDS,
        examples: &[
            ("pps signals 1234", "how a process treats signals"),
            (
                "pps signals -Q 'name == TERM and ignored' -o pid,comm",
                "who does not end when asked",
            ),
            ("pps signals -Q 'pending and blocked' -o pid,comm,name", "what waits to be let in"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Signal>>] = &[Group { name: "Signal", fields: FIELDS }];
}

/// One signal, and the masks that it may be in.
pub(crate) struct Signal {
    number: u64,
    masks: Masks,
}

/// Sets of signals: bit 0 is signal 1.
#[derive(Clone, Copy)]
struct Masks {
    pending_thread: Item<u64>,
    pending_process: Item<u64>,
    blocked: Item<u64>,
    ignored: Item<u64>,
    caught: Item<u64>,
}

impl Piece for Signal {
    const FILES: &'static [File] = &[File::Status];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let status = Status::of(process)?;
        let masks = Masks {
            pending_thread: status.sig_pnd,
            pending_process: status.shd_pnd,
            blocked: status.sig_blk,
            ignored: status.sig_ign,
            caught: status.sig_cgt,
        };
        let all = masks.all();
        let any = all.iter().flatten().fold(0, |any, mask| any | mask);
        for number in (1..=64_u64).filter(|number| has(any, *number)) {
            each(Self { number, masks });
        }
        // Where no mask could be had, no row can say so.
        if all.iter().any(Result::is_ok) { Ok(()) } else { all[0].map(drop) }
    }
}

impl Masks {
    const fn all(&self) -> [Item<u64>; 5] {
        [self.pending_thread, self.pending_process, self.blocked, self.ignored, self.caught]
    }
}

impl Signal {
    fn is_in(&self, mask: Item<u64>) -> Result<Value<'static>, Absent> {
        Ok(has(mask?, self.number).into())
    }
}

fn has(mask: u64, number: u64) -> bool {
    number.checked_sub(1).is_some_and(|bit| mask >> bit & 1 != 0)
}

static FIELDS: &[Field<Part<Signal>>] = &[
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the signal.",
        aliases: &["signal"],
        from: &Of(|signal: &Signal| Ok(signal.number.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Word,
        doc: "Name of the signal, without SIG.",
        from: &Of(|signal: &Signal| Ok(names::signal(signal.number))),
        ..Field::BASE
    },
    Field {
        name: "pending",
        header: "PENDING",
        kind: Kind::Bool,
        doc: "Whether it was sent to the thread or the process and has not arrived.",
        from: &Of(|signal: &Signal| {
            let Masks { pending_thread, pending_process, .. } = signal.masks;
            match (signal.is_in(pending_thread), signal.is_in(pending_process)) {
                (Ok(Value::Bool(true)), _) | (_, Ok(Value::Bool(true))) => Ok(true.into()),
                (thread, process) => thread.and(process),
            }
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pending_thread",
        header: "THREAD",
        kind: Kind::Bool,
        doc: "Whether it was sent to this thread alone and has not arrived.",
        from: &Of(|signal: &Signal| signal.is_in(signal.masks.pending_thread)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blocked",
        header: "BLOCKED",
        kind: Kind::Bool,
        doc: "Whether the thread keeps it waiting.",
        from: &Of(|signal: &Signal| signal.is_in(signal.masks.blocked)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ignored",
        header: "IGNORED",
        kind: Kind::Bool,
        doc: "Whether the process ignores it.",
        from: &Of(|signal: &Signal| signal.is_in(signal.masks.ignored)),
        ..Field::BASE
    },
    Field {
        name: "caught",
        header: "CAUGHT",
        kind: Kind::Bool,
        doc: "Whether the process has a handler for it.",
        aliases: &["handled"],
        from: &Of(|signal: &Signal| signal.is_in(signal.masks.caught)),
        ..Field::BASE
    },
];
