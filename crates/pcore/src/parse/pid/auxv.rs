//! `[pid]/auxv`.
//!
//! The procfs crate reads words of its own size only, so that it takes the vector of a 32-bit
//! process for another one, and loses the order.

use crate::Absent;
use crate::parse::Item;

/// `AT_PAGESZ` of `include/uapi/linux/auxvec.h`.
const PAGE_SIZE: u64 = 6;

/// What the kernel told a program when it started it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auxv {
    /// How many bytes a word of the process has: 8, or 4 for a 32-bit process.
    pub word_size: usize,
    /// The entries in the kernel's order, without the `AT_NULL` that ends them.
    pub entries: Vec<Entry>,
}

/// One entry of the vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the value tells: an `AT_*` number.
    pub key: u64,
    /// The value: a number, or an address in the process.
    pub value: u64,
}

/// What the value of an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// An address in the process.
    Address,
    /// A count or a number of some kind.
    Number,
    /// A size in bytes.
    Bytes,
    /// A user or group.
    Id,
    /// Bits, each with its own meaning.
    Mask,
    /// 1 or 0.
    Flag,
}

impl Auxv {
    /// Parses the whole file. It is empty for a kernel thread and a zombie, to which it does not
    /// apply.
    ///
    /// Nothing in the file says how wide its words are, nor in which order their bytes stand; in a
    /// captured tree they need not be ours. The size of a page tells: it is always there, and only
    /// the right reading makes it a power of two.
    pub fn parse(bytes: &[u8]) -> Item<Self> {
        if bytes.is_empty() {
            return Err(Absent::NotApplicable);
        }
        let native = cfg!(target_endian = "little");
        for (word_size, is_little) in [(8, native), (4, native), (8, !native), (4, !native)] {
            let entries = || entries(bytes, word_size, is_little);
            if entries().any(|entry| entry.key == PAGE_SIZE && entry.value.is_power_of_two()) {
                return Ok(Self { word_size, entries: entries().collect() });
            }
        }
        Err(Absent::Malformed)
    }
}

/// The entries before `AT_NULL`. What is too short for an entry at the end is left out.
fn entries(bytes: &[u8], word_size: usize, is_little: bool) -> impl Iterator<Item = Entry> {
    bytes
        .chunks_exact(word_size.saturating_mul(2))
        .map_while(move |pair| {
            let (key, value) = pair.split_at_checked(word_size)?;
            Some(Entry { key: word(key, is_little), value: word(value, is_little) })
        })
        .take_while(|entry| entry.key != 0)
}

/// A word of at most 8 bytes.
fn word(bytes: &[u8], is_little: bool) -> u64 {
    let append = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    if is_little { bytes.iter().rev().fold(0, append) } else { bytes.iter().fold(0, append) }
}

/// The kernel's name of a key, from `auxvec.h` of all architectures.
pub fn name(key: u64) -> Option<&'static str> {
    Some(match key {
        0 => "AT_NULL",
        1 => "AT_IGNORE",
        2 => "AT_EXECFD",
        3 => "AT_PHDR",
        4 => "AT_PHENT",
        5 => "AT_PHNUM",
        6 => "AT_PAGESZ",
        7 => "AT_BASE",
        8 => "AT_FLAGS",
        9 => "AT_ENTRY",
        10 => "AT_NOTELF",
        11 => "AT_UID",
        12 => "AT_EUID",
        13 => "AT_GID",
        14 => "AT_EGID",
        15 => "AT_PLATFORM",
        16 => "AT_HWCAP",
        17 => "AT_CLKTCK",
        18 => "AT_FPUCW",
        19 => "AT_DCACHEBSIZE",
        20 => "AT_ICACHEBSIZE",
        21 => "AT_UCACHEBSIZE",
        22 => "AT_IGNOREPPC",
        23 => "AT_SECURE",
        24 => "AT_BASE_PLATFORM",
        25 => "AT_RANDOM",
        26 => "AT_HWCAP2",
        27 => "AT_RSEQ_FEATURE_SIZE",
        28 => "AT_RSEQ_ALIGN",
        29 => "AT_HWCAP3",
        30 => "AT_HWCAP4",
        31 => "AT_EXECFN",
        32 => "AT_SYSINFO",
        33 => "AT_SYSINFO_EHDR",
        34 => "AT_L1I_CACHESHAPE",
        35 => "AT_L1D_CACHESHAPE",
        36 => "AT_L2_CACHESHAPE",
        37 => "AT_L3_CACHESHAPE",
        40 => "AT_L1I_CACHESIZE",
        41 => "AT_L1I_CACHEGEOMETRY",
        42 => "AT_L1D_CACHESIZE",
        43 => "AT_L1D_CACHEGEOMETRY",
        44 => "AT_L2_CACHESIZE",
        45 => "AT_L2_CACHEGEOMETRY",
        46 => "AT_L3_CACHESIZE",
        47 => "AT_L3_CACHEGEOMETRY",
        48 => "AT_ADI_BLKSZ",
        49 => "AT_ADI_NBITS",
        50 => "AT_ADI_UEONADI",
        51 => "AT_MINSIGSTKSZ",
        _ => return None,
    })
}

