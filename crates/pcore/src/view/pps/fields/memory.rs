//! What memory the process has.

use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::meminfo::MemInfo;
use crate::parse::pid::ksm_stat::KsmStat;
use crate::parse::pid::smaps_rollup::SmapsRollup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::statm::Statm;
use crate::parse::pid::status::Status;
use crate::view::pps::fields::mask;
use crate::view::pps::process::{KsmMergingPages, OomAdj, OomScore, OomScoreAdj, Process, Sizes};
use crate::{Absent, Kind, Value};

/// What memory the process has.
pub(crate) const GROUP: Group<Process> = Group { name: "Memory", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "vsz",
        header: "VSZ",
        kind: Kind::Bytes,
        doc: "Size of the address space.",
        aliases: &["vsize", "sz", "m_size"],
        from: &Of(|sizes: &Sizes| Ok(sizes.all?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss",
        header: "RSS",
        kind: Kind::Bytes,
        doc: "Resident memory; does not apply to what has no memory of its own, as a kernel thread.",
        aliases: &["rssize", "rsz", "sgi_rss", "resident", "m_resident"],
        from: &Of(|sizes: &Sizes| Ok(sizes.resident?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_percent",
        header: "%MEM",
        kind: Kind::Percent,
        doc: "Resident memory as a share of the machine's.",
        aliases: &["pmem", "%mem"],
        from: &Of2(|sizes: &Sizes, memory: &MemInfo| {
            Ok(Value::Float(sizes.resident? as f64 / memory.total?.max(1) as f64 * 100.0))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Memory that the process may write, data and stack together.",
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.data?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "trs",
        header: "TRS",
        kind: Kind::Bytes,
        doc: "Size of the program's text.",
        aliases: &["m_trs", "trss", "tsiz"],
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.text?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drs",
        header: "DRS",
        kind: Kind::Bytes,
        doc: "Size of the address space without the program's text.",
        aliases: &["m_drs", "dsiz"],
        from: &Of2(|statm: &Statm, facts: &Facts| {
            let pages = statm.size?.checked_sub(statm.text?).ok_or(Absent::Malformed)?;
            own_memory(statm, facts.pages(pages))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared",
        header: "SHR",
        kind: Kind::Bytes,
        doc: "Resident memory of files and shared memory, whether or not anybody else has it too.",
        aliases: &["shr", "share", "m_share"],
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.shared?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss_limit",
        header: "LIM",
        kind: Kind::Limit,
        doc: "Limit of resident memory in bytes, which Linux does not enforce.",
        aliases: &["lim"],
        from: &Of(|stat: &Stat| Ok(stat.rsslim?.into())),
        ..Field::BASE
    },
    Field {
        name: "pss",
        header: "PSS",
        kind: Kind::Bytes,
        doc: "Resident memory with each shared page divided by the number of its users.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss_anon",
        header: "PSS-ANON",
        kind: Kind::Bytes,
        doc: "The part of it that belongs to no file.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss_anon?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss_file",
        header: "PSS-FILE",
        kind: Kind::Bytes,
        doc: "The part of it that belongs to files.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss_file?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss_shmem",
        header: "PSS-SHMEM",
        kind: Kind::Bytes,
        doc: "The part of it that is shared memory.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss_shmem?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss_dirty",
        header: "PSS-DIRTY",
        kind: Kind::Bytes,
        doc: "The part of it that was written to.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss_dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uss",
        header: "USS",
        kind: Kind::Bytes,
        doc: "Resident memory that nobody shares: what the end of the process would free.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.uss()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared_clean",
        header: "SHARED-CLEAN",
        kind: Kind::Bytes,
        doc: "Resident pages that others have too and that were not written to.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.shared_clean?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared_dirty",
        header: "SHARED-DIRTY",
        kind: Kind::Bytes,
        doc: "Resident pages that others have too and that were written to.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.shared_dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "private_clean",
        header: "PRIVATE-CLEAN",
        kind: Kind::Bytes,
        doc: "Resident pages of this process alone that were not written to.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.private_clean?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "private_dirty",
        header: "PRIVATE-DIRTY",
        kind: Kind::Bytes,
        doc: "Resident pages of this process alone that were written to.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.private_dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "dirty",
        header: "DIRTY",
        kind: Kind::Bytes,
        doc: "Resident pages that were written to.",
        aliases: &["m_dt"],
        from: &Of(|rollup: &SmapsRollup| {
            let sum = rollup.shared_dirty?.checked_add(rollup.private_dirty?);
            sum.map(Value::Uint).ok_or(Absent::Malformed)
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "referenced",
        header: "REFERENCED",
        kind: Kind::Bytes,
        doc: "Resident pages that are marked as used.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.referenced?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "anonymous",
        header: "ANONYMOUS",
        kind: Kind::Bytes,
        doc: "Resident pages that belong to no file.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.anonymous?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ksm",
        header: "KSM",
        kind: Kind::Bytes,
        doc: "Resident pages that are merged with equal ones.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.ksm?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "lazy_free",
        header: "LAZY-FREE",
        kind: Kind::Bytes,
        doc: "Pages that the process offered to the kernel to be taken when memory is short.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.lazy_free?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "anon_huge_pages",
        header: "ANON-HUGE",
        kind: Kind::Bytes,
        doc: "Memory without a file in huge pages.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.anon_huge_pages?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shmem_huge_pages",
        header: "SHMEM-HUGE",
        kind: Kind::Bytes,
        doc: "Shared memory in huge pages that the process has mapped.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.shmem_pmd_mapped?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "file_huge_pages",
        header: "FILE-HUGE",
        kind: Kind::Bytes,
        doc: "Memory of files in huge pages that the process has mapped.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.file_pmd_mapped?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "locked",
        header: "LOCKED",
        kind: Kind::Bytes,
        doc: "Memory that must stay resident, with each shared page divided by the number of its users.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.locked?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap",
        header: "SWAP",
        kind: Kind::Bytes,
        doc: "Memory that was swapped out.",
        aliases: &["vm_swap", "nswap", "m_swap"],
        from: &Of(|status: &Status| Ok(status.vm_swap?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap_pss",
        header: "SWAP-PSS",
        kind: Kind::Bytes,
        doc: "Memory that was swapped out, with each shared page divided by the number of its users.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.swap_pss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_peak",
        header: "VM-PEAK",
        kind: Kind::Bytes,
        doc: "Largest address space so far.",
        from: &Of(|status: &Status| Ok(status.vm_peak?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss_peak",
        header: "RSS-PEAK",
        kind: Kind::Bytes,
        doc: "Largest resident memory so far.",
        aliases: &["vm_hwm", "hwm"],
        from: &Of(|status: &Status| Ok(status.vm_hwm?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss_anon",
        header: "RSS-ANON",
        kind: Kind::Bytes,
        doc: "Resident memory that belongs to no file.",
        from: &Of(|status: &Status| Ok(status.rss_anon?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss_file",
        header: "RSS-FILE",
        kind: Kind::Bytes,
        doc: "Resident memory of files.",
        from: &Of(|status: &Status| Ok(status.rss_file?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss_shmem",
        header: "RSS-SHMEM",
        kind: Kind::Bytes,
        doc: "Resident shared memory.",
        from: &Of(|status: &Status| Ok(status.rss_shmem?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_data",
        header: "VM-DATA",
        kind: Kind::Bytes,
        doc: "Size of the data and the heap.",
        from: &Of(|status: &Status| Ok(status.vm_data?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_stack",
        header: "VM-STACK",
        kind: Kind::Bytes,
        doc: "Size of the main stack.",
        aliases: &["vm_stk"],
        from: &Of(|status: &Status| Ok(status.vm_stk?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_exe",
        header: "VM-EXE",
        kind: Kind::Bytes,
        doc: "Size of the program's text in whole pages.",
        from: &Of(|status: &Status| Ok(status.vm_exe?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_lib",
        header: "VM-LIB",
        kind: Kind::Bytes,
        doc: "Size of the text of libraries.",
        aliases: &["m_lrs"],
        from: &Of(|status: &Status| Ok(status.vm_lib?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_pte",
        header: "VM-PTE",
        kind: Kind::Bytes,
        doc: "Size of the page tables.",
        from: &Of(|status: &Status| Ok(status.vm_pte?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_locked",
        header: "VM-LOCKED",
        kind: Kind::Bytes,
        doc: "Memory that the process has locked.",
        aliases: &["vm_lock", "vm_lck"],
        from: &Of(|status: &Status| Ok(status.vm_lck?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "vm_pinned",
        header: "VM-PINNED",
        kind: Kind::Bytes,
        doc: "Memory that is pinned for devices.",
        aliases: &["vm_pin"],
        from: &Of(|status: &Status| Ok(status.vm_pin?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "hugetlb",
        header: "HUGETLB",
        kind: Kind::Bytes,
        doc: "Memory in reserved huge pages; not part of the resident memory.",
        from: &Of(|status: &Status| Ok(status.hugetlb_pages?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "hugetlb_private",
        header: "HTPRV",
        kind: Kind::Bytes,
        doc: "Memory in reserved huge pages of this process alone.",
        aliases: &["htprv"],
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.private_hugetlb?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "hugetlb_shared",
        header: "HTSHR",
        kind: Kind::Bytes,
        doc: "Memory in reserved huge pages that others have too.",
        aliases: &["htshr"],
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.shared_hugetlb?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "minor_faults",
        header: "MINFLT",
        kind: Kind::Count,
        doc: "Page faults that were served without a disk.",
        aliases: &["min_flt", "minflt"],
        from: &Of(|stat: &Stat| Ok(stat.minflt?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "major_faults",
        header: "MAJFLT",
        kind: Kind::Count,
        doc: "Page faults that waited for a disk.",
        aliases: &["maj_flt", "majflt", "pagein"],
        from: &Of(|stat: &Stat| Ok(stat.majflt?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "children_minor_faults",
        header: "CMINFLT",
        kind: Kind::Count,
        doc: "Page faults without a disk of children that have ended and been waited for.",
        aliases: &["cmin_flt", "cminflt"],
        from: &Of(|stat: &Stat| Ok(stat.cminflt?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "children_major_faults",
        header: "CMAJFLT",
        kind: Kind::Count,
        doc: "Page faults with a disk of children that have ended and been waited for.",
        aliases: &["cmaj_flt", "cmajflt"],
        from: &Of(|stat: &Stat| Ok(stat.cmajflt?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "thp_enabled",
        header: "THP",
        kind: Kind::Bool,
        doc: "Whether the process may be given huge pages.",
        from: &Of(|status: &Status| Ok(Value::Bool(status.thp_enabled? != 0))),
        ..Field::BASE
    },
    Field {
        name: "untag_mask",
        header: "UNTAG-MASK",
        kind: Kind::Mask,
        doc: "Bits of an address that the processor looks at, in hexadecimal.",
        from: &Of(|status: &Status| Ok(mask(status.untag_mask?))),
        ..Field::BASE
    },
    Field {
        name: "ksm_merging_pages",
        header: "KSM-PAGES",
        kind: Kind::Count,
        doc: "Pages that are merged with equal ones.",
        from: &Of(|pages: &KsmMergingPages| Ok(pages.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ksm_zero_pages",
        header: "KSM-ZERO",
        kind: Kind::Count,
        doc: "Empty pages that are merged with the page of zeroes.",
        from: &Of(|ksm: &KsmStat| Ok(ksm.zero_pages?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ksm_rmap_items",
        header: "KSM-ITEMS",
        kind: Kind::Count,
        doc: "Pages that the kernel keeps an account of, to merge them.",
        from: &Of(|ksm: &KsmStat| Ok(ksm.rmap_items?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ksm_profit",
        header: "KSM-PROFIT",
        kind: Kind::Bytes,
        doc: "Memory that merging saves, less what keeping account of it takes.",
        aliases: &["ksm_process_profit"],
        from: &Of(|ksm: &KsmStat| Ok(ksm.process_profit?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ksm_merge_any",
        header: "KSM-ANY",
        kind: Kind::Bool,
        doc: "Whether all memory of the process may be merged.",
        from: &Of(|ksm: &KsmStat| Ok(Value::Bool(ksm.merge_any?))),
        ..Field::BASE
    },
    Field {
        name: "ksm_mergeable",
        header: "KSM-MERGEABLE",
        kind: Kind::Bool,
        doc: "Whether any memory of the process may be merged.",
        from: &Of(|ksm: &KsmStat| Ok(Value::Bool(ksm.mergeable?))),
        ..Field::BASE
    },
    Field {
        name: "oom_score",
        header: "OOM",
        kind: Kind::Count,
        doc: "Badness that the OOM killer would see; the highest is killed first.",
        aliases: &["oom"],
        from: &Of(|score: &OomScore| Ok(score.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "oom_score_adj",
        header: "OOMADJ",
        kind: Kind::Count,
        doc: "Adjustment of the badness, from -1000 for never to 1000.",
        aliases: &["oomadj"],
        from: &Of(|adjustment: &OomScoreAdj| Ok(adjustment.0.into())),
        ..Field::BASE
    },
    Field {
        name: "oom_adj",
        header: "OOM-ADJ-OLD",
        kind: Kind::Count,
        doc: "The same adjustment on the scale of old kernels, from -17 for never to 15.",
        from: &Of(|adjustment: &OomAdj| Ok(adjustment.0.into())),
        ..Field::BASE
    },
];

/// A kernel thread and a zombie have no address space; their zeroes are no sizes.
fn own_memory(statm: &Statm, bytes: u64) -> Result<Value<'static>, Absent> {
    if statm.size? == 0 { Err(Absent::NotApplicable) } else { Ok(bytes.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_memory_has_no_size() {
        let thread = Statm::parse(b"0 0 0 0 0 0 0\n").unwrap();
        assert_eq!(own_memory(&thread, 0), Err(Absent::NotApplicable));
        let process = Statm::parse(b"10 0 0 0 0 0 0\n").unwrap();
        assert_eq!(own_memory(&process, 0), Ok(Value::Uint(0)));
    }
}
