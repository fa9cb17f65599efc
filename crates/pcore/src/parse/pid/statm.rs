//! `[pid]/statm`.
//!
//! The procfs crate fails the whole file on one bad number.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// Memory of a process in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statm {
    /// Virtual memory.
    pub size: Item<u64>,
    /// Resident memory.
    pub resident: Item<u64>,
    /// Resident memory that is backed by a file or shared.
    pub shared: Item<u64>,
    /// The program's text.
    pub text: Item<u64>,
    /// The program's data and stack.
    pub data: Item<u64>,
}

impl Statm {
    /// Parses the whole file, which is one line. It is malformed when it holds nothing.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let line = text.trim_ascii_end();
        if line.is_empty() {
            return Err(Absent::Malformed);
        }
        let mut columns = Columns::new(line);
        Ok(Self {
            size: columns.unsigned(),
            resident: columns.unsigned(),
            shared: columns.unsigned(),
            text: columns.unsigned(),
            data: {
                // `lib`, 0 since Linux 2.6.
                columns.skip(1);
                columns.unsigned()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let statm = Statm::parse(b"41504 1500 900 210 0 7777 0\n");
        let expected = Statm {
            size: Ok(41504),
            resident: Ok(1500),
            shared: Ok(900),
            text: Ok(210),
            data: Ok(7777),
        };
        assert_eq!(statm, Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let statm = Statm::parse(b"41504 -1 900").unwrap();
        assert_eq!(statm.resident, Err(Absent::Malformed));
        assert_eq!(statm.shared, Ok(900));
        assert_eq!(statm.data, Err(Absent::Unsupported));
        assert_eq!(Statm::parse(b"\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Statm::parse(&text);
        }
    }
}
