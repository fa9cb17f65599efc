//! Child processes that are ended by pid and reaped, whatever happens to their maker's plan.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// How long killed children may take to be gone.
const REAPING: Duration = Duration::from_secs(20);

/// Children of a maker; dropping the family kills and reaps them all.
#[derive(Default)]
pub(crate) struct Family {
    children: Vec<Child>,
}

impl Family {
    /// Starts a child and takes it in.
    pub(crate) fn start(&mut self, command: &mut Command) -> Result<&mut Child> {
        let child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        self.children.push(child);
        self.children.last_mut().context("a child that was just started is missing")
    }

    /// The pids, in the order of their start.
    pub(crate) fn pids(&self) -> Vec<u32> {
        self.children.iter().map(Child::id).collect()
    }

    /// The children, in the order of their start.
    pub(crate) fn children(&mut self) -> impl Iterator<Item = &mut Child> {
        self.children.iter_mut()
    }

    /// How many children have not ended by themselves.
    pub(crate) fn alive(&mut self) -> usize {
        self.children().filter_map(|child| child.try_wait().ok()).filter(Option::is_none).count()
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It fails only for a child that is reaped already, which is what is wanted.
            let _ = child.kill();
        }
        // A kill does not reach a process in an uninterruptible sleep: wait, but not for ever.
        let end = Instant::now() + REAPING;
        for child in &mut self.children {
            while matches!(child.try_wait(), Ok(None)) && Instant::now() < end {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

/// This program again, to play one of its hidden roles.
///
/// It goes by /proc, which finds the right file even after a rebuild has replaced the binary.
pub(crate) fn ourselves() -> Command {
    let mut command = Command::new("/proc/self/exe");
    command.arg0("xtask").arg("make");
    command
}
