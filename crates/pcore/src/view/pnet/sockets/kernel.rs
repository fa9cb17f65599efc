//! What the tables tell of sockets that is about the kernel more than about the connection.

use crate::Kind;
use crate::field::{Field, Group, Of};
use crate::view::pnet::socket::{Entry, Socket};

/// What the kernel keeps.
pub(super) const GROUP: Group<Socket> = Group { name: "Kernel", fields: FIELDS };

static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "slot",
        header: "SLOT",
        kind: Kind::Id,
        doc: "Where the socket is in a table of the kernel.",
        aliases: &["sl", "hbkt"],
        from: &Of(|entry: &Entry| Ok(entry.slot()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pointer",
        header: "POINTER",
        kind: Kind::Mask,
        doc: "Address of the socket in the kernel, hashed; denied where the kernel hides even that.",
        from: &Of(|entry: &Entry| entry.pointer()),
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::Mask,
        doc: "Flags of a local socket: 0x10000 where it accepts connections.",
        from: &Of(|entry: &Entry| entry.flags()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "groups",
        header: "GROUPS",
        kind: Kind::List(&Kind::Word),
        doc: "Multicast groups that a netlink socket has joined, of the first 32; by number where one has no name.",
        aliases: &["netlink.groups"],
        from: &Of(|entry: &Entry| entry.groups()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "dumping",
        header: "DUMPING",
        kind: Kind::Bool,
        doc: "Whether a netlink socket is being answered with a table.",
        from: &Of(|entry: &Entry| Ok(entry.is_dumping()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "running",
        header: "RUNNING",
        kind: Kind::Bool,
        doc: "Whether a packet socket is given packets.",
        from: &Of(|entry: &Entry| Ok(entry.is_running()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "quick_acks",
        header: "QUICK-ACKS",
        kind: Kind::Count,
        doc: "Acknowledgements that are still to be sent without delay.",
        from: &Of(|entry: &Entry| Ok(entry.quick_acks()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pingpong",
        header: "PINGPONG",
        kind: Kind::Bool,
        doc: "Whether both ends send by turns, so that acknowledgements are delayed to go with data.",
        from: &Of(|entry: &Entry| Ok(entry.is_pingpong()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "parent_inode",
        header: "PARENT",
        kind: Kind::Id,
        doc: "Inode of the listener that a socket of Bluetooth came from.",
        from: &Of(|entry: &Entry| Ok(entry.parent()?.into())),
        ..Field::BASE
    },
    Field {
        name: "details",
        header: "DETAILS",
        kind: Kind::Text,
        doc: "What a protocol of Bluetooth adds to its rows.",
        from: &Of(|entry: &Entry| entry.details()),
        volatile: true,
        ..Field::BASE
    },
];
