//! What the tables of SCTP tell besides what all sockets have: of sockets, of their associations, and
//! of the paths that an association has to the addresses of its other end.

use crate::field::{Field, Group, Of, Of2};
use crate::parse::Item;
use crate::parse::net::sctp::{Association, RemoteAddress, address_state_name};
use crate::view::pnet::socket::{Entry, Paths, Side, Socket, state_of_tcp};
use crate::{Kind, Value};

/// What SCTP has.
pub(super) const GROUP: Group<Socket> = Group { name: "SCTP", fields: FIELDS };

/// A number of an association.
macro_rules! count {
    ($name:literal, $header:literal, $kind:ident, $part:ident, $is_volatile:literal, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::$kind,
            doc: $doc,
            from: &Of(|association: &Association| Ok(association.$part?.into())),
            volatile: $is_volatile,
            ..Field::BASE
        }
    };
}

/// What each path of an association has.
macro_rules! of_paths {
    ($name:literal, $header:literal, $kind:expr, $value:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::List(&$kind),
            doc: $doc,
            from: &Of2(|association: &Association, paths: &Paths| {
                let value: for<'p> fn(&'p RemoteAddress) -> Item<Value<'p>> = $value;
                paths.each(association, value)
            }),
            volatile: true,
            ..Field::BASE
        }
    };
}

static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "style",
        header: "STYLE",
        kind: Kind::Word,
        doc: "Style of a socket of SCTP: one_to_one, one_to_many, or one_to_many_high_bandwidth for one that was peeled off.",
        from: &Of(|entry: &Entry| entry.style()),
        ..Field::BASE
    },
    Field {
        name: "local_addresses",
        header: "LOCAL-ADDRESSES",
        kind: Kind::List(&Kind::Address),
        doc: "All local addresses of a socket or association of SCTP.",
        from: &Of(|entry: &Entry| entry.addresses(Side::Local)),
        ..Field::BASE
    },
    Field {
        name: "peer_addresses",
        header: "PEER-ADDRESSES",
        kind: Kind::List(&Kind::Address),
        doc: "All addresses of the other end of an association.",
        from: &Of(|entry: &Entry| entry.addresses(Side::Peer)),
        ..Field::BASE
    },
    Field {
        name: "association",
        header: "ASSOC",
        kind: Kind::Id,
        doc: "Number of an association.",
        aliases: &["assoc_id"],
        from: &Of(|association: &Association| Ok(association.id?.into())),
        ..Field::BASE
    },
    Field {
        name: "socket_state",
        header: "SOCKET-STATE",
        kind: Kind::Word,
        doc: "State of the socket that an association belongs to; its own is in state.",
        from: &Of(|association: &Association| Ok(state_of_tcp(association.socket_state?))),
        volatile: true,
        ..Field::BASE
    },
    count!(
        "heartbeat",
        "HEARTBEAT",
        Count,
        heartbeat,
        false,
        "Time after which a silent other end is asked whether it is there, in ticks of the kernel, whose length it does not tell."
    ),
    count!(
        "in_streams",
        "IN-STREAMS",
        Count,
        in_streams,
        false,
        "Streams that the other end of an association may use."
    ),
    count!(
        "out_streams",
        "OUT-STREAMS",
        Count,
        out_streams,
        false,
        "Streams to the other end of an association."
    ),
    count!(
        "max_retransmits",
        "MAX-RETRANS",
        Count,
        max_retransmits,
        false,
        "Retransmissions after which an association is given up."
    ),
    count!(
        "init_retransmits",
        "INIT-RETRANS",
        Count,
        init_retransmits,
        true,
        "Times that the first packet of an association was sent again."
    ),
    count!(
        "shutdown_retransmits",
        "SHUTDOWN-RETRANS",
        Count,
        shutdown_retransmits,
        true,
        "Times that the last packet of an association was sent again."
    ),
    count!(
        "retransmitted_chunks",
        "CHUNKS-RETRANS",
        Count,
        retransmitted_chunks,
        true,
        "Chunks of data of an association that were sent again."
    ),
    count!(
        "queued_memory",
        "QUEUED",
        Bytes,
        wmem_queued,
        true,
        "Memory that what waits to be sent takes up at the socket of an association."
    ),
    of_paths!(
        "path_addresses",
        "PATHS",
        Kind::Address,
        |path| Ok(path.address.into()),
        "Addresses of the other end of an association, in the order of the other fields of its paths."
    ),
    of_paths!(
        "path_states",
        "PATH-STATES",
        Kind::Word,
        |path| {
            let state = path.state?;
            Ok(match address_state_name(state) {
                Some(name) => Value::word(name),
                None => Value::Word(state.to_string().into()),
            })
        },
        "State of each path of an association: active, inactive, partially_failed or unconfirmed."
    ),
    of_paths!(
        "path_heartbeats",
        "PATH-HEARTBEATS",
        Kind::Bool,
        |path| Ok(path.heartbeat?.into()),
        "Whether the other end is asked on each path whether it is there."
    ),
    of_paths!(
        "path_rto",
        "PATH-RTO",
        Kind::Count,
        |path| Ok(path.rto?.into()),
        "Retransmission timeout of each path, in ticks of the kernel, whose length it does not tell."
    ),
    of_paths!(
        "path_max_retransmits",
        "PATH-MAX-RETRANS",
        Kind::Count,
        |path| Ok(path.max_retransmits?.into()),
        "Retransmissions after which each path is given up."
    ),
];
