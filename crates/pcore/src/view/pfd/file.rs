//! An open file as a row: a descriptor, a directory of the process, its executable or a mapping.
//!
//! Nothing here opens or looks at what a link points to, so that no dead file system can stop it.
//! Where a field needs what only the file's own inode knows, the kernel is asked for what it has
//! cached, and not even that on network file systems.

mod access;
mod info;
mod meta;
mod recent;
mod target;
mod words;

pub use access::Access;
pub use info::Info;
pub use meta::Meta;
pub(crate) use target::Special;
pub use target::Target;
pub(crate) use words::{AssocWord, DeviceWord};

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::disks::Disk;
use super::kind::drivers::Driver;
use super::kind::socket::{Bound, Named, Place};
use super::kind::{Detail, Kind, Title, Unread, bpf, device, epoll, memory, pidfd, watches};
use super::mounts::MountsOf;
use crate::field::Source;
use crate::parse::Item;
use crate::parse::device::Device;
use crate::parse::pid::maps::Mapping;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pid::stat::Stat;
use crate::root::statx_of_memory;
use crate::view::pps::process::{Comm, Fds, Number, Once, Owner, Process, Task, User};
use crate::{Absent, File, Value};

/// What a process has open, and how.
#[derive(Clone, Debug)]
pub enum Assoc {
    /// The working directory.
    Cwd,
    /// The root directory.
    Root,
    /// The executable.
    Exe,
    /// A namespace that the process is in, or that its children will be in.
    Namespace(&'static Namespace),
    /// A mapping of a file.
    Memory(Rc<Mapping>),
    /// A descriptor.
    Descriptor(u32),
}

/// A namespace of a process.
#[derive(Debug)]
pub struct Namespace {
    /// How lsfd calls it.
    pub(crate) word: &'static str,
    /// The link below the directory of the process.
    link: &'static str,
}

/// The namespaces of a process.
pub(crate) static NAMESPACES: [Namespace; 10] = {
    const fn of(word: &'static str, link: &'static str) -> Namespace {
        Namespace { word, link }
    }
    [
        of("cgroup", "ns/cgroup"),
        of("ipc", "ns/ipc"),
        of("mnt", "ns/mnt"),
        of("net", "ns/net"),
        of("pid", "ns/pid"),
        of("pid4c", "ns/pid_for_children"),
        of("time", "ns/time"),
        of("time4c", "ns/time_for_children"),
        of("user", "ns/user"),
        of("uts", "ns/uts"),
    ]
};

impl Assoc {
    /// The word for a mapping.
    pub(crate) const MEMORY: &'static str = "mem";

    /// The word for what is no descriptor.
    pub(crate) fn word(&self) -> Option<&'static str> {
        match self {
            Self::Cwd => Some("cwd"),
            Self::Root => Some("root"),
            Self::Exe => Some("exe"),
            Self::Namespace(namespace) => Some(namespace.word),
            Self::Memory(_) => Some(Self::MEMORY),
            Self::Descriptor(_) => None,
        }
    }

