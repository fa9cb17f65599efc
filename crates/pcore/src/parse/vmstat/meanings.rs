//! What the counters of `vmstat` mean, and how they change.

use crate::parse::net::counters::{Behaviour, Known};

const fn counter(name: &'static str, meaning: &'static str) -> Known {
    Known { name, behaviour: Behaviour::Counter, meaning }
}

const fn gauge(name: &'static str, meaning: &'static str) -> Known {
    Known { name, behaviour: Behaviour::Gauge, meaning }
}

/// What a counter of one zone means, such as `pgalloc_dma32`: which zones there are differs.
pub(super) fn by_zone(name: &[u8]) -> Option<String> {
    const ZONES: [&str; 6] = ["dma", "dma32", "normal", "high", "movable", "device"];
    const OF_ZONES: [(&str, &str); 8] = [
        ("pgalloc_", "Pages given out from the zone"),
        ("allocstall_", "How often who needed memory had to free some first, of the zone"),
        ("pgskip_", "Pages passed over because they lie beyond the zone"),
        ("pgrefill_", "Pages in use that were looked at because memory was short, of the zone"),
        ("pgsteal_kswapd_", "Pages freed by the thread that frees memory, of the zone"),
        ("pgsteal_direct_", "Pages freed by who needed memory, of the zone"),
        ("pgscan_kswapd_", "Pages looked at by the thread that frees memory, of the zone"),
        ("pgscan_direct_", "Pages looked at by who needed memory, of the zone"),
    ];
    OF_ZONES.iter().find_map(|(prefix, meaning)| {
        let zone = std::str::from_utf8(name.strip_prefix(prefix.as_bytes())?).ok()?;
        ZONES.contains(&zone).then(|| format!("{meaning} {zone}."))
    })
}

