//! What a worker is reading, as the watchdog sees it.

use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use crate::File;

/// What a worker is reading, for the watchdog to see from another thread.
///
/// Two relaxed stores a read are all that a deadline costs while nothing is stuck. They would cost
/// other workers theirs, too, if announcements shared a line of the cache.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Announcement {
    /// The read under way, or zero; see [`Reading`].
    reading: AtomicU64,
    thread: AtomicI32,
}

/// A read under way: whose file it is, which one, and a number that tells it from the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading(u64);

impl Reading {
    pub(super) fn new(pid: u32, file: File, sequence: u32) -> Self {
        Self(u64::from(pid) << 32 | u64::from(file as u8) << 24 | u64::from(sequence & 0x00ff_ffff))
    }

    /// The process whose file is read, or zero for a file of the machine.
    pub(crate) fn pid(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(crate) fn file(self) -> Option<File> {
        File::from_index((self.0 >> 24) as u8)
    }
}

impl Announcement {
    /// Says that a read begins, or goes on.
    pub(super) fn begin(&self, reading: Reading) {
        self.reading.store(reading.0, Ordering::Relaxed);
    }

    /// Says that nothing is read.
    pub(super) fn end(&self) {
        self.reading.store(0, Ordering::Relaxed);
    }

    /// The read under way, if any.
    pub(crate) fn reading(&self) -> Option<Reading> {
        match self.reading.load(Ordering::Relaxed) {
            0 => None,
            reading => Some(Reading(reading)),
        }
    }

    /// The kernel's number of the worker's thread, or zero before it has started.
    pub(crate) fn thread(&self) -> i32 {
        self.thread.load(Ordering::Relaxed)
    }

    pub(crate) fn set_thread(&self, thread: i32) {
        self.thread.store(thread, Ordering::Relaxed);
    }
}
