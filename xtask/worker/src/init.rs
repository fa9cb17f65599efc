//! The first process of the world: it starts the others, and ends the world when that is captured.

use std::fs::{self, OpenOptions};
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use rustix::process::{WaitOptions, wait};
use worker::{MADE, WORKER};

use crate::roles;

/// How long processes may take to fall asleep once they are ready.
const SETTLING: Duration = Duration::from_millis(200);

/// Starts the inhabitants, says so, and ends the world when it has been copied.
pub(super) fn rule() -> Result<()> {
    let mut children = Vec::new();
    let outcome = settle(&mut children).err().map(|error| format!("{error:#}"));
    thread::sleep(SETTLING);
    // The copier must not see half of it.
    fs::write("/run/making", outcome.unwrap_or_default())?;
    fs::rename("/run/making", MADE)?;
    loop {
        let Some((pid, status)) = wait(WaitOptions::empty())? else { continue };
        let ended = pid.as_raw_nonzero().get().unsigned_abs();
        // Every child that was not started here is the copier. The rest ends with this process.
        if !children.iter().any(|child: &Child| child.id() == ended) {
            // It has said itself what went wrong.
            ensure!(status.exit_status() == Some(0), "the copier failed");
            return Ok(());
        }
    }
}

/// Starts every inhabitant and waits until it is what it should be.
fn settle(children: &mut Vec<Child>) -> Result<()> {
    for role in roles::INHABITANTS {
        let log = OpenOptions::new().create(true).append(true).open("/var/log/worker.log")?;
        let mut command = Command::new(WORKER);
        command.arg(role.name).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().with_context(|| format!("cannot start {}", role.name))?;
        let outcome = ready(&mut child).and_then(|()| (role.check)(&child));
        children.push(child);
        outcome.with_context(|| {
            let log = fs::read_to_string("/var/log/worker.log").unwrap_or_default();
            format!("{}: {}", role.name, log.trim_end())
        })?;
    }
    Ok(())
}

/// Waits for the byte of an inhabitant that is ready.
pub(super) fn ready(child: &mut Child) -> Result<()> {
    let mut byte = [0];
    match child.stdout.as_mut().context("the pipe is missing")?.read(&mut byte)? {
        0 => bail!("it ended early"),
        _ => Ok(()),
    }
}
