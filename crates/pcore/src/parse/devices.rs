//! `devices`: the drivers of devices by their major numbers.
//!
//! Own parser: that of the procfs crate gives up all rows for one, and loses names that are not
//! UTF-8.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// A driver of devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// Whether its devices are read in blocks.
    pub is_block: bool,
    /// The number that its devices share.
    pub major: u64,
    /// What it is called.
    pub name: Box<[u8]>,
}

/// The rows of the file, below two headings.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Driver>> {
    let mut is_block = None;
    lines(text).filter(|line| !line.is_empty()).filter_map(move |line| {
        is_block = match line {
            b"Character devices:" => Some(false),
            b"Block devices:" => Some(true),
            line => return Some(is_block.ok_or(Absent::Malformed).and_then(|of| row(line, of))),
        };
        None
    })
}

fn row(line: &[u8], is_block: bool) -> Item<Driver> {
    let mut columns = Columns::new(line);
    let major = columns.unsigned().map_err(|_| Absent::Malformed)?;
    match columns.rest().trim_ascii() {
        b"" => Err(Absent::Malformed),
        name => Ok(Driver { is_block, major, name: name.into() }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] =
        b"Character devices:\n  1 mem\n  4 /dev/vc/0\n 10 misc\n\nBlock devices:\n  7 loop\n254 virtblk\n";

    #[test]
    fn headings_tell_the_kinds_apart() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[1], Driver { is_block: false, major: 4, name: b"/dev/vc/0"[..].into() });
        assert_eq!(rows[4], Driver { is_block: true, major: 254, name: b"virtblk"[..].into() });
    }

    #[test]
    fn damage_costs_a_row() {
        let text = b"  1 mem\nBlock devices:\n x loop\n  7\n  8 sd\n";
        let rows: Vec<_> = rows(text).collect();
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 1);
        assert_eq!(rows.len(), 4);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            rows(&text).for_each(drop);
        }
    }
}
