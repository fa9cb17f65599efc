//! `pnet vlan`: one row an interface that is a virtual network of another.

use super::net::Net;
use super::table::{self, Entry, In, Networked, counter};
use crate::field::{Field, Group, Of, Source};
use crate::filter::Filter;
use crate::parse::Item;
use crate::parse::net::vlan::{self, Vlan, VlanConfig};
use crate::view::pps::process::Once;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The virtual networks.
pub(crate) struct Vlans;

impl Networked for Vlans {
    type Entry = Tagged;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "vlan",
        about: "Interfaces that are virtual networks of others, one row each; only the superuser may read them.",
        aliases: &["vlans"],
        key: &["netns", "netns_table", "device"],
        default_fields: &[
            "device",
            "id",
            "parent",
            "rx_bytes",
            "rx_packets",
            "tx_bytes",
            "tx_packets",
        ],
        words: "the number of a virtual network, or an interface by its name",
        examples: &[
            ("pnet vlan", "the virtual networks, and what went through them"),
            ("pnet vlan eth0", "those of one interface"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Tagged>>] = &[
        Group { name: "Interface", fields: INTERFACE },
        Group { name: "Details", fields: DETAILS },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        if let Ok(id) = word.text.parse::<u32>() {
            return Ok(Selector {
                kind: "id".into(),
                filter: Filter::equal(number("id"), id.into()),
            });
        }
        let either = ["device", "parent"].map(|name| table::equal(word, number(name)));
        Ok(Selector { kind: "device".into(), filter: Filter::or(either.into()) })
    }
}

/// A virtual network, and what its own file tells once that has been asked for.
pub(crate) struct Tagged {
    config: VlanConfig,
    vlan: Once<Vlan>,
}

impl Entry for Tagged {
    const FILES: &'static [File] = &[File::NetVlan];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items_below(File::NetVlan, b"config", |text| vlan::rows(text).collect())?;
        for config in rows {
            each(Self { config, vlan: Once::default() });
        }
        Ok(())
    }
}

impl Source<In<Tagged>> for Vlan {
    const FILES: &'static [File] = &[File::NetVlan];

    fn of(row: &In<Tagged>) -> Result<&Self, Absent> {
        let Tagged { config, vlan } = row.entry();
        vlan.get(|| row.net().below(File::NetVlan, &config.name, Self::parse))
    }
}

static INTERFACE: &[Field<In<Tagged>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface that is the virtual network.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|tagged: &Tagged| Ok(Value::text(&tagged.config.name))),
        ..Field::BASE
    },
    Field {
        name: "id",
        header: "ID",
        kind: Kind::Id,
        doc: "Number of the virtual network.",
        aliases: &["vid", "vlan"],
        from: &Of(|tagged: &Tagged| Ok(u32::from(tagged.config.id).into())),
        ..Field::BASE
    },
    Field {
        name: "parent",
        header: "PARENT",
        kind: Kind::Text,
        doc: "Interface whose virtual network it is.",
        aliases: &["real_device", "link"],
        from: &Of(|tagged: &Tagged| Ok(Value::text(&tagged.config.device))),
        ..Field::BASE
    },
    counter!(Vlan, "rx_bytes", "RX", Bytes, [], rx_bytes, "Bytes received."),
    counter!(Vlan, "rx_packets", "RX-PKTS", Count, [], rx_packets, "Packets received."),
    counter!(
        Vlan,
        "rx_multicast",
        "MULTICAST",
        Count,
        [],
        rx_multicast,
        "Broadcast and multicast packets received."
    ),
    counter!(Vlan, "tx_bytes", "TX", Bytes, [], tx_bytes, "Bytes sent."),
    counter!(Vlan, "tx_packets", "TX-PKTS", Count, [], tx_packets, "Packets sent."),
];

static DETAILS: &[Field<In<Tagged>>] = &[
    Field {
        name: "reorder_header",
        header: "REORDER",
        kind: Kind::Bool,
        doc: "Whether the tag is taken off before a packet is handed on.",
        aliases: &["reorder_hdr"],
        from: &Of(|vlan: &Vlan| Ok(vlan.reorders_header?.into())),
        ..Field::BASE
    },
    Field {
        name: "private_flags",
        header: "PRIV-FLAGS",
        kind: Kind::Mask,
        doc: "Flags of the interface that are the kernel's own.",
        aliases: &["priv_flags"],
        from: &Of(|vlan: &Vlan| Ok(Value::Word(format!("{:#x}", vlan.private_flags?).into()))),
        ..Field::BASE
    },
    Field {
        name: "ingress",
        header: "INGRESS",
        kind: Kind::List(&Kind::Word),
        doc: "Priority within the host for each of the tag of packets received, as TAG:HOST.",
        from: &Of(|vlan: &Vlan| pairs(&vlan.ingress)),
        ..Field::BASE
    },
    Field {
        name: "egress",
        header: "EGRESS",
        kind: Kind::List(&Kind::Word),
        doc: "Priority of the tag for each within the host of packets sent, as HOST:TAG.",
        from: &Of(|vlan: &Vlan| pairs(&vlan.egress)),
        ..Field::BASE
    },
];

fn pairs(pairs: &Item<Vec<(u32, u32)>>) -> Item<Value<'static>> {
    let pairs = pairs.as_deref().map_err(|absent| *absent)?;
    let pair = |(from, to): &(u32, u32)| Value::Word(format!("{from}:{to}").into());
    Ok(Value::List(pairs.iter().map(pair).collect()))
}
