//! The registries of the IEEE packed into one table, which is a part of the program: it is searched
//! as it lies, so that nothing is parsed and nothing copied but the name that is found.
//!
//! In order: `MAGIC`; the date of the registries and a newline; for each length of prefixes, the
//! longest first, how many there are; the pairs that `PAIRS` codes stand for; the rows of each
//! length, sorted; the names. A row is a prefix with its highest byte first, left-aligned, and the
//! place of its name. In a name a byte from 0x80 on stands for a pair of bytes, of which each may
//! stand for a pair before it; `ESCAPE` says that the next byte is itself; `END` ends it. All
//! numbers but prefixes have their lowest byte first.

use std::collections::BTreeMap;

use super::registry::{Entry, Prefix};

/// What the table begins with.
const MAGIC: &[u8] = b"prockit vendors 1\n";
/// How many pairs have a code.
const PAIRS: usize = 128;
const FIRST_CODE: u8 = 0x80;
const ESCAPE: u8 = 1;
const END: u8 = 0;
/// Bytes that tell the place of a name.
const PLACE: usize = 3;

/// A packed table.
#[derive(Debug)]
pub struct Packed<'t> {
    date: &'t str,
    pairs: &'t [u8],
    /// The rows of each length of prefixes.
    rows: [&'t [u8]; Prefix::LENGTHS.len()],
    names: &'t [u8],
}

/// Bytes of a prefix of so many digits.
const fn width(digits: u8) -> usize {
    digits.div_ceil(2) as usize
}

/// The bytes of a prefix, left-aligned.
fn key(prefix: Prefix) -> [u8; 8] {
    (prefix.number << (64 - 4 * u32::from(prefix.digits.clamp(1, 16)))).to_be_bytes()
}

impl<'t> Packed<'t> {
    /// Looks at a table; `None` if it is none.
    pub fn read(table: &'t [u8]) -> Option<Self> {
        let rest = table.strip_prefix(MAGIC)?;
        let (date, mut rest) = rest.split_at_checked(memchr::memchr(b'\n', rest)?)?;
        rest = rest.get(1..)?;
        let mut take = |length: usize| {
            let (taken, left) = rest.split_at_checked(length)?;
            rest = left;
            Some(taken)
        };
        let mut counts = [0; Prefix::LENGTHS.len()];
        for count in &mut counts {
            *count = u32::from_le_bytes(*take(4)?.first_chunk()?) as usize;
        }
        let pairs = take(2 * PAIRS)?;
        let mut rows = [&[][..]; Prefix::LENGTHS.len()];
        for ((rows, count), digits) in rows.iter_mut().zip(counts).zip(Prefix::LENGTHS) {
            *rows = take(count.checked_mul(width(digits) + PLACE)?)?;
        }
        Some(Self { date: std::str::from_utf8(date).ok()?, pairs, rows, names: rest })
    }

    /// Of what date the registries are.
    pub fn date(&self) -> &'t str {
        self.date
    }

    /// How many prefixes there are.
    pub fn len(&self) -> usize {
        let lengths = Prefix::LENGTHS.iter().zip(self.rows);
        lengths.map(|(digits, rows)| rows.len() / (width(*digits) + PLACE)).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of whom this prefix is registered to.
    pub fn find(&self, prefix: Prefix) -> Option<Vec<u8>> {
        let number = Prefix::LENGTHS.iter().position(|digits| *digits == prefix.digits)?;
        let (rows, width) = (self.rows.get(number)?, width(prefix.digits));
        let key = key(prefix);
        let key = key.get(..width)?;
        let row = |at: usize| rows.get(at * (width + PLACE)..)?.split_at_checked(width);
        let (mut low, mut high) = (0, rows.len() / (width + PLACE));
        while low < high {
            let middle = low.midpoint(high);
            let (found, place) = row(middle)?;
            match found.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.name(*place.first_chunk()?),
            }
        }
        None
    }

    fn name(&self, [a, b, c]: [u8; PLACE]) -> Option<Vec<u8>> {
        let mut coded = self.names.get(u32::from_le_bytes([a, b, c, 0]) as usize..)?.iter();
        let mut name = Vec::new();
        loop {
            match *coded.next()? {
                END => return Some(name),
                ESCAPE => name.push(*coded.next()?),
                byte => self.expand(byte, &mut name)?,
            }
        }
    }

    /// Writes what a byte stands for. It ends, since a pair holds only codes before its own.
    fn expand(&self, byte: u8, name: &mut Vec<u8>) -> Option<()> {
        let Some(code) = byte.checked_sub(FIRST_CODE) else {
            name.push(byte);
            return Some(());
        };
        for part in self.pairs.get(2 * usize::from(code)..)?.first_chunk::<2>()? {
            if *part >= byte {
                return None;
            }
            self.expand(*part, name)?;
        }
        Some(())
    }
}

