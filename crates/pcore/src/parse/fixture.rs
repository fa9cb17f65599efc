//! Damaged texts for the tests of the parsers.

/// A copy of the text with one byte changed.
pub(crate) fn damaged(text: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut damaged = text.to_vec();
    damaged[at] = byte;
    damaged
}

/// A table in which each line of junk is followed by the row.
pub(crate) fn among(junk: &[String], row: &[u8]) -> Vec<u8> {
    junk.iter().flat_map(|line| [line.as_bytes(), b"\n", row, b"\n"].concat()).collect()
}
