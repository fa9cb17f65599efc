//! `[pid]/uid_map`, `[pid]/gid_map` and `[pid]/projid_map`.
//!
//! The procfs crate does not cover these files.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// A range of users, groups or projects of a user namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdRange {
    /// The first one as the namespace numbers it.
    pub inside: u32,
    /// The first one as the reader's namespace numbers it, or, where that is the namespace itself,
    /// as its parent does; `u32::MAX` where it is not mapped there.
    pub outside: u32,
    /// How many.
    pub count: u64,
}

impl IdRange {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let range = (columns.narrow(), columns.narrow(), columns.unsigned());
        let (Ok(inside), Ok(outside), Ok(count)) = range else {
            return Err(Absent::Malformed);
        };
        Ok(Self { inside, outside, count })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"         1     100000      65536";

    #[test]
    fn a_whole_file() {
        let text = b"         0       1000          1\n         1     100000 4294967295\n";
        let rows: Vec<_> = lines(text).map(IdRange::parse).collect();
        assert_eq!(
            rows,
            [
                Ok(IdRange { inside: 0, outside: 1000, count: 1 }),
                Ok(IdRange { inside: 1, outside: 100_000, count: 4_294_967_295 }),
            ]
        );
    }

    #[test]
    fn damage_costs_the_row() {
        for row in [&b""[..], b"0 0", b"0 -1 1", b"0 4294967296 1", b"0 0 x"] {
            assert_eq!(IdRange::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = IdRange::parse(&row);
            let _ = IdRange::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| IdRange::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
