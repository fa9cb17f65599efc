//! Bytes to structs, without I/O. The tree mirrors /proc: the path of a file tells the module that
//! parses it. Beside it stands what the kernel answers over netlink.
//!
//! Every parser takes bytes and is total: whatever they are, it returns. A malformed field costs
//! that field, a malformed row that row; the caller counts both.

mod columns;
pub mod device;
pub mod devices;
mod escape;
pub mod etc;
#[cfg(test)]
mod fixture;
#[macro_use]
mod labels;
pub mod meminfo;
pub mod net;
pub mod number;
pub mod pid;
pub mod pressure;
pub mod sock_diag;
pub mod swaps;
pub mod tty;

use crate::Absent;

/// One parsed field: the value, or why there is none.
pub type Item<T> = Result<T, Absent>;

/// The parts of a line between blanks.
pub(crate) fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty())
}

/// The lines of a file, without their ends.
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        if let Some(end) = memchr::memchr(b'\n', text) {
            let (line, after) = text.split_at(end);
            rest = after.get(1..);
            Some(line)
        } else {
            rest = None;
            Some(text)
        }
    })
}

/// The label and the value of a `Label: value` line.
pub(crate) fn labelled(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    let (label, value) = line.split_at(colon);
    Some((label.trim_ascii(), value.get(1..)?.trim_ascii()))
}
