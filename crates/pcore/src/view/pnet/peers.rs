//! The sockets at the other end: of connections that do not leave the machine, and of local sockets.
//!
//! Both ends of such a connection stand in the tables, each with the addresses of the other: in those
//! of one network namespace, or in two where it leads from one into the other. Which socket is at the
//! other end of a local one is told by `sock_diag`. Who holds it is found as for every socket.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::diag::Told;
use super::net::{Known, Net};
use super::owners::{Held, Owners};
use super::socket::{Entry, Family, Line, Protocol, Socket, TABLES};
use crate::field::Source;
use crate::parse::Item;
use crate::parse::net::sctp::{self, Association};
use crate::pool::{self, Output, Work};
use crate::root::Reader;
use crate::run::Run;
use crate::{Absent, File, Value};

/// One end of a connection. An IPv4 address is one also where a socket of IPv6 shows it.
pub(crate) type End = (IpAddr, u16);

/// Both ends as a socket sees them, with the protocol without its version.
type Ends = (u8, End, End);

/// The sockets of all network namespaces that are looked at, by what they are connected with.
#[derive(Debug, Default)]
pub(crate) struct Peers {
    networks: Vec<Arc<Known>>,
    /// Sorted. The numbers are the network namespace's and the inode.
    sockets: Vec<(Ends, usize, u64)>,
    /// Why some table could not be read; any socket may be at the other end.
    unseen: Option<Absent>,
}

/// The protocols whose sockets have other sockets at their ends, both versions of each side by side.
const PROTOCOLS: [Protocol; 7] = [
    Protocol::Tcp,
    Protocol::Tcp6,
    Protocol::Udp,
    Protocol::Udp6,
    Protocol::Udplite,
    Protocol::Udplite6,
    Protocol::Sctp,
];

/// The protocol without its version, as a number; `None` where a socket has none at its end.
fn transport(protocol: Protocol) -> Option<u8> {
    let at = PROTOCOLS.iter().position(|known| *known == protocol)?;
    Some(at as u8 / 2)
}

fn canonical((address, port): End) -> End {
    (address.to_canonical(), port)
}

/// The other end of what has none.
const NOBODY: End = (IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// The addresses that stand for every address.
const EVERY: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];

impl Peers {
    /// Reads the tables of these network namespaces, as far as the rows of a protocol can be wanted.
    pub(crate) fn take(run: &Arc<Run>, networks: &[Arc<Known>], wants: impl Fn(Protocol) -> bool) {
        run.peers.get_or_init(|| {
            // An end of one version may have the other version at its other end.
            let is_wanted = |protocol: &&Protocol| {
                let of = transport(**protocol);
                PROTOCOLS.iter().any(|other| transport(*other) == of && wants(*other))
            };
            let protocols: Vec<Protocol> = PROTOCOLS.iter().filter(is_wanted).copied().collect();
            let mut peers = Self { networks: networks.to_vec(), ..Self::default() };
            let tables = Tables { networks: networks.to_vec(), protocols };
            if pool::scan(run, tables, &mut |part: Found| peers.add(part)).is_err() {
                peers.unseen = Some(Absent::Blocked);
            }
            peers.sockets.sort_unstable();
            peers.sockets.dedup();
            peers
        });
    }

    fn add(&mut self, found: Found) {
        self.sockets.extend(found.sockets);
        self.unseen = self.unseen.max(found.unseen);
    }

    fn number_of(&self, known: &Arc<Known>) -> Item<usize> {
        let number = self.networks.iter().position(|other| Arc::ptr_eq(other, known));
        number.ok_or(Absent::Unsupported)
    }

    /// The inodes of the sockets at the other end of one that sees these ends.
    fn of(&self, network: usize, (transport, local, peer): Ends, is_datagram: bool) -> Vec<u64> {
        let within = |ends: Ends| -> Vec<u64> {
            self.with(ends).filter(|(of, _)| *of == network).map(|(_, inode)| inode).collect()
        };
        let mut found = within((transport, peer, local));
        if found.is_empty() && is_datagram {
            // A server of datagrams takes them from anybody, without being connected.
            found = within((transport, peer, NOBODY));
            if found.is_empty() && peer.0.is_loopback() {
                found = EVERY
                    .into_iter()
                    .flat_map(|every| within((transport, (every, peer.1), NOBODY)))
                    .collect();
            }
        }
        // What begins on the loopback interface ends there. Elsewhere namespaces may use the same
        // addresses, so that only an end that no other could be is taken for it.
        if found.is_empty() && !local.0.is_loopback() && !peer.0.is_loopback() {
            let others: Vec<_> = self.with((transport, peer, local)).collect();
            if let [(_, inode)] = others[..] {
                found.push(inode);
            }
        }
        found
    }

