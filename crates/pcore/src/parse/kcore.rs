//! `kcore`: the headers of the image of the kernel's memory, which has the form of an ELF core file.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::Item;

/// What the file says of itself, and where what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// How wide addresses are, in bits.
    pub bits: u8,
    /// The type of the file: 4 is a core file.
    pub kind: u16,
    /// The number of the architecture.
    pub machine: u16,
    /// The segments, each by itself.
    pub segments: Vec<Item<Segment>>,
}

/// A part of the memory, or notes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is: 1 is memory, 4 are notes.
    pub kind: u32,
    /// Who may do what with it, as bits.
    pub flags: u32,
    /// Where it begins in the file.
    pub offset: u64,
    /// Its address in the kernel.
    pub virtual_address: u64,
    /// Its address in the machine; does not apply to memory that is not in one piece there.
    pub physical_address: Item<u64>,
    /// How many bytes of the file it takes.
    pub file_size: u64,
    /// How many bytes of memory it is.
    pub memory_size: u64,
}

/// Numbers of either order, taken one after the other.
struct Numbers<'a> {
    rest: &'a [u8],
    is_little: bool,
    is_wide: bool,
}

impl Numbers<'_> {
    fn take<const N: usize>(&mut self) -> Item<u64> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or(Absent::Malformed)?;
        self.rest = rest;
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Ok(if self.is_little {
            bytes.iter().rev().fold(0, join)
        } else {
            bytes.iter().fold(0, join)
        })
    }

    fn half(&mut self) -> Item<u16> {
        self.take::<2>().map(|number| number as u16)
    }

    fn word(&mut self) -> Item<u32> {
        self.take::<4>().map(|number| number as u32)
    }

    /// An address or offset, as wide as the file's.
    fn address(&mut self) -> Item<u64> {
        if self.is_wide { self.take::<8>() } else { self.take::<4>() }
    }
}

impl Image {
    /// Parses the beginning of the file: the header and the table of segments behind it.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let (ident, rest) = text.split_first_chunk::<16>().ok_or(Absent::Malformed)?;
        let [0x7f, b'E', b'L', b'F', class, order, ..] = *ident else {
            return Err(Absent::Malformed);
        };
        let (is_wide, is_little) = match (class, order) {
            (1, 1) => (false, true),
            (1, 2) => (false, false),
            (2, 1) => (true, true),
            (2, 2) => (true, false),
            _ => return Err(Absent::Malformed),
        };
        let mut numbers = Numbers { rest, is_little, is_wide };
        let (kind, machine) = (numbers.half()?, numbers.half()?);
        numbers.word()?;
        numbers.address()?;
        let table = numbers.address()?;
        numbers.address()?;
        numbers.word()?;
        numbers.half()?;
        let (size, count) = (usize::from(numbers.half()?), usize::from(numbers.half()?));
        let start = usize::try_from(table).map_err(|_| Absent::Malformed)?;
        let segment = |number: usize| {
            let at = start.checked_add(number.checked_mul(size)?)?;
            let rest = text.get(at..at.checked_add(size)?)?;
            Some(Numbers { rest, is_little, is_wide })
        };
        let segments = (0..count).map(|number| {
            segment(number).ok_or(Absent::Malformed).and_then(|numbers| Segment::parse(numbers))
        });
        Ok(Self {
            bits: if is_wide { 64 } else { 32 },
            kind,
            machine,
            segments: segments.collect(),
        })
    }
}

impl Segment {
    fn parse(mut numbers: Numbers<'_>) -> Item<Self> {
        let kind = numbers.word()?;
        // The flags stand second where that fills a gap, and last but one where there is none.
        let early = if numbers.is_wide { Some(numbers.word()?) } else { None };
        let (offset, virtual_address) = (numbers.address()?, numbers.address()?);
        let physical_address = match numbers.address()? {
            u64::MAX => Err(Absent::NotApplicable),
            0xffff_ffff if !numbers.is_wide => Err(Absent::NotApplicable),
            address => Ok(address),
        };
        let (file_size, memory_size) = (numbers.address()?, numbers.address()?);
        let flags = early.map_or_else(|| numbers.word(), Ok)?;
        Ok(Self { kind, flags, offset, virtual_address, physical_address, file_size, memory_size })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A core file of two segments, 64 bits wide, the lowest byte first.
    fn sample() -> Vec<u8> {
        let mut text = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
        text.extend([4, 0, 62, 0, 1, 0, 0, 0]);
        text.extend([0_u64, 64, 0].iter().flat_map(|number| number.to_le_bytes()));
        text.extend([0, 0, 0, 0, 64, 0, 56, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
        for (kind, physical) in [(4_u32, 0), (1, u64::MAX)] {
            text.extend(kind.to_le_bytes());
            text.extend(7_u32.to_le_bytes());
            let numbers = [0x1000, 0xffff_8880_0000_0000, physical, 0x2000, 0x3000, 0x1000];
            text.extend(numbers.iter().flat_map(|number: &u64| number.to_le_bytes()));
        }
        text
    }

    #[test]
    fn notes_and_memory() {
        let image = Image::parse(&sample()).unwrap();
        assert_eq!((image.bits, image.kind, image.machine), (64, 4, 62));
        let segments: Vec<_> = image.segments.into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!((segments[0].kind, segments[1].kind), (4, 1));
        assert_eq!(segments[0].physical_address, Ok(0));
        assert_eq!(segments[1].physical_address, Err(Absent::NotApplicable));
        assert_eq!(segments[1].virtual_address, 0xffff_8880_0000_0000);
        assert_eq!((segments[1].offset, segments[1].memory_size), (0x1000, 0x3000));
    }

    #[test]
    fn what_is_cut_costs_what_is_missing() {
        let text = sample();
        let image = Image::parse(&text[..text.len() - 1]).unwrap();
        assert!(image.segments[0].is_ok() && image.segments[1].is_err());
        assert_eq!(Image::parse(b"\x7fELF"), Err(Absent::Malformed));
        assert_eq!(Image::parse(b""), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..64_usize, byte: u8, cut in 0..176_usize) {
            let _ = Image::parse(&text);
            let mut text = sample();
            text[flip] = byte;
            text.truncate(cut);
            let _ = Image::parse(&text);
        }
    }
}
