//! `pnet interfaces`: one row an interface, with its counters.

use std::rc::Rc;

use super::net::Net;
use super::table::{self, Entry, In, Networked, counter};
use crate::field::{Field, Group, Of, Source};
use crate::parse::Item;
use crate::parse::net::counters::Number;
use crate::parse::net::dev::{self, Device};
use crate::parse::net::dev_snmp6::DevSnmp6;
use crate::parse::net::wireless::{self, Quality, Wireless};
use crate::view::pps::process::Once;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The interfaces.
pub(crate) struct Interfaces;

impl Networked for Interfaces {
    type Entry = Interface;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "interfaces",
        about: "Interfaces, one row each, with what they received and sent.",
        aliases: &["ifconfig", "dev", "links"],
        key: &["netns", "netns_table", "device"],
        default_fields: &[
            "device",
            "rx_bytes",
            "rx_packets",
            "rx_errors",
            "rx_dropped",
            "tx_bytes",
            "tx_packets",
            "tx_errors",
            "tx_dropped",
        ],
        words: "an interface by its name",
        examples: &[
            ("pnet interfaces", "what each interface received and sent"),
            ("pnet interfaces eth0 --json", "one of them for a script"),
            ("pnet interfaces -Q 'rx_errors > 0 or tx_errors > 0'", "which have errors"),
            ("pnet interfaces --all-netns -o +netns,container", "those of containers too"),
            (
                "pnet interfaces -Q signal -o device,link_quality,signal,noise",
                "how good the reception of wireless ones is",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Interface>>] = &[
        Group { name: "Interface", fields: INTERFACE },
        Group { name: "Received", fields: RECEIVED },
        Group { name: "Sent", fields: SENT },
        Group { name: "Wireless", fields: WIRELESS },
        Group { name: "IPv6", fields: IPV6 },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(table::of_device(word, number("device")))
    }
}

/// An interface, with what other files than that of the counters tell of it once that is asked for.
pub(crate) struct Interface {
    device: Device,
    /// The wireless interfaces of the namespace.
    wireless: Rc<Once<Vec<Wireless>>>,
    snmp6: Once<DevSnmp6>,
}

impl Entry for Interface {
    const FILES: &'static [File] = &[File::NetDev];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let wireless = Rc::default();
        for device in net.items(File::NetDev, |text| dev::rows(text).collect())? {
            each(Self { device, wireless: Rc::clone(&wireless), snmp6: Once::default() });
        }
        Ok(())
    }
}

impl Source<In<Interface>> for Wireless {
    const FILES: &'static [File] = &[File::NetWireless];

    fn of(row: &In<Interface>) -> Result<&Self, Absent> {
        let Interface { device, wireless, .. } = row.entry();
        let all = wireless
            .get(|| row.net().items(File::NetWireless, |text| wireless::rows(text).collect()))?;
        all.iter().find(|wireless| wireless.name == device.name).ok_or(Absent::NotApplicable)
    }
}

impl Source<In<Interface>> for DevSnmp6 {
    const FILES: &'static [File] = &[File::NetDevSnmp6];

    fn of(row: &In<Interface>) -> Result<&Self, Absent> {
        let Interface { device, snmp6, .. } = row.entry();
        let net = row.net();
        snmp6.get(|| match net.below(File::NetDevSnmp6, &device.name, Self::parse) {
            // The kernel has the others: IPv6 is off for this one.
            Err(Absent::Unsupported) if net.names(File::NetDevSnmp6).is_ok() => {
                Err(Absent::NotApplicable)
            }
            parsed => parsed,
        })
    }
}

static INTERFACE: &[Field<In<Interface>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Name of the interface.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|interface: &Interface| Ok(Value::text(&interface.device.name))),
        ..Field::BASE
    },
    Field {
        name: "ifindex",
        header: "IFINDEX",
        kind: Kind::Id,
        doc: "Number of the interface; does not apply where IPv6 is off for it, since no other file tells it of each.",
        aliases: &["index"],
        from: &Of(|ipv6: &DevSnmp6| Ok(ipv6.ifindex?.into())),
        ..Field::BASE
    },
];

