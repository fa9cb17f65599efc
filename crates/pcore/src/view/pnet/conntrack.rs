//! `pnet conntrack`: one row a connection that the packet filter keeps track of, or expects.

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::{Filter, Network};
use crate::parse::Item;
use crate::parse::net::nf_conntrack::{self, Conntrack, Expectation, Tuple};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The connections.
pub(crate) struct Connections;

impl Networked for Connections {
    type Entry = Tracked;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "conntrack",
        about: "Connections that the packet filter keeps track of, and those that it expects, one row each; only the superuser may read them.",
        aliases: &["connections"],
        key: &[
            "netns",
            "netns_table",
            "kind",
            "protocol",
            "source",
            "source_port",
            "destination",
            "destination_port",
            "icmp_id",
            "zone",
        ],
        default_fields: &[
            "protocol",
            "state",
            "source",
            "source_port",
            "destination",
            "destination_port",
            "timeout",
            "flags",
        ],
        words: "a port as :PORT, an address or network of either side, before or after translation, or the name of a protocol",
        examples: &[
            ("pnet conntrack", "what goes through this host, and comes to it"),
            ("pnet conntrack tcp :443", "connections of a port"),
            (
                "pnet conntrack -Q 'source != @reply_destination' -o +reply_source,reply_destination",
                "whose sender is translated",
            ),
            ("pnet conntrack --sort -bytes --limit 10 -o +bytes,reply_bytes", "which carried most"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Tracked>>] = &[
        Group { name: "Connection", fields: CONNECTION },
        Group { name: "Beginning", fields: ORIGINAL },
        Group { name: "Answer", fields: REPLY },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        if let Some(port) = word.text.strip_prefix(':') {
            let port: u16 = port.parse().map_err(|_| format!("`{}` is no port", word.text))?;
            let equal = |name: &&str| Filter::equal(number(name), u64::from(port).into());
            let filter = Filter::or(PORTS.iter().map(equal).collect());
            return Ok(Selector { kind: "port".into(), filter });
        }
        if let Ok(network) = word.text.parse::<Network>() {
            let within = |name: &&str| Filter::within(number(name), network);
            let filter = Filter::or(ADDRESSES.iter().map(within).collect());
            return Ok(Selector { kind: "address".into(), filter });
        }
        let protocol = Value::Text(word.text.to_ascii_lowercase().into_bytes().into());
        let filter = Filter::equal(number("protocol"), protocol);
        Ok(Selector { kind: "protocol".into(), filter })
    }
}

/// The fields with addresses.
const ADDRESSES: [&str; 4] = ["source", "destination", "reply_source", "reply_destination"];
/// The fields with ports.
const PORTS: [&str; 4] =
    ["source_port", "destination_port", "reply_source_port", "reply_destination_port"];

/// A connection.
pub(crate) enum Tracked {
    /// One that is known.
    Known(Box<Conntrack>),
    /// One that another has announced.
    Expected(Box<Expectation>),
}

impl Entry for Tracked {
    const FILES: &'static [File] =
        &[File::NetNfConntrack, File::NetIpConntrack, File::NetNfConntrackExpect];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut known = |file| {
            let parse = |line: &[u8]| nf_conntrack::rows(line).next();
            net.rows(file, parse, &mut |row| each(Self::Known(Box::new(row))))
        };
        let mut read = known(File::NetNfConntrack);
        if read == Err(Absent::Unsupported) {
            read = known(File::NetIpConntrack);
        }
        let parse = |line: &[u8]| nf_conntrack::expectations(line).next();
        let expected = net.rows(File::NetNfConntrackExpect, parse, &mut |row| {
            each(Self::Expected(Box::new(row)));
        });
        table::any([read, expected])
    }
}

impl Tracked {
    fn known(&self) -> Item<&Conntrack> {
        match self {
            Self::Known(known) => Ok(known),
            Self::Expected(_) => Err(Absent::NotApplicable),
        }
    }

    /// The packets of who begins.
    fn original(&self) -> &Tuple {
        match self {
            Self::Known(known) => &known.original,
            Self::Expected(expected) => &expected.tuple,
        }
    }

    /// The packets of the answer.
    fn reply(&self) -> Item<&Tuple> {
        Ok(&self.known()?.reply)
    }
}

/// The names of the protocols that are told by their numbers alone.
fn protocol_name(number: u32) -> Value<'static> {
    match number {
        6 => Value::word("tcp"),
        17 => Value::word("udp"),
        33 => Value::word("dccp"),
        132 => Value::word("sctp"),
        136 => Value::word("udplite"),
        number => Value::Word(number.to_string().into()),
    }
}

