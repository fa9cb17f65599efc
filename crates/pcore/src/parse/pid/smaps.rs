//! `[pid]/smaps`.
//!
//! The procfs crate fails the whole file on one bad line, and parses the labels of every mapping
//! into a map whose every key is allocated.

use crate::Absent;
use crate::parse::labels::kibibytes;
use crate::parse::pid::maps::Mapping;
use crate::parse::pid::smaps_rollup::unique;
use crate::parse::{Item, number, words};

/// One mapping of an address space with what the kernel counted in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// What `maps` says of it too.
    pub mapping: Mapping,
    /// What lies in it.
    pub sizes: Sizes,
}

labels! {
    /// What lies in a mapping, in bytes unless said otherwise. Old kernels print fewer of these.
    Sizes {
        /// The span of addresses.
        size: u64 = b"Size", kibibytes, Unsupported;
        /// The size of a page as the kernel handles it.
        kernel_page_size: u64 = b"KernelPageSize", kibibytes, Unsupported;
        /// The size of a page as the processor handles it.
        mmu_page_size: u64 = b"MMUPageSize", kibibytes, Unsupported;
        /// Resident memory.
        rss: u64 = b"Rss", kibibytes, Unsupported;
        /// Resident memory, each page divided by the number of processes that map it.
        pss: u64 = b"Pss", kibibytes, Unsupported;
        /// The part of `pss` that is dirty.
        pss_dirty: u64 = b"Pss_Dirty", kibibytes, Unsupported;
        /// Clean pages that other processes map too.
        shared_clean: u64 = b"Shared_Clean", kibibytes, Unsupported;
        /// Dirty pages that other processes map too.
        shared_dirty: u64 = b"Shared_Dirty", kibibytes, Unsupported;
        /// Clean pages that no other process maps.
        private_clean: u64 = b"Private_Clean", kibibytes, Unsupported;
        /// Dirty pages that no other process maps.
        private_dirty: u64 = b"Private_Dirty", kibibytes, Unsupported;
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
        /// Huge pages of hugetlbfs that other processes map too; not part of `rss`.
        shared_hugetlb: u64 = b"Shared_Hugetlb", kibibytes, Unsupported;
        /// Huge pages of hugetlbfs that no other process maps; not part of `rss`.
        private_hugetlb: u64 = b"Private_Hugetlb", kibibytes, Unsupported;
        /// Memory swapped out.
        swap: u64 = b"Swap", kibibytes, Unsupported;
        /// Memory swapped out, divided by the number of processes that share it.
        swap_pss: u64 = b"SwapPss", kibibytes, Unsupported;
        /// Memory locked, divided by the number of processes that share it.
        locked: u64 = b"Locked", kibibytes, Unsupported;
        /// 1 where the mapping may get transparent huge pages, else 0.
        thp_eligible: u64 = b"THPeligible", number::unsigned, Unsupported;
        /// The memory protection key, a number; only where the processor has such keys.
        protection_key: u64 = b"ProtectionKey", number::unsigned, Unsupported;
        /// The kernel's flags of the mapping, each two letters.
        vm_flags: Vec<[u8; 2]> = b"VmFlags", flags, Unsupported;
    }
}

impl Sizes {
    /// The unique set size: what the end of the mapping would free, in bytes.
    pub fn uss(&self) -> Item<u64> {
        unique(self.private_clean, self.private_dirty, self.private_hugetlb)
    }
}

/// The mappings, one by one. A mapping whose own row is damaged, or that has no line of what lies in
/// it, is malformed and costs no other.
pub fn regions(text: &[u8]) -> impl Iterator<Item = Item<Region>> {
    // Lines before the first row belong to no mapping.
    let mut rest = text.get(labels_end(text)..).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let (row, below) = text.split_at_checked(line_end(text))?;
        let (labels, after) = below.split_at_checked(labels_end(below))?;
        rest = Some(after).filter(|text| !text.is_empty());
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        let mapping = Mapping::parse(row);
        Some(mapping.and_then(|mapping| Ok(Region { mapping, sizes: Sizes::parse(labels)? })))
    })
}