/// Every counter that kernels have had, but for those of one zone.
pub const KNOWN: &[Known] = &[
    gauge("nr_free_pages", "Pages that are free."),
    gauge("nr_free_pages_blocks", "Free pages that lie in whole free blocks of the largest kind."),
    gauge(
        "nr_zone_inactive_anon",
        "Pages of programs' own data that were not used for a while, counted by zone.",
    ),
    gauge(
        "nr_zone_active_anon",
        "Pages of programs' own data that were used within a while, counted by zone.",
    ),
    gauge(
        "nr_zone_inactive_file",
        "Pages of files that were not used for a while, counted by zone.",
    ),
    gauge("nr_zone_active_file", "Pages of files that were used within a while, counted by zone."),
    gauge("nr_zone_unevictable", "Pages that cannot be given up, counted by zone."),
    gauge("nr_zone_write_pending", "Pages that wait to be written or are being written."),
    gauge("nr_mlock", "Pages that programs have locked into memory."),
    gauge("nr_zspages", "Pages that hold compressed ones."),
    gauge("nr_free_cma", "Free pages that are set aside for devices."),
    gauge(
        "nr_unaccepted",
        "Pages of a protected guest that it has not accepted from its host yet.",
    ),
    gauge("nr_alloc_batch", "Pages that a zone gives out before it is the turn of another."),
    gauge("nr_inactive", "Pages that were not used for a while."),
    gauge("nr_active", "Pages that were used within a while."),
    gauge("nr_inactive_anon", "Pages of programs' own data that were not used for a while."),
    gauge("nr_active_anon", "Pages of programs' own data that were used within a while."),
    gauge("nr_inactive_file", "Pages of files that were not used for a while."),
    gauge("nr_active_file", "Pages of files that were used within a while."),
    gauge("nr_unevictable", "Pages that cannot be given up."),
    gauge("nr_slab", "Pages of the kernel's own objects."),
    gauge("nr_slab_reclaimable", "Pages of the kernel's own objects that can be given up."),
    gauge("nr_slab_unreclaimable", "Pages of the kernel's own objects that cannot be given up."),
    gauge(
        "nr_isolated_anon",
        "Pages of programs' own data that are being looked at to be freed or moved.",
    ),
    gauge("nr_isolated_file", "Pages of files that are being looked at to be freed or moved."),
    gauge(
        "workingset_nodes",
        "Nodes of the kernel's tables that remember pages which were given up.",
    ),
    counter("workingset_refault", "Pages that were needed again after they had been given up."),
    counter(
        "workingset_refault_anon",
        "Pages of programs' own data that were needed again after they had been given up.",
    ),
    counter(
        "workingset_refault_file",
        "Pages of files that were needed again after they had been given up.",
    ),
    counter(
        "workingset_activate",
        "Pages that were needed again so soon that they count as used within a while.",
    ),
    counter(
        "workingset_activate_anon",
        "Pages of programs' own data that were needed again so soon that they count as in use.",
    ),
    counter(
        "workingset_activate_file",
        "Pages of files that were needed again so soon that they count as in use.",
    ),
    counter(
        "workingset_restore",
        "Pages needed again that had been in use when they were given up.",
    ),
    counter(
        "workingset_restore_anon",
        "Pages of programs' own data needed again that had been in use when they were given up.",
    ),
    counter(
        "workingset_restore_file",
        "Pages of files needed again that had been in use when they were given up.",
    ),
    counter("workingset_nodereclaim", "Nodes that remembered pages and were given up themselves."),
    gauge("nr_anon_pages", "Pages of programs' own data that are mapped."),
    gauge("nr_mapped", "Pages of files that are mapped into programs."),
    gauge("nr_file_pages", "Cached pages of files, tmpfs and swap included."),
    gauge("nr_dirty", "Pages that were changed and wait to be written."),
    gauge("nr_writeback", "Pages that are being written."),
    gauge(
        "nr_writeback_temp",
        "Copies that file systems in user space hold of what is being written.",
    ),
    gauge(
        "nr_unstable",
        "Pages written to a server that are not on its disk yet; always 0 since Linux 5.8.",
    ),
    gauge(
        "nr_bounce",
        "Copies of blocks for devices that cannot reach the memory where these lie.",
    ),
    gauge("nr_shmem", "Pages of tmpfs and shared memory."),
    gauge("nr_shmem_hugepages", "Huge pages of tmpfs and shared memory."),
    gauge("nr_shmem_pmdmapped", "Huge pages of shared memory that are mapped as such."),
    gauge("nr_file_hugepages", "Huge pages of files."),
    gauge("nr_file_pmdmapped", "Huge pages of files that are mapped as such."),
    gauge("nr_anon_transparent_hugepages", "Transparent huge pages of programs' own data."),
    counter("nr_vmscan_write", "Pages that were written because memory was short."),
    counter(
        "nr_vmscan_immediate_reclaim",
        "Pages that are to be freed as soon as they are written.",
    ),
    counter("nr_dirtied", "Pages that were changed."),
    counter("nr_written", "Pages that were written."),
    counter("nr_throttled_written", "Pages written while who needed memory was made to wait."),
    gauge(
        "nr_kernel_misc_reclaimable",
        "Pages of the kernel, other than its objects, that can be given up.",
    ),
    counter("nr_foll_pin_acquired", "Pages of programs that the kernel has pinned for devices."),
    counter(
        "nr_foll_pin_released",
        "Pages of programs that the kernel had pinned for devices and has let go again.",
    ),
    gauge("nr_kernel_stack", "Kilobytes of stacks that tasks have in the kernel."),
    gauge(
        "nr_shadow_call_stack",
        "Kilobytes of second stacks that hold the return addresses of tasks.",
    ),
    gauge("nr_page_table_pages", "Pages of tables that tell where the pages of programs lie."),
    gauge(
        "nr_sec_page_table_pages",
        "Pages of tables that tell where the memory of virtual machines and of devices lies.",
    ),
    gauge("nr_iommu_pages", "Pages of tables that tell devices where memory lies."),
    gauge("nr_swapcached", "Pages that are in memory again and still in swap."),
    gauge("nr_hugetlb", "Pages in the pools of huge pages."),
    gauge("nr_balloon_pages", "Pages that this guest has given back to its host."),
    gauge(
        "nr_kernel_file_pages",
        "Cached pages of files that the kernel itself keeps, such as those of file systems.",
    ),
    gauge("nr_gpu_active", "Pages that graphics drivers use."),
    gauge("nr_gpu_reclaim", "Pages that graphics drivers keep in pools and can give up."),
    gauge(
        "nr_dirty_threshold",
        "Pages that may wait to be written before programs must wait for that.",
    ),
    gauge(
        "nr_dirty_background_threshold",
        "Pages that may wait to be written before the kernel begins to write.",
    ),
    gauge("nr_memmap_pages", "Pages that describe pages, made after boot."),
    gauge("nr_memmap_boot_pages", "Pages that describe pages, made at boot."),
    counter("nr_tlb_remote_flush", "How often other CPUs were made to forget where pages lie."),
    counter("pgpromote_success", "Pages moved to a faster node."),
    counter("pgpromote_candidate", "Pages that were looked at to be moved to a faster node."),
    counter(
        "pgpromote_candidate_nrl",
        "Pages looked at to be moved to a faster node without a limit on how many.",
    ),
    counter("pgdemote_kswapd", "Pages moved to a slower node by the thread that frees memory."),
    counter("pgdemote_direct", "Pages moved to a slower node by who needed memory."),
    counter(
        "pgdemote_khugepaged",
        "Pages moved to a slower node by the thread that makes huge pages.",
    ),
    counter(
        "pgdemote_proactive",
        "Pages moved to a slower node because a control group was asked to shrink.",
    ),
    counter("numa_hit", "Pages given out on the node that was wanted."),
    counter("numa_miss", "Pages given out on this node though another was wanted."),
    counter("numa_foreign", "Pages wanted on this node that another gave out."),
    counter("numa_interleave", "Pages given out on the wanted node where nodes take turns."),
    counter("numa_local", "Pages given out on the node that the task ran on."),
    counter("numa_other", "Pages given out on another node than the task ran on."),
    counter("pgpgin", "Kilobytes read from disks."),
    counter("pgpgout", "Kilobytes written to disks."),
    counter("pgpgoutclean", "Kilobytes written to disks of pages that had not been changed."),
    counter("pswpin", "Pages read from swap."),
    counter("pswpout", "Pages written to swap."),
    counter("pgfree", "Pages freed."),
    counter("pgactivate", "Pages that began to count as used within a while."),
    counter("pgdeactivate", "Pages that ceased to count as used within a while."),
    counter("pglazyfree", "Pages that programs no longer need, to be freed when memory is short."),
    counter(
        "pglazyfreed",
        "Pages that programs no longer needed and that were freed when memory was short.",
    ),
    counter("pgfault", "Pages that programs touched and that were not mapped."),
    counter("pgmajfault", "Pages that programs touched and that had to be read from a disk."),
    counter("pgrefill", "Pages in use that were looked at because memory was short."),
    counter("pgreuse", "Pages that a write could use as they were instead of copying them."),
    counter("pgsteal", "Pages freed because memory was short."),
    counter("pgsteal_kswapd", "Pages freed by the thread that frees memory."),
    counter("pgsteal_direct", "Pages freed by who needed memory."),
    counter("pgsteal_khugepaged", "Pages freed by the thread that makes huge pages."),
    counter("pgsteal_proactive", "Pages freed because a control group was asked to shrink."),
    counter("pgsteal_anon", "Pages of programs' own data that were freed."),
    counter("pgsteal_file", "Pages of files that were freed."),
    counter("pgscan", "Pages looked at because memory was short."),
    counter("pgscan_kswapd", "Pages looked at by the thread that frees memory."),
    counter("pgscan_direct", "Pages looked at by who needed memory."),
    counter("pgscan_khugepaged", "Pages looked at by the thread that makes huge pages."),
    counter("pgscan_proactive", "Pages looked at because a control group was asked to shrink."),
    counter(
        "pgscan_direct_throttle",
        "How often who needed memory was made to wait, because too little was left.",
    ),
    counter("pgscan_anon", "Pages of programs' own data that were looked at."),
    counter("pgscan_file", "Pages of files that were looked at."),
    counter("zone_reclaim_success", "How often freeing memory on the wanted node was enough."),
    counter("zone_reclaim_failed", "How often freeing memory on the wanted node was not enough."),
    counter("pginodesteal", "Pages freed together with what is kept about their files."),
    counter("slabs_scanned", "Objects of the kernel looked at because memory was short."),
    counter("kswapd_steal", "Pages freed by the thread that frees memory; old kernels."),
    counter(
        "kswapd_inodesteal",
        "Pages that the thread which frees memory freed together with what is kept about their files.",
    ),
    counter(
        "kswapd_low_wmark_hit_quickly",
        "How often the thread that frees memory had to go on at once, because it was soon short again.",
    ),
    counter(
        "kswapd_high_wmark_hit_quickly",
        "How often the thread that frees memory found, before it slept, that not enough was free after all.",
    ),
    counter(
        "kswapd_skip_congestion_wait",
        "How often the thread that frees memory did not wait for disks that were busy.",
    ),
    counter("pageoutrun", "How often the thread that frees memory set out to do so."),
    counter("allocstall", "How often who needed memory had to free some first."),
    counter(
        "pgrotated",
        "Pages that were put where they are freed first, because they are written now.",
    ),
    counter("drop_pagecache", "How often somebody asked the kernel to give up its cached pages."),
    counter("drop_slab", "How often somebody asked the kernel to give up its own objects."),
    counter("oom_kill", "Processes killed because there was no memory left."),
    counter("numa_pte_updates", "Pages marked so that it is seen which node uses them."),
    counter("numa_huge_pte_updates", "Huge pages marked so that it is seen which node uses them."),
    counter(
        "numa_hint_faults",
        "How often a program touched a page that was marked to see which node uses it.",
    ),
    counter(
        "numa_hint_faults_local",
        "How often a program that touched a marked page ran on the node of the page.",
    ),
    counter("numa_pages_migrated", "Pages moved to the node that uses them."),
    counter("numa_task_migrated", "Tasks moved to the node that they use the memory of."),
    counter("numa_task_swapped", "Tasks that changed places with another to be near their memory."),
    counter("pgmigrate_success", "Pages moved."),
    counter("pgmigrate_fail", "Pages that could not be moved."),
    counter("thp_migration_success", "Transparent huge pages moved."),
    counter("thp_migration_fail", "Transparent huge pages that could not be moved."),
    counter("thp_migration_split", "Transparent huge pages split to be moved."),
    counter(
        "compact_migrate_scanned",
        "Pages looked at to be moved, so that free ones lie together.",
    ),
    counter(
        "compact_free_scanned",
        "Pages looked at to find room for pages that are to be moved together.",
    ),
    counter("compact_isolated", "Pages taken out to be moved, so that free ones lie together."),
    counter(
        "compact_blocks_moved",
        "Blocks of pages moved, so that free ones lie together; old kernels.",
    ),
    counter("compact_pages_moved", "Pages moved, so that free ones lie together; old kernels."),
    counter(
        "compact_pagemigrate_failed",
        "Pages that could not be moved to have free ones lie together; old kernels.",
    ),
    counter("compact_stall", "How often who needed memory in one piece had to move pages first."),
    counter("compact_fail", "How often who needed memory in one piece had pages moved in vain."),
    counter(
        "compact_success",
        "How often who needed memory in one piece found it once pages were moved.",
    ),
    counter("compact_daemon_wake", "How often the thread that moves pages was woken."),
    counter(
        "compact_daemon_migrate_scanned",
        "Pages that the thread which moves pages looked at to be moved.",
    ),
    counter(
        "compact_daemon_free_scanned",
        "Pages that the thread which moves pages looked at to find room.",
    ),
    counter("htlb_buddy_alloc_success", "Huge pages that were made beside the pool."),
    counter("htlb_buddy_alloc_fail", "Huge pages that could not be made beside the pool."),
    counter("cma_alloc_success", "Pages given to devices from what is set aside for them."),
    counter("cma_alloc_fail", "Pages that could not be given to devices."),
    counter("cma_release_success", "Pages that devices gave back."),
    counter("unevictable_pgs_culled", "Pages found to be ones that cannot be given up."),
    counter("unevictable_pgs_scanned", "Pages looked at whether they still cannot be given up."),
    counter("unevictable_pgs_rescued", "Pages that can be given up again."),
    counter("unevictable_pgs_mlocked", "Pages locked."),
    counter("unevictable_pgs_munlocked", "Pages unlocked."),
    counter("unevictable_pgs_cleared", "Pages unlocked because who locked them ended."),
    counter(
        "unevictable_pgs_stranded",
        "Pages that stayed unevictable after being unlocked, because they could not be moved.",
    ),
    counter("unevictable_pgs_mlockfreed", "Locked pages that were freed; old kernels."),
    counter(
        "thp_fault_alloc",
        "Transparent huge pages given to a program that touched the memory.",
    ),
    counter(
        "thp_fault_fallback",
        "How often a program got small pages because there was no huge one.",
    ),
    counter(
        "thp_fault_fallback_charge",
        "How often a program got small pages because its control group could not have a huge one.",
    ),
    counter("thp_collapse_alloc", "Huge pages made to take in small ones."),
    counter("thp_collapse_alloc_failed", "How often there was no huge page to take in small ones."),
    counter("thp_file_alloc", "Huge pages given to tmpfs and shared memory."),
    counter(
        "thp_file_fallback",
        "How often tmpfs and shared memory got small pages because there was no huge one.",
    ),
    counter(
        "thp_file_fallback_charge",
        "How often tmpfs and shared memory got small pages because of their control group.",
    ),
    counter("thp_file_mapped", "Huge pages of files that were mapped as such."),
    counter("thp_split", "Huge pages split; old kernels."),
    counter("thp_split_page", "Huge pages split into small ones."),
    counter("thp_split_page_failed", "Huge pages that could not be split."),
    counter("thp_deferred_split_page", "Huge pages to be split when memory is short."),
    counter("thp_underused_split_page", "Huge pages split because most of them was never used."),
    counter("thp_split_pmd", "How often a huge page was mapped as small ones from then on."),
    counter(
        "thp_split_pud",
        "How often a page of the largest size was mapped as smaller ones from then on.",
    ),
    counter(
        "thp_scan_exceed_none_pte",
        "How often too many small pages were not there to make a huge one.",
    ),
    counter("thp_scan_exceed_swap_pte", "How often too many were in swap."),
    counter("thp_scan_exceed_share_pte", "How often too many were shared."),
    counter("thp_zero_page_alloc", "How often a huge page of zeros was made."),
    counter("thp_zero_page_alloc_failed", "How often the huge page of zeros could not be made."),
    counter("thp_swpout", "Huge pages written to swap in one piece."),
    counter("thp_swpout_fallback", "Huge pages split to be written to swap."),
    counter("balloon_inflate", "Pages given back to the host."),
    counter("balloon_deflate", "Pages taken from the host again."),
    counter("balloon_migrate", "Pages given back to the host that were moved."),
    counter("nr_tlb_remote_flush_received", "How often a CPU was made to forget where pages lie."),
    counter("nr_tlb_local_flush_all", "How often a CPU forgot where all pages lie of itself."),
    counter("nr_tlb_local_flush_one", "How often a CPU forgot, of itself, where one page lies."),
    counter(
        "nr_tlb_local_flush_one_kernel",
        "How often a CPU forgot where one page of the kernel lies.",
    ),
    counter(
        "vmacache_find_calls",
        "How often the mapping of an address was looked for; kernels before 6.1.",
    ),
    counter(
        "vmacache_find_hits",
        "How often a mapping that was looked for was among the last ones used.",
    ),
    counter(
        "vmacache_full_flushes",
        "How often all of the mappings that were last used were forgotten.",
    ),
    counter("swap_ra", "Pages read from swap ahead of need."),
    counter("swap_ra_hit", "Pages read from swap ahead of need that were then needed."),
    counter("swpin_zero", "Pages of zeros brought back without reading swap."),
    counter("swpout_zero", "Pages of zeros that needed no place in swap."),
    counter(
        "ksm_swpin_copy",
        "Pages copied when they came back from swap, because others share them.",
    ),
    counter("cow_ksm", "Pages copied at a write because they were merged with equal ones."),
    counter("zswpin", "Compressed pages unpacked."),
    counter("zswpout", "Pages compressed instead of being written to swap."),
    counter("zswpwb", "Compressed pages written to swap after all."),
    counter(
        "direct_map_level2_splits",
        "How often the kernel's own mapping of 2 MiB was split into small pages.",
    ),
    counter("direct_map_level3_splits", "How often the kernel's own mapping of 1 GiB was split."),
    counter(
        "direct_map_level2_collapses",
        "How often small pages were joined to a mapping of 2 MiB again.",
    ),
    counter(
        "direct_map_level3_collapses",
        "How often mappings of 2 MiB were joined to one of 1 GiB again.",
    ),
    counter("vma_lock_success", "Faults handled under the lock of the mapping alone."),
    counter("vma_lock_abort", "Faults that needed the lock of all mappings after all."),
    counter("vma_lock_retry", "Faults that began anew under the lock of the mapping."),
    counter("vma_lock_miss", "Faults at which the lock of the mapping was taken."),
    counter("kstack_1k", "Tasks that used up to 1 KiB of their stack in the kernel."),
    counter("kstack_2k", "Tasks that used up to 2 KiB of their stack in the kernel."),
    counter("kstack_4k", "Tasks that used up to 4 KiB of their stack in the kernel."),
    counter("kstack_8k", "Tasks that used up to 8 KiB of their stack in the kernel."),
    counter("kstack_16k", "Tasks that used up to 16 KiB of their stack in the kernel."),
    counter("kstack_32k", "Tasks that used up to 32 KiB of their stack in the kernel."),
    counter("kstack_64k", "Tasks that used up to 64 KiB of their stack in the kernel."),
    counter("kstack_rest", "Tasks that used more of their stack in the kernel."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_counter_has_one_meaning_in_one_sentence() {
        let names: BTreeSet<_> = KNOWN.iter().map(|known| known.name).collect();
        assert_eq!(names.len(), KNOWN.len());
        for known in KNOWN {
            let meaning = known.meaning;
            assert!(meaning.ends_with('.') && !meaning.contains(". "), "{known:?}");
            assert!(meaning.starts_with(|first: char| first.is_uppercase()), "{known:?}");
            assert_eq!(by_zone(known.name.as_bytes()), None, "{known:?}");
        }
    }
}
