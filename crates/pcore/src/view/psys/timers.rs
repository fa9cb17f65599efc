//! `psys timers`: one row a precise timer of the kernel that is pending.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, gauge, label};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::timer_list::{self, Starter, Timer};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The timers.
pub(crate) struct Timers;

impl Listed for Timers {
    type Entry = Timer;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "timers",
        about: "Precise timers that are pending, by CPU and clock; for root alone.",
        aliases: &["timer-list", "timer_list"],
        key: &["cpu", "clock_number", "position"],
        default_fields: &["cpu", "clock", "function", "left", "slack"],
        words: "text in the name of a function",
        examples: &[
            ("psys timers --sort left", "what expires next"),
            ("psys timers -Q 'cpu == 0'", "what one CPU waits for"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Timer>>] = &[Group { name: "Timer", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "function")
    }
}

impl Entry for Timer {
    const FILES: &'static [File] = &[File::TimerList];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::TimerList, |text| timer_list::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Timer>>] = &[
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "CPU that waits for it.",
        from: &Of(|timer: &Timer| Ok(timer.cpu.into())),
        ..Field::BASE
    },
    Field {
        name: "clock",
        header: "CLOCK",
        kind: Kind::Word,
        doc: "Clock that it goes by, as kernels since 4.16 number them; does not apply to other numbers.",
        from: &Of(|timer: &Timer| {
            Ok(Value::word(timer_list::clock_name(timer.clock).ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "clock_number",
        header: "CLOCK-NR",
        kind: Kind::Id,
        doc: "Number of that clock.",
        from: &Of(|timer: &Timer| Ok(timer.clock.into())),
        ..Field::BASE
    },
    Field {
        name: "position",
        header: "POSITION",
        kind: Kind::Id,
        doc: "Place in the queue of the clock.",
        from: &Of(|timer: &Timer| Ok(timer.position.into())),
        ..Field::BASE
    },
    label!(
        Timer,
        "address",
        "ADDRESS",
        Text,
        [],
        address,
        "Where it lies in memory, or a number that stands for that."
    ),
    label!(Timer, "function", "FUNCTION", Text, [], function, "Function that it calls."),
    gauge!(
        Timer,
        "state",
        "STATE",
        Id,
        [],
        state,
        "State of the timer, as the sum of its bits; 1 is queued."
    ),
    Field {
        name: "expires",
        header: "EXPIRES",
        kind: Kind::Seconds,
        doc: "When it may expire at the earliest, by its clock.",
        aliases: &["soft_expires"],
        from: &Of(|timer: &Timer| Ok(Value::Float(timer.soft? as f64 / 1e9))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "expires_latest",
        header: "LATEST",
        kind: Kind::Seconds,
        doc: "When it expires at the latest, by its clock.",
        aliases: &["hard_expires"],
        from: &Of(|timer: &Timer| Ok(Value::Float(timer.hard? as f64 / 1e9))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "slack",
        header: "SLACK",
        kind: Kind::Seconds,
        doc: "Time between these two moments.",
        from: &Of(|timer: &Timer| {
            Ok(Value::Float(timer.hard?.saturating_sub(timer.soft?) as f64 / 1e9))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "left",
        header: "LEFT",
        kind: Kind::Seconds,
        doc: "Time until it may expire, when the file was read; negative if that is past.",
        from: &Of(|timer: &Timer| Ok(Value::Float(timer.left? as f64 / 1e9))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "starter",
        header: "STARTER",
        kind: Kind::Text,
        doc: "Function that started it; only kernels before 4.11 tell, as of the two that follow.",
        from: &Of(|timer: &Timer| Ok(Value::text(&starter(timer)?.function))),
        ..Field::BASE
    },
    Field {
        name: "task",
        header: "TASK",
        kind: Kind::Text,
        doc: "Name of the task that started it.",
        from: &Of(|timer: &Timer| Ok(Value::text(&starter(timer)?.task))),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Number of the task that started it.",
        from: &Of(|timer: &Timer| Ok(starter(timer)?.pid.into())),
        ..Field::BASE
    },
];

/// Who started it.
fn starter(timer: &Timer) -> Item<&Starter> {
    timer.starter.as_ref().map_err(|absent| *absent)
}
