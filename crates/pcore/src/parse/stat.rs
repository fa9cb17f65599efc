//! `stat`: how long the CPUs did what since boot, and what the kernel has counted.
//!
//! Own parser: that of the procfs crate gives up the whole file for one line, and loses the numbers
//! of the CPUs, which have gaps where one is offline.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number};

/// What the file tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stat {
    /// All CPUs in one.
    pub all: Item<CpuTimes>,
    /// The CPUs that are online, with their numbers.
    pub cpus: Vec<(u32, CpuTimes)>,
    /// Interrupts served since boot.
    pub interrupts: Item<u64>,
    /// Context switches since boot.
    pub context_switches: Item<u64>,
    /// The second of boot, since 1970.
    pub boot: Item<u64>,
    /// Processes and threads made since boot.
    pub forks: Item<u64>,
    /// Tasks that are running or runnable.
    pub running: Item<u64>,
    /// Tasks that wait for a disk.
    pub blocked: Item<u64>,
    /// Soft interrupts served since boot.
    pub softirqs: Item<u64>,
    /// How many lines of CPUs could not be read.
    pub bad: u64,
}

/// How long a CPU did what since boot, in ticks. Kernels have added columns at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpuTimes {
    /// In user mode, guests included.
    pub user: Item<u64>,
    /// In user mode of lowered priority, guests included.
    pub nice: Item<u64>,
    /// In the kernel.
    pub system: Item<u64>,
    /// Idle.
    pub idle: Item<u64>,
    /// Idle while a disk was waited for; since Linux 2.5.41.
    pub iowait: Item<u64>,
    /// In interrupts; since Linux 2.6.
    pub irq: Item<u64>,
    /// In soft interrupts; since Linux 2.6.
    pub softirq: Item<u64>,
    /// While another machine of the same host ran; since Linux 2.6.11.
    pub steal: Item<u64>,
    /// For a guest; since Linux 2.6.24.
    pub guest: Item<u64>,
    /// For a guest of lowered priority; since Linux 2.6.33.
    pub guest_nice: Item<u64>,
}

impl Stat {
    /// Parses the whole file. It is malformed as a whole when no line of it is known.
    pub fn parse(text: &[u8]) -> Item<Self> {
        const NONE: Item<u64> = Err(Absent::Unsupported);
        let mut stat = Self {
            all: Err(Absent::Unsupported),
            cpus: Vec::new(),
            interrupts: NONE,
            context_switches: NONE,
            boot: NONE,
            forks: NONE,
            running: NONE,
            blocked: NONE,
            softirqs: NONE,
            bad: 0,
        };
        let mut is_known = false;
        for line in lines(text) {
            let mut columns = Columns::new(line);
            let Ok(label) = columns.word() else { continue };
            let value = match label {
                b"cpu" => {
                    stat.all = CpuTimes::parse(columns);
                    is_known = true;
                    continue;
                }
                b"intr" => &mut stat.interrupts,
                b"ctxt" => &mut stat.context_switches,
                b"btime" => &mut stat.boot,
                b"processes" => &mut stat.forks,
                b"procs_running" => &mut stat.running,
                b"procs_blocked" => &mut stat.blocked,
                b"softirq" => &mut stat.softirqs,
                label => {
                    if let Some(cpu) = label.strip_prefix(b"cpu") {
                        match (number::narrow(cpu), CpuTimes::parse(columns)) {
                            (Ok(cpu), Ok(times)) => stat.cpus.push((cpu, times)),
                            _ => stat.bad += 1,
                        }
                    }
                    continue;
                }
            };
            *value = columns.unsigned().map_err(|_| Absent::Malformed);
            is_known = true;
        }
        if is_known { Ok(stat) } else { Err(Absent::Malformed) }
    }
}

impl CpuTimes {
    fn parse(mut columns: Columns<'_>) -> Item<Self> {
        if columns.is_at_end() {
            return Err(Absent::Malformed);
        }
        Ok(Self {
            user: columns.unsigned(),
            nice: columns.unsigned(),
            system: columns.unsigned(),
            idle: columns.unsigned(),
            iowait: columns.unsigned(),
            irq: columns.unsigned(),
            softirq: columns.unsigned(),
            steal: columns.unsigned(),
            guest: columns.unsigned(),
            guest_nice: columns.unsigned(),
        })
    }

