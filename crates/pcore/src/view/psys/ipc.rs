//! `psys ipc`: one row an object that processes share by System V's means: a queue of messages, a set of semaphores, a segment of memory.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::names;
use crate::parse::Item;
use crate::parse::sysvipc::{self, Object};
use crate::plan::Plan;
use crate::root::Reader;
use crate::users::{Groups, Users};
use crate::view::pnet::table::{any, equal};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The objects.
pub(crate) struct Ipc;

impl Listed for Ipc {
    type Entry = Object;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "ipc",
        about: "Queues of messages, sets of semaphores and segments of memory that processes share by System V's means.",
        aliases: &["ipcs", "sysvipc", "msg", "sem", "shm"],
        key: &["kind", "id"],
        default_fields: &[
            "kind",
            "id",
            "key",
            "owner",
            "mode",
            "bytes",
            "messages",
            "semaphores",
            "attached",
            "changed",
        ],
        words: "a kind, a number, or the name of an owner",
        examples: &[
            ("psys ipc", "what ipcs shows"),
            ("psys ipc -Q 'kind == shm and attached == 0'", "segments that nobody uses"),
            ("psys ipc msg -o +sender,receiver,sent,received", "queues, and who used them last"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Object>>] = &[Group { name: "Object", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let (kind, field) = match word.text {
            "msg" | "sem" | "shm" => ("kind", "kind"),
            text if text.parse::<u64>().is_ok() => {
                return table::number_or_text(word, number("id"), number("owner"));
            }
            _ => ("owner", "owner"),
        };
        Ok(Selector { kind: kind.into(), filter: equal(word, number(field)) })
    }
}

impl Entry for Object {
    const FILES: &'static [File] = &[File::IpcMsg, File::IpcSem, File::IpcShm];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let kinds = [
            (File::IpcMsg, sysvipc::Kind::Queue),
            (File::IpcSem, sysvipc::Kind::Semaphores),
            (File::IpcShm, sysvipc::Kind::Memory),
        ];
        any(kinds.map(|(file, kind)| {
            let objects = table::items(reader, file, |text| sysvipc::rows(text, kind))?;
            objects.into_iter().for_each(&mut *each);
            Ok(())
        }))
    }
}

