//! Files that hold one text, and what is true only of what the reader may trace.

use super::{Exe, Process};
use crate::field::Source;
use crate::parse::pid::attr;
use crate::parse::pid::stat::Stat;
use crate::{Absent, File};

/// The set of CPUs and memory nodes that the process is confined to.
#[derive(Debug)]
pub struct Cpuset(pub Box<[u8]>);

impl Source<Process> for Cpuset {
    const FILES: &'static [File] = &[File::Cpuset];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.cpuset.get(|| {
            process.parsed(File::Cpuset, |text| match text.trim_ascii_end() {
                b"" => Err(Absent::NotApplicable),
                path => Ok(Self(path.into())),
            })
        })
    }
}

/// The label that a security module gives to the task.
#[derive(Debug)]
pub struct Label(pub Box<[u8]>);

impl Source<Process> for Label {
    const FILES: &'static [File] = &[File::AttrCurrent];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.label.get(|| {
            match process.place.read(File::AttrCurrent, |text| Self(attr::text(text).into())) {
                Ok(label) if label.0.is_empty() => Err(Absent::NotApplicable),
                // So the kernel answers where no module gives labels.
                Err(Absent::NotApplicable) => Err(Absent::Unsupported),
                label => label,
            }
        })
    }
}

/// The function of the kernel that the task sleeps in.
#[derive(Debug)]
pub struct Wchan(pub Box<[u8]>);

impl Source<Process> for Wchan {
    const FILES: &'static [File] = &[File::Wchan, File::Exe];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.wchan.get(|| {
            let name: Box<[u8]> =
                process.place.read(File::Wchan, |text| text.trim_ascii_end().into())?;
            match &*name {
                // It does not sleep, or nobody is to know.
                b"0" | b"" => Err(untold(process)),
                _ => Ok(Self(name)),
            }
        })
    }
}

/// The status that the parent will be told of a process that has ended.
#[derive(Clone, Copy, Debug)]
pub struct ExitCode(pub u64);

impl Source<Process> for ExitCode {
    const FILES: &'static [File] = &[File::Stat, File::Exe];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.exit_code.get(|| {
            let stat = Stat::of(process)?;
            match (stat.state?, stat.exit_code?) {
                (b'Z' | b'X', 0) => match untold(process) {
                    Absent::NotApplicable => Ok(Self(0)),
                    absent => Err(absent),
                },
                (b'Z' | b'X', code) => u64::try_from(code).map(Self).map_err(|_| Absent::Malformed),
                _ => Err(Absent::NotApplicable),
            }
        })
    }
}

/// What a zero means that the kernel also prints for those who may not know: whether this reader
/// may can be seen from a link that it guards in the same way.
fn untold(process: &Process) -> Absent {
    match Exe::of(process) {
        Err(absent @ (Absent::Denied | Absent::Blocked)) => absent,
        _ => Absent::NotApplicable,
    }
}
