//! What a link of a process in /proc stands for, as a path that a user names: `/proc/77/fd/3`,
//! `/proc/77/exe`, `/dev/stdin`. The link is read and not followed; which file it is, its descriptor
//! tells, whatever it lies on.

use std::rc::Rc;
use std::sync::Arc;

use super::file::{Assoc, Inode, Meta, Open, Special, Target};
use super::files::Files;
use super::mounts::MountsOf;
use crate::Value;
use crate::field::Source;
use crate::file::FileSet;
use crate::filter::Filter;
use crate::parse::device::Device;
use crate::parse::number;
use crate::parse::pid::fdinfo::bpf::Bpf;
use crate::parse::pid::fdinfo::eventfd::Eventfd;
use crate::pool::{self, Output, Work};
use crate::root::Reader;
use crate::run::Run;
use crate::view::Table;
use crate::view::pfd::kind::bpf;
use crate::view::pps::process::Process;

/// A link of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pid: u32,
    /// The task whose link it is; each has a directory of its own.
    task: u32,
    what: What,
}

/// What of a process it is a link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Exe,
    Cwd,
    Root,
    Descriptor(u32),
}

/// What a link stands for.
pub(super) struct Linked {
    /// The open files that are this one.
    pub(super) file: Filter,
    /// Its path.
    pub(super) path: Option<Vec<u8>>,
    /// The device of the file system that it lies on.
    pub(super) device: Option<Device>,
}

impl Link {
    /// The link that a path below /proc is, if it is one. `own` is the process that asks, where what
    /// is asked about is the machine that it runs on.
    pub(super) fn of_path(path: &[u8], own: Option<u32>) -> Option<Self> {
        let mut parts = path.strip_prefix(b"/proc/")?.split(|byte| *byte == b'/');
        let process = |part: &[u8]| match part {
            b"self" | b"thread-self" => own,
            part => number::narrow(part).ok(),
        };
        let pid = process(parts.next()?)?;
        let (mut task, mut what) = (pid, parts.next()?);
        if what == b"task" {
            task = process(parts.next()?)?;
            what = parts.next()?;
        }
        let what = match (what, parts.next()) {
            (b"exe", None) => What::Exe,
            (b"cwd", None) => What::Cwd,
            (b"root", None) => What::Root,
            (b"fd", Some(fd)) => What::Descriptor(number::narrow(fd).ok()?),
            _ => return None,
        };
        parts.next().is_none().then_some(Self { pid, task, what })
    }

    /// What it stands for. Where that cannot be seen, it is what the process itself has there.
    pub(super) fn look(self, run: &Arc<Run>) -> Linked {
        let itself = self.itself();
        let mut found = Found::default();
        // Where not one thread can be started, the rows cannot be read either.
        let _ = pool::scan(run, self, &mut |mut more: Found| found.append(&mut more));
        match found.0 {
            Some(linked) => Linked { file: Filter::or(vec![linked.file, itself]), ..linked },
            None => Linked { file: itself, path: None, device: None },
        }
    }

    /// The one row of the process for it.
    fn itself(&self) -> Filter {
        let what = match self.what {
            What::Exe => assoc("exe"),
            What::Cwd => assoc("cwd"),
            What::Root => assoc("root"),
            What::Descriptor(fd) => Filter::equal(Files::number("fd"), fd.into()),
        };
        Filter::and(vec![Filter::equal(Files::number("pid"), self.pid.into()), what])
    }
}

fn assoc(word: &'static str) -> Filter {
    Filter::equal(Files::number("assoc"), Value::word(word))
}

/// What was found, if anything was.
#[derive(Default)]
pub(super) struct Found(Option<Linked>);

impl Output for Found {
    fn append(&mut self, other: &mut Self) {
        self.0 = self.0.take().or(other.0.take());
    }

    fn is_full(&self) -> bool {
        false
    }
}

impl Work for Link {
    type Out = Found;

    fn len(&self) -> usize {
        1
    }

