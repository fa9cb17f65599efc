//! The cells of one line of a table as bytes, written when the row is read and set when the widths of
//! all columns are known.
//!
//! Before the text of a cell stands one byte: how long the text is, how it is coloured, and whether it
//! is as wide as it is long. A length that does not fit in there stands in four bytes behind it.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// The bits that hold a length, all of them for a long one.
const LENGTH: u8 = 0x1f;
/// The bit of what is not as wide as it is long.
const WIDE: u8 = 0x20;
/// Where the bits of the tone begin.
const TONE: u32 = 6;

/// How a cell is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// A value that is not there.
    Faint,
    /// A value that could not be seen, or a state that deserves a look.
    Alert,
    /// A heading.
    Bold,
}

impl Tone {
    const ALL: [Self; 4] = [Self::Plain, Self::Faint, Self::Alert, Self::Bold];
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<'l> {
    /// Its text, which is UTF-8.
    pub(super) bytes: &'l [u8],
    pub(super) tone: Tone,
    is_wide: bool,
}

impl<'l> Cell<'l> {
    pub(super) fn of(text: &'l str, tone: Tone) -> Self {
        Self { bytes: text.as_bytes(), tone, is_wide: !text.is_ascii() }
    }

    /// Its text.
    pub(super) fn text(&self) -> Cow<'l, str> {
        String::from_utf8_lossy(self.bytes)
    }

    /// How many columns of a terminal it takes.
    pub(super) fn width(&self) -> usize {
        if self.is_wide { self.text().width() } else { self.bytes.len() }
    }
}

/// Appends a cell: the text that `write` appends, in the tone that it says.
pub(super) fn push(line: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>) -> Tone) {
    let mark = line.len();
    line.push(0);
    let tone = write(line);
    let text = line.get(mark + 1..).unwrap_or_default();
    let (length, is_wide) = (text.len(), !text.is_ascii());
    let short = u8::try_from(length).ok().filter(|length| *length < LENGTH);
    if short.is_none() {
        // No value is as long as four bytes can tell.
        let bytes = u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        line.splice(mark + 1..=mark, bytes);
    }
    if let Some(mark) = line.get_mut(mark) {
        *mark = short.unwrap_or(LENGTH) | if is_wide { WIDE } else { 0 } | (tone as u8) << TONE;
    }
}

/// The cells of a line, in order.
pub(super) fn cells(line: &[u8]) -> impl Iterator<Item = Cell<'_>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (mark, mut behind) = rest.split_first()?;
        let mut length = usize::from(mark & LENGTH);
        if mark & LENGTH == LENGTH {
            let (bytes, text) = behind.split_first_chunk()?;
            (length, behind) = (u32::from_le_bytes(*bytes) as usize, text);
        }
        let (bytes, after) = behind.split_at_checked(length)?;
        rest = after;
        let tone = Tone::ALL.get(usize::from(mark >> TONE)).copied().unwrap_or(Tone::Plain);
        Some(Cell { bytes, tone, is_wide: mark & WIDE != 0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back() {
        let texts = ["", "a", &"b".repeat(30), &"c".repeat(31), &"d".repeat(100_000), "日本"];
        let tones = [Tone::Plain, Tone::Faint, Tone::Alert, Tone::Bold, Tone::Plain, Tone::Alert];
        let written: Vec<Cell<'_>> =
            texts.iter().zip(tones).map(|(text, tone)| Cell::of(text, tone)).collect();
        let mut line = Vec::new();
        for cell in &written {
            push(&mut line, |out| {
                out.extend_from_slice(cell.bytes);
                cell.tone
            });
        }
        let found: Vec<Cell<'_>> = cells(&line).collect();
        assert_eq!(found, written);
        let widths: Vec<usize> = found.iter().map(Cell::width).collect();
        assert_eq!(widths, [0, 1, 30, 31, 100_000, 4]);
    }
}
