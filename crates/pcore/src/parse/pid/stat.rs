//! `[pid]/stat`.
//!
//! The procfs crate decodes the name lossily, fails the whole file on one bad number and panics on
//! a damaged one; and this file is read for every process, so that its cost is everybody's.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once, split_once};
use crate::parse::{Item, number};

/// `PF_KTHREAD` of `include/linux/sched.h`.
const KERNEL_THREAD: u64 = 0x0020_0000;

/// The numbers of a process. Times are in clock ticks unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stat {
    /// The process, as the reader's pid namespace numbers it.
    pub pid: Item<u32>,
    /// The name of the task: any bytes, 15 of them at most for a user process.
    pub comm: Box<[u8]>,
    /// The letter of the state, such as `S`.
    pub state: Item<u8>,
    /// The parent; 0 where it is outside the reader's pid namespace.
    pub ppid: Item<u32>,
    /// The process group.
    pub pgrp: Item<u32>,
    /// The session.
    pub session: Item<u32>,
    /// The device number of the controlling terminal; 0 for none.
    pub tty_nr: Item<i64>,
    /// The foreground process group of the terminal; -1 for none.
    pub tpgid: Item<i64>,
    /// The `PF_*` flags of the task.
    pub flags: Item<u64>,
    /// Page faults served without a disk.
    pub minflt: Item<u64>,
    /// The same of reaped children.
    pub cminflt: Item<u64>,
    /// Page faults that waited for a disk.
    pub majflt: Item<u64>,
    /// The same of reaped children.
    pub cmajflt: Item<u64>,
    /// Time on a CPU in user mode, guest time included.
    pub utime: Item<u64>,
    /// Time on a CPU in the kernel.
    pub stime: Item<u64>,
    /// User time of reaped children.
    pub cutime: Item<i64>,
    /// Kernel time of reaped children.
    pub cstime: Item<i64>,
    /// The priority as the scheduler uses it: below 0 is real time.
    pub priority: Item<i64>,
    /// The nice value, -20 to 19.
    pub nice: Item<i64>,
    /// How many threads.
    pub num_threads: Item<u64>,
    /// When the process started, in ticks since boot.
    pub starttime: Item<u64>,
    /// Virtual memory in bytes.
    pub vsize: Item<u64>,
    /// Resident memory in pages; approximate.
    pub rss: Item<i64>,
    /// The soft limit of resident memory in bytes; `u64::MAX` for none.
    pub rsslim: Item<u64>,
    /// Where the program's text starts.
    pub startcode: Item<u64>,
    /// Where the program's text ends.
    pub endcode: Item<u64>,
    /// Where the stack starts.
    pub startstack: Item<u64>,
    /// The stack pointer; 0 unless the process is exiting or dumping core.
    pub kstkesp: Item<u64>,
    /// The instruction pointer; 0 unless the process is exiting or dumping core.
    pub kstkeip: Item<u64>,
    /// Whether the task waits in the kernel: 1 or 0; an address on old kernels.
    pub wchan: Item<u64>,
    /// The signal that the parent gets at the end; -1 for a thread.
    pub exit_signal: Item<i64>,
    /// The CPU that the task last ran on.
    pub processor: Item<u64>,
    /// The real-time priority, 1 to 99; 0 for none.
    pub rt_priority: Item<u64>,
    /// The scheduling policy, a `SCHED_*` number.
    pub policy: Item<u64>,
    /// Time spent waiting for block I/O.
    pub delayacct_blkio_ticks: Item<u64>,
    /// Time spent running a virtual CPU.
    pub guest_time: Item<u64>,
    /// The same of reaped children.
    pub cguest_time: Item<i64>,
    /// Where the program's data starts.
    pub start_data: Item<u64>,
    /// Where the program's data ends.
    pub end_data: Item<u64>,
    /// Where the heap starts.
    pub start_brk: Item<u64>,
    /// Where the arguments start.
    pub arg_start: Item<u64>,
    /// Where the arguments end.
    pub arg_end: Item<u64>,
    /// Where the environment starts.
    pub env_start: Item<u64>,
    /// Where the environment ends.
    pub env_end: Item<u64>,
    /// The status that `waitpid` will report.
    pub exit_code: Item<i64>,
}

