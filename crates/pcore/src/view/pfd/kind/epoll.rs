//! Epoll instances: descriptors that wait for events of others.

use std::cell::RefCell;
use std::rc::Rc;

use crate::field::{Field, Group, Of, Source};
use crate::names::flags;
use crate::parse::Item;
use crate::parse::pid::fdinfo::epoll::{Epoll, Target};
use crate::parse::pid::fdinfo::{Details as _, FdInfo, details};
use crate::root::Pid;
use crate::view::pfd::file::{self, Inode, Open, Special};
use crate::view::pps::process::Task;
use crate::{Absent, File, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Epoll", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "epoll_fds",
        header: "EPOLL-FDS",
        kind: Kind::List(&Kind::Id),
        doc: "Descriptors that an epoll instance waits for, by the numbers that they were added under.",
        from: &Of(|epoll: &Epoll| each(epoll, |target| Ok(target.fd.into()))),
        ..Field::BASE
    },
    Field {
        name: "epoll_names",
        header: "EPOLL-NAMES",
        kind: Kind::List(&Kind::Path),
        doc: "What those descriptors refer to, or the inode where another file has the number by now.",
        from: &Of(|names: &Names| {
            Ok(Value::List(names.0.iter().map(|n| Value::text(n)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "epoll_events",
        header: "EPOLL-EVENTS",
        kind: Kind::List(&Kind::Word),
        doc: "Events that are waited for, descriptor by descriptor.",
        from: &Of(|epoll: &Epoll| {
            each(epoll, |target| Ok(super::joined(flags(EVENTS, target.events?))))
        }),
        ..Field::BASE
    },
    Field {
        name: "epoll_data",
        header: "EPOLL-DATA",
        kind: Kind::List(&Kind::Mask),
        doc: "What the process is told with an event, descriptor by descriptor.",
        from: &Of(|epoll: &Epoll| {
            each(epoll, |target| Ok(Value::Word(format!("{:#x}", target.data?).into())))
        }),
        ..Field::BASE
    },
    Field {
        name: "epoll_inodes",
        header: "EPOLL-INODES",
        kind: Kind::List(&Kind::Id),
        doc: "Inodes of the files that are waited for.",
        from: &Of(|epoll: &Epoll| each(epoll, |target| Ok(target.inode?.into()))),
        ..Field::BASE
    },
    Field {
        name: "epoll_devices",
        header: "EPOLL-DEVICES",
        kind: Kind::List(&Kind::Word),
        doc: "Devices of the file systems that those files lie on.",
        from: &Of(|epoll: &Epoll| {
            each(epoll, |target| Ok(Value::Word(target.device?.to_string().into())))
        }),
        ..Field::BASE
    },
    Field {
        name: "epoll_offsets",
        header: "EPOLL-OFFSETS",
        kind: Kind::List(&Kind::Bytes),
        doc: "Offsets of those files.",
        from: &Of(|epoll: &Epoll| each(epoll, |target| Ok(target.pos?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "polled_by",
        header: "POLLED-BY",
        kind: Kind::List(&Kind::Id),
        doc: "Descriptors of the epoll instances of the process that wait for events of this one.",
        from: &Of(|polls: &Polls| Ok(Value::List(polls.0.iter().map(|fd| (*fd).into()).collect()))),
        ..Field::BASE
    },
];

const EVENTS: &[(u64, &str)] = &[
    (1 << 0, "in"),
    (1 << 1, "pri"),
    (1 << 2, "out"),
    (1 << 3, "err"),
    (1 << 4, "hup"),
    (1 << 6, "rdnorm"),
    (1 << 7, "rdband"),
    (1 << 8, "wrnorm"),
    (1 << 9, "wrband"),
    (1 << 10, "msg"),
    (1 << 13, "rdhup"),
    (1 << 28, "exclusive"),
    (1 << 29, "wakeup"),
    (1 << 30, "oneshot"),
    (1 << 31, "et"),
];

/// One value for each descriptor that is watched.
fn each(epoll: &Epoll, value: impl Fn(&Target) -> Item<Value<'static>>) -> Item<Value<'static>> {
    epoll.targets.iter().map(value).collect::<Item<_>>().map(Value::List)
}

/// What the descriptors that are watched refer to.
pub(crate) struct Names(Vec<Box<[u8]>>);

impl Source<Open> for Names {
    const FILES: &'static [File] = &[File::Fd, File::FdInfo];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().watched.get(|| {
            let targets = Epoll::of(open)?.targets.iter();
            Ok(Self(targets.map(|target| name(open, target)).collect()))
        })
    }
}

/// The name of a descriptor that is watched. It was added as a file under a number, and watches the
/// file until that is closed everywhere, whatever has the number meanwhile.
fn name(open: &Open, target: &Target) -> Box<[u8]> {
    let place = open.process().place();
    let link = || {
        let link: Box<[u8]> = place.fd_link(target.fd).ok()?;
        let inode = file::Target::from(&*link)
            .inode()
            .or_else(|_| place.read_info(target.fd, FdInfo::parse).and_then(|info| info?.ino));
        (target.inode == Err(Absent::Unsupported) || inode == target.inode).then_some(link)
    };
    link().unwrap_or_else(|| match target.inode {
        Ok(inode) => format!("inode:[{inode}]").into_bytes().into(),
        Err(_) => b"?"[..].into(),
    })
}

/// The epoll instances of the process that wait for a descriptor.
pub(crate) struct Polls(Vec<u32>);

/// What the epoll instances of a process wait for: the process, and what each of them watches. A
/// worker has the last process at hand, since it goes through descriptors process by process.
#[derive(Default)]
struct Watched(RefCell<Option<(u32, Rc<Instances>)>>);

/// Epoll instances by their descriptors, or why those of the process cannot be seen.
type Instances = Result<Vec<(u32, Epoll)>, Absent>;

impl Source<Open> for Polls {
    const FILES: &'static [File] = &[File::Fd, File::FdInfo];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().polls.get(|| {
            let fd = open.assoc().descriptor()?;
            let instances = instances(open);
            let instances = (*instances).as_ref().map_err(|absent| *absent)?;
            let mut polls = Vec::new();
            for (instance, epoll) in instances {
                for target in epoll.targets.iter().filter(|target| target.fd == fd) {
                    // It may be another file that had the number before.
                    let is_this = match target.inode {
                        Ok(inode) => Inode::of(open)?.0 == inode,
                        Err(_) => true,
                    };
                    if is_this && polls.last() != Some(instance) {
                        polls.push(*instance);
                    }
                }
            }
            Ok(Self(polls))
        })
    }
}

fn instances(open: &Open) -> Rc<Instances> {
    let (place, task) = (open.process().place(), Task::of(open.process()));
    let task = task.map_or(0, |task| task.0);
    let watched = place.reader().kept::<Watched>();
    if let Some((known, instances)) = &*watched.0.borrow()
        && *known == task
    {
        return instances.clone();
    }
    let found = Rc::new(read(place));
    *watched.0.borrow_mut() = Some((task, found.clone()));
    found
}

fn read(place: &Pid) -> Instances {
    let mut fds = Ok(Vec::new());
    place.each_fd_link(&mut |fd, link| match (Special::of_link(link), &mut fds) {
        (Ok(Some(Special::Anonymous(b"eventpoll"))), Ok(fds)) => fds.push(fd),
        // One that was closed meanwhile waits for nothing.
        (Ok(_) | Err(Absent::Vanished), _) | (_, Err(_)) => {}
        (Err(absent), fds) => *fds = Err(absent),
    })?;
    let mut instances = Vec::new();
    for fd in fds? {
        match place.read_info(fd, |text| Epoll::parse(details(text))) {
            Ok(epoll) => instances.push((fd, epoll)),
            Err(Absent::Vanished) => {}
            Err(absent) => return Err(absent),
        }
    }
    Ok(instances)
}
