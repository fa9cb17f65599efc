//! `pfd files`: one row for everything that a process has open.

use std::rc::Rc;

use rustc_hash::FxHashSet;
use rustix::io::Errno;

use super::disks::Disk;
use super::file::{
    Access, Assoc, AssocWord, DeviceWord, FileOwner, FileSystem, Info, Inode, Meta, MountId, Open,
    Removed, Target, Type,
};
use super::internet;
use super::kind::{self, Title, Unread};
use super::mounts::MountsOf;
use super::named::{Depth, Named};
use super::{locked, peered};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::Filter;
use crate::parse::lines;
use crate::parse::pid::maps::{self, Mapping};
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pid::stat::Stat;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::process::{
    Comm, Cwd, Exe, Fds, Number, Owner, Process, RootDir, Task, User, each_task,
};
use crate::view::{Manner, Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The open files.
pub(crate) struct Files;

impl Table for Files {
    type Row = Open;
    type Key = u32;

    const TASKS: bool = true;
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
        // Why a table cannot be read was counted; its process has no rows of descriptors then.
        let fds = process.place().fds().unwrap_or_default();
        // A process may go on without its first task, whose table is gone with it.
        let is_headless = fds.is_empty() && Cwd::of(&process).err() == Some(Absent::NotApplicable);
        offer(&process, &fds, true, picker);
        if picker.plan.tasks() || is_headless {
            let mut known = vec![Held::of(&process, fds)];
            each_task(*pid, picker.reader, picker.plan.files(), &mut |task| {
                let fds = task.place().fds().unwrap_or_default();
                let held = Held::of(&task, fds.clone());
                // Tasks that share a table and directories hold the same.
                if !known.contains(&held) {
                    known.push(held);
                    offer(&Rc::new(task), &fds, is_headless && known.len() == 2, picker);
                }
            });
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        let socket = internet::of_word(word.text, word.run)
            .or_else(|| internet::of_fuser(word.text, word.run));
        if let Some(filter) = socket {
            return Ok(Selector { kind: "socket".into(), filter: filter? });
        }
        if is_of_the_kernel(word.text) {
            let name = Value::Text(word.text.as_bytes().to_vec().into());
            let filter = Filter::equal(Self::number("kname"), name);
            return Ok(Selector { kind: "path".into(), filter });
        }
        if is_path(word.text) {
            let depth = if word.manner == Manner::Whole { Depth::Itself } else { Depth::Any };
            let filter = Named::look(word.text, word.run)?.files(depth)?;
            return Ok(Selector { kind: "path".into(), filter });
        }
        Ok(match word.text.parse::<u32>() {
            Ok(pid) => Selector {
                kind: "pid".into(),
                filter: Filter::equal(Self::number("pid"), pid.into()),
            },
            Err(_) => {
                Selector { kind: "text".into(), filter: word.found_in(Self::number("command"))? }
            }
        })
    }
}

/// Gives all that a process or task has open to the picker, and what all tasks share if it speaks for
/// all of them.
fn offer(process: &Rc<Process>, fds: &[u32], for_all: bool, picker: &mut Picker<'_, Files>) {
    let mounts = Rc::new(MountsOf::new(picker.plan.stat()));
    // What is no descriptor is told by its word, and has no number.
    let [assoc, fd] = ["assoc", "fd"].map(Files::number);
    let wanted = |word: &'static str| {
        picker.may_want(&[(assoc, Ok(Value::word(word))), (fd, Err(Absent::NotApplicable))])
    };
    let wanted = Wanted {
        cwd: wanted("cwd"),
        root: wanted("root"),
        exe: for_all && wanted("exe"),
        memory: for_all && wanted(Assoc::MEMORY),
    };
    each_held(process, fds, wanted, &mut |assoc| {
        picker.offer(&Open::new(process, &mounts, assoc));
    });
}

/// Gives all that a process has open to `each`.
///
/// # Errors
/// Why its descriptors cannot be seen; the rest is given all the same.
pub(super) fn each_open(process: &Rc<Process>, each: &mut dyn FnMut(&Open)) -> Result<(), Absent> {
    let mounts = Rc::new(MountsOf::new(false));
    let fds = process.place().fds();
    let wanted = Wanted { cwd: true, root: true, exe: true, memory: true };
    each_held(process, fds.as_deref().unwrap_or_default(), wanted, &mut |assoc| {
        each(&Open::new(process, &mounts, assoc));
    });
    fds.map(drop)
}

