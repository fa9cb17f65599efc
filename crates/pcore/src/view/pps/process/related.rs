//! What belongs to the process and is counted or listed in directories: descriptors, children.

use super::Process;
use crate::field::Source;
use crate::parse::Item;
use crate::parse::pid::children;
use crate::parse::pid::stat::Stat;
use crate::{Absent, File};

/// How many descriptors are open.
#[derive(Clone, Copy, Debug)]
pub struct Fds(pub u64);

impl Source<Process> for Fds {
    const FILES: &'static [File] = &[File::Fd, File::Stat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.fds.get(|| {
            // Since Linux 6.2 the size of the directory is the count, and everybody may see it.
            if process.run().root.is_procfs() {
                let size = process.place.stat(File::Fd.tail(), File::Fd)?.st_size;
                if size > 0 {
                    return Ok(Self(size as u64));
                }
            }
            match process.place.fds()?.len() as u64 {
                // A zombie has lost its table; its threads may live on with theirs.
                0 if Stat::of(process)?.state == Ok(b'Z') => Err(Absent::NotApplicable),
                count => Ok(Self(count)),
            }
        })
    }
}

/// The children that were made by the task, or by any task of the process.
#[derive(Debug)]
pub struct Children(pub Vec<u32>);

impl Source<Process> for Children {
    const FILES: &'static [File] = &[File::Children, File::Task];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.children.get(|| {
            let mut all = Vec::new();
            if process.place.is_task() {
                all = of_task(process, "children")?;
            } else {
                for task in process.place.tasks()? {
                    match of_task(process, &format!("task/{task}/children")) {
                        Ok(mut children) => all.append(&mut children),
                        // The others go on without it.
                        Err(Absent::Vanished) => {}
                        Err(absent) => return Err(absent),
                    }
                }
            }
            all.sort_unstable();
            all.dedup();
            Ok(Self(all))
        })
    }
}

fn of_task(process: &Process, path: &str) -> Result<Vec<u32>, Absent> {
    let parse = |text: &[u8]| children::children(text).collect::<Item<_>>();
    process.place.read_path(path, File::Children, parse)?
}
