//! When the process started, and what it used of the CPUs.

use crate::field::{Field, Group, Of, Of2, Of3};
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::pid::schedstat::Schedstat;
use crate::parse::pid::stat::Stat;
use crate::view::pps::process::{Delays, Process};
use crate::{Absent, Kind, Value};

/// When the process started, and what it used of the CPUs.
pub(crate) const GROUP: Group<Process> = Group { name: "Time", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "started",
        header: "STARTED",
        kind: Kind::Time,
        doc: "Moment at which the process started.",
        aliases: &["start", "start_time", "lstart", "stime", "bsdstart"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(Value::Time(facts.moment(stat.starttime?)?))),
        ..Field::BASE
    },
    Field {
        name: "elapsed",
        header: "ELAPSED",
        kind: Kind::Seconds,
        doc: "Time since the process started.",
        aliases: &["etime", "etimes", "re"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.since(stat.starttime?)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_percent",
        header: "%CPU",
        kind: Kind::Percent,
        doc: "CPU time as a share of the time since the process started; 100 is one CPU.",
        aliases: &["pcpu", "%cpu", "c", "util", "cp", "cuu"],
        from: &Of2(|stat: &Stat, facts: &Facts| share(stat, facts, stat.cpu_ticks()?)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_percent_children",
        header: "%CPU+",
        kind: Kind::Percent,
        doc: "The same with the CPU time of children that have ended and been waited for.",
        aliases: &["cuc"],
        from: &Of2(|stat: &Stat, facts: &Facts| {
            let children = sum(of_children(stat.cutime)?, of_children(stat.cstime)?)?;
            share(stat, facts, sum(stat.cpu_ticks()?, children)?)
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_time",
        header: "TIME",
        kind: Kind::Seconds,
        doc: "CPU time used, user and system together.",
        aliases: &["time", "cputime", "cputimes", "times", "atime", "bsdtime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(stat.cpu_ticks()?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "user_time",
        header: "UTIME",
        kind: Kind::Seconds,
        doc: "CPU time used in user mode.",
        aliases: &["utime", "usertime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(stat.utime?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "system_time",
        header: "SYSTIME",
        kind: Kind::Seconds,
        doc: "CPU time used in the kernel.",
        aliases: &["systime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(stat.stime?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "children_user_time",
        header: "CUTIME",
        kind: Kind::Seconds,
        doc: "User time of children that have ended and been waited for.",
        aliases: &["cutime"],
        from: &Of2(|stat: &Stat, facts: &Facts| {
            Ok(facts.seconds(of_children(stat.cutime)?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "children_system_time",
        header: "CSTIME",
        kind: Kind::Seconds,
        doc: "System time of children that have ended and been waited for.",
        aliases: &["cstime"],
        from: &Of2(|stat: &Stat, facts: &Facts| {
            Ok(facts.seconds(of_children(stat.cstime)?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "guest_time",
        header: "GUEST",
        kind: Kind::Seconds,
        doc: "Time spent running a virtual CPU; part of the user time.",
        aliases: &["gtime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(stat.guest_time?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "children_guest_time",
        header: "CGUEST",
        kind: Kind::Seconds,
        doc: "Guest time of children that have ended and been waited for.",
        aliases: &["cgtime"],
        from: &Of2(|stat: &Stat, facts: &Facts| {
            Ok(facts.seconds(of_children(stat.cguest_time)?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "run_time",
        header: "RUN-TIME",
        kind: Kind::Seconds,
        doc: "Time on a CPU by the scheduler's own clock; of a process that of its main task.",
        from: &Of(|stat: &Schedstat| Ok(seconds(stat.run?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "run_delay",
        header: "RUN-DELAY",
        kind: Kind::Seconds,
        doc: "Time for which the main task was ready to run and waited for a CPU.",
        from: &Of(|stat: &Schedstat| Ok(seconds(stat.wait?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "timeslices",
        header: "TIMESLICES",
        kind: Kind::Count,
        doc: "Times that the main task was given a CPU.",
        from: &Of(|stat: &Schedstat| Ok(stat.timeslices?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blkio_delay",
        header: "BLKIO",
        kind: Kind::Seconds,
        doc: "Time spent waiting for disks; unsupported where the kernel does not count it, as sys/kernel/task_delayacct says.",
        from: &Of3(|stat: &Stat, facts: &Facts, delays: &Delays| {
            match stat.delayacct_blkio_ticks? {
                0 if !delays.counted => Err(Absent::Unsupported),
                ticks => Ok(facts.seconds(ticks).into()),
            }
        }),
        volatile: true,
        ..Field::BASE
    },
];

fn sum(a: u64, b: u64) -> Result<u64, Absent> {
    a.checked_add(b).ok_or(Absent::Malformed)
}

/// The kernel prints the times of children with a sign that they never have.
fn of_children(ticks: Item<i64>) -> Result<u64, Absent> {
    u64::try_from(ticks?).map_err(|_| Absent::Malformed)
}

fn share(stat: &Stat, facts: &Facts, ticks: u64) -> Result<Value<'static>, Absent> {
    let elapsed = facts.since(stat.starttime?)?;
    // A process younger than a tick has no share yet.
    let share = if elapsed < 0.01 { 0.0 } else { facts.seconds(ticks) / elapsed * 100.0 };
    Ok(Value::Float(share))
}

fn seconds(nanos: u64) -> Value<'static> {
    Value::Float(nanos as f64 / 1e9)
}
