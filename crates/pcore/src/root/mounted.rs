//! Names of files that are watched, of which the kernel tells handles.
//!
//! A handle is opened on the file system that it is of, as a mere path, and the link of the descriptor
//! has the name. The file system is reached at its mount point as the process sees it. The kernel
//! finds the way in what it has cached, where all mount points are, or not at all; so no file system
//! is asked on the way.

use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, ResolveFlags, Statx, StatxFlags};
use rustix::io::Errno;

use super::process::Pid;
use super::reader::{LINK, open, read_link};
use super::{Reader, handle};
use crate::parse::device::Device;
use crate::parse::pid::fdinfo::watches::Handle;
use crate::parse::pid::mountinfo::Mount;
use crate::{Absent, File};

/// How often the way to a mount point is tried.
const TRIES: usize = 16;

/// A mount that was reached.
pub(crate) struct Mounted {
    /// Its root, as a mere path.
    place: OwnedFd,
    /// The same open as a directory; a file may be mounted too.
    dir: Option<OwnedFd>,
    stat: Statx,
}

impl Pid {
    /// A mount that the process sees, whose way there leads through nothing but what the kernel itself
    /// answers for.
    ///
    /// # Errors
    /// Why it could not be reached; `Unsupported` also where another one stands in its place.
    pub(crate) fn mounted(&self, mount: &Mount) -> Result<Mounted, Absent> {
        self.reach(File::RootLink.tail(), File::MountPoint, |dir, path| {
            self.reader().guarded(self.number(), File::MountPoint, || {
                let root = open(dir, path, OFlags::PATH | OFlags::DIRECTORY)?;
                Mounted::reach(root.as_fd(), mount).map_err(excused)
            })
        })
    }

    /// The name of a file on a mount, as far as the kernel has one in mind that leads there.
    ///
    /// # Errors
    /// Why there is none to be had.
    pub(crate) fn name_on(
        &self,
        mounted: &Mounted,
        file: (Device, u64),
        handle: Option<&Handle>,
    ) -> Result<Box<[u8]>, Absent> {
        self.reader().guarded(self.number(), File::MountPoint, || {
            mounted.name(self.reader(), file, handle).map_err(excused)
        })
    }
}

impl Mounted {
    fn reach(root: BorrowedFd<'_>, mount: &Mount) -> Result<Self, Errno> {
        let path = mount.point.strip_prefix(b"/").filter(|path| !path.is_empty()).unwrap_or(b".");
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::CACHED;
        let walk = || rustix::fs::openat2(root, path, flags, Mode::empty(), within);
        // Whoever mounts or renames something meanwhile, somewhere, makes it fail for the moment.
        let walks = (0..TRIES).map(|_| walk()).find(|walk| !matches!(walk, Err(Errno::AGAIN)));
        let place = walks.unwrap_or(Err(Errno::AGAIN))?;
        let stat = stat(&place)?;
        if stat.stx_mnt_id != u64::from(mount.id) {
            return Err(Errno::XDEV);
        }
        let dir = match FileType::from_raw_mode(stat.stx_mode.into()) {
            FileType::Directory => {
                let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW;
                Some(open(place.as_fd(), ".", flags)?)
            }
            _ => None,
        };
        Ok(Self { place, dir, stat })
    }

    fn name(
        &self,
        reader: &Reader,
        (device, inode): (Device, u64),
        handle: Option<&Handle>,
    ) -> Result<Box<[u8]>, Errno> {
        let Some(dir) = &self.dir else {
            let is_it = identity(&self.stat) == (device.major, device.minor, inode);
            return if is_it { link(reader, &self.place) } else { Err(Errno::NOTSUP) };
        };
        let found = handle::open(dir.as_fd(), handle.ok_or(Errno::NOTSUP)?)?;
        let name = link(reader, &found)?;
        // So the kernel calls what it has no name for in mind, and what lies beside the part of the
        // file system that is mounted there, but also the root directory.
        let is_nameless = matches!(&*name, b"/" | b"/ (deleted)");
        if is_nameless && identity(&stat(&found)?) != identity(&self.stat) {
            return Err(Errno::NOTSUP);
        }
        Ok(name)
    }
}

/// What the kernel has cached of what a descriptor refers to.
fn stat(file: &OwnedFd) -> Result<Statx, Errno> {
    let flags = AtFlags::EMPTY_PATH | AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT;
    rustix::fs::statx(file, "", flags, StatxFlags::TYPE | StatxFlags::INO | StatxFlags::MNT_ID)
}

/// The device and the inode.
fn identity(stat: &Statx) -> (u32, u32, u64) {
    (stat.stx_dev_major, stat.stx_dev_minor, stat.stx_ino)
}

/// The target of the link of a descriptor of this thread, which may have a table of its own.
fn link(reader: &Reader, file: &OwnedFd) -> Result<Box<[u8]>, Errno> {
    let mut space = [MaybeUninit::<u8>::uninit(); LINK];
    let path = format!("thread-self/fd/{}", file.as_raw_fd());
    read_link(reader.run().root.fd(), &path, &mut space).map(Box::from)
}

/// That there is no way to a name is no failure.
fn excused(errno: Errno) -> Errno {
    match errno {
        Errno::AGAIN
        | Errno::INVAL
        | Errno::LOOP
        | Errno::NOENT
        | Errno::NOTDIR
        | Errno::STALE
        | Errno::XDEV => Errno::NOTSUP,
        errno => errno,
    }
}
