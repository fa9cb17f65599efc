//! When the process started, and what it used of the CPUs.

use crate::field::{Field, Group, Of2};
use crate::host::Facts;
use crate::parse::pid::stat::Stat;
use crate::view::pps::process::Process;
use crate::{Kind, Value};

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
        aliases: &["etime", "etimes"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.since(stat.starttime?)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_percent",
        header: "%CPU",
        kind: Kind::Percent,
        doc: "CPU time as a share of the time since the process started; 100 is one CPU.",
        aliases: &["pcpu", "%cpu"],
        from: &Of2(|stat: &Stat, facts: &Facts| {
            let used = facts.seconds(stat.cpu_ticks()?);
            let elapsed = facts.since(stat.starttime?)?;
            // A process younger than a tick has no share yet.
            Ok(Value::Float(if elapsed < 0.01 { 0.0 } else { used / elapsed * 100.0 }))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_time",
        header: "TIME",
        kind: Kind::Seconds,
        doc: "CPU time used, user and system together.",
        aliases: &["time", "cputime", "cputimes", "times", "atime"],
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
];
