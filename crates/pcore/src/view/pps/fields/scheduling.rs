//! How the kernel schedules the process.

use crate::field::{Field, Group, Of, Of2};
use crate::names::{SCHED_CLASSES, named};
use crate::parse::pid::autogroup::Autogroup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::view::pps::fields::text;
use crate::view::pps::process::{Nodes, Process, TimerSlack};
use crate::{Absent, Kind, Value};

/// How the kernel schedules the process.
pub(crate) const GROUP: Group<Process> = Group { name: "Scheduling", fields: FIELDS };

/// The policies that look at the nice value, by the kernel's number.
const OTHER: u64 = 0;
const BATCH: u64 = 3;
const EXT: u64 = 7;

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "nice",
        header: "NI",
        kind: Kind::Count,
        doc: "Nice value, from -20 for the most favoured to 19; does not apply to tasks of a policy that knows none.",
        aliases: &["ni"],
        from: &Of(|stat: &Stat| match stat.policy {
            Ok(OTHER | BATCH | EXT) | Err(Absent::Unsupported) => Ok(stat.nice?.into()),
            Ok(_) => Err(Absent::NotApplicable),
            Err(absent) => Err(absent),
        }),
        ..Field::BASE
    },
    Field {
        name: "priority",
        header: "PRIORITY",
        kind: Kind::Count,
        doc: "Scheduling priority as the kernel counts it: 20 plus the nice value, negative in real time.",
        from: &Of(|stat: &Stat| Ok(stat.priority?.into())),
        ..Field::BASE
    },
    Field {
        name: "pri",
        header: "PRI",
        kind: Kind::Count,
        doc: "Priority that grows with importance: 39 less the priority of the kernel.",
        from: &Of(|stat: &Stat| shifted(39, -1, stat)),
        ..Field::BASE
    },
    Field {
        name: "pri_api",
        header: "PRI-API",
        kind: Kind::Count,
        doc: "Priority as a scale of ps has it: -1 less the priority of the kernel.",
        from: &Of(|stat: &Stat| shifted(-1, -1, stat)),
        ..Field::BASE
    },
    Field {
        name: "pri_bar",
        header: "PRI-BAR",
        kind: Kind::Count,
        doc: "Priority as a scale of ps has it: the priority of the kernel plus 1.",
        from: &Of(|stat: &Stat| shifted(1, 1, stat)),
        ..Field::BASE
    },
    Field {
        name: "pri_baz",
        header: "PRI-BAZ",
        kind: Kind::Count,
        doc: "Priority as a scale of ps has it: the priority of the kernel plus 100.",
        from: &Of(|stat: &Stat| shifted(100, 1, stat)),
        ..Field::BASE
    },
    Field {
        name: "pri_foo",
        header: "PRI-FOO",
        kind: Kind::Count,
        doc: "Priority as a scale of ps has it: the priority of the kernel less 20.",
        from: &Of(|stat: &Stat| shifted(-20, 1, stat)),
        ..Field::BASE
    },
    Field {
        name: "opri",
        header: "OPRI",
        kind: Kind::Count,
        doc: "Priority as a scale of ps has it: the priority of the kernel plus 60.",
        aliases: &["intpri"],
        from: &Of(|stat: &Stat| shifted(60, 1, stat)),
        ..Field::BASE
    },
    Field {
        name: "rt_priority",
        header: "RTPRIO",
        kind: Kind::Count,
        doc: "Priority in real time, from 1 to 99.",
        aliases: &["rtprio"],
        from: &Of(|stat: &Stat| match stat.rt_priority? {
            0 => Err(Absent::NotApplicable),
            priority => Ok(priority.into()),
        }),
        ..Field::BASE
    },
    Field {
        name: "class",
        header: "CLS",
        kind: Kind::Word,
        doc: "Policy of the scheduler: TS by shares, FF and RR in real time, B batch, ISO, IDL idle, DLN deadline, EXT by a program.",
        aliases: &["cls", "policy"],
        from: &Of(|stat: &Stat| Ok(named(SCHED_CLASSES, stat.policy?))),
        ..Field::BASE
    },
    Field {
        name: "sched",
        header: "SCHED",
        kind: Kind::Id,
        doc: "Number of that policy.",
        from: &Of(|stat: &Stat| Ok(stat.policy?.into())),
        ..Field::BASE
    },
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Processor that it last ran on.",
        aliases: &["psr", "cpuid", "lastcpu"],
        from: &Of(|stat: &Stat| Ok(stat.processor?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "running_cpu",
        header: "RUNNING",
        kind: Kind::Id,
        doc: "Processor that it runs on; does not apply to what is not running.",
        aliases: &["sgi_p"],
        from: &Of(|stat: &Stat| match stat.state? {
            b'R' => Ok(stat.processor?.into()),
            _ => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "numa_node",
        header: "NUMA",
        kind: Kind::Id,
        doc: "Node of that processor; unsupported where the machine has several, since /proc does not tell which processor belongs to which.",
        aliases: &["numa"],
        from: &Of2(|stat: &Stat, nodes: &Nodes| stat.processor.and(Ok(nodes.only?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "numa_group",
        header: "NUMA-GROUP",
        kind: Kind::Id,
        doc: "Number of the group of tasks that the kernel keeps together on the nodes of memory.",
        aliases: &["ngid"],
        from: &Of(|status: &Status| match status.ngid? {
            0 => Err(Absent::NotApplicable),
            group => Ok(group.into()),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpus_allowed",
        header: "CPUS-ALLOWED",
        kind: Kind::Mask,
        doc: "Processors that it may run on, as a mask.",
        from: &Of(|status: &Status| text(&status.cpus_allowed)),
        ..Field::BASE
    },
    Field {
        name: "cpus_allowed_list",
        header: "CPUS",
        kind: Kind::Text,
        doc: "Processors that it may run on, as a list.",
        from: &Of(|status: &Status| text(&status.cpus_allowed_list)),
        ..Field::BASE
    },
    Field {
        name: "mems_allowed_list",
        header: "MEMS",
        kind: Kind::Text,
        doc: "Nodes of memory that it may use, as a list.",
        from: &Of(|status: &Status| text(&status.mems_allowed_list)),
        ..Field::BASE
    },
    Field {
        name: "autogroup",
        header: "AGID",
        kind: Kind::Id,
        doc: "Number of the group of tasks, one to a session, that the CPUs are shared among.",
        aliases: &["ag_id"],
        from: &Of(|group: &Autogroup| Ok(group.id?.into())),
        ..Field::BASE
    },
    Field {
        name: "autogroup_nice",
        header: "AGNI",
        kind: Kind::Count,
        doc: "Nice value of that group.",
        aliases: &["ag_nice"],
        from: &Of(|group: &Autogroup| Ok(group.nice?.into())),
        ..Field::BASE
    },
    Field {
        name: "timer_slack",
        header: "TIMER-SLACK",
        kind: Kind::Seconds,
        doc: "How late the timers of the process may be.",
        from: &Of(|slack: &TimerSlack| Ok(Value::Float(slack.0 as f64 / 1e9))),
        ..Field::BASE
    },
    Field {
        name: "voluntary_switches",
        header: "VCSW",
        kind: Kind::Count,
        doc: "Times that the main task gave up the CPU to wait.",
        aliases: &["nvcsw"],
        from: &Of(|status: &Status| Ok(status.voluntary_switches?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "involuntary_switches",
        header: "IVCSW",
        kind: Kind::Count,
        doc: "Times that the main task was taken off the CPU.",
        aliases: &["nivcsw"],
        from: &Of(|status: &Status| Ok(status.involuntary_switches?.into())),
        volatile: true,
        ..Field::BASE
    },
];

/// The kernel's priority on a scale of another beginning and direction.
fn shifted(by: i64, sign: i64, stat: &Stat) -> Result<Value<'static>, Absent> {
    let priority = stat.priority?.checked_mul(sign).and_then(|priority| priority.checked_add(by));
    priority.map(Value::Int).ok_or(Absent::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_on_the_scales_of_ps() {
        for (priority, expected) in [
            (20, [19, -21, 21, 120, 0, 80]),
            (-100, [139, 99, -99, 0, -120, -40]),
            (39, [0, -40, 40, 139, 19, 99]),
        ] {
            let text = format!("7 (x) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 {priority} 0 1 0 9 0\n");
            let stat = Stat::parse(text.as_bytes()).unwrap();
            let scales = [(39, -1), (-1, -1), (1, 1), (100, 1), (-20, 1), (60, 1)];
            let found = scales.map(|(by, sign)| shifted(by, sign, &stat));
            assert_eq!(found, expected.map(|number| Ok(Value::Int(number))));
        }
    }

    #[test]
    fn a_priority_that_is_none_is_malformed() {
        let text = format!("7 (x) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 {} 0 1 0 9 0\n", i64::MIN);
        let stat = Stat::parse(text.as_bytes()).unwrap();
        assert_eq!(shifted(39, -1, &stat), Err(Absent::Malformed));
    }
}
