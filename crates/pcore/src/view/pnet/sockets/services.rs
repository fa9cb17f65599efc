//! What ports are called.

use crate::field::{Field, Group, Of2};
use crate::services::Services;
use crate::view::pnet::socket::{Entry, Side, Socket};
use crate::{Kind, Value};

/// What ports are called.
pub(super) const GROUP: Group<Socket> = Group { name: "Services", fields: FIELDS };

static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "service",
        header: "SERVICE",
        kind: Kind::Text,
        doc: "Name of the local port, as /etc/services has it; most ports have none.",
        from: &Of2(|entry: &Entry, services: &Services| {
            Ok(Value::text(entry.service(Side::Local, services)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "peer_service",
        header: "PEER-SERVICE",
        kind: Kind::Text,
        doc: "Name of the port of the other side.",
        from: &Of2(|entry: &Entry, services: &Services| {
            Ok(Value::text(entry.service(Side::Peer, services)?))
        }),
        ..Field::BASE
    },
];
