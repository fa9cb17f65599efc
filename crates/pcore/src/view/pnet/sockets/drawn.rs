//! What a picture of the sockets shows: who is at both ends, and who has come to whom.

use crate::field::{Field, Group, Of, Of2};
use crate::view::pnet::owners::Owners;
use crate::view::pnet::peers::{Course, Others};
use crate::view::pnet::socket::{Entry, Side, Socket, per_holder};
use crate::view::{End, Graph};
use crate::{Kind, Value};

/// Who is at both ends, and who has come to whom.
pub(super) const GROUP: Group<Socket> = Group { name: "Picture", fields: FIELDS };

/// What a picture shows.
pub(super) const GRAPH: Graph = Graph {
    ends: [
        // What nobody holds is talked through no more.
        End { program: "program", unseen: Some("local_endpoint"), beyond: None },
        End { program: "peer_program", unseen: Some("peer_endpoint"), beyond: Some("peer") },
    ],
    direction: "direction",
    labels: &["transport", "server_port"],
    is_mirrored: true,
};

/// The names of those of these fields for which tables are looked through before the first row.
pub(super) const NAMES: [&str; 3] = ["peer_program", "direction", "server_port"];

static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "program",
        header: "PROGRAM",
        kind: Kind::List(&Kind::Text),
        doc: "Number and name of each process that holds the socket, as netstat writes them.",
        from: &Of2(|entry: &Entry, owners: &Owners| {
            per_holder(entry, owners, |held| Some(owners.program(held.pid)))
        }),
        ..Field::BASE
    },
    Field {
        name: "peer_program",
        header: "PEER-PROGRAM",
        kind: Kind::List(&Kind::Text),
        doc: "Number and name of each process at the other end of a local socket or of a connection within this machine.",
        from: &Of2(|others: &Others, owners: &Owners| {
            others.per_holder(owners, |held| Some(owners.program(held.pid)))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "transport",
        header: "TRANSPORT",
        kind: Kind::Word,
        doc: "Protocol without its version: tcp also for tcp6.",
        from: &Of(|entry: &Entry| Ok(Value::word(entry.transport()))),
        ..Field::BASE
    },
    Field {
        name: "direction",
        header: "DIRECTION",
        kind: Kind::Word,
        doc: "Who has come to whom: in where somebody waits for connections or datagrams at the local port, else out; it is not known of local sockets, nor where the one who waited at the other end has left.",
        from: &Of(|course: &Course| {
            Ok(Value::word(match course {
                Course::In => "in",
                Course::Out => "out",
            }))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "server_port",
        header: "SERVER-PORT",
        kind: Kind::Id,
        doc: "Port of the side that the other has come to, as far as that is known.",
        from: &Of2(|entry: &Entry, course: &Course| {
            let side = match course {
                Course::In => Side::Local,
                Course::Out => Side::Peer,
            };
            Ok(entry.port(side)?.into())
        }),
        volatile: true,
        ..Field::BASE
    },
];
