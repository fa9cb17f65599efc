//! Facts of the host that turn the kernel's units into everybody's: page size, clock ticks, the
//! moment of boot. They are values, so that a captured tree brings its own and tests fix them.

use std::sync::OnceLock;

use rustix::time::{ClockId, Timespec, clock_gettime};

use crate::parse::uptime::Uptime;
use crate::parse::{Item, labelled, lines, number};
use crate::root::Reader;
use crate::{Absent, File};

/// Facts of the host, fixed for one run.
#[derive(Debug, Default)]
pub struct Host {
    facts: OnceLock<Facts>,
}

/// The facts themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Bytes of a page.
    pub page_size: u64,
    /// Clock ticks a second, the unit of CPU times.
    pub ticks: u64,
    /// The moment of boot, nanoseconds since the epoch; unsupported where a capture does not say.
    pub boot: Item<i64>,
    /// The moment of the run, or of the capture, nanoseconds since the epoch.
    pub now: Item<i64>,
    /// How long the machine had been up at that moment, in nanoseconds, by a clock that nobody sets.
    pub uptime: Item<i64>,
    /// Number of CPUs online.
    pub cpus: u64,
}

const NANOS: i64 = 1_000_000_000;

impl Facts {
    /// What a capture without a side file means: units of nearly every Linux machine, no moments.
    const USUAL: Self = Self {
        page_size: 4096,
        ticks: 100,
        boot: Err(Absent::Unsupported),
        now: Err(Absent::Unsupported),
        uptime: Err(Absent::Unsupported),
        cpus: 1,
    };

    /// Pages in bytes.
    pub fn pages(&self, pages: u64) -> u64 {
        pages.saturating_mul(self.page_size)
    }

    /// Ticks in seconds.
    pub fn seconds(&self, ticks: u64) -> f64 {
        ticks as f64 / self.ticks.max(1) as f64
    }

    /// The moment that lies so many ticks after boot, nanoseconds since the epoch, as today's clock
    /// tells it: should the clock be set, all moments move with it, while ticks and ages do not.
    ///
    /// # Errors
    /// When the moment of boot is not known.
    pub fn moment(&self, ticks: u64) -> Item<i64> {
        Ok(self.boot?.saturating_add(self.nanos(ticks)))
    }

    /// Seconds from so many ticks after boot until now; never negative. What is set is the clock on
    /// the wall, not this one.
    ///
    /// # Errors
    /// When it is not known how long the machine was up.
    pub fn since(&self, ticks: u64) -> Item<f64> {
        Ok(self.until_run(ticks)?.max(0.0))
    }

    /// The same, negative for what started after the run began.
    pub(crate) fn until_run(&self, ticks: u64) -> Item<f64> {
        let nanos = self.uptime?.saturating_sub(self.nanos(ticks));
        Ok(nanos as f64 / NANOS as f64)
    }

    fn nanos(&self, ticks: u64) -> i64 {
        let nanos = u128::from(ticks) * NANOS as u128 / u128::from(self.ticks.max(1));
        i64::try_from(nanos).unwrap_or(i64::MAX)
    }
}

impl Host {
    /// The facts of this machine, from the system itself: no file is opened.
    pub fn live() -> Self {
        // Two clocks are read one after the other; a hundredth of a second, the unit of what is
        // added to boot, hides the moment between them.
        const STEP: i64 = NANOS / 100;
        let now = nanos(clock_gettime(ClockId::Realtime));
        let uptime = nanos(clock_gettime(ClockId::Boottime));
        let boot = now - uptime;
        let facts = Facts {
            page_size: rustix::param::page_size() as u64,
            ticks: rustix::param::clock_ticks_per_second(),
            boot: Ok((boot + STEP / 2).div_euclid(STEP) * STEP),
            now: Ok(now),
            uptime: Ok(uptime),
            cpus: cpus() as u64,
        };
        Self { facts: OnceLock::from(facts) }
    }

    /// Facts that the tree will tell.
    pub fn of_capture() -> Self {
        Self::default()
    }

    /// The facts.
    pub fn facts(&self) -> Facts {
        self.facts.get().copied().unwrap_or(Facts::USUAL)
    }

    /// Reads what a captured tree says of its host: the side file of a capture, else the boot time
    /// of `stat` and the age of `uptime`, whose sum is the moment of the capture.
    pub(crate) fn read_capture(&self, reader: &Reader) {
        let mut facts = Facts::USUAL;
        let _ = reader.read(File::SysStat, |text| {
            for line in lines(text) {
                if let Some(seconds) = line.strip_prefix(b"btime ") {
                    facts.boot =
                        number::signed(seconds).map(|seconds| seconds.saturating_mul(NANOS));
                }
            }
            let cpus =
                lines(text).filter(|line| matches!(line, [b'c', b'p', b'u', b'0'..=b'9', ..]));
            facts.cpus = (cpus.count() as u64).max(1);
        });
        let _ = reader.read(File::Uptime, |text| {
            let uptime = Uptime::parse(text).and_then(|uptime| uptime.up);
            facts.uptime = uptime.map(|uptime| (uptime * NANOS as f64) as i64);
            facts.now = facts.uptime.and_then(|uptime| Ok(facts.boot?.saturating_add(uptime)));
        });
        if facts.uptime == Err(Absent::Malformed) {
            reader.malformed(File::Uptime);
        }
        // What the side file says holds; where it is silent or damaged, what was found so far.
        let _ = reader.read(File::Capture, |text| {
            for (name, value) in lines(text).filter_map(labelled) {
                match (name, number::signed(value)) {
                    (b"page_size", Ok(size @ 1..)) => facts.page_size = size as u64,
                    (b"clock_ticks", Ok(ticks @ 1..)) => facts.ticks = ticks as u64,
                    (b"boot_nanoseconds", boot) => facts.boot = boot,
                    (b"now_nanoseconds", now) => facts.now = now,
                    _ => continue,
                }
                if let (Ok(boot), Ok(now)) = (facts.boot, facts.now) {
                    facts.uptime = Ok(now.saturating_sub(boot));
                }
            }
        });
        let _ = self.facts.set(facts);
    }
}

/// How many CPUs this process may use; counting them opens no file.
pub fn cpus() -> usize {
    rustix::thread::sched_getaffinity(None).map_or(1, |set| set.count() as usize).max(1)
}

fn nanos(time: Timespec) -> i64 {
    time.tv_sec.saturating_mul(NANOS).saturating_add(time.tv_nsec)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: Facts = Facts {
        page_size: 4096,
        ticks: 100,
        boot: Ok(5 * NANOS),
        now: Ok(65 * NANOS),
        uptime: Ok(60 * NANOS),
        cpus: 2,
    };

    #[test]
    fn ticks_become_moments_and_ages() {
        assert_eq!(FACTS.moment(250), Ok(7_500_000_000));
        assert_eq!(FACTS.since(1000), Ok(50.0));
        assert!((FACTS.seconds(150) - 1.5).abs() < 1e-9);
    }

    #[test]
    fn a_clock_that_is_set_changes_no_age() {
        let set = Facts { boot: Ok(-NANOS), now: Ok(59 * NANOS), ..FACTS };
        assert_eq!(set.since(1000), FACTS.since(1000));
    }

    #[test]
    fn nothing_has_a_negative_age() {
        assert_eq!(FACTS.since(100_000), Ok(0.0));
        assert_eq!(FACTS.since(u64::MAX), Ok(0.0));
    }

    #[test]
    fn an_unknown_boot_makes_no_moment() {
        assert_eq!(Facts::USUAL.moment(1), Err(Absent::Unsupported));
    }
}
