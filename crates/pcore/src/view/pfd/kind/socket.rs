//! Sockets: which protocol, between whom, in which state.
//!
//! A descriptor knows no more than the inode of its socket. The tables of every network namespace
//! tell the rest: a socket stays in the namespace that it was made in, wherever its holder went.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::field::{Field, Group, Of, Of2, Source};
use crate::names::set_bits;
use crate::parse::Item;
use crate::parse::pid::fdinfo::socket::Scm;
use crate::parse::sock_diag::Diag;
use crate::pool::{self, Output, Work};
use crate::root::Reader;
use crate::run::Run;
use crate::view::pfd::file::{Assoc, Open, Special, Target};
use crate::view::pnet::diag::Answers;
use crate::view::pnet::net::{self, Known, Net};
use crate::view::pnet::socket::{Entry, Line, Protocol, Side, TABLES};
use crate::{Absent, File, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Socket", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "protocol",
        header: "PROTO",
        kind: Kind::Word,
        doc: "Protocol of a socket: tcp, tcp6, udp, unix, netlink, vsock and so on.",
        aliases: &["proto", "protoname"],
        from: &Of(|protocol: &Named| Ok(Value::text(&protocol.0))),
        ..Field::BASE
    },
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of a socket: inet, inet6, unix, netlink, packet and so on.",
        from: &Of(|protocol: &Named| Ok(Value::text(family(&protocol.0)))),
        ..Field::BASE
    },
    Field {
        name: "socket_type",
        header: "SOCKTYPE",
        kind: Kind::Word,
        doc: "Kind of socket: stream, dgram, raw or seqpacket.",
        from: &Of(|socket: &Entry| socket.kind()),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Word,
        doc: "State of a socket; a datagram socket without a peer is UNCONNECTED.",
        from: &Of(|socket: &Entry| socket.state()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "endpoints",
        header: "ENDPOINTS",
        kind: Kind::Text,
        doc: "Addresses and ports of a socket in one, as lsof writes them.",
        from: &Of(|socket: &Entry| endpoints(socket)),
        ..Field::BASE
    },
    Field {
        name: "local",
        header: "LOCAL-ADDRESS",
        kind: Kind::Address,
        doc: "Local address of a socket; of a unix socket its path, of netlink the protocol.",
        aliases: &["laddr", "local_address"],
        from: &Of(|socket: &Entry| socket.address(Side::Local)),
        ..Field::BASE
    },
    Field {
        name: "local_port",
        header: "LPORT",
        kind: Kind::Id,
        doc: "Local port of a socket.",
        aliases: &["lport"],
        from: &Of(|socket: &Entry| Ok(socket.port(Side::Local)?.into())),
        ..Field::BASE
    },
    Field {
        name: "peer",
        header: "PEER-ADDRESS",
        kind: Kind::Address,
        doc: "Address of the other side of a socket.",
        aliases: &["raddr", "peer_address"],
        from: &Of(|socket: &Entry| socket.address(Side::Peer)),
        ..Field::BASE
    },
    Field {
        name: "peer_port",
        header: "PPORT",
        kind: Kind::Id,
        doc: "Port of the other side of a socket.",
        aliases: &["rport"],
        from: &Of(|socket: &Entry| Ok(socket.port(Side::Peer)?.into())),
        ..Field::BASE
    },
    Field {
        name: "unix_path",
        header: "UNIX-PATH",
        kind: Kind::Path,
        doc: "Path or abstract name that a local socket is bound to, for which no other table of sockets is read.",
        aliases: &["unix.path"],
        from: &Of(|bound: &Bound| Ok(Value::text(&bound.0))),
        ..Field::BASE
    },
    Field {
        name: "recv_q",
        header: "RECV-Q",
        kind: Kind::Count,
        doc: "Bytes received and not yet read, or for a listener connections not yet accepted; of a local socket pnet has it.",
        aliases: &["rx_queue", "recvq"],
        from: &Of(|socket: &Entry| Ok(socket.listed_receive_queue()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "send_q",
        header: "SEND-Q",
        kind: Kind::Count,
        doc: "Bytes sent and not yet acknowledged; of a local socket pnet has it.",
        aliases: &["tx_queue", "sendq"],
        from: &Of(|socket: &Entry| Ok(socket.listed_send_queue()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ip_protocol",
        header: "IP-PROTO",
        kind: Kind::Word,
        doc: "Protocol above IP of a raw socket, by number where it has no name.",
        aliases: &["raw.protocol"],
        from: &Of(|socket: &Entry| socket.ip_protocol()),
        ..Field::BASE
    },
    Field {
        name: "netlink_groups",
        header: "NETLINK-GROUPS",
        kind: Kind::List(&Kind::Word),
        doc: "Multicast groups that a netlink socket has joined, of the first 32; by number where one has no name.",
        aliases: &["netlink.groups"],
        from: &Of(|socket: &Entry| socket.groups()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "peer_inode",
        header: "PEER-INODE",
        kind: Kind::Id,
        doc: "Inode of the local socket at the other end, told of the reader's own network namespace.",
        aliases: &["ipeer", "unix.ipeer"],
        from: &Of(|socket: &Diag| Ok(socket.peer_inode()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shutdown",
        header: "SHUTDOWN",
        kind: Kind::List(&Kind::Word),
        doc: "Directions in which a local socket was closed: receive, send; told of the reader's own network namespace.",
        aliases: &["sock.shutdown"],
        from: &Of(|socket: &Diag| Ok(set_bits(DIRECTIONS, socket.shutdown()?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "socket_pointer",
        header: "POINTER",
        kind: Kind::Mask,
        doc: "Address of the socket in the kernel, hashed; denied where the kernel hides even that.",
        from: &Of(|socket: &Entry| socket.pointer()),
        ..Field::BASE
    },
    Field {
        name: "netns",
        header: "NETNS",
        kind: Kind::Id,
        doc: "Network namespace that a socket is in, by the inode that names it.",
        from: &Of2(|_: &Entry, place: &Place| Ok(place.0?.into())),
        ..Field::BASE
    },
    Field {
        name: "scm_fds",
        header: "SCM-FDS",
        kind: Kind::Count,
        doc: "Descriptors that are on their way to a unix socket and were not received yet.",
        from: &Of(|socket: &Scm| Ok(socket.fds?.into())),
        volatile: true,
        ..Field::BASE
    },
];

/// The directions of a socket, by bit of what was closed.
const DIRECTIONS: &[&str] = &["receive", "send"];

/// The ends as lsof writes them; where there is but one, that.
fn endpoints(socket: &Entry) -> Item<Value<'_>> {
    let local = socket.endpoint(Side::Local)?;
    if socket.port(Side::Peer).is_err() {
        return Ok(local);
    }
    let peer = socket.endpoint(Side::Peer)?;
    let parts = [local.bytes().unwrap_or_default(), b"->", peer.bytes().unwrap_or_default()];
    Ok(Value::Text(parts.concat().into()))
}

/// The sockets of every network namespace, by inode.
#[derive(Default)]
pub(crate) struct SocketTables {
    sockets: FxHashMap<u64, (Entry, Item<u64>)>,
    /// Why some table could not be read; any socket may stand in it.
    unseen: Option<Absent>,
}

impl SocketTables {
    /// The sockets of this run, looked at before the first row.
    fn of_run(run: &Arc<Run>) -> &Self {
        run.sockets.get_or_init(|| Self::read(run, Protocol::ALL))
    }

    /// The local sockets among them, where nobody asks for others.
    fn of_unix(run: &Arc<Run>) -> &Self {
        let all = run.sockets.get();
        all.unwrap_or_else(|| run.unix_sockets.get_or_init(|| Self::read(run, &[Protocol::Unix])))
    }

    fn read(run: &Arc<Run>, protocols: &'static [Protocol]) -> Self {
        let mut tables = Self::default();
        let work = Tables { networks: net::known(run, true).to_vec(), protocols };
        if pool::scan(run, work, &mut |found: Found| tables.add(found)).is_err() {
            tables.unseen = Some(Absent::Blocked);
        }
        tables
    }

    fn add(&mut self, found: Found) {
        // Of those that stand in several tables one is taken, whichever worker was the first.
        for (inode, found) in found.sockets {
            // An association says more than its endpoint, which comes before it.
            let known = self.sockets.get(&inode).map(|(known, _)| known.protocol);
            if known.is_none_or(|known| known <= found.0.protocol) {
                self.sockets.insert(inode, found);
            }
        }
        self.unseen = self.unseen.max(found.unseen);
    }

    fn find(&self, inode: u64) -> Result<&(Entry, Item<u64>), Absent> {
        self.sockets.get(&inode).ok_or_else(|| self.unseen.unwrap_or(Absent::NotApplicable))
    }
}

/// Reading the tables of these protocols in these network namespaces, as work for watched workers.
struct Tables {
    networks: Vec<Arc<Known>>,
    protocols: &'static [Protocol],
}

/// What a worker found.
#[derive(Default)]
struct Found {
    sockets: Vec<(u64, (Entry, Item<u64>))>,
    unseen: Option<Absent>,
}

impl Output for Found {
    fn append(&mut self, other: &mut Self) {
        self.sockets.append(&mut other.sockets);
        self.unseen = self.unseen.max(other.unseen.take());
    }

    fn is_full(&self) -> bool {
        false
    }
}

impl Work for Tables {
    type Out = Found;

    fn len(&self) -> usize {
        self.networks.len() * self.protocols.len()
    }

    fn share(&self) -> usize {
        1
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, found: &mut Found) {
        let (number, table) = (key / self.protocols.len(), key % self.protocols.len());
        let (Some(known), Some(protocol)) = (self.networks.get(number), self.protocols.get(table))
        else {
            return;
        };
        let read = protocol.sockets(&Net::new(known, reader), &mut |line: Line| {
            // What has lost its owner has no descriptor.
            if let Ok(inode) = line.inode()
                && inode != 0
            {
                found.sockets.push((inode, (Entry::new(*protocol, line), known.inode)));
            }
        });
        if let Err(absent @ (Absent::Denied | Absent::Blocked | Absent::Malformed)) = read {
            found.unseen = found.unseen.max(Some(absent));
        }
    }
}

fn find(open: &Open) -> Result<&(Entry, Item<u64>), Absent> {
    SocketTables::of_run(open.process().run()).find(inode(open)?)
}

/// The inode of a socket, which stands in its name.
fn inode(open: &Open) -> Item<u64> {
    match open.special()? {
        Some(Special::Socket) => Target::of(open)?.inode(),
        _ => Err(Absent::NotApplicable),
    }
}

impl Source<Open> for Entry {
    const FILES: &'static [File] = TABLES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        find(open).map(|(entry, _)| entry)
    }

    fn prepare(run: &Arc<Run>) {
        SocketTables::of_run(run);
    }
}

/// What a local socket is bound to.
pub(crate) struct Bound(Box<[u8]>);

impl Source<Open> for Bound {
    const FILES: &'static [File] = &[File::Fd, File::NetUnix];

    fn of(open: &Open) -> Result<&Self, Absent> {
        // Whoever looks for a path asks this of every row.
        let inode = inode(open)?;
        open.rest().bound.get(|| {
            let (socket, _) = SocketTables::of_unix(open.process().run()).find(inode)?;
            if socket.transport() != Protocol::Unix.word() {
                return Err(Absent::NotApplicable);
            }
            Ok(Self(socket.address(Side::Local)?.bytes().unwrap_or_default().into()))
        })
    }

    fn prepare(run: &Arc<Run>) {
        SocketTables::of_unix(run);
    }
}

/// What the kernel says of a local socket when it is asked.
impl Source<Open> for Diag {
    const FILES: &'static [File] = TABLES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        let socket = Entry::of(open)?;
        if socket.transport() != Protocol::Unix.word() {
            return Err(Absent::NotApplicable);
        }
        let told = Answers::of_unix(open.process().run())?;
        told.with_inode(socket.inode()?).ok_or(Absent::Unsupported)
    }

    fn prepare(run: &Arc<Run>) {
        SocketTables::of_run(run);
        Answers::take(run, true, |protocol| protocol == Protocol::Unix);
    }
}

/// The network namespace of a socket, by its inode.
pub(crate) struct Place(Item<u64>);

impl Source<Open> for Place {
    const FILES: &'static [File] = TABLES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().place.get(|| find(open).map(|(_, inode)| Self(*inode)))
    }
}

/// The protocol of a socket by name.
pub(crate) struct Named(Box<[u8]>);

/// The protocols of sockets that stand in no table, by inode: what many descriptors refer to is
/// asked for once. That one of these could not be asked says nothing of the others.
#[derive(Default)]
struct Asked(RefCell<FxHashMap<u64, Box<[u8]>>>);

impl Source<Open> for Named {
    const FILES: &'static [File] = TABLES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().protocol.get(|| match Entry::of(open) {
            Ok(entry) => Ok(Self(entry.protocol().bytes().unwrap_or_default().into())),
            Err(absent) => {
                let (Ok(inode), Assoc::Descriptor(fd)) = (inode(open), open.assoc()) else {
                    return Err(absent);
                };
                let place = open.process().place();
                let asked = place.reader().kept::<Asked>();
                if let Some(known) = asked.0.borrow().get(&inode) {
                    return Ok(Self(known.clone()));
                }
                let name = protocol(&place.fd_socket_protocol(*fd)?);
                asked.0.borrow_mut().insert(inode, name.clone());
                Ok(Self(name))
            }
        })
    }

    fn prepare(run: &Arc<Run>) {
        SocketTables::of_run(run);
    }
}

/// The word for a protocol that the kernel calls `TCPv6`, `UNIX-STREAM` or, where it is all that a
/// family has, `AF_VSOCK`.
fn protocol(name: &[u8]) -> Box<[u8]> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix(b"af_").unwrap_or(&name);
    let name = if name == b"udp-lite" { b"udplite" } else { name };
    let name = name.split(|byte| *byte == b'-').next().unwrap_or(name);
    match name {
        b"ping" => b"icmp"[..].into(),
        b"pingv6" => b"icmp6"[..].into(),
        name => match name.strip_suffix(b"v6") {
            Some(name) => [name, b"6"].concat().into(),
            None => name.into(),
        },
    }
}

/// The family of a protocol.
fn family(protocol: &[u8]) -> &[u8] {
    const INET: &[&[u8]] = &[b"tcp", b"udp", b"udplite", b"raw", b"icmp", b"mptcp", b"sctp"];
    match protocol.strip_suffix(b"6") {
        Some(bare) if INET.contains(&bare) => b"inet6",
        _ if INET.contains(&protocol) => b"inet",
        _ => protocol,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_and_their_families() {
        for (name, word, of) in [
            (&b"TCP"[..], &b"tcp"[..], &b"inet"[..]),
            (b"TCPv6", b"tcp6", b"inet6"),
            (b"UDPLITEv6", b"udplite6", b"inet6"),
            (b"UDP-Lite", b"udplite", b"inet"),
            (b"PING", b"icmp", b"inet"),
            (b"UNIX-STREAM", b"unix", b"unix"),
            (b"AF_VSOCK", b"vsock", b"vsock"),
            (b"NETLINK", b"netlink", b"netlink"),
        ] {
            assert_eq!(&*protocol(name), word, "{}", String::from_utf8_lossy(name));
            assert_eq!(family(word), of, "{}", String::from_utf8_lossy(name));
        }
    }

    #[test]
    fn a_socket_that_is_in_no_table_may_be_in_one_that_was_not_seen() {
        let mut tables = SocketTables::default();
        assert_eq!(tables.find(7).err(), Some(Absent::NotApplicable));
        tables.unseen = Some(Absent::Blocked);
        assert_eq!(tables.find(7).err(), Some(Absent::Blocked));
    }
}
