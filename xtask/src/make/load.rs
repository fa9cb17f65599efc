//! `xtask make load`: a busy machine, in numbers of processes, descriptors and TCP sockets.

pub(super) mod child;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{self, Child, ChildStdin, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Arg, ArgMatches, Command, value_parser};
use rustix::fd::OwnedFd;
use rustix::pipe::{PipeFlags, pipe_with};
use serde_json::{Value, json};

use super::family::{Family, ourselves};
use super::lifetime::{announce, wait_for_end, wait_readable};

/// How long the making may take.
const MAKING: Duration = Duration::from_secs(120);

/// How long the end may take.
const ENDING: Duration = Duration::from_secs(60);

/// How much to make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Processes in total.
    pub(crate) processes: u64,
    /// Descriptors of those processes in total, sockets and standard streams among them; more
    /// only where a process has more than its share from birth.
    pub(crate) descriptors: u64,
    /// TCP sockets in total; they come in connected pairs, so an odd one is left out.
    pub(crate) sockets: u64,
}

/// What clap knows about `make load`.
pub(crate) fn command() -> Command {
    Command::new("load")
        .about("Makes many processes, descriptors and sockets")
        .arg(number("processes", "How many processes to make", "100"))
        .arg(number(
            "descriptors",
            "How many descriptors they have in all, with sockets and standard streams",
            "1000",
        ))
        .arg(number("sockets", "How many of those are TCP sockets, in connected pairs", "100"))
        .arg(number("seconds", "After how long everything ends by itself", "600"))
}

/// An option with a number.
fn number(name: &'static str, help: &'static str, default: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("N")
        .help(help)
        .default_value(default)
        .value_parser(value_parser!(u64).range(..=2_000_000))
}

/// Makes the load, says so, waits for the end of standard input, and takes it away.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let value = |name: &str| matches.get_one::<u64>(name).copied().context("options have defaults");
    let size = Size {
        processes: value("processes")?,
        descriptors: value("descriptors")?,
        sockets: value("sockets")?,
    };
    // The children watch this pipe, and its other end goes with this process.
    let (alive, _until_we_end) = pipe_with(PipeFlags::CLOEXEC)?;
    let mut family = Family::default();
    let ready = start_children(&mut family, size, &alive)?;
    wait_for_children(&ready, size.processes)?;
    announce(&json!({"ready": true, "pids": family.pids()}))?;
    wait_for_end(Duration::from_secs(value("seconds")?))
}

/// Starts the children, and returns the pipe into which each says one byte when it is ready.
fn start_children(family: &mut Family, size: Size, alive: &OwnedFd) -> Result<OwnedFd> {
    let (ready, say_ready) = pipe_with(PipeFlags::CLOEXEC)?;
    for index in 0..size.processes {
        let pairs = share(size.sockets / 2, size.processes, index);
        let descriptors = share(size.descriptors, size.processes, index);
        family.start(
            ourselves()
                .args(["load-child", &index.to_string()])
                .args(["--descriptors", &descriptors.to_string()])
                .args(["--pairs", &pairs.to_string()])
                .stdin(Stdio::from(alive.try_clone()?))
                .stdout(Stdio::from(say_ready.try_clone()?)),
        )?;
    }
    Ok(ready)
}

/// Waits for the byte of each child.
fn wait_for_children(ready: &OwnedFd, processes: u64) -> Result<()> {
    let end = Instant::now() + MAKING;
    let mut count = 0;
    let mut said = [0_u8; 4096];
    while count < processes {
        ensure!(wait_readable(ready, end)?, "only {count} of {processes} were ready in time");
        let length = rustix::io::read(ready, &mut said)?;
        let said = said.get(..length).unwrap_or_default();
        if length == 0 || said.contains(&child::FAILED) {
            bail!("a child could not make its share");
        }
        count += length as u64;
    }
    Ok(())
}

/// The share of one of `parts` in a total, so that the shares add up to it.
fn share(total: u64, parts: u64, index: u64) -> u64 {
    total / parts + u64::from(index < total % parts)
}

/// A load made by a process of its own; dropping it ends the load.
pub(crate) struct Load {
    maker: Child,
    // Its end is the end of the load.
    stdin: Option<ChildStdin>,
}

impl Load {
    /// Has `xtask`, the path of this program or of a faster build of it, make a load.
    pub(crate) fn start(xtask: &Path, size: Size, longest: Duration) -> Result<Self> {
        let mut maker = process::Command::new(xtask)
            .args(["make", "load"])
            .args(["--processes", &size.processes.to_string()])
            .args(["--descriptors", &size.descriptors.to_string()])
            .args(["--sockets", &size.sockets.to_string()])
            .args(["--seconds", &longest.as_secs().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the maker of the load")?;
        let stdin = maker.stdin.take();
        let stdout = maker.stdout.take().context("the maker has no standard output")?;
        let load = Self { maker, stdin };
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line).context("the load was not made")?;
        ensure!(answer.get("ready") == Some(&Value::Bool(true)), "the load is not ready: {line}");
        Ok(load)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let end = Instant::now() + ENDING;
        while matches!(self.maker.try_wait(), Ok(None)) {
            if Instant::now() > end {
                // Its children notice the end of their pipe.
                let _ = self.maker.kill();
                let _ = self.maker.wait();
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_add_up() {
        for (total, parts) in [(0, 3), (2, 3), (7, 3), (140_000, 4_000)] {
            assert_eq!((0..parts).map(|index| share(total, parts, index)).sum::<u64>(), total);
        }
    }
}