    /// The number of the descriptor.
    ///
    /// # Errors
    /// What is no descriptor has none.
    pub fn descriptor(&self) -> Item<u32> {
        match self {
            Self::Descriptor(number) => Ok(*number),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The size of the mapping, in bytes.
    ///
    /// # Errors
    /// What is no mapping has none.
    pub fn map_size(&self) -> Item<u64> {
        match self {
            Self::Memory(mapping) => {
                mapping.end.checked_sub(mapping.start).ok_or(Absent::Malformed)
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    fn file(&self) -> File {
        match self {
            Self::Cwd => File::Cwd,
            Self::Root => File::RootLink,
            Self::Exe => File::Exe,
            Self::Namespace(_) => File::Ns,
            Self::Memory(_) => File::MapFiles,
            Self::Descriptor(_) => File::Fd,
        }
    }

    /// The link to the file, under the directory of the process.
    fn link(&self) -> Cow<'static, str> {
        match self {
            Self::Memory(mapping) => {
                format!("{}/{:x}-{:x}", self.file().tail(), mapping.start, mapping.end).into()
            }
            Self::Descriptor(number) => format!("{}/{number}", self.file().tail()).into(),
            Self::Namespace(namespace) => namespace.link.into(),
            Self::Cwd | Self::Root | Self::Exe => self.file().tail().into(),
        }
    }
}

/// An open file.
pub struct Open {
    process: Rc<Process>,
    mounts: Rc<MountsOf>,
    assoc: Assoc,
    target: Once<Target>,
    access: Once<Access>,
    info: Once<Info>,
    meta: Once<Meta>,
    mount: Once<Rc<Mount>>,
    mount_id: Once<MountId>,
    device: Once<Device>,
    assoc_word: Once<AssocWord>,
    device_word: Once<DeviceWord>,
    kind: Once<Type>,
    inode: Once<Inode>,
    pub(super) detail: Once<Detail>,
    pub(super) title: Once<Title>,
    rest: OnceCell<Box<Rest>>,
}

/// What few fields ask for: most rows have none of it.
#[derive(Default)]
pub(super) struct Rest {
    rdev: Once<Rdev>,
    system: Once<FileSystem>,
    owner: Once<FileOwner>,
    removed: Once<Removed>,
    pub(super) unread: Once<Unread>,
    pub(super) class: Once<Kind>,
    pub(super) driver: Once<Driver>,
    pub(super) disk: Once<Disk>,
    pub(super) program: Once<bpf::Name>,
    pub(super) polls: Once<epoll::Polls>,
    pub(super) terminal: Once<device::Terminal>,
    pub(super) memory: Once<memory::Memory>,
    pub(super) watched: Once<epoll::Names>,
    pub(super) places: Once<watches::Places>,
    pub(super) paths: Once<watches::Paths>,
    pub(super) command: Once<pidfd::Command>,
    pub(super) protocol: Once<Named>,
    pub(super) place: Once<Place>,
    pub(super) bound: Once<Bound>,
}

impl Open {
    pub(crate) fn new(process: &Rc<Process>, mounts: &Rc<MountsOf>, assoc: Assoc) -> Self {
        Self::leading_to(Once::default(), process, mounts, assoc)
    }

    /// The same, of which it may be known where its link leads.
    pub(super) fn leading_to(
        target: Once<Target>,
        process: &Rc<Process>,
        mounts: &Rc<MountsOf>,
        assoc: Assoc,
    ) -> Self {
        Self {
            process: process.clone(),
            mounts: mounts.clone(),
            assoc,
            target,
            access: Once::default(),
            info: Once::default(),
            meta: Once::default(),
            mount: Once::default(),
            mount_id: Once::default(),
            device: Once::default(),
            assoc_word: Once::default(),
            device_word: Once::default(),
            kind: Once::default(),
            inode: Once::default(),
            detail: Once::default(),
            title: Once::default(),
            rest: OnceCell::new(),
        }
    }

    /// The process or task that has it open.
    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    /// Where what few fields ask for is kept.
    pub(super) fn rest(&self) -> &Rest {
        self.rest.get_or_init(Box::default)
    }

    /// The mounts that this sees.
    pub(crate) fn mounts(&self) -> &MountsOf {
        &self.mounts
    }

    /// How it is held.
    pub(crate) fn assoc(&self) -> &Assoc {
        &self.assoc
    }
}

impl Source<Open> for Assoc {
    const FILES: &'static [File] = &[File::Fd];

    fn of(open: &Open) -> Result<&Self, Absent> {
        Ok(&open.assoc)
    }
}

macro_rules! of_the_process {
    ($($source:ty, $of_key:literal;)*) => {$(
        impl Source<Open> for $source {
            const FILES: &'static [File] = <$source as Source<Process>>::FILES;
            const IN_COPIES: &'static [File] = <$source as Source<Process>>::IN_COPIES;
            const OF_KEY: bool = $of_key;

            fn of(open: &Open) -> Result<&Self, Absent> {
                <$source as Source<Process>>::of(&open.process)
            }
        }
    )*};
}

of_the_process! {
    Number, true;
    Owner, true;
    User, true;
    Stat, true;
    // Tasks may have descriptors of their own.
    Task, false;
    Fds, false;
}

/// A thread may have a name of its own; its files are told by that of the process.
impl Source<Open> for Comm {
    const FILES: &'static [File] = <Self as Source<Process>>::FILES;
    const OF_KEY: bool = true;

    fn of(open: &Open) -> Result<&Self, Absent> {
        <Self as Source<Process>>::of(open.process.leader())
    }
}

/// The devices of the file systems on which the kernel keeps what has no path: one for all sockets,
/// one for all pipes. A worker asks once for each.
#[derive(Default)]
struct Internal(RefCell<FxHashMap<&'static [u8], Item<Device>>>);

/// The device of the file system on which the kernel keeps memory that is a file.
#[derive(Default)]
struct OfMemory(OnceCell<Option<Device>>);

impl OfMemory {
    fn device(&self) -> Option<Device> {
        *self.0.get_or_init(|| statx_of_memory().ok().map(|found| Meta::from(found).device()))
    }
}

impl Open {
    /// What it is if its target is no path.
    pub(super) fn special(&self) -> Item<Option<Special<'_>>> {
        Special::of_link(Target::of(self).map(Target::bytes))
    }

    /// The mount with this number. What by its name is the kernel's own is not looked for among the
    /// mounts of others: that costs a look at every process.
    fn mount_by_id(&self, id: u32) -> Item<Rc<Mount>> {
        let is_kernels =
            Target::of(self).is_ok_and(|target| Kind::of_kernel_path(target.bytes()).is_some());
        if is_kernels {
            return self.mounts.seen(&self.process, id)?.ok_or(Absent::Unsupported);
        }
        self.mounts.by_id(&self.process, id)
    }

    fn statx(&self) -> Item<Meta> {
        let place = self.process.place();
        let found = match &self.assoc {
            Assoc::Descriptor(fd) => place.fd_statx(*fd),
            // The links to what is mapped lie with the process alone, and go with its first task.
            Assoc::Memory(_) if place.is_task() => Err(Absent::Unsupported),
            assoc => place.statx(&assoc.link(), assoc.file()),
        };
        found.map(Meta::from)
    }

    /// Whether it lies on a file system that the kernel keeps to itself, as far as can be seen.
    pub(super) fn is_on_no_mount(&self) -> bool {
        let mount = match &self.assoc {
            Assoc::Descriptor(_) => {
                MountId::of(self).and_then(|id| self.mounts.seen(&self.process, id.0))
            }
            Assoc::Memory(mapping) => match self.mounts.by_device(&self.process, mapping.device) {
                Ok(mount) => Ok(Some(mount)),
                Err(Absent::Unsupported) => Ok(None),
                Err(absent) => Err(absent),
            },
            _ => return false,
        };
        mount == Ok(None)
    }

    /// Whether it is a message queue: their file system need not be mounted where the process sees
    /// it, but where it is, the device is the same.
    pub(super) fn is_message_queue(&self) -> bool {
        FileSystem::of(self).is_ok_and(|system| &*system.0 == b"mqueue")
    }

    /// The type of the file system on which the kernel keeps to itself what has such a path.
    fn kernels_system(&self, device: Device) -> Option<Box<[u8]>> {
        let system: &[u8] = match Kind::of_kernel_path(Target::of(self).ok()?.bytes())? {
            Kind::SecretMemory => b"secretmem",
            Kind::Aio => b"aio",
            Kind::DmaBuf => b"dmabuf",
            // Memory in large pages has the same names, but a file system of its own.
            _ => match self.process.place().reader().kept::<OfMemory>().device()? {
                of_memory if of_memory == device => b"tmpfs",
                _ => b"hugetlbfs",
            },
        };
        Some(system.into())
    }

    /// The device of what has no path.
    fn internal_device(&self, special: Special<'_>) -> Item<Device> {
        if !self.process.run().root.is_procfs() {
            return Err(Absent::Unsupported);
        }
        // Those of processes have a file system of their own since Linux 6.9.
        let system = match special {
            Special::Anonymous(b"pidfd") => b"pidfs",
            special => special.system(),
        };
        let known = self.process.place().reader().kept::<Internal>();
        if let Some(device) = known.0.borrow().get(system) {
            return *device;
        }
        let device = self.statx().map(|found| found.device());
        // Another file may have the number by now; those that are meant have no disk.
        let device = device.and_then(|device| match device.major {
            0 => Ok(device),
            _ => Err(Absent::Vanished),
        });
        if device.is_ok() {
            known.0.borrow_mut().insert(system, device);
        }
        device
    }

    /// The mount that the file lies on, as far as that can be told without asking about the file. A
    /// descriptor names its mount; of the others the path is all there is to go by.
    fn seeming_mount(&self) -> Item<Rc<Mount>> {
        match &self.assoc {
            Assoc::Descriptor(_) => {
                let id = Info::of(self).and_then(|info| info.0.mnt_id);
                id.and_then(|id| self.mount_by_id(id))
            }
            Assoc::Memory(mapping) => self.mounts.by_device(&self.process, mapping.device),
            _ => Target::of(self)
                .and_then(|target| self.mounts.by_path(&self.process, target.bytes())),
        }
    }

    /// Whether another machine or a program answers for the file, or nobody knows who does. What lies
    /// on no mount is the kernel's own, or was left behind by a mount that is gone.
    fn seems_remote(&self) -> bool {
        match self.seeming_mount() {
            Ok(mount) => self.mounts.is_out_of_bounds(&mount),
            Err(absent) => matches!(absent, Absent::Denied | Absent::Blocked | Absent::Malformed),
        }
    }
}

/// The number of the mount that the file lies on, as the kernel tells it of the file itself.
pub struct MountId(pub u32);

impl Source<Open> for MountId {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.mount_id.get(|| match &open.assoc {
            Assoc::Descriptor(_) => Info::of(open)?.0.mnt_id.map(Self),
            Assoc::Memory(_) if open.special()?.is_some() => Err(Absent::NotApplicable),
            Assoc::Memory(mapping) => {
                open.mounts.by_device(&open.process, mapping.device).map(|mount| Self(mount.id))
            }
            _ => match Meta::of(open).and_then(Meta::mount_id) {
                // Who keeps a remote file system from being unmounted should not be missed.
                Err(Absent::Unsupported) => {
                    let mount = open.seeming_mount()?;
                    let is_told = open.mounts.is_out_of_bounds(&mount);
                    is_told.then_some(Self(mount.id)).ok_or(Absent::Unsupported)
                }
                id => id.map(Self),
            },
        })
    }
}

impl Source<Open> for Mount {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        let mount = open.mount.get(|| {
            // What has no path lies on a mount that nobody sees.
            if open.special()?.is_some() {
                return Err(Absent::NotApplicable);
            }
            open.mount_by_id(MountId::of(open)?.0)
        });
        mount.map(|mount| &**mount)
    }
}

impl Source<Open> for Device {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.device.get(|| {
            if let Ok(Some(special)) = open.special() {
                return open.internal_device(special);
            }
            match (&open.assoc, Mount::of(open)) {
                (Assoc::Memory(mapping), _) => Ok(mapping.device),
                (_, Ok(mount)) => Ok(mount.device),
                // A file system that is mounted nowhere.
                (_, Err(_)) => Ok(Meta::of(open)?.device()),
            }
        })
    }
}

/// The device that a file stands for.
pub struct Rdev(pub Device);

impl Source<Open> for Rdev {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().rdev.get(|| Meta::of(open)?.rdev().map(Self))
    }
}

