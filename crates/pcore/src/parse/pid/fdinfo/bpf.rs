//! What `fdinfo` says of what BPF has: maps, programs, links and descriptions of types.

use crate::parse::{Item, number};

details! {
    /// A map, a program, a link or a description of types. What one of them does not have does not
    /// apply.
    Bpf {
        /// The number of the map's type.
        map_type: u64 = b"map_type", number::unsigned, NotApplicable;
        /// The size of a key in bytes.
        key_size: u64 = b"key_size", number::unsigned, NotApplicable;
        /// The size of a value in bytes.
        value_size: u64 = b"value_size", number::unsigned, NotApplicable;
        /// How many entries fit.
        max_entries: u64 = b"max_entries", number::unsigned, NotApplicable;
        /// The flags that the map was made with, by bit of `BPF_F_*`.
        map_flags: u64 = b"map_flags", number::prefixed_hex, NotApplicable;
        /// What the type of the map has besides, such as a number of hash functions.
        map_extra: u64 = b"map_extra", number::prefixed_hex, NotApplicable;
        /// Bytes of memory that it takes.
        memory: u64 = b"memlock", number::unsigned, NotApplicable;
        /// The number of the map.
        map_id: u64 = b"map_id", number::unsigned, NotApplicable;
        /// Whether programs alone may still write to it.
        frozen: bool = b"frozen", number::flag, NotApplicable;
        /// The number of the type of the programs that may use the map.
        owner_type: u64 = b"owner_prog_type", number::unsigned, NotApplicable;
        /// Whether those are compiled.
        owner_jited: bool = b"owner_jited", number::flag, NotApplicable;
        /// The number of the program's type.
        prog_type: u64 = b"prog_type", number::unsigned, NotApplicable;
        /// Whether it is compiled.
        jited: bool = b"prog_jited", number::flag, NotApplicable;
        /// The hash of its instructions.
        tag: Box<[u8]> = b"prog_tag", text, NotApplicable;
        /// The number of the program, or of that of a link.
        prog_id: u64 = b"prog_id", number::unsigned, NotApplicable;
        /// Nanoseconds that it ran; counted only where the kernel is told to.
        run_time: u64 = b"run_time_ns", number::unsigned, NotApplicable;
        /// How often it ran; counted only where the kernel is told to.
        run_count: u64 = b"run_cnt", number::unsigned, NotApplicable;
        /// How often it did not run because it ran already.
        recursion_misses: u64 = b"recursion_misses", number::unsigned, NotApplicable;
        /// How many instructions the verifier looked at.
        verified: u64 = b"verified_insns", number::unsigned, NotApplicable;
        /// The type of a link, which the kernel prints by name.
        link_type: Box<[u8]> = b"link_type", text, NotApplicable;
        /// The number of the link.
        link_id: u64 = b"link_id", number::unsigned, NotApplicable;
        /// The number of what the link attaches as.
        attach_type: u64 = b"attach_type", number::unsigned, NotApplicable;
        /// The object that a link attaches to.
        target_object: u64 = b"target_obj_id", number::unsigned, NotApplicable;
        /// The function in that object, by its description.
        target_btf: u64 = b"target_btf_id", number::unsigned, NotApplicable;
        /// The tracepoint that a link attaches to.
        tracepoint: Box<[u8]> = b"tp_name", text, NotApplicable;
        /// The index of the interface that a link attaches to.
        interface: u64 = b"ifindex", number::unsigned, NotApplicable;
        /// The control group that a link attaches to.
        cgroup: u64 = b"cgroup_id", number::unsigned, NotApplicable;
        /// The inode of the network namespace that a link attaches to.
        netns: u64 = b"netns_ino", number::unsigned, NotApplicable;
        /// A number that a link hands to its program.
        cookie: u64 = b"cookie", number::unsigned, NotApplicable;
        /// How many places in the kernel or a program a link attaches to.
        kprobes: u64 = b"kprobe_cnt", number::unsigned, NotApplicable;
        /// The same in a program.
        uprobes: u64 = b"uprobe_cnt", number::unsigned, NotApplicable;
        /// How often the program of a link was not run when it should have been.
        missed: u64 = b"missed", number::unsigned, NotApplicable;
        /// The process that a link attaches to.
        pid: u64 = b"pid", number::unsigned, NotApplicable;
        /// The file of the program that a link attaches to.
        path: Box<[u8]> = b"path", text, NotApplicable;
        /// What a link iterates over.
        target_name: Box<[u8]> = b"target_name", text, NotApplicable;
        /// The number of a description of types.
        btf_id: u64 = b"btf_id", number::unsigned, NotApplicable;
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every parser of a field")]
fn text(value: &[u8]) -> Item<Box<[u8]>> {
    Ok(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const PROGRAM: &[u8] = b"prog_type:\t1\nprog_jited:\t1\nprog_tag:\t59f4a931744dcdc6\nmemlock:\t4096\nprog_id:\t97\nrun_time_ns:\t0\nrun_cnt:\t0\nrecursion_misses:\t0\nverified_insns:\t2\n";

    #[test]
    fn a_map() {
        let map = Bpf::parse(b"map_type:\t2\nkey_size:\t4\nvalue_size:\t8\nmax_entries:\t3\nmap_flags:\t0x400\nmap_extra:\t0x0\nmemlock:\t336\nmap_id:\t25\nfrozen:\t0\n");
        assert_eq!((map.map_type, map.key_size, map.value_size), (Ok(2), Ok(4), Ok(8)));
        assert_eq!((map.map_flags, map.memory, map.map_id), (Ok(0x400), Ok(336), Ok(25)));
        assert_eq!(map.frozen, Ok(false));
        assert_eq!(map.prog_id, Err(Absent::NotApplicable));
    }

    #[test]
    fn a_program_and_a_link() {
        let program = Bpf::parse(PROGRAM);
        assert_eq!((program.prog_type, program.jited), (Ok(1), Ok(true)));
        assert_eq!(program.tag.as_deref(), Ok(&b"59f4a931744dcdc6"[..]));
        let link = Bpf::parse(b"link_type:\tnetns\nlink_id:\t89\nprog_tag:\t59f4\nprog_id:\t98\nnetns_ino:\t4026531833\nattach_type:\t17\n");
        assert_eq!(link.link_type.as_deref(), Ok(&b"netns"[..]));
        assert_eq!((link.link_id, link.prog_id, link.netns), (Ok(89), Ok(98), Ok(4_026_531_833)));
    }

    #[test]
    fn damage_costs_the_field() {
        let map = Bpf::parse(b"map_type:\tx\nfrozen:\t2\nmap_id:\t3\n");
        assert_eq!((map.map_type, map.map_id), (Err(Absent::Malformed), Ok(3)));
        assert_eq!(map.frozen, Err(Absent::Malformed));
    }

    details_properties!(Bpf, PROGRAM);
}