    /// The connections of which both ends are sockets here, each once.
    pub(crate) fn connections(&self) -> Vec<Connection> {
        let mut seen = FxHashSet::default();
        let mut connections = Vec::new();
        for ((transport, local, peer), network, inode) in &self.sockets {
            let Some(protocol) = PROTOCOLS.get(usize::from(*transport) * 2) else { continue };
            if *peer == NOBODY {
                continue;
            }
            let is_datagram = protocol.family() == Family::Datagram;
            for other in self.of(*network, (*transport, *local, *peer), is_datagram) {
                if seen.insert((*inode.min(&other), *inode.max(&other))) {
                    connections.push(Connection {
                        protocol: protocol.word(),
                        sockets: [*inode, other],
                        ends: [*local, *peer],
                    });
                }
            }
        }
        connections
    }

    /// Whether somebody waits for whoever comes to this end, or to its port at any address; in this
    /// network namespace, or in any.
    fn listens(&self, network: Option<usize>, transport: u8, (address, port): End) -> bool {
        let ends = EVERY.into_iter().chain([address]).map(|address| (address, port));
        let mut sockets = ends.flat_map(|end| self.with((transport, end, NOBODY)));
        sockets.any(|(of, _)| network.is_none_or(|network| of == network))
    }

    /// Why some table could not be read.
    pub(crate) fn unseen(&self) -> Option<Absent> {
        self.unseen
    }

    /// The network namespaces and inodes of the sockets that see these ends.
    fn with(&self, ends: Ends) -> impl Iterator<Item = (usize, u64)> {
        let from = self.sockets.partition_point(|(known, ..)| *known < ends);
        let rest = self.sockets.get(from..).unwrap_or_default().iter();
        rest.take_while(move |(known, ..)| *known == ends)
            .map(|(_, network, inode)| (*network, *inode))
    }
}

/// A connection within the machine, as the socket at its first end sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connection {
    /// The protocol, without its version.
    pub(crate) protocol: &'static str,
    /// The inodes of both sockets.
    pub(crate) sockets: [u64; 2],
    /// The addresses and ports of both ends.
    pub(crate) ends: [End; 2],
}

/// Reading the tables of these network namespaces, as work for watched workers.
struct Tables {
    networks: Vec<Arc<Known>>,
    protocols: Vec<Protocol>,
}

/// What a worker found.
#[derive(Debug, Default)]
struct Found {
    sockets: Vec<(Ends, usize, u64)>,
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
        let count = self.protocols.len().max(1);
        let (number, table) = (key / count, key % count);
        let (Some(known), Some(protocol)) = (self.networks.get(number), self.protocols.get(table))
        else {
            return;
        };
        let net = Net::new(known, reader);
        let read = net.lines(protocol.file(), &mut |text| {
            if let Some(Ok(line)) = Line::parse(*protocol, text)
                && let Ok(inode) = line.inode()
                && inode != 0
            {
                found.sockets.extend(ends(*protocol, &line).map(|ends| (ends, number, inode)));
            }
        });
        // The rows are read once more, and what is wrong with them is told then.
        drop(reader.take_problems());
        if let Err(absent @ (Absent::Denied | Absent::Blocked | Absent::Malformed)) = read {
            found.unseen = found.unseen.max(Some(absent));
        }
    }
}

/// Both ends as the socket of this line sees them. Those of an association can have several
/// addresses, any two of which belong together.
fn ends(protocol: Protocol, line: &Line) -> impl Iterator<Item = Ends> {
    let of_inet = match line {
        Line::Inet(inet) => Some((inet.local, inet.peer)),
        _ => None,
    };
    let of_association = match line {
        Line::Association(association) => pairs(association),
        _ => None,
    };
    let transport = transport(protocol);
    of_inet.into_iter().chain(of_association.into_iter().flatten()).filter_map(
        move |(local, peer)| {
            let peer = canonical(peer);
            let peer = if peer.0.is_unspecified() { NOBODY } else { peer };
            Some((transport?, canonical(local), peer))
        },
    )
}

