//! `[pid]/timens_offsets`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// How far a clock of a time namespace is ahead of the machine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offset {
    /// The clock: `monotonic` or `boottime`.
    pub clock: Box<[u8]>,
    /// Whole seconds, less than 0 where the clock is behind.
    pub seconds: Item<i64>,
    /// What is to be added to them, in nanoseconds; always less than a second.
    pub nanoseconds: Item<u32>,
}

impl Offset {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let clock = columns.word().map_err(|_| Absent::Malformed)?.into();
        let seconds = columns.signed();
        let nanoseconds = columns.narrow();
        if seconds.is_err() && nanoseconds.is_err() {
            return Err(Absent::Malformed);
        }
        let whole = |absent| match absent {
            Absent::Unsupported => Absent::Malformed,
            absent => absent,
        };
        Ok(Self { clock, seconds: seconds.map_err(whole), nanoseconds: nanoseconds.map_err(whole) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"boottime      -604800 500000000";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> =
            lines(b"monotonic           0         0\nboottime      -604800 500000000\n")
                .map(Offset::parse)
                .collect();
        let row = |clock: &[u8], seconds, nanoseconds| {
            Ok(Offset { clock: clock.into(), seconds: Ok(seconds), nanoseconds: Ok(nanoseconds) })
        };
        assert_eq!(rows, [row(b"monotonic", 0, 0), row(b"boottime", -604_800, 500_000_000)]);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let offset = Offset::parse(b"monotonic x 7").unwrap();
        assert_eq!((offset.seconds, offset.nanoseconds), (Err(Absent::Malformed), Ok(7)));
        let offset = Offset::parse(b"monotonic 7").unwrap();
        assert_eq!((offset.seconds, offset.nanoseconds), (Ok(7), Err(Absent::Malformed)));
        for row in [&b""[..], b"monotonic", b"monotonic x -1"] {
            assert_eq!(Offset::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = Offset::parse(&row);
            let _ = Offset::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Offset::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
