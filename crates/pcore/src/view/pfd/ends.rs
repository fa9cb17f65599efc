//! What processes can talk through: the descriptors of every process, looked at once a run, by the
//! thing that each is an end of.
//!
//! Nothing here touches a file either: what a thing is and which it is, `fd`, `fdinfo` and the mounts
//! tell, and of files with a path what the kernel has cached.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::file::{Access, Info, Inode, Open, Special, Target, Type};
use super::mounts::MountsOf;
use super::opened::{Wanted, each_open};
use crate::field::Source;
use crate::file::FileSet;
use crate::parse::device::Device;
use crate::parse::number;
use crate::parse::pid::fdinfo::Details;
use crate::parse::pid::fdinfo::device::DeviceInfo;
use crate::parse::pid::fdinfo::drm::Drm;
use crate::parse::pid::fdinfo::eventfd::Eventfd;
use crate::parse::pid::mountinfo::Mount;
use crate::pool::{self, Output, Work};
use crate::root::Reader;
use crate::run::Run;
use crate::view::pps::process::{Comm, Process, bearer};
use crate::{Absent, File};

/// Something that several descriptors can be ends of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// A pipe without a name, by its inode.
    Pipe(u64),
    /// A pipe with a path.
    Fifo(Device, u64),
    /// A pseudo-terminal, by the file system of terminals and its number there.
    Terminal(Device, u64),
    /// A socket, by its inode.
    Socket(u64),
    /// A counter, by the number that the kernel gives it.
    Eventfd(u64),
    /// A regular file.
    Regular(Device, u64),
    /// Memory that is used as a file.
    Memory(Device, u64),
    /// A buffer that devices share.
    Buffer(u64),
    /// A client of a graphics device.
    Graphics(Box<[u8]>, u64),
}

/// One descriptor as an end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct End {
    /// The process.
    pub(crate) pid: u32,
    /// The descriptor.
    pub(crate) fd: u32,
    /// Whether it can be read from.
    pub(crate) reads: bool,
    /// Whether it can be written to.
    pub(crate) writes: bool,
    /// Whether it is the master of a terminal.
    pub(crate) is_master: bool,
}

/// A thing with all its ends.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// What the first end calls it, so that it has the same name in every run.
    pub(crate) name: Box<[u8]>,
    first: Option<End>,
    /// Those that could be seen, by process and descriptor once all are there.
    pub(crate) all: Vec<End>,
    /// The inode of what has one.
    pub(crate) inode: Option<u64>,
}

impl Ends {
    /// Whether an end comes before all others.
    fn is_first(&self, end: Option<End>) -> bool {
        self.first.is_none_or(|first| end.is_some_and(|end| end < first))
    }
}

/// The ends of everything.
#[derive(Debug, Default)]
pub(crate) struct Census {
    /// By what they are ends of.
    pub(crate) things: FxHashMap<Thing, Ends>,
    /// The names of the processes.
    pub(crate) names: FxHashMap<u32, Box<[u8]>>,
    /// Why the descriptors of some processes could not be seen; any thing may have an end there.
    pub(crate) unseen: Option<Absent>,
}

/// The files that are looked into.
pub(crate) const FILES: &[File] =
    &[File::Fd, File::FdInfo, File::MountInfo, File::Ns, File::RootLink, File::Comm];

impl Census {
    /// Looks at every descriptor of every process.
    pub(crate) fn take(run: &Arc<Run>) -> Self {
        let mut census = Self::default();
        let scanned = run.once(Reader::pids).and_then(Result::ok).and_then(|pids| {
            let descriptors = Descriptors(pids);
            pool::scan(run, descriptors, &mut |mut part: Self| census.append(&mut part)).ok()
        });
        if scanned.is_none() {
            census.unseen = Some(Absent::Blocked);
        }
        for found in census.things.values_mut() {
            found.all.sort_unstable();
        }
        census
    }
}

impl Output for Census {
    fn append(&mut self, other: &mut Self) {
        for (thing, more) in other.things.drain() {
            let known = self.things.entry(thing).or_default();
            if known.is_first(more.first) {
                (known.name, known.first) = (more.name, more.first);
            }
            known.inode = known.inode.or(more.inode);
            known.all.extend(more.all);
        }
        self.names.extend(other.names.drain());
        self.unseen = self.unseen.max(other.unseen.take());
    }

    fn is_full(&self) -> bool {
        false
    }
}

/// Looking at the descriptors of these processes, as work for watched workers.
struct Descriptors(Vec<u32>);

impl Work for Descriptors {
    type Out = Census;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, census: &mut Census) {
        let Some(pid) = self.0.get(key).copied() else { return };
        let files = FileSet::default().and(FILES);
        let process = Rc::new(Process::new(pid, reader, files));
        let looked = match census.look(pid, &process) {
            Ok(0) => bearer(&process).and_then(|bearer| census.look(pid, &bearer)),
            looked => looked,
        };
        if let Err(absent) = looked {
            census.miss(absent);
        }
    }
}

