//! A line read column by column, for the files whose columns are told apart by position.

use super::{Item, number};
use crate::Absent;

/// How many decimal digits always fit into 64 bits.
const SAFE_DIGITS: usize = 19;

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

    /// What is left from the start of the next column.
    #[inline]
    fn unpadded(&self) -> Item<&'a [u8]> {
        let start = self.rest.iter().position(|byte| !is_blank(*byte));
        start.and_then(|start| self.rest.get(start..)).ok_or(Absent::Unsupported)
    }

    /// The text of the next column.
    #[inline]
    pub(crate) fn word(&mut self) -> Item<&'a [u8]> {
        let text = self.unpadded()?;
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

    /// The next column as a decimal number.
    #[inline]
    pub(crate) fn unsigned(&mut self) -> Item<u64> {
        let text = self.unpadded()?;
        let mut number = 0;
        let mut count = 0;
        for digit in text.iter().map(|byte| byte.wrapping_sub(b'0')).take(SAFE_DIGITS) {
            if digit > 9 {
                break;
            }
            number = number * 10 + u64::from(digit);
            count += 1;
        }
        match text.split_at_checked(count) {
            Some((digits, rest))
                if !digits.is_empty() && rest.first().is_none_or(|byte| is_blank(*byte)) =>
            {
                self.rest = rest;
                Ok(number)
            }
            // It is longer, or no number; the careful way tells.
            _ => number::unsigned(self.word()?),
        }
    }

    #[inline]
    pub(crate) fn signed(&mut self) -> Item<i64> {
        match self.unpadded()? {
            [b'-', ..] => number::signed(self.word()?),
            _ => i64::try_from(self.unsigned()?).map_err(|_| Absent::Malformed),
        }
    }

    #[inline]
    pub(crate) fn narrow<T: TryFrom<u64>>(&mut self) -> Item<T> {
        T::try_from(self.unsigned()?).map_err(|_| Absent::Malformed)
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

/// The text before and after the first `byte`, which is expected to be near.
#[inline]
pub(crate) fn split_once(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let (before, after) = text.split_at_checked(text.iter().position(|found| *found == byte)?)?;
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
    fn the_quick_way_and_the_careful_way_agree() {
        for text in ["0", "9999999999999999999", "18446744073709551615", "00000000000000000000007"]
        {
            assert_eq!(
                Columns::new(text.as_bytes()).unsigned(),
                Ok(text.parse().unwrap()),
                "{text}"
            );
        }
        for text in [&b"18446744073709551616"[..], b"99999999999999999999", b"1x", b"+1", b"1.5"] {
            let mut columns = Columns::new(text);
            assert_eq!(columns.unsigned(), Err(Absent::Malformed), "{text:?}");
            assert!(columns.is_at_end());
        }
    }

    #[test]
    fn cuts_leave_the_byte_out() {
        assert_eq!(split_once(b"a:b:c", b':'), Some((&b"a"[..], &b"b:c"[..])));
        assert_eq!(rsplit_once(b"a:b:c", b':'), Some((&b"a:b"[..], &b"c"[..])));
        assert_eq!(split_once(b":", b':'), Some((&b""[..], &b""[..])));
        assert_eq!(split_once(b"", b':'), None);
    }
}
