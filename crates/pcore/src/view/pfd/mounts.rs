//! The mounts that processes see, read once for all processes that see the same.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use crate::field::Source;
use crate::file::FileSet;
use crate::parse::device::Device;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::{Item, lines};
use crate::pool::{self, Work};
use crate::root::Reader;
use crate::run::{Run, lock};
use crate::view::pps::process::{Once, Process, RootDir};
use crate::{Absent, File};

type List = Rc<[Rc<Mount>]>;

/// The lists that a worker has read. Processes in one mount namespace with one root see the same.
#[derive(Default)]
struct Known(RefCell<HashMap<Outlook, List>>);

/// Where a process looks from: the link of its mount namespace, and its root directory.
type Outlook = (Box<[u8]>, Box<[u8]>);

/// The mounts that one process sees.
#[derive(Default)]
pub(crate) struct MountsOf {
    list: Once<List>,
    /// Whether file systems that others answer for may be asked too.
    asks_all: bool,
}

impl MountsOf {
    /// The mounts of a process; `asks_all` says that also the file systems that others answer for may
    /// be asked for what they have cached.
    pub(crate) fn new(asks_all: bool) -> Self {
        Self { list: Once::default(), asks_all }
    }

    /// Whether files on the mount must not be asked about.
    pub(super) fn is_out_of_bounds(&self, mount: &Mount) -> bool {
        mount.is_remote() && !self.asks_all
    }

    fn list(&self, process: &Process) -> Result<&List, Absent> {
        self.list.get(|| {
            let namespace = process.place().link("ns/mnt", File::Ns);
            let root = RootDir::of(process).map(|root| root.0.clone());
            let (Ok(namespace), Ok(root)) = (namespace, root) else { return read(process) };
            let known = process.place().reader().kept::<Known>();
            let seen = (namespace, root);
            if let Some(list) = known.0.borrow().get(&seen) {
                return Ok(list.clone());
            }
            let list = read(process)?;
            known.0.borrow_mut().insert(seen, list.clone());
            Ok(list)
        })
    }

    /// A mount that the process does not see is one of another namespace, was detached, or belongs
    /// to the kernel: its file may still be open. The number tells it from all mounts that there are.
    pub(super) fn by_id(&self, process: &Process, id: u32) -> Result<Rc<Mount>, Absent> {
        match self.seen(process, id)? {
            Some(mount) => Ok(mount),
            None => Everywhere::of_run(process.run()).find(id).ok_or(Absent::Unsupported),
        }
    }

    /// The mount with this number, if the process sees it.
    pub(super) fn seen(&self, process: &Process, id: u32) -> Result<Option<Rc<Mount>>, Absent> {
        Ok(self.list(process)?.iter().find(|mount| mount.id == id).cloned())
    }

    /// Some mount of a device.
    pub(super) fn by_device(&self, process: &Process, device: Device) -> Result<Rc<Mount>, Absent> {
        let mounts = self.list(process)?;
        mounts.iter().find(|mount| mount.device == device).cloned().ok_or(Absent::Unsupported)
    }

    /// The last of the longest mount points that lead to the path: it covers the others.
    pub(crate) fn by_path(&self, process: &Process, path: &[u8]) -> Result<Rc<Mount>, Absent> {
        let mounts = self.list(process)?.iter().filter(|mount| mount.leads_to(path));
        mounts.max_by_key(|mount| mount.point.len()).cloned().ok_or(Absent::Unsupported)
    }

    /// The mounts of a device that may be opened, those of the whole file system first.
    pub(super) fn to_open(&self, process: &Process, device: Device) -> Item<Vec<Rc<Mount>>> {
        Ok(to_open(self.list(process)?, device))
    }
}

/// The mounts of a device for which the kernel itself answers, and for all that the way to them leads
/// through, too.
fn to_open(mounts: &[Rc<Mount>], device: Device) -> Vec<Rc<Mount>> {
    // Files of these lie on another file system too, for which somebody else may answer.
    const STACKED: [&[u8]; 2] = [b"ecryptfs", b"overlay"];
    // Where the root directory is no mount point, nothing tells what it lies on.
    if !mounts.iter().any(|mount| &*mount.point == b"/") {
        return Vec::new();
    }
    let may_be_opened = |mount: &&Rc<Mount>| {
        let mut way = mounts.iter().filter(|other| other.leads_to(&mount.point));
        mount.device == device
            && !STACKED.contains(&&*mount.fs_type)
            && way.all(|other| other.may_be_walked())
    };
    let mut found: Vec<_> = mounts.iter().filter(may_be_opened).cloned().collect();
    found.sort_by_key(|mount| *mount.root != *b"/");
    found
}

