//! What kind of thing is open, and what each kind alone has to tell.
//!
//! A kind is told by what the link says, by the inode's type, and of a device by its driver. What
//! the kernel says of it in `fdinfo` is parsed once, by the parser of that kind, and only if a field
//! asks for it. Each kind that has fields of its own has a module with them.

pub(crate) mod bpf;
pub(crate) mod device;
pub(crate) mod dma_buf;
pub(crate) mod drivers;
pub(crate) mod drm;
pub(crate) mod epoll;
pub(crate) mod eventfd;
pub(crate) mod io_uring;
pub(crate) mod memory;
pub(crate) mod perf_event;
pub(crate) mod pidfd;
pub(crate) mod signalfd;
pub(crate) mod socket;
pub(crate) mod timerfd;
pub(crate) mod userfaultfd;
pub(crate) mod watches;

use std::fmt::Write as _;

use self::drivers::Driver;
use super::file::{Info, Meta, Open, Special, Target};
use crate::field::Source;
use crate::names::{SIGNALS, set_bits};
use crate::parse::locks::of_details;
use crate::parse::pid::fdinfo::Details;
use crate::parse::pid::fdinfo::bpf::Bpf;
use crate::parse::pid::fdinfo::device::DeviceInfo;
use crate::parse::pid::fdinfo::dma_buf::DmaBuf;
use crate::parse::pid::fdinfo::drm::Drm;
use crate::parse::pid::fdinfo::epoll::Epoll;
use crate::parse::pid::fdinfo::eventfd::Eventfd;
use crate::parse::pid::fdinfo::io_uring::IoUring;
use crate::parse::pid::fdinfo::perf_event::PerfEvent;
use crate::parse::pid::fdinfo::pidfd::{Pidfd, Process};
use crate::parse::pid::fdinfo::signalfd::Signalfd;
use crate::parse::pid::fdinfo::socket::Scm;
use crate::parse::pid::fdinfo::timerfd::Timerfd;
use crate::parse::pid::fdinfo::userfaultfd::Userfaultfd;
use crate::parse::pid::fdinfo::watches::{Object, Watches};
use crate::{Absent, File, Value};

