//! Files that a parser makes a struct of.

use super::Process;
use crate::field::Source;
use crate::parse::pid::arch_status;
use crate::parse::pid::autogroup::Autogroup;
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::io::Io;
use crate::parse::pid::ksm_stat::KsmStat;
use crate::parse::pid::limits::{self, Limit};
use crate::parse::pid::schedstat::Schedstat;
use crate::parse::pid::smaps_rollup::SmapsRollup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::statm::Statm;
use crate::parse::pid::status::Status;
use crate::parse::pid::timens_offsets::Offset;
use crate::parse::{Item, number};
use crate::{Absent, File};

macro_rules! parsed {
    ($($name:ident, $file:ident, $slot:ident;)*) => {$(
        impl Source<Process> for $name {
            const FILES: &'static [File] = &[File::$file];

            fn of(process: &Process) -> Result<&Self, Absent> {
                process.sources.$slot.get(|| process.parsed(File::$file, Self::parse))
            }
        }
    )*};
}

parsed! {
    Stat, Stat, stat;
    Statm, Statm, statm;
    Status, Status, status;
    Io, Io, io;
    Autogroup, Autogroup, autogroup;
}

/// A file about the memory of a process, which is empty for what has none of its own.
fn of_memory<T>(process: &Process, file: File, parse: fn(&[u8]) -> Item<T>) -> Item<T> {
    let parse =
        |text: &[u8]| if text.is_empty() { Err(Absent::NotApplicable) } else { parse(text) };
    process.place.read(file, parse)?
}

/// The memory of a process as a whole, in bytes; a kernel thread and what has ended have none.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The address space.
    pub all: Item<u64>,
    /// What of it is resident.
    pub resident: Item<u64>,
}

impl Source<Process> for Sizes {
    const FILES: &'static [File] = &[File::Statm];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.sizes.get(|| {
            // `status` tells the same, and where it is read anyway it spares a file.
            if process.files.has(File::Status)
                && let Ok(status) = Status::of(process)
                && let (Ok(all), Ok(resident)) = (status.vm_size, status.vm_rss)
            {
                return Ok(Self { all: Ok(all), resident: Ok(resident) });
            }
            let statm = Statm::of(process)?;
            if statm.size? == 0 {
                return Err(Absent::NotApplicable);
            }
            let bytes = |pages: Item<u64>| pages.map(|pages| process.facts.pages(pages));
            Ok(Self { all: bytes(statm.size), resident: bytes(statm.resident) })
        })
    }
}

impl Source<Process> for SmapsRollup {
    const FILES: &'static [File] = &[File::SmapsRollup];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.rollup.get(|| of_memory(process, File::SmapsRollup, Self::parse))
    }
}

impl Source<Process> for KsmStat {
    const FILES: &'static [File] = &[File::KsmStat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.ksm_stat.get(|| of_memory(process, File::KsmStat, Self::parse))
    }
}

impl Source<Process> for Cgroup {
    const FILES: &'static [File] = &[File::Cgroup];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.cgroup.get(|| {
            let cgroup = process.parsed(File::Cgroup, Self::parse)?;
            if cgroup.malformed > 0 {
                process.place.reader().malformed(File::Cgroup);
            }
            Ok(cgroup)
        })
    }
}

impl Source<Process> for Schedstat {
    const FILES: &'static [File] = &[File::TaskSchedStat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.schedstat.get(|| {
            let stat = process.parsed(File::TaskSchedStat, Self::parse)?;
            // A kernel that does not count prints zeroes.
            if (stat.run, stat.wait, stat.timeslices) == (Ok(0), Ok(0), Ok(0)) {
                return Err(Absent::Unsupported);
            }
            Ok(stat)
        })
    }
}

/// What only some architectures tell of a process.
#[derive(Debug)]
pub struct ArchStatus {
    /// Milliseconds since the task last used AVX-512; it does not apply to a task that never did.
    pub avx512: Item<u64>,
}

impl Source<Process> for ArchStatus {
    const FILES: &'static [File] = &[File::ArchStatus];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.arch_status.get(|| {
            process.place.read(File::ArchStatus, |text| {
                // The kernel has nothing to say of its own threads.
                let unsaid =
                    if text.is_empty() { Absent::NotApplicable } else { Absent::Unsupported };
                let mut status = Self { avx512: Err(unsaid) };
                for (label, value) in arch_status::entries(text) {
                    if label == b"AVX512_elapsed_ms" {
                        status.avx512 = match number::signed(value) {
                            Ok(-1) => Err(Absent::NotApplicable),
                            elapsed => elapsed
                                .and_then(|ms| u64::try_from(ms).map_err(|_| Absent::Malformed)),
                        };
                    }
                }
                status
            })
        })
    }
}

/// The limits of resources.
#[derive(Debug)]
pub struct Limits(Vec<Limit>);

impl Limits {
    /// What the kernel enforces of the limit with this short name; `u64::MAX` for no limit.
    ///
    /// # Errors
    /// Where the kernel has no such limit.
    pub fn soft(&self, key: &str) -> Item<u64> {
        self.0.iter().find(|limit| limit.key == key).ok_or(Absent::Unsupported)?.soft
    }
}

impl Source<Process> for Limits {
    const FILES: &'static [File] = &[File::Limits];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.sources.limits.get(|| {
            let mut bad = 0;
            let limits = process.place.read(File::Limits, |text| {
                limits::rows(text).filter_map(|row| row.inspect_err(|_| bad += 1).ok()).collect()
            })?;
            if bad > 0 {
                process.place.reader().malformed(File::Limits);
            }
            Ok(Self(limits))
        })
    }
}

/// How far the clocks of the namespace for new children are from the machine's.
pub struct TimeOffsets(Vec<Offset>);

impl TimeOffsets {
    /// The seconds that a clock is ahead; it does not apply to one that the file does not have.
    pub fn of_clock(&self, clock: &[u8]) -> Item<f64> {
        let offset = self.0.iter().find(|offset| &*offset.clock == clock);
        let offset = offset.ok_or(Absent::NotApplicable)?;
        Ok(offset.seconds? as f64 + f64::from(offset.nanoseconds?) / 1e9)
    }
}

impl Source<Process> for TimeOffsets {
    const FILES: &'static [File] = &[File::TimeOffsets];

    fn of(process: &Process) -> Result<&Self, Absent> {
        let offsets = || process.rows(File::TimeOffsets, Offset::parse).map(Self);
        process.sources.time_offsets.get(offsets)
    }
}
