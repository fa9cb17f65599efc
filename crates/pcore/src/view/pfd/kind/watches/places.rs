//! Where what is watched lies: the mounts of its file systems, and its path.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::field::Source;
use crate::parse::Item;
use crate::parse::device::Device;
use crate::parse::pid::fdinfo::watches::{Object, Watch, Watches};
use crate::parse::pid::mountinfo::Mount;
use crate::root::Mounted;
use crate::view::pfd::file::Open;
use crate::{Absent, File};

/// Mounts of the file systems of what is watched.
pub(crate) struct Places(pub(super) Vec<Rc<Mount>>);

impl Source<Open> for Places {
    const FILES: &'static [File] =
        &[File::Fd, File::FdInfo, File::MountInfo, File::Ns, File::RootLink];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().places.get(|| {
            let mut places: Vec<Rc<Mount>> = Vec::new();
            for watch in &Watches::of(open)?.watches {
                if let Ok(mount) = mount_of(open, watch)
                    && !places.contains(&mount)
                {
                    places.push(mount);
                }
            }
            Ok(Self(places))
        })
    }
}

/// Some mount of the file system of what is watched, or the one that is.
fn mount_of(open: &Open, watch: &Watch) -> Item<Rc<Mount>> {
    match watch.object {
        Ok(Object::Mount(id)) => open.mounts().by_id(open.process(), id),
        _ => open.mounts().by_device(open.process(), watch.device?),
    }
}

/// What is watched, by path.
pub(crate) struct Paths(pub(super) Vec<Box<[u8]>>);

impl Source<Open> for Paths {
    const FILES: &'static [File] =
        &[File::Fd, File::FdInfo, File::MountInfo, File::Ns, File::RootLink, File::MountPoint];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().paths.get(|| {
            let watches = Watches::of(open)?;
            // A copy keeps names, not files.
            if !open.process().run().root.is_live() {
                return Err(Absent::Unsupported);
            }
            let mut finder = Finder { open, systems: Vec::new() };
            let paths = watches.watches.iter().map(|watch| finder.path(watch));
            paths.collect::<Item<_>>().map(Self)
        })
    }
}

/// Finds paths of what one descriptor watches.
struct Finder<'o> {
    open: &'o Open,
    /// The mounts of the file systems that were looked at, by device.
    systems: Vec<(Device, Vec<Way>)>,
}

/// A mount, reached when it is needed and kept for what else is watched on it.
struct Way {
    mount: Rc<Mount>,
    mounted: OnceCell<Item<Mounted>>,
}

impl Finder<'_> {
    /// The path of one thing, or else what its number is and the number.
    fn path(&mut self, watch: &Watch) -> Item<Box<[u8]>> {
        let point = || mount_of(self.open, watch).ok().map(|mount| mount.point.clone());
        let (found, number) = match watch.object? {
            Object::Inode(inode) => (self.file(watch, inode)?, format!("inode:[{inode}]")),
            Object::Mount(id) => (point(), format!("mount:[{id}]")),
            Object::FileSystem => (point(), format!("device:[{}]", watch.device?)),
            Object::MountNamespace(inode) => (None, format!("mnt:[{inode}]")),
        };
        Ok(found.unwrap_or_else(|| number.into_bytes().into()))
    }

    /// The path of a file by the first mount that leads to it, if any does.
    ///
    /// # Errors
    /// Where the reader may open nothing by handle, or something did not answer: then there is no
    /// use in going on.
    fn file(&mut self, watch: &Watch, inode: u64) -> Item<Option<Box<[u8]>>> {
        let device = watch.device?;
        let place = self.open.process().place();
        for Way { mount, mounted } in self.ways(device)? {
            let mounted = mounted.get_or_init(|| place.mounted(mount)).as_ref();
            let name = mounted.map_err(|absent| *absent).and_then(|mounted| {
                place.name_on(mounted, (device, inode), watch.handle.as_ref().ok())
            });
            match name {
                Ok(name) => return Ok(Some(name)),
                Err(absent @ (Absent::Denied | Absent::Blocked)) => return Err(absent),
                Err(_) => {}
            }
        }
        Ok(None)
    }

    fn ways(&mut self, device: Device) -> Item<&[Way]> {
        let known = self.systems.iter().position(|(of, _)| *of == device);
        let index = known.unwrap_or(self.systems.len());
        if known.is_none() {
            let mounts = self.open.mounts().to_open(self.open.process(), device)?;
            let way = |mount| Way { mount, mounted: OnceCell::new() };
            self.systems.push((device, mounts.into_iter().map(way).collect()));
        }
        Ok(self.systems.get(index).map_or(&[], |(_, ways)| ways))
    }
}
