//! `timer_list`: the precise timers that are pending, by CPU and clock.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::{rsplit_once, split_once};
use crate::parse::{Item, labelled, lines, number, words};

/// A pending timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The CPU that waits for it.
    pub cpu: u32,
    /// The clock that it goes by, as the CPU numbers them.
    pub clock: u32,
    /// Its place in the queue of that clock.
    pub position: u64,
    /// Where it lies in memory, or what the kernel says instead of that.
    pub address: Item<Box<[u8]>>,
    /// The function that it calls.
    pub function: Item<Box<[u8]>>,
    /// Its state, as bits.
    pub state: Item<u64>,
    /// Who started it, which kernels before 4.11 tell.
    pub starter: Item<Starter>,
    /// When it may expire at the earliest, in nanoseconds of its clock.
    pub soft: Item<u64>,
    /// When it expires at the latest.
    pub hard: Item<u64>,
    /// Nanoseconds until the earliest moment; negative if that is past.
    pub left: Item<i64>,
}

/// Who started a timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    /// The function.
    pub function: Box<[u8]>,
    /// The name of the task.
    pub task: Box<[u8]>,
    /// The number of the task.
    pub pid: u32,
}

/// The timers of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Timer>> {
    let (mut cpu, mut clock) = (Err(Absent::Malformed), Err(Absent::Malformed));
    let mut timers: Vec<Item<Timer>> = Vec::new();
    for line in lines(text) {
        let line = line.trim_ascii();
        if let Some(number) = line.strip_prefix(b"cpu:") {
            (cpu, clock) = (number::narrow(number.trim_ascii()), Err(Absent::Malformed));
        } else if let Some(number) = line.strip_prefix(b"clock ") {
            clock = number::narrow(number.strip_suffix(b":").unwrap_or(number));
        } else if let Some(times) = line.strip_prefix(b"# expires at ") {
            if let Some(Ok(timer)) = timers.last_mut() {
                timer.expires(times);
            }
        } else if line.starts_with(b"#") {
            timers.push(cpu.and_then(|cpu| Timer::parse(cpu, clock?, line)));
        }
    }
    timers.into_iter()
}

impl Timer {
    /// `#0: <0000000000000000>, tick_sched_timer, S:01`, and who started it where that is told.
    fn parse(cpu: u32, clock: u32, line: &[u8]) -> Item<Self> {
        let (position, rest) = labelled(line).ok_or(Absent::Malformed)?;
        let position = number::unsigned(position.strip_prefix(b"#").unwrap_or_default())?;
        let mut parts = rest.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        let mut part = || parts.next().ok_or(Absent::Unsupported);
        let address = part().map(|part| {
            let inner = part.strip_prefix(b"<").unwrap_or(part);
            inner.strip_suffix(b">").unwrap_or(inner).into()
        });
        let function = part().map(Box::from);
        let state =
            part().and_then(|part| number::hex(part.strip_prefix(b"S:").ok_or(Absent::Malformed)?));
        let starter = part().and_then(|function| {
            let (task, pid) = rsplit_once(part()?, b'/').ok_or(Absent::Malformed)?;
            Ok(Starter { function: function.into(), task: task.into(), pid: number::narrow(pid)? })
        });
        let none = Err(Absent::Malformed);
        let (soft, hard, left) = (none, none, Err(Absent::Malformed));
        Ok(Self { cpu, clock, position, address, function, state, starter, soft, hard, left })
    }

    /// `24-48 nsecs [in 12 to 36 nsecs]`; kernels before 2.6.28 have one moment.
    fn expires(&mut self, times: &[u8]) {
        let moments = words(times).next().unwrap_or_default();
        let (soft, hard) = split_once(moments, b'-').unwrap_or((moments, moments));
        self.soft = number::unsigned(soft);
        self.hard = number::unsigned(hard);
        let left = split_once(times, b'[').and_then(|(_, left)| words(left).nth(1));
        self.left = left.map_or(Err(Absent::Malformed), number::signed);
    }
}

/// The name of a clock by its number, of kernels that have all eight.
pub fn clock_name(clock: u32) -> Option<&'static str> {
    const NAMES: [&str; 8] = [
        "monotonic",
        "realtime",
        "boottime",
        "tai",
        "monotonic_soft",
        "realtime_soft",
        "boottime_soft",
        "tai_soft",
    ];
    NAMES.get(usize::try_from(clock).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const TEXT: &[u8] = b"Timer List Version: v0.10
HRTIMER_MAX_CLOCK_BASES: 8
now at 24236550060697 nsecs

cpu: 0
 clock 0:
  .base:       00000000882595fc
active timers:
 #0: <000000001e4b3294>, hrtimer_wakeup, S:01
 # expires at 24236550106498-24236550156498 nsecs [in 45801 to 95801 nsecs]
 clock 1:
active timers:
 #0: <0>, alarmtimer_fired, S:01, alarm_start, my task/7
 # expires at 5-5 nsecs [in -12 to -12 nsecs]
  .expires_next   : 24236550156498 nsecs

cpu: 3
 clock 0:
active timers:
 #0: <1>, tick
 # expires at x nsecs
";

    #[test]
    fn timers_by_cpu_and_clock() {
        let timers: Vec<_> = rows(TEXT).collect::<Result<_, _>>().unwrap();
        let first = &timers[0];
        assert_eq!((first.cpu, first.clock, first.position), (0, 0, 0));
        assert_eq!(first.address.as_deref(), Ok(&b"000000001e4b3294"[..]));
        assert_eq!(first.function.as_deref(), Ok(&b"hrtimer_wakeup"[..]));
        assert_eq!((first.state, first.starter.clone()), (Ok(1), Err(Absent::Unsupported)));
        assert_eq!((first.soft, first.hard), (Ok(24_236_550_106_498), Ok(24_236_550_156_498)));
        assert_eq!((first.left, timers[1].left), (Ok(45_801), Ok(-12)));
        let starter = timers[1].starter.clone().unwrap();
        assert_eq!((&*starter.task, starter.pid), (&b"my task"[..], 7));
        let last = &timers[2];
        assert_eq!(
            (last.cpu, last.state, last.soft),
            (3, Err(Absent::Unsupported), Err(Absent::Malformed))
        );
    }

    #[test]
    fn a_timer_of_no_clock_is_none() {
        let rows: Vec<_> =
            rows(b"cpu: 1\n #0: <1>, f, S:01\n clock 0:\n #x: <1>\n #1: <1>, f, S:g\n").collect();
        assert!(rows[0].is_err() && rows[1].is_err());
        assert_eq!(rows[2].as_ref().unwrap().state, Err(Absent::Malformed));
    }

    fn of_a_clock(text: &[u8]) -> impl Iterator<Item = Item<Timer>> {
        rows(&[b"cpu: 0\nclock 0:\n", text].concat()).collect::<Vec<_>>().into_iter()
    }

    table_properties!(of_a_clock, b" #0: <000000001e4b3294>, hrtimer_wakeup, S:01", "[a-b ]{1,20}");
}
