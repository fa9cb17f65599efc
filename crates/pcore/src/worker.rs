//! What each worker has of its own, so that it reads as if it were alone.
//!
//! Threads that share one table of descriptors contend for its lock at every open and close. Those
//! that share credentials count references to them at every open and close, in a word that the checks
//! of permissions lie beside: it travels from CPU to CPU.
#![expect(unsafe_code, reason = "the kernel offers this through unshare(2) only")]

use rustix::thread::{UnshareFlags, get_keep_capabilities, set_keep_capabilities, unshare_unsafe};

/// Gives the calling thread copies of what it shares with the others. Without them everything works,
/// slower.
pub(crate) fn own() {
    // SAFETY: the danger is a descriptor that one thread closes and another believes open. A worker
    // closes only what it opened itself, and of what existed before it uses the directory of the
    // root, which the copy keeps open.
    let _ = unsafe { unshare_unsafe(UnshareFlags::FILES) };
    // The kernel copies credentials when any part of them is set, also to what it was.
    let _ = get_keep_capabilities().and_then(set_keep_capabilities);
}
