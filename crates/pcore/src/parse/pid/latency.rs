//! `[pid]/latency`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, words};

/// One place in the kernel at which a task waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latency {
    /// How often.
    pub count: Item<u64>,
    /// How long altogether, in microseconds.
    pub total: Item<u64>,
    /// The longest wait, in microseconds.
    pub max: Item<u64>,
    /// The functions, from the innermost outwards; ` [module]` follows the name of one in a module.
    pub backtrace: Vec<Box<[u8]>>,
}

impl Latency {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let (count, total, max) = (columns.unsigned(), columns.unsigned(), columns.unsigned());
        if [count, total, max].contains(&Err(Absent::Unsupported)) || count.is_err() && max.is_err()
        {
            return Err(Absent::Malformed);
        }
        let mut backtrace: Vec<Vec<u8>> = Vec::new();
        for word in words(columns.rest()) {
            match backtrace.last_mut() {
                Some(function) if word.starts_with(b"[") => {
                    function.push(b' ');
                    function.extend_from_slice(word);
                }
                _ => backtrace.push(word.to_vec()),
            }
        }
        let backtrace = backtrace.into_iter().map(Into::into).collect();
        Ok(Self { count, total, max, backtrace })
    }
}

/// The places, without the line of headings.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Latency>> {
    lines(text).filter(|line| !line.starts_with(b"Latency Top")).map(Latency::parse)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"12 3456 789 nfs_wait [nfs] do_wait sys_wait4";

    #[test]
    fn a_whole_file() {
        let text =
            b"Latency Top version : v0.1\n12 3456 789 nfs_wait [nfs] do_wait sys_wait4 \n1 2 2\n";
        let rows: Vec<_> = rows(text).collect();
        let first = Latency {
            count: Ok(12),
            total: Ok(3456),
            max: Ok(789),
            backtrace: [&b"nfs_wait [nfs]"[..], b"do_wait", b"sys_wait4"].map(Into::into).into(),
        };
        let second = Latency { count: Ok(1), total: Ok(2), max: Ok(2), backtrace: vec![] };
        assert_eq!(rows, [Ok(first), Ok(second)]);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Latency::parse(b"x 3 4 [a] b").unwrap();
        assert_eq!((row.count, row.total), (Err(Absent::Malformed), Ok(3)));
        assert_eq!(row.backtrace, [&b"[a]"[..], b"b"].map(Into::into));
        for row in [&b""[..], b"1 2", b"do wait for", b"x 2 x"] {
            assert_eq!(Latency::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            rows(&text).for_each(drop);
            let _ = Latency::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            prop_assert_eq!(rows(&text).flatten().count(), junk.len());
        }
    }
}
