//! `fb`: the frame buffers, on which the kernel draws.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// A frame buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameBuffer {
    /// Its number.
    pub number: u64,
    /// Its driver.
    pub name: Box<[u8]>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<FrameBuffer>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<FrameBuffer> {
    let mut columns = Columns::new(line);
    let number = columns.unsigned().map_err(|_| Absent::Malformed)?;
    Ok(FrameBuffer { number, name: columns.rest().trim_ascii().into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    #[test]
    fn numbers_and_drivers() {
        let rows: Vec<_> = rows(b"0 EFI VGA\nx y\n").collect();
        assert_eq!(rows[0], Ok(FrameBuffer { number: 0, name: b"EFI VGA"[..].into() }));
        assert!(rows[1].is_err());
    }

    fixture::table_properties!(rows, b"0 EFI VGA", "[a-z ]{1,40}");
}