impl Stat {
    /// Parses the whole file as one text: the name may hold newlines and parentheses, and only the
    /// last `)` is sure to be the kernel's.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let (pid, rest) = split_once(text, b'(').ok_or(Absent::Malformed)?;
        let (comm, rest) = rsplit_once(rest, b')').ok_or(Absent::Malformed)?;
        let mut columns = Columns::new(rest.strip_suffix(b"\n").unwrap_or(rest));
        Ok(Self {
            pid: number::narrow(pid.trim_ascii_end()),
            comm: comm.into(),
            state: state(columns.word()),
            ppid: columns.narrow(),
            pgrp: group(columns.word()),
            session: group(columns.word()),
            tty_nr: columns.signed(),
            tpgid: columns.signed(),
            flags: columns.unsigned(),
            minflt: columns.unsigned(),
            cminflt: columns.unsigned(),
            majflt: columns.unsigned(),
            cmajflt: columns.unsigned(),
            utime: columns.unsigned(),
            stime: columns.unsigned(),
            cutime: columns.signed(),
            cstime: columns.signed(),
            priority: columns.signed(),
            nice: columns.signed(),
            // Linux 2.4 has a placeholder there; no task is in no process.
            num_threads: match columns.unsigned() {
                Ok(0) => Err(Absent::Unsupported),
                count => count,
            },
            starttime: {
                // `itrealvalue`, always 0.
                columns.skip(1);
                columns.unsigned()
            },
            vsize: columns.unsigned(),
            rss: columns.signed(),
            rsslim: columns.unsigned(),
            startcode: columns.unsigned(),
            endcode: columns.unsigned(),
            startstack: columns.unsigned(),
            kstkesp: columns.unsigned(),
            kstkeip: columns.unsigned(),
            wchan: {
                // Four signal masks, cut to 31 signals; `status` has them whole.
                columns.skip(4);
                columns.unsigned()
            },
            exit_signal: {
                // `nswap` and `cnswap`, always 0.
                columns.skip(2);
                columns.signed()
            },
            processor: columns.unsigned(),
            rt_priority: columns.unsigned(),
            policy: columns.unsigned(),
            delayacct_blkio_ticks: columns.unsigned(),
            guest_time: columns.unsigned(),
            cguest_time: columns.signed(),
            start_data: columns.unsigned(),
            end_data: columns.unsigned(),
            start_brk: columns.unsigned(),
            arg_start: columns.unsigned(),
            arg_end: columns.unsigned(),
            env_start: columns.unsigned(),
            env_end: columns.unsigned(),
            exit_code: columns.signed(),
        })
    }

    /// Time on a CPU, in user mode and in the kernel.
    pub fn cpu_ticks(&self) -> Item<u64> {
        self.utime?.checked_add(self.stime?).ok_or(Absent::Malformed)
    }

    /// Whether the task is a thread of the kernel's own. Neither an empty command line nor the name
    /// tells, since a process can have both.
    pub fn is_kernel_thread(&self) -> Item<bool> {
        Ok(self.flags? & KERNEL_THREAD != 0)
    }
}

fn state(word: Item<&[u8]>) -> Item<u8> {
    match word? {
        [letter] if letter.is_ascii_alphabetic() => Ok(*letter),
        _ => Err(Absent::Malformed),
    }
}