    fn read(&self, _key: usize, reader: &Rc<Reader>, found: &mut Found) {
        let files = FileSet::default().and(<Meta as Source<Open>>::FILES);
        let process = Rc::new(Process::new(self.task, reader, files));
        let assoc = match self.what {
            What::Exe => Assoc::Exe,
            What::Cwd => Assoc::Cwd,
            What::Root => Assoc::Root,
            What::Descriptor(fd) => Assoc::Descriptor(fd),
        };
        let open = Open::new(&process, &Rc::new(MountsOf::new(false)), assoc);
        // Why it cannot be read was counted.
        found.0 = Target::of(&open).ok().map(|target| linked(&open, target));
    }
}

fn linked(open: &Open, target: &Target) -> Linked {
    let name =
        || Filter::equal(Files::number("kname"), Value::Text(target.bytes().to_vec().into()));
    let nothing = || Filter::or(Vec::new());
    let file = match target.special() {
        // Their names have their inodes.
        Some(Special::Socket | Special::Pipe | Special::Namespace) => name(),
        // What shares one inode with all its like is known by its number, where it has one.
        Some(Special::Anonymous(_)) => numbered(open).unwrap_or_else(nothing),
        None => same_file(open).unwrap_or_else(name),
    };
    let path = target.special().is_none().then(|| target.bytes().to_vec());
    Linked { file, path, device: Device::of(open).ok().copied() }
}

/// What has the number of this counter, or of this object of BPF.
fn numbered(open: &Open) -> Option<Filter> {
    let (field, number) = match (Eventfd::of(open), Bpf::of(open)) {
        (Ok(eventfd), _) => ("eventfd_id", eventfd.id.ok()?),
        (_, Ok(bpf)) => ("bpf_id", bpf::id(bpf).ok()?),
        _ => return None,
    };
    let kname = Target::of(open).ok()?.bytes().to_vec();
    Some(Filter::and(vec![
        Filter::equal(Files::number("kname"), Value::Text(kname.into())),
        Filter::equal(Files::number(field), number.into()),
    ]))
}

/// Files with this inode: on the file system that the kernel has cached of it, or where that may not
/// be asked, on the one that is mounted there.
fn same_file(open: &Open) -> Option<Filter> {
    let inode = Inode::of(open).ok()?.0;
    let (field, device) = match Meta::of(open) {
        Ok(meta) => ("stat_device", meta.device()),
        Err(_) => ("device", *Device::of(open).ok()?),
    };
    Some(of_inode(field, device, inode))
}

/// Files with an inode, on the device that a field has.
pub(super) fn of_inode(field: &'static str, device: Device, inode: u64) -> Filter {
    Filter::and(vec![
        Filter::begins(Files::number("kname"), b"/"),
        Filter::equal(Files::number("inode"), inode.into()),
        Filter::equal(Files::number(field), Value::Word(device.to_string().into())),
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn link(pid: u32, task: u32, what: What) -> Link {
        Link { pid, task, what }
    }

    #[test]
    fn paths_of_links() {
        for (path, expected) in [
            ("/proc/77/fd/3", Some(link(77, 77, What::Descriptor(3)))),
            ("/proc/77/exe", Some(link(77, 77, What::Exe))),
            ("/proc/77/task/78/cwd", Some(link(77, 78, What::Cwd))),
            ("/proc/self/root", Some(link(5, 5, What::Root))),
            ("/proc/thread-self/fd/0", Some(link(5, 5, What::Descriptor(0)))),
            ("/proc/77/fd", None),
            ("/proc/77/fd/3/x", None),
            ("/proc/77/cwd/x", None),
            ("/proc/77/fd/-1", None),
            ("/proc/sys/fd/3", None),
            ("/tmp/proc/77/exe", None),
            ("/proc", None),
        ] {
            assert_eq!(Link::of_path(path.as_bytes(), Some(5)), expected, "{path}");
        }
        assert_eq!(Link::of_path(b"/proc/self/exe", None), None);
    }

    proptest! {
        #[test]
        fn no_path_is_too_odd(path: Vec<u8>) {
            let _ = Link::of_path(&[b"/proc/", &*path].concat(), Some(1));
        }
    }
}
