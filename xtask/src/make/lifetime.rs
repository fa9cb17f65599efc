//! How long makers and their children live, and how makers speak to whoever started them.

use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use anyhow::Result;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use rustix::io::Errno;
use rustix::process::{Signal, set_parent_process_death_signal};
use serde_json::Value;

/// Has the kernel end this process when the one that started it ends, however that ends.
///
/// A parent that died before this call is not noticed here; the roles that call it also hold
/// something of the parent's, a pipe or a file system, whose end ends them.
pub(crate) fn die_with_parent() -> Result<()> {
    Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
}

/// Prints the one line that says what was made, at once even into a pipe.
pub(crate) fn announce(what: &Value) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{what}")?;
    Ok(out.flush()?)
}

/// Waits until standard input ends, or the time is over.
pub(crate) fn wait_for_end(longest: Duration) -> Result<()> {
    let end = Instant::now() + longest;
    let stdin = io::stdin();
    let mut ignored = [0_u8; 4096];
    while wait_readable(&stdin, end)? {
        match rustix::io::read(&stdin, &mut ignored) {
            Ok(0) => break,
            Ok(_) | Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Waits until there is something to read, or the end of it; false when the time is over first.
pub(crate) fn wait_readable(descriptor: impl AsFd, end: Instant) -> Result<bool> {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let mut polled = [PollFd::new(&descriptor, PollFlags::IN)];
        match poll(&mut polled, Some(&Timespec::try_from(left)?)) {
            Ok(0) => return Ok(false),
            Ok(_) => return Ok(true),
            // The time that is left shrinks with every turn.
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
