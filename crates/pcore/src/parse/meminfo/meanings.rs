//! What the lines of `meminfo` mean.

/// What an amount is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Of the memory.
    Memory,
    /// Of the swap space.
    Swap,
    /// Of nothing that has a size: addresses, promises, settings.
    None,
}

/// What is known of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The label.
    pub name: &'static str,
    /// What it is a part of.
    pub of: Whole,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

/// What is known of the line with this label.
pub fn known(name: &[u8]) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name.as_bytes() == name)
}

const fn memory(name: &'static str, meaning: &'static str) -> Known {
    Known { name, of: Whole::Memory, meaning }
}

const fn swap(name: &'static str, meaning: &'static str) -> Known {
    Known { name, of: Whole::Swap, meaning }
}

const fn other(name: &'static str, meaning: &'static str) -> Known {
    Known { name, of: Whole::None, meaning }
}

/// Every line that kernels have printed.
pub const KNOWN: &[Known] = &[
    memory(
        "MemTotal",
        "Memory that the kernel manages: all but what firmware and the kernel's own code keep.",
    ),
    memory("MemFree", "Memory that is not used at all."),
    memory(
        "MemAvailable",
        "Memory that a new program could have without swapping, as the kernel estimates.",
    ),
    memory("MemShared", "Pages that several programs share; only kernels before 2.6 tell."),
    memory(
        "Buffers",
        "Cached blocks of block devices, mostly of what file systems keep about files.",
    ),
    memory("Cached", "Cached pages of files, tmpfs and shared memory included."),
    memory(
        "SwapCached",
        "Pages that are in memory again and still in swap, so that they need not be written again.",
    ),
    memory("Active", "Pages that were used within a while, and are given up last."),
    memory("Inactive", "Pages that were not used for a while, and are given up first."),
    memory(
        "Active(anon)",
        "Pages of programs' own data, or of tmpfs, that were used within a while.",
    ),
    memory(
        "Inactive(anon)",
        "Pages of programs' own data, or of tmpfs, that were not used for a while.",
    ),
    memory("Active(file)", "Pages of files that were used within a while."),
    memory("Inactive(file)", "Pages of files that were not used for a while."),
    memory(
        "Active(pagecache)",
        "Pages of files that were used within a while, as some kernels call them.",
    ),
    memory(
        "Inactive(pagecache)",
        "Pages of files that were not used for a while, as some kernels call them.",
    ),
    memory(
        "Inact_dirty",
        "Pages that were not used for a while and wait to be written; some kernels 2.4.",
    ),
    memory(
        "Inact_clean",
        "Pages that were not used for a while and can be given up at once; some kernels 2.4.",
    ),
    memory(
        "Inact_laundry",
        "Pages that were not used for a while and are being written; some kernels 2.4.",
    ),
    memory(
        "Inact_target",
        "How many pages the kernel would like to be unused for a while; some kernels 2.4.",
    ),
    memory("Unevictable", "Pages that cannot be given up, such as locked ones."),
    memory("Mlocked", "Pages that programs have locked into memory."),
    memory("HighTotal", "Memory that the kernel of a 32-bit machine cannot reach at once."),
    memory("HighFree", "How much of the memory that the kernel cannot reach at once is free."),
    memory(
        "LowTotal",
        "Memory that the kernel of a 32-bit machine can reach at once, and needs for itself.",
    ),
    memory("LowFree", "How much of the memory that the kernel can reach at once is free."),
    memory("MmapCopy", "Copies of mapped files on a machine without an MMU."),
    swap("SwapTotal", "Swap space."),
    swap("SwapFree", "Swap space that is not used."),
    memory("Zswap", "Memory that compressed pages take which would else be in swap."),
    other(
        "Zswapped",
        "Size of the pages that are compressed instead of being in swap, before compression.",
    ),
    memory("Dirty", "Pages that were changed and wait to be written."),
    memory("Writeback", "Pages that are being written."),
    memory("AnonPages", "Pages of programs' own data that are mapped."),
    memory("Mapped", "Pages of files that are mapped into programs, such as libraries."),
    memory("Shmem", "Pages of tmpfs and of memory that programs share."),
    memory(
        "KReclaimable",
        "Memory of the kernel that it tries to free when memory is short, SReclaimable included.",
    ),
    memory("Slab", "Caches of the kernel's own objects."),
    memory(
        "SReclaimable",
        "Caches of the kernel's own objects that can be given up, such as names of files.",
    ),
    memory("SUnreclaim", "Caches of the kernel's own objects that cannot be given up."),
    memory("KernelStack", "Stacks that tasks have in the kernel."),
    memory(
        "ShadowCallStack",
        "Second stacks that hold the return addresses of tasks in the kernel.",
    ),
    memory("PageTables", "Tables that tell where the pages of programs lie."),
    memory(
        "SecPageTables",
        "Tables that tell where the memory of virtual machines lies, and of devices behind an IOMMU.",
    ),
    memory("Quicklists", "Pages that are kept at hand for tables of pages; kernels before 5.2."),
    memory(
        "NFS_Unstable",
        "Pages written to a server that are not on its disk yet; always 0 since Linux 5.8.",
    ),
    memory("Bounce", "Copies of blocks for devices that cannot reach the memory where these lie."),
    memory("WritebackTmp", "Copies that file systems in user space hold of what is being written."),
    other(
        "CommitLimit",
        "How much memory may be promised to programs if the kernel is set to keep its promises.",
    ),
    other("Committed_AS", "How much memory is promised to programs, used or not."),
    other("VmallocTotal", "Addresses that the kernel has for areas in several pieces."),
    memory(
        "VmallocUsed",
        "Memory of the kernel in areas of several pieces; always 0 in kernels from 4.4 to 5.2.",
    ),
    other(
        "VmallocChunk",
        "Largest free range of the addresses for areas in several pieces; always 0 since Linux 4.4.",
    ),
    memory("Percpu", "Memory of which each CPU has its own copy."),
    memory("EarlyMemtestBad", "Memory that was found to be bad when the machine started."),
    memory("HardwareCorrupted", "Memory that was found to be damaged and is not used any more."),
    memory("AnonHugePages", "Programs' own data in transparent huge pages."),
    memory("ShmemHugePages", "Tmpfs and shared memory in huge pages."),
    memory("ShmemPmdMapped", "Shared memory that is mapped as huge pages."),
    memory("FileHugePages", "Pages of files in huge pages."),
    memory("FilePmdMapped", "Pages of files that are mapped as huge pages."),
    memory("CmaTotal", "Memory set aside for devices that need it in one piece."),
    memory("CmaFree", "How much of the memory that is set aside for devices is free."),
    memory("Unaccepted", "Memory of a protected guest that it has not accepted from its host yet."),
    memory("Balloon", "Memory that this guest has given back to its host."),
    memory("GPUActive", "Memory that graphics drivers use."),
    memory("GPUReclaim", "Memory that graphics drivers keep in pools and can give up."),
    other("HugePages_Total", "Huge pages of the default size in the pool, as a count."),
    other("HugePages_Free", "Huge pages in the pool that are not used, as a count."),
    other(
        "HugePages_Rsvd",
        "Huge pages in the pool that are promised and not used yet, as a count.",
    ),
    other("HugePages_Surp", "Huge pages beyond what the pool is set to have, as a count."),
    other("Hugepagesize", "Default size of a huge page."),
    memory("Hugetlb", "Memory in the pools of huge pages of all sizes."),
    other("DirectMap4k", "Memory that the kernel maps for itself in pages of 4 KiB."),
    other("DirectMap64k", "Memory that the kernel maps for itself in pages of 64 KiB."),
    other("DirectMap1M", "Memory that the kernel maps for itself in pages of 1 MiB."),
    other("DirectMap2M", "Memory that the kernel maps for itself in pages of 2 MiB."),
    other("DirectMap4M", "Memory that the kernel maps for itself in pages of 4 MiB."),
    other("DirectMap1G", "Memory that the kernel maps for itself in pages of 1 GiB."),
    other("DirectMap2G", "Memory that the kernel maps for itself in pages of 2 GiB."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_line_has_one_meaning_in_one_sentence() {
        let names: BTreeSet<_> = KNOWN.iter().map(|known| known.name).collect();
        assert_eq!(names.len(), KNOWN.len());
        for known in KNOWN {
            let meaning = known.meaning;
            assert!(meaning.ends_with('.') && !meaning.contains(". "), "{known:?}");
            assert!(meaning.starts_with(|first: char| first.is_uppercase()), "{known:?}");
        }
        assert_eq!(known(b"Slab").map(|known| known.of), Some(Whole::Memory));
        assert_eq!(known(b"slab"), None);
    }
}
