//! `schedstat`: what the scheduler counts of each CPU, and of each group of CPUs among which it moves
//! tasks.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number};

/// What the file tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchedStat {
    /// The version of the format.
    pub version: u64,
    /// The CPUs and, behind each, its domains.
    pub rows: Vec<Row>,
    /// How many lines could not be read.
    pub bad: u64,
}

/// A CPU or one of its domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The CPU.
    pub cpu: u32,
    /// What is counted.
    pub counts: Counts,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Of the CPU itself.
    Cpu(CpuCounts),
    /// Of one of its domains.
    Domain(DomainCounts),
}

/// What is counted of a CPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CpuCounts {
    /// How often a task gave the CPU up of itself by `sched_yield`.
    pub yields: Item<u64>,
    /// How often the scheduler was called.
    pub schedules: Item<u64>,
    /// How often it left the CPU idle.
    pub idles: Item<u64>,
    /// How often a task was woken.
    pub wakeups: Item<u64>,
    /// How often it was woken by the CPU that it ran on.
    pub local_wakeups: Item<u64>,
    /// Nanoseconds that tasks ran.
    pub run: Item<u64>,
    /// Nanoseconds that tasks waited to run.
    pub wait: Item<u64>,
    /// How often a task ran.
    pub slices: Item<u64>,
}

/// What is counted of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainCounts {
    /// Its number; the smallest domain is the first.
    pub number: u32,
    /// Its name; since version 17.
    pub name: Option<Box<[u8]>>,
    /// The mask of its CPUs.
    pub mask: Box<[u8]>,
    /// Attempts to balance while the CPU was busy.
    pub busy: Balance,
    /// Attempts while it was idle.
    pub idle: Balance,
    /// Attempts when it was just about to be.
    pub newly_idle: Balance,
    /// How often a running task was to be pushed away.
    pub pushes: Item<u64>,
    /// How often that failed.
    pub failed_pushes: Item<u64>,
    /// How often a task was.
    pub pushed: Item<u64>,
    /// Wake-ups of tasks that had run on another CPU of the domain.
    pub remote_wakeups: Item<u64>,
    /// Those that moved the task to the CPU that woke it, because it was used to its cache.
    pub affine_wakeups: Item<u64>,
    /// Those that moved it to balance the load.
    pub balanced_wakeups: Item<u64>,
}

/// Attempts to balance the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// How many there were.
    pub attempts: Item<u64>,
    /// How many found that nothing was to be done.
    pub balanced: Item<u64>,
    /// How many found something, and moved nothing.
    pub failed: Item<u64>,
    /// How many tasks they moved.
    pub moved: Item<u64>,
}

impl SchedStat {
    /// Parses the whole file. It is malformed as a whole when it does not tell its version, on which
    /// the meaning of the columns depends.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let version = lines(text).find_map(|line| line.strip_prefix(b"version "));
        let version = number::unsigned(version.ok_or(Absent::Malformed)?.trim_ascii())?;
        let mut stat = Self { version, ..Self::default() };
        let mut cpu = None;
        for line in lines(text) {
            let mut columns = Columns::new(line);
            let Ok(label) = columns.word() else { continue };
            let counts = if let Some(number) = label.strip_prefix(b"cpu") {
                cpu = number::narrow(number).ok();
                CpuCounts::next(&mut columns).map(Counts::Cpu)
            } else if let Some(number) = label.strip_prefix(b"domain") {
                DomainCounts::next(number, &mut columns, version).map(Counts::Domain)
            } else {
                continue;
            };
            match (cpu, counts) {
                (Some(cpu), Ok(counts)) => stat.rows.push(Row { cpu, counts }),
                _ => stat.bad += 1,
            }
        }
        Ok(stat)
    }
}

impl CpuCounts {
    fn next(columns: &mut Columns<'_>) -> Item<Self> {
        if columns.is_at_end() {
            return Err(Absent::Malformed);
        }
        let yields = columns.unsigned();
        // The next one counts what no kernel does any more.
        columns.skip(1);
        Ok(Self {
            yields,
            schedules: columns.unsigned(),
            idles: columns.unsigned(),
            wakeups: columns.unsigned(),
            local_wakeups: columns.unsigned(),
            run: columns.unsigned(),
            wait: columns.unsigned(),
            slices: columns.unsigned(),
        })
    }
}

