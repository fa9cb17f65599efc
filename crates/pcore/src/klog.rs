//! The messages of the kernel, from its ring buffer.
//!
//! `/proc/kmsg` gives each message to one reader and then has it no more; syslog(2) gives what is
//! there to everybody who may ask, and takes nothing away.
#![expect(unsafe_code, reason = "rustix does not have syslog(2), so it is called by its number")]

use rustix::io::Errno;
use syscalls::{Sysno, syscall};

/// Everything that is in the buffer, again and again.
const READ_ALL: usize = 3;
/// How large the buffer is.
const SIZE_BUFFER: usize = 10;
/// Room beyond the buffer for what is written before each message, which is not kept in it.
const MARGIN: usize = 64 << 10;
/// No kernel has a larger one.
const LARGEST: usize = 64 << 20;

/// The messages, each line with its priority and its time.
pub(crate) fn read_all() -> Result<Vec<u8>, Errno> {
    // SAFETY: nothing but numbers is passed, and a number comes back.
    let size = unsafe { syscall!(Sysno::syslog, SIZE_BUFFER, 0_usize, 0_usize) };
    let size = size.map_err(errno)?.saturating_mul(2).saturating_add(MARGIN).min(LARGEST);
    let mut text = vec![0_u8; size];
    // SAFETY: the kernel writes at most `size` bytes to where the pointer leads, which are all this
    // vector's, and keeps nothing of it.
    let count = unsafe { syscall!(Sysno::syslog, READ_ALL, text.as_mut_ptr(), size) };
    text.truncate(count.map_err(errno)?);
    Ok(text)
}

fn errno(errno: syscalls::Errno) -> Errno {
    Errno::from_raw_os_error(errno.into_raw())
}
