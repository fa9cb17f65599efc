//! Which reads did not answer. What is known to be stuck is not tried again in the same run.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::File;
use crate::run::lock;

/// The files, by process, that did not answer within the deadline.
#[derive(Debug, Default)]
pub(crate) struct Blocked {
    any: AtomicBool,
    files: Mutex<HashMap<u32, Vec<File>>>,
}

impl Blocked {
    /// Remembers that a file of a process, or of the machine as process 0, is stuck.
    pub(crate) fn add(&self, pid: u32, file: File) {
        lock(&self.files).entry(pid).or_default().push(file);
        self.any.store(true, Ordering::Release);
    }

    /// Whether a read would be stuck: on the file itself, or on the lock of one that is.
    pub(crate) fn covers(&self, pid: u32, file: File) -> bool {
        self.any.load(Ordering::Acquire)
            && lock(&self.files).get(&pid).is_some_and(|stuck| {
                stuck.iter().any(|stuck| *stuck == file || stuck.lock().condemns(file.lock()))
            })
    }

    /// Whether anything of this process is stuck, so that more of it deserves less patience.
    pub(crate) fn knows(&self, pid: u32) -> bool {
        self.any.load(Ordering::Acquire) && lock(&self.files).contains_key(&pid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stuck_file_covers_what_waits_for_the_same_lock() {
        let blocked = Blocked::default();
        assert!(!blocked.covers(7, File::Cmdline));
        blocked.add(7, File::Cmdline);
        assert!(blocked.covers(7, File::Cmdline));
        assert!(blocked.covers(7, File::SmapsRollup));
        assert!(!blocked.covers(7, File::Stat));
        assert!(!blocked.covers(8, File::Cmdline));
        assert!(blocked.knows(7) && !blocked.knows(8));
    }
}