impl Census {
    /// Looks at the descriptors of a process; says how many it has.
    fn look(&mut self, pid: u32, process: &Rc<Process>) -> Result<usize, Absent> {
        let mounts = Rc::new(MountsOf::default());
        let mut found = false;
        let count = each_open(process, &mounts, Wanted::DESCRIPTORS, &mut |open| {
            let ended = open.assoc().descriptor().and_then(|fd| {
                let (thing, end) = end(open, process, &mounts)?;
                Ok((thing, End { pid, fd, ..end }))
            });
            match ended {
                Ok((thing, end)) => {
                    let known = self.things.entry(thing).or_default();
                    if known.is_first(Some(end)) {
                        let name = Target::of(open).map(|name| name.bytes().into());
                        (known.name, known.first) = (name.unwrap_or_default(), Some(end));
                    }
                    known.inode = known.inode.or_else(|| Inode::of(open).ok().map(|inode| inode.0));
                    known.all.push(end);
                    found = true;
                }
                Err(absent) => self.miss(absent),
            }
        });
        if found {
            let name = Comm::of(process.leader()).map(|comm| comm.bytes().into());
            self.names.extend(name.map(|name| (pid, name)));
        }
        count
    }

    fn miss(&mut self, absent: Absent) {
        if matches!(absent, Absent::Denied | Absent::Blocked | Absent::Malformed) {
            self.unseen = self.unseen.max(Some(absent));
        }
    }
}

/// What a descriptor is an end of, and what kind of end.
///
/// # Errors
/// It does not apply to what nobody talks through: directories, devices, timers.
fn end(open: &Open, process: &Process, mounts: &MountsOf) -> Result<(Thing, End), Absent> {
    let target = Target::of(open)?;
    let mut end = End { pid: 0, fd: 0, reads: false, writes: false, is_master: false };
    let thing = match target.special() {
        Some(Special::Socket) => return Ok((Thing::Socket(target.inode()?), end)),
        Some(Special::Pipe) => Thing::Pipe(target.inode()?),
        Some(Special::Anonymous(b"eventfd")) => {
            Thing::Eventfd(Eventfd::parse(Info::of(open)?.details()).id?)
        }
        Some(_) => return Err(Absent::NotApplicable),
        None => {
            let (thing, is_master) = with_path(open, process, mounts)?;
            end.is_master = is_master;
            thing
        }
    };
    let Access { reads, writes } = *Access::of(open)?;
    (end.reads, end.writes) = (reads, writes);
    Ok((thing, end))
}

/// What a descriptor of something with a path is an end of, and whether that is the master's end.
fn with_path(open: &Open, process: &Process, mounts: &MountsOf) -> Result<(Thing, bool), Absent> {
    let (info, target) = (Info::of(open)?, Target::of(open)?.bytes());
    // Nobody reads or writes through what was opened as a mere path.
    if *Access::of(open)? == Access::NONE {
        return Err(Absent::NotApplicable);
    }
    let mount = <Mount as Source<Open>>::of(open);
    let is_terminal = |mount: &Mount| &*mount.fs_type == b"devpts";
    if let Ok(number) = DeviceInfo::parse(info.details()).tty_index {
        let device = match mount {
            Ok(mount) if is_terminal(mount) => mount.device,
            // The device of old systems; its terminals are where they usually are.
            _ => mounts.by_path(process, b"/dev/pts")?.device,
        };
        return Ok((Thing::Terminal(device, number.into()), true));
    }
    if let Ok(mount) = mount
        && is_terminal(mount)
        && let Some(Ok(number)) = target.rsplit(|byte| *byte == b'/').next().map(number::unsigned)
    {
        return Ok((Thing::Terminal(mount.device, number), false));
    }
    if let Drm { device, client: Ok(client), .. } = Drm::parse(info.details()) {
        return Ok((Thing::Graphics(device.unwrap_or_default(), client), false));
    }
    let inode = Inode::of(open)?.0;
    // What the kernel keeps to itself has a path that leads nowhere, and lies on no mount.
    if mount.is_err() && target.starts_with(b"/dmabuf:") {
        return Ok((Thing::Buffer(inode), false));
    }
    let device = *<Device as Source<Open>>::of(open)?;
    if mount.is_err() && target.starts_with(b"/memfd:") {
        return Ok((Thing::Memory(device, inode), false));
    }
    match <Type as Source<Open>>::of(open).map(Type::word) {
        Ok(word) => match word.bytes() {
            Some(b"REG") => Ok((Thing::Regular(device, inode), false)),
            Some(b"FIFO") => Ok((Thing::Fifo(device, inode), false)),
            _ => Err(Absent::NotApplicable),
        },
        // Of a file on another machine, or of one in a copy, the kernel does not tell what it is.
        Err(Absent::Unsupported) if !info.is_directory() => {
            Ok((Thing::Regular(device, inode), false))
        }
        Err(Absent::Unsupported) => Err(Absent::NotApplicable),
        Err(absent) => Err(absent),
    }
}
