//! `pnet packet-types`: one row a function of the kernel that is given packets as they come in.

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::net::ptype::{self, PacketType};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The takers of packets.
pub(crate) struct PacketTypes;

impl Networked for PacketTypes {
    type Entry = PacketType;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "packet-types",
        about: "Who is given packets as they come in, one row a function of the kernel.",
        aliases: &["ptype"],
        key: &["netns", "netns_table", "type", "device", "function"],
        default_fields: &["type", "protocol", "device", "function", "module"],
        words: "an interface by its name",
        examples: &[
            ("pnet packet-types", "which protocols of the link layer are understood"),
            ("pnet packet-types -Q 'protocol == all'", "who listens to all that comes in"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<PacketType>>] = &[Group { name: "Taker", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(table::of_device(word, number("device")))
    }
}

impl Entry for PacketType {
    const FILES: &'static [File] = &[File::NetPtype];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items(File::NetPtype, |text| ptype::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<In<PacketType>>] = &[
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Mask,
        doc: "Number of the protocol in packets of Ethernet; does not apply to who is given all.",
        aliases: &["kind"],
        from: &Of(|taker: &PacketType| Ok(Value::Word(format!("{:#06x}", taker.kind?).into()))),
        ..Field::BASE
    },
    Field {
        name: "protocol",
        header: "PROTO",
        kind: Kind::Word,
        doc: "Name of that protocol, such as ip, ipv6 or arp, or all; does not apply where it has none here.",
        aliases: &["proto"],
        from: &Of(|taker: &PacketType| match taker.kind {
            Err(Absent::NotApplicable) => Ok(Value::word("all")),
            kind => {
                let name = names::ether_type(u64::from(kind?));
                name.map(Value::word).ok_or(Absent::NotApplicable)
            }
        }),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface whose packets are meant; does not apply where those of any are.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|taker: &PacketType| table::text(&taker.device)),
        ..Field::BASE
    },
    Field {
        name: "function",
        header: "FUNCTION",
        kind: Kind::Text,
        doc: "Function of the kernel that is given the packets.",
        from: &Of(|taker: &PacketType| table::text(&taker.function)),
        ..Field::BASE
    },
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that the function is in; does not apply to the kernel itself.",
        from: &Of(|taker: &PacketType| table::text(&taker.module)),
        ..Field::BASE
    },
];