/// Packs assignments, in the order of which the first counts where a prefix is assigned twice.
pub fn pack(date: &str, entries: &[Entry<'_>]) -> Vec<u8> {
    let mut assigned: BTreeMap<Prefix, &[u8]> = BTreeMap::new();
    for (prefix, name) in entries {
        assigned.entry(*prefix).or_insert(name);
    }
    let mut names: BTreeMap<&[u8], usize> = assigned.values().map(|name| (*name, 0)).collect();
    let mut symbols: Vec<Vec<u16>> = names.keys().map(|name| spell(name)).collect();
    let pairs = shorten(&mut symbols);
    let mut coded = Vec::new();
    for (place, symbols) in names.values_mut().zip(&symbols) {
        *place = coded.len();
        for symbol in symbols {
            let [byte, is_itself] = symbol.to_le_bytes();
            coded.extend((is_itself != 0).then_some(ESCAPE));
            coded.push(byte);
        }
        coded.push(END);
    }
    let mut table = [MAGIC, date.as_bytes(), b"\n"].concat();
    let of_length = |digits: u8| assigned.iter().filter(move |(prefix, _)| prefix.digits == digits);
    for digits in Prefix::LENGTHS {
        table.extend((of_length(digits).count() as u32).to_le_bytes());
    }
    table.extend(pairs);
    for digits in Prefix::LENGTHS {
        for (prefix, name) in of_length(digits) {
            table.extend(key(*prefix).iter().take(width(digits)));
            let place = names.get(name).copied().unwrap_or_default().to_le_bytes();
            table.extend(place.iter().take(PLACE));
        }
    }
    table.extend(coded);
    table
}

/// A mark above the byte of a symbol that must be escaped, so that it is in no pair.
const ITSELF: u16 = 0x100;

fn spell(name: &[u8]) -> Vec<u16> {
    let symbol = |byte: &u8| match *byte {
        byte @ (END | ESCAPE | FIRST_CODE..) => u16::from(byte) | ITSELF,
        byte => byte.into(),
    };
    name.iter().map(symbol).collect()
}

/// Replaces the most frequent pair of symbols by the next code until there are no more codes.
fn shorten(names: &mut [Vec<u16>]) -> Vec<u8> {
    let mut pairs = Vec::new();
    for code in FIRST_CODE..=u8::MAX {
        let mut counts: BTreeMap<[u16; 2], usize> = BTreeMap::new();
        for (first, second) in names.iter().flat_map(|name| name.iter().zip(name.iter().skip(1))) {
            *counts.entry([*first, *second]).or_default() += 1;
        }
        let plain = counts.into_iter().filter(|(pair, _)| pair.iter().all(|part| *part < ITSELF));
        let best = plain.max_by_key(|(pair, count)| (*count, *pair)).map(|(pair, _)| pair);
        // Without any name there is no pair; the code is used by none.
        let pair = best.unwrap_or_default();
        pairs.extend(pair.map(|part| part as u8));
        for name in names.iter_mut() {
            replace(name, pair, code.into());
        }
    }
    pairs
}

fn replace(name: &mut Vec<u16>, [first, second]: [u16; 2], code: u16) {
    let mut symbols = std::mem::take(name).into_iter().peekable();
    while let Some(symbol) = symbols.next() {
        let is_pair = symbol == first && symbols.next_if_eq(&second).is_some();
        name.push(if is_pair { code } else { symbol });
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;

    fn entry(digits: &str, name: &'static str) -> Entry<'static> {
        (Prefix::parse(digits.as_bytes()).unwrap(), Cow::Borrowed(name.as_bytes()))
    }

    fn find(table: &Packed<'_>, digits: &str) -> Option<String> {
        let name = table.find(Prefix::parse(digits.as_bytes())?)?;
        Some(String::from_utf8(name).unwrap())
    }

    #[test]
    fn what_is_packed_is_found() {
        let entries = [
            entry("001122", "Large Ltd."),
            entry("001122", "Second"),
            entry("0011223", "Part Ltd."),
            entry("001144ABC", "Smållest GmbH Co., Ltd."),
            entry("FFFFFF", "Large Ltd."),
            entry("000000", ""),
        ];
        let bytes = pack("2026-06-25", &entries);
        let table = Packed::read(&bytes).unwrap();
        assert_eq!((table.date(), table.len()), ("2026-06-25", 5));
        for (digits, name) in [
            ("001122", Some("Large Ltd.")),
            ("0011223", Some("Part Ltd.")),
            ("001144ABC", Some("Smållest GmbH Co., Ltd.")),
            ("FFFFFF", Some("Large Ltd.")),
            ("000000", Some("")),
            ("001123", None),
            ("0011224", None),
            ("001144ABD", None),
        ] {
            assert_eq!(find(&table, digits).as_deref(), name, "{digits}");
        }
    }

    #[test]
    fn a_cut_table_is_none() {
        let bytes = pack("2026-06-25", &[entry("001122", "Large Ltd."), entry("0011223", "Part")]);
        for length in 0..bytes.len() - 4 {
            let found = Packed::read(&bytes[..length]).and_then(|table| find(&table, "0011223"));
            assert_eq!(found.filter(|name| name != "Part"), None, "{length}");
        }
    }

    #[test]
    fn a_pair_that_never_ends_is_none() {
        let mut bytes = pack("2026-06-25", &[entry("001122", "aaaa")]);
        let at = bytes.windows(2).position(|pair| pair == b"aa").unwrap();
        bytes[at..at + 2].fill(0xff);
        assert_eq!(find(&Packed::read(&bytes).unwrap(), "001122"), None);
    }

    proptest! {
        #[test]
        fn names_come_back(names in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..30), 1..20)) {
            let entries: Vec<Entry<'_>> = (0..)
                .zip(&names)
                .map(|(number, name)| (Prefix { digits: 7, number }, Cow::Borrowed(&name[..])))
                .collect();
            let bytes = pack("2026-06-25", &entries);
            let table = Packed::read(&bytes).unwrap();
            for (prefix, name) in entries {
                prop_assert_eq!(table.find(prefix), Some(name.into_owned()));
            }
        }

        #[test]
        fn never_panics(bytes: Vec<u8>, at in 0..600_usize, byte: u8) {
            let mut good = pack("2026-06-25", &[entry("001122", "Large"), entry("001133", "Less")]);
            if let Some(place) = good.get_mut(at) {
                *place = byte;
            }
            for table in [bytes, good] {
                if let Some(table) = Packed::read(&table) {
                    let _ = (find(&table, "001122"), find(&table, "001133"), table.len());
                }
            }
        }
    }
}