macro_rules! details {
    ($($name:ident,)*) => {
        /// What the kernel says of one kind of file alone.
        pub(crate) enum Detail {
            /// Nothing, as of a regular file.
            None,
            $(#[doc = concat!("What [`", stringify!($name), "`] has.")] $name(Box<$name>),)*
        }

        impl Detail {
            /// Whether a line of `fdinfo` is one of those that are read.
            fn knows(&self, line: &[u8]) -> bool {
                match self {
                    Self::None => false,
                    $(Self::$name(_) => $name::knows(line),)*
                }
            }
        }

        $(impl Source<Open> for $name {
            const FILES: &'static [File] = <Detail as Source<Open>>::FILES;

            fn of(open: &Open) -> Result<&Self, Absent> {
                match Detail::of(open)? {
                    Detail::$name(detail) => Ok(detail),
                    _ => Err(Absent::NotApplicable),
                }
            }
        })*
    };
}

details! {
    Bpf,
    DeviceInfo,
    DmaBuf,
    Drm,
    Epoll,
    Eventfd,
    IoUring,
    PerfEvent,
    Pidfd,
    Scm,
    Signalfd,
    Timerfd,
    Userfaultfd,
    Watches,
}

impl Detail {
    fn parse(open: &Open) -> Result<Self, Absent> {
        let parse: fn(&[u8]) -> Self = match open.special()? {
            Some(Special::Pipe | Special::Namespace) => return Ok(Self::None),
            Some(Special::Socket) => |text| Self::Scm(Box::new(Scm::parse(text))),
            Some(Special::Anonymous(name)) => match Kind::of_anonymous(name) {
                Kind::BpfMap | Kind::BpfProgram | Kind::BpfLink | Kind::Btf => {
                    |text| Self::Bpf(Box::new(Bpf::parse(text)))
                }
                Kind::Epoll => |text| Self::Epoll(Box::new(Epoll::parse(text))),
                Kind::Eventfd => |text| Self::Eventfd(Box::new(Eventfd::parse(text))),
                Kind::Inotify | Kind::Fanotify => {
                    |text| Self::Watches(Box::new(Watches::parse(text)))
                }
                Kind::IoUring => |text| Self::IoUring(Box::new(IoUring::parse(text))),
                Kind::PerfEvent => |text| Self::PerfEvent(Box::new(PerfEvent::parse(text))),
                Kind::Pidfd => |text| Self::Pidfd(Box::new(Pidfd::parse(text))),
                Kind::Signalfd => |text| Self::Signalfd(Box::new(Signalfd::parse(text))),
                Kind::Timerfd => |text| Self::Timerfd(Box::new(Timerfd::parse(text))),
                Kind::Userfaultfd => |text| Self::Userfaultfd(Box::new(Userfaultfd::parse(text))),
                Kind::Vfio => |text| Self::DeviceInfo(Box::new(DeviceInfo::parse(text))),
                _ => return Ok(Self::None),
            },
            None if Target::of(open).is_ok_and(|target| target.bytes().starts_with(DMA_BUF)) => {
                |text| Self::DmaBuf(Box::new(DmaBuf::parse(text)))
            }
            // The kernel says more than the usual of devices alone, and nothing there is a text of
            // somebody's choice.
            None => |text| match text {
                [] => Self::None,
                text if text.starts_with(b"drm-") => Self::Drm(Box::new(Drm::parse(text))),
                text => Self::DeviceInfo(Box::new(DeviceInfo::parse(text))),
            },
        };
        Ok(parse(Info::of(open)?.details()))
    }

    /// What tells one of the kind from the others, as it stands behind the kernel's name for it.
    fn facts(&self) -> String {
        let mut facts = String::new();
        let mut say = |label: &str, value: &dyn std::fmt::Display| {
            // Writing to a string cannot fail.
            let _ = write!(facts, " {label}={value}");
        };
        match self {
            Self::Bpf(bpf) => {
                if let Ok(id) = bpf::id(bpf) {
                    say("id", &id);
                }
                if let Some(what) = bpf::what(bpf) {
                    say("type", &word(&what));
                }
            }
            Self::Epoll(epoll) => {
                let fds: Vec<_> = epoll.targets.iter().map(|t| t.fd.to_string()).collect();
                if !fds.is_empty() {
                    say("fds", &fds.join(","));
                }
            }
            Self::Eventfd(eventfd) => {
                if let Ok(id) = eventfd.id {
                    say("id", &id);
                }
            }
            Self::Pidfd(pidfd) => match pidfd.pid {
                Ok(Process::Number(pid)) => say("pid", &pid),
                Ok(Process::Outside) => say("pid", &"outside"),
                Ok(Process::Gone) => say("pid", &"gone"),
                Err(_) => {}
            },
            Self::Signalfd(signals) => {
                if let Ok(mask) = signals.mask {
                    say("signals", &word(&set_bits(SIGNALS, mask)));
                }
            }
            Self::Timerfd(timer) => {
                if let Ok(clock) = timerfd::clock(timer) {
                    say("clock", &word(&clock));
                }
            }
            Self::Watches(watches) => {
                let inodes = watches.watches.iter().filter_map(|watch| match watch.object {
                    Ok(Object::Inode(inode)) => Some(inode.to_string()),
                    _ => None,
                });
                let inodes: Vec<_> = inodes.collect();
                if !inodes.is_empty() {
                    say("inodes", &inodes.join(","));
                }
            }
            _ => {}
        }
        facts
    }
}

/// A value in a name, lists with commas.
fn word(value: &Value<'_>) -> String {
    match value {
        Value::List(values) => values.iter().map(word).collect::<Vec<_>>().join(","),
        value => String::from_utf8_lossy(value.bytes().unwrap_or_default()).into_owned(),
    }
}

/// The words of a list as one, for a list of such lists.
fn joined(value: Value<'_>) -> Value<'static> {
    match value {
        Value::List(words) => {
            Value::Word(words.iter().map(word).collect::<Vec<_>>().join("|").into())
        }
        value => Value::Word(word(&value).into()),
    }
}

impl Source<Open> for Detail {
    const FILES: &'static [File] = &[File::Fd, File::FdInfo];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.detail.get(|| Self::parse(open))
    }
}

/// What stands in `fdinfo` and in no field: what a newer kernel says, line by line.
pub(crate) struct Unread(pub(crate) Vec<Box<[u8]>>);

impl Source<Open> for Unread {
    const FILES: &'static [File] = <Detail as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().unread.get(|| {
            let details = Info::of(open)?.details();
            let detail = Detail::of(open)?;
            // Locks come first and have fields of their own, whatever the kind.
            let lines = crate::parse::lines(details).skip(of_details(details).count());
            let lines = lines.filter(|line| !detail.knows(line));
            Ok(Self(lines.map(Box::from).collect()))
        })
    }
}

/// A name made of what the kernel calls an anonymous object and of what tells it from others; what
/// has a path, or a number in its name, has no need of one.
pub(crate) struct Title(pub(crate) Option<Box<str>>);

