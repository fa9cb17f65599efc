//! `[pid]/syscall`.
//!
//! The procfs crate fails the whole file on one bad number.

use crate::Absent;
use crate::parse::{Item, number, words};

/// What a task does in the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It runs, or may, so that nothing else can be told.
    Running,
    /// It waits, but not in a system call: for a page, or stopped by a signal.
    Blocked,
    /// It waits in a system call.
    Call,
}

/// What a task does in the kernel, with its registers. What its state does not have does not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syscall {
    /// Whether it runs, and if not, whether it is in a system call.
    pub state: State,
    /// The number of the system call on the architecture of the task.
    pub number: Item<u64>,
    /// The arguments of the system call; the kernel prints six, whether the call has them or not.
    pub arguments: Item<[u64; 6]>,
    /// The stack pointer of the program.
    pub stack_pointer: Item<u64>,
    /// The instruction pointer of the program.
    pub program_counter: Item<u64>,
}

impl Syscall {
    /// Parses the whole file, which is one line.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut columns = words(text.trim_ascii_end());
        let first = columns.next().ok_or(Absent::Malformed)?;
        let state = match first {
            b"running" => State::Running,
            b"-1" => State::Blocked,
            [b'0'..=b'9', ..] => State::Call,
            _ => return Err(Absent::Malformed),
        };
        let (is_call, is_still) = (state == State::Call, state != State::Running);
        let mut register = || number::prefixed_hex(columns.next().ok_or(Absent::Malformed)?);
        Ok(Self {
            state,
            number: when(is_call, || number::unsigned(first)),
            arguments: when(is_call, || {
                // All are read, so that a bad one leaves the others in place.
                let mut arguments = [0; 6];
                let mut outcome = Ok(());
                for argument in &mut arguments {
                    match register() {
                        Ok(value) => *argument = value,
                        Err(absent) => outcome = Err(absent),
                    }
                }
                outcome.map(|()| arguments)
            }),
            stack_pointer: when(is_still, &mut register),
            program_counter: when(is_still, &mut register),
        })
    }
}

fn when<T>(applies: bool, read: impl FnOnce() -> Item<T>) -> Item<T> {
    if applies { read() } else { Err(Absent::NotApplicable) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] =
        b"61 0xffffffff 0x7ffe32416cd0 0x0 0x0 0x1 0x8 0x7ffe32416ca8 0x7f4887008bd3\n";

    #[test]
    fn a_task_in_a_call() {
        let expected = Syscall {
            state: State::Call,
            number: Ok(61),
            arguments: Ok([0xffff_ffff, 0x7ffe_3241_6cd0, 0, 0, 1, 8]),
            stack_pointer: Ok(0x7ffe_3241_6ca8),
            program_counter: Ok(0x7f48_8700_8bd3),
        };
        assert_eq!(Syscall::parse(SAMPLE), Ok(expected));
    }

    #[test]
    fn a_task_in_none() {
        let none = Err(Absent::NotApplicable);
        let running = Syscall {
            state: State::Running,
            number: none,
            arguments: Err(Absent::NotApplicable),
            stack_pointer: none,
            program_counter: none,
        };
        assert_eq!(Syscall::parse(b"running\n"), Ok(running.clone()));
        let blocked = Syscall {
            state: State::Blocked,
            stack_pointer: Ok(0x1000),
            program_counter: Ok(0),
            ..running
        };
        assert_eq!(Syscall::parse(b"-1 0x1000 0x0\n"), Ok(blocked));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let call = Syscall::parse(b"0 0x1 2 0x3 0x4 0x5 0x6 0x7 0x8").unwrap();
        assert_eq!(call.arguments, Err(Absent::Malformed));
        assert_eq!((call.number, call.stack_pointer, call.program_counter), (Ok(0), Ok(7), Ok(8)));
        let call = Syscall::parse(b"1x 0x1").unwrap();
        assert_eq!(call.number, Err(Absent::Malformed));
        assert_eq!(call.program_counter, Err(Absent::Malformed));
        for text in [&b""[..], b"\n", b"runnin", b"-2 0x1 0x2", b"x1"] {
            assert_eq!(Syscall::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = Syscall::parse(&text);
            let _ = Syscall::parse(&fixture::damaged(SAMPLE, flip, byte));
        }
    }
}
