//! Names of numbers and bits, as the kernel's headers and the peers spell them.

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

/// Flags of an open file as `fdinfo` prints them, by bit; the two lowest are the access mode.
pub const OPEN_FLAGS: &[&str] = &[
    "wronly",
    "rdwr",
    "0x4",
    "0x8",
    "0x10",
    "0x20",
    "creat",
    "excl",
    "noctty",
    "trunc",
    "append",
    "nonblock",
    "dsync",
    "async",
    "direct",
    "largefile",
    "directory",
    "nofollow",
    "noatime",
    "cloexec",
    "sync",
    "path",
    "tmpfile",
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
}