impl Source<Open> for Title {
    const FILES: &'static [File] = <Detail as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.title.get(|| {
            let Some(Special::Anonymous(_)) = open.special()? else {
                return Ok(Self(None));
            };
            let name = Target::of(open)?.bytes();
            let name = name.strip_prefix(b"anon_inode:").unwrap_or(name);
            // Without `fdinfo` the kind is known all the same.
            let facts = Detail::of(open).map_or_else(|_| String::new(), Detail::facts);
            Ok(Self(Some((String::from_utf8_lossy(name) + &*facts).into())))
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal $(, $anonymous:literal)*;)*) => {
        /// What kind of thing is open.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// The word for it.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The kind of an object that has no inode of its own, by the kernel's name for it.
            fn of_anonymous(name: &[u8]) -> Self {
                match name {
                    $($($anonymous => Self::$name,)*)*
                    _ if name.starts_with(b"kvm-vcpu:") => Self::KvmProcessor,
                    _ => Self::Anonymous,
                }
            }
        }
    };
}

kinds! {
    /// A regular file.
    Regular = "file";
    /// A directory.
    Directory = "directory";
    /// A symbolic link itself.
    Link = "link";
    /// A block device.
    Block = "block";
    /// A character device of no kind below.
    Character = "character";
    /// A terminal, or an end of a pseudo-terminal.
    Terminal = "terminal";
    /// A tunnel, whose other end is a network interface.
    Tunnel = "tunnel";
    /// The device through which a FUSE file system is served.
    Fuse = "fuse";
    /// The device that makes virtual machines.
    Kvm = "kvm";
    /// A graphics device.
    Graphics = "drm";
    /// An unnamed pipe.
    Pipe = "pipe";
    /// A named pipe.
    Fifo = "fifo";
    /// A socket.
    Socket = "socket";
    /// A namespace.
    Namespace = "namespace";
    /// A message queue of POSIX.
    MessageQueue = "mqueue";
    /// Memory that was made a file.
    Memfd = "memfd";
    /// Memory that even the kernel does not map.
    SecretMemory = "secretmem";
    /// Shared memory of System V.
    SharedMemory = "shm";
    /// Memory that processes share without a name.
    AnonymousMemory = "shared-memory";
    /// A ring of asynchronous input and output.
    Aio = "aio";
    /// A buffer that devices share.
    DmaBuf = "dma-buf";
    /// A counter.
    Eventfd = "eventfd", b"eventfd";
    /// What waits for events of other descriptors.
    Epoll = "epoll", b"eventpoll";
    /// What watches files, as a process does for itself.
    Inotify = "inotify", b"inotify";
    /// What watches files for others.
    Fanotify = "fanotify", b"fanotify";
    /// What signals are read from.
    Signalfd = "signalfd", b"signalfd";
    /// A timer.
    Timerfd = "timerfd", b"timerfd";
    /// A process.
    Pidfd = "pidfd", b"pidfd";
    /// Rings of requests and completions.
    IoUring = "io_uring", b"io_uring";
    /// What hands page faults to a program.
    Userfaultfd = "userfaultfd", b"userfaultfd";
    /// An event that is counted.
    PerfEvent = "perf_event", b"perf_event";
    /// A map of BPF.
    BpfMap = "bpf-map", b"bpf-map";
    /// A program of BPF.
    BpfProgram = "bpf-prog", b"bpf-prog";
    /// A program of BPF with what it is attached to.
    BpfLink = "bpf-link", b"bpf_link", b"bpf-link";
    /// A description of types.
    Btf = "btf", b"btf";
    /// The objects of BPF, one after the other.
    BpfIterator = "bpf-iter", b"bpf_iter";
    /// What of BPF was handed on to others.
    BpfToken = "bpf-token", b"bpf-token";
    /// A virtual machine.
    KvmMachine = "kvm-vm", b"kvm-vm";
    /// A processor of one.
    KvmProcessor = "kvm-vcpu";
    /// A device of one.
    KvmDevice = "kvm-device", b"kvm-vfio", b"kvm-xive", b"kvm-arm-vgic-v2", b"kvm-arm-vgic-v3";
    /// A device that is passed through to a program.
    Vfio = "vfio", b"vfio-device";
    /// A file system on its way to being mounted.
    MountContext = "fscontext", b"fscontext";
    /// Rules by which a process restricts itself.
    Landlock = "landlock-ruleset", b"landlock-ruleset";
    /// What asks a program about system calls of another.
    Seccomp = "seccomp", b"seccomp notify";
    /// What tells when devices are done.
    SyncFile = "sync_file", b"sync_file", b"syncobj_file";
    /// What has no name here yet.
    Anonymous = "anonymous";
}

