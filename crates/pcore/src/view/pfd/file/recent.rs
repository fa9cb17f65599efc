//! What the kernel has cached of the files that were asked about last.
//!
//! Many descriptors lead to few files: the null device, a terminal, a log that all write to. Nearly all
//! processes have the same libraries mapped. A look at an inode costs more than anything else that is
//! needed of a row but `fdinfo`.

use std::cell::RefCell;

use super::{Assoc, Info, Meta, Open, Target};
use crate::field::Source;
use crate::parse::Item;
use crate::parse::device::Device;

/// How many files a worker remembers, one in each place.
const PLACES: u64 = 256;

/// The files that a worker has asked about last, each at a place that its inode tells.
#[derive(Default)]
pub(super) struct Recent(RefCell<Vec<Option<Known>>>);

/// A file, and what was found of it.
struct Known {
    on: Where,
    inode: u64,
    target: Target,
    found: Meta,
}

/// Where an inode has its number.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    /// On the mount with this number.
    Mount(u32),
    /// On this device.
    Device(Device),
}

impl Where {
    /// Where what is open lies, and the number of its inode, as far as that is known without a look.
    fn of(open: &Open) -> Option<(Self, u64)> {
        match &open.assoc {
            Assoc::Descriptor(_) => {
                let info = Info::of(open).ok()?;
                Some((Self::Mount(info.0.mnt_id.ok()?), info.0.ino.ok()?))
            }
            // Of those of a task nothing can be told, and what others have does not change that.
            Assoc::Memory(mapping) if !open.process.place().is_task() => {
                Some((Self::Device(mapping.device), mapping.inode))
            }
            _ => None,
        }
    }

    /// Whether what was found is the inode with this number there.
    fn has(self, inode: u64, found: &Meta) -> bool {
        let is_there = match self {
            // Kernels whose `fdinfo` tells the inode tell this too.
            Self::Mount(mount) => found.mount_id() == Ok(mount),
            Self::Device(device) => found.device() == device,
        };
        is_there && found.inode == inode
    }
}

impl Recent {
    /// What is cached of the file, from one before that is the same file, or else as `look` finds it.
    ///
    /// A path leads to one file at a time, unless that was removed, and what takes its place has another
    /// inode number as long as the first is open. Where that was closed while this run looked on, the
    /// second may be told as the first was. The number alone would not do: subvolumes and snapshots have
    /// numbers of their own on one device.
    ///
    /// What has changed hands before the look, by chance or so that others are told wrongly, is not
    /// kept: it is another inode.
    pub(super) fn find(open: &Open, look: impl FnOnce() -> Item<Meta>) -> Item<Meta> {
        let (Some((on, inode)), Ok(target)) = (Where::of(open), Target::of(open)) else {
            return look();
        };
        let path = target.bytes();
        if !path.starts_with(b"/") || path.ends_with(b" (deleted)") {
            return look();
        }
        let recent = open.process.place().reader().kept::<Self>();
        let mut places = recent.0.borrow_mut();
        places.resize_with(PLACES as usize, || None);
        let Some(place) = places.get_mut((inode % PLACES) as usize) else { return look() };
        if let Some(known) = place
            && (known.on, known.inode, known.target.bytes()) == (on, inode, path)
        {
            return Ok(known.found);
        }
        let found = look()?;
        if on.has(inode, &found) {
            *place = Some(Known { on, inode, target: target.clone(), found });
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root::statx_outside;

    #[test]
    fn only_what_was_looked_for_is_kept() {
        let found = |path: &str| Meta::from(statx_outside(path.as_bytes()).unwrap());
        let [root, other] = ["/", "/proc"].map(found);
        let device = |of: &Meta| Where::Device(of.device());
        assert!(device(&root).has(root.inode, &root));
        assert!(!device(&root).has(root.inode + 1, &root));
        assert!(!device(&other).has(root.inode, &root));
        if let (Ok(of_root), Ok(of_other)) = (root.mount_id(), other.mount_id()) {
            assert!(Where::Mount(of_root).has(root.inode, &root));
            assert!(!Where::Mount(of_other).has(root.inode, &root));
        }
    }
}
