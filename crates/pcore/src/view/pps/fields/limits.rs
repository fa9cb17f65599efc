//! The limits that a process meets most often; they do not apply where there is none.

use crate::field::{Field, Group, Of, Of2};
use crate::view::pps::process::{Fds, Limits, Process};
use crate::{Kind, Value};

/// The limits that a process meets most often; they do not apply where there is none.
pub(crate) const GROUP: Group<Process> = Group { name: "Limits", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "open_files_limit",
        header: "NOFILE",
        kind: Kind::Count,
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
        from: &Of2(|fds: &Fds, limits: &Limits| {
            let limit = limits.soft("nofile")?.max(1);
            Ok(Value::Float(fds.0 as f64 / limit as f64 * 100.0))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "processes_limit",
        header: "NPROC",
        kind: Kind::Count,
        doc: "Largest number of processes and threads of the real user.",
        aliases: &["nproc"],
        from: &Of(|limits: &Limits| Ok(limits.soft("nproc")?.into())),
        ..Field::BASE
    },
    Field {
        name: "stack_limit",
        header: "STACK-LIMIT",
        kind: Kind::Bytes,
        doc: "Largest size of the main stack.",
        from: &Of(|limits: &Limits| Ok(limits.soft("stack")?.into())),
        ..Field::BASE
    },
    Field {
        name: "locked_memory_limit",
        header: "MEMLOCK",
        kind: Kind::Bytes,
        doc: "Largest amount of memory that may be locked.",
        aliases: &["memlock"],
        from: &Of(|limits: &Limits| Ok(limits.soft("memlock")?.into())),
        ..Field::BASE
    },
    Field {
        name: "core_limit",
        header: "CORE-LIMIT",
        kind: Kind::Bytes,
        doc: "Largest size of a core dump.",
        from: &Of(|limits: &Limits| Ok(limits.soft("core")?.into())),
        ..Field::BASE
    },
];
