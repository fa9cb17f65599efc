//! `[pid]/timers`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, labelled, lines, number};

/// One POSIX timer of a process, made with `timer_create`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The number of the timer within its process.
    pub id: Item<u32>,
    /// The signal that it sends; 0 for none.
    pub signal: Item<u32>,
    /// The value that the process has put into the signal, often a pointer.
    pub value: Item<u64>,
    /// How the process is told: `signal`, `thread` or `none`.
    pub notify: Item<Box<[u8]>>,
    /// Who is told, a process or a thread; none where it is gone or outside the reader's pid
    /// namespace.
    pub target: Item<u32>,
    /// Whether the target is a thread rather than a process.
    pub target_is_thread: Item<bool>,
    /// The number of the clock, which [`clock_name`] names.
    pub clock: Item<i32>,
}

impl Timer {
    const fn empty() -> Self {
        Self {
            id: Err(Absent::Malformed),
            signal: Err(Absent::Malformed),
            value: Err(Absent::Malformed),
            notify: Err(Absent::Malformed),
            target: Err(Absent::Malformed),
            target_is_thread: Err(Absent::Malformed),
            // The line is younger than the file.
            clock: Err(Absent::Unsupported),
        }
    }

    /// Takes one line below the number.
    fn take(&mut self, line: &[u8]) {
        match labelled(line) {
            Some((b"signal", value)) => {
                if let Some((signal, value)) = split_once(value, b'/') {
                    self.signal = number::narrow(signal);
                    self.value = pointer(value.trim_ascii());
                }
            }
            Some((b"notify", value)) => {
                if let Some((how, target)) = split_once(value, b'/') {
                    self.notify = Ok(how.into());
                    self.take_target(target);
                }
            }
            Some((b"ClockID", value)) => {
                let clock = number::signed(value);
                self.clock = clock.and_then(|id| id.try_into().map_err(|_| Absent::Malformed));
            }
            _ => {}
        }
    }

    fn take_target(&mut self, target: &[u8]) {
        let Some((kind, id)) = split_once(target, b'.') else {
            return;
        };
        self.target_is_thread = match kind {
            b"tid" => Ok(true),
            b"pid" => Ok(false),
            _ => Err(Absent::Malformed),
        };
        self.target = match number::narrow(id) {
            Ok(0) => Err(Absent::NotApplicable),
            id => id,
        };
    }
}

/// The timers, in the kernel's order.
pub fn timers(text: &[u8]) -> impl Iterator<Item = Timer> {
    // Lines before the first number belong to no timer.
    let mut rest = lines(text).skip_while(|line| number_of(line).is_none()).peekable();
    std::iter::from_fn(move || {
        let mut timer = Timer { id: number::narrow(number_of(rest.next()?)?), ..Timer::empty() };
        while let Some(line) = rest.next_if(|line| number_of(line).is_none()) {
            timer.take(line);
        }
        Some(timer)
    })
}

/// The number of a timer, where a line starts one.
fn number_of(line: &[u8]) -> Option<&[u8]> {
    labelled(line).filter(|(label, _)| *label == b"ID").map(|(_, value)| value)
}

/// A pointer as the kernel prints it: bare digits, and in words where it is null and the kernel old.
fn pointer(text: &[u8]) -> Item<u64> {
    if text == b"(null)" { Ok(0) } else { number::hex(text) }
}

/// The clocks, from `CLOCK_REALTIME` on.
const CLOCKS: [&str; 12] = [
    "realtime",
    "monotonic",
    "process_cputime",
    "thread_cputime",
    "monotonic_raw",
    "realtime_coarse",
    "monotonic_coarse",
    "boottime",
    "realtime_alarm",
    "boottime_alarm",
    "sgi_cycle",
    "tai",
];

