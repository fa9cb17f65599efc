//! `pnet protocols`: one row a protocol that sockets can have.

use super::net::Net;
use super::table::{self, Entry, In, Networked, gauge};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::net::protocols::{self, Protocol};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The protocols.
pub(crate) struct Protocols;

impl Networked for Protocols {
    type Entry = Protocol;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "protocols",
        about: "Protocols that sockets can have on this kernel, one row each.",
        aliases: &["protos"],
        key: &["netns", "netns_table", "name"],
        default_fields: &["name", "sockets", "memory", "pressure", "size", "module"],
        words: "text in the name of a protocol, in any case",
        examples: &[
            ("pnet protocols", "what this kernel can speak"),
            ("pnet protocols -Q 'sockets > 0' --sort -sockets", "what is in use"),
            ("pnet protocols -Q pressure", "what is short of memory"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Protocol>>] = &[Group { name: "Protocol", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let filter = Word { any_case: true, ..*word }.found_in(number("name"))?;
        Ok(Selector { kind: "name".into(), filter })
    }
}

impl Entry for Protocol {
    const FILES: &'static [File] = &[File::NetProtocols];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items(File::NetProtocols, |text| protocols::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<In<Protocol>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the protocol, such as TCPv6.",
        aliases: &["protocol"],
        from: &Of(|protocol: &Protocol| Ok(Value::text(&protocol.name))),
        ..Field::BASE
    },
    gauge!(Protocol, "sockets", "SOCKETS", Count, [], sockets, "Sockets of the network namespace."),
    Field {
        name: "memory",
        header: "MEMORY",
        kind: Kind::Bytes,
        doc: "Memory that the sockets of the whole machine use, in whole pages; does not apply to a protocol that keeps no account.",
        aliases: &["mem"],
        from: &Of2(|protocol: &Protocol, facts: &Facts| {
            Ok(facts.pages(protocol.memory_pages?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pressure",
        header: "PRESSURE",
        kind: Kind::Bool,
        doc: "Whether that memory is short; does not apply to a protocol that does not care.",
        aliases: &["press"],
        from: &Of(|protocol: &Protocol| Ok(protocol.is_under_pressure?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Memory that a socket takes by itself.",
        from: &Of(|protocol: &Protocol| Ok(protocol.size?.into())),
        ..Field::BASE
    },
    Field {
        name: "max_header",
        header: "MAXHDR",
        kind: Kind::Bytes,
        doc: "Room that is left for headers before what is sent.",
        aliases: &["maxhdr"],
        from: &Of(|protocol: &Protocol| Ok(protocol.max_header?.into())),
        ..Field::BASE
    },
    Field {
        name: "slab",
        header: "SLAB",
        kind: Kind::Bool,
        doc: "Whether the sockets have a cache of memory of their own.",
        from: &Of(|protocol: &Protocol| Ok(protocol.has_slab?.into())),
        ..Field::BASE
    },
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that the protocol is from, or kernel.",
        from: &Of(|protocol: &Protocol| table::text(&protocol.module)),
        ..Field::BASE
    },
    Field {
        name: "methods",
        header: "METHODS",
        kind: Kind::List(&Kind::Text),
        doc: "What the protocol does itself: close, connect, accept, sendmsg and so on.",
        from: &Of(|protocol: &Protocol| {
            let methods = protocol.methods.as_deref().map_err(|absent| *absent)?;
            let name =
                |heading| protocols::method_name(heading).map_or(Value::text(heading), Value::word);
            Ok(Value::List(methods.iter().map(|heading| name(heading)).collect()))
        }),
        ..Field::BASE
    },
];
