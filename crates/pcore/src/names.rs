//! Names of numbers and bits, as the kernel's headers and the peers spell them.

use rustix::fs::OFlags;

use crate::Value;

/// Modes of seccomp, from `SECCOMP_MODE_DISABLED` on.
pub const SECCOMP: &[&str] = &["disabled", "strict", "filter"];

/// Capabilities, from `CAP_CHOWN` on.
pub const CAPABILITIES: &[&str] = &[
    "cap_chown",
    "cap_dac_override",
    "cap_dac_read_search",
    "cap_fowner",
    "cap_fsetid",
    "cap_kill",
    "cap_setgid",
    "cap_setuid",
    "cap_setpcap",
    "cap_linux_immutable",
    "cap_net_bind_service",
    "cap_net_broadcast",
    "cap_net_admin",
    "cap_net_raw",
    "cap_ipc_lock",
    "cap_ipc_owner",
    "cap_sys_module",
    "cap_sys_rawio",
    "cap_sys_chroot",
    "cap_sys_ptrace",
    "cap_sys_pacct",
    "cap_sys_admin",
    "cap_sys_boot",
    "cap_sys_nice",
    "cap_sys_resource",
    "cap_sys_time",
    "cap_sys_tty_config",
    "cap_mknod",
    "cap_lease",
    "cap_audit_write",
    "cap_audit_control",
    "cap_setfcap",
    "cap_mac_override",
    "cap_mac_admin",
    "cap_syslog",
    "cap_wake_alarm",
    "cap_block_suspend",
    "cap_audit_read",
    "cap_perfmon",
    "cap_bpf",
    "cap_checkpoint_restore",
];

/// Flags of an open file as `fdinfo` prints them, by the bits that the architecture has for each;
/// read-only has none.
pub const OPEN_FLAGS: &[(u64, &str)] = &[
    (OFlags::WRONLY.bits() as u64, "wronly"),
    (OFlags::RDWR.bits() as u64, "rdwr"),
    (OFlags::CREATE.bits() as u64, "creat"),
    (OFlags::EXCL.bits() as u64, "excl"),
    (OFlags::NOCTTY.bits() as u64, "noctty"),
    (OFlags::TRUNC.bits() as u64, "trunc"),
    (OFlags::APPEND.bits() as u64, "append"),
    (OFlags::NONBLOCK.bits() as u64, "nonblock"),
    (OFlags::DSYNC.bits() as u64, "dsync"),
    (OFlags::ASYNC.bits() as u64, "async"),
    (OFlags::DIRECT.bits() as u64, "direct"),
    (OFlags::LARGEFILE.bits() as u64, "largefile"),
    (OFlags::DIRECTORY.bits() as u64, "directory"),
    (OFlags::NOFOLLOW.bits() as u64, "nofollow"),
    (OFlags::NOATIME.bits() as u64, "noatime"),
    (OFlags::CLOEXEC.bits() as u64, "cloexec"),
    // Each implies another, which has its own bits.
    ((OFlags::SYNC.bits() & !OFlags::DSYNC.bits()) as u64, "sync"),
    (OFlags::PATH.bits() as u64, "path"),
    ((OFlags::TMPFILE.bits() & !OFlags::DIRECTORY.bits()) as u64, "tmpfile"),
];

/// Signals from 1 on, so that the index is also the bit of a mask, as `kill -l` has them on x86 and
/// ARM. The C library keeps 32 and 33 to itself; they have no name.
pub const SIGNALS: &[&str] = &[
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
    "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS", "32", "33", "RTMIN", "RTMIN+1",
    "RTMIN+2", "RTMIN+3", "RTMIN+4", "RTMIN+5", "RTMIN+6", "RTMIN+7", "RTMIN+8", "RTMIN+9",
    "RTMIN+10", "RTMIN+11", "RTMIN+12", "RTMIN+13", "RTMIN+14", "RTMIN+15", "RTMAX-14", "RTMAX-13",
    "RTMAX-12", "RTMAX-11", "RTMAX-10", "RTMAX-9", "RTMAX-8", "RTMAX-7", "RTMAX-6", "RTMAX-5",
    "RTMAX-4", "RTMAX-3", "RTMAX-2", "RTMAX-1", "RTMAX",
];

