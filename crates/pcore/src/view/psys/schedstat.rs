//! `psys schedstat`: one row a CPU or a group of CPUs among which tasks are moved, with what the scheduler counts of it.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::schedstat::{Counts, CpuCounts, DomainCounts, Row, SchedStat};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// What the scheduler counts.
pub(crate) struct SchedStatistics;

impl Listed for SchedStatistics {
    type Entry = Row;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "schedstat",
        about: "What the scheduler counts of each CPU, and of each group of CPUs among which it moves tasks.",
        aliases: &["sched-stat"],
        key: &["cpu", "domain"],
        default_fields: &[
            "cpu",
            "domain",
            "run_time",
            "wait_time",
            "slices",
            "idles",
            "wakeups",
            "local_wakeups",
        ],
        words: "the number of a CPU",
        examples: &[
            ("psys schedstat -Q 'domain is null'", "the CPUs alone"),
            (
                "psys schedstat 0 -Q 'domain >= 0' -o domain,mask,idle_moved,busy_moved,newly_idle_moved",
                "how tasks came to one",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Row>>] =
        &[Group { name: "CPU", fields: CPU }, Group { name: "Domain", fields: DOMAIN }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::numbered(word, number, "cpu", "a CPU")
    }
}

impl Entry for Row {
    const FILES: &'static [File] = &[File::SchedulerStat];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let stat = table::absent_here(reader.read(File::SchedulerStat, SchedStat::parse))??;
        for _ in 0..stat.bad {
            reader.problem(File::SchedulerStat, Reason::BadRow);
        }
        stat.rows.into_iter().for_each(each);
        Ok(())
    }
}

impl Row {
    fn cpu(&self) -> Item<&CpuCounts> {
        match &self.counts {
            Counts::Cpu(counts) => Ok(counts),
            Counts::Domain(_) => Err(Absent::NotApplicable),
        }
    }

    fn domain(&self) -> Item<&DomainCounts> {
        match &self.counts {
            Counts::Cpu(_) => Err(Absent::NotApplicable),
            Counts::Domain(counts) => Ok(counts),
        }
    }
}

fn count(count: Item<u64>) -> Item<Value<'static>> {
    Ok(count?.into())
}

/// Nanoseconds as seconds.
fn time(nanos: Item<u64>) -> Item<Value<'static>> {
    Ok(Value::Float(nanos? as f64 / 1e9))
}

