//! What the kernel has cached of the files that were asked about last.
//!
//! Many descriptors lead to few files: the null device, a terminal, a log that all write to. A look at
//! an inode costs more than anything else that is needed of a descriptor but its `fdinfo`.

use std::cell::RefCell;

use rustix::fs::Statx;

use super::{Info, Open, Target};
use crate::field::Source;
use crate::parse::Item;

/// How many files a worker remembers, one in each place.
const PLACES: u64 = 256;

/// The files that a worker has asked about last, each at a place that its inode tells.
#[derive(Default)]
pub(super) struct Recent(RefCell<Vec<Option<Box<Known>>>>);

/// A file, and what was found of it.
struct Known {
    mount: u32,
    inode: u64,
    path: Box<[u8]>,
    found: Statx,
}

impl Recent {
    /// What is cached of the file behind a descriptor, from the one before that leads to the same file,
    /// or else as `look` finds it.
    ///
    /// On one mount one path leads to one file at a time, unless that was removed, and what takes its
    /// place has another inode number as long as the first is open. Where that was closed while this
    /// run looked on, the second may be told as the first was. The number alone would not do: on btrfs
    /// each subvolume has its own.
    pub(super) fn find(open: &Open, look: impl FnOnce() -> Item<Statx>) -> Item<Statx> {
        let (Ok(info), Ok(target)) = (Info::of(open), Target::of(open)) else { return look() };
        let (Ok(mount), Ok(inode), path) = (info.0.mnt_id, info.0.ino, target.bytes()) else {
            return look();
        };
        if !path.starts_with(b"/") || path.ends_with(b" (deleted)") {
            return look();
        }
        let recent = open.process.place().reader().kept::<Self>();
        let mut places = recent.0.borrow_mut();
        places.resize_with(PLACES as usize, || None);
        let Some(place) = places.get_mut((inode % PLACES) as usize) else { return look() };
        if let Some(known) = place
            && (known.mount, known.inode, &*known.path) == (mount, inode, path)
        {
            return Ok(known.found);
        }
        let found = look()?;
        *place = Some(Box::new(Known { mount, inode, path: path.into(), found }));
        Ok(found)
    }
}
