//! `pnet multicast-interfaces`: one row an interface by which this host forwards multicast packets.

use std::net::IpAddr;

use super::net::Net;
use super::table::{self, Entry, In, Networked, counter};
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::net::ip_mr_vif::{self, MulticastInterface};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The interfaces of multicast routers.
pub(crate) struct MulticastInterfaces;

impl Networked for MulticastInterfaces {
    type Entry = Port;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "multicast-interfaces",
        about: "Interfaces by which this host forwards multicast packets, one row each, with what went through them.",
        aliases: &["vifs", "mifs"],
        key: &["netns", "netns_table", "family", "index"],
        default_fields: &[
            "family",
            "index",
            "device",
            "rx_packets",
            "rx_bytes",
            "tx_packets",
            "tx_bytes",
            "flags",
            "remote",
        ],
        words: "an interface by its name",
        examples: &[
            ("pnet multicast-interfaces", "the interfaces of the multicast router, if one runs"),
            ("pnet multicast-interfaces -Q 'flags == tunnel'", "which are tunnels"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Port>>] = &[Group { name: "Interface", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(table::of_device(word, number("device")))
    }
}

/// An interface of a router.
pub(crate) struct Port {
    interface: MulticastInterface,
    is_v4: bool,
}

impl Entry for Port {
    const FILES: &'static [File] = &[File::NetIpMrVif, File::NetIp6MrVif];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut read = |file, is_v4| {
            let rows = net.items(file, |text| ip_mr_vif::rows(text).collect())?;
            for interface in rows {
                each(Self { interface, is_v4 });
            }
            Ok(())
        };
        table::any([read(File::NetIpMrVif, true), read(File::NetIp6MrVif, false)])
    }
}

static FIELDS: &[Field<In<Port>>] = &[
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the router: inet or inet6.",
        from: &Of(|port: &Port| Ok(Value::word(if port.is_v4 { "inet" } else { "inet6" }))),
        ..Field::BASE
    },
    Field {
        name: "index",
        header: "INDEX",
        kind: Kind::Id,
        doc: "Number by which the routes of the router name the interface.",
        aliases: &["vif", "mif"],
        from: &Of(|port: &Port| Ok(port.interface.index.into())),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Name of the interface, or none where it is gone.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|port: &Port| table::text(&port.interface.device)),
        ..Field::BASE
    },
    counter!(
        Port,
        "rx_bytes",
        "RX",
        Bytes,
        ["bytesin"],
        interface.rx_bytes,
        "Bytes of multicast packets received."
    ),
    counter!(
        Port,
        "rx_packets",
        "RX-PKTS",
        Count,
        ["pktsin"],
        interface.rx_packets,
        "Multicast packets received."
    ),
    counter!(
        Port,
        "tx_bytes",
        "TX",
        Bytes,
        ["bytesout"],
        interface.tx_bytes,
        "Bytes of multicast packets sent."
    ),
    counter!(
        Port,
        "tx_packets",
        "TX-PKTS",
        Count,
        ["pktsout"],
        interface.tx_packets,
        "Multicast packets sent."
    ),
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags: tunnel, srcrt, register, use_ifindex; of IPv6 only register.",
        from: &Of(|port: &Port| {
            let table = if port.is_v4 { ip_mr_vif::FLAGS } else { ip_mr_vif::FLAGS6 };
            Ok(names::flags(table, u64::from(port.interface.flags?)))
        }),
        ..Field::BASE
    },
    Field {
        name: "local",
        header: "LOCAL",
        kind: Kind::Address,
        doc: "Address of the interface; does not apply to IPv6, or where the router named the interface by its number.",
        from: &Of(|port: &Port| address(port.is_v4, IpAddr::V4(port.interface.local?))),
        ..Field::BASE
    },
    Field {
        name: "remote",
        header: "REMOTE",
        kind: Kind::Address,
        doc: "Other end of a tunnel; does not apply to what is none.",
        from: &Of(|port: &Port| address(port.is_v4, IpAddr::V4(port.interface.remote?))),
        ..Field::BASE
    },
];

/// Only IPv4 has addresses there.
fn address(is_v4: bool, address: IpAddr) -> Result<Value<'static>, Absent> {
    if is_v4 { Ok(address.into()) } else { Err(Absent::NotApplicable) }
}