/// What the value of a key is. What a key that is not known means cannot be told; it is a number.
pub const fn meaning(key: u64) -> Meaning {
    match key {
        // The program headers, the interpreter, the entry point, the platforms' names, the random
        // bytes, the path, and the vDSO's entry point and image.
        3 | 7 | 9 | 15 | 24 | 25 | 31 | 32 | 33 => Meaning::Address,
        // The header's size, the page's, the caches' and their lines', `struct rseq`'s and its
        // alignment, the tag's block and the stack that a signal needs.
        4 | 6 | 19..=21 | 27 | 28 | 40 | 42 | 44 | 46 | 48 | 51 => Meaning::Bytes,
        11..=14 => Meaning::Id,
        // Flags, capabilities of the processor, the floating-point control word, and what packs
        // several numbers into one: the shapes and geometries of caches.
        8 | 16 | 18 | 26 | 29 | 30 | 34..=37 | 41 | 43 | 45 | 47 => Meaning::Mask,
        10 | 23 => Meaning::Flag,
        _ => Meaning::Number,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAIRS: [(u64, u64); 5] =
        [(33, 0x7fff_0000), (16, 0x1f8b_fbff), (6, 4096), (3, 0x5600_0040), (23, 0)];

    fn wide() -> Vec<u8> {
        let pairs = PAIRS.into_iter().chain([(0, 0), (9, 9)]);
        pairs.flat_map(|(key, value)| [key, value]).flat_map(u64::to_ne_bytes).collect()
    }

    fn narrow(bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        let pairs = PAIRS.into_iter().chain([(0, 0)]);
        pairs.flat_map(|(key, value)| [key as u32, value as u32]).flat_map(bytes).collect()
    }

    fn expected(word_size: usize) -> Auxv {
        let entries = PAIRS.into_iter().map(|(key, value)| Entry { key, value }).collect();
        Auxv { word_size, entries }
    }

    #[test]
    fn words_of_both_sizes_and_orders() {
        assert_eq!(Auxv::parse(&wide()), Ok(expected(8)));
        assert_eq!(Auxv::parse(&narrow(u32::to_le_bytes)), Ok(expected(4)));
        assert_eq!(Auxv::parse(&narrow(u32::to_be_bytes)), Ok(expected(4)));
        let swapped: Vec<u8> =
            wide().chunks(8).flat_map(|word| word.iter().rev().copied()).collect();
        assert_eq!(Auxv::parse(&swapped), Ok(expected(8)));
    }

    #[test]
    fn a_vector_that_was_cut_keeps_its_whole_entries() {
        let bytes = wide();
        let auxv = Auxv::parse(&bytes[..3 * 16 + 9]).unwrap();
        assert_eq!(auxv.entries.len(), 3);
    }

    #[test]
    fn no_vector() {
        assert_eq!(Auxv::parse(b""), Err(Absent::NotApplicable));
        assert_eq!(Auxv::parse(b"\x06\0\0\0"), Err(Absent::Malformed));
        assert_eq!(Auxv::parse(&[0; 64]), Err(Absent::Malformed));
        assert_eq!(Auxv::parse(b"not a vector, but a line of text\n"), Err(Absent::Malformed));
    }

    #[test]
    fn keys_have_names_and_meanings() {
        for (key, expected, is) in [
            (3, "AT_PHDR", Meaning::Address),
            (5, "AT_PHNUM", Meaning::Number),
            (6, "AT_PAGESZ", Meaning::Bytes),
            (11, "AT_UID", Meaning::Id),
            (23, "AT_SECURE", Meaning::Flag),
            (30, "AT_HWCAP4", Meaning::Mask),
            (51, "AT_MINSIGSTKSZ", Meaning::Bytes),
        ] {
            assert_eq!((name(key), meaning(key)), (Some(expected), is));
        }
        assert_eq!((name(99), meaning(99)), (None, Meaning::Number));
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>, flip in 0..80_usize, byte: u8) {
            let _ = Auxv::parse(&bytes);
            let mut bytes = wide();
            bytes[flip] = byte;
            let _ = Auxv::parse(&bytes);
        }
    }
}
