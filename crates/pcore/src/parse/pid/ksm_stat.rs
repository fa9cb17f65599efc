//! `[pid]/ksm_stat`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, labelled, lines, number};

/// What merging equal pages does for a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KsmStat {
    /// How many pages the kernel keeps an account of, to merge them.
    pub rmap_items: Item<u64>,
    /// How many empty pages it has merged with the page of zeros.
    pub zero_pages: Item<u64>,
    /// How many pages of the process are merged.
    pub merging_pages: Item<u64>,
    /// What is saved in bytes, less what keeping account costs; below 0 where it does not pay.
    pub process_profit: Item<i64>,
    /// Whether all memory of the process may be merged; since Linux 6.14.
    pub merge_any: Item<bool>,
    /// Whether some memory of the process may be merged; since Linux 6.14.
    pub mergeable: Item<bool>,
}

impl KsmStat {
    /// Parses the whole file: some lines have a colon and some do not. It is malformed as a whole
    /// when no line of it is known.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut stat = Self {
            rmap_items: Err(Absent::Unsupported),
            zero_pages: Err(Absent::Unsupported),
            merging_pages: Err(Absent::Unsupported),
            process_profit: Err(Absent::Unsupported),
            merge_any: Err(Absent::Unsupported),
            mergeable: Err(Absent::Unsupported),
        };
        let mut is_known = false;
        for line in lines(text) {
            let Some((label, value)) = labelled(line).or_else(|| split_once(line, b' ')) else {
                continue;
            };
            match label {
                b"ksm_rmap_items" => stat.rmap_items = number::unsigned(value),
                b"ksm_zero_pages" => stat.zero_pages = number::unsigned(value),
                b"ksm_merging_pages" => stat.merging_pages = number::unsigned(value),
                b"ksm_process_profit" => stat.process_profit = number::signed(value),
                b"ksm_merge_any" => stat.merge_any = yes_or_no(value),
                b"ksm_mergeable" => stat.mergeable = yes_or_no(value),
                _ => continue,
            }
            is_known = true;
        }
        if is_known { Ok(stat) } else { Err(Absent::Malformed) }
    }
}

fn yes_or_no(value: &[u8]) -> Item<bool> {
    match value {
        b"yes" => Ok(true),
        b"no" => Ok(false),
        _ => Err(Absent::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let stat = KsmStat::parse(
            b"ksm_rmap_items 7\nksm_zero_pages 6\nksm_merging_pages 5\nksm_process_profit -448\n\
              ksm_merge_any: no\nksm_mergeable: yes\n",
        );
        let expected = KsmStat {
            rmap_items: Ok(7),
            zero_pages: Ok(6),
            merging_pages: Ok(5),
            process_profit: Ok(-448),
            merge_any: Ok(false),
            mergeable: Ok(true),
        };
        assert_eq!(stat, Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stat =
            KsmStat::parse(b"ksm_rmap_items x\nnew 1\nksm_zero_pages 3\nksm_merge_any: 1").unwrap();
        assert_eq!((stat.rmap_items, stat.zero_pages), (Err(Absent::Malformed), Ok(3)));
        assert_eq!(stat.merge_any, Err(Absent::Malformed));
        assert_eq!(stat.mergeable, Err(Absent::Unsupported));
        for text in [&b""[..], b"7", b"new 1\nold: 2\n"] {
            assert_eq!(KsmStat::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = KsmStat::parse(&text);
        }
    }
}
