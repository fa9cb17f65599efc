//! How the kernel schedules the process.

use crate::Kind;
use crate::field::{Field, Group, Of};
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::view::pps::process::Process;

/// How the kernel schedules the process.
pub(crate) const GROUP: Group<Process> = Group { name: "Scheduling", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "nice",
        header: "NI",
        kind: Kind::Count,
        doc: "Nice value, from -20 for the most favoured to 19.",
        aliases: &["ni"],
        from: &Of(|stat: &Stat| Ok(stat.nice?.into())),
        ..Field::BASE
    },
    Field {
        name: "priority",
        header: "PRI",
        kind: Kind::Count,
        doc: "Scheduling priority as the kernel counts it: 20 plus the nice value, negative in real time.",
        from: &Of(|stat: &Stat| Ok(stat.priority?.into())),
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
