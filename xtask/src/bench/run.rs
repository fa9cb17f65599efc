//! One run of one command, and what many runs come to.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

use super::programs::Resolved;
use super::usage;
use crate::make::lifetime::wait_readable;

/// A command that takes longer is ended and counts as failed.
const LONGEST: Duration = Duration::from_secs(120);

/// What one run took.
struct Sample {
    cpu: Duration,
    wall: Duration,
    peak_kib: u64,
    status: ExitStatus,
}

/// What the runs of one command took.
#[derive(Default)]
pub(super) struct Series {
    cpu: Vec<Duration>,
    wall: Vec<Duration>,
    peak_kib: Vec<u64>,
}

impl Series {
    /// The median of user and system time together.
    pub(super) fn cpu(&self) -> Duration {
        median(&self.cpu)
    }

    /// The median time on the clock, from before the start until it is reaped.
    pub(super) fn wall(&self) -> Duration {
        median(&self.wall)
    }

    /// The greatest resident memory that any run had.
    pub(super) fn peak_kib(&self) -> u64 {
        self.peak_kib.iter().copied().max().unwrap_or_default()
    }
}

/// What became of a command.
pub(super) enum Outcome {
    Measured { command: Resolved, series: Series },
    Failed(String),
    NotInstalled,
}

impl Outcome {
    /// The measurements, if there are any.
    pub(super) fn series(&self) -> Option<&Series> {
        match self {
            Self::Measured { series, .. } => Some(series),
            Self::Failed(_) | Self::NotInstalled => None,
        }
    }

    /// Runs the command once more. One failure and all its measurements are void.
    pub(super) fn run_once(&mut self) -> Result<()> {
        let Self::Measured { command, series } = self else { return Ok(()) };
        let complaints = memory_file("stderr")?;
        let sample = run(command, Stdio::null(), &complaints)?;
        if sample.status.success() {
            series.cpu.push(sample.cpu);
            series.wall.push(sample.wall);
            series.peak_kib.push(sample.peak_kib);
        } else {
            *self = Self::Failed(complaint(sample.status, complaints)?);
        }
        Ok(())
    }
}

/// Runs a command once without measuring it; returns what is wrong with it, if anything is.
pub(super) fn check(command: &Resolved) -> Result<Option<String>> {
    let (output, complaints) = (memory_file("stdout")?, memory_file("stderr")?);
    let sample = run(command, Stdio::from(output.try_clone()?), &complaints)?;
    if !sample.status.success() {
        return Ok(Some(complaint(sample.status, complaints)?));
    }
    let silent = output.metadata()?.len() == 0;
    // A tool that does nothing would win every comparison.
    Ok((silent && !command.silent).then(|| "printed nothing".to_owned()))
}

/// Runs a command to its end.
fn run(command: &Resolved, output: Stdio, complaints: &File) -> Result<Sample> {
    let start = Instant::now();
    // It is reaped by `usage::reap`; dropping a `Child` neither kills nor reaps.
    let child = Command::new(&command.program)
        .args(&command.arguments)
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(Stdio::from(complaints.try_clone()?))
        .spawn()
        .with_context(|| format!("cannot start {}", command.program.display()))?;
    let pid = Pid::from_child(&child);
    let ended = wait_readable(pidfd_open(pid, PidfdFlags::empty())?, start + LONGEST)?;
    if !ended {
        kill_process(pid, Signal::KILL)?;
    }
    let reaped = usage::reap(child)?;
    Ok(Sample {
        cpu: reaped.cpu,
        wall: start.elapsed(),
        peak_kib: reaped.peak_kib,
        status: reaped.status,
    })
}

/// How a command failed, in one line.
fn complaint(status: ExitStatus, mut complaints: File) -> Result<String> {
    let mut said = Vec::new();
    complaints.rewind()?;
    complaints.take(4096).read_to_end(&mut said)?;
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().next().unwrap_or("nothing on standard error");
    Ok(format!("{status}: {}", line.escape_debug()))
}

/// A file that is nowhere but in memory, for output that nobody reads meanwhile.
fn memory_file(name: &str) -> Result<File> {
    Ok(File::from(memfd_create(name, MemfdFlags::CLOEXEC)?))
}

/// The middle value; of an even number of them, the greater of the two in the middle.
fn median(samples: &[Duration]) -> Duration {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Resolved {
        let arguments = vec!["-c".to_owned(), script.to_owned()];
        Resolved { program: "/bin/sh".into(), arguments, silent: false }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let seconds =
            |list: &[u64]| list.iter().copied().map(Duration::from_secs).collect::<Vec<_>>();
        assert_eq!(median(&seconds(&[9, 1, 2])), Duration::from_secs(2));
        assert_eq!(median(&[]), Duration::ZERO);
    }

    #[test]
    fn failures_and_silence_are_noticed() {
        assert_eq!(check(&shell("echo fine")).unwrap(), None);
        assert_eq!(check(&shell(":")).unwrap().as_deref(), Some("printed nothing"));
        let failed = check(&shell("echo broken >&2; exit 3")).unwrap().unwrap();
        assert!(failed.contains('3') && failed.contains("broken"), "{failed}");
    }

    #[test]
    fn time_and_memory_are_those_of_the_child() {
        let script = "i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; sleep 0.1; echo";
        let complaints = memory_file("stderr").unwrap();
        let sample = run(&shell(script), Stdio::null(), &complaints).unwrap();
        assert!(sample.cpu > Duration::from_millis(5), "{:?}", sample.cpu);
        assert!(sample.wall >= sample.cpu.max(Duration::from_millis(100)), "{:?}", sample.wall);
        assert!((100..1_000_000).contains(&sample.peak_kib), "{} KiB", sample.peak_kib);
    }
}
