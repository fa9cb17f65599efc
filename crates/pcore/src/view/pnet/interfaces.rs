//! `pnet interfaces`: one row an interface, with its counters.

use super::net::Net;
use super::table::{Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::net::dev::{self, Device};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The interfaces.
pub(crate) struct Interfaces;

impl Networked for Interfaces {
    type Entry = Device;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "interfaces",
        about: "Interfaces, one row each, with what they received and sent.",
        aliases: &["ifconfig", "dev", "links"],
        key: &["netns", "device"],
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
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Device>>] = &[Group { name: "Interface", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let name = Value::Text(word.text.as_bytes().to_vec().into());
        Ok(Selector { kind: "device".into(), filter: Filter::equal(number("device"), name) })
    }
}

impl Entry for Device {
    const FILES: &'static [File] = &[File::NetDev];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        net.items(File::NetDev, |text| dev::rows(text).collect())?.into_iter().for_each(each);
        Ok(())
    }
}

/// A counter of an interface.
macro_rules! counter {
    ($name:literal, $header:literal, $kind:ident, $field:ident, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::$kind,
            doc: $doc,
            from: &Of(|device: &Device| Ok(device.$field?.into())),
            volatile: true,
            ..Field::BASE
        }
    };
}

static FIELDS: &[Field<In<Device>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Name of the interface.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|device: &Device| Ok(Value::text(&device.name))),
        ..Field::BASE
    },
    counter!("rx_bytes", "RX", Bytes, rx_bytes, "Bytes received."),
    counter!("rx_packets", "RX-PKTS", Count, rx_packets, "Packets received."),
    counter!("rx_errors", "RX-ERRS", Count, rx_errors, "Bad packets received, of any kind."),
    counter!(
        "rx_dropped",
        "RX-DROP",
        Count,
        rx_dropped,
        "Good packets dropped on receipt, for want of room or a taker."
    ),
    counter!("rx_fifo", "RX-FIFO", Count, rx_fifo, "Packets that overran the receiver's buffer."),
    counter!(
        "rx_frame",
        "RX-FRAME",
        Count,
        rx_frame,
        "Packets received with a wrong length or checksum, or misaligned."
    ),
    counter!("rx_compressed", "RX-COMP", Count, rx_compressed, "Compressed packets received."),
    counter!("rx_multicast", "MULTICAST", Count, rx_multicast, "Multicast packets received."),
    counter!("tx_bytes", "TX", Bytes, tx_bytes, "Bytes sent."),
    counter!("tx_packets", "TX-PKTS", Count, tx_packets, "Packets sent."),
    counter!(
        "tx_errors",
        "TX-ERRS",
        Count,
        tx_errors,
        "Packets that could not be sent, of any kind."
    ),
    counter!("tx_dropped", "TX-DROP", Count, tx_dropped, "Packets dropped before they were sent."),
    counter!(
        "tx_fifo",
        "TX-FIFO",
        Count,
        tx_fifo,
        "Packets that the sender's buffer had run out of."
    ),
    counter!("tx_collisions", "COLLS", Count, tx_collisions, "Collisions while sending."),
    counter!(
        "tx_carrier",
        "TX-CARRIER",
        Count,
        tx_carrier,
        "Packets not sent for loss of carrier or link."
    ),
    counter!("tx_compressed", "TX-COMP", Count, tx_compressed, "Compressed packets sent."),
];