/// The mounts of every mount namespace, looked for once a run when a process has a file of another one
/// open.
#[derive(Debug, Default)]
pub(crate) struct Everywhere(HashMap<u32, Mount>);

impl Everywhere {
    fn of_run(run: &Arc<Run>) -> &Self {
        run.mounts.get_or_init(|| {
            let mut mounts = HashMap::new();
            let pids = run.once(Reader::pids).and_then(Result::ok).unwrap_or_default();
            let work = Namespaces { pids, seen: Mutex::default() };
            // Who cannot look knows of none, as where the namespaces of others may not be seen.
            let _ = pool::scan(run, work, &mut |found: Vec<Mount>| {
                mounts.extend(found.into_iter().map(|mount| (mount.id, mount)));
            });
            Self(mounts)
        })
    }

    fn find(&self, id: u32) -> Option<Rc<Mount>> {
        self.0.get(&id).cloned().map(Rc::new)
    }
}

/// Looking at the mounts of these processes, of each namespace once, as work for watched workers.
struct Namespaces {
    pids: Vec<u32>,
    seen: Mutex<HashSet<Box<[u8]>>>,
}

impl Work for Namespaces {
    type Out = Vec<Mount>;

    fn len(&self) -> usize {
        self.pids.len()
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, out: &mut Vec<Mount>) {
        let Some(pid) = self.pids.get(key) else { return };
        let files = FileSet::default().with(File::Ns).with(File::MountInfo);
        let process = Process::new(*pid, reader, files);
        reader.uncounted(|| {
            // Whose namespace may not be seen, its mounts may not either.
            let Ok(namespace) = process.place().link("ns/mnt", File::Ns) else { return };
            if lock(&self.seen).contains(&namespace) {
                return;
            }
            if let Ok(found) = read(&process) {
                lock(&self.seen).insert(namespace);
                out.extend(found.iter().map(|mount| Mount::clone(mount)));
            }
        });
    }
}

fn read(process: &Process) -> Result<List, Absent> {
    let mut bad = 0;
    let mounts: Vec<Rc<Mount>> = process.place().read(File::MountInfo, |text| {
        let parsed = lines(text).map(Mount::parse);
        parsed.filter_map(|mount| mount.inspect_err(|_| bad += 1).ok()).map(Rc::new).collect()
    })?;
    if bad > 0 {
        process.place().reader().malformed(File::MountInfo);
    }
    Ok(mounts.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mount points of what may be opened of a device.
    fn points(mounts: &[&str], device: u32) -> Vec<String> {
        let parse = |line: &&str| Rc::new(Mount::parse(line.as_bytes()).unwrap());
        let mounts: Vec<_> = mounts.iter().map(parse).collect();
        let found = to_open(&mounts, Device { major: 8, minor: device });
        found.iter().map(|mount| String::from_utf8_lossy(&mount.point).into_owned()).collect()
    }

    const ROOT: &str = "21 1 8:1 / / rw - ext4 /dev/sda1 rw";

    #[test]
    fn mounts_of_the_whole_are_opened_first() {
        let mounts = [
            ROOT,
            "22 21 8:2 /part /a rw - ext4 x rw",
            "23 21 8:2 / /b rw - ext4 x rw",
            "24 21 8:3 / /c rw - ext4 y rw",
        ];
        assert_eq!(points(&mounts, 1), ["/"]);
        assert_eq!(points(&mounts, 2), ["/b", "/a"]);
        assert_eq!(points(&mounts, 4), [""; 0]);
    }

    #[test]
    fn nothing_is_opened_for_which_others_answer() {
        for system in ["nfs4", "fuse.sshfs", "9p", "autofs", "proc", "overlay"] {
            let there = format!("22 21 8:2 / /a rw - {system} x rw");
            assert_eq!(points(&[ROOT, &there], 2), [""; 0], "{system}");
        }
    }

    #[test]
    fn the_way_leads_through_nothing_for_which_others_answer() {
        let far = "22 21 8:2 / /far rw - fuse.sshfs x rw";
        let near = |point: &str| format!("23 22 8:3 / {point} rw - tmpfs x rw");
        assert_eq!(points(&[ROOT, far, &near("/far/near")], 3), [""; 0]);
        // That it was mounted later makes it no less of an obstacle.
        assert_eq!(points(&[ROOT, &near("/far/near"), far], 3), [""; 0]);
        assert_eq!(points(&[ROOT, far, &near("/far")], 3), [""; 0]);
        assert_eq!(points(&[ROOT, far, &near("/farther")], 3), ["/farther"]);
        // A process whose root directory lies somewhere on a file system does not see which.
        assert_eq!(points(&[&near("/near")], 3), [""; 0]);
    }
}
