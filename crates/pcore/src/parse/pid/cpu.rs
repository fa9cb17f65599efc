//! `[pid]/cpu`, which Linux 2.4 and early 2.6 kernels for several processors have.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// How long a process ran on one CPU, in clock ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpuTime {
    /// The CPU; none for the sum over all.
    pub cpu: Option<u32>,
    /// Time in user mode.
    pub utime: Item<u64>,
    /// Time in the kernel.
    pub stime: Item<u64>,
}

impl CpuTime {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let name = columns.word().map_err(|_| Absent::Malformed)?;
        let cpu = match name.strip_prefix(b"cpu").ok_or(Absent::Malformed)? {
            b"" => None,
            cpu => Some(number::narrow(cpu)?),
        };
        // Both times are there from the first kernel with the file on.
        let mut time = || columns.unsigned().map_err(|_| Absent::Malformed);
        Ok(Self { cpu, utime: time(), stime: time() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"cpu12 340 56";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = lines(b"cpu  7 8\ncpu0 3 8\ncpu1 4 0\n").map(CpuTime::parse).collect();
        let row = |cpu, utime, stime| Ok(CpuTime { cpu, utime: Ok(utime), stime: Ok(stime) });
        assert_eq!(rows, [row(None, 7, 8), row(Some(0), 3, 8), row(Some(1), 4, 0)]);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = CpuTime::parse(b"cpu1 x").unwrap();
        assert_eq!((row.utime, row.stime), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(CpuTime::parse(b"cpu1 x 7").unwrap().stime, Ok(7));
        for row in [&b""[..], b"1 2", b"cpux 1 2", b"cpu-1 1 2"] {
            assert_eq!(CpuTime::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = CpuTime::parse(&row);
            let _ = CpuTime::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[d-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| CpuTime::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
