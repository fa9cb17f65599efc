//! What is looked at outside /proc: files that a user names, which are not opened, and memory that is
//! made to be looked at.

use std::ffi::OsStr;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;

use rustix::fs::{AtFlags, CWD, Statx, StatxFlags};
use rustix::io::Errno;

use super::reader::LINK;

/// Where a symbolic link leads; `None` for what is there and is none.
///
/// # Errors
/// What the operating system says.
pub(crate) fn link_outside(path: &[u8]) -> Result<Option<Box<[u8]>>, Errno> {
    let mut space = [MaybeUninit::uninit(); LINK];
    match rustix::fs::readlinkat_raw(CWD, OsStr::from_bytes(path), &mut space) {
        Ok((target, _)) => Ok(Some((&*target).into())),
        Err(Errno::INVAL) => Ok(None),
        Err(errno) => Err(errno),
    }
}

/// What the kernel has cached of a file by its path: no link is followed at its end, nothing is
/// mounted, no server is asked.
///
/// # Errors
/// What the operating system says.
pub(crate) fn statx_outside(path: &[u8]) -> Result<Statx, Errno> {
    let flags = AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT | AtFlags::SYMLINK_NOFOLLOW;
    rustix::fs::statx(CWD, OsStr::from_bytes(path), flags, StatxFlags::BASIC_STATS)
}

/// What the kernel says of memory that is a file: of a new one, which nobody else sees and of which
/// nothing is left.
///
/// # Errors
/// What the operating system says.
pub(crate) fn statx_of_memory() -> Result<Statx, Errno> {
    let memory = rustix::fs::memfd_create(c"", rustix::fs::MemfdFlags::CLOEXEC)?;
    rustix::fs::statx(&memory, c"", AtFlags::EMPTY_PATH, StatxFlags::BASIC_STATS)
}