/// Where the first line ends, its newline included.
fn line_end(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).map_or(text.len(), |end| end.saturating_add(1))
}

/// Where the lines with a label end that the text starts with.
fn labels_end(text: &[u8]) -> usize {
    let mut end: usize = 0;
    while let Some(rest) = text.get(end..).filter(|rest| is_label(rest)) {
        end = end.saturating_add(line_end(rest));
    }
    end
}

/// Whether a line starts with a label, which the first word of a mapping's row cannot be.
fn is_label(line: &[u8]) -> bool {
    let end = line.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'));
    end.is_some_and(|end| end > 0 && line.get(end) == Some(&b':'))
}

fn flags(value: &[u8]) -> Item<Vec<[u8; 2]>> {
    words(value).map(|word| word.try_into().map_err(|_| Absent::Malformed)).collect()
}

/// What a flag of `VmFlags` means, in a word or two.
pub fn flag_name(flag: [u8; 2]) -> Option<&'static str> {
    Some(match &flag {
        b"rd" => "readable",
        b"wr" => "writable",
        b"ex" => "executable",
        b"sh" => "shared",
        b"mr" => "may_read",
        b"mw" => "may_write",
        b"me" => "may_execute",
        b"ms" => "may_share",
        b"gd" => "grows_down",
        b"pf" => "pure_pfn",
        b"dw" => "deny_write",
        b"lo" => "locked",
        b"lf" => "lock_on_fault",
        b"io" => "memory_mapped_io",
        b"sr" => "sequential_read",
        b"rr" => "random_read",
        b"dc" => "dont_copy_on_fork",
        b"de" => "dont_expand",
        b"ac" => "accountable",
        b"nr" => "no_swap_reserved",
        b"ht" => "hugetlb",
        b"sf" => "synchronous_fault",
        b"nl" => "non_linear",
        b"ar" => "arch_specific",
        b"wf" => "wipe_on_fork",
        b"dd" => "dont_dump",
        b"sd" => "soft_dirty",
        b"mm" => "mixed_map",
        b"hg" => "huge_page",
        b"nh" => "no_huge_page",
        b"mg" => "mergeable",
        b"mp" => "mpx",
        b"bt" => "branch_target_guarded",
        b"mt" => "memory_tagging",
        b"um" => "userfault_missing",
        b"uw" => "userfault_write_protect",
        b"ui" => "userfault_minor",
        b"ss" => "shadow_stack",
        b"sl" => "sealed",
        b"dp" => "droppable",
        b"gu" => "maybe_guarded",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
55d000000000-55d0000c1000 r-xp 0002f000 fe:00 247003                     /opt/a b: c
Size:                772 kB
KernelPageSize:        4 kB
MMUPageSize:          64 kB
Rss:                 584 kB
Pss:                 146 kB
Pss_Dirty:             3 kB
Shared_Clean:        500 kB
Shared_Dirty:          1 kB
Private_Clean:        80 kB
Private_Dirty:         4 kB
Referenced:          583 kB
Anonymous:             5 kB
KSM:                   6 kB
LazyFree:              7 kB
AnonHugePages:         8 kB
ShmemPmdMapped:        9 kB
FilePmdMapped:        10 kB
Shared_Hugetlb:       11 kB
Private_Hugetlb:      12 kB
Swap:                 13 kB
SwapPss:              14 kB
Locked:               15 kB
THPeligible:           1
ProtectionKey:         2
VmFlags: rd ex mr mw me sd 
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
Size:                  4 kB
VmFlags: ex 
";

    fn parse(text: &[u8]) -> Vec<Item<Region>> {
        regions(text).collect()
    }

    #[test]
    fn a_whole_file() {
        let regions = parse(SAMPLE);
        let [Ok(first), Ok(second)] = &regions[..] else {
            panic!("{regions:?}");
        };
        let kib = |count: u64| Ok(count * 1024);
        let expected = Sizes {
            size: kib(772),
            kernel_page_size: kib(4),
            mmu_page_size: kib(64),
            rss: kib(584),
            pss: kib(146),
            pss_dirty: kib(3),
            shared_clean: kib(500),
            shared_dirty: kib(1),
            private_clean: kib(80),
            private_dirty: kib(4),
            referenced: kib(583),
            anonymous: kib(5),
            ksm: kib(6),
            lazy_free: kib(7),
            anon_huge_pages: kib(8),
            shmem_pmd_mapped: kib(9),
            file_pmd_mapped: kib(10),
            shared_hugetlb: kib(11),
            private_hugetlb: kib(12),
            swap: kib(13),
            swap_pss: kib(14),
            locked: kib(15),
            thp_eligible: Ok(1),
            protection_key: Ok(2),
            vm_flags: Ok([b"rd", b"ex", b"mr", b"mw", b"me", b"sd"].map(|flag| *flag).into()),
        };
        assert_eq!(first.sizes, expected);
        assert_eq!(first.sizes.uss(), kib(96));
        assert_eq!(&*first.mapping.name, b"/opt/a b: c");
        assert_eq!(&*second.mapping.name, b"[vsyscall]");
        assert_eq!(second.sizes.vm_flags, Ok(vec![*b"ex"]));
        assert_eq!(second.sizes.rss, Err(Absent::Unsupported));
    }

    #[test]
    fn a_kernel_of_2_6_32() {
        let regions = parse(
            b"00400000-004d4000 r-xp 00000000 fd:00 1048590    /bin/sh\nSize:                848 kB\n\
              Rss:                 476 kB\nPss:                  61 kB\nShared_Clean:        476 kB\n\
              Shared_Dirty:          0 kB\nPrivate_Clean:         0 kB\nPrivate_Dirty:         0 kB\n\
              Referenced:          476 kB\nSwap:                  0 kB\nKernelPageSize:        4 kB\n\
              MMUPageSize:           4 kB\n",
        );
        let [Ok(region)] = &regions[..] else {
            panic!("{regions:?}");
        };
        assert_eq!(region.sizes.pss, Ok(61 * 1024));
        assert_eq!(region.sizes.anonymous, Err(Absent::Unsupported));
        assert_eq!(region.sizes.vm_flags, Err(Absent::Unsupported));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let regions = parse(
            b"Rss: 1 kB\n1000-2000 r--p 0 00:00 0 \nSize: 4 kB\nRss: x kB\nFuture: 1 kB\n\
              VmFlags: rd long\n2000-zzzz r--p 0 00:00 0\nSize: 8 kB\n3000-4000 r--p 0 00:00 0\n\
              4000-5000 r--p 0 00:00 0\nSize: 12 kB",
        );
        let [Ok(first), Err(Absent::Malformed), Err(Absent::Malformed), Ok(last)] = &regions[..]
        else {
            panic!("{regions:?}");
        };
        assert_eq!(first.sizes.size, Ok(4096));
        assert_eq!(first.sizes.rss, Err(Absent::Malformed));
        assert_eq!(first.sizes.vm_flags, Err(Absent::Malformed));
        assert_eq!((last.mapping.start, last.sizes.size), (0x4000, Ok(12288)));
        assert_eq!(parse(b""), vec![]);
    }

    #[test]
    fn flags_have_names() {
        assert_eq!(flag_name(*b"sl"), Some("sealed"));
        assert_eq!(flag_name(*b"zz"), None);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = parse(&text);
            prop_assert!(!parse(&fixture::damaged(SAMPLE, flip, byte)).is_empty());
        }

        #[test]
        fn junk_costs_no_region(junk in prop::collection::vec("[g-z ]{1,40}", 0..9)) {
            let text = fixture::among(&junk, SAMPLE);
            let good = regions(&text).flatten().count();
            prop_assert_eq!(good, 2 * junk.len());
        }
    }
}