/// Policies of the scheduler, from `SCHED_OTHER` on.
pub const SCHED_POLICIES: &[&str] =
    &["other", "fifo", "rr", "batch", "iso", "idle", "deadline", "ext"];

/// The same as the column `CLS` of `ps` has them.
pub const SCHED_CLASSES: &[&str] = &["TS", "FF", "RR", "B", "ISO", "IDL", "DLN", "EXT"];

/// Flags of a task as `stat` prints them, by bit: the `PF_*` of current kernels. Those that have no
/// name have been given up, or are taken anew with each kernel.
pub const TASK_FLAGS: &[&str] = &[
    "vcpu",
    "idle",
    "exiting",
    "postcoredump",
    "io_worker",
    "wq_worker",
    "forknoexec",
    "mce_process",
    "superpriv",
    "dumpcore",
    "signaled",
    "memalloc",
    "nproc_exceeded",
    "used_math",
    "user_worker",
    "nofreeze",
    "kcompactd",
    "kswapd",
    "memalloc_nofs",
    "memalloc_noio",
    "local_throttle",
    "kthread",
    "randomize",
    "0x800000",
    "0x1000000",
    "0x2000000",
    "no_setaffinity",
    "mce_early",
    "memalloc_pin",
    "block_ts",
    "0x40000000",
    "suspend_task",
];

/// What a core dump contains, by bit of `coredump_filter`.
pub const COREDUMP: &[&str] = &[
    "anonymous_private",
    "anonymous_shared",
    "file_private",
    "file_shared",
    "elf_headers",
    "hugetlb_private",
    "hugetlb_shared",
    "dax_private",
    "dax_shared",
];

/// Why the kernel is tainted, by bit: the `TAINT_*` of current kernels.
pub const TAINTS: &[&str] = &[
    "proprietary_module",
    "forced_module",
    "cpu_out_of_spec",
    "forced_rmmod",
    "machine_check",
    "bad_page",
    "user",
    "die",
    "overridden_acpi_table",
    "warn",
    "crap",
    "firmware_workaround",
    "oot_module",
    "unsigned_module",
    "softlockup",
    "livepatch",
    "aux",
    "randstruct",
    "test",
    "fwctl",
];

/// Execution domains: the low byte of a personality.
pub const PERSONALITIES: &[&str] = &[
    "linux", "svr4", "svr3", "scosvr3", "wysev386", "iscr4", "bsd", "xenix", "linux32", "irix32",
    "irixn32", "irix64", "riscos", "solaris", "uw7", "osf4", "hpux",
];

/// Flags of a personality, by bit; the low byte is the execution domain.
pub const PERSONALITY_FLAGS: &[&str] = &[
    "0x1",
    "0x2",
    "0x4",
    "0x8",
    "0x10",
    "0x20",
    "0x40",
    "0x80",
    "0x100",
    "0x200",
    "0x400",
    "0x800",
    "0x1000",
    "0x2000",
    "0x4000",
    "0x8000",
    "0x10000",
    "uname26",
    "addr_no_randomize",
    "fdpic_funcptrs",
    "mmap_page_zero",
    "addr_compat_layout",
    "read_implies_exec",
    "addr_limit_32bit",
    "short_inode",
    "whole_seconds",
    "sticky_timeouts",
    "addr_limit_3gb",
];

/// The name of a number, or the number itself as a word where a newer kernel knows more.
pub fn named(names: &'static [&'static str], number: u64) -> Value<'static> {
    let known = usize::try_from(number).ok().and_then(|number| names.get(number));
    known.map_or_else(|| Value::Word(number.to_string().into()), |name| Value::word(name))
}

