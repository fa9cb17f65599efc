//! `[pid]/net/netlink`.
//!
//! The procfs crate does not cover this file.

use super::needed_pointer;
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// One netlink socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Netlink {
    /// The address of the socket in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// The protocol, which [`protocol_name`] names.
    pub protocol: Item<u32>,
    /// The address of the socket: often the process that made it, but any number; 0 is the kernel.
    pub portid: Item<u32>,
    /// The first 32 multicast groups that the socket has joined, as a mask.
    pub groups: Item<u64>,
    /// Bytes of memory held by what was received and not read.
    pub rmem: Item<u64>,
    /// Bytes of memory held by what is being sent.
    pub wmem: Item<u64>,
    /// 1 while the socket is being answered with a table, else 0.
    pub dump: Item<u64>,
    /// References that the kernel holds.
    pub refs: Item<u64>,
    /// Messages dropped because the reader was too slow.
    pub drops: Item<u64>,
    /// The inode; 0 for one of the kernel's own.
    pub inode: Item<u64>,
}

impl Netlink {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        // It marks the start of a row.
        let pointer = needed_pointer(&mut columns)?;
        Ok(Self {
            pointer,
            protocol: columns.narrow(),
            portid: columns.word().and_then(portid),
            groups: columns.hex(),
            rmem: columns.unsigned(),
            wmem: columns.unsigned(),
            dump: columns.unsigned(),
            refs: columns.unsigned(),
            drops: columns.unsigned(),
            inode: columns.unsigned(),
        })
    }
}

/// Whether the line is the header of the table.
pub fn is_header(line: &[u8]) -> bool {
    line.starts_with(b"sk ")
}

/// A port. Old kernels print the upper half as negative numbers.
fn portid(word: &[u8]) -> Item<u32> {
    number::narrow(word).or_else(|_| {
        let negative = i32::try_from(number::signed(word)?).map_err(|_| Absent::Malformed)?;
        Ok(negative.cast_unsigned())
    })
}

/// The name of a protocol: that of its `NETLINK_*` constant.
pub const fn protocol_name(protocol: u32) -> Option<&'static str> {
    Some(match protocol {
        0 => "route",
        1 => "unused",
        2 => "usersock",
        3 => "firewall",
        4 => "sock_diag",
        5 => "nflog",
        6 => "xfrm",
        7 => "selinux",
        8 => "iscsi",
        9 => "audit",
        10 => "fib_lookup",
        11 => "connector",
        12 => "netfilter",
        13 => "ip6_fw",
        14 => "dnrtmsg",
        15 => "kobject_uevent",
        16 => "generic",
        18 => "scsitransport",
        19 => "ecryptfs",
        20 => "rdma",
        21 => "crypto",
        22 => "smc",
        _ => return None,
    })
}

/// The name of a multicast group of a protocol, counted from 1: that of its constant.
pub fn group_name(protocol: u32, group: u32) -> Option<&'static str> {
    let names: &[&str] = match protocol {
        0 => &[
            "link",
            "notify",
            "neigh",
            "tc",
            "ipv4_ifaddr",
            "ipv4_mroute",
            "ipv4_route",
            "ipv4_rule",
            "ipv6_ifaddr",
            "ipv6_mroute",
            "ipv6_route",
            "ipv6_ifinfo",
            "decnet_ifaddr",
            "nop2",
            "decnet_route",
            "decnet_rule",
            "nop4",
            "ipv6_prefix",
            "ipv6_rule",
            "nd_useropt",
            "phonet_ifaddr",
            "phonet_route",
            "dcb",
            "ipv4_netconf",
            "ipv6_netconf",
            "mdb",
            "mpls_route",
            "nsid",
            "mpls_netconf",
            "ipv4_mroute_r",
            "ipv6_mroute_r",
            "nexthop",
        ],
        4 => &["inet_tcp_destroy", "inet_udp_destroy", "inet6_tcp_destroy", "inet6_udp_destroy"],
        6 => &["acquire", "expire", "sa", "policy", "aevents", "report", "migrate", "mapping"],
        7 => &["avc"],
        9 => &["readlog"],
        12 => &[
            "conntrack_new",
            "conntrack_update",
            "conntrack_destroy",
            "conntrack_exp_new",
            "conntrack_exp_update",
            "conntrack_exp_destroy",
            "nftables",
            "acct_quota",
            "nftrace",
        ],
        15 => &["kernel", "udev"],
        _ => return None,
    };
    names.get(usize::try_from(group.checked_sub(1)?).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const HEADER: &[u8] =
        b"sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode";
    const ROW: &[u8] =
        b"00000000a1b2c3d4 15  4194305242 00000501 2304     0        0     2        7        7004    ";

    #[test]
    fn a_whole_row() {
        let expected = Netlink {
            pointer: Ok(0xa1b2_c3d4),
            protocol: Ok(15),
            portid: Ok(4_194_305_242),
            groups: Ok(0x501),
            rmem: Ok(2304),
            wmem: Ok(0),
            dump: Ok(0),
            refs: Ok(2),
            drops: Ok(7),
            inode: Ok(7004),
        };
        assert_eq!(Netlink::parse(ROW), Ok(expected));
        assert_eq!(protocol_name(15), Some("kobject_uevent"));
        assert_eq!(protocol_name(17), None);
        assert_eq!((group_name(0, 1), group_name(0, 32)), (Some("link"), Some("nexthop")));
        assert_eq!((group_name(15, 0), group_name(15, 3), group_name(16, 1)), (None, None, None));
    }

    #[test]
    fn damage() {
        let socket = Netlink::parse(b"0 -1 -4143 xyz 1").unwrap();
        assert_eq!(socket.pointer, Err(Absent::Denied));
        assert_eq!(socket.protocol, Err(Absent::Malformed));
        assert_eq!(socket.portid, Ok(4_294_963_153));
        assert_eq!(socket.groups, Err(Absent::Malformed));
        assert_eq!(socket.rmem, Ok(1));
        assert_eq!(socket.inode, Err(Absent::Unsupported));
        for row in [&b""[..], b"-", HEADER] {
            assert_eq!(Netlink::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        assert!(is_header(HEADER));
        assert!(!is_header(ROW));
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = (Netlink::parse(&row), is_header(&row));
            let _ = Netlink::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[g-z: ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Netlink::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
