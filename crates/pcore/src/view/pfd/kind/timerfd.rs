//! Timerfds: timers that are read.

use crate::field::{Field, Group, Of};
use crate::names::flags;
use crate::parse::Item;
use crate::parse::pid::fdinfo::timerfd::Timerfd;
use crate::parse::pid::timers::clock_name;
use crate::view::pfd::file::Open;
use crate::{Absent, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Timerfd", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "timerfd_clock",
        header: "TIMER-CLOCK",
        kind: Kind::Word,
        doc: "Clock that the timer goes by.",
        from: &Of(|timer: &Timerfd| clock(timer)),
        ..Field::BASE
    },
    Field {
        name: "timerfd_remaining",
        header: "TIMER-REMAINING",
        kind: Kind::Seconds,
        doc: "Time until the timer fires next; it does not apply to one that does not run.",
        from: &Of(|timer: &Timerfd| running(timer.value?)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "timerfd_interval",
        header: "TIMER-INTERVAL",
        kind: Kind::Seconds,
        doc: "Time after which the timer fires again; it does not apply to one that fires once.",
        from: &Of(|timer: &Timerfd| running(timer.interval?)),
        ..Field::BASE
    },
    Field {
        name: "timerfd_ticks",
        header: "TIMER-TICKS",
        kind: Kind::Count,
        doc: "How often the timer fired since it was last read.",
        from: &Of(|timer: &Timerfd| Ok(timer.ticks?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "timerfd_flags",
        header: "TIMER-FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "How the timer was set: abstime for a moment rather than a duration, cancel_on_set if it ends when the clock is set.",
        from: &Of(|timer: &Timerfd| Ok(flags(FLAGS, timer.flags?))),
        ..Field::BASE
    },
];

const FLAGS: &[(u64, &str)] = &[(1, "abstime"), (2, "cancel_on_set")];

/// The clock by name, or by its number where it has none.
///
/// # Errors
/// When it is not in the kernel's format.
pub(super) fn clock(timer: &Timerfd) -> Item<Value<'static>> {
    let number = timer.clock?;
    let name = i32::try_from(number).ok().and_then(clock_name);
    Ok(name.map_or_else(|| Value::Word(number.to_string().into()), Value::word))
}

/// Seconds of which there are none where nothing runs.
fn running(seconds: f64) -> Item<Value<'static>> {
    if seconds == 0.0 { Err(Absent::NotApplicable) } else { Ok(seconds.into()) }
}
