//! `[pid]/smaps_rollup`.
//!
//! The procfs crate fails the whole file on one bad line, and parses the labels into a map whose
//! every key is allocated.

use crate::Absent;
use crate::parse::Item;
use crate::parse::labels::kibibytes;

labels! {
    /// Sums over the mappings of a process, in bytes.
    SmapsRollup {
        /// Resident memory.
        rss: u64 = b"Rss", kibibytes, Unsupported;
        /// Resident memory, each page divided by the number of processes that map it.
        pss: u64 = b"Pss", kibibytes, Unsupported;
        /// The part of `pss` that is dirty.
        pss_dirty: u64 = b"Pss_Dirty", kibibytes, Unsupported;
        /// The part of `pss` without a file.
        pss_anon: u64 = b"Pss_Anon", kibibytes, Unsupported;
        /// The part of `pss` that belongs to files.
        pss_file: u64 = b"Pss_File", kibibytes, Unsupported;
        /// The part of `pss` that is shared memory.
        pss_shmem: u64 = b"Pss_Shmem", kibibytes, Unsupported;
        /// Clean pages that other processes map too.
        shared_clean: u64 = b"Shared_Clean", kibibytes, Unsupported;
        /// Dirty pages that other processes map too.
        shared_dirty: u64 = b"Shared_Dirty", kibibytes, Unsupported;
        /// Clean pages that no other process maps.
        private_clean: u64 = b"Private_Clean", kibibytes, Unsupported;
        /// Dirty pages that no other process maps.
        private_dirty: u64 = b"Private_Dirty", kibibytes, Unsupported;
        /// Huge pages of hugetlbfs that other processes map too; not part of `rss`.
        shared_hugetlb: u64 = b"Shared_Hugetlb", kibibytes, Unsupported;
        /// Huge pages of hugetlbfs that no other process maps; not part of `rss`.
        private_hugetlb: u64 = b"Private_Hugetlb", kibibytes, Unsupported;
        /// Pages marked as accessed.
        referenced: u64 = b"Referenced", kibibytes, Unsupported;
        /// Pages that belong to no file.
        anonymous: u64 = b"Anonymous", kibibytes, Unsupported;
        /// Pages that were merged with equal ones.
        ksm: u64 = b"KSM", kibibytes, Unsupported;
        /// Pages that the kernel may drop at need, marked with `MADV_FREE`.
        lazy_free: u64 = b"LazyFree", kibibytes, Unsupported;
        /// Anonymous memory in transparent huge pages.
        anon_huge_pages: u64 = b"AnonHugePages", kibibytes, Unsupported;
        /// Shared memory in transparent huge pages.
        shmem_pmd_mapped: u64 = b"ShmemPmdMapped", kibibytes, Unsupported;
        /// Memory of files in transparent huge pages.
        file_pmd_mapped: u64 = b"FilePmdMapped", kibibytes, Unsupported;
        /// Memory swapped out.
        swap: u64 = b"Swap", kibibytes, Unsupported;
        /// Memory swapped out, divided by the number of processes that share it.
        swap_pss: u64 = b"SwapPss", kibibytes, Unsupported;
        /// Memory locked, divided by the number of processes that share it.
        locked: u64 = b"Locked", kibibytes, Unsupported;
    }
}

impl SmapsRollup {
    /// The unique set size: what the end of the process would free, in bytes.
    pub fn uss(&self) -> Item<u64> {
        unique(self.private_clean, self.private_dirty, self.private_hugetlb)
    }
}

/// The sum of what no other process maps.
pub(super) fn unique(clean: Item<u64>, dirty: Item<u64>, huge: Item<u64>) -> Item<u64> {
    // Where huge pages are not counted apart there is nothing to add.
    let huge = match huge {
        Err(Absent::Unsupported) => 0,
        huge => huge?,
    };
    clean?.checked_add(dirty?).and_then(|sum| sum.checked_add(huge)).ok_or(Absent::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
55d000000000-7ffd00000000 ---p 00000000 00:00 0                          [rollup]
Rss:                1324 kB
Pss:                 223 kB
Pss_Dirty:            96 kB
Pss_Anon:             92 kB
Pss_File:            127 kB
Pss_Shmem:             4 kB
Shared_Clean:       1128 kB
Shared_Dirty:         40 kB
Private_Clean:        60 kB
Private_Dirty:        96 kB
Referenced:         1324 kB
Anonymous:            92 kB
KSM:                   3 kB
LazyFree:              5 kB
AnonHugePages:      4096 kB
ShmemPmdMapped:        6 kB
FilePmdMapped:         7 kB
Shared_Hugetlb:     1024 kB
Swap:                  8 kB
SwapPss:               2 kB
Private_Hugetlb:    2048 kB
Locked:                0 kB
";

    #[test]
    fn a_whole_file() {
        let sums = SmapsRollup::parse(SAMPLE).unwrap();
        assert_eq!(sums.rss, Ok(1324 * 1024));
        assert_eq!(sums.pss, Ok(223 * 1024));
        assert_eq!(sums.swap_pss, Ok(2 * 1024));
        assert_eq!((sums.ksm, sums.lazy_free), (Ok(3 * 1024), Ok(5 * 1024)));
        assert_eq!(sums.anon_huge_pages, Ok(4096 * 1024));
        assert_eq!((sums.shmem_pmd_mapped, sums.file_pmd_mapped), (Ok(6 * 1024), Ok(7 * 1024)));
        assert_eq!(sums.shared_hugetlb, Ok(1024 * 1024));
        assert_eq!(sums.uss(), Ok((60 + 96 + 2048) * 1024));
    }

    #[test]
    fn the_unique_size_needs_its_parts() {
        let sums = SmapsRollup::parse(b"Private_Clean: 1 kB\nPrivate_Dirty: 2 kB\n").unwrap();
        assert_eq!(sums.uss(), Ok(3 * 1024));
        assert_eq!(sums.pss, Err(Absent::Unsupported));
        let sums = SmapsRollup::parse(b"Private_Clean: 1 kB\nPrivate_Dirty: x kB\n").unwrap();
        assert_eq!(sums.uss(), Err(Absent::Malformed));
        let most = b"Private_Clean: 18014398509481983 kB\nPrivate_Dirty: 1 kB\n";
        assert_eq!(SmapsRollup::parse(most).unwrap().uss(), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = SmapsRollup::parse(&text);
            let _ = SmapsRollup::parse(&fixture::damaged(SAMPLE, flip, byte)).map(|sums| sums.uss());
        }
    }
}