/// Whether the file has lost its last name.
pub struct Removed(pub bool);

impl Source<Open> for Removed {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().removed.get(|| match &open.assoc {
            // Only root is shown the links to what is mapped. Where the kernel does not call the name
            // removed it is there; where it does, that may be the end of the name itself.
            Assoc::Memory(mapping)
                if !mapping.name.ends_with(b" (deleted)")
                    && open.special()?.is_none()
                    && !open.seems_remote() =>
            {
                Ok(Self(false))
            }
            _ => Meta::of(open).map(|meta| Self(meta.links() == 0)),
        })
    }
}

/// Whom the file belongs to: the number of the user, and the name.
pub struct FileOwner(pub u32, pub Arc<[u8]>);

impl Source<Open> for FileOwner {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().owner.get(|| {
            let uid = match Meta::of(open) {
                Ok(meta) => meta.owner,
                // A socket or a pipe has no size and no names, but belongs to who made it.
                Err(Absent::NotApplicable) => open.statx()?.owner,
                Err(absent) => return Err(absent),
            };
            Ok(Self(uid, open.process.run().users.name(uid)))
        })
    }
}

/// The type of the file system, also of those that the kernel keeps to itself.
pub struct FileSystem(pub Box<[u8]>);

impl Source<Open> for FileSystem {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().system.get(|| match open.special() {
            Ok(Some(special)) => Ok(Self(special.system().into())),
            _ => match Mount::of(open) {
                Ok(mount) => Ok(Self(mount.fs_type.clone())),
                // It may be mounted elsewhere too.
                Err(Absent::Unsupported) => {
                    let device = Meta::of(open)?.device();
                    match open.mounts.by_device(&open.process, device) {
                        Ok(mount) => Ok(Self(mount.fs_type.clone())),
                        Err(absent) => open.kernels_system(device).ok_or(absent).map(Self),
                    }
                }
                Err(absent) => Err(absent),
            },
        })
    }
}

