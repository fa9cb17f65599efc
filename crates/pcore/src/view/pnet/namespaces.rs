//! `pnet namespaces`: one row a network namespace, with who is in it and what it has.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::net::{Known, Mounted, Net};
use super::socket::{Line, Protocol, TABLES};
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::file::FileSet;
use crate::filter::Filter;
use crate::parse::Item;
use crate::parse::net::dev;
use crate::view::pps::process::{Comm, Command, Once, Owner, Process, User};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The network namespaces.
pub(crate) struct Namespaces;

impl Networked for Namespaces {
    type Entry = Space;

    const EVERYWHERE: bool = true;
    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "namespaces",
        about: "Network namespaces, one row each, with who is in them and what they have.",
        aliases: &["netns", "ns"],
        key: &["netns", "netns_table"],
        default_fields: &[
            "netns",
            "netns_name",
            "members",
            "netns_pid",
            "user",
            "comm",
            "sockets",
            "listening",
            "interfaces",
        ],
        words: "a namespace by its inode, its name, the number of a process in it, or text in the name of its oldest",
        examples: &[
            ("pnet namespaces", "every network namespace that has a process"),
            ("pnet namespaces -o +container,pod,unit", "what they are for"),
            ("pnet namespaces -Q 'listening == \"80/tcp\"'", "where a port is open"),
            ("pnet namespaces 1234", "that of a process"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Space>>] =
        &[Group { name: "Members", fields: MEMBERS }, Group { name: "Contents", fields: CONTENTS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        /// `PID_MAX_LIMIT`; the inodes of namespaces are far larger.
        const LARGEST_PID: u64 = 1 << 22;
        let (kind, filter) = match word.text.parse::<u64>() {
            Ok(inode) if inode > LARGEST_PID => {
                let is_it = |name| Filter::equal(number(name), inode.into());
                ("inode", Filter::or(["netns", "netns_table"].map(is_it).into()))
            }
            Ok(pid) => ("pid", Filter::equal(number("netns_pids"), pid.into())),
            Err(_) => {
                let name = table::equal(word, number("netns_name"));
                ("name", Filter::or(vec![name, word.found_in(number("comm"))?]))
            }
        };
        Ok(Selector { kind: kind.into(), filter })
    }
}

/// A network namespace, of which nothing was read so far.
#[derive(Default)]
pub(crate) struct Space {
    oldest: OnceCell<Option<Process>>,
    interfaces: Once<Interfaces>,
    sockets: Once<Sockets>,
}

impl Entry for Space {
    const FILES: &'static [File] = &[File::Ns];

    fn each(_net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        each(Self::default());
        Ok(())
    }
}

impl Source<In<Space>> for Known {
    const FILES: &'static [File] = <Self as Source<Net>>::FILES;

    fn of(row: &In<Space>) -> Result<&Self, Absent> {
        <Self as Source<Net>>::of(row.net())
    }
}

impl Source<In<Space>> for Mounted {
    const FILES: &'static [File] = <Self as Source<Net>>::FILES;

    fn of(row: &In<Space>) -> Result<&Self, Absent> {
        <Self as Source<Net>>::of(row.net())
    }
}

/// The oldest process of a namespace.
fn oldest(row: &In<Space>) -> Result<&Process, Absent> {
    let oldest = row.entry().oldest.get_or_init(|| {
        let known = <Known as Source<Net>>::of(row.net()).ok()?;
        let (_, pid) = known.members.first()?;
        let files = FileSet::default().with(File::Comm).with(File::Cmdline);
        Some(Process::new(*pid, row.net().reader(), files))
    });
    oldest.as_ref().ok_or(Absent::NotApplicable)
}

/// A source of the oldest process.
macro_rules! of_the_oldest {
    ($($source:ty),*) => {$(
        impl Source<In<Space>> for $source {
            const FILES: &'static [File] = <$source as Source<Process>>::FILES;
            const IN_COPIES: &'static [File] = <$source as Source<Process>>::IN_COPIES;

            fn of(row: &In<Space>) -> Result<&Self, Absent> {
                match <$source as Source<Process>>::of(oldest(row)?) {
                    // The namespace need not have gone with it.
                    Err(Absent::Vanished) => Err(Absent::NotApplicable),
                    found => found,
                }
            }
        }
    )*};
}

of_the_oldest!(Comm, Command, Owner, User);

/// The names of the interfaces.
pub(crate) struct Interfaces(Vec<Box<[u8]>>);

impl Source<In<Space>> for Interfaces {
    const FILES: &'static [File] = &[File::NetDev];

    fn of(row: &In<Space>) -> Result<&Self, Absent> {
        row.entry().interfaces.get(|| {
            let devices = row.net().items(File::NetDev, |text| dev::rows(text).collect())?;
            let mut names: Vec<_> = devices.into_iter().map(|device| device.name).collect();
            names.sort_unstable();
            Ok(Self(names))
        })
    }
}

/// How many sockets there are, and which of them wait for others.
pub(crate) struct Sockets {
    counts: Vec<(Protocol, Item<u64>)>,
    /// Ports, each with its protocol.
    listening: BTreeSet<(u16, &'static str)>,
}

impl Source<In<Space>> for Sockets {
    const FILES: &'static [File] = TABLES;

    fn of(row: &In<Space>) -> Result<&Self, Absent> {
        row.entry().sockets.get(|| {
            let mut sockets = Self { counts: Vec::new(), listening: BTreeSet::new() };
            for protocol in Protocol::ALL {
                let count = sockets.count(row.net(), *protocol);
                sockets.counts.push((*protocol, count));
            }
            Ok(sockets)
        })
    }
}

impl Sockets {
    fn count(&mut self, net: &Net, protocol: Protocol) -> Item<u64> {
        let mut count = 0;
        protocol.sockets(net, &mut |line| {
            count += 1;
            self.listening.extend(port(protocol, &line));
        })?;
        Ok(count)
    }

    /// How many sockets these protocols have. A kernel need not have all of them, but one.
    fn sum(&self, is_meant: impl Fn(Protocol) -> bool) -> Item<u64> {
        let mut sum = Err(Absent::Unsupported);
        for (_, count) in self.counts.iter().filter(|(protocol, _)| is_meant(*protocol)) {
            match count {
                Ok(count) => sum = Ok(sum.unwrap_or(0) + count),
                Err(Absent::Unsupported) => {}
                Err(absent) => return Err(*absent),
            }
        }
        sum
    }
}

/// The port of a socket that takes what anybody sends to it, with its protocol.
fn port(protocol: Protocol, line: &Line) -> Option<(u16, &'static str)> {
    /// The number of `TCP_CLOSE`, which for UDP means unconnected.
    const CLOSE: u8 = 7;
    /// The number of `TCP_LISTEN`.
    const LISTEN: u8 = 10;
    let (port, listens) = match (line, protocol) {
        (Line::Inet(inet), Protocol::Tcp | Protocol::Tcp6) => (inet.local.1, inet.state == LISTEN),
        (Line::Inet(inet), Protocol::Udp | Protocol::Udp6) => {
            (inet.local.1, inet.state == CLOSE && inet.local.1 != 0)
        }
        (Line::Endpoint(endpoint), _) => (endpoint.port.ok()?, endpoint.state == Ok(LISTEN)),
        _ => return None,
    };
    listens.then_some((port, protocol.word().trim_end_matches('6')))
}

static MEMBERS: &[Field<In<Space>>] = &[
    Field {
        name: "own",
        header: "OWN",
        kind: Kind::Bool,
        doc: "Whether it is the namespace of the reader.",
        from: &Of(|known: &Known| Ok(known.is_own.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "members",
        header: "MEMBERS",
        kind: Kind::Count,
        doc: "Number of processes in it.",
        aliases: &["nprocs"],
        from: &Of(|known: &Known| match known.members.len() {
            // Who reads is in one; so none were found because none could be listed.
            0 => Err(Absent::NotApplicable),
            count => Ok((count as u64).into()),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::List(&Kind::Path),
        doc: "Where it is mounted, which gives it a name and keeps it without members.",
        aliases: &["nsfs"],
        from: &Of2(|known: &Known, mounted: &Mounted| {
            Ok(Value::List(mounted.paths(known)?.map(Value::text).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of the effective user of its oldest process.",
        from: &Of(|user: &User| Ok(Value::text(&user.0))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of the effective user of its oldest process.",
        from: &Of(|owner: &Owner| Ok(owner.uid.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "comm",
        header: "COMM",
        kind: Kind::Text,
        doc: "Name of its oldest process.",
        from: &Of(|comm: &Comm| Ok(Value::text(comm.bytes()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "command",
        header: "COMMAND",
        kind: Kind::Text,
        doc: "Arguments of its oldest process joined by blanks.",
        from: &Of(|command: &Command| Ok(command.text())),
        volatile: true,
        ..Field::BASE
    },
];

/// How many sockets some protocols have.
macro_rules! count {
    ($name:literal, $header:literal, $protocols:pat, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Count,
            doc: $doc,
            from: &Of(|sockets: &Sockets| {
                Ok(sockets.sum(|protocol| matches!(protocol, $protocols))?.into())
            }),
            volatile: true,
            ..Field::BASE
        }
    };
}

static CONTENTS: &[Field<In<Space>>] = &[
    Field {
        name: "interfaces",
        header: "INTERFACES",
        kind: Kind::List(&Kind::Text),
        doc: "Names of its interfaces.",
        aliases: &["devices"],
        from: &Of(|interfaces: &Interfaces| {
            Ok(Value::List(interfaces.0.iter().map(|name| Value::text(name)).collect()))
        }),
        ..Field::BASE
    },
    count!("sockets", "SOCKETS", _, "Sockets in it, of every protocol."),
    count!("tcp", "TCP", Protocol::Tcp | Protocol::Tcp6, "Sockets of TCP."),
    count!("udp", "UDP", Protocol::Udp | Protocol::Udp6, "Sockets of UDP."),
    count!("unix", "UNIX", Protocol::Unix, "Local sockets."),
    Field {
        name: "by_protocol",
        header: "BY-PROTOCOL",
        kind: Kind::List(&Kind::Word),
        doc: "Sockets of each protocol that has some, as PROTOCOL:SOCKETS.",
        from: &Of(|sockets: &Sockets| {
            let mut counts: Vec<(&str, u64)> = Vec::new();
            for (protocol, count) in &sockets.counts {
                match count {
                    Ok(0) | Err(Absent::Unsupported) => {}
                    Ok(count) => match counts.last_mut() {
                        // One protocol may have two tables, which follow each other.
                        Some((word, sum)) if *word == protocol.word() => *sum += count,
                        _ => counts.push((protocol.word(), *count)),
                    },
                    Err(absent) => return Err(*absent),
                }
            }
            let written = |(word, count)| Value::Word(format!("{word}:{count}").into());
            Ok(Value::List(counts.into_iter().map(written).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "listening",
        header: "LISTENING",
        kind: Kind::List(&Kind::Word),
        doc: "Ports of TCP and SCTP that accept connections, and of UDP that take datagrams from anybody, as PORT/PROTOCOL.",
        aliases: &["ports"],
        from: &Of(|sockets: &Sockets| {
            // What could not be read may listen too.
            sockets.sum(|protocol| {
                matches!(
                    protocol,
                    Protocol::Tcp
                        | Protocol::Tcp6
                        | Protocol::Udp
                        | Protocol::Udp6
                        | Protocol::SctpEndpoint
                )
            })?;
            let port =
                |(port, protocol): &(u16, &str)| Value::Word(format!("{port}/{protocol}").into());
            Ok(Value::List(sockets.listening.iter().map(port).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
];