/// A process group or session. The kernel prints -1 for a task that is already being reaped.
fn group(word: Item<&[u8]>) -> Item<u32> {
    match word? {
        b"-1" => Err(Absent::Vanished),
        digits => number::narrow(digits),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TAIL: &str = "S 1 4242 4242 34816 4250 4194560 1200 3400 5 6 70 80 9 10 20 0 3 0 123456 \
                        170000384 1500 18446744073709551615 94000000000000 94000000100000 \
                        140730000000000 0 0 0 4096 134295556 65536 1 0 0 17 1 0 0 11 12 13 \
                        94000000200000 94000000210000 94000000300000 140730000001000 \
                        140730000001100 140730000001100 140730000002000 0\n";

    fn sample(comm: &[u8]) -> Vec<u8> {
        [b"4242 (", comm, b") ", TAIL.as_bytes()].concat()
    }

    #[test]
    fn a_whole_row() {
        let stat = Stat::parse(&sample(b"worker")).unwrap();
        assert_eq!(stat.pid, Ok(4242));
        assert_eq!(&*stat.comm, b"worker");
        assert_eq!(stat.state, Ok(b'S'));
        assert_eq!(stat.ppid, Ok(1));
        assert_eq!(stat.session, Ok(4242));
        assert_eq!(stat.tty_nr, Ok(34816));
        assert_eq!(stat.flags, Ok(4_194_560));
        assert_eq!(stat.cmajflt, Ok(6));
        assert_eq!((stat.utime, stat.stime), (Ok(70), Ok(80)));
        assert_eq!((stat.priority, stat.nice, stat.num_threads), (Ok(20), Ok(0), Ok(3)));
        assert_eq!(stat.starttime, Ok(123_456));
        assert_eq!((stat.vsize, stat.rss), (Ok(170_000_384), Ok(1500)));
        assert_eq!(stat.rsslim, Ok(u64::MAX));
        assert_eq!(stat.wchan, Ok(1));
        assert_eq!((stat.exit_signal, stat.processor), (Ok(17), Ok(1)));
        assert_eq!((stat.delayacct_blkio_ticks, stat.guest_time), (Ok(11), Ok(12)));
        assert_eq!(stat.cguest_time, Ok(13));
        assert_eq!(stat.env_end, Ok(140_730_000_002_000));
        assert_eq!(stat.exit_code, Ok(0));
        assert_eq!(stat.is_kernel_thread(), Ok(false));
    }

    #[test]
    fn a_name_may_hold_anything() {
        for comm in [
            &b""[..],
            b"a) b",
            b") R 1 1 1 0 -1",
            b")))",
            b"nc (",
            b"a\nb",
            b"\xff\xfe\xc3(",
            b"-rf",
        ] {
            let stat = Stat::parse(&sample(comm)).unwrap();
            assert_eq!(&*stat.comm, comm);
            assert_eq!((stat.state, stat.ppid), (Ok(b'S'), Ok(1)));
        }
    }

    #[test]
    fn a_short_row_is_an_old_kernel() {
        let stat = Stat::parse(b"2 (kthreadd) S 0 0 0 0 -1 2129984").unwrap();
        assert_eq!(stat.is_kernel_thread(), Ok(true));
        assert_eq!(stat.tpgid, Ok(-1));
        assert_eq!(stat.minflt, Err(Absent::Unsupported));
        assert_eq!(stat.exit_code, Err(Absent::Unsupported));
    }

    #[test]
    fn no_process_is_without_threads() {
        let stat =
            Stat::parse(b"17 (old) S 1 17 17 0 -1 256 0 0 0 0 1 0 0 0 9 0 0 0 5000").unwrap();
        assert_eq!((stat.nice, stat.num_threads), (Ok(0), Err(Absent::Unsupported)));
        assert_eq!(stat.starttime, Ok(5000));
    }

    #[test]
    fn a_task_being_reaped_has_no_group() {
        let stat = Stat::parse(b"7 (gone) X 0 -1 -1 0 -1 4194304").unwrap();
        assert_eq!((stat.pgrp, stat.session), (Err(Absent::Vanished), Err(Absent::Vanished)));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stat = Stat::parse(b"x (a) SS 99999999999 1.5 -2 nan 0x1").unwrap();
        for item in [stat.pid, stat.ppid, stat.pgrp, stat.session] {
            assert_eq!(item, Err(Absent::Malformed));
        }
        assert_eq!(stat.state, Err(Absent::Malformed));
        assert_eq!((stat.tty_nr, stat.tpgid), (Err(Absent::Malformed), Err(Absent::Malformed)));
        for text in [&b""[..], b"1 (a", b"1 a) S", b"1 )a( S", b"\0\0\0"] {
            assert_eq!(Stat::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Stat::parse(&text);
        }

        #[test]
        fn the_name_comes_back(comm: Vec<u8>) {
            let stat = Stat::parse(&sample(&comm)).unwrap();
            prop_assert_eq!(&*stat.comm, &comm[..]);
            prop_assert_eq!(stat.exit_code, Ok(0));
        }

        #[test]
        fn a_cut_never_panics(cut in 0..400_usize) {
            let text = sample(b"worker");
            let _ = Stat::parse(&text[..cut.min(text.len())]);
        }
    }
}