/// The names of the bits that are set, and of those that have no name the number.
pub fn set_bits(names: &'static [&'static str], bits: u64) -> Value<'static> {
    Value::List(
        (0..64_u64).filter(|bit| bits >> bit & 1 != 0).map(|bit| named(names, bit)).collect(),
    )
}

/// The same as texts.
pub fn set_names(names: &'static [&'static str], bits: u64) -> impl Iterator<Item = String> {
    (0..64_u64).filter(move |bit| bits >> bit & 1 != 0).map(|bit| {
        let known = usize::try_from(bit).ok().and_then(|bit| names.get(bit));
        known.map_or_else(|| bit.to_string(), |name| (*name).to_owned())
    })
}

/// What each letter stands for; one without a name stands for itself.
pub fn letters(table: &'static [(u8, &'static str)], text: &[u8]) -> Value<'static> {
    let name = |letter: &u8| {
        let known = table.iter().find(|(of, _)| of == letter);
        known.map_or_else(|| Value::Text(vec![*letter].into()), |(_, name)| Value::word(name))
    };
    Value::List(text.iter().map(name).collect())
}

/// Protocols by the number that stands for them in a packet of the link layer; those of a protocol
/// that has given way to another are left out.
const ETHER_TYPES: &[(u64, &str)] = &[
    (0x0001, "802.3"),
    (0x0003, "all"),
    (0x0004, "802.2"),
    (0x000c, "can"),
    (0x000d, "can_fd"),
    (0x000e, "can_xl"),
    (0x00f5, "phonet"),
    (0x00f6, "802.15.4"),
    (0x0200, "pup"),
    (0x0800, "ip"),
    (0x0805, "x25"),
    (0x0806, "arp"),
    (0x4305, "batman"),
    (0x6558, "teb"),
    (0x8035, "rarp"),
    (0x809b, "appletalk"),
    (0x80f3, "aarp"),
    (0x8100, "802.1q"),
    (0x8137, "ipx"),
    (0x86dd, "ipv6"),
    (0x8808, "pause"),
    (0x8847, "mpls"),
    (0x8848, "mpls_multicast"),
    (0x8863, "pppoe_discovery"),
    (0x8864, "pppoe_session"),
    (0x888e, "eapol"),
    (0x88a2, "aoe"),
    (0x88a8, "802.1ad"),
    (0x88ca, "tipc"),
    (0x88cc, "lldp"),
    (0x88e5, "macsec"),
    (0x88f5, "mvrp"),
    (0x88f7, "ptp"),
    (0x88fb, "prp"),
    (0x8902, "cfm"),
    (0x8906, "fcoe"),
    (0x8914, "fip"),
    (0x892f, "hsr"),
];

/// The name of a protocol in a packet of the link layer.
pub fn ether_type(number: u64) -> Option<&'static str> {
    ETHER_TYPES.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}

/// Protocols above IP, as the kernel's headers spell them.
const IP_PROTOCOLS: &[(u64, &str)] = &[
    (0, "ip"),
    (1, "icmp"),
    (2, "igmp"),
    (4, "ipip"),
    (6, "tcp"),
    (8, "egp"),
    (12, "pup"),
    (17, "udp"),
    (22, "idp"),
    (29, "tp"),
    (33, "dccp"),
    (41, "ipv6"),
    (43, "routing"),
    (44, "fragment"),
    (46, "rsvp"),
    (47, "gre"),
    (50, "esp"),
    (51, "ah"),
    (58, "icmpv6"),
    (59, "none"),
    (60, "dstopts"),
    (92, "mtp"),
    (94, "beetph"),
    (98, "encap"),
    (103, "pim"),
    (108, "comp"),
    (115, "l2tp"),
    (132, "sctp"),
    (135, "mh"),
    (136, "udplite"),
    (137, "mpls"),
    (143, "ethernet"),
    (255, "raw"),
];

