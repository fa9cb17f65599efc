//! `[pid]/pagemap`.
//!
//! The procfs crate reads a range of it into a vector of decoded pages; a mapping may have billions,
//! of which only sums are wanted.

/// Bytes of an entry: one for each page of the address space.
pub const ENTRY: usize = 8;

/// Sums over the pages of a mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// Pages in memory.
    pub present: u64,
    /// Pages swapped out.
    pub swapped: u64,
    /// Pages of a file, or of memory shared without one.
    pub of_file: u64,
    /// Pages in memory that only this process maps.
    pub exclusive: u64,
    /// Pages written to since the marks were last cleared.
    pub soft_dirty: u64,
    /// Pages that `userfaultfd` protects against writing.
    pub write_protected: u64,
    /// Pages that may not be touched: guards.
    pub guard: u64,
}

impl Pages {
    /// Adds the entries of a part of the file; what is less than an entry at the end is no page.
    pub fn add(&mut self, bytes: &[u8]) {
        let (entries, _) = bytes.as_chunks::<ENTRY>();
        for entry in entries {
            let entry = u64::from_ne_bytes(*entry);
            if entry == 0 {
                continue;
            }
            let bit = |number: u32| entry >> number & 1;
            for (sum, bit) in [
                (&mut self.present, bit(63)),
                (&mut self.swapped, bit(62)),
                (&mut self.of_file, bit(61)),
                (&mut self.exclusive, bit(56)),
                (&mut self.soft_dirty, bit(55)),
                (&mut self.write_protected, bit(57)),
                (&mut self.guard, bit(58)),
            ] {
                *sum = sum.saturating_add(bit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bits_are_counted() {
        let entries = [0, 1 << 63 | 1 << 56 | 1 << 55, 1 << 63 | 1 << 61, 1 << 62 | 5, 1 << 58];
        let mut bytes: Vec<u8> =
            entries.iter().flat_map(|entry: &u64| entry.to_ne_bytes()).collect();
        bytes.extend([0xff; 7]);
        let mut pages = Pages::default();
        pages.add(&bytes);
        let expected = Pages {
            present: 2,
            swapped: 1,
            of_file: 1,
            exclusive: 1,
            soft_dirty: 1,
            write_protected: 0,
            guard: 1,
        };
        assert_eq!(pages, expected);
    }

    proptest! {
        #[test]
        fn never_panics_and_never_counts_more_than_there_are(bytes: Vec<u8>) {
            let mut pages = Pages::default();
            pages.add(&bytes);
            prop_assert!(pages.present <= (bytes.len() / ENTRY) as u64);
        }
    }
}