    /// All of the time; guests are counted in user time already.
    pub fn sum(&self) -> u64 {
        [
            self.user,
            self.nice,
            self.system,
            self.idle,
            self.iowait,
            self.irq,
            self.softirq,
            self.steal,
        ]
        .into_iter()
        .flatten()
        .fold(0, u64::saturating_add)
    }

    /// User mode without the guests, which are told apart.
    pub fn own_user(&self) -> Item<u64> {
        Ok(self.user?.saturating_sub(self.guest.unwrap_or(0)))
    }

    /// User mode of lowered priority without the guests.
    pub fn own_nice(&self) -> Item<u64> {
        Ok(self.nice?.saturating_sub(self.guest_nice.unwrap_or(0)))
    }

    /// The kernel with its interrupts, where it counts these apart.
    pub fn kernel(&self) -> Item<u64> {
        let parts = [self.irq, self.softirq].into_iter().flatten();
        Ok(parts.fold(self.system?, u64::saturating_add))
    }

    /// All of it in which there was something to do, even if the CPU was given to another machine then.
    pub fn busy(&self) -> Item<u64> {
        let parts = [self.irq, self.softirq, self.steal].into_iter().flatten();
        let user = self.user?.saturating_add(self.nice?);
        Ok(parts.fold(user.saturating_add(self.system?), u64::saturating_add))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::damaged;

    const TEXT: &[u8] = b"cpu  30 5 20 100 7 1 2 3 4 1\n\
        cpu0 10 5 10 50 7 1 2 3 4 1\n\
        cpu2 20 0 10 50 0 0 0 0 0 0\n\
        intr 1234 0 0 5\n\
        ctxt 99\nbtime 1700000000\nprocesses 42\nprocs_running 2\nprocs_blocked 0\n\
        softirq 77 1 2\n";

    #[test]
    fn cpus_keep_their_numbers() {
        let stat = Stat::parse(TEXT).unwrap();
        assert_eq!(stat.cpus.iter().map(|(cpu, _)| *cpu).collect::<Vec<_>>(), [0, 2]);
        let all = stat.all.unwrap();
        assert_eq!((all.sum(), all.kernel(), all.own_user()), (168, Ok(23), Ok(26)));
        assert_eq!((stat.interrupts, stat.context_switches), (Ok(1234), Ok(99)));
        assert_eq!((stat.boot, stat.forks), (Ok(1_700_000_000), Ok(42)));
        assert_eq!((stat.running, stat.blocked, stat.softirqs), (Ok(2), Ok(0), Ok(77)));
        assert_eq!(stat.bad, 0);
    }

    #[test]
    fn an_old_kernel_counts_less() {
        let stat = Stat::parse(b"cpu 1 2 3 4\ncpu0 1 2 3 4\nctxt x\n").unwrap();
        let all = stat.all.unwrap();
        assert_eq!((all.idle, all.iowait), (Ok(4), Err(Absent::Unsupported)));
        assert_eq!(all.kernel(), Ok(3));
        assert_eq!(
            (stat.context_switches, stat.boot),
            (Err(Absent::Malformed), Err(Absent::Unsupported))
        );
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stat = Stat::parse(b"cpu 1 x 3 4\ncpux 1 2\ncpu1\ncpu2 1 2 3 4\n").unwrap();
        assert_eq!(stat.all.unwrap().nice, Err(Absent::Malformed));
        assert_eq!((stat.cpus.len(), stat.bad), (1, 2));
        assert_eq!(Stat::parse(b"garbage\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..TEXT.len(), byte: u8) {
            let _ = Stat::parse(&text);
            if let Ok(stat) = Stat::parse(&damaged(TEXT, flip, byte)) {
                let _ = stat.all.map(|all| (all.sum(), all.kernel()));
            }
        }
    }
}
