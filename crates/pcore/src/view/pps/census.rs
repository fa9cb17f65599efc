//! A look at every process before the first row is read, for what one process cannot tell alone.

use std::rc::Rc;
use std::sync::Arc;

use super::process::{Process, each_task};
use crate::Absent;
use crate::file::FileSet;
use crate::pool::{self, Work};
use crate::root::Reader;
use crate::run::Run;

/// What is looked for in each process, or in each task.
pub(crate) struct Census<T> {
    /// The files that are looked into.
    pub(crate) files: FileSet,
    /// Whether each task is looked at.
    pub(crate) tasks: bool,
    /// What is found there, if anything.
    pub(crate) look: fn(&Process) -> Option<T>,
}

impl<T: Send + 'static> Census<T> {
    /// Looks at every process.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub(crate) fn take(self, run: &Arc<Run>) -> Result<Vec<T>, Absent> {
        let pids = run.once(Reader::pids).ok_or(Absent::Blocked)??;
        self.take_of(run, pids)
    }

    /// Looks at these processes.
    ///
    /// # Errors
    /// When no worker could be had.
    pub(crate) fn take_of(self, run: &Arc<Run>, pids: Vec<u32>) -> Result<Vec<T>, Absent> {
        let mut found = Vec::with_capacity(pids.len());
        let work = Looking { pids, census: self };
        pool::scan(run, work, &mut |mut part: Vec<T>| found.append(&mut part))
            .map_err(|_| Absent::Blocked)?;
        Ok(found)
    }
}

/// Looking at these processes, as work for watched workers.
struct Looking<T> {
    pids: Vec<u32>,
    census: Census<T>,
}

impl<T: Send + 'static> Work for Looking<T> {
    type Out = Vec<T>;

    fn len(&self) -> usize {
        self.pids.len()
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, found: &mut Vec<T>) {
        let Some(pid) = self.pids.get(key).copied() else { return };
        let Census { files, tasks, look } = self.census;
        let mut look = |process: Process| found.extend(look(&process));
        if tasks {
            each_task(pid, reader, files, &mut look);
        } else {
            look(Process::new(pid, reader, files));
        }
    }
}