static FIELDS: &[Field<On<Object>>] = &[
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "Kind of the object: msg, sem or shm.",
        from: &Of(|object: &Object| {
            Ok(Value::word(match object.kind {
                sysvipc::Kind::Queue => "msg",
                sysvipc::Kind::Semaphores => "sem",
                sysvipc::Kind::Memory => "shm",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "id",
        header: "ID",
        kind: Kind::Id,
        doc: "Number of the object among its kind.",
        aliases: &["msqid", "semid", "shmid"],
        from: &Of(|object: &Object| Ok(object.id.into())),
        ..Field::BASE
    },
    Field {
        name: "key",
        header: "KEY",
        kind: Kind::Mask,
        doc: "What processes find it by; 0x00000000 is a private one.",
        from: &Of(|object: &Object| Ok(Value::Word(format!("{:#010x}", object.key?).into()))),
        ..Field::BASE
    },
    Field {
        name: "mode",
        header: "MODE",
        kind: Kind::Mask,
        doc: "Who may read and write it, in octal.",
        aliases: &["perms"],
        from: &Of(|object: &Object| {
            Ok(Value::Word(format!("{:03o}", object.mode? & 0o777).into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "status",
        header: "STATUS",
        kind: Kind::List(&Kind::Word),
        doc: "Of a segment whether it is to be removed, and whether it is locked in memory.",
        from: &Of(|object: &Object| match object.kind {
            sysvipc::Kind::Memory => Ok(names::flags(STATUS, object.mode? & !0o777)),
            _ => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "owner",
        header: "OWNER",
        kind: Kind::Text,
        doc: "User that owns it.",
        aliases: &["user"],
        from: &Of2(|object: &Object, users: &Users| {
            Ok(Value::Text(users.name(narrow(object, "uid")?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "User that owns it, as a number.",
        from: &Of(|object: &Object| Ok(object.number("uid")?.into())),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Text,
        doc: "Group that owns it.",
        from: &Of2(|object: &Object, groups: &Groups| {
            Ok(Value::Text(groups.name(narrow(object, "gid")?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "gid",
        header: "GID",
        kind: Kind::Id,
        doc: "Group that owns it, as a number.",
        from: &Of(|object: &Object| Ok(object.number("gid")?.into())),
        ..Field::BASE
    },
    Field {
        name: "creator",
        header: "CREATOR",
        kind: Kind::Text,
        doc: "User that made it.",
        from: &Of2(|object: &Object, users: &Users| {
            Ok(Value::Text(users.name(narrow(object, "cuid")?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "creator_uid",
        header: "CUID",
        kind: Kind::Id,
        doc: "User that made it, as a number.",
        aliases: &["cuid"],
        from: &Of(|object: &Object| Ok(object.number("cuid")?.into())),
        ..Field::BASE
    },
    Field {
        name: "creator_group",
        header: "CGROUP",
        kind: Kind::Text,
        doc: "Group of the user that made it.",
        from: &Of2(|object: &Object, groups: &Groups| {
            Ok(Value::Text(groups.name(narrow(object, "cgid")?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "creator_gid",
        header: "CGID",
        kind: Kind::Id,
        doc: "Group of the user that made it, as a number.",
        aliases: &["cgid"],
        from: &Of(|object: &Object| Ok(object.number("cgid")?.into())),
        ..Field::BASE
    },
    Field {
        name: "bytes",
        header: "BYTES",
        kind: Kind::Bytes,
        doc: "Size of a segment; bytes of the messages in a queue.",
        aliases: &["size", "cbytes"],
        from: &Of(|object: &Object| {
            Ok(object
                .number(match object.kind {
                    sysvipc::Kind::Queue => "cbytes",
                    _ => "size",
                })?
                .into())
        }),
        ..Field::BASE
    },
    Field {
        name: "messages",
        header: "MESSAGES",
        kind: Kind::Count,
        doc: "Messages in a queue.",
        aliases: &["qnum"],
        from: &Of(|object: &Object| Ok(object.number("qnum")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "semaphores",
        header: "SEMS",
        kind: Kind::Count,
        doc: "Semaphores of a set.",
        aliases: &["nsems"],
        from: &Of(|object: &Object| Ok(object.number("nsems")?.into())),
        ..Field::BASE
    },
    Field {
        name: "attached",
        header: "ATTACHED",
        kind: Kind::Count,
        doc: "How many times a segment is attached.",
        aliases: &["nattch"],
        from: &Of(|object: &Object| Ok(object.number("nattch")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "resident",
        header: "RSS",
        kind: Kind::Bytes,
        doc: "Memory that a segment takes.",
        aliases: &["rss"],
        from: &Of(|object: &Object| Ok(object.number("rss")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swapped",
        header: "SWAP",
        kind: Kind::Bytes,
        doc: "How much of a segment is swapped out.",
        aliases: &["swap"],
        from: &Of(|object: &Object| Ok(object.number("swap")?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "creator_pid",
        header: "CPID",
        kind: Kind::Id,
        doc: "Process that made a segment.",
        aliases: &["cpid"],
        from: &Of(|object: &Object| Ok(object.number("cpid")?.into())),
        ..Field::BASE
    },
    Field {
        name: "last_pid",
        header: "LPID",
        kind: Kind::Id,
        doc: "Process that attached or detached a segment last; does not apply to one that never was.",
        aliases: &["lpid"],
        from: &Of(|object: &Object| pid(object, "lpid")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "sender",
        header: "LSPID",
        kind: Kind::Id,
        doc: "Process that sent to a queue last.",
        aliases: &["lspid"],
        from: &Of(|object: &Object| pid(object, "lspid")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "receiver",
        header: "LRPID",
        kind: Kind::Id,
        doc: "Process that received from a queue last.",
        aliases: &["lrpid"],
        from: &Of(|object: &Object| pid(object, "lrpid")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "attach_time",
        header: "ATTACHED-AT",
        kind: Kind::Time,
        doc: "When a segment was attached last.",
        aliases: &["atime"],
        from: &Of(|object: &Object| moment(object, "atime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "detach_time",
        header: "DETACHED-AT",
        kind: Kind::Time,
        doc: "When a segment was detached last.",
        aliases: &["dtime"],
        from: &Of(|object: &Object| moment(object, "dtime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "sent",
        header: "SENT-AT",
        kind: Kind::Time,
        doc: "When a message was sent last.",
        aliases: &["stime"],
        from: &Of(|object: &Object| moment(object, "stime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "received",
        header: "RECEIVED-AT",
        kind: Kind::Time,
        doc: "When a message was received last.",
        aliases: &["rtime"],
        from: &Of(|object: &Object| moment(object, "rtime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "operated",
        header: "OPERATED-AT",
        kind: Kind::Time,
        doc: "When a semaphore was used last.",
        aliases: &["otime"],
        from: &Of(|object: &Object| moment(object, "otime")),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "changed",
        header: "CHANGED-AT",
        kind: Kind::Time,
        doc: "When the object was made or its owner or mode changed last.",
        aliases: &["ctime"],
        from: &Of(|object: &Object| moment(object, "ctime")),
        ..Field::BASE
    },
];

const STATUS: &[(u64, &str)] = &[(0o1000, "dest"), (0o2000, "locked")];

fn narrow(object: &Object, column: &str) -> Item<u32> {
    u32::try_from(object.number(column)?).map_err(|_| Absent::Malformed)
}

/// A process; none is written as 0.
fn pid(object: &Object, column: &str) -> Result<Value<'static>, Absent> {
    match object.number(column)? {
        0 => Err(Absent::NotApplicable),
        pid => Ok(pid.into()),
    }
}

/// A moment in seconds since the epoch; what never happened is written as 0.
fn moment(object: &Object, column: &str) -> Result<Value<'static>, Absent> {
    match object.number(column)? {
        0 => Err(Absent::NotApplicable),
        seconds => {
            let seconds = i64::try_from(seconds).map_err(|_| Absent::Malformed)?;
            Ok(Value::Time(seconds.checked_mul(1_000_000_000).ok_or(Absent::Malformed)?))
        }
    }
}
