//! What happens in a second: the difference between two looks at the same process.
//!
//! The first look is a census before the rows are read, taken only when a rate is asked for; the
//! second is the row itself. A run that follows another of the same watch measures from that one's
//! census and need not wait.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::census::Census;
use super::process::{Number, Process, Task};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::file::FileSet;
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::pid::io::Io;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::run::{Run, lock};
use crate::{Absent, File, Kind};

/// What happens in a second.
pub(crate) const GROUP: Group<Process> = Group { name: "Rates", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "cpu_now",
        header: "CPU-NOW",
        kind: Kind::Percent,
        doc: "CPU time used between two looks, as a share of the time between them; 100 is one CPU.",
        from: &Of2(|rate: &Rate<Ticks>, facts: &Facts| {
            Ok((facts.seconds(1) * rate.a_second(|ticks| ticks.0) * 100.0).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "fault_rate",
        header: "FAULTS/S",
        kind: Kind::Number,
        doc: "Page faults a second, those included that needed no disk.",
        from: &Of(|rate: &Rate<Ticks>| Ok(rate.a_second(|ticks| ticks.1).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "read_rate",
        header: "READ/S",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second that were fetched from storage.",
        from: &Of(|rate: &Rate<Bytes>| Ok(rate.a_second(|bytes| bytes.0).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_rate",
        header: "WRITE/S",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second that were sent to storage.",
        from: &Of(|rate: &Rate<Bytes>| Ok(rate.a_second(|bytes| bytes.1).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "switch_rate",
        header: "SWITCHES/S",
        kind: Kind::Number,
        doc: "How often a second the task gave up a CPU or lost it.",
        from: &Of(|rate: &Rate<Switches>| Ok(rate.a_second(|switches| switches.0).into())),
        volatile: true,
        ..Field::BASE
    },
];

/// Counters of a process that rates are taken of, and how they are read.
pub(crate) trait Counters: Copy + Default + Send + Sync + 'static {
    /// The file that they are in.
    const FILES: &'static [File];

    fn read(process: &Process) -> Item<Self>;
    /// Where a look at a process keeps them.
    fn slot(look: &Look) -> Item<Self>;
    /// Where the row keeps their rate.
    fn rate(process: &Process) -> &super::process::Once<Rate<Self>>;
}

/// CPU time in ticks, and page faults.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ticks(u64, u64);

/// Bytes read from and written to storage.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bytes(u64, u64);

/// Switches of the CPU, of both kinds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Switches(u64);

impl Counters for Ticks {
    const FILES: &'static [File] = &[File::Stat];

    fn read(process: &Process) -> Item<Self> {
        let stat = Stat::of(process)?;
        Ok(Self(stat.cpu_ticks()?, stat.minflt?.saturating_add(stat.majflt?)))
    }

    fn slot(look: &Look) -> Item<Self> {
        look.ticks
    }

    fn rate(process: &Process) -> &super::process::Once<Rate<Self>> {
        &process.sources.tick_rate
    }
}

impl Counters for Bytes {
    const FILES: &'static [File] = &[File::Io, File::Stat];

    fn read(process: &Process) -> Item<Self> {
        let io = Io::of(process)?;
        Ok(Self(io.read_bytes?, io.write_bytes?))
    }

    fn slot(look: &Look) -> Item<Self> {
        look.bytes
    }

    fn rate(process: &Process) -> &super::process::Once<Rate<Self>> {
        &process.sources.byte_rate
    }
}

impl Counters for Switches {
    const FILES: &'static [File] = &[File::Status, File::Stat];

    fn read(process: &Process) -> Item<Self> {
        let status = Status::of(process)?;
        Ok(Self(status.voluntary_switches?.saturating_add(status.involuntary_switches?)))
    }

    fn slot(look: &Look) -> Item<Self> {
        look.switches
    }

    fn rate(process: &Process) -> &super::process::Once<Rate<Self>> {
        &process.sources.switch_rate
    }
}

/// Two looks at the counters of a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate<C> {
    before: C,
    after: C,
    seconds: f64,
}

impl<C: Counters> Rate<C> {
    /// By how much a counter grew in a second. One that went back, as some do, did not grow.
    fn a_second(&self, counter: impl Fn(C) -> u64) -> f64 {
        let grown = counter(self.after).saturating_sub(counter(self.before));
        // Two decimals are more than the clock behind any of them is worth.
        (grown as f64 / self.seconds * 100.0).round() / 100.0
    }

    fn measure(process: &Process) -> Item<Self> {
        let samples = &process.run().samples;
        let before = samples.before.get().ok_or(Absent::Unsupported)?;
        let after = C::read(process)?;
        let now = Instant::now();
        let (counters, since) = match before.looks.get(&Identity::of(process)?) {
            Some(look) => (C::slot(look)?, now.duration_since(look.at)),
            // It was not there then: it has had its own life time.
            None => (C::default(), before.age(process, now)?),
        };
        let seconds = since.as_secs_f64();
        // What is younger than a tick has no rate yet.
        let seconds = if seconds < 0.01 { return Err(Absent::NotApplicable) } else { seconds };
        Ok(Self { before: counters, after, seconds })
    }
}

impl<C: Counters> Source<Process> for Rate<C> {
    const FILES: &'static [File] = C::FILES;

    fn of(process: &Process) -> Result<&Self, Absent> {
        C::rate(process).get(|| Self::measure(process))
    }

    fn prepare(run: &Arc<Run>) {
        let mut wanted = lock(&run.samples.wanted);
        *wanted = wanted.and(C::FILES);
    }
}

/// The earlier look at all processes.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    /// The files of the counters that a rate is wanted of.
    wanted: Mutex<FileSet>,
    /// What this run's rates are measured from.
    before: OnceLock<Arc<Looks>>,
    /// This run's own look, from which the next one measures.
    taken: OnceLock<Arc<Looks>>,
}

/// All processes as they were seen at a moment.
#[derive(Debug)]
struct Looks {
    began: Instant,
    looks: FxHashMap<Identity, Look>,
}

/// Which task it was: a number alone may be given to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Identity {
    pid: u32,
    task: u32,
    started: u64,
}

impl Identity {
    fn of(process: &Process) -> Item<Self> {
        let (pid, task) = (Number::of(process)?.0, Task::of(process)?.0);
        Ok(Self { pid, task, started: Stat::of(process)?.starttime? })
    }
}

/// One look at the counters of a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    at: Instant,
    ticks: Item<Ticks>,
    bytes: Item<Bytes>,
    switches: Item<Switches>,
}

impl Looks {
    /// How long a process has lived that was not there when the look began.
    fn age(&self, process: &Process, now: Instant) -> Item<Duration> {
        let run = process.run();
        let until_run = run.host.facts().until_run(Stat::of(process)?.starttime?)?;
        let age = now.duration_since(run.began).as_secs_f64() + until_run;
        if !(0.0..=now.duration_since(self.began).as_secs_f64() + 1.0).contains(&age) {
            // It had been there all the time and could not be looked at.
            return Err(Absent::Unsupported);
        }
        Ok(Duration::from_secs_f64(age))
    }
}

impl Samples {
    /// Takes the first look, if a rate is wanted, and lets some time go by.
    pub(crate) fn take(&self, run: &Arc<Run>, tasks: bool) {
        let wanted = *lock(&self.wanted);
        // In a capture no time goes by.
        if wanted == FileSet::default() || !run.root.is_procfs() {
            return;
        }
        let began = Instant::now();
        let census = Census { files: wanted.with(File::Stat), tasks, look };
        let Ok(looks) = census.take(run) else { return };
        let looks = Arc::new(Looks { began, looks: looks.into_iter().collect() });
        let _ = self.taken.set(looks.clone());
        self.before.get_or_init(|| {
            std::thread::sleep(run.pace.interval.saturating_sub(began.elapsed()));
            looks
        });
    }

    /// Measures from the look that an earlier run took.
    pub(crate) fn follow(&self, earlier: &Self) {
        if let Some(looks) = earlier.taken.get() {
            let _ = self.before.set(looks.clone());
        }
    }
}

fn look(process: &Process) -> Option<(Identity, Look)> {
    let look = Identity::of(process).ok().map(|identity| (identity, Look::at(process)));
    // What could not be read now is told of the row.
    drop(process.place().reader().take_problems());
    look
}

impl Look {
    fn at(process: &Process) -> Self {
        let wanted = *lock(&process.run().samples.wanted);
        let ticks = Ticks::read(process);
        let bytes =
            if wanted.has(File::Io) { Bytes::read(process) } else { Err(Absent::Unsupported) };
        let switches = if wanted.has(File::Status) {
            Switches::read(process)
        } else {
            Err(Absent::Unsupported)
        };
        Self { at: Instant::now(), ticks, bytes, switches }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_growth_over_time() {
        let rate = Rate { before: Bytes(100, 7), after: Bytes(1100, 5), seconds: 2.0 };
        assert!((rate.a_second(|bytes| bytes.0) - 500.0).abs() < 1e-9);
        // Counters of cancelled writes go back.
        assert!(rate.a_second(|bytes| bytes.1).abs() < 1e-9);
    }
}
