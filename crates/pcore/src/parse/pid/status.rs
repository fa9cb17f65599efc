//! `[pid]/status`.
//!
//! The procfs crate fails the whole file when the name is not UTF-8 or one line is bad, and on the
//! layouts of kernels it does not know.
//!
//! The `Name` line is never used: it is escaped and ambiguous, and `stat` has the name. The kernel
//! escapes newlines in it, so that a name cannot forge another line.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::labels::kibibytes;
use crate::parse::{Item, number, words};

labels! {
    /// The labelled facts of a process. What is measured in memory is in bytes.
    Status {
        /// The file mode creation mask.
        umask: u32 = b"Umask", umask, Unsupported;
        /// The NUMA group; 0 for none.
        ngid: u32 = b"Ngid", number::narrow, Unsupported;
        /// The process that the task belongs to.
        tgid: u32 = b"Tgid", number::narrow, Unsupported;
        /// The task itself.
        pid: u32 = b"Pid", number::narrow, Unsupported;
        /// The parent; 0 where it is outside the reader's pid namespace.
        ppid: u32 = b"PPid", number::narrow, Unsupported;
        /// The process that traces this one; 0 for none.
        tracer_pid: u32 = b"TracerPid", number::narrow, Unsupported;
        /// The users: real, effective, saved and of file access.
        uid: [u32; 4] = b"Uid", four, Unsupported;
        /// The groups: real, effective, saved and of file access.
        gid: [u32; 4] = b"Gid", four, Unsupported;
        /// How many descriptors the table has room for.
        fd_size: u64 = b"FDSize", number::unsigned, Unsupported;
        /// The supplementary groups.
        groups: Vec<u32> = b"Groups", list, Unsupported;
        /// The process in each pid namespace, from the reader's inwards; of a thread, its process.
        ns_tgid: Vec<u32> = b"NStgid", list, Unsupported;
        /// The process in each pid namespace, from the reader's inwards.
        ns_pid: Vec<u32> = b"NSpid", list, Unsupported;
        /// The process group in each pid namespace; 0 where it is outside.
        ns_pgid: Vec<u32> = b"NSpgid", list, Unsupported;
        /// The session in each pid namespace; 0 where it is outside.
        ns_sid: Vec<u32> = b"NSsid", list, Unsupported;
        /// 1 for a thread of the kernel's own, else 0.
        kthread: u64 = b"Kthread", number::unsigned, Unsupported;
        /// The most virtual memory there was.
        vm_peak: u64 = b"VmPeak", kibibytes, NotApplicable;
        /// Virtual memory.
        vm_size: u64 = b"VmSize", kibibytes, NotApplicable;
        /// Memory locked with `mlock`.
        vm_lck: u64 = b"VmLck", kibibytes, NotApplicable;
        /// Memory pinned for devices.
        vm_pin: u64 = b"VmPin", kibibytes, NotApplicable;
        /// The most resident memory there was.
        vm_hwm: u64 = b"VmHWM", kibibytes, NotApplicable;
        /// Resident memory.
        vm_rss: u64 = b"VmRSS", kibibytes, NotApplicable;
        /// Resident memory without a file.
        rss_anon: u64 = b"RssAnon", kibibytes, NotApplicable;
        /// Resident memory of files.
        rss_file: u64 = b"RssFile", kibibytes, NotApplicable;
        /// Resident shared memory.
        rss_shmem: u64 = b"RssShmem", kibibytes, NotApplicable;
        /// The program's data.
        vm_data: u64 = b"VmData", kibibytes, NotApplicable;
        /// The stack.
        vm_stk: u64 = b"VmStk", kibibytes, NotApplicable;
        /// The program's text.
        vm_exe: u64 = b"VmExe", kibibytes, NotApplicable;
        /// The text of libraries.
        vm_lib: u64 = b"VmLib", kibibytes, NotApplicable;
        /// Page tables.
        vm_pte: u64 = b"VmPTE", kibibytes, NotApplicable;
        /// Memory swapped out, shared memory not counted.
        vm_swap: u64 = b"VmSwap", kibibytes, NotApplicable;
        /// The upper level of page tables, which kernels before 4.15 count apart.
        vm_pmd: u64 = b"VmPMD", kibibytes, NotApplicable;
        /// Huge pages of hugetlbfs; not part of `vm_rss`.
        hugetlb_pages: u64 = b"HugetlbPages", kibibytes, NotApplicable;
        /// 1 while the process is dumping core, else 0.
        core_dumping: u64 = b"CoreDumping", number::unsigned, NotApplicable;
        /// 1 where the process may get transparent huge pages, else 0.
        thp_enabled: u64 = b"THP_enabled", number::unsigned, NotApplicable;
        /// The bits of a pointer that are its address; the others may hold a tag.
        untag_mask: u64 = b"untag_mask", number::prefixed_hex, NotApplicable;
        /// How many threads.
        threads: u64 = b"Threads", number::unsigned, Unsupported;
        /// How many signals are queued for the user, and how many may be.
        sig_q: SignalQueue = b"SigQ", queue, Unsupported;
        /// Signals pending for the thread; bit 0 is signal 1, here and below.
        sig_pnd: u64 = b"SigPnd", number::hex, Unsupported;
        /// Signals pending for the process.
        shd_pnd: u64 = b"ShdPnd", number::hex, Unsupported;
        /// Signals blocked.
        sig_blk: u64 = b"SigBlk", number::hex, Unsupported;
        /// Signals ignored.
        sig_ign: u64 = b"SigIgn", number::hex, Unsupported;
        /// Signals caught.
        sig_cgt: u64 = b"SigCgt", number::hex, Unsupported;
        /// Inheritable capabilities; bit 0 is `CAP_CHOWN`, here and below.
        cap_inh: u64 = b"CapInh", number::hex, Unsupported;
        /// Permitted capabilities.
        cap_prm: u64 = b"CapPrm", number::hex, Unsupported;
        /// Effective capabilities.
        cap_eff: u64 = b"CapEff", number::hex, Unsupported;
        /// The bounding set of capabilities.
        cap_bnd: u64 = b"CapBnd", number::hex, Unsupported;
        /// Ambient capabilities.
        cap_amb: u64 = b"CapAmb", number::hex, Unsupported;
        /// 1 where `execve` can grant no privileges, else 0.
        no_new_privs: u64 = b"NoNewPrivs", number::unsigned, Unsupported;
        /// The mode of seccomp: 0 off, 1 strict, 2 filter.
        seccomp: u64 = b"Seccomp", number::unsigned, Unsupported;
        /// How many seccomp filters.
        seccomp_filters: u64 = b"Seccomp_filters", number::unsigned, Unsupported;
        /// Whether the task is safe from speculation past stores, in the kernel's words.
        speculation_store_bypass: Box<[u8]> = b"Speculation_Store_Bypass", text, Unsupported;
        /// Whether the task speculates on indirect branches, in the kernel's words.
        speculation_indirect_branch: Box<[u8]> = b"SpeculationIndirectBranch", text, Unsupported;
        /// The CPUs that the task may run on, as a mask in hexadecimal words between commas.
        cpus_allowed: Box<[u8]> = b"Cpus_allowed", text, Unsupported;
        /// The CPUs that the task may run on, such as `0-3,8`.
        cpus_allowed_list: Box<[u8]> = b"Cpus_allowed_list", text, Unsupported;
        /// The memory nodes that the task may use, as a mask in hexadecimal words between commas.
        mems_allowed: Box<[u8]> = b"Mems_allowed", text, Unsupported;
        /// The memory nodes that the task may use, such as `0-1`.
        mems_allowed_list: Box<[u8]> = b"Mems_allowed_list", text, Unsupported;
        /// How often the task gave up the CPU by itself.
        voluntary_switches: u64 = b"voluntary_ctxt_switches", number::unsigned, Unsupported;
        /// How often the CPU was taken from the task.
        involuntary_switches: u64 = b"nonvoluntary_ctxt_switches", number::unsigned, Unsupported;
        /// The features of x86 that the thread uses, such as `shstk`, between blanks.
        x86_thread_features: Box<[u8]> = b"x86_Thread_features", text, Unsupported;
        /// The features of x86 that the thread cannot change any more.
        x86_thread_features_locked: Box<[u8]> = b"x86_Thread_features_locked", text, Unsupported;
    }
}