/// Every address of one end of an association with every one of the other.
fn pairs(association: &Association) -> Option<impl Iterator<Item = (End, End)>> {
    let (here, there) = (association.local_port.ok()?, association.remote_port.ok()?);
    let (local, remote) = (association.local.as_ref().ok()?, association.remote.as_ref().ok()?);
    let to_all = move |from: &sctp::Address| {
        let from = (from.address, here);
        remote.iter().map(move |to| (from, (to.address, there)))
    };
    Some(local.iter().flat_map(to_all))
}

/// The inodes of the sockets at the other end of a row's.
pub(crate) struct Others(Vec<u64>);

impl Others {
    pub(crate) fn find(entry: &Entry, told: &Told) -> Item<Self> {
        if let Line::Unix(_) = entry.line {
            return Ok(Self(vec![told.socket(entry)?.peer_inode()?]));
        }
        let ends = ends(entry.protocol, &entry.line).next().ok_or(Absent::NotApplicable)?;
        // Nobody holds what only waits.
        if ends.2 == NOBODY || entry.line.inode()? == 0 {
            return Err(Absent::NotApplicable);
        }
        let peers = told.net().reader().run().peers.get().ok_or(Absent::Unsupported)?;
        let network = peers.number_of(told.net().known())?;
        match peers.of(network, ends, entry.protocol.family() == Family::Datagram) {
            found if !found.is_empty() => Ok(Self(found)),
            _ => Err(peers.unseen.unwrap_or(Absent::NotApplicable)),
        }
    }

    /// One value for each holder, equal neighbours once.
    ///
    /// # Errors
    /// Why no holder is known.
    pub(crate) fn per_holder<'a>(
        &self,
        owners: &'a Owners,
        value: impl Fn(&'a Held) -> Option<Value<'a>>,
    ) -> Item<Value<'a>> {
        let mut values = Vec::new();
        let mut unknown = None;
        for inode in &self.0 {
            match owners.of(*inode) {
                Ok(held) => values.extend(held.iter().filter_map(&value)),
                Err(absent) => unknown = unknown.max(Some(absent)),
            }
        }
        values.dedup();
        match unknown {
            Some(absent) if values.is_empty() => Err(absent),
            _ => Ok(Value::List(values)),
        }
    }
}

/// Who has come to whom: the side at whose port somebody waits was there first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    /// The other end has come to this one.
    In,
    /// This end has gone to the other.
    Out,
}

impl Course {
    fn find(socket: &Socket) -> Item<Self> {
        let (entry, told) = (&socket.entry, &socket.told);
        let ends = ends(entry.protocol, &entry.line).next().ok_or(Absent::NotApplicable)?;
        if ends.2 == NOBODY {
            return Err(Absent::NotApplicable);
        }
        let peers = told.net().reader().run().peers.get().ok_or(Absent::Unsupported)?;
        let network = peers.number_of(told.net().known())?;
        if peers.listens(Some(network), ends.0, ends.1) {
            return Ok(Self::In);
        }
        match Others::of(socket) {
            // On another machine there is somebody who waits, or was.
            Err(Absent::NotApplicable) => Ok(Self::Out),
            Err(absent) => Err(absent),
            Ok(_) => {
                let network = Some(network).filter(|_| ends.2.0.is_loopback());
                let waits = peers.listens(network, ends.0, ends.2);
                if waits { Ok(Self::Out) } else { Err(Absent::NotApplicable) }
            }
        }
    }
}

impl Source<Socket> for Course {
    const FILES: &'static [File] = TABLES;

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        let course = socket.course.get_or_init(|| Self::find(socket));
        course.as_ref().map_err(|absent| *absent)
    }
}

