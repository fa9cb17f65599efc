//! `swaps`: the areas that memory is swapped to.
//!
//! Own parser: that of the procfs crate loses names that are not UTF-8.

use crate::parse::columns::Columns;
use crate::parse::escape::unescaped_of;
use crate::parse::{Item, lines};

/// An area that memory is swapped to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// The device or file.
    pub name: Box<[u8]>,
    /// `partition` or `file`.
    pub kind: Item<Box<[u8]>>,
    /// Size in bytes.
    pub size: Item<u64>,
    /// Bytes in use.
    pub used: Item<u64>,
    /// The area with the highest is used first.
    pub priority: Item<i64>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Swap>> {
    lines(text).skip(1).map(row)
}

fn row(line: &[u8]) -> Item<Swap> {
    let mut columns = Columns::new(line);
    let kib = |count: u64| count.saturating_mul(1024);
    Ok(Swap {
        name: unescaped_of(columns.word()?, b" \t\n\\"),
        kind: columns.word().map(Box::from),
        size: columns.unsigned().map(kib),
        used: columns.unsigned().map(kib),
        priority: columns.signed(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Absent;

    const HEADING: &str = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    #[test]
    fn a_device_and_a_file() {
        let text = format!(
            "{HEADING}/dev/sda2                               partition\t2097148\t\t512\t\t-2\n\
             /var/my\\040swap                         file\t\t1024\t\t0\t\t10\n"
        );
        let rows: Vec<_> = rows(text.as_bytes()).collect::<Result<_, _>>().unwrap();
        assert_eq!(rows[0].size, Ok(2_147_479_552));
        assert_eq!((rows[0].used, rows[0].priority), (Ok(524_288), Ok(-2)));
        assert_eq!(&*rows[1].name, b"/var/my swap");
        assert_eq!(rows[1].kind.as_deref(), Ok(&b"file"[..]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let text = format!("{HEADING}/dev/sda2 partition x 512 -2\n\n");
        let rows: Vec<_> = rows(text.as_bytes()).collect();
        let first = rows[0].clone().unwrap();
        assert_eq!((first.size, first.used), (Err(Absent::Malformed), Ok(524_288)));
        assert!(rows[1].is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            rows(&text).for_each(drop);
        }
    }
}
