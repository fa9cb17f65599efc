//! What part of the machine the process sees.

use crate::field::{Field, Group, Of};
use crate::parse::pid::status::Status;
use crate::view::pps::process::{
    NsCgroup, NsIpc, NsPidChildren, NsTime, NsTimeChildren, NsUser, NsUts, Process, TimeOffsets,
};
use crate::{Absent, Kind, Value};

/// What part of the machine the process sees.
pub(crate) const GROUP: Group<Process> = Group { name: "Namespaces", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "ns_cgroup",
        header: "CGROUPNS",
        kind: Kind::Id,
        doc: "Inode of the namespace of control groups.",
        aliases: &["cgroupns"],
        from: &Of(|ns: &NsCgroup| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_ipc",
        header: "IPCNS",
        kind: Kind::Id,
        doc: "Inode of the namespace of System V IPC and message queues.",
        aliases: &["ipcns"],
        from: &Of(|ns: &NsIpc| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_pid_children",
        header: "PIDNS-CHILDREN",
        kind: Kind::Id,
        doc: "Inode of the namespace of processes that new children are in.",
        from: &Of(|ns: &NsPidChildren| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_time",
        header: "TIMENS",
        kind: Kind::Id,
        doc: "Inode of the namespace of clocks.",
        aliases: &["timens"],
        from: &Of(|ns: &NsTime| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_time_children",
        header: "TIMENS-CHILDREN",
        kind: Kind::Id,
        doc: "Inode of the namespace of clocks that new children are in.",
        from: &Of(|ns: &NsTimeChildren| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "monotonic_offset",
        header: "MONOTONIC+",
        kind: Kind::Seconds,
        doc: "How far the clock that does not count sleep is ahead of the machine's, in the namespace of clocks that new children are in.",
        from: &Of(|offsets: &TimeOffsets| Ok(offsets.of_clock(b"monotonic")?.into())),
        ..Field::BASE
    },
    Field {
        name: "boottime_offset",
        header: "BOOTTIME+",
        kind: Kind::Seconds,
        doc: "How far the clock since boot is ahead of the machine's, in the namespace of clocks that new children are in.",
        from: &Of(|offsets: &TimeOffsets| Ok(offsets.of_clock(b"boottime")?.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_user",
        header: "USERNS",
        kind: Kind::Id,
        doc: "Inode of the namespace of users.",
        aliases: &["userns"],
        from: &Of(|ns: &NsUser| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_uts",
        header: "UTSNS",
        kind: Kind::Id,
        doc: "Inode of the namespace of the machine's names.",
        aliases: &["utsns"],
        from: &Of(|ns: &NsUts| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_pids",
        header: "NSPIDS",
        kind: Kind::List(&Kind::Id),
        doc: "Its number in each namespace of processes, from the reader's inwards.",
        aliases: &["nspid"],
        from: &Of(|status: &Status| {
            let pids = status.ns_pid.as_ref().map_err(|absent| *absent)?;
            Ok(Value::List(pids.iter().map(|pid| (*pid).into()).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "ns_pid_inner",
        header: "INNER-PID",
        kind: Kind::Id,
        doc: "Its number as itself sees it.",
        from: &Of(|status: &Status| {
            let pids = status.ns_pid.as_ref().map_err(|absent| *absent)?;
            pids.last().map(|pid| (*pid).into()).ok_or(Absent::Malformed)
        }),
        ..Field::BASE
    },
];
