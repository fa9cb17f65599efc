//! A line read column by column, for the files whose columns are told apart by position.

use super::{Item, number};
use crate::Absent;

/// The columns of a line that are still to be read. Columns stand between blanks.
///
/// A column past the end of the line is [`Absent::Unsupported`], because kernels add columns at the
/// end. Every reader consumes its column even if the column is malformed, so that the ones after it
/// keep their place.
pub(crate) struct Columns<'a> {
    rest: &'a [u8],
}

impl<'a> Columns<'a> {
    pub(crate) const fn new(line: &'a [u8]) -> Self {
        Self { rest: line }
    }

    /// The text of the next column.
    #[inline]
    pub(crate) fn word(&mut self) -> Item<&'a [u8]> {
        let start =
            self.rest.iter().position(|byte| !is_blank(*byte)).ok_or(Absent::Unsupported)?;
        let text = self.rest.get(start..).unwrap_or_default();
        let end = text.iter().position(|byte| is_blank(*byte)).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
        self.rest = rest;
        Ok(word)
    }

    /// Passes over columns that nobody needs.
    pub(crate) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            let _ = self.word();
        }
    }

    /// What follows the last column read, blanks included.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether only blanks are left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.iter().all(|byte| is_blank(*byte))
    }

    #[inline]
    pub(crate) fn unsigned(&mut self) -> Item<u64> {
        number::unsigned(self.word()?)
    }

    #[inline]
    pub(crate) fn signed(&mut self) -> Item<i64> {
        number::signed(self.word()?)
    }

    #[inline]
    pub(crate) fn narrow<T: TryFrom<u64>>(&mut self) -> Item<T> {
        number::narrow(self.word()?)
    }

    #[inline]
    pub(crate) fn hex(&mut self) -> Item<u64> {
        number::hex(self.word()?)
    }

    #[inline]
    pub(crate) fn narrow_hex<T: TryFrom<u64>>(&mut self) -> Item<T> {
        number::narrow_hex(self.word()?)
    }
}

/// The text before and after the first `byte`.
#[inline]
pub(crate) fn split_once(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let (before, after) = text.split_at_checked(memchr::memchr(byte, text)?)?;
    Some((before, after.get(1..)?))
}

/// The text before and after the last `byte`.
#[inline]
pub(crate) fn rsplit_once(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let (before, after) = text.split_at_checked(memchr::memrchr(byte, text)?)?;
    Some((before, after.get(1..)?))
}

#[inline]
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_column_keeps_the_others_in_place() {
        let mut columns = Columns::new(b"  7\t x -3  ff  rest of it");
        assert_eq!(columns.unsigned(), Ok(7));
        assert_eq!(columns.unsigned(), Err(Absent::Malformed));
        assert_eq!(columns.signed(), Ok(-3));
        assert_eq!(columns.hex(), Ok(255));
        assert_eq!(columns.rest(), b"  rest of it");
        columns.skip(2);
        assert!(!columns.is_at_end());
        assert_eq!(columns.word(), Ok(&b"it"[..]));
        assert!(columns.is_at_end());
        assert_eq!(columns.word(), Err(Absent::Unsupported));
    }

    #[test]
    fn cuts_leave_the_byte_out() {
        assert_eq!(split_once(b"a:b:c", b':'), Some((&b"a"[..], &b"b:c"[..])));
        assert_eq!(rsplit_once(b"a:b:c", b':'), Some((&b"a:b"[..], &b"c"[..])));
        assert_eq!(split_once(b":", b':'), Some((&b""[..], &b""[..])));
        assert_eq!(split_once(b"", b':'), None);
    }
}
