//! The mounts that processes see, read once for all processes that see the same.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::field::Source;
use crate::parse::device::Device;
use crate::parse::lines;
use crate::parse::pid::mountinfo::Mount;
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
pub(crate) struct MountsOf(Once<List>);

impl MountsOf {
    fn list(&self, process: &Process) -> Result<&List, Absent> {
        self.0.get(|| {
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

    /// A mount that is in no list was detached, belongs to the kernel, or lies where the process
    /// cannot see: its file may still be open.
    pub(super) fn by_id(&self, process: &Process, id: u32) -> Result<Rc<Mount>, Absent> {
        let mounts = self.list(process)?;
        mounts.iter().find(|mount| mount.id == id).cloned().ok_or(Absent::Unsupported)
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
