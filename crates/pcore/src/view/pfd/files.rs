//! `pfd files`: one row for everything that a process has open.

use std::cell::OnceCell;
use std::rc::Rc;

use rustix::io::Errno;

use super::disks::Disk;
use super::file::{
    Access, Assoc, AssocWord, DeviceWord, FileOwner, FileSystem, Info, Inode, Meta, MountId,
    NAMESPACES, Open, Removed, Target, Type,
};
use super::kind::{self, Title, Unread};
use super::mounts::MountsOf;
use super::opened::{Shown, Wanted, each_open};
use super::{locked, peered, words};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::Ranges;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pid::ns;
use crate::parse::pid::stat::Stat;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::process::{Comm, Cwd, Fds, Number, Owner, Process, Task, User, each_task};
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The open files.
pub(crate) struct Files;

impl Table for Files {
    type Row = Open;
    type Key = u32;

    const TASKS: bool = true;
    const ORDERED_WITHIN: Option<&'static str> = Some("pid");
    const SPEC: Spec = Spec {
        tool: "pfd",
        name: "files",
        about: "Open files, one row for each descriptor, directory, executable and mapping of a process.",
        aliases: &["lsof", "lsfd", "fuser"],
        key: &["pid", "tid", "fd", "assoc", "kname"],
        telling: Some("fd"),
        default_fields: &[
            "command", "pid", "user", "assoc", "mode", "type", "device", "size", "inode", "name",
        ],
        fields_of_kinds: &[
            (
                &["ends"],
                &[
                    "command",
                    "pid",
                    "user",
                    "assoc",
                    "mode",
                    "peers",
                    "peer_names",
                    "endpoints",
                    "name",
                ],
            ),
            (
                &["socket", "state"],
                &["command", "pid", "user", "assoc", "protocol", "state", "endpoints"],
            ),
            (&["deleted"], &["command", "pid", "user", "assoc", "size", "allocated", "name"]),
            (&["locked"], &["command", "pid", "user", "assoc", "mode", "locks", "name"]),
        ],
        last_stays: true,
        words: "a file by its path and what lies under it (with --exact the file alone), sockets by :PORT, PORT/PROTOCOL, :SERVICE, address or network, pipes, sockets and namespaces as pipe:[INODE], files of a process by its number, or of processes whose name contains the text",
        examples: &[
            ("pfd", "everything that is open"),
            ("pfd /var/log", "who has files open there"),
            ("pfd -i :8080", "who has the port, as lsof -i :8080"),
            ("pfd -t 22/tcp", "the numbers alone of who listens there, for kill"),
            ("pfd -vmu /mnt", "who keeps it from being unmounted, as fuser -vmu"),
            ("pfd 1234", "what a process has open"),
            ("pfd --deleted --sort -allocated", "space held by removed files"),
            ("pfd --json -o pid,fd,name", "for a script"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Open>] = &[
        Group { name: "", fields: FIELDS },
        kind::device::GROUP,
        kind::socket::GROUP,
        kind::eventfd::GROUP,
        kind::epoll::GROUP,
        kind::watches::GROUP,
        kind::signalfd::GROUP,
        kind::timerfd::GROUP,
        kind::pidfd::GROUP,
        kind::memory::GROUP,
        kind::io_uring::GROUP,
        kind::userfaultfd::GROUP,
        kind::perf_event::GROUP,
        kind::bpf::GROUP,
        kind::dma_buf::GROUP,
        kind::drm::GROUP,
        locked::GROUP,
        peered::GROUP,
    ];

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, picker: &mut Picker<'_, Self>) {
        if !picker.may_want(&[(Self::number("pid"), Ok((*pid).into()))]) {
            return;
        }
        let process = Rc::new(Process::new(*pid, picker.reader, picker.plan.files()));
        let mounts = Rc::new(MountsOf::new(picker.plan.stat()));
        // A task may belong to another user than its process.
        if !picker.plan.tasks() && !picker.may_want_like(&Open::new(&process, &mounts, Assoc::Root))
        {
            return;
        }
        let wanted = wanted(picker);
        let is_ended = || Cwd::of(&process).err() == Some(Absent::NotApplicable);
        // What a first task that has ended leaves of its namespaces is not what the others have.
        let namespaces = wanted.namespaces && !is_ended();
        let whole = Part { of_all: true, namespaces, descriptors: true, directories: true };
        // A process may go on without its first task, whose table is gone with it.
        let is_headless = offer(&process, &mounts, whole.of(wanted), picker) == Ok(0) && is_ended();
        let has_gone_on = (is_headless || picker.plan.tasks())
            && tasks(*pid, &process, is_headless, wanted, picker);
        if wanted.namespaces && !namespaces && !has_gone_on {
            let _ = offer(&process, &mounts, Part::LEFT.of(wanted), picker);
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        words::of_files(word)
    }
}

/// Which part of what it has open a task is asked for.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a part of its own")]
struct Part {
    /// What all tasks of the process share.
    of_all: bool,
    namespaces: bool,
    descriptors: bool,
    directories: bool,
}

impl Part {
    /// What a task that has ended leaves.
    const LEFT: Self =
        Self { of_all: false, namespaces: true, descriptors: false, directories: false };

    /// What of it is wanted.
    fn of(self, wanted: Wanted) -> Wanted {
        Wanted {
            cwd: self.directories && wanted.cwd,
            root: self.directories && wanted.root,
            exe: self.of_all && wanted.exe,
            memory: self.of_all && wanted.memory,
            namespaces: self.namespaces && wanted.namespaces,
            descriptors: self.descriptors,
            ..wanted
        }
    }
}

/// Gives what the other tasks of a process have open to the picker: of each what none before it has, or
/// of one alone where tasks are no rows. The first speaks for a process that is headless; says whether
/// there is one that does.
fn tasks(
    pid: u32,
    process: &Rc<Process>,
    is_headless: bool,
    wanted: Wanted,
    picker: &mut Picker<'_, Files>,
) -> bool {
    let mut shown = Shown::default();
    let mut has_spoken = !is_headless;
    if has_spoken {
        shown.are_new(process);
    }
    let (reader, plan) = (picker.reader, picker.plan);
    each_task(pid, reader, plan.files(), &mut |task| {
        let task = Rc::new(task);
        if task.place().task_number() != pid && (plan.tasks() || !has_spoken) {
            let (descriptors, directories) = shown.are_new(&task);
            let of_all = !has_spoken;
            has_spoken = true;
            // It may see other mounts than its process.
            let mounts = Rc::new(MountsOf::new(plan.stat()));
            let part = Part { of_all, namespaces: of_all, descriptors, directories };
            // Why a table cannot be read was counted; its task has no rows then.
            let _ = offer(&task, &mounts, part.of(wanted), picker);
        }
    });
    is_headless && has_spoken
}

/// Gives what a process or task has open to the picker; says how many descriptors are among it.
///
/// # Errors
/// Why they could not be seen; counted.
fn offer(
    process: &Rc<Process>,
    mounts: &Rc<MountsOf>,
    wanted: Wanted,
    picker: &mut Picker<'_, Files>,
) -> Result<usize, Absent> {
    each_open(process, mounts, wanted, &mut |open| picker.offer(open))
}

/// What is looked for of every process, worked out once by each worker.
#[derive(Default)]
struct Wishes(OnceCell<Wanted>);

fn wanted(picker: &Picker<'_, Files>) -> Wanted {
    *picker.reader.kept::<Wishes>().0.get_or_init(|| work_out(picker))
}

fn work_out(picker: &Picker<'_, Files>) -> Wanted {
    // What is no descriptor is told by its word, and has no number.
    let [assoc, fd] = ["assoc", "fd"].map(Files::number);
    let wanted = |word: &'static str| {
        picker.may_want(&[(assoc, Ok(Value::word(word))), (fd, Err(Absent::NotApplicable))])
    };
    Wanted {
        cwd: wanted("cwd"),
        root: wanted("root"),
        exe: wanted("exe"),
        memory: wanted(Assoc::MEMORY),
        namespaces: are_wanted(wanted, picker),
        descriptors: true,
        // Fields that ask for the link of the executable ask for those of descriptors too.
        links_below: if picker.plan.asks_for(File::Exe) {
            first(&picker.plan.ranges(fd))
        } else {
            0
        },
        in_order: picker.plan.orders_keys(),
    }
}

/// Whether namespaces are looked for, by an option or by their names: they are no open files, and
/// every process has ten.
fn are_wanted(wanted: impl Fn(&'static str) -> bool, picker: &Picker<'_, Files>) -> bool {
    let kinds = || NAMESPACES.iter().map(|namespace| namespace.word);
    // Where what is held in a way that does not exist is not wanted, some ways are singled out.
    let is_asked = picker.plan.namespaces() || !wanted("");
    let is_named = |name: &Vec<u8>| {
        ns::Link::parse(name).is_some_and(|link| kinds().any(|kind| kind.as_bytes() == link.kind))
    };
    let names = || picker.plan.texts(Files::number("kname")).unwrap_or_default();
    is_asked && kinds().any(wanted) || names().iter().any(is_named)
}

/// How many numbers from 0 on are wanted without a gap.
fn first(numbers: &Ranges) -> u32 {
    match numbers.iter().next() {
        Some((0, last)) => u32::try_from(last).map_or(u32::MAX, |last| last.saturating_add(1)),
        _ => 0,
    }
}

/// The fields of an open file.
pub(crate) static FIELDS: &[Field<Open>] = &[
    Field {
        name: "command",
        header: "COMMAND",
        kind: Kind::Text,
        doc: "Name of the process's main task.",
        aliases: &["comm"],
        from: &Of(|comm: &Comm| Ok(Value::text(comm.bytes()))),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Process number.",
        from: &Of(|number: &Number| Ok(number.0.into())),
        ..Field::BASE
    },
    Field {
        name: "tid",
        header: "TID",
        kind: Kind::Id,
        doc: "Number of the task whose files these are: that of the process, unless a task has files of its own.",
        from: &Of(|task: &Task| Ok(task.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ppid",
        header: "PPID",
        kind: Kind::Id,
        doc: "Number of the process's parent; 0 where that is outside the reader's pid namespace.",
        from: &Of(|stat: &Stat| Ok(stat.ppid?.into())),
        ..Field::BASE
    },
    Field {
        name: "pgid",
        header: "PGID",
        kind: Kind::Id,
        doc: "Process group of the process.",
        aliases: &["pgrp"],
        from: &Of(|stat: &Stat| Ok(stat.pgrp?.into())),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of the process's effective user, or its number where it has no name.",
        from: &Of(|user: &User| Ok(Value::text(&user.0))),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of the process's effective user.",
        from: &Of(|owner: &Owner| Ok(owner.uid.into())),
        ..Field::BASE
    },
    Field {
        name: "kernel_thread",
        header: "KTHREAD",
        kind: Kind::Bool,
        doc: "Whether the process is a thread of the kernel, by the kernel's own flag.",
        aliases: &["kthread"],
        from: &Of(|stat: &Stat| Ok(Value::Bool(stat.is_kernel_thread()?))),
        ..Field::BASE
    },
    Field {
        name: "assoc",
        header: "ASSOC",
        kind: Kind::Word,
        doc: "How the process holds the file: cwd, root, exe, mem, a namespace as lsfd calls it (net, pid4c), or the number of the descriptor.",
        from: &Of(|word: &AssocWord| Ok(Value::word(word.0.as_str()))),
        ..Field::BASE
    },
    Field {
        name: "fd",
        header: "FD",
        kind: Kind::Id,
        doc: "Number of the descriptor; what is held otherwise has none.",
        from: &Of(|assoc: &Assoc| Ok(assoc.descriptor()?.into())),
        ..Field::BASE
    },
    Field {
        name: "mode",
        header: "MODE",
        kind: Kind::Word,
        doc: "How the descriptor was opened: r, w or both; neither for a mere path.",
        aliases: &["xmode"],
        from: &Of(|access: &Access| Ok(Value::word(access.word()))),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "Kind of file: REG, DIR, CHR, BLK, FIFO, SOCK, LINK, NS, or the kernel's name for an anonymous object.",
        from: &Of(|kind: &Type| Ok(kind.word())),
        ..Field::BASE
    },
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "Kind of file, told apart more finely: file, memfd, terminal, tunnel, pipe, eventfd, bpf-map and so on.",
        from: &Of(|kind: &kind::Kind| Ok(Value::word(kind.word()))),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Word,
        doc: "Device of the file system that the file lies on, major and minor number; of what has no path that of the kernel's own.",
        aliases: &["dev"],
        from: &Of(|word: &DeviceWord| Ok(Value::word(word.0.as_str()))),
        ..Field::BASE
    },
    Field {
        name: "stat_device",
        header: "STAT-DEV",
        kind: Kind::Word,
        doc: "Device that stat tells of the file; on btrfs and overlay not that of its mount.",
        from: &Of(|meta: &Meta| Ok(Value::Word(meta.device().to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Size of a regular file or directory, as the kernel has it cached; not asked of network file systems.",
        from: &Of(|meta: &Meta| Ok(meta.size()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "allocated",
        header: "ALLOCATED",
        kind: Kind::Bytes,
        doc: "Space that a regular file or directory takes on its file system, as the kernel has it cached; a deleted one holds it until it is closed everywhere.",
        aliases: &["blocks"],
        from: &Of(|meta: &Meta| Ok(meta.allocated()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "links",
        header: "LINKS",
        kind: Kind::Count,
        doc: "Number of names that the file has; none is left of a deleted one.",
        aliases: &["nlink"],
        from: &Of(|meta: &Meta| Ok(meta.links().into())),
        ..Field::BASE
    },
    Field {
        name: "owner",
        header: "OWNER",
        kind: Kind::Text,
        doc: "Name of the user that the file belongs to, or its number where it has no name.",
        from: &Of(|owner: &FileOwner| Ok(Value::text(&owner.1))),
        ..Field::BASE
    },
    Field {
        name: "owner_uid",
        header: "OWNER-UID",
        kind: Kind::Id,
        doc: "Number of the user that the file belongs to.",
        aliases: &["fuid"],
        from: &Of(|owner: &FileOwner| Ok(owner.0.into())),
        ..Field::BASE
    },
    Field {
        name: "map_size",
        header: "MAP-SIZE",
        kind: Kind::Bytes,
        doc: "Size of the first mapping of a file that is mapped.",
        from: &Of(|assoc: &Assoc| Ok(assoc.map_size()?.into())),
        ..Field::BASE
    },
    Field {
        name: "offset",
        header: "OFFSET",
        kind: Kind::Bytes,
        doc: "Offset of the descriptor in its file.",
        aliases: &["pos"],
        from: &Of(|info: &Info| Ok(info.offset()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "inode",
        header: "INODE",
        kind: Kind::Id,
        doc: "Inode number.",
        aliases: &["node", "ino"],
        from: &Of(|inode: &Inode| Ok(inode.0.into())),
        ..Field::BASE
    },
    Field {
        name: "mnt_id",
        header: "MNT-ID",
        kind: Kind::Id,
        doc: "Number of the mount that the file lies on; what has no path lies on one that the kernel keeps to itself.",
        aliases: &["mntid"],
        from: &Of(|id: &MountId| Ok(id.0.into())),
        ..Field::BASE
    },
    Field {
        name: "mountpoint",
        header: "MOUNTPOINT",
        kind: Kind::Path,
        doc: "Where that mount is.",
        from: &Of(|mount: &Mount| Ok(Value::text(&mount.point))),
        ..Field::BASE
    },
    Field {
        name: "fs_type",
        header: "FSTYPE",
        kind: Kind::Text,
        doc: "Type of the file system.",
        from: &Of(|system: &FileSystem| Ok(Value::text(&system.0))),
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
    Field {
        name: "partition",
        header: "PARTITION",
        kind: Kind::Text,
        doc: "Disk or partition that the file lies on, or that it stands for, by the name that the kernel has for it.",
        from: &Of(|disk: &Disk| Ok(Value::text(&disk.0))),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Path,
        doc: "Path, or of what has none the kernel's name for it, with what tells it from others.",
        from: &Of2(|target: &Target, title: &Title| {
            Ok(title.0.as_deref().map_or_else(|| Value::text(target.bytes()), Value::word))
        }),
        ..Field::BASE
    },
    Field {
        name: "kname",
        header: "KNAME",
        kind: Kind::Path,
        doc: "What the kernel's link says: a path, or a name such as anon_inode:[eventfd].",
        from: &Of(|target: &Target| Ok(Value::text(target.bytes()))),
        ..Field::BASE
    },
    Field {
        name: "deleted",
        header: "DELETED",
        kind: Kind::Bool,
        doc: "Whether the file has lost its last name, by its count of links; one that is mapped has not where the kernel tells its name without calling it deleted.",
        from: &Of(|removed: &Removed| Ok(Value::Bool(removed.0))),
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags that the descriptor was opened with.",
        from: &Of(|info: &Info| info.flags()),
        ..Field::BASE
    },
    Field {
        name: "ns_type",
        header: "NS-TYPE",
        kind: Kind::Word,
        doc: "Type of a namespace; its inode names it.",
        from: &Of(|target: &Target| Ok(Value::text(target.namespace()?))),
        ..Field::BASE
    },
    Field {
        name: "descriptors",
        header: "FDS",
        kind: Kind::Count,
        doc: "Descriptors that the process has open, told also of one whose descriptors may not be seen.",
        aliases: &["nfds"],
        from: &Of(|fds: &Fds| Ok(fds.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "info",
        header: "INFO",
        kind: Kind::List(&Kind::Text),
        doc: "Lines of fdinfo that are in no other field, as newer kernels have them.",
        from: &Of(|unread: &Unread| {
            Ok(Value::List(unread.0.iter().map(|line| Value::text(line)).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
];
