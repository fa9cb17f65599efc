//! A descriptor table of its own for each worker.
//!
//! Threads that share one table contend for its lock at every open and close, and the kernel counts
//! references for each read. With a table of its own a worker reads as if it were alone.
#![expect(unsafe_code, reason = "the kernel offers this through unshare(2) only")]

use rustix::thread::{UnshareFlags, unshare_unsafe};

/// Gives the calling thread a copy of the descriptor table. Without it everything works, slower.
pub(crate) fn own() {
    // SAFETY: the danger is a descriptor that one thread closes and another believes open. A worker
    // closes only what it opened itself, and of what existed before it uses the directory of the
    // root, which the copy keeps open.
    let _ = unsafe { unshare_unsafe(UnshareFlags::FILES) };
}