static RECEIVED: &[Field<In<Interface>>] = &[
    counter!(Interface, "rx_bytes", "RX", Bytes, [], device.rx_bytes, "Bytes received."),
    counter!(Interface, "rx_packets", "RX-PKTS", Count, [], device.rx_packets, "Packets received."),
    counter!(
        Interface,
        "rx_errors",
        "RX-ERRS",
        Count,
        [],
        device.rx_errors,
        "Bad packets received, of any kind."
    ),
    counter!(
        Interface,
        "rx_dropped",
        "RX-DROP",
        Count,
        [],
        device.rx_dropped,
        "Good packets dropped on receipt, for want of room or a taker."
    ),
    counter!(
        Interface,
        "rx_fifo",
        "RX-FIFO",
        Count,
        [],
        device.rx_fifo,
        "Packets that overran the receiver's buffer."
    ),
    counter!(
        Interface,
        "rx_frame",
        "RX-FRAME",
        Count,
        [],
        device.rx_frame,
        "Packets received with a wrong length or checksum, or misaligned."
    ),
    counter!(
        Interface,
        "rx_compressed",
        "RX-COMP",
        Count,
        [],
        device.rx_compressed,
        "Compressed packets received."
    ),
    counter!(
        Interface,
        "rx_multicast",
        "MULTICAST",
        Count,
        [],
        device.rx_multicast,
        "Multicast packets received."
    ),
];

static SENT: &[Field<In<Interface>>] = &[
    counter!(Interface, "tx_bytes", "TX", Bytes, [], device.tx_bytes, "Bytes sent."),
    counter!(Interface, "tx_packets", "TX-PKTS", Count, [], device.tx_packets, "Packets sent."),
    counter!(
        Interface,
        "tx_errors",
        "TX-ERRS",
        Count,
        [],
        device.tx_errors,
        "Packets that could not be sent, of any kind."
    ),
    counter!(
        Interface,
        "tx_dropped",
        "TX-DROP",
        Count,
        [],
        device.tx_dropped,
        "Packets dropped before they were sent."
    ),
    counter!(
        Interface,
        "tx_fifo",
        "TX-FIFO",
        Count,
        [],
        device.tx_fifo,
        "Packets that the sender's buffer had run out of."
    ),
    counter!(
        Interface,
        "tx_collisions",
        "COLLS",
        Count,
        [],
        device.tx_collisions,
        "Collisions while sending."
    ),
    counter!(
        Interface,
        "tx_carrier",
        "TX-CARRIER",
        Count,
        [],
        device.tx_carrier,
        "Packets not sent for loss of carrier or link."
    ),
    counter!(
        Interface,
        "tx_compressed",
        "TX-COMP",
        Count,
        [],
        device.tx_compressed,
        "Compressed packets sent."
    ),
];

/// A measured value or a counter of a wireless interface.
macro_rules! wireless {
    ($name:literal, $header:literal, $kind:ident, $value:expr, $doc:literal, $aliases:expr) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::$kind,
            doc: $doc,
            aliases: $aliases,
            from: &Of($value),
            volatile: true,
            ..Field::BASE
        }
    };
}

/// What drivers put down as the noise when they know none, in dBm.
const NO_NOISE: i64 = -256;

static WIRELESS: &[Field<In<Interface>>] = &[
    wireless!(
        "wireless_status",
        "WL-STATUS",
        Mask,
        |wireless: &Wireless| Ok(Value::Word(format!("{:#06x}", wireless.status?).into())),
        "State of a wireless interface, whose meaning is its driver's; does not apply to others.",
        &[]
    ),
    wireless!(
        "link_quality",
        "LINK",
        Number,
        |wireless: &Wireless| measured(wireless.link),
        "How good the wireless link is, on a scale of the driver's.",
        &["link"]
    ),
    wireless!(
        "signal",
        "SIGNAL",
        Number,
        |wireless: &Wireless| measured(wireless.level),
        "Strength of the wireless signal: in dBm where it is negative, else on a scale of the driver's.",
        &["level"]
    ),
    wireless!(
        "noise",
        "NOISE",
        Number,
        |wireless: &Wireless| match measured(wireless.noise)? {
            Value::Int(NO_NOISE) => Err(Absent::NotApplicable),
            noise => Ok(noise),
        },
        "Strength of the noise, likewise; does not apply where the driver knows none.",
        &[]
    ),
    wireless!(
        "discarded_nwid",
        "DISC-NWID",
        Count,
        |wireless: &Wireless| Ok(wireless.discarded_nwid?.into()),
        "Packets discarded because they were of another wireless network.",
        &["nwid"]
    ),
    wireless!(
        "discarded_crypt",
        "DISC-CRYPT",
        Count,
        |wireless: &Wireless| Ok(wireless.discarded_crypt?.into()),
        "Packets discarded because they could not be decrypted.",
        &["crypt"]
    ),
    wireless!(
        "discarded_fragment",
        "DISC-FRAG",
        Count,
        |wireless: &Wireless| Ok(wireless.discarded_fragment?.into()),
        "Packets discarded because a fragment was missing.",
        &["frag"]
    ),
    wireless!(
        "discarded_retry",
        "DISC-RETRY",
        Count,
        |wireless: &Wireless| Ok(wireless.discarded_retry?.into()),
        "Packets not sent because the retries were used up.",
        &["retry"]
    ),
    wireless!(
        "discarded_other",
        "DISC-OTHER",
        Count,
        |wireless: &Wireless| Ok(wireless.discarded_misc?.into()),
        "Packets that a wireless interface discarded for other reasons.",
        &["misc"]
    ),
    wireless!(
        "missed_beacons",
        "BEACONS",
        Count,
        |wireless: &Wireless| Ok(wireless.missed_beacons?.into()),
        "Beacons of the access point that did not come.",
        &["beacon"]
    ),
];

