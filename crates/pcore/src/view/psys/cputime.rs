//! `psys cputime`: one row a CPU, and one for all of them, with how long they did what since boot.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::stat::{CpuTimes, Stat};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// How long the CPUs did what.
pub(crate) struct CpuTime;

impl Listed for CpuTime {
    type Entry = Times;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "cputime",
        about: "How long the CPUs did what since boot, one row a CPU and one for all of them.",
        aliases: &["mpstat", "stat"],
        key: &["number"],
        labels: &["cpu"],
        default_fields: &[
            "cpu",
            "user_share",
            "nice_share",
            "system_share",
            "iowait_share",
            "irq_share",
            "softirq_share",
            "steal_share",
            "guest_share",
            "idle_share",
        ],
        moving_fields: &[
            "cpu",
            "user_mean",
            "nice_mean",
            "system_mean",
            "iowait_mean",
            "irq_mean",
            "softirq_mean",
            "steal_mean",
            "guest_mean",
            "idle_mean",
        ],
        words: "a CPU by its number, or all",
        examples: &[
            ("psys cputime", "what the CPUs did since boot, in percent"),
            ("psys cputime all -o cpu,user,system,idle", "all of them, as times"),
            ("psys mpstat -P ALL 1", "what they do, every second"),
            ("psys cputime --sort -steal_share", "which lost most to other machines of the host"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Times>>] = &[
        Group { name: "Time", fields: TIMES },
        Group { name: "Share", fields: SHARES },
        Group { name: "Mean", fields: MEANS },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        if word.text != "all" && word.text.parse::<u32>().is_err() {
            return Err(format!("`{}` is no number of a CPU, nor all", word.text));
        }
        let filter = crate::view::pnet::table::equal(word, number("cpu"));
        Ok(Selector { kind: "cpu".into(), filter })
    }
}

/// What one CPU did, or all of them.
pub(crate) struct Times {
    cpu: Option<u32>,
    /// How many CPUs the times are of.
    cpus: usize,
    ticks: CpuTimes,
}

impl Entry for Times {
    const FILES: &'static [File] = &[File::SysStat];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let stat = table::absent_here(reader.read(File::SysStat, Stat::parse))??;
        for _ in 0..stat.bad {
            reader.problem(File::SysStat, Reason::BadRow);
        }
        if let Ok(ticks) = stat.all {
            each(Self { cpu: None, cpus: stat.cpus.len(), ticks });
        }
        for (cpu, ticks) in stat.cpus {
            each(Self { cpu: Some(cpu), cpus: 1, ticks });
        }
        Ok(())
    }
}

/// A part of the CPU's time, in seconds.
macro_rules! time {
    ($name:literal, $header:literal, [$($alias:literal),*], $ticks:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Seconds,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &Of2(|times: &Times, facts: &Facts| {
                let ticks: fn(&CpuTimes) -> Item<u64> = $ticks;
                Ok(facts.seconds(ticks(&times.ticks)?).into())
            }),
            counter: true,
            share_of: Some("elapsed_mean"),
            ..Field::BASE
        }
    };
}

/// A part of the CPU's time, as a share of all of it.
macro_rules! share {
    ($name:literal, $header:literal, [$($alias:literal),*], $ticks:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Percent,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &Of(|times: &Times| {
                let ticks: fn(&CpuTimes) -> Item<u64> = $ticks;
                // A kernel that counts nothing, as some sandboxes, has no shares.
                match times.ticks.sum() {
                    0 => Err(Absent::Unsupported),
                    sum => table::share(ticks(&times.ticks)?, sum),
                }
            }),
            volatile: true,
            ..Field::BASE
        }
    };
}

/// The same of one CPU on average, so that its growth is a share of that of all the time, in the
/// row of all CPUs too.
macro_rules! mean {
    ($name:literal, $header:literal, $ticks:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Seconds,
            doc: $doc,
            from: &Of2(|times: &Times, facts: &Facts| {
                let ticks: fn(&CpuTimes) -> Item<u64> = $ticks;
                match times.cpus {
                    0 => Err(Absent::Unsupported),
                    cpus => Ok((facts.seconds(ticks(&times.ticks)?) / cpus as f64).into()),
                }
            }),
            counter: true,
            share_of: Some("elapsed_mean"),
            ..Field::BASE
        }
    };
}

