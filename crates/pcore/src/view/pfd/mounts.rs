//! The mounts that processes see, read once for all processes that see the same.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::field::Source;
use crate::parse::device::Device;
use crate::parse::lines;
use crate::parse::pid::mountinfo::Mount;
use crate::plan::FileSet;
use crate::root::Reader;
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
            None => process
                .place()
                .reader()
                .kept::<Everywhere>()
                .find(process, id)
                .ok_or(Absent::Unsupported),
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
        let leads = |point: &[u8]| {
            point == b"/"
                || path
                    .strip_prefix(point)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
        };
        let mounts = self.list(process)?.iter().filter(|mount| leads(&mount.point));
        mounts.max_by_key(|mount| mount.point.len()).cloned().ok_or(Absent::Unsupported)
    }
}

/// The mounts of every mount namespace, which a worker looks for when a process has a file of another
/// one open.
#[derive(Default)]
struct Everywhere(OnceCell<HashMap<u32, Rc<Mount>>>);

impl Everywhere {
    fn find(&self, process: &Process, id: u32) -> Option<Rc<Mount>> {
        let reader = process.place().reader();
        let mounts = self.0.get_or_init(|| reader.uncounted(|| Self::look(reader)));
        mounts.get(&id).cloned()
    }

    fn look(reader: &Rc<Reader>) -> HashMap<u32, Rc<Mount>> {
        let mut seen = HashSet::new();
        let mut mounts = HashMap::new();
        for pid in reader.pids().unwrap_or_default() {
            let files = FileSet::default().with(File::Ns).with(File::MountInfo);
            let other = Process::new(pid, reader, files);
            // Whose namespace may not be seen, its mounts may not either.
            let Ok(namespace) = other.place().link("ns/mnt", File::Ns) else { continue };
            if seen.insert(namespace) {
                let found = read(&other).unwrap_or_else(|_| Rc::default());
                mounts.extend(found.iter().map(|mount| (mount.id, mount.clone())));
            }
        }
        mounts
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