static CONNECTION: &[Field<In<Tracked>>] = &[
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "Whether it is a known connection or an expected one: known or expected.",
        from: &Of(|tracked: &Tracked| {
            Ok(Value::word(if tracked.known().is_ok() { "known" } else { "expected" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the addresses: inet or inet6.",
        aliases: &["l3proto"],
        from: &Of(|tracked: &Tracked| {
            Ok(Value::word(if tracked.original().source?.is_ipv4() { "inet" } else { "inet6" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "protocol",
        header: "PROTO",
        kind: Kind::Text,
        doc: "Protocol, such as tcp, or its number.",
        aliases: &["proto", "l4proto"],
        from: &Of(|tracked: &Tracked| match tracked {
            Tracked::Known(known) => Ok(Value::text(&known.l4_name)),
            Tracked::Expected(expected) => Ok(protocol_name(expected.l4_number?)),
        }),
        ..Field::BASE
    },
    Field {
        name: "protocol_number",
        header: "PROTONUM",
        kind: Kind::Id,
        doc: "Number of the protocol.",
        aliases: &["protonum"],
        from: &Of(|tracked: &Tracked| match tracked {
            Tracked::Known(known) => Ok(known.l4_number?.into()),
            Tracked::Expected(expected) => Ok(expected.l4_number?.into()),
        }),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Text,
        doc: "State, such as ESTABLISHED; does not apply to a protocol without states.",
        from: &Of(|tracked: &Tracked| table::text(&tracked.known()?.state)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "timeout",
        header: "TIMEOUT",
        kind: Kind::Seconds,
        doc: "When the entry is forgotten unless packets come, from now; does not apply to one without a limit, or to what a flow table carries.",
        from: &Of(|tracked: &Tracked| {
            let seconds = match tracked {
                Tracked::Known(known) => known.timeout?,
                Tracked::Expected(expected) => expected.timeout?,
            };
            Ok(Value::Float(seconds as f64))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Text),
        doc: "What the kernel notes, such as UNREPLIED, ASSURED or OFFLOAD.",
        aliases: &["status"],
        from: &Of(|tracked: &Tracked| {
            let flags = match tracked {
                Tracked::Known(known) => &known.flags,
                Tracked::Expected(expected) => &expected.flags,
            };
            Ok(Value::List(flags.iter().map(|flag| Value::text(flag)).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mark",
        header: "MARK",
        kind: Kind::Mask,
        doc: "Mark that rules have put on the connection.",
        from: &Of(|tracked: &Tracked| {
            Ok(Value::Word(format!("{:#x}", tracked.known()?.mark?).into()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "zone",
        header: "ZONE",
        kind: Kind::Id,
        doc: "Zone that keeps the connection from others with the same addresses; does not apply to the default one, or where each direction has its own.",
        from: &Of(|tracked: &Tracked| Ok(u32::from(tracked.known()?.zone?).into())),
        ..Field::BASE
    },
    Field {
        name: "context",
        header: "CONTEXT",
        kind: Kind::Text,
        doc: "Security context; does not apply where there is none.",
        aliases: &["secctx"],
        from: &Of(|tracked: &Tracked| table::text(&tracked.known()?.secctx)),
        ..Field::BASE
    },
    Field {
        name: "age",
        header: "AGE",
        kind: Kind::Seconds,
        doc: "For how long the connection has been known; does not apply where the kernel does not note it.",
        aliases: &["delta_time"],
        from: &Of(|tracked: &Tracked| Ok(Value::Float(tracked.known()?.age? as f64))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "helper",
        header: "HELPER",
        kind: Kind::Text,
        doc: "What expects the connection, such as ftp; does not apply to one that is known.",
        from: &Of(|tracked: &Tracked| match tracked {
            Tracked::Known(_) => Err(Absent::NotApplicable),
            Tracked::Expected(expected) => table::text(&expected.helper),
        }),
        ..Field::BASE
    },
    Field {
        name: "refs",
        header: "REFS",
        kind: Kind::Count,
        doc: "References that the kernel holds.",
        aliases: &["use"],
        from: &Of(|tracked: &Tracked| Ok(tracked.known()?.references?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "others",
        header: "OTHERS",
        kind: Kind::List(&Kind::Text),
        doc: "What else the kernel tells, as NAME=VALUE.",
        from: &Of(|tracked: &Tracked| {
            let others = tracked.known()?.others.iter();
            let text = |other: &nf_conntrack::Other| {
                Value::Text([&*other.name, b"=", &*other.value].concat().into())
            };
            Ok(Value::List(others.map(text).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
];

/// The fields of one direction.
macro_rules! direction {
    (
        $tuple:expr, $($name:literal $header:literal $kind:ident [$($alias:literal),*]
        $is_counter:literal $value:expr, $doc:literal;)*
    ) => {
        &[$(Field {
            name: $name,
            header: $header,
            kind: Kind::$kind,
            doc: $doc,
            aliases: &[$($alias),*],
            from: &Of(|tracked: &Tracked| $value($tuple(tracked)?)),
            counter: $is_counter,
            ..Field::BASE
        }),*]
    };
}

/// The values of a direction that are told in one way.
mod value {
    use super::{Item, Tuple, Value};

    macro_rules! values {
        ($($name:ident($wide:ty);)*) => {$(
            pub(super) fn $name(tuple: &Tuple) -> Item<Value<'static>> {
                Ok(<$wide>::from(tuple.$name?).into())
            }
        )*};
    }

    values! {
        source(std::net::IpAddr);
        destination(std::net::IpAddr);
        source_port(u32);
        destination_port(u32);
        icmp_type(u32);
        icmp_code(u32);
        icmp_id(u32);
        packets(u64);
        bytes(u64);
        zone(u32);
    }

    pub(super) fn source_key(tuple: &Tuple) -> Item<Value<'static>> {
        Ok(Value::Word(format!("{:#x}", tuple.source_key?).into()))
    }

    pub(super) fn destination_key(tuple: &Tuple) -> Item<Value<'static>> {
        Ok(Value::Word(format!("{:#x}", tuple.destination_key?).into()))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the answer need not have begun")]
fn original(tracked: &Tracked) -> Item<&Tuple> {
    Ok(tracked.original())
}

static ORIGINAL: &[Field<In<Tracked>>] = direction! {
    original,
    "source" "SOURCE" Address ["src"] false value::source, "Address of who began.";
    "source_port" "SPORT" Id ["sport"] false value::source_port,
        "Port of who began; what a protocol has not does not apply.";
    "destination" "DESTINATION" Address ["dst"] false value::destination,
        "Address that was meant.";
    "destination_port" "DPORT" Id ["dport"] false value::destination_port,
        "Port that was meant.";
    "icmp_type" "ICMP-TYPE" Id [] false value::icmp_type, "Type of the ICMP message.";
    "icmp_code" "ICMP-CODE" Id [] false value::icmp_code, "Code of the ICMP message.";
    "icmp_id" "ICMP-ID" Id [] false value::icmp_id, "Identifier of the ICMP message.";
    "source_key" "SRCKEY" Mask ["srckey"] false value::source_key,
        "Key of who began a tunnel of GRE.";
    "destination_key" "DSTKEY" Mask ["dstkey"] false value::destination_key,
        "Key that was meant.";
    "original_zone" "ORIG-ZONE" Id ["zone_orig"] false value::zone,
        "Zone of this direction alone.";
    "packets" "PACKETS" Count [] true value::packets,
        "Packets of who began; does not apply where the kernel does not count.";
    "bytes" "BYTES" Bytes [] true value::bytes,
        "Bytes of who began; does not apply where the kernel does not count.";
};

static REPLY: &[Field<In<Tracked>>] = direction! {
    Tracked::reply,
    "reply_source" "R-SOURCE" Address ["reply_src"] false value::source,
        "Address that answers: another than was meant where it is translated.";
    "reply_source_port" "R-SPORT" Id ["reply_sport"] false value::source_port,
        "Port that answers.";
    "reply_destination" "R-DESTINATION" Address ["reply_dst"] false value::destination,
        "Address that the answer goes to: another than began where that is translated.";
    "reply_destination_port" "R-DPORT" Id ["reply_dport"] false value::destination_port,
        "Port that the answer goes to.";
    "reply_icmp_type" "R-ICMP-TYPE" Id [] false value::icmp_type,
        "Type of the ICMP message that answers.";
    "reply_icmp_code" "R-ICMP-CODE" Id [] false value::icmp_code,
        "Code of the ICMP message that answers.";
    "reply_icmp_id" "R-ICMP-ID" Id [] false value::icmp_id,
        "Identifier of the ICMP message that answers.";
    "reply_source_key" "R-SRCKEY" Mask [] false value::source_key,
        "Key of who answers through a tunnel of GRE.";
    "reply_destination_key" "R-DSTKEY" Mask [] false value::destination_key,
        "Key that the answer goes to.";
    "reply_zone" "R-ZONE" Id ["zone_reply"] false value::zone,
        "Zone of the answer alone.";
    "reply_packets" "R-PACKETS" Count [] true value::packets, "Packets of the answer.";
    "reply_bytes" "R-BYTES" Bytes [] true value::bytes, "Bytes of the answer.";
};
