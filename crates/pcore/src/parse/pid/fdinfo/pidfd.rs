//! What `fdinfo` says of a pidfd.

use crate::Absent;
use crate::parse::{Item, number, words};

details! {
    /// A descriptor that refers to a process.
    Pidfd {
        /// The process, as the reader numbers it.
        pid: Process = b"Pid", process, Unsupported;
        /// Its number in each namespace of processes, from the reader's inwards.
        nested: Vec<u32> = b"NSpid", nested, Unsupported;
    }
}

/// The process that a pidfd refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// It is there, under this number.
    Number(u32),
    /// It is in a namespace of processes that the reader does not see.
    Outside,
    /// It has ended, and whoever started it knows.
    Gone,
}

fn process(value: &[u8]) -> Item<Process> {
    match value {
        b"-1" => Ok(Process::Gone),
        b"0" => Ok(Process::Outside),
        number => number::narrow(number).map(Process::Number),
    }
}

fn nested(value: &[u8]) -> Item<Vec<u32>> {
    match value {
        b"-1" | b"0" => Err(Absent::NotApplicable),
        numbers => words(numbers).map(number::narrow).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"Pid:\t19930\nNSpid:\t19930\t7\n";

    #[test]
    fn there_outside_and_gone() {
        let there = Pidfd::parse(TEXT);
        assert_eq!(there.pid, Ok(Process::Number(19930)));
        assert_eq!(there.nested, Ok(vec![19930, 7]));
        assert_eq!(Pidfd::parse(b"Pid:\t0\nNSpid:\t0\n").pid, Ok(Process::Outside));
        let gone = Pidfd::parse(b"Pid:\t-1\nNSpid:\t-1\n");
        assert_eq!((gone.pid, gone.nested), (Ok(Process::Gone), Err(Absent::NotApplicable)));
        assert_eq!(Pidfd::parse(b"Pid:\t-2\n").pid, Err(Absent::Malformed));
    }

    details_properties!(Pidfd, TEXT);
}
