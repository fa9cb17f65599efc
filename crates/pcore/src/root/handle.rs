//! Opens a file by its handle, for which it needs no name.
#![expect(
    unsafe_code,
    reason = "rustix does not have open_by_handle_at(2), so it is called by number"
)]

use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use rustix::fs::OFlags;
use rustix::io::Errno;
use syscalls::{Sysno, syscall};

use crate::parse::pid::fdinfo::watches::Handle;

/// As many bytes as a handle may have.
const LARGEST: usize = 128;

/// A handle as the kernel takes it.
#[repr(C)]
struct Raw {
    length: u32,
    kind: u32,
    bytes: [u8; LARGEST],
}

/// The file on the file system of an open directory, as a mere path: nothing of it can be read.
///
/// # Errors
/// What the operating system says: `PERM` without `CAP_DAC_READ_SEARCH`, `STALE` where the file is
/// gone or the file system has no way back from handles.
pub(super) fn open(dir: BorrowedFd<'_>, handle: &Handle) -> Result<OwnedFd, Errno> {
    let length = handle.bytes.len();
    let mut raw = Raw { length: length as u32, kind: handle.kind, bytes: [0; LARGEST] };
    raw.bytes.get_mut(..length).ok_or(Errno::INVAL)?.copy_from_slice(&handle.bytes);
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    // SAFETY: the kernel reads the two numbers and the bytes that the first of them counts, all of
    // which are in `raw`, and writes nothing.
    let fd = unsafe {
        syscall!(Sysno::open_by_handle_at, dir.as_raw_fd(), &raw const raw, flags.bits())
    };
    let fd = fd.map_err(|errno| Errno::from_raw_os_error(errno.into_raw()))?;
    // SAFETY: the descriptor was made this moment, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd as RawFd) })
}