impl DomainCounts {
    fn next(number: &[u8], columns: &mut Columns<'_>, version: u64) -> Item<Self> {
        let number = number::narrow(number)?;
        let name = if version >= 17 { Some(columns.word()?.into()) } else { None };
        let mask = columns.word()?.into();
        let first = Balance::next(columns, version);
        let second = Balance::next(columns, version);
        let newly_idle = Balance::next(columns, version);
        // Version 16 tells of busy CPUs first.
        let (idle, busy) = if version >= 16 { (second, first) } else { (first, second) };
        let (attempted, failed_pushes, pushed) =
            (columns.unsigned(), columns.unsigned(), columns.unsigned());
        // Balancing at exec and fork has not been counted for long.
        columns.skip(6);
        Ok(Self {
            number,
            name,
            mask,
            busy,
            idle,
            newly_idle,
            pushes: attempted,
            failed_pushes,
            pushed,
            remote_wakeups: columns.unsigned(),
            affine_wakeups: columns.unsigned(),
            balanced_wakeups: columns.unsigned(),
        })
    }
}

impl Balance {
    fn next(columns: &mut Columns<'_>, version: u64) -> Self {
        let (attempts, balanced, failed) =
            (columns.unsigned(), columns.unsigned(), columns.unsigned());
        // Version 17 tells four kinds of imbalance apart.
        columns.skip(if version >= 17 { 4 } else { 1 });
        let moved = columns.unsigned();
        columns.skip(3);
        Self { attempts, balanced, failed, moved }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::damaged;

    const TEXT: &[u8] = b"version 15\ntimestamp 4300950729\n\
cpu0 1 0 3 4 5 6 7 8 9\n\
domain0 03 10 11 12 13 14 15 16 17 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 40 41 42 0 0 0 0 0 0 50 51 52\n\
cpu2 1 0 x 4 5 6 7 8 9\n";

    fn domain(row: &Row) -> &DomainCounts {
        match &row.counts {
            Counts::Domain(counts) => counts,
            Counts::Cpu(_) => panic!("{row:?} is a CPU"),
        }
    }

    #[test]
    fn cpus_and_domains() {
        let stat = SchedStat::parse(TEXT).unwrap();
        assert_eq!((stat.version, stat.rows.len(), stat.bad), (15, 3, 0));
        let Counts::Cpu(cpu) = &stat.rows[0].counts else { panic!("{stat:?}") };
        assert_eq!((cpu.yields, cpu.schedules, cpu.run, cpu.slices), (Ok(1), Ok(3), Ok(7), Ok(9)));
        let domain = domain(&stat.rows[1]);
        assert_eq!((domain.number, &*domain.mask), (0, &b"03"[..]));
        assert_eq!((domain.idle.attempts, domain.idle.moved), (Ok(10), Ok(14)));
        assert_eq!((domain.busy.attempts, domain.newly_idle.failed), (Ok(20), Ok(32)));
        assert_eq!((domain.pushes, domain.pushed, domain.remote_wakeups), (Ok(40), Ok(42), Ok(50)));
        assert_eq!((stat.rows[2].cpu, stat.rows.len()), (2, 3));
    }

    #[test]
    fn later_versions_have_another_order() {
        let line = "domain0 MC 3 1 2 3 4 5 6 7 8 9 10 11 21 22 23 24 25 26 27 28 29 30 31 41 42 43 44 45 46 47 48 49 50 51 61 62 63 0 0 0 0 0 0 71 72 73\n";
        let stat =
            SchedStat::parse(format!("version 17\ncpu1 1 0 3 4 5 6 7 8 9\n{line}").as_bytes())
                .unwrap();
        let domain = domain(&stat.rows[1]);
        assert_eq!((domain.name.as_deref(), &*domain.mask), (Some(&b"MC"[..]), &b"3"[..]));
        assert_eq!((domain.busy.attempts, domain.busy.moved), (Ok(1), Ok(8)));
        assert_eq!((domain.idle.attempts, domain.newly_idle.attempts), (Ok(21), Ok(41)));
        assert_eq!((domain.pushes, domain.balanced_wakeups), (Ok(61), Ok(73)));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stat =
            SchedStat::parse(b"version 15\ndomain0 1 2\ncpux 1\ncpu0\ncpu1 x 0 3\n").unwrap();
        assert_eq!((stat.rows.len(), stat.bad), (1, 3));
        assert_eq!(SchedStat::parse(b"cpu0 1 2 3\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..TEXT.len(), byte: u8) {
            let _ = (SchedStat::parse(&text), SchedStat::parse(&damaged(TEXT, flip, byte)));
        }
    }
}
