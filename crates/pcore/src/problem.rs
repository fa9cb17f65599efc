//! What a run could not see, counted by file and reason.

use std::collections::BTreeMap;
use std::fmt;

use rustix::io::Errno;

use crate::{Absent, File};

/// What a run could not see. Two hundred processes that were denied are one entry with a count.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    counts: BTreeMap<Cause, u64>,
    notes: Vec<String>,
}

/// One way in which one file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The file.
    pub file: File,
    /// Why.
    pub reason: Reason,
}

/// Why a file, or a part of it, was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It gave no value at all.
    Absent(Absent),
    /// The kernel answered with an error that has no name of ours; the number is `errno`.
    Failed(i32),
    /// A row of it was not in the kernel's format.
    BadRow,
    /// It was longer than what is read of it.
    Truncated,
    /// In a captured tree something other than a regular file stands in its place.
    NotAFile,
}

impl PartialOrd for Cause {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cause {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.file, self.reason).cmp(&(other.file, other.reason))
    }
}

impl Problems {
    /// Counts one occurrence.
    pub fn add(&mut self, file: File, reason: Reason) {
        *self.counts.entry(Cause { file, reason }).or_default() += 1;
    }

    /// Adds something that is said once, in full.
    pub fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Moves what `other` counted into this.
    pub fn append(&mut self, other: &mut Self) {
        for (cause, count) in std::mem::take(&mut other.counts) {
            *self.counts.entry(cause).or_default() += count;
        }
        for note in other.notes.drain(..) {
            self.note(note);
        }
    }

    /// Adds what was counted later, except what is counted already: the same was read again.
    pub fn also(&mut self, later: &Self) {
        for (cause, count) in &later.counts {
            self.counts.entry(*cause).or_insert(*count);
        }
        for note in &later.notes {
            self.note(note.clone());
        }
    }

    /// Whether everything was seen.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.notes.is_empty()
    }

    /// The causes with their counts.
    pub fn causes(&self) -> impl Iterator<Item = (Cause, u64)> {
        self.counts.iter().map(|(cause, count)| (*cause, *count))
    }

    /// What is said once.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(String::as_str)
    }
}

impl Reason {
    /// The reason as one word, for `--report`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.word(),
            Self::Failed(_) => "failed",
            Self::BadRow => "malformed",
            Self::Truncated => "truncated",
            Self::NotAFile => "not_a_file",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(absent) => f.write_str(absent.phrase()),
            Self::Failed(errno) => write!(f, "{}", Errno::from_raw_os_error(*errno)),
            Self::BadRow => f.write_str("not in the kernel's format"),
            Self::Truncated => f.write_str("longer than what is read of it; cut"),
            Self::NotAFile => f.write_str("not a regular file"),
        }
    }
}

/// What one count of this file is: a process, or the file itself.
pub fn unit(file: File, count: u64) -> Option<&'static str> {
    if !file.is_of_process() || file.tail().starts_with("net/") {
        return None;
    }
    Some(if count == 1 { "process" } else { "processes" })
}
