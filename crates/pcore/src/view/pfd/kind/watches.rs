//! Inotify instances and fanotify groups: what is watched, and for what.
//!
//! The kernel tells inodes, and handles by which they can be opened. Only who asks for the paths has
//! that done.

mod places;

pub(crate) use places::{Paths, Places};

use super::joined;
use crate::field::{Field, Group, Of};
use crate::names::{OPEN_FLAGS, flags};
use crate::parse::Item;
use crate::parse::pid::fdinfo::watches::{Object, Watch, Watches};
use crate::view::pfd::file::Open;
use crate::{Absent, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Watches", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "watch_objects",
        header: "WATCH-OBJECTS",
        kind: Kind::List(&Kind::Word),
        doc: "What inotify or fanotify watches, one by one: inode, mount, filesystem or mount_namespace.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| {
                Ok(Value::word(match watch.object? {
                    Object::Inode(_) => "inode",
                    Object::Mount(_) => "mount",
                    Object::FileSystem => "filesystem",
                    Object::MountNamespace(_) => "mount_namespace",
                }))
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_inodes",
        header: "WATCH-INODES",
        kind: Kind::List(&Kind::Id),
        doc: "Inodes of the files and directories, and numbers of the mounts, that are watched.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| match watch.object? {
                Object::Inode(number) | Object::MountNamespace(number) => Ok(number.into()),
                Object::Mount(number) => Ok(number.into()),
                Object::FileSystem => Err(Absent::NotApplicable),
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_devices",
        header: "WATCH-DEVICES",
        kind: Kind::List(&Kind::Word),
        doc: "Devices of the file systems that those lie on.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| Ok(Value::Word(watch.device?.to_string().into())))
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_paths",
        header: "WATCH-PATHS",
        kind: Kind::List(&Kind::Path),
        doc: "What is watched, by path; needs CAP_DAC_READ_SEARCH, and what the kernel finds no path to is told by number, as inode:[12].",
        from: &Of(|paths: &Paths| {
            Ok(Value::List(paths.0.iter().map(|path| Value::text(path)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_mounts",
        header: "WATCH-MOUNTS",
        kind: Kind::List(&Kind::Path),
        doc: "Where those file systems are mounted, one place each, as far as the process can see.",
        from: &Of(|places: &Places| {
            Ok(Value::List(places.0.iter().map(|mount| Value::text(&mount.point)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_events",
        header: "WATCH-EVENTS",
        kind: Kind::List(&Kind::Word),
        doc: "Events that are told, one by one of what is watched.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| Ok(joined(flags(events(watch), watch.mask?))))
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_ignored",
        header: "WATCH-IGNORED",
        kind: Kind::List(&Kind::Word),
        doc: "Events that are not told, likewise.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| Ok(joined(flags(events(watch), watch.ignored?))))
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_descriptors",
        header: "WATCH-DESCRIPTORS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers by which inotify tells of what it watches.",
        from: &Of(|watches: &Watches| each(watches, |watch| Ok(watch.descriptor?.into()))),
        ..Field::BASE
    },
    Field {
        name: "watch_flags",
        header: "WATCH-FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "How the marks of fanotify were set.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| Ok(joined(flags(MARKS, watch.flags?))))
        }),
        ..Field::BASE
    },
    Field {
        name: "watch_handles",
        header: "WATCH-HANDLES",
        kind: Kind::List(&Kind::Mask),
        doc: "What would open the watched files again: the type of the handle and its bytes.",
        from: &Of(|watches: &Watches| {
            each(watches, |watch| {
                let handle = watch.handle.as_ref().map_err(|absent| *absent)?;
                let bytes = handle.bytes.iter().map(|byte| format!("{byte:02x}"));
                Ok(Value::Word(format!("{:x}:{}", handle.kind, bytes.collect::<String>()).into()))
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "fanotify_flags",
        header: "FANOTIFY-FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags that a fanotify group was made with.",
        from: &Of(|watches: &Watches| Ok(flags(GROUPS, watches.flags?))),
        ..Field::BASE
    },
    Field {
        name: "fanotify_event_flags",
        header: "FANOTIFY-EVENT-FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags of the descriptors that a fanotify group hands out.",
        from: &Of(|watches: &Watches| Ok(flags(OPEN_FLAGS, watches.event_flags?))),
        ..Field::BASE
    },
];

/// One value for each thing that is watched and can have it.
fn each(watches: &Watches, value: impl Fn(&Watch) -> Item<Value<'static>>) -> Item<Value<'static>> {
    let values = watches.watches.iter().map(value);
    values
        .filter(|value| *value != Err(Absent::NotApplicable))
        .collect::<Item<_>>()
        .map(Value::List)
}

/// The names of the events: those of a watch of inotify have a number.
fn events(watch: &Watch) -> &'static [(u64, &'static str)] {
    if watch.descriptor == Err(Absent::NotApplicable) { FANOTIFY } else { INOTIFY }
}

const INOTIFY: &[(u64, &str)] = &[
    (1 << 0, "access"),
    (1 << 1, "modify"),
    (1 << 2, "attrib"),
    (1 << 3, "close_write"),
    (1 << 4, "close_nowrite"),
    (1 << 5, "open"),
    (1 << 6, "moved_from"),
    (1 << 7, "moved_to"),
    (1 << 8, "create"),
    (1 << 9, "delete"),
    (1 << 10, "delete_self"),
    (1 << 11, "move_self"),
    (1 << 13, "unmount"),
    (1 << 14, "q_overflow"),
    (1 << 15, "ignored"),
    (1 << 24, "onlydir"),
    (1 << 25, "dont_follow"),
    (1 << 26, "excl_unlink"),
    (1 << 28, "mask_create"),
    (1 << 29, "mask_add"),
    (1 << 30, "isdir"),
    (1 << 31, "oneshot"),
];

const FANOTIFY: &[(u64, &str)] = &[
    (1 << 0, "access"),
    (1 << 1, "modify"),
    (1 << 2, "attrib"),
    (1 << 3, "close_write"),
    (1 << 4, "close_nowrite"),
    (1 << 5, "open"),
    (1 << 6, "moved_from"),
    (1 << 7, "moved_to"),
    (1 << 8, "create"),
    (1 << 9, "delete"),
    (1 << 10, "delete_self"),
    (1 << 11, "move_self"),
    (1 << 12, "open_exec"),
    (1 << 14, "q_overflow"),
    (1 << 15, "fs_error"),
    (1 << 16, "open_perm"),
    (1 << 17, "access_perm"),
    (1 << 18, "open_exec_perm"),
    (1 << 20, "pre_access"),
    (1 << 24, "mnt_attach"),
    (1 << 25, "mnt_detach"),
    (1 << 27, "event_on_child"),
    (1 << 28, "rename"),
    (1 << 30, "ondir"),
];

/// How a mark was set.
const MARKS: &[(u64, &str)] =
    &[(1 << 6, "ignored_surv_modify"), (1 << 9, "evictable"), (1 << 10, "ignore")];

/// How a group was made.
const GROUPS: &[(u64, &str)] = &[
    (1 << 0, "cloexec"),
    (1 << 1, "nonblock"),
    (1 << 2, "class_content"),
    (1 << 3, "class_pre_content"),
    (1 << 4, "unlimited_queue"),
    (1 << 5, "unlimited_marks"),
    (1 << 6, "enable_audit"),
    (1 << 7, "report_pidfd"),
    (1 << 8, "report_tid"),
    (1 << 9, "report_fid"),
    (1 << 10, "report_dir_fid"),
    (1 << 11, "report_name"),
    (1 << 12, "report_target_fid"),
    (1 << 13, "report_fd_error"),
    (1 << 14, "report_mnt"),
];
