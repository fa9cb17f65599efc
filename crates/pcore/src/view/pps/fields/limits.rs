//! The limits that a process meets most often, as the kernel enforces them.

use crate::field::{Field, Group, Of, Of2};
use crate::view::pps::process::{Fds, Limits, Process};
use crate::{Absent, Kind, Value};

/// The limits that a process meets most often, as the kernel enforces them.
pub(crate) const GROUP: Group<Process> = Group { name: "Limits", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "open_files_limit",
        header: "NOFILE",
        kind: Kind::Limit,
        doc: "Largest number of descriptors that may be open.",
        aliases: &["nofile"],
        from: &Of(|limits: &Limits| Ok(limits.soft("nofile")?.into())),
        ..Field::BASE
    },
    Field {
        name: "fds_percent",
        header: "%FDS",
        kind: Kind::Percent,
        doc: "Open descriptors as a share of that limit.",
        from: &Of2(|fds: &Fds, limits: &Limits| match limits.soft("nofile")? {
            u64::MAX => Err(Absent::NotApplicable),
            limit => Ok(Value::Float(fds.0 as f64 / limit.max(1) as f64 * 100.0)),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "processes_limit",
        header: "NPROC",
        kind: Kind::Limit,
        doc: "Largest number of processes and threads of the real user.",
        aliases: &["nproc"],
        from: &Of(|limits: &Limits| Ok(limits.soft("nproc")?.into())),
        ..Field::BASE
    },
    Field {
        name: "stack_limit",
        header: "STACK-LIMIT",
        kind: Kind::Limit,
        doc: "Largest size of the main stack in bytes.",
        from: &Of(|limits: &Limits| Ok(limits.soft("stack")?.into())),
        ..Field::BASE
    },
    Field {
        name: "locked_memory_limit",
        header: "MEMLOCK",
        kind: Kind::Limit,
        doc: "Largest amount of memory that may be locked in bytes.",
        aliases: &["memlock"],
        from: &Of(|limits: &Limits| Ok(limits.soft("memlock")?.into())),
        ..Field::BASE
    },
    Field {
        name: "core_limit",
        header: "CORE-LIMIT",
        kind: Kind::Limit,
        doc: "Largest size of a core dump in bytes.",
        from: &Of(|limits: &Limits| Ok(limits.soft("core")?.into())),
        ..Field::BASE
    },
];