/// What the path of a buffer begins with, which lies on no mount that anybody can see.
const DMA_BUF: &[u8] = b"/dmabuf:";

impl Kind {
    /// The kind of what lies on a file system that the kernel keeps to itself.
    pub(super) fn of_kernel_path(path: &[u8]) -> Option<Self> {
        let path = path.strip_suffix(b" (deleted)").unwrap_or(path);
        Some(match path {
            b"/secretmem" => Self::SecretMemory,
            b"/dev/zero" | b"/anon_hugepage" => Self::AnonymousMemory,
            b"/[aio]" => Self::Aio,
            path if path.starts_with(memory::MEMFD) => Self::Memfd,
            path if path.starts_with(memory::SYSV) => Self::SharedMemory,
            path if path.starts_with(DMA_BUF) => Self::DmaBuf,
            _ => return None,
        })
    }

    /// The kind of a character device, by its driver.
    fn of_driver(driver: &[u8]) -> Self {
        match driver {
            b"misc:tun" => Self::Tunnel,
            b"misc:fuse" => Self::Fuse,
            b"misc:kvm" => Self::Kvm,
            b"drm" => Self::Graphics,
            b"ptm" | b"pts" | b"tty" | b"ttyS" => Self::Terminal,
            driver if driver.starts_with(b"/dev/") => Self::Terminal,
            _ => Self::Character,
        }
    }
}

impl Source<Open> for Kind {
    const FILES: &'static [File] = <Driver as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().class.get(|| {
            match open.special()? {
                Some(Special::Socket) => return Ok(Self::Socket),
                Some(Special::Pipe) => return Ok(Self::Pipe),
                Some(Special::Namespace) => return Ok(Self::Namespace),
                Some(Special::Anonymous(name)) => return Ok(Self::of_anonymous(name)),
                None => {}
            }
            if let Ok(target) = Target::of(open)
                && let Some(kind) = Self::of_kernel_path(target.bytes())
                && open.is_on_no_mount()
            {
                return Ok(kind);
            }
            Ok(match Meta::of(open)?.kind()? {
                "DIR" => Self::Directory,
                "LINK" => Self::Link,
                "FIFO" => Self::Fifo,
                "SOCK" => Self::Socket,
                "BLK" => Self::Block,
                "CHR" => Driver::of(open).map_or(Self::Character, |d| Self::of_driver(&d.0)),
                _ if open.is_message_queue() => Self::MessageQueue,
                _ => Self::Regular,
            })
        })
    }

    fn prepare(run: &std::sync::Arc<crate::run::Run>) {
        <Driver as Source<Open>>::prepare(run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_kernel_tell_kinds() {
        assert_eq!(Kind::of_anonymous(b"eventpoll"), Kind::Epoll);
        assert_eq!(Kind::of_anonymous(b"bpf_link"), Kind::BpfLink);
        assert_eq!(Kind::of_anonymous(b"kvm-vcpu:3"), Kind::KvmProcessor);
        assert_eq!(Kind::of_anonymous(b"of tomorrow"), Kind::Anonymous);
    }

    #[test]
    fn only_what_the_kernel_keeps_to_itself_is_named_by_path() {
        assert_eq!(Kind::of_kernel_path(b"/memfd:x (deleted)"), Some(Kind::Memfd));
        assert_eq!(Kind::of_kernel_path(b"/SYSV00000000 (deleted)"), Some(Kind::SharedMemory));
        assert_eq!(Kind::of_kernel_path(b"/dev/zero (deleted)"), Some(Kind::AnonymousMemory));
        assert_eq!(Kind::of_kernel_path(b"/tmp/memfd:x"), None);
    }

    #[test]
    fn drivers_tell_devices() {
        assert_eq!(Kind::of_driver(b"/dev/ptmx"), Kind::Terminal);
        assert_eq!(Kind::of_driver(b"misc:tun"), Kind::Tunnel);
        assert_eq!(Kind::of_driver(b"mem"), Kind::Character);
    }

    #[test]
    fn facts_stand_behind_names() {
        let epoll = Detail::Epoll(Box::new(Epoll::parse(b"tfd: 5 events: 1\ntfd: 7 events: 1\n")));
        assert_eq!(epoll.facts(), " fds=5,7");
        let signals = Detail::Signalfd(Box::new(Signalfd::parse(b"sigmask:\t0000000000000201\n")));
        assert_eq!(signals.facts(), " signals=HUP,USR1");
        let map = Detail::Bpf(Box::new(Bpf::parse(b"map_type:\t2\nmap_id:\t25\n")));
        assert_eq!(map.facts(), " id=25 type=array");
        assert_eq!(Detail::None.facts(), "");
    }
}