impl Source<Socket> for Others {
    const FILES: &'static [File] = TABLES;

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        let others = socket.others.get_or_init(|| Self::find(&socket.entry, &socket.told));
        others.as_ref().map_err(|absent| *absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> End {
        let end: std::net::SocketAddr = text.parse().unwrap();
        canonical((end.ip(), end.port()))
    }

    fn peers(sockets: &[(u8, &str, &str, usize, u64)]) -> Peers {
        let mut sockets: Vec<_> = sockets
            .iter()
            .map(|(transport, local, peer, network, inode)| {
                let peer = if peer.is_empty() { NOBODY } else { end(peer) };
                ((*transport, end(local), peer), *network, *inode)
            })
            .collect();
        sockets.sort_unstable();
        Peers { sockets, ..Peers::default() }
    }

    fn others(peers: &Peers, network: usize, ends: (u8, &str, &str)) -> Vec<u64> {
        peers.of(network, (ends.0, end(ends.1), end(ends.2)), ends.0 > 0)
    }

    #[test]
    fn ends_meet_in_one_namespace_whatever_their_version() {
        let known = peers(&[
            (0, "127.0.0.1:5000", "127.0.0.1:80", 0, 7),
            (0, "[::ffff:127.0.0.1]:80", "[::ffff:127.0.0.1]:5000", 0, 8),
            (0, "127.0.0.1:80", "127.0.0.1:5000", 1, 9),
            (1, "127.0.0.1:80", "127.0.0.1:5000", 0, 10),
        ]);
        assert_eq!(others(&known, 0, (0, "127.0.0.1:5000", "127.0.0.1:80")), [8]);
        assert_eq!(others(&known, 0, (0, "127.0.0.1:80", "127.0.0.1:5000")), [7]);
        assert_eq!(others(&known, 2, (0, "127.0.0.1:5000", "127.0.0.1:80")), []);
    }

    #[test]
    fn a_server_of_datagrams_need_not_be_connected() {
        let known = peers(&[
            (1, "127.0.0.53:53", "", 0, 7),
            (1, "0.0.0.0:67", "", 0, 8),
            (1, "[::]:67", "", 0, 9),
            (1, "[::]:68", "", 1, 10),
            (0, "0.0.0.0:67", "", 0, 11),
        ]);
        let of = |peer| others(&known, 0, (1, "127.0.0.1:5000", peer));
        assert_eq!(of("127.0.0.53:53"), [7]);
        assert_eq!(of("127.0.0.1:67"), [8, 9]);
        assert_eq!(of("127.0.0.1:68"), []);
        // Whoever listens everywhere is not meant by every address.
        assert_eq!(of("192.0.2.1:67"), []);
        assert_eq!(others(&known, 0, (0, "127.0.0.1:5000", "127.0.0.1:67")), []);
    }

    #[test]
    fn the_other_end_may_be_in_another_namespace_if_it_is_the_only_one() {
        let known = peers(&[
            (0, "10.0.0.2:80", "10.0.0.1:5000", 1, 7),
            (0, "10.0.0.3:80", "10.0.0.1:5000", 1, 8),
            (0, "10.0.0.3:80", "10.0.0.1:5000", 2, 9),
            (0, "127.0.0.1:80", "127.0.0.1:5000", 1, 10),
        ]);
        assert_eq!(others(&known, 0, (0, "10.0.0.1:5000", "10.0.0.2:80")), [7]);
        assert_eq!(others(&known, 0, (0, "10.0.0.1:5000", "10.0.0.3:80")), []);
        assert_eq!(others(&known, 2, (0, "10.0.0.1:5000", "10.0.0.3:80")), [9]);
        assert_eq!(others(&known, 0, (0, "127.0.0.1:5000", "127.0.0.1:80")), []);
    }

    #[test]
    fn ends_of_associations_meet_at_any_of_their_addresses() {
        let line = |text: &str| Line::parse(Protocol::Sctp, text.as_bytes()).unwrap().ok().unwrap();
        let near =
            line("a1 a2 2 1 3 0 1 0 0 0 7 5000 80 *10.0.0.1 10.0.1.1 <-> *10.0.0.2 10.0.1.2");
        let far = line("a3 a4 2 1 3 0 2 0 0 0 8 80 5000 10.0.0.2 *10.0.1.2 <-> 10.0.0.1 *10.0.1.1");
        let mut sockets: Vec<_> = ends(Protocol::Sctp, &near)
            .map(|ends| (ends, 0, 7))
            .chain(ends(Protocol::Sctp, &far).map(|ends| (ends, 0, 8)))
            .collect();
        sockets.sort_unstable();
        let known = Peers { sockets, ..Peers::default() };
        let of = |line: &Line| known.of(0, ends(Protocol::Sctp, line).next().unwrap(), false);
        assert_eq!((of(&near), of(&far)), (vec![8], vec![7]));
    }
}
