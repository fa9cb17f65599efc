//! `malloc`: what the kernel had allocated, and where it had asked for it; Linux 1.1 to 2.0, if built
//! to debug its allocator.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once, split_once};
use crate::parse::{Item, lines, number};

/// A piece of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it lies.
    pub address: u64,
    /// Its size in bytes.
    pub size: Item<u64>,
    /// The file of the source and the line that asked for it.
    pub asked: Item<(Box<[u8]>, u64)>,
    /// Those that last found it undamaged.
    pub checked: Item<(Box<[u8]>, u64)>,
}

/// The pieces of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Piece>> {
    lines(text).filter(|line| !line.is_empty() && *line != b"...").map(row)
}

/// Whether the kernel had more to tell than fits the file.
pub fn is_cut(text: &[u8]) -> bool {
    lines(text).any(|line| line == b"...")
}

fn row(line: &[u8]) -> Item<Piece> {
    let mut columns = Columns::new(line);
    let (address, size) = split_once(columns.word()?, b':').ok_or(Absent::Malformed)?;
    Ok(Piece {
        address: number::hex(address)?,
        size: number::hex(size),
        asked: columns.word().and_then(place),
        checked: columns.word().and_then(place),
    })
}

fn place(word: &[u8]) -> Item<(Box<[u8]>, u64)> {
    let (file, line) = rsplit_once(word, b':').ok_or(Absent::Malformed)?;
    Ok((file.into(), number::unsigned(line)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b"001fe010:03c exec.c:123 array.c:45";

    #[test]
    fn a_piece_and_who_asked_for_it() {
        let text = [ROW, b"\n00200000:xyz a.c:1 b.c\n...\n"].concat();
        let rows: Vec<_> = rows(&text).collect::<Result<_, _>>().unwrap();
        assert_eq!((rows[0].address, rows[0].size), (0x001f_e010, Ok(60)));
        assert_eq!(rows[0].asked, Ok((Box::from(&b"exec.c"[..]), 123)));
        assert_eq!(rows[0].checked, Ok((Box::from(&b"array.c"[..]), 45)));
        assert_eq!(
            (rows[1].size, rows[1].checked.clone()),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert!(is_cut(&text) && !is_cut(ROW));
    }

    table_properties!(rows, ROW, "[g-z ]{1,20}");
}