/// What is looked for besides descriptors.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
struct Wanted {
    cwd: bool,
    root: bool,
    exe: bool,
    memory: bool,
}

fn each_held(process: &Rc<Process>, fds: &[u32], wanted: Wanted, each: &mut dyn FnMut(Assoc)) {
    let links = [(Assoc::Cwd, wanted.cwd), (Assoc::Root, wanted.root), (Assoc::Exe, wanted.exe)];
    for (assoc, is_wanted) in links {
        // A kernel thread has no executable, a zombie nothing at all.
        if is_wanted && assoc.exists(process) {
            each(assoc);
        }
    }
    if wanted.memory {
        for mapping in mappings(process) {
            each(Assoc::Memory(Rc::new(mapping)));
        }
    }
    for fd in fds {
        each(Assoc::Descriptor(*fd));
    }
}

/// What a task holds, by which those that hold the same are told from others.
#[derive(PartialEq, Eq)]
struct Held {
    fds: Vec<u32>,
    links: Vec<Option<Box<[u8]>>>,
}

impl Held {
    fn of(process: &Process, fds: Vec<u32>) -> Self {
        let place = process.place();
        let directories = [
            Cwd::of(process).map(|cwd| cwd.0.clone()),
            RootDir::of(process).map(|root| root.0.clone()),
        ];
        let links = fds.iter().map(|fd| place.fd_link(*fd).ok());
        let links = directories.into_iter().map(Result::ok).chain(links).collect();
        Self { fds, links }
    }
}

/// Files at or under a path.
pub(super) fn of_path(path: &str, field: usize) -> Result<Selector, String> {
    let path = regex::escape(path.trim_end_matches('/'));
    // Of a file that has lost its name the kernel says so behind the name.
    let pattern = format!(r"^{path}(/|$| \(deleted\)$)");
    let filter = Filter::matches(field, &pattern, false).map_err(|error| error.to_string())?;
    Ok(Selector { kind: "path".into(), filter })
}

/// A word that is a path: one from the root, or one that begins with a dot and is meant from here.
pub(super) fn path(word: &str) -> Option<String> {
    if word.starts_with('/') {
        return Some(word.to_owned());
    }
    if !matches!(word, "." | "..") && !word.starts_with("./") && !word.starts_with("../") {
        return None;
    }
    let mut path = std::env::current_dir().ok()?;
    for part in word.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.into_os_string().into_string().ok()
}

/// Whether a word is the text of a link that leads to no path: `pipe:[77]`, `net:[4026531840]`.
pub(super) fn is_of_the_kernel(word: &str) -> bool {
    word.strip_suffix(']').and_then(|word| word.split_once(":[")).is_some_and(|(what, number)| {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        !what.is_empty() && what.chars().all(is_name) && number.parse::<u64>().is_ok()
    })
}

/// Whether a word is a path: one from the root or from here, or one with a slash inside.
fn is_path(word: &str) -> bool {
    matches!(word, "." | "..") || word.contains('/')
}

impl Assoc {
    fn exists(&self, process: &Process) -> bool {
        let absent = match self {
            Self::Exe => Exe::of(process).err(),
            Self::Cwd => Cwd::of(process).err(),
            Self::Root => RootDir::of(process).err(),
            Self::Memory(_) | Self::Descriptor(_) => None,
        };
        absent != Some(Absent::NotApplicable)
    }
}

/// The files that a process has mapped, each once; the executable has its own row.
fn mappings(process: &Process) -> Vec<Mapping> {
    let exe = Exe::of(process).map(|exe| exe.0.clone()).unwrap_or_default();
    let mut seen = FxHashSet::default();
    let mut mappings = Vec::new();
    let mut bad = 0;
    // Why it cannot be read was counted.
    let _ = process.place().read(File::Maps, |text| {
        let mut last: &[u8] = &[];
        for line in lines(text) {
            let file = maps::file(line);
            if std::mem::replace(&mut last, file) == file || maps::is_of_no_file(file) {
                continue;
            }
            match Mapping::parse(line) {
                Ok(mapping) if mapping.inode == 0 || mapping.name == exe => {}
                Ok(mapping) => {
                    if seen.insert((mapping.device, mapping.inode)) {
                        mappings.push(mapping);
                    }
                }
                Err(_) => bad += 1,
            }
        }
    });
    if bad > 0 {
        process.place().reader().malformed(File::Maps);
    }
    mappings
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
        doc: "How the process holds the file: cwd, root, exe, mem, or the number of the descriptor.",
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
