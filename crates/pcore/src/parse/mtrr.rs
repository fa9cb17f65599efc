//! `mtrr`: how the processors cache ranges of memory.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::{rsplit_once, split_once};
use crate::parse::{Item, lines, number};

/// A register of the processor, and the range that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Its number.
    pub number: u64,
    /// The first address of the range.
    pub base: Item<u64>,
    /// How many bytes the range has.
    pub size: Item<u64>,
    /// How many asked for it.
    pub uses: Item<u64>,
    /// How the range is cached, such as `write-back`.
    pub kind: Item<Box<[u8]>>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Register>> {
    lines(text).map(row)
}

/// `reg00: base=0x0c0000000 ( 3072MB), size= 1024MB, count=1: uncachable`, and on old kernels
/// `reg00: base=0x00000000 (   0MB), size= 256MB: write-back, count=1`.
fn row(line: &[u8]) -> Item<Register> {
    let (register, rest) = split_once(line, b':').ok_or(Absent::Malformed)?;
    let register = register.strip_prefix(b"reg").ok_or(Absent::Malformed)?;
    let find = |name: &[u8], ends: &[u8]| -> Item<&[u8]> {
        let start = memchr::memmem::find(rest, name).ok_or(Absent::Malformed)?;
        let value = rest.get(start + name.len()..).unwrap_or_default().trim_ascii_start();
        let end = value.iter().position(|byte| ends.contains(byte)).unwrap_or(value.len());
        Ok(value.get(..end).unwrap_or_default())
    };
    let kind = rsplit_once(rest, b':').map(|(_, kind)| kind);
    let kind = kind.map(|kind| split_once(kind, b',').map_or(kind, |(kind, _)| kind).trim_ascii());
    Ok(Register {
        number: number::unsigned(register)?,
        base: find(b"base=", b" ,").and_then(number::prefixed_hex),
        size: find(b"size=", b",:").and_then(size),
        uses: find(b"count=", b":, ").and_then(number::unsigned),
        kind: kind.map(Box::from).ok_or(Absent::Malformed),
    })
}

/// `1024MB` or `256KB`.
fn size(text: &[u8]) -> Item<u64> {
    let (text, unit) = match text {
        [text @ .., b'K', b'B'] => (text, 1 << 10),
        [text @ .., b'M', b'B'] => (text, 1 << 20),
        _ => return Err(Absent::Malformed),
    };
    Ok(number::unsigned(text)?.saturating_mul(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"reg01: base=0x0c0000000 ( 3072MB), size= 1024MB, count=1: uncachable";

    #[test]
    fn both_forms_mean_the_same() {
        let register = row(ROW).unwrap();
        assert_eq!((register.number, register.base), (1, Ok(0xc000_0000)));
        assert_eq!((register.size, register.uses), (Ok(1 << 30), Ok(1)));
        assert_eq!(register.kind.as_deref(), Ok(&b"uncachable"[..]));
        let old = b"reg00: base=0x00000000 (   0MB), size= 256KB: write-back, count=2";
        let register = row(old).unwrap();
        assert_eq!((register.size, register.uses), (Ok(256 << 10), Ok(2)));
        assert_eq!(register.kind.as_deref(), Ok(&b"write-back"[..]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let register = row(b"reg01: base=12 size=3TB").unwrap();
        assert_eq!(
            (register.base, register.size),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(register.uses, Err(Absent::Malformed));
        assert!(row(b"regxx: base=0x0").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