/// The name of a clock. A negative number is a clock of the CPU time of a process or thread, which
/// [`clock_target`] tells, or one of a device.
pub fn clock_name(clock: i32) -> Option<&'static str> {
    if let Ok(index) = usize::try_from(clock) {
        // The auxiliary clocks of Linux 6.17 follow.
        return match index {
            16..=23 => Some("auxiliary"),
            _ => CLOCKS.get(index).copied(),
        };
    }
    // The three lowest bits tell a thread from a process, and what is counted.
    Some(match clock & 0b111 {
        0b000 => "process_prof",
        0b001 => "process_virtual",
        0b010 => "process_cputime",
        0b100 => "thread_prof",
        0b101 => "thread_virtual",
        0b110 => "thread_cputime",
        0b011 => "device",
        _ => return None,
    })
}

/// The process or thread whose CPU time a clock counts; none where it is the timer's own.
pub fn clock_target(clock: i32) -> Option<u32> {
    let target = u32::try_from(!(clock >> 3)).ok()?;
    (clock < 0 && clock & 0b11 != 0b11 && target != 0).then_some(target)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
ID: 4
signal: 14/0000000000000000
notify: signal/pid.5335
ClockID: -14
ID: 2
signal: 10/00007f0000001000
notify: signal/tid.5336
ClockID: 7
ID: 1
signal: 0/0000000000000000
notify: none/pid.0
ClockID: 1
";

    fn parse(text: &[u8]) -> Vec<Timer> {
        timers(text).collect()
    }

    #[test]
    fn a_whole_file() {
        let first = Timer {
            id: Ok(4),
            signal: Ok(14),
            value: Ok(0),
            notify: Ok(b"signal"[..].into()),
            target: Ok(5335),
            target_is_thread: Ok(false),
            clock: Ok(-14),
        };
        let second = Timer {
            id: Ok(2),
            signal: Ok(10),
            value: Ok(0x7f00_0000_1000),
            target: Ok(5336),
            target_is_thread: Ok(true),
            clock: Ok(7),
            ..first.clone()
        };
        let third = Timer {
            id: Ok(1),
            signal: Ok(0),
            notify: Ok(b"none"[..].into()),
            target: Err(Absent::NotApplicable),
            clock: Ok(1),
            ..first.clone()
        };
        assert_eq!(parse(SAMPLE), vec![first, second, third]);
        assert_eq!(parse(b""), vec![]);
    }

    #[test]
    fn a_null_of_an_old_kernel() {
        let timers = parse(b"ID: 0\nsignal: 14/          (null)\nnotify: signal/pid.7\n");
        assert_eq!(timers[0].value, Ok(0));
        assert_eq!(timers[0].clock, Err(Absent::Unsupported));
    }

    #[test]
    fn clocks_have_names() {
        for (clock, name, target) in [
            (0, Some("realtime"), None),
            (11, Some("tai"), None),
            (12, None, None),
            (17, Some("auxiliary"), None),
            (-6, Some("process_cputime"), None),
            (-2, Some("thread_cputime"), None),
            (-14, Some("process_cputime"), Some(1)),
            (-29, Some("device"), None),
            (i32::MIN, Some("process_prof"), Some(268_435_455)),
            (i32::MAX, None, None),
        ] {
            assert_eq!((clock_name(clock), clock_target(clock)), (name, target), "{clock}");
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let timers = parse(
            b"notify: signal/pid.1\nID: x\nsignal: 14\nnotify: signal/uid.x\nnew: 1\n\
                             ClockID: 4294967296\nID: 2\nnotify: none\n",
        );
        assert_eq!(timers.len(), 2);
        let bad = Timer {
            notify: Ok(b"signal"[..].into()),
            clock: Err(Absent::Malformed),
            ..Timer::empty()
        };
        assert_eq!(timers[0], bad);
        assert_eq!(timers[1], Timer { id: Ok(2), ..Timer::empty() });
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, clock: i32, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = parse(&text);
            let _ = (clock_name(clock), clock_target(clock));
            prop_assert!(parse(&fixture::damaged(SAMPLE, flip, byte)).len() >= 2);
        }

        #[test]
        fn junk_costs_no_timer(junk in prop::collection::vec("[a-z ]{0,40}", 1..9)) {
            let text = fixture::among(&junk, SAMPLE);
            prop_assert_eq!(parse(&text)[..3].to_vec(), parse(SAMPLE));
            prop_assert_eq!(parse(&text).len(), 3 * junk.len());
        }
    }
}
