//! The machine as a row: the files that describe it as a whole, each read when first asked for.

use std::rc::Rc;
use std::sync::Arc;

use procfs_core::{FromRead, LoadAverage};

use super::stuck::Stuck;
use super::warnings::Warnings;
use crate::field::Source;
use crate::file::FileSet;
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::mdstat::{self, Array};
use crate::parse::meminfo::MemInfo;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pid::stat::Stat;
use crate::parse::pressure::Pressure;
use crate::parse::stat;
use crate::parse::uptime::Uptime;
use crate::parse::version;
use crate::parse::vmstat::Paging;
use crate::parse::{lines, number, words};
use crate::root::Reader;
use crate::run::Run;
use crate::view::pps::census::Census;
use crate::view::pps::process::{Number, Once, Process};
use crate::{Absent, File};

/// The machine.
pub struct Machine {
    reader: Rc<Reader>,
    facts: Facts,
    load: Once<Load>,
    stat: Once<Cpu>,
    vm: Once<Vm>,
    up: Once<Up>,
    memory: Once<MemInfo>,
    pressure_cpu: Once<CpuPressure>,
    pressure_io: Once<IoPressure>,
    pressure_memory: Once<MemoryPressure>,
    kernel: Once<Kernel>,
    version: Once<Version>,
    files: Once<Handles>,
    taint: Once<Taint>,
    mounted: Once<Mounted>,
    arrays: Once<Arrays>,
    warnings: Once<Warnings>,
}

impl Machine {
    pub(crate) fn new(reader: &Rc<Reader>) -> Self {
        Self {
            reader: reader.clone(),
            facts: reader.run().host.facts(),
            load: Once::default(),
            stat: Once::default(),
            vm: Once::default(),
            up: Once::default(),
            memory: Once::default(),
            pressure_cpu: Once::default(),
            pressure_io: Once::default(),
            pressure_memory: Once::default(),
            kernel: Once::default(),
            version: Once::default(),
            files: Once::default(),
            taint: Once::default(),
            mounted: Once::default(),
            arrays: Once::default(),
            warnings: Once::default(),
        }
    }

    pub(super) fn run(&self) -> &Arc<Run> {
        self.reader.run()
    }

    /// Does something of which the problems are not told.
    pub(super) fn quietly<T>(&self, something: impl FnOnce() -> T) -> T {
        self.run().quietly(something)
    }

    fn parsed<T>(&self, file: File, parse: impl FnOnce(&[u8]) -> Item<T>) -> Result<T, Absent> {
        self.reader.read(file, parse)?
    }
}

impl Source<Machine> for Facts {
    const FILES: &'static [File] = &[];

    fn of(machine: &Machine) -> Result<&Self, Absent> {
        Ok(&machine.facts)
    }
}

