//! `[pid]/schedstat`.
//!
//! The procfs crate fails the whole file on one bad number.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// How long a task ran and waited. All is 0 where the kernel does not count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedstat {
    /// Time on a CPU, in nanoseconds.
    pub run: Item<u64>,
    /// Time spent ready to run but waiting for a CPU, in nanoseconds.
    pub wait: Item<u64>,
    /// How often the task was given a CPU.
    pub timeslices: Item<u64>,
}

impl Schedstat {
    /// Parses the whole file, which is one line. It is malformed when it holds nothing.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let line = text.trim_ascii_end();
        if line.is_empty() {
            return Err(Absent::Malformed);
        }
        let mut columns = Columns::new(line);
        Ok(Self {
            run: columns.unsigned(),
            wait: columns.unsigned(),
            timeslices: columns.unsigned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let expected = Schedstat { run: Ok(556_032), wait: Ok(70), timeslices: Ok(1) };
        assert_eq!(Schedstat::parse(b"556032 70 1\n"), Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let schedstat = Schedstat::parse(b"-1 70").unwrap();
        assert_eq!((schedstat.run, schedstat.wait), (Err(Absent::Malformed), Ok(70)));
        assert_eq!(schedstat.timeslices, Err(Absent::Unsupported));
        assert_eq!(Schedstat::parse(b"\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Schedstat::parse(&text);
        }
    }
}