/// The signals that are queued for all processes of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignalQueue {
    /// How many there are.
    pub queued: u64,
    /// How many there may be; `u64::MAX` for no limit.
    pub limit: u64,
}

fn queue(value: &[u8]) -> Item<SignalQueue> {
    let (queued, limit) = split_once(value, b'/').ok_or(Absent::Malformed)?;
    Ok(SignalQueue { queued: number::unsigned(queued)?, limit: number::unsigned(limit)? })
}

fn umask(value: &[u8]) -> Item<u32> {
    u32::try_from(number::octal(value)?).map_err(|_| Absent::Malformed)
}

fn four(value: &[u8]) -> Item<[u32; 4]> {
    let mut numbers = words(value).map(number::narrow);
    let mut next = || numbers.next().unwrap_or(Err(Absent::Malformed));
    Ok([next()?, next()?, next()?, next()?])
}

fn list(value: &[u8]) -> Item<Vec<u32>> {
    words(value).map(number::narrow).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside parsers that can fail")]
fn text(value: &[u8]) -> Item<Box<[u8]>> {
    Ok(value.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
Name:\ta\\nUid:\\t0
Umask:\t0027
State:\tS (sleeping)
Tgid:\t4242
Ngid:\t0
Pid:\t4242
PPid:\t1
TracerPid:\t17
Uid:\t1000\t1001\t1002\t4294967294
Gid:\t100\t100\t100\t100
FDSize:\t256
Groups:\t4 24 3999999999 
NStgid:\t4242\t7
NSpid:\t4242\t7
NSpgid:\t4200\t0
NSsid:\t4100\t0
Kthread:\t0
VmPeak:\t  170000 kB
VmSize:\t  166016 kB
VmLck:\t       0 kB
VmRSS:\t    6000 kB
RssAnon:\t    2000 kB
VmPMD:\t      12 kB
VmSwap:\t       4 kB
HugetlbPages:\t    2048 kB
CoreDumping:\t0
THP_enabled:\t1
untag_mask:\t0x7fffffffffffffff
Threads:\t3
SigQ:\t0/31000
SigBlk:\t0000000000010000
CapEff:\t000001ffffffffff
NoNewPrivs:\t1
Seccomp:\t2
Seccomp_filters:\t1
Speculation_Store_Bypass:\tthread vulnerable
SpeculationIndirectBranch:\tconditional enabled
Cpus_allowed:\tf
Cpus_allowed_list:\t0-3
Mems_allowed:\t00000000,00000001
Mems_allowed_list:\t0
voluntary_ctxt_switches:\t150
nonvoluntary_ctxt_switches:\t20
x86_Thread_features:\tshstk wrss 
x86_Thread_features_locked:\t
";

    #[test]
    fn a_whole_file() {
        let status = Status::parse(SAMPLE).unwrap();
        assert_eq!(status.uid, Ok([1000, 1001, 1002, 4_294_967_294]));
        assert_eq!(status.gid, Ok([100; 4]));
        assert_eq!(status.groups, Ok(vec![4, 24, 3_999_999_999]));
        assert_eq!(status.ns_pid, Ok(vec![4242, 7]));
        assert_eq!(status.umask, Ok(0o027));
        assert_eq!(status.tracer_pid, Ok(17));
        assert_eq!(status.vm_rss, Ok(6000 * 1024));
        assert_eq!(status.sig_blk, Ok(0x10000));
        assert_eq!(status.cap_eff, Ok(0x1ff_ffff_ffff));
        assert_eq!(status.cpus_allowed_list.as_deref(), Ok(&b"0-3"[..]));
        assert_eq!((status.voluntary_switches, status.involuntary_switches), (Ok(150), Ok(20)));
    }

    #[test]
    fn what_current_kernels_add() {
        let status = Status::parse(SAMPLE).unwrap();
        assert_eq!((status.tgid, status.pid, status.ppid), (Ok(4242), Ok(4242), Ok(1)));
        assert_eq!(status.ns_tgid, Ok(vec![4242, 7]));
        assert_eq!((status.ns_pgid, status.ns_sid), (Ok(vec![4200, 0]), Ok(vec![4100, 0])));
        assert_eq!((status.vm_pmd, status.hugetlb_pages), (Ok(12 * 1024), Ok(2048 * 1024)));
        assert_eq!((status.core_dumping, status.thp_enabled), (Ok(0), Ok(1)));
        assert_eq!(status.untag_mask, Ok(u64::MAX >> 1));
        assert_eq!(status.sig_q, Ok(SignalQueue { queued: 0, limit: 31000 }));
        for (item, text) in [
            (status.speculation_store_bypass, &b"thread vulnerable"[..]),
            (status.speculation_indirect_branch, b"conditional enabled"),
            (status.cpus_allowed, b"f"),
            (status.mems_allowed, b"00000000,00000001"),
            (status.x86_thread_features, b"shstk wrss"),
            (status.x86_thread_features_locked, b""),
        ] {
            assert_eq!(item.as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_missing_says_why() {
        let status = Status::parse(b"Name:\tkthreadd\nGroups:\t \nThreads:\t1\n").unwrap();
        assert_eq!(status.vm_size, Err(Absent::NotApplicable));
        assert_eq!(status.kthread, Err(Absent::Unsupported));
        assert_eq!(status.groups, Ok(vec![]));
        assert_eq!(Status::parse(b"no label\n"), Err(Absent::Malformed));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let status = Status::parse(
            b"SigQ:\t1/\nUid:\t1 2 3\nGid:\t1 2 x 4\nVmRSS:\t1 MB\nCapEff:\tzz\nThreads:\t2\n",
        )
        .unwrap();
        assert_eq!(status.sig_q, Err(Absent::Malformed));
        assert_eq!(status.uid, Err(Absent::Malformed));
        assert_eq!(status.gid, Err(Absent::Malformed));
        assert_eq!(status.vm_rss, Err(Absent::Malformed));
        assert_eq!(status.cap_eff, Err(Absent::Malformed));
        assert_eq!(status.threads, Ok(2));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = Status::parse(&text);
            prop_assert!(Status::parse(&fixture::damaged(SAMPLE, flip, byte)).is_ok());
        }
    }
}
