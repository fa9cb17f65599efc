//! `pnet connector`: one row a part of the kernel that talks to processes by the connector.

use super::net::Net;
use super::table::{Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::parse::net::connector;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The parts of the kernel.
pub(crate) struct Connectors;

impl Networked for Connectors {
    type Entry = connector::Connector;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "connector",
        about: "Parts of the kernel that talk to processes by the connector, one row each.",
        aliases: &["connectors"],
        key: &["netns", "netns_table", "index", "value"],
        default_fields: &["name", "index", "value"],
        words: "text in a name",
        examples: &[("pnet connector", "what the kernel can be asked by the connector")],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<connector::Connector>>] =
        &[Group { name: "Part", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for connector::Connector {
    const FILES: &'static [File] = &[File::NetConnector];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items(File::NetConnector, |text| connector::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<In<connector::Connector>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the part.",
        from: &Of(|part: &connector::Connector| Ok(Value::text(&part.name))),
        ..Field::BASE
    },
    Field {
        name: "index",
        header: "INDEX",
        kind: Kind::Id,
        doc: "Group of messages.",
        aliases: &["idx"],
        from: &Of(|part: &connector::Connector| Ok(part.index.into())),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Id,
        doc: "Number within the group.",
        aliases: &["val"],
        from: &Of(|part: &connector::Connector| Ok(part.value.into())),
        ..Field::BASE
    },
];