static TIMES: &[Field<On<Times>>] = &[
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Text,
        doc: "Number of the CPU, or all.",
        from: &Of(|times: &Times| {
            Ok(match times.cpu {
                Some(cpu) => Value::Word(cpu.to_string().into()),
                None => Value::word("all"),
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the CPU; does not apply to all of them.",
        from: &Of(|times: &Times| Ok(times.cpu.ok_or(Absent::NotApplicable)?.into())),
        ..Field::BASE
    },
    time!(
        "busy",
        "BUSY",
        [],
        CpuTimes::busy,
        "Time in which there was something to do, guests and time that was stolen included."
    ),
    time!(
        "elapsed",
        "ELAPSED",
        [],
        |cpu| Ok(cpu.sum()),
        "All of the time, whatever the CPU did in it."
    ),
    time!("user", "USER", ["usr"], CpuTimes::own_user, "Time in user mode, without guests."),
    time!(
        "nice",
        "NICE",
        [],
        CpuTimes::own_nice,
        "Time in user mode of lowered priority, without guests."
    ),
    time!("system", "SYSTEM", ["sys"], |cpu| cpu.system, "Time in the kernel, without interrupts."),
    time!("idle", "IDLE", [], |cpu| cpu.idle, "Time in which there was nothing to do."),
    time!(
        "iowait",
        "IOWAIT",
        [],
        |cpu| cpu.iowait,
        "Idle time in which a disk was waited for; it may go down."
    ),
    time!("irq", "IRQ", [], |cpu| cpu.irq, "Time in interrupts."),
    time!("softirq", "SOFTIRQ", ["soft"], |cpu| cpu.softirq, "Time in soft interrupts."),
    time!(
        "steal",
        "STEAL",
        [],
        |cpu| cpu.steal,
        "Time in which another machine of the same host ran."
    ),
    time!("guest", "GUEST", [], |cpu| cpu.guest, "Time that virtual machines of this one ran."),
    time!(
        "guest_nice",
        "GNICE",
        ["gnice"],
        |cpu| cpu.guest_nice,
        "Time that virtual machines of lowered priority ran."
    ),
];

static SHARES: &[Field<On<Times>>] = &[
    share!(
        "busy_share",
        "%BUSY",
        ["%busy"],
        CpuTimes::busy,
        "Share of the time since boot in which there was something to do."
    ),
    share!(
        "user_share",
        "%USR",
        ["%usr"],
        CpuTimes::own_user,
        "Share of the time since boot in user mode, without guests."
    ),
    share!(
        "nice_share",
        "%NICE",
        ["%nice"],
        CpuTimes::own_nice,
        "Share in user mode of lowered priority, without guests."
    ),
    share!(
        "system_share",
        "%SYS",
        ["%sys"],
        |cpu| cpu.system,
        "Share in the kernel, without interrupts."
    ),
    share!(
        "iowait_share",
        "%IOWAIT",
        ["%iowait"],
        |cpu| cpu.iowait,
        "Share idle while a disk was waited for."
    ),
    share!("irq_share", "%IRQ", ["%irq"], |cpu| cpu.irq, "Share in interrupts."),
    share!("softirq_share", "%SOFT", ["%soft"], |cpu| cpu.softirq, "Share in soft interrupts."),
    share!(
        "steal_share",
        "%STEAL",
        ["%steal"],
        |cpu| cpu.steal,
        "Share in which another machine of the same host ran."
    ),
    share!(
        "guest_share",
        "%GUEST",
        ["%guest"],
        |cpu| cpu.guest,
        "Share for virtual machines of this one."
    ),
    share!(
        "guest_nice_share",
        "%GNICE",
        ["%gnice"],
        |cpu| cpu.guest_nice,
        "Share for virtual machines of lowered priority."
    ),
    share!(
        "idle_share",
        "%IDLE",
        ["%idle"],
        |cpu| cpu.idle,
        "Share in which there was nothing to do."
    ),
];

static MEANS: &[Field<On<Times>>] = &[
    mean!(
        "elapsed_mean",
        "ELAPSED",
        |cpu| Ok(cpu.sum()),
        "All of the time, whatever the CPU did in it, on average over the CPUs of the row."
    ),
    mean!(
        "user_mean",
        "USR",
        CpuTimes::own_user,
        "Time in user mode, without guests, on average over the CPUs of the row."
    ),
    mean!("nice_mean", "NICE", CpuTimes::own_nice, "The same of lowered priority."),
    mean!("system_mean", "SYS", |cpu| cpu.system, "The same in the kernel, without interrupts."),
    mean!(
        "iowait_mean",
        "IOWAIT",
        |cpu| cpu.iowait,
        "The same idle while a disk was waited for; it may go down."
    ),
    mean!("irq_mean", "IRQ", |cpu| cpu.irq, "The same in interrupts."),
    mean!("softirq_mean", "SOFT", |cpu| cpu.softirq, "The same in soft interrupts."),
    mean!(
        "steal_mean",
        "STEAL",
        |cpu| cpu.steal,
        "The same while another machine of the same host ran."
    ),
    mean!("guest_mean", "GUEST", |cpu| cpu.guest, "The same for virtual machines of this one."),
    mean!(
        "guest_nice_mean",
        "GNICE",
        |cpu| cpu.guest_nice,
        "The same for virtual machines of lowered priority."
    ),
    mean!("idle_mean", "IDLE", |cpu| cpu.idle, "The same in which there was nothing to do."),
];
