//! `meminfo`: memory of the machine.
//!
//! Own parser: that of the procfs crate gives up the whole file for one line that an old kernel
//! lacks, and wraps on amounts that do not fit.

pub mod meanings;

use crate::Absent;
use crate::parse::labels::kibibytes;
use crate::parse::{Item, labelled, lines, number};

labels! {
    /// Memory of the machine, in bytes.
    MemInfo {
        /// All memory that the kernel manages.
        total: u64 = b"MemTotal", kibibytes, Unsupported;
        /// Memory that is not used at all.
        free: u64 = b"MemFree", kibibytes, Unsupported;
        /// Memory that a new program could have without swapping; since Linux 3.14.
        available: u64 = b"MemAvailable", kibibytes, Unsupported;
        /// Buffers of block devices.
        buffers: u64 = b"Buffers", kibibytes, Unsupported;
        /// Cached pages of files.
        cached: u64 = b"Cached", kibibytes, Unsupported;
        /// Memory of tmpfs and shared memory.
        shmem: u64 = b"Shmem", kibibytes, Unsupported;
        /// Memory that was used within a while.
        active: u64 = b"Active", kibibytes, Unsupported;
        /// Memory that was not.
        inactive: u64 = b"Inactive", kibibytes, Unsupported;
        /// Slab caches that can be given back.
        reclaimable: u64 = b"SReclaimable", kibibytes, Unsupported;
        /// Pages that wait to be written.
        dirty: u64 = b"Dirty", kibibytes, Unsupported;
        /// All swap space.
        swap_total: u64 = b"SwapTotal", kibibytes, Unsupported;
        /// Swap space that is not used.
        swap_free: u64 = b"SwapFree", kibibytes, Unsupported;
        /// How much may be promised to programs.
        commit_limit: u64 = b"CommitLimit", kibibytes, Unsupported;
        /// How much is.
        committed: u64 = b"Committed_AS", kibibytes, Unsupported;
        /// Memory that the kernel can reach at once; 32-bit machines with more than that alone.
        low_total: u64 = b"LowTotal", kibibytes, Unsupported;
        /// How much of that is free.
        low_free: u64 = b"LowFree", kibibytes, Unsupported;
        /// Memory that the kernel cannot reach at once; the same machines alone.
        high_total: u64 = b"HighTotal", kibibytes, Unsupported;
        /// How much of that is free.
        high_free: u64 = b"HighFree", kibibytes, Unsupported;
    }
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its label.
    pub name: Box<[u8]>,
    /// Its value.
    pub amount: Item<Amount>,
}

/// What a line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Memory, in bytes.
    Bytes(u64),
    /// Things, such as huge pages.
    Count(u64),
}

/// Every line of the file, known or not.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Entry>> {
    lines(text)
        .filter(|line| {
            // Kernels before 2.6 print a table above the lines, which says the same.
            !line.trim_ascii().is_empty()
                && !line.starts_with(b"        total:")
                && !line.starts_with(b"Mem: ")
                && !line.starts_with(b"Swap: ")
        })
        .map(|line| {
            let (name, value) = labelled(line).ok_or(Absent::Malformed)?;
            if name.is_empty() {
                return Err(Absent::Malformed);
            }
            let amount = if value.ends_with(b"B") {
                kibibytes(value).map(Amount::Bytes)
            } else {
                number::unsigned(value).map(Amount::Count)
            };
            Ok(Entry { name: name.into(), amount })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    #[test]
    fn amounts_are_bytes_and_what_is_missing_is_unsupported() {
        let text = b"MemTotal:  1000 kB\nMemFree:  many kB\nHugePages_Total:  0\n";
        let info = MemInfo::parse(text).unwrap();
        assert_eq!(info.total, Ok(1_024_000));
        assert_eq!(info.free, Err(Absent::Malformed));
        assert_eq!(info.available, Err(Absent::Unsupported));
        assert_eq!(MemInfo::parse(b"garbage"), Err(Absent::Malformed));
    }

    #[test]
    fn every_line_is_an_amount_or_a_count() {
        let text = b"MemTotal:  1000 kB\nHugePages_Total:  3\nNew(thing):  7 MB\nno colon\n";
        let rows: Vec<_> = rows(text).collect();
        assert_eq!(rows[0].as_ref().unwrap().amount, Ok(Amount::Bytes(1_024_000)));
        assert_eq!(rows[1].as_ref().unwrap().amount, Ok(Amount::Count(3)));
        assert_eq!(rows[2].as_ref().unwrap().amount, Err(Absent::Malformed));
        assert_eq!(&*rows[2].as_ref().unwrap().name, b"New(thing)");
        assert!(rows[3].is_err());
    }

    table_properties!(rows, b"Active(anon):       1576 kB", "[a-z ]{1,20}");
}
