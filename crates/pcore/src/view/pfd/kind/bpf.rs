//! Maps, programs, links and descriptions of types of BPF.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::field::{Field, Group, Of, Source};
use crate::names::named;
use crate::parse::Item;
use crate::parse::kallsyms;
use crate::parse::pid::fdinfo::bpf::Bpf;
use crate::run::Run;
use crate::view::pfd::file::Open;
use crate::{Absent, File, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "BPF", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "bpf_id",
        header: "BPF-ID",
        kind: Kind::Id,
        doc: "Number of the map, program, link or description of types.",
        from: &Of(|bpf: &Bpf| Ok(id(bpf)?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_name",
        header: "BPF-NAME",
        kind: Kind::Text,
        doc: "Name of a compiled program, by the symbol that has its hash; programs with one hash and several names cannot be told apart.",
        aliases: &["bpf.name"],
        from: &Of(|name: &Name| Ok(Value::text(&name.0))),
        ..Field::BASE
    },
    Field {
        name: "bpf_map_type",
        header: "MAP-TYPE",
        kind: Kind::Word,
        doc: "Type of a map.",
        from: &Of(|bpf: &Bpf| Ok(named(MAPS, bpf.map_type?))),
        ..Field::BASE
    },
    Field {
        name: "bpf_key_size",
        header: "KEY-SIZE",
        kind: Kind::Bytes,
        doc: "Size of a key of a map.",
        from: &Of(|bpf: &Bpf| Ok(bpf.key_size?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_value_size",
        header: "VALUE-SIZE",
        kind: Kind::Bytes,
        doc: "Size of a value of a map.",
        from: &Of(|bpf: &Bpf| Ok(bpf.value_size?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_max_entries",
        header: "MAX-ENTRIES",
        kind: Kind::Count,
        doc: "Entries that fit into a map.",
        from: &Of(|bpf: &Bpf| Ok(bpf.max_entries?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_map_flags",
        header: "MAP-FLAGS",
        kind: Kind::Mask,
        doc: "Flags that a map was made with.",
        from: &Of(|bpf: &Bpf| Ok(hex(bpf.map_flags?))),
        ..Field::BASE
    },
    Field {
        name: "bpf_map_extra",
        header: "MAP-EXTRA",
        kind: Kind::Mask,
        doc: "What the type of a map has besides, such as a number of hash functions.",
        from: &Of(|bpf: &Bpf| Ok(hex(bpf.map_extra?))),
        ..Field::BASE
    },
    Field {
        name: "bpf_memory",
        header: "BPF-MEMORY",
        kind: Kind::Bytes,
        doc: "Memory that a map or program takes.",
        from: &Of(|bpf: &Bpf| Ok(bpf.memory?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_frozen",
        header: "FROZEN",
        kind: Kind::Bool,
        doc: "Whether programs alone may still write to a map.",
        from: &Of(|bpf: &Bpf| Ok(bpf.frozen?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_owner_type",
        header: "OWNER-TYPE",
        kind: Kind::Word,
        doc: "Type of the programs that may use a map.",
        from: &Of(|bpf: &Bpf| Ok(named(PROGRAMS, bpf.owner_type?))),
        ..Field::BASE
    },
    Field {
        name: "bpf_owner_jited",
        header: "OWNER-JITED",
        kind: Kind::Bool,
        doc: "Whether those programs are compiled.",
        from: &Of(|bpf: &Bpf| Ok(bpf.owner_jited?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_prog_type",
        header: "PROG-TYPE",
        kind: Kind::Word,
        doc: "Type of a program.",
        from: &Of(|bpf: &Bpf| Ok(named(PROGRAMS, bpf.prog_type?))),
        ..Field::BASE
    },
    Field {
        name: "bpf_prog_id",
        header: "PROG-ID",
        kind: Kind::Id,
        doc: "Number of a program, or of that of a link.",
        from: &Of(|bpf: &Bpf| Ok(bpf.prog_id?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_tag",
        header: "PROG-TAG",
        kind: Kind::Mask,
        doc: "Hash of the instructions of a program.",
        from: &Of(|bpf: &Bpf| text(&bpf.tag)),
        ..Field::BASE
    },
    Field {
        name: "bpf_jited",
        header: "JITED",
        kind: Kind::Bool,
        doc: "Whether a program is compiled.",
        from: &Of(|bpf: &Bpf| Ok(bpf.jited?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_run_time",
        header: "RUN-TIME",
        kind: Kind::Seconds,
        doc: "Time for which a program ran; the kernel counts it only where it is told to.",
        from: &Of(|bpf: &Bpf| Ok((bpf.run_time? as f64 / 1e9).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bpf_run_count",
        header: "RUN-COUNT",
        kind: Kind::Count,
        doc: "How often a program ran; the kernel counts it only where it is told to.",
        from: &Of(|bpf: &Bpf| Ok(bpf.run_count?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bpf_recursion_misses",
        header: "RECURSION-MISSES",
        kind: Kind::Count,
        doc: "How often a program did not run because it ran already.",
        from: &Of(|bpf: &Bpf| Ok(bpf.recursion_misses?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bpf_verified",
        header: "VERIFIED",
        kind: Kind::Count,
        doc: "Instructions that the verifier looked at.",
        from: &Of(|bpf: &Bpf| Ok(bpf.verified?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_link_type",
        header: "LINK-TYPE",
        kind: Kind::Text,
        doc: "Type of a link.",
        from: &Of(|bpf: &Bpf| text(&bpf.link_type)),
        ..Field::BASE
    },
    Field {
        name: "bpf_attach_type",
        header: "ATTACH-TYPE",
        kind: Kind::Word,
        doc: "What a link attaches its program as.",
        from: &Of(|bpf: &Bpf| Ok(named(ATTACHMENTS, bpf.attach_type?))),
        ..Field::BASE
    },
    Field {
        name: "bpf_target_object",
        header: "TARGET-OBJECT",
        kind: Kind::Id,
        doc: "Object that a link attaches to.",
        from: &Of(|bpf: &Bpf| Ok(bpf.target_object?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_target_btf",
        header: "TARGET-BTF",
        kind: Kind::Id,
        doc: "Function in that object, by its description.",
        from: &Of(|bpf: &Bpf| Ok(bpf.target_btf?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_target_name",
        header: "TARGET-NAME",
        kind: Kind::Text,
        doc: "What a link iterates over.",
        from: &Of(|bpf: &Bpf| text(&bpf.target_name)),
        ..Field::BASE
    },
    Field {
        name: "bpf_tracepoint",
        header: "TRACEPOINT",
        kind: Kind::Text,
        doc: "Tracepoint that a link attaches to.",
        from: &Of(|bpf: &Bpf| text(&bpf.tracepoint)),
        ..Field::BASE
    },
    Field {
        name: "bpf_interface",
        header: "BPF-INTERFACE",
        kind: Kind::Id,
        doc: "Index of the interface that a link attaches to.",
        from: &Of(|bpf: &Bpf| Ok(bpf.interface?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_cgroup",
        header: "BPF-CGROUP",
        kind: Kind::Id,
        doc: "Control group that a link attaches to, by its inode.",
        from: &Of(|bpf: &Bpf| Ok(bpf.cgroup?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_netns",
        header: "BPF-NETNS",
        kind: Kind::Id,
        doc: "Network namespace that a link attaches to, by its inode.",
        from: &Of(|bpf: &Bpf| Ok(bpf.netns?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_cookie",
        header: "COOKIE",
        kind: Kind::Id,
        doc: "Number that a link hands to its program.",
        from: &Of(|bpf: &Bpf| Ok(bpf.cookie?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_probes",
        header: "PROBES",
        kind: Kind::Count,
        doc: "Places in the kernel or in a program that a link attaches to.",
        from: &Of(|bpf: &Bpf| Ok(bpf.kprobes.or(bpf.uprobes)?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_missed",
        header: "MISSED",
        kind: Kind::Count,
        doc: "How often the program of a link was not run when it should have been.",
        from: &Of(|bpf: &Bpf| Ok(bpf.missed?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bpf_target_pid",
        header: "TARGET-PID",
        kind: Kind::Id,
        doc: "Process that a link attaches to.",
        from: &Of(|bpf: &Bpf| Ok(bpf.pid?.into())),
        ..Field::BASE
    },
    Field {
        name: "bpf_target_path",
        header: "TARGET-PATH",
        kind: Kind::Path,
        doc: "File of the program that a link attaches to.",
        from: &Of(|bpf: &Bpf| text(&bpf.path)),
        ..Field::BASE
    },
];

/// The number of what a descriptor refers to. A link also tells that of its program, and some that
/// of a map.
///
/// # Errors
/// Why there is none.
pub(crate) fn id(bpf: &Bpf) -> Item<u64> {
    match bpf {
        Bpf { link_id: Err(Absent::NotApplicable), prog_type: Ok(_), .. } => bpf.prog_id,
        Bpf { link_id: Err(Absent::NotApplicable), map_type: Ok(_), .. } => bpf.map_id,
        Bpf { link_id: Err(Absent::NotApplicable), .. } => bpf.btf_id,
        _ => bpf.link_id,
    }
}

/// What it is more closely: the type of a map, program or link.
pub(super) fn what(bpf: &Bpf) -> Option<Value<'_>> {
    let link = text(&bpf.link_type).ok();
    let program = || Some(named(PROGRAMS, bpf.prog_type.ok()?));
    link.or_else(program).or_else(|| Some(named(MAPS, bpf.map_type.ok()?)))
}

fn text(text: &Item<Box<[u8]>>) -> Item<Value<'_>> {
    Ok(Value::text(text.as_deref().map_err(|absent| *absent)?))
}

fn hex(number: u64) -> Value<'static> {
    Value::Word(format!("{number:#x}").into())
}

/// Types of maps, by the kernel's number.
const MAPS: &[&str] = &[
    "unspec",
    "hash",
    "array",
    "prog_array",
    "perf_event_array",
    "percpu_hash",
    "percpu_array",
    "stack_trace",
    "cgroup_array",
    "lru_hash",
    "lru_percpu_hash",
    "lpm_trie",
    "array_of_maps",
    "hash_of_maps",
    "devmap",
    "sockmap",
    "cpumap",
    "xskmap",
    "sockhash",
    "cgroup_storage",
    "reuseport_sockarray",
    "percpu_cgroup_storage",
    "queue",
    "stack",
    "sk_storage",
    "devmap_hash",
    "struct_ops",
    "ringbuf",
    "inode_storage",
    "task_storage",
    "bloom_filter",
    "user_ringbuf",
    "cgrp_storage",
    "arena",
    "insn_array",
];

/// Types of programs, by the kernel's number.
const PROGRAMS: &[&str] = &[
    "unspec",
    "socket_filter",
    "kprobe",
    "sched_cls",
    "sched_act",
    "tracepoint",
    "xdp",
    "perf_event",
    "cgroup_skb",
    "cgroup_sock",
    "lwt_in",
    "lwt_out",
    "lwt_xmit",
    "sock_ops",
    "sk_skb",
    "cgroup_device",
    "sk_msg",
    "raw_tracepoint",
    "cgroup_sock_addr",
    "lwt_seg6local",
    "lirc_mode2",
    "sk_reuseport",
    "flow_dissector",
    "cgroup_sysctl",
    "raw_tracepoint_writable",
    "cgroup_sockopt",
    "tracing",
    "struct_ops",
    "ext",
    "lsm",
    "sk_lookup",
    "syscall",
    "netfilter",
];

/// What programs are attached as, by the kernel's number.
const ATTACHMENTS: &[&str] = &[
    "cgroup_inet_ingress",
    "cgroup_inet_egress",
    "cgroup_inet_sock_create",
    "cgroup_sock_ops",
    "sk_skb_stream_parser",
    "sk_skb_stream_verdict",
    "cgroup_device",
    "sk_msg_verdict",
    "cgroup_inet4_bind",
    "cgroup_inet6_bind",
    "cgroup_inet4_connect",
    "cgroup_inet6_connect",
    "cgroup_inet4_post_bind",
    "cgroup_inet6_post_bind",
    "cgroup_udp4_sendmsg",
    "cgroup_udp6_sendmsg",
    "lirc_mode2",
    "flow_dissector",
    "cgroup_sysctl",
    "cgroup_udp4_recvmsg",
    "cgroup_udp6_recvmsg",
    "cgroup_getsockopt",
    "cgroup_setsockopt",
    "trace_raw_tp",
    "trace_fentry",
    "trace_fexit",
    "modify_return",
    "lsm_mac",
    "trace_iter",
    "cgroup_inet4_getpeername",
    "cgroup_inet6_getpeername",
    "cgroup_inet4_getsockname",
    "cgroup_inet6_getsockname",
    "xdp_devmap",
    "cgroup_inet_sock_release",
    "xdp_cpumap",
    "sk_lookup",
    "xdp",
    "sk_skb_verdict",
    "sk_reuseport_select",
    "sk_reuseport_select_or_migrate",
    "perf_event",
    "trace_kprobe_multi",
    "lsm_cgroup",
    "struct_ops",
    "netfilter",
    "tcx_ingress",
    "tcx_egress",
    "trace_uprobe_multi",
    "cgroup_unix_connect",
    "cgroup_unix_sendmsg",
    "cgroup_unix_recvmsg",
    "cgroup_unix_getpeername",
    "cgroup_unix_getsockname",
    "netkit_primary",
    "netkit_peer",
    "trace_kprobe_session",
    "trace_uprobe_session",
];

/// The name of a program.
pub(crate) struct Name(Box<[u8]>);

impl Source<Open> for Name {
    const FILES: &'static [File] = &[File::Fd, File::FdInfo, File::Kallsyms];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().program.get(|| {
            let tag = Bpf::of(open)?.tag.as_ref().map_err(|absent| *absent)?;
            let programs = of_run(open.process().run()).as_ref().map_err(|absent| *absent)?;
            programs.name(tag).map(|name| Self(name.into()))
        })
    }

    fn prepare(run: &Arc<Run>) {
        let _ = of_run(run);
    }
}

/// The names of the compiled programs, by the hash of their instructions.
#[derive(Debug, Default)]
pub(crate) struct Programs(FxHashMap<Box<[u8]>, Option<Box<[u8]>>>);

impl Programs {
    /// Takes a symbol, which is that of a program if it is called `bpf_prog_HASH_NAME`.
    fn learn(&mut self, symbol: &[u8]) {
        const HASH: usize = 16;
        let program =
            symbol.strip_prefix(b"bpf_prog_").and_then(|rest| rest.split_at_checked(HASH));
        let Some((hash, name)) = program else { return };
        // A program without a name has one all the same; functions of the kernel's have no hash.
        let name = match name {
            b"" => name,
            name => match name.strip_prefix(b"_") {
                Some(name) => name,
                None => return,
            },
        };
        if !hash.iter().all(u8::is_ascii_hexdigit) {
            return;
        }
        match self.0.get_mut(hash) {
            None => {
                self.0.insert(hash.into(), Some(name.into()));
            }
            Some(known) if known.as_deref() == Some(name) => {}
            Some(known) => *known = None,
        }
    }

    fn name(&self, hash: &[u8]) -> Item<&[u8]> {
        match self.0.get(hash).map(Option::as_deref) {
            Some(Some(b"")) => Err(Absent::NotApplicable),
            Some(Some(name)) => Ok(name),
            // Only what is compiled is a symbol, and only if the kernel was not told otherwise.
            Some(None) | None => Err(Absent::Unsupported),
        }
    }
}

/// The names, read once a run.
fn of_run(run: &Arc<Run>) -> &Result<Programs, Absent> {
    run.programs.get_or_init(|| {
        let read = run.once(|reader| {
            let mut programs = Programs::default();
            reader.lines(File::Kallsyms.path(), 0, File::Kallsyms, &mut |line| {
                if let Ok(symbol) = kallsyms::row(line) {
                    programs.learn(symbol.name);
                }
            })?;
            Ok(programs)
        });
        read.unwrap_or(Err(Absent::Blocked))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_symbols_with_a_hash() {
        let mut programs = Programs::default();
        for symbol in [
            "bpf_prog_59f4a931744dcdc6_of_this_test",
            "bpf_prog_59f4a931744dcdc6_of_this_test",
            "bpf_prog_6deef7357e7b4530",
            "bpf_prog_0000000000000001_one",
            "bpf_prog_0000000000000001_other",
            "bpf_prog_pack_alloc.cold",
            "bpf_prog_test_run_skb.cold",
            "bpf_prog_",
        ] {
            programs.learn(symbol.as_bytes());
        }
        assert_eq!(programs.name(b"59f4a931744dcdc6"), Ok(&b"of_this_test"[..]));
        assert_eq!(programs.name(b"6deef7357e7b4530"), Err(Absent::NotApplicable));
        assert_eq!(programs.name(b"0000000000000001"), Err(Absent::Unsupported));
        assert_eq!(programs.name(b"0000000000000002"), Err(Absent::Unsupported));
        assert_eq!(programs.0.len(), 3);
    }
}
