//! Who is at the other end of a connection that does not leave the machine.

use crate::field::{Field, Group, Of2};
use crate::view::pnet::owners::Owners;
use crate::view::pnet::peers::Others;
use crate::view::pnet::socket::Socket;
use crate::{Kind, Value};

/// Who is at the other end.
pub(super) const GROUP: Group<Socket> = Group { name: "Other end", fields: FIELDS };

/// The names of these fields, for which tables are looked through before the first row.
pub(super) const NAMES: [&str; 2] = ["peer_pid", "peer_process"];

static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "peer_pid",
        header: "PEER-PID",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes at the other end of a local socket, or of a connection within this machine: on the loopback interface, or between network namespaces that are both looked at.",
        from: &Of2(|others: &Others, owners: &Owners| {
            others.per_holder(owners, |held| Some(held.pid.into()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "peer_process",
        header: "PEER-PROCESS",
        kind: Kind::List(&Kind::Text),
        doc: "Names of the processes at the other end of a local socket or of a connection within this machine.",
        aliases: &["peer_comm"],
        from: &Of2(|others: &Others, owners: &Owners| {
            others.per_holder(owners, |held| owners.name(held.pid).map(Value::text))
        }),
        volatile: true,
        ..Field::BASE
    },
];
