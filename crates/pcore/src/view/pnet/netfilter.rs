//! `pnet netfilter`: one row a part of the packet filter that /proc tells of.

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::net::netfilter::copy_mode_name;
use crate::parse::net::netfilter::nf_log::{self, NfLog};
use crate::parse::net::netfilter::nfnetlink_log::{self, LogGroup};
use crate::parse::net::netfilter::nfnetlink_queue::{self, Queue};
use crate::parse::net::x_tables::{self, Name};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The parts of the packet filter.
pub(crate) struct Netfilter;

impl Networked for Netfilter {
    type Entry = Piece;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "netfilter",
        about: "Tables, matches and targets of the packet filter, its logs and its queues, one row each.",
        aliases: &["iptables", "xtables"],
        key: &["netns", "netns_table", "kind", "family", "name"],
        default_fields: &["kind", "family", "name", "revisions", "available", "waiting", "dropped"],
        words: "text in a name",
        examples: &[
            ("pnet netfilter -Q 'kind == table'", "which tables have rules"),
            ("pnet netfilter NFLOG", "where a target is known"),
            (
                "pnet netfilter -Q 'kind == queue' -o name,portid,waiting,dropped,user_dropped",
                "which queues lose packets",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Piece>>] =
        &[Group { name: "Part", fields: PART }, Group { name: "Reader", fields: READER }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

/// A part of the packet filter.
pub(crate) enum Piece {
    /// A table, match or target of one family.
    Named(&'static NameFile, Name),
    /// How the packets of a family are logged.
    Log(NfLog),
    /// A group to which packets are logged.
    LogGroup(LogGroup),
    /// A queue of packets that wait for the verdict of a process.
    Queue(Queue),
}

/// A file of names.
pub(crate) struct NameFile {
    file: File,
    family: &'static str,
    kind: &'static str,
}

const fn names(file: File, family: &'static str, kind: &'static str) -> NameFile {
    NameFile { file, family, kind }
}

/// The files of names.
static NAMES: &[NameFile] = &[
    names(File::NetIpTablesNames, "ipv4", "table"),
    names(File::NetIpTablesMatches, "ipv4", "match"),
    names(File::NetIpTablesTargets, "ipv4", "target"),
    names(File::NetIp6TablesNames, "ipv6", "table"),
    names(File::NetIp6TablesMatches, "ipv6", "match"),
    names(File::NetIp6TablesTargets, "ipv6", "target"),
    names(File::NetArpTablesNames, "arp", "table"),
    names(File::NetArpTablesMatches, "arp", "match"),
    names(File::NetArpTablesTargets, "arp", "target"),
];

impl Entry for Piece {
    const FILES: &'static [File] = &[
        File::NetNetfilter,
        File::NetIpTablesNames,
        File::NetIpTablesMatches,
        File::NetIpTablesTargets,
        File::NetIp6TablesNames,
        File::NetIp6TablesMatches,
        File::NetIp6TablesTargets,
        File::NetArpTablesNames,
        File::NetArpTablesMatches,
        File::NetArpTablesTargets,
    ];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut reads = Vec::new();
        for from in NAMES {
            let parse = |text: &[u8]| x_tables::names(text).into_iter().map(Ok).collect();
            let names = net.items(from.file, parse);
            reads.push(names.map(|names| {
                for name in names {
                    each(Self::Named(from, name));
                }
            }));
        }
        let dir = File::NetNetfilter;
        let log = net.items_below(dir, b"nf_log", |text| nf_log::rows(text).collect());
        reads.push(log.map(|rows| rows.into_iter().map(Self::Log).for_each(&mut *each)));
        let groups =
            net.items_below(dir, b"nfnetlink_log", |text| nfnetlink_log::rows(text).collect());
        reads.push(groups.map(|rows| rows.into_iter().map(Self::LogGroup).for_each(&mut *each)));
        let queues =
            net.items_below(dir, b"nfnetlink_queue", |text| nfnetlink_queue::rows(text).collect());
        reads.push(queues.map(|rows| rows.into_iter().map(Self::Queue).for_each(&mut *each)));
        table::any(reads)
    }
}

impl Piece {
    fn log(&self) -> Item<&NfLog> {
        match self {
            Self::Log(log) => Ok(log),
            _ => Err(Absent::NotApplicable),
        }
    }

    fn log_group(&self) -> Item<&LogGroup> {
        match self {
            Self::LogGroup(group) => Ok(group),
            _ => Err(Absent::NotApplicable),
        }
    }

    fn queue(&self) -> Item<&Queue> {
        match self {
            Self::Queue(queue) => Ok(queue),
            _ => Err(Absent::NotApplicable),
        }
    }
}

/// What both a group of a log and a queue have.
macro_rules! of_reader {
    ($piece:expr, $field:ident) => {
        match $piece {
            Piece::LogGroup(group) => group.$field?,
            Piece::Queue(queue) => queue.$field?,
            _ => return Err(Absent::NotApplicable),
        }
    };
}

static PART: &[Field<In<Piece>>] = &[
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "What it is: table, match or target of a family, log of a family, log_group, or queue.",
        aliases: &["type"],
        from: &Of(|piece: &Piece| {
            Ok(Value::word(match piece {
                Piece::Named(from, _) => from.kind,
                Piece::Log(_) => "log",
                Piece::LogGroup(_) => "log_group",
                Piece::Queue(_) => "queue",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the packets: ipv4, ipv6, arp, bridge and so on, or its number; does not apply to groups and queues.",
        from: &Of(|piece: &Piece| match piece {
            Piece::Named(from, _) => Ok(Value::word(from.family)),
            Piece::Log(log) => Ok(nf_log::family_name(log.family)
                .map_or_else(|| Value::Word(log.family.to_string().into()), Value::word)),
            _ => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name; of a log what logs now, of a group or a queue its number.",
        from: &Of(|piece: &Piece| match piece {
            Piece::Named(_, name) => Ok(Value::text(&name.name)),
            Piece::Log(log) => table::text(&log.active),
            Piece::LogGroup(group) => Ok(Value::Word(group.group.to_string().into())),
            Piece::Queue(queue) => Ok(Value::Word(queue.queue.to_string().into())),
        }),
        ..Field::BASE
    },
    Field {
        name: "revisions",
        header: "REVISIONS",
        kind: Kind::Count,
        doc: "How many revisions of a match or target the kernel has.",
        from: &Of(|piece: &Piece| match piece {
            Piece::Named(NameFile { kind: "match" | "target", .. }, name) => {
                Ok(name.revisions.into())
            }
            _ => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "available",
        header: "AVAILABLE",
        kind: Kind::List(&Kind::Text),
        doc: "What could log the packets of a family.",
        from: &Of(|piece: &Piece| {
            let available = piece.log()?.available.as_deref().map_err(|absent| *absent)?;
            Ok(Value::List(available.iter().map(|name| Value::text(name)).collect()))
        }),
        ..Field::BASE
    },
];

static READER: &[Field<In<Piece>>] = &[
    Field {
        name: "portid",
        header: "PORTID",
        kind: Kind::Id,
        doc: "Netlink socket of who reads a group or a queue, by its port: often the number of the process.",
        aliases: &["peer_portid"],
        from: &Of(|piece: &Piece| Ok(of_reader!(piece, portid).into())),
        ..Field::BASE
    },
    Field {
        name: "waiting",
        header: "WAITING",
        kind: Kind::Count,
        doc: "Packets that wait for the reader of a group, or for their verdict.",
        aliases: &["queue_total", "qlen"],
        from: &Of(|piece: &Piece| Ok(of_reader!(piece, waiting).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "copy_mode",
        header: "COPY",
        kind: Kind::Word,
        doc: "How much of a packet is copied to the reader: none, meta or packet.",
        from: &Of(|piece: &Piece| {
            let mode = of_reader!(piece, copy_mode);
            Ok(copy_mode_name(mode)
                .map_or_else(|| Value::Word(mode.to_string().into()), Value::word))
        }),
        ..Field::BASE
    },
    Field {
        name: "copy_range",
        header: "COPY-RANGE",
        kind: Kind::Bytes,
        doc: "How much of a packet is copied at most.",
        from: &Of(|piece: &Piece| Ok(of_reader!(piece, copy_range).into())),
        ..Field::BASE
    },
    Field {
        name: "flush_timeout",
        header: "FLUSH",
        kind: Kind::Seconds,
        doc: "After what time waiting packets are handed to the reader of a group.",
        from: &Of(|piece: &Piece| {
            Ok(Value::Float(piece.log_group()?.flush_timeout? as f64 / 100.0))
        }),
        ..Field::BASE
    },
    Field {
        name: "refs",
        header: "REFS",
        kind: Kind::Count,
        doc: "References that the kernel holds to a group.",
        aliases: &["use"],
        from: &Of(|piece: &Piece| Ok(piece.log_group()?.references?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "dropped",
        header: "DROPPED",
        kind: Kind::Count,
        doc: "Packets dropped because too many waited in a queue.",
        aliases: &["queue_dropped"],
        from: &Of(|piece: &Piece| Ok(piece.queue()?.dropped?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "user_dropped",
        header: "USER-DROPPED",
        kind: Kind::Count,
        doc: "Packets of a queue dropped because they could not be handed to the reader.",
        from: &Of(|piece: &Piece| Ok(piece.queue()?.user_dropped?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "last_id",
        header: "LAST-ID",
        kind: Kind::Id,
        doc: "Number that the last packet of a queue got.",
        aliases: &["id_sequence"],
        from: &Of(|piece: &Piece| Ok(piece.queue()?.last_id?.into())),
        volatile: true,
        ..Field::BASE
    },
];
