//! The fields of a lock: what it is, who waits, whose it is, on which file.

use super::{Blockers, Holders, LockRow, Place, Queue, range};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::locks::{End, Entry, Lock, Node};
use crate::parse::pid::mountinfo::Mount;
use crate::view::pfd::file::{Meta, Target};
use crate::view::pnet::owners::called;
use crate::view::pps::process::{Comm, Number, Owner, User};
use crate::{Absent, Kind, Value};

pub(super) const GROUPS: &[Group<LockRow>] = &[
    Group { name: "Lock", fields: OF_THE_LOCK },
    Group { name: "Waiting", fields: OF_WAITING },
    Group { name: "Processes", fields: OF_PROCESSES },
    Group { name: "File", fields: OF_THE_FILE },
];

static OF_THE_LOCK: &[Field<LockRow>] = &[
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "What made the lock: POSIX, OFDLCK for one of an open file description, FLOCK, LEASE, DELEG for a lease of the file server, or ACCESS.",
        from: &Of(|lock: &Lock| word(&lock.kind)),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Word,
        doc: "Whether the lock is ADVISORY or MANDATORY, and of a lease whether it is ACTIVE, BREAKING since somebody wants the file, or the BREAKER who does.",
        from: &Of(|lock: &Lock| word(&lock.state)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mode",
        header: "MODE",
        kind: Kind::Word,
        doc: "READ, WRITE, or UNLCK of a lease that is being given up.",
        from: &Of(|lock: &Lock| word(&lock.mode)),
        ..Field::BASE
    },
    Field {
        name: "mandatory",
        header: "M",
        kind: Kind::Bool,
        doc: "Whether the kernel enforces the lock against whoever does not ask for one; no kernel since 5.15 does.",
        aliases: &["m"],
        from: &Of(|lock: &Lock| {
            let state = lock.state.as_deref().map_err(|absent| *absent)?;
            Ok((state == b"MANDATORY").into())
        }),
        ..Field::BASE
    },
    Field {
        name: "start",
        header: "START",
        kind: Kind::Id,
        doc: "First byte that is locked.",
        from: &Of(|lock: &Lock| Ok(lock.start?.into())),
        ..Field::BASE
    },
    Field {
        name: "end",
        header: "END",
        kind: Kind::Id,
        doc: "Last byte that is locked; does not apply where the lock ends with the file, however long that becomes.",
        from: &Of(|lock: &Lock| match lock.end? {
            End::At(end) => Ok(end.into()),
            End::OfFile => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "to_eof",
        header: "TO-EOF",
        kind: Kind::Bool,
        doc: "Whether the lock ends with the file, however long that becomes.",
        from: &Of(|lock: &Lock| Ok((lock.end? == End::OfFile).into())),
        ..Field::BASE
    },
    Field {
        name: "range",
        header: "RANGE",
        kind: Kind::Word,
        doc: "First and last byte in one, the last EOF where the lock ends with the file.",
        from: &Of(|lock: &Lock| Ok(Value::Word(range(lock)?.into()))),
        ..Field::BASE
    },
    Field {
        name: "id",
        header: "ID",
        kind: Kind::Id,
        doc: "Number that the kernel's table gives to a lock and to all that wait for it, for one reading alone.",
        from: &Of(|lock: &Lock| Ok(lock.id?.into())),
        volatile: true,
        ..Field::BASE
    },
];

static OF_WAITING: &[Field<LockRow>] = &[
    Field {
        name: "waiting",
        header: "WAITING",
        kind: Kind::Bool,
        doc: "Whether it is waited for, not held.",
        aliases: &["blocked"],
        from: &Of(|lock: &Lock| Ok((lock.depth > 0).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blocker",
        header: "BLOCKER",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes that hold what it waits for, itself or behind others; of an open file description all that have it open.",
        from: &Of(|queue: &Queue| pids(&queue.blockers)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blocker_process",
        header: "BLOCKER-PROCESS",
        kind: Kind::List(&Kind::Text),
        doc: "Names of those processes.",
        from: &Of(|blockers: &Blockers| {
            Ok(Value::List(blockers.0.iter().map(|name| Value::text(name)).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blocked_by",
        header: "BLOCKED-BY",
        kind: Kind::Id,
        doc: "Number of the process right before it: the one that holds the lock, or one that waits too and would be in the way then.",
        from: &Of(|queue: &Queue| Ok(queue.before?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "blocks",
        header: "BLOCKS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes right behind it; the kernel does not name those that wait for a lock of an open file description.",
        from: &Of(|queue: &Queue| pids(&queue.behind)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "waiters",
        header: "WAITERS",
        kind: Kind::Count,
        doc: "How many wait for it, right behind it or behind others.",
        from: &Of(|place: &Place| Ok(place.waiters.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Place in the kernel's table, from 1 on, for one reading alone.",
        from: &Of(|place: &Place| Ok(Place::number(place.at).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "waits_for",
        header: "WAITS-FOR",
        kind: Kind::Id,
        doc: "Place of what is right before it.",
        from: &Of(|entry: &Entry| Ok(Place::number(entry.above?).into())),
        volatile: true,
        ..Field::BASE
    },
];

static OF_PROCESSES: &[Field<LockRow>] = &[
    Field {
        name: "command",
        header: "COMMAND",
        kind: Kind::Text,
        doc: "Name of the process that asked for the lock.",
        aliases: &["comm"],
        from: &Of(|comm: &Comm| Ok(Value::text(comm.bytes()))),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Number of the process that asked for the lock, or where that is not kept, as of an open file description, of the first that holds it.",
        from: &Of(|number: &Number| Ok(number.0.into())),
        ..Field::BASE
    },
    Field {
        name: "taker",
        header: "TAKER",
        kind: Kind::Id,
        doc: "Number of the process that asked for the lock, as the kernel's table has it, also if it has gone since and left the lock to others.",
        from: &Of(|lock: &Lock| Ok(lock.pid?.into())),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of that process's effective user, or its number where it has no name.",
        from: &Of(|user: &User| Ok(Value::text(&user.0))),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of that process's effective user.",
        from: &Of(|owner: &Owner| Ok(owner.uid.into())),
        ..Field::BASE
    },
    Field {
        name: "holder_pid",
        header: "HOLDER-PID",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes that hold the lock, one for each descriptor; those of equal locks on one file are not told apart.",
        from: &Of(|holders: &Holders| Ok(holders.list(|(holding, _)| holding.pid.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "holder_fd",
        header: "HOLDER-FD",
        kind: Kind::List(&Kind::Id),
        doc: "Descriptors through which they hold it, in the same order.",
        from: &Of(|holders: &Holders| Ok(holders.list(|(holding, _)| holding.fd.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "holder_process",
        header: "HOLDER-PROCESS",
        kind: Kind::List(&Kind::Text),
        doc: "Names of these processes, in the same order; the number of one that has ended meanwhile.",
        aliases: &["holders"],
        from: &Of(|holders: &Holders| {
            Ok(holders.list(|(holding, name)| called(holding.pid, name.as_deref())))
        }),
        volatile: true,
        ..Field::BASE
    },
];

static OF_THE_FILE: &[Field<LockRow>] = &[
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::Path,
        doc: "Path of the file, as one of those who hold the lock has it open.",
        aliases: &["name"],
        from: &Of(|target: &Target| Ok(Value::text(target.bytes()))),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Word,
        doc: "Device of the file system that the file lies on, major and minor number.",
        aliases: &["dev", "maj:min"],
        from: &Of(|file: &Node| Ok(Value::Word(file.device.to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "inode",
        header: "INODE",
        kind: Kind::Id,
        doc: "Inode number of the file.",
        aliases: &["ino"],
        from: &Of(|file: &Node| Ok(file.inode.into())),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Size of the file, as the kernel has it cached; not asked of network file systems.",
        from: &Of(|meta: &Meta| Ok(meta.size()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "fs_type",
        header: "FSTYPE",
        kind: Kind::Text,
        doc: "Type of the file system.",
        from: &Of(|mount: &Mount| Ok(Value::text(&mount.fs_type))),
        ..Field::BASE
    },
    Field {
        name: "mountpoint",
        header: "MOUNTPOINT",
        kind: Kind::Path,
        doc: "Where the file system is mounted.",
        from: &Of(|mount: &Mount| Ok(Value::text(&mount.point))),
        ..Field::BASE
    },
    Field {
        name: "source",
        header: "SOURCE",
        kind: Kind::Text,
        doc: "What is mounted there.",
        from: &Of(|mount: &Mount| Ok(Value::text(mount.source.as_deref().map_err(|a| *a)?))),
        ..Field::BASE
    },
];

fn word(item: &Item<Box<[u8]>>) -> Item<Value<'_>> {
    Ok(Value::text(item.as_deref().map_err(|absent| *absent)?))
}

fn pids(item: &Item<Vec<u32>>) -> Item<Value<'_>> {
    let pids = item.as_deref().map_err(|absent| *absent)?;
    Ok(Value::List(pids.iter().map(|pid| (*pid).into()).collect()))
}