/// What kind of thing is open, in the words of lsof and lsfd.
pub struct Type(Value<'static>);

impl Type {
    /// The word.
    pub fn word(&self) -> Value<'_> {
        self.0.clone()
    }
}

impl Source<Open> for Type {
    const FILES: &'static [File] = <Meta as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.kind.get(|| {
            let kind = match open.special()? {
                Some(Special::Socket) => Value::word("SOCK"),
                Some(Special::Pipe) => Value::word("FIFO"),
                Some(Special::Namespace) => Value::word("NS"),
                // What follows the colon is the number of a processor.
                Some(Special::Anonymous(kind)) => Value::Text(
                    kind.split(|byte| *byte == b':').next().unwrap_or(kind).to_vec().into(),
                ),
                None => Value::word(Meta::of(open)?.kind()?),
            };
            Ok(Self(kind))
        })
    }
}

/// The inode, from the source that knows it at the least price.
pub struct Inode(pub u64);

impl Source<Open> for Inode {
    const FILES: &'static [File] =
        &[File::FdInfo, File::Fd, File::Maps, File::Cwd, File::RootLink, File::Exe];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.inode.get(|| {
            let inode = match &open.assoc {
                Assoc::Memory(mapping) => Ok(mapping.inode),
                Assoc::Namespace(_) => Target::of(open)?.inode(),
                // The name of a socket or a pipe has it; before Linux 5.14 `fdinfo` did not.
                Assoc::Descriptor(_) => match Target::of(open).and_then(Target::inode) {
                    Ok(inode) => Ok(inode),
                    Err(_) => match Info::of(open)?.0.ino {
                        Err(Absent::Unsupported) => Meta::of(open).map(|meta| meta.inode),
                        inode => inode,
                    },
                },
                _ => Meta::of(open).map(|meta| meta.inode),
            };
            inode.map(Self)
        })
    }
}
