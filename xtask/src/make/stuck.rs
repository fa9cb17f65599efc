//! `xtask make stuck`: processes whose command line never answers.
//!
//! `/proc/PID/cmdline` is read out of the memory of the process, under its `mmap_lock`. Each
//! victim maps a file of a dead file system. A second process, the holder, reads that page of
//! the victim through `/proc/PID/mem`: it takes the lock for reading and sleeps in the page
//! fault. Then the victim wants to map something and queues up as a writer; from then on every
//! reader waits behind it. (A fault of the victim itself would not do: it holds only the lock of
//! one mapping.)

mod mapping;
pub(super) mod roles;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Arg, ArgMatches, Command, value_parser};
use serde_json::json;

use super::family::{Family, ourselves};
use super::fuse::DeadFiles;
use super::lifetime::{announce, wait_for_end, wait_readable};

/// The victims stay no longer than this, whatever their user does.
const LONGEST: Duration = Duration::from_secs(120);

/// How long each step of the making may take.
const STEP: Duration = Duration::from_secs(10);

/// A command line that has not answered for this long counts as stuck.
const STUCK: Duration = Duration::from_millis(300);

/// What clap knows about `make stuck`.
pub(super) fn command() -> Command {
    Command::new("stuck").about("Makes processes whose /proc/PID/cmdline never answers").arg(
        Arg::new("count")
            .long("count")
            .value_name("N")
            .help("How many processes to make")
            .default_value("1")
            .value_parser(value_parser!(u64).range(1..=500)),
    )
}

/// Makes the victims, says so, waits for the end of standard input, and frees them.
pub(super) fn run(matches: &ArgMatches) -> Result<()> {
    let count = *matches.get_one("count").context("--count has a default")?;
    let files = match DeadFiles::mount(count) {
        Ok(files) => files,
        // No device or no privilege: whoever asked can only leave its test out.
        Err(error) => {
            return announce(&json!({"ready": false, "reason": format!("{error:#}")}));
        }
    };
    let mut victims = Family::default();
    let mut holders = Family::default();
    // It is dropped first, on every way out: the end of the connection wakes the holders, which
    // a kill does not; only then can the processes be ended and reaped.
    let files = files;
    for file in 0..count {
        start_victim(&mut victims, &mut holders, &files.path(file))?;
    }
    files.wait_for_readers(count as usize, STEP).context("the locks are not held")?;
    for victim in victims.children() {
        let go = victim.stdin.as_mut().context("a victim has no standard input")?;
        go.write_all(b"\n").context("a victim is gone")?;
    }
    verify(&victims.pids())?;
    ensure!(victims.alive() == count as usize, "a victim ended early");
    announce(&json!({"pids": victims.pids(), "ready": true}))?;
    wait_for_end(LONGEST)
}

/// Starts one victim, and the holder of its lock.
fn start_victim(victims: &mut Family, holders: &mut Family, path: &str) -> Result<()> {
    let victim = victims.start(
        ourselves().args(["stuck-victim", path]).stdin(Stdio::piped()).stdout(Stdio::piped()),
    )?;
    let said = victim.stdout.take().context("a victim has no standard output")?;
    ensure!(wait_readable(&said, Instant::now() + STEP)?, "a victim does not map its file");
    let mut address = String::new();
    BufReader::new(said).read_line(&mut address)?;
    let (victim, address) = (victim.id().to_string(), address.trim_end());
    ensure!(!address.is_empty(), "a victim could not map its file");
    holders.start(
        ourselves()
            .args(["stuck-holder", &victim, address])
            .stdin(Stdio::null())
            .stdout(Stdio::null()),
    )?;
    Ok(())
}

/// Tries to read every command line, all at once, until none of them answers.
fn verify(pids: &[u32]) -> Result<()> {
    // A victim that has not yet reached its lock answers the first probes.
    let end = Instant::now() + STEP;
    while Instant::now() < end {
        let mut probes = Family::default();
        for pid in pids {
            let pid = pid.to_string();
            probes.start(
                ourselves().args(["stuck-probe", &pid]).stdin(Stdio::null()).stdout(Stdio::null()),
            )?;
        }
        // Time for the probes to start as well, two at a time at worst.
        thread::sleep(STUCK + Duration::from_millis(10) * pids.len() as u32);
        if probes.alive() == pids.len() {
            return Ok(());
        }
    }
    bail!("the command lines still answer")
}
