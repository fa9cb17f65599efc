//! `pps timers`: one row a POSIX timer of a process.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::pid::timers::{self, Timer};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The timers.
pub(crate) struct Timers;

impl Parts for Timers {
    type Part = Timer;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "timers",
        about: "POSIX timers of a process, one row each.",
        aliases: &["timer"],
        key: &["pid", "tid", "id"],
        default_fields: &["pid", "id", "clock_name", "notify", "signal_name", "target", "command"],
        words: WORDS,
        examples: &[
            ("pps timers", "every timer that a program made"),
            (
                "pps timers -Q 'clock_name =~ alarm' -o pid,comm,clock_name",
                "what may wake the machine",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Timer>>] = &[Group { name: "Timer", fields: FIELDS }];
}

impl Piece for Timer {
    const FILES: &'static [File] = &[File::Timers];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let parse = |text: &[u8]| timers::timers(text).map(Ok).collect();
        process.items(File::Timers, parse)?.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<Part<Timer>>] = &[
    Field {
        name: "id",
        header: "ID",
        kind: Kind::Id,
        doc: "Number of the timer within its process.",
        from: &Of(|timer: &Timer| Ok(timer.id?.into())),
        ..Field::BASE
    },
    Field {
        name: "signal",
        header: "SIGNAL",
        kind: Kind::Id,
        doc: "Number of the signal that it sends; does not apply where it sends none.",
        from: &Of(|timer: &Timer| Ok(signal(timer)?.into())),
        ..Field::BASE
    },
    Field {
        name: "signal_name",
        header: "SIGNAME",
        kind: Kind::Word,
        doc: "Name of that signal, without SIG.",
        from: &Of(|timer: &Timer| Ok(names::signal(signal(timer)?))),
        ..Field::BASE
    },
    Field {
        name: "notify",
        header: "NOTIFY",
        kind: Kind::Text,
        doc: "How the process is told that it ran out: signal, thread or none.",
        from: &Of(|timer: &Timer| {
            Ok(Value::text(timer.notify.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "target",
        header: "TARGET",
        kind: Kind::Id,
        doc: "Process or thread that is told; does not apply where that is gone or cannot be seen from here.",
        from: &Of(|timer: &Timer| Ok(timer.target?.into())),
        ..Field::BASE
    },
    Field {
        name: "target_kind",
        header: "TARGET-KIND",
        kind: Kind::Word,
        doc: "What is told: process or thread.",
        from: &Of(|timer: &Timer| {
            Ok(Value::word(if timer.target_is_thread? { "thread" } else { "process" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Pointer,
        doc: "What the process put into the notice, often an address.",
        from: &Of(|timer: &Timer| Ok(timer.value?.into())),
        ..Field::BASE
    },
    Field {
        name: "clock",
        header: "CLOCK",
        kind: Kind::Id,
        doc: "Number of the clock; negative for one of a process, a thread or a device.",
        from: &Of(|timer: &Timer| Ok(timer.clock?.into())),
        ..Field::BASE
    },
    Field {
        name: "clock_name",
        header: "CLOCK-NAME",
        kind: Kind::Word,
        doc: "Name of the clock, or its number where it has none.",
        from: &Of(|timer: &Timer| {
            let clock = timer.clock?;
            Ok(match timers::clock_name(clock) {
                Some(name) => Value::word(name),
                None => Value::Word(clock.to_string().into()),
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "clock_target",
        header: "CLOCK-TARGET",
        kind: Kind::Id,
        doc: "Process or thread whose CPU time the clock counts; does not apply to other clocks, nor where it is its own.",
        from: &Of(|timer: &Timer| {
            Ok(timers::clock_target(timer.clock?).ok_or(Absent::NotApplicable)?.into())
        }),
        ..Field::BASE
    },
];

/// Signal 0 is none.
fn signal(timer: &Timer) -> Result<u64, Absent> {
    match timer.signal? {
        0 => Err(Absent::NotApplicable),
        signal => Ok(signal.into()),
    }
}