macro_rules! sources {
    ($($(#[$doc:meta])* $name:ident($inner:ty) from $file:ident in $slot:ident, $parse:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub $inner);

        impl Source<Machine> for $name {
            const FILES: &'static [File] = &[File::$file];

            fn of(machine: &Machine) -> Result<&Self, Absent> {
                machine.$slot.get(|| machine.parsed(File::$file, $parse).map(Self))
            }
        }
    )*};
}

sources! {
    /// Load averages.
    Load(LoadAverage) from LoadAvg in load,
        |text| LoadAverage::from_read(text)
            .ok()
            // The parser takes `nan`, which some sandboxes print.
            .filter(|load| [load.one, load.five, load.fifteen].iter().all(|load| load.is_finite()))
            .ok_or(Absent::Malformed);
    /// CPU times since boot, and counts.
    Cpu(stat::Stat) from SysStat in stat, stat::Stat::parse;
    /// What was read and written for want of memory, and else.
    Vm(Paging) from VmStat in vm, Paging::parse;
    /// How long the machine has been up, and idle.
    Up(Uptime) from Uptime in up, Uptime::parse;
    /// Stalls for want of a CPU.
    CpuPressure(Pressure) from PressureCpu in pressure_cpu, Pressure::parse;
    /// Stalls for want of storage.
    IoPressure(Pressure) from PressureIo in pressure_io, Pressure::parse;
    /// Stalls for want of memory.
    MemoryPressure(Pressure) from PressureMemory in pressure_memory, Pressure::parse;
    /// Release of the kernel.
    Kernel(Box<[u8]>) from OsRelease in kernel, |text| Ok(text.trim_ascii_end().into());
    /// Banner of the kernel.
    Version(version::Version) from Version in version, version::Version::parse;
    /// File handles in use and at most.
    Handles((u64, u64)) from FileNr in files, |text| {
        let mut numbers = words(text.trim_ascii_end()).map(number::unsigned);
        let mut next = || numbers.next().unwrap_or(Err(Absent::Malformed));
        let (allocated, free, limit) = (next()?, next()?, next()?);
        Ok((allocated.saturating_sub(free), limit))
    };
    /// What is mounted, as this tool sees it.
    Mounted(Vec<Mount>) from SelfMountInfo in mounted,
        |text| Ok(lines(text).filter_map(|line| Mount::parse(line).ok()).collect());
    /// Arrays of disks.
    Arrays(Vec<Array>) from MdStat in arrays, |text| Ok(mdstat::rows(text).flatten().collect());
    /// Why the kernel is tainted, as bits.
    Taint(u64) from Tainted in taint, |text| number::unsigned(text.trim_ascii_end());
}

impl Source<Machine> for Warnings {
    const FILES: &'static [File] = Self::FILES;

    fn of(machine: &Machine) -> Result<&Self, Absent> {
        machine.warnings.get(|| Self::find(machine))
    }

    fn prepare(run: &Arc<Run>) {
        Stuck::prepare(run);
    }
}

impl Source<Machine> for MemInfo {
    const FILES: &'static [File] = &[File::MemInfo];

    fn of(machine: &Machine) -> Result<&Self, Absent> {
        machine.memory.get(|| machine.parsed(File::MemInfo, Self::parse))
    }
}

/// How many processes are in which state.
#[derive(Debug, Default)]
pub struct States(Vec<(u32, u8)>);

impl States {
    /// How many processes there are.
    pub fn all(&self) -> u64 {
        self.0.len() as u64
    }

    /// How many processes are in one of these states.
    pub fn any_of(&self, letters: &[u8]) -> u64 {
        self.in_any_of(letters).count() as u64
    }

    /// The processes that are in one of these states.
    pub(super) fn in_any_of(&self, letters: &[u8]) -> impl Iterator<Item = u32> {
        let is_meant = |(_, state): &&(u32, u8)| letters.contains(state);
        self.0.iter().filter(is_meant).map(|(pid, _)| *pid)
    }

    pub(crate) fn of_run(run: &Arc<Run>) -> Result<&Self, Absent> {
        run.states
            .get_or_init(|| {
                let files = FileSet::default().with(File::Stat);
                Ok(Self(Census { files, tasks: false, look }.take(run)?))
            })
            .as_ref()
            .map_err(|absent| *absent)
    }
}

impl Source<Machine> for States {
    const FILES: &'static [File] = &[File::Stat];

    fn of(machine: &Machine) -> Result<&Self, Absent> {
        Self::of_run(machine.run())
    }

    fn prepare(run: &Arc<Run>) {
        let _ = Self::of_run(run);
    }
}

fn look(process: &Process) -> Option<(u32, u8)> {
    let state = match Stat::of(process).and_then(|stat| stat.state) {
        Ok(letter) => letter,
        // Gone since the list was made.
        Err(Absent::Vanished) => return None,
        // It is there, in a state that cannot be told.
        Err(_) => b'?',
    };
    Some((Number::of(process).ok()?.0, state))
}
