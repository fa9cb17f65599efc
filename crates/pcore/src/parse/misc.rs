//! `misc`: the devices that share the major number 10.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// A device of its own kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misc {
    /// Its minor number.
    pub minor: u64,
    /// What it is called.
    pub name: Box<[u8]>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Misc>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Misc> {
    let mut columns = Columns::new(line);
    let minor = columns.unsigned().map_err(|_| Absent::Malformed)?;
    Ok(Misc { minor, name: columns.rest().trim_ascii().into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    #[test]
    fn numbers_and_names() {
        let rows: Vec<_> = rows(b"232 kvm\n 63 vga arbiter\nx y\n").collect();
        assert_eq!(rows[0], Ok(Misc { minor: 232, name: b"kvm"[..].into() }));
        assert_eq!(rows[1].as_ref().unwrap().name[..], b"vga arbiter"[..]);
        assert!(rows[2].is_err());
    }

    fixture::table_properties!(rows, b"232 kvm", "[a-z ]{1,40}");
}