/// The name of a protocol above IP.
pub fn ip_protocol(number: u64) -> Option<&'static str> {
    IP_PROTOCOLS.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}

/// The names of the bits that are set, and what has no name as one number in hexadecimal.
pub fn flags(table: &'static [(u64, &'static str)], bits: u64) -> Value<'static> {
    let known = |(bit, _): &&(u64, &str)| bits & bit != 0;
    let names = table.iter().filter(known).map(|(_, name)| Value::word(name));
    let rest = table.iter().fold(bits, |rest, (bit, _)| rest & !bit);
    let rest = (rest != 0).then(|| Value::Word(format!("{rest:#x}").into()));
    Value::List(names.chain(rest).collect())
}

/// The name of a signal, or the number itself: 0 is none.
pub fn signal(number: u64) -> Value<'static> {
    // Below 1 there is none, and past the last index there is no name.
    match number.checked_sub(1).and_then(|index| SIGNALS.get(usize::try_from(index).ok()?)) {
        Some(name) => Value::word(name),
        None => Value::Word(number.to_string().into()),
    }
}

/// The execution domain and the flags of a personality.
pub fn personality(bits: u64) -> Value<'static> {
    let domain = named(PERSONALITIES, bits & 0xff);
    match set_bits(PERSONALITY_FLAGS, bits & !0xff) {
        Value::List(flags) => Value::List(std::iter::once(domain).chain(flags).collect()),
        flags => Value::List(vec![domain, flags]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_keeps_its_number() {
        assert_eq!(named(SECCOMP, 2), Value::word("filter"));
        assert_eq!(named(SECCOMP, 9), Value::word("9"));
        assert_eq!(
            set_bits(CAPABILITIES, 1 | 1 << 50),
            Value::List(vec![Value::word("cap_chown"), Value::word("50")])
        );
    }

    #[test]
    fn flags_without_a_name_are_not_lost() {
        const TABLE: &[(u64, &str)] = &[(1, "up"), (4, "host")];
        assert_eq!(flags(TABLE, 5), Value::List(vec![Value::word("up"), Value::word("host")]));
        assert_eq!(flags(TABLE, 0x31), Value::List(vec![Value::word("up"), Value::word("0x30")]));
        assert_eq!(flags(TABLE, 0), Value::List(vec![]));
    }

    #[test]
    fn signals_start_at_1() {
        assert_eq!((signal(1), signal(9)), (Value::word("HUP"), Value::word("KILL")));
        assert_eq!((signal(34), signal(64)), (Value::word("RTMIN"), Value::word("RTMAX")));
        for number in [0, 65, u64::MAX] {
            assert_eq!(signal(number), Value::Word(number.to_string().into()));
        }
        assert_eq!(
            set_bits(SIGNALS, 1 << 16 | 1 << 63),
            Value::List(vec![Value::word("CHLD"), Value::word("RTMAX")])
        );
    }

    #[test]
    fn a_personality_is_a_domain_with_flags() {
        assert_eq!(
            personality(0x0004_0008),
            Value::List(vec![Value::word("linux32"), Value::word("addr_no_randomize")])
        );
        assert_eq!(personality(0), Value::List(vec![Value::word("linux")]));
    }

    #[test]
    fn flags_stand_at_their_bits() {
        assert_eq!(
            set_bits(TASK_FLAGS, 0x0020_0040),
            Value::List(vec![Value::word("forknoexec"), Value::word("kthread")])
        );
        assert_eq!(set_bits(TASK_FLAGS, 1 << 30), Value::List(vec![Value::word("0x40000000")]));
        assert_eq!(named(SCHED_POLICIES, 7), Value::word("ext"));
        assert_eq!(SCHED_POLICIES.len(), SCHED_CLASSES.len());
        assert_eq!(set_bits(COREDUMP, 0x100), Value::List(vec![Value::word("dax_shared")]));
    }
}
