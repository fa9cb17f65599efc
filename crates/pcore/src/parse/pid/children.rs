//! `[pid]/task/[tid]/children`.
//!
//! The procfs crate fails the whole file on one bad number.

use crate::parse::{Item, number, words};

/// The children of a task. The kernel says that it may leave some out while any of them comes or
/// goes.
pub fn children(text: &[u8]) -> impl Iterator<Item = Item<u32>> {
    words(text.trim_ascii_end()).map(number::narrow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Absent;

    #[test]
    fn a_whole_file() {
        assert!(children(b"7 4194304 9 ").eq([Ok(7), Ok(4_194_304), Ok(9)]));
        assert_eq!(children(b"").count(), 0);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        assert!(children(b"7 x -1\n").eq([Ok(7), Err(Absent::Malformed), Err(Absent::Malformed)]));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            children(&text).for_each(drop);
        }
    }
}