static CPU: &[Field<On<Row>>] = &[
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Number of the CPU.",
        from: &Of(|row: &Row| Ok(row.cpu.into())),
        ..Field::BASE
    },
    Field {
        name: "run_time",
        header: "RUN",
        kind: Kind::Seconds,
        doc: "Time that tasks ran; like what follows, it does not apply to groups.",
        from: &Of(|cpu: &Row| time(cpu.cpu()?.run)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "wait_time",
        header: "WAIT",
        kind: Kind::Seconds,
        doc: "Time that tasks waited to run, added up.",
        from: &Of(|cpu: &Row| time(cpu.cpu()?.wait)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "slices",
        header: "SLICES",
        kind: Kind::Count,
        doc: "How often a task ran.",
        aliases: &["timeslices"],
        from: &Of(|cpu: &Row| count(cpu.cpu()?.slices)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "schedules",
        header: "SCHEDULES",
        kind: Kind::Count,
        doc: "How often the scheduler was called.",
        from: &Of(|cpu: &Row| count(cpu.cpu()?.schedules)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "idles",
        header: "IDLES",
        kind: Kind::Count,
        doc: "How often it left the CPU idle.",
        from: &Of(|cpu: &Row| count(cpu.cpu()?.idles)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "yields",
        header: "YIELDS",
        kind: Kind::Count,
        doc: "How often a task gave the CPU up of itself.",
        from: &Of(|cpu: &Row| count(cpu.cpu()?.yields)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "wakeups",
        header: "WAKEUPS",
        kind: Kind::Count,
        doc: "How often a task was woken.",
        from: &Of(|cpu: &Row| count(cpu.cpu()?.wakeups)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "local_wakeups",
        header: "LOCAL",
        kind: Kind::Count,
        doc: "How often it was woken by the CPU that it ran on.",
        from: &Of(|cpu: &Row| count(cpu.cpu()?.local_wakeups)),
        counter: true,
        ..Field::BASE
    },
];

static DOMAIN: &[Field<On<Row>>] = &[
    Field {
        name: "domain",
        header: "DOMAIN",
        kind: Kind::Id,
        doc: "Number of the group, the smallest first; like what follows, it does not apply to the CPU itself.",
        from: &Of(|row: &Row| Ok(row.domain()?.number.into())),
        ..Field::BASE
    },
    Field {
        name: "domain_name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the group, such as MC; since Linux 6.14.",
        from: &Of(|row: &Row| {
            row.domain()?.name.as_deref().map(Value::text).ok_or(Absent::Unsupported)
        }),
        ..Field::BASE
    },
    Field {
        name: "mask",
        header: "MASK",
        kind: Kind::Text,
        doc: "Mask of the CPUs of the group.",
        from: &Of(|row: &Row| Ok(Value::text(&row.domain()?.mask))),
        ..Field::BASE
    },
    Field {
        name: "idle_attempts",
        header: "IDLE-ATTEMPTS",
        kind: Kind::Count,
        doc: "Attempts to balance the load while a CPU was idle.",
        from: &Of(|domain: &Row| count(domain.domain()?.idle.attempts)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "idle_balanced",
        header: "IDLE-BALANCED",
        kind: Kind::Count,
        doc: "How many of these found nothing to do.",
        from: &Of(|domain: &Row| count(domain.domain()?.idle.balanced)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "idle_failed",
        header: "IDLE-FAILED",
        kind: Kind::Count,
        doc: "How many found something, and moved nothing.",
        from: &Of(|domain: &Row| count(domain.domain()?.idle.failed)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "idle_moved",
        header: "IDLE-MOVED",
        kind: Kind::Count,
        doc: "Tasks that these attempts moved.",
        from: &Of(|domain: &Row| count(domain.domain()?.idle.moved)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "busy_attempts",
        header: "BUSY-ATTEMPTS",
        kind: Kind::Count,
        doc: "Attempts to balance the load while a CPU was busy.",
        from: &Of(|domain: &Row| count(domain.domain()?.busy.attempts)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "busy_balanced",
        header: "BUSY-BALANCED",
        kind: Kind::Count,
        doc: "How many of these found nothing to do.",
        from: &Of(|domain: &Row| count(domain.domain()?.busy.balanced)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "busy_failed",
        header: "BUSY-FAILED",
        kind: Kind::Count,
        doc: "How many found something, and moved nothing.",
        from: &Of(|domain: &Row| count(domain.domain()?.busy.failed)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "busy_moved",
        header: "BUSY-MOVED",
        kind: Kind::Count,
        doc: "Tasks that these attempts moved.",
        from: &Of(|domain: &Row| count(domain.domain()?.busy.moved)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "newly_idle_attempts",
        header: "NEWLY-IDLE-ATTEMPTS",
        kind: Kind::Count,
        doc: "Attempts to balance the load when a CPU was about to be idle.",
        from: &Of(|domain: &Row| count(domain.domain()?.newly_idle.attempts)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "newly_idle_balanced",
        header: "NEWLY-IDLE-BALANCED",
        kind: Kind::Count,
        doc: "How many of these found nothing to do.",
        from: &Of(|domain: &Row| count(domain.domain()?.newly_idle.balanced)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "newly_idle_failed",
        header: "NEWLY-IDLE-FAILED",
        kind: Kind::Count,
        doc: "How many found something, and moved nothing.",
        from: &Of(|domain: &Row| count(domain.domain()?.newly_idle.failed)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "newly_idle_moved",
        header: "NEWLY-IDLE-MOVED",
        kind: Kind::Count,
        doc: "Tasks that these attempts moved.",
        from: &Of(|domain: &Row| count(domain.domain()?.newly_idle.moved)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "pushes",
        header: "PUSHES",
        kind: Kind::Count,
        doc: "How often a running task was to be pushed to another CPU.",
        from: &Of(|domain: &Row| count(domain.domain()?.pushes)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "failed_pushes",
        header: "FAILED-PUSHES",
        kind: Kind::Count,
        doc: "How often that failed.",
        from: &Of(|domain: &Row| count(domain.domain()?.failed_pushes)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "pushed",
        header: "PUSHED",
        kind: Kind::Count,
        doc: "How often a task was pushed.",
        from: &Of(|domain: &Row| count(domain.domain()?.pushed)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "remote_wakeups",
        header: "REMOTE",
        kind: Kind::Count,
        doc: "Wake-ups of tasks that had run on another CPU of the group.",
        from: &Of(|domain: &Row| count(domain.domain()?.remote_wakeups)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "affine_wakeups",
        header: "AFFINE",
        kind: Kind::Count,
        doc: "Those that moved the task to the CPU that woke it, for the sake of its cache.",
        from: &Of(|domain: &Row| count(domain.domain()?.affine_wakeups)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "balanced_wakeups",
        header: "BALANCED",
        kind: Kind::Count,
        doc: "Those that moved it to balance the load.",
        from: &Of(|domain: &Row| count(domain.domain()?.balanced_wakeups)),
        counter: true,
        ..Field::BASE
    },
];