fn measured(quality: Item<Quality>) -> Item<Value<'static>> {
    Ok(Value::Int(quality?.value))
}

/// A counter that IPv6 keeps of an interface.
macro_rules! ipv6 {
    ($name:literal, $header:literal, $kind:ident, $group:literal $counter:literal, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::$kind,
            doc: $doc,
            from: &Of(|ipv6: &DevSnmp6| counted(ipv6, $group, $counter)),
            volatile: true,
            ..Field::BASE
        }
    };
}

static IPV6: &[Field<In<Interface>>] = &[
    ipv6!(
        "ip6_rx_packets",
        "RX6-PKTS",
        Count,
        b"Ip6" b"InReceives",
        "IPv6 packets received; like all that IPv6 counts, it does not apply where IPv6 is off."
    ),
    ipv6!("ip6_rx_bytes", "RX6", Bytes, b"Ip6" b"InOctets", "Bytes in IPv6 packets received."),
    ipv6!(
        "ip6_rx_delivered",
        "RX6-DELIV",
        Count,
        b"Ip6" b"InDelivers",
        "IPv6 packets received and handed to a protocol above."
    ),
    ipv6!(
        "ip6_rx_errors",
        "RX6-ERRS",
        Count,
        b"Ip6" b"InHdrErrors",
        "IPv6 packets dropped for an error in their header, such as a hop limit that ran out."
    ),
    ipv6!(
        "ip6_rx_dropped",
        "RX6-DROP",
        Count,
        b"Ip6" b"InDiscards",
        "Good IPv6 packets dropped on receipt, such as for want of room."
    ),
    ipv6!(
        "ip6_rx_no_route",
        "RX6-NOROUTE",
        Count,
        b"Ip6" b"InNoRoutes",
        "IPv6 packets dropped because no route leads on."
    ),
    ipv6!(
        "ip6_forwarded",
        "FWD6",
        Count,
        b"Ip6" b"OutForwDatagrams",
        "IPv6 packets of others that were sent on."
    ),
    ipv6!(
        "ip6_tx_packets",
        "TX6-PKTS",
        Count,
        b"Ip6" b"OutRequests",
        "IPv6 packets that protocols above had to send."
    ),
    ipv6!("ip6_tx_bytes", "TX6", Bytes, b"Ip6" b"OutOctets", "Bytes in IPv6 packets sent."),
    ipv6!(
        "ip6_tx_dropped",
        "TX6-DROP",
        Count,
        b"Ip6" b"OutDiscards",
        "Good IPv6 packets dropped before they were sent."
    ),
    ipv6!("icmp6_rx", "RX-ICMP6", Count, b"Icmp6" b"InMsgs", "Messages of ICMPv6 received."),
    ipv6!("icmp6_tx", "TX-ICMP6", Count, b"Icmp6" b"OutMsgs", "Messages of ICMPv6 sent."),
];

/// The counter of this name; a kernel need not have each.
fn counted(ipv6: &DevSnmp6, group: &[u8], name: &[u8]) -> Item<Value<'static>> {
    let mut counters = ipv6.counters.iter().flatten();
    let found = counters.find(|counter| *counter.group == *group && *counter.name == *name);
    match found.ok_or(Absent::Unsupported)?.value? {
        Number::Unsigned(count) => Ok(count.into()),
        Number::Signed(_) => Err(Absent::Malformed),
    }
}
