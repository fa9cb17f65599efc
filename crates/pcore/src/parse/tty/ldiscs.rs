//! `tty/ldiscs`: the line disciplines, which stand between terminals and their drivers.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// A line discipline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discipline {
    /// What it is called.
    pub name: Box<[u8]>,
    /// Its number.
    pub number: u64,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Discipline>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Discipline> {
    let mut columns = Columns::new(line);
    let name = columns.word()?.into();
    let number = columns.unsigned().map_err(|_| Absent::Malformed)?;
    Ok(Discipline { name, number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    #[test]
    fn names_and_numbers() {
        let rows: Vec<_> = rows(b"n_tty       0\nn_null     x\n").collect();
        assert_eq!(rows[0], Ok(Discipline { name: b"n_tty"[..].into(), number: 0 }));
        assert!(rows[1].is_err());
    }

    fixture::table_properties!(rows, b"n_tty       0", "[a-z ]{1,40}");
}
