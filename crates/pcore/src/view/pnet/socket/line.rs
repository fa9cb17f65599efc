//! The tables of sockets, one a protocol, and what one line of each says.

use std::collections::hash_map::Entry;
use std::net::IpAddr;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::parse::Item;
use crate::parse::net::bluetooth::{self, Bluetooth};
use crate::parse::net::inet::Inet;
use crate::parse::net::netlink::{self, Netlink};
use crate::parse::net::packet::Packet;
use crate::parse::net::sctp::{self, Association, Endpoint};
use crate::parse::net::unix::Unix;
use crate::parse::net::{inet, ipx, packet, unix};
use crate::problem::Reason;
use crate::view::pnet::net::Net;
use crate::{Absent, File};

macro_rules! protocols {
    ($($name:ident = $word:literal, $file:ident, $family:ident;)*) => {
        /// A protocol: one table of sockets.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Protocol {
            $(#[doc = concat!("Of `", $word, "`.")] $name,)*
        }

        impl Protocol {
            /// Every protocol, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name, which for most is also that of the table.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The table.
            pub const fn file(self) -> File {
                match self { $(Self::$name => File::$file,)* }
            }

            /// What its rows look like.
            pub(crate) const fn family(self) -> Family {
                match self { $(Self::$name => Family::$family,)* }
            }
        }

        /// The tables of all protocols, with that where IPX had it first.
        pub(crate) const TABLES: &[File] = &[$(File::$file,)* File::NetIpx];
    };
}

/// What the rows of a table look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Tcp,
    Datagram,
    Raw,
    Unix,
    Netlink,
    Packet,
    Endpoint,
    Association,
    Bluetooth,
    Ipx,
}

protocols! {
    Tcp = "tcp", NetTcp, Tcp;
    Tcp6 = "tcp6", NetTcp6, Tcp;
    Udp = "udp", NetUdp, Datagram;
    Udp6 = "udp6", NetUdp6, Datagram;
    Udplite = "udplite", NetUdplite, Datagram;
    Udplite6 = "udplite6", NetUdplite6, Datagram;
    Raw = "raw", NetRaw, Raw;
    Raw6 = "raw6", NetRaw6, Raw;
    Icmp = "icmp", NetIcmp, Raw;
    Icmp6 = "icmp6", NetIcmp6, Raw;
    Unix = "unix", NetUnix, Unix;
    Netlink = "netlink", NetNetlink, Netlink;
    Packet = "packet", NetPacket, Packet;
    SctpEndpoint = "sctp", NetSctpEps, Endpoint;
    Sctp = "sctp", NetSctpAssocs, Association;
    Hci = "hci", NetHci, Bluetooth;
    L2cap = "l2cap", NetL2cap, Bluetooth;
    Rfcomm = "rfcomm", NetRfcomm, Bluetooth;
    Sco = "sco", NetSco, Bluetooth;
    Iso = "iso", NetIso, Bluetooth;
    Bnep = "bnep", NetBnep, Bluetooth;
    Hidp = "hidp", NetHidp, Bluetooth;
    Cmtp = "cmtp", NetCmtp, Bluetooth;
    Ipx = "ipx", NetIpxSocket, Ipx;
}

impl Protocol {
    /// Gives each line of the table in a network namespace to `each`, as the kernel has it.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    fn lines(self, net: &Net, each: &mut dyn FnMut(&[u8])) -> Result<(), Absent> {
        match net.lines(self.file(), each) {
            // Before Linux 2.6 the table of IPX stood where its directory came to be.
            Err(Absent::Unsupported) if self == Self::Ipx => net.lines(File::NetIpx, each),
            read => read,
        }
    }
}

impl Protocol {
    /// Gives each socket of the table in a network namespace to `each`, once. What is bad costs itself
    /// and is counted.
    ///
    /// A table that changes while it is read may not only show a socket twice, but leave one out where
    /// a portion ends: then it is read once more for those.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub(crate) fn sockets(self, net: &Net, each: &mut dyn FnMut(Line)) -> Result<(), Absent> {
        let of_icmp = if self == Self::Icmp6 { Self::Icmp.inodes(net) } else { Vec::new() };
        let mut each_own = |line: Line| {
            if !line.inode().is_ok_and(|inode| of_icmp.contains(&inode)) {
                each(line);
            }
        };
        let mut seen = Seen::default();
        self.pass(net, &mut seen, &mut each_own)?;
        if seen.may_lack_some() && net.reader().run().root.is_live() {
            seen.is_again = true;
            self.pass(net, &mut seen, &mut each_own)?;
        }
        Ok(())
    }

    /// The inodes of the sockets in the table. Where sockets of both share a chain, the kernel lists those
    /// of `icmp` in `icmp6` too, as if they were bound to no address; they are few.
    fn inodes(self, net: &Net) -> Vec<u64> {
        let mut inodes = Vec::new();
        // Why the table cannot be read was counted. One that has lost its owner has no inode.
        let _ = self.sockets(net, &mut |line| {
            inodes.extend(line.inode().ok().filter(|inode| *inode != 0));
        });
        inodes
    }

    /// Reads the table once.
    fn pass(self, net: &Net, seen: &mut Seen, each: &mut dyn FnMut(Line)) -> Result<(), Absent> {
        let is_again = seen.is_again;
        let mut show = |line: Line| {
            if seen.is_new(&line) {
                each(line);
            }
        };
        // The name of a local socket may hold newlines: its row is complete when the next begins.
        let has_names = self == Self::Unix;
        let mut last: Option<Line> = None;
        let read = self.lines(net, &mut |text| {
            let Some(parsed) = Line::parse(self, text) else { return };
            let is_rest = parsed.is_err() && last.as_mut().is_some_and(|last| last.extend(text));
            match parsed {
                Ok(line) if has_names => last.replace(line).into_iter().for_each(&mut show),
                Ok(line) => show(line),
                Err(_) if is_rest || is_again => {}
                Err(_) => net.reader().problem(self.file(), Reason::BadRow),
            }
        });
        last.into_iter().for_each(show);
        read
    }
}

/// What the line says.
pub(crate) enum Line {
    Inet(Inet),
    Unix(Unix),
    Netlink(Netlink),
    Packet(Packet),
    Endpoint(Endpoint),
    // There are few of these, and they are long.
    Association(Box<Association>),
    Bluetooth(Bluetooth),
    Ipx(Box<ipx::Socket>),
}

impl Line {
    /// The line of a protocol's table, or `None` for its heading.
    pub(crate) fn parse(protocol: Protocol, line: &[u8]) -> Option<Item<Self>> {
        let row =
            |is_header: bool, parse: fn(&[u8]) -> Item<Self>| (!is_header).then(|| parse(line));
        match protocol.family() {
            Family::Tcp => row(inet::is_header(line), |line| Inet::tcp(line).map(Self::Inet)),
            Family::Datagram | Family::Raw => {
                row(inet::is_header(line), |line| Inet::datagram(line).map(Self::Inet))
            }
            Family::Unix => row(unix::is_header(line), |line| Unix::parse(line).map(Self::Unix)),
            Family::Netlink => {
                row(netlink::is_header(line), |line| Netlink::parse(line).map(Self::Netlink))
            }
            Family::Packet => {
                row(packet::is_header(line), |line| Packet::parse(line).map(Self::Packet))
            }
            // The parsers of whole tables know what is no row; one line is a short table.
            Family::Endpoint => Some(sctp::endpoints(line).next()?.map(Self::Endpoint)),
            Family::Association => {
                let row = sctp::associations(line).next()?;
                Some(row.map(|row| Self::Association(Box::new(row))))
            }
            Family::Bluetooth => Some(bluetooth::rows(line).next()?.map(Self::Bluetooth)),
            Family::Ipx => Some(ipx::sockets(line).next()?.map(|row| Self::Ipx(Box::new(row)))),
        }
    }

    /// Takes a line that is no row for the rest of a name with a newline in it. Only local sockets
    /// have such names.
    pub(crate) fn extend(&mut self, text: &[u8]) -> bool {
        let Self::Unix(Unix { path: Ok(path), .. }) = self else { return false };
        *path = [&**path, text].join(&b'\n').into();
        true
    }

    pub(crate) fn inode(&self) -> Item<u64> {
        match self {
            Self::Inet(inet) => inet.inode,
            Self::Unix(unix) => unix.inode,
            Self::Netlink(netlink) => netlink.inode,
            Self::Packet(packet) => packet.inode,
            Self::Endpoint(endpoint) => endpoint.inode,
            Self::Association(association) => association.inode,
            Self::Bluetooth(bluetooth) => bluetooth.inode,
            Self::Ipx(_) => Err(Absent::Unsupported),
        }
    }

    /// The address of the socket, or of the association, in the kernel.
    pub(crate) fn pointer(&self) -> Item<u64> {
        match self {
            Self::Inet(inet) => inet.pointer,
            Self::Unix(unix) => unix.pointer,
            Self::Netlink(netlink) => netlink.pointer,
            Self::Packet(packet) => packet.pointer,
            Self::Endpoint(endpoint) => endpoint.pointer,
            Self::Association(association) => association.pointer,
            Self::Bluetooth(bluetooth) => bluetooth.pointer,
            Self::Ipx(_) => Err(Absent::Unsupported),
        }
    }

    /// Both ends of a connection or association; of several addresses the primary ones.
    fn ends(&self) -> Option<Ends> {
        match self {
            Self::Inet(inet) if inet.peer.1 != 0 => Some((inet.local, inet.peer)),
            Self::Association(association) => {
                let local = primary(&association.local).ok()?;
                let peer = primary(&association.remote).ok()?;
                Some(((local, association.local_port.ok()?), (peer, association.remote_port.ok()?)))
            }
            _ => None,
        }
    }
}

/// Addresses and ports of both ends.
type Ends = ((IpAddr, u16), (IpAddr, u16));

/// The primary one of several addresses, or the first where none is marked.
pub(super) fn primary(addresses: &Item<Vec<sctp::Address>>) -> Item<IpAddr> {
    let addresses = addresses.as_ref().map_err(|absent| *absent)?;
    let primary = addresses.iter().find(|address| address.is_primary).or(addresses.first());
    Ok(primary.ok_or(Absent::NotApplicable)?.address)
}

/// Which sockets of a table were seen. The kernel hands the table out in portions, between which it
/// may move, so that the same socket can come twice.
#[derive(Default)]
struct Seen {
    inodes: FxHashSet<u64>,
    /// Connections, each with whether its row had an inode.
    connections: FxHashMap<Ends, bool>,
    others: FxHashSet<Identity>,
    /// How many rows there were.
    count: usize,
    /// Whether something shows that the table changes.
    has_changed: bool,
    /// Whether the table is read for the second time.
    is_again: bool,
}

/// What tells a socket from the others of its table where that is not the inode alone.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    /// A local socket by its inode or else by its address in the kernel, and by its name: whoever
    /// forges a row with the inode of another's socket does not hide that.
    Local(Result<u64, u64>, Option<Box<[u8]>>),
    /// Without an inode: its address in the kernel.
    Pointer(u64),
    /// An association by its number; a socket may have many.
    Association(i64),
}

impl Seen {
    /// Whether the table may have had sockets that did not come: it changes, and the kernel has handed
    /// it out in more than one portion.
    fn may_lack_some(&self) -> bool {
        /// So few rows are one portion, which is a page.
        const PORTION: usize = 16;
        self.has_changed && self.count > PORTION
    }

    /// Whether the socket of this line comes for the first time. One that nothing tells from others
    /// is always new: rather shown twice than not at all.
    fn is_new(&mut self, line: &Line) -> bool {
        let is_new = self.insert(line);
        self.count += 1;
        // A connection without an inode has just come or gone.
        let is_passing = || line.inode() == Ok(0) && line.ends().is_some();
        self.has_changed = self.has_changed || !is_new || is_passing();
        is_new
    }

    fn insert(&mut self, line: &Line) -> bool {
        let inode = line.inode().ok().filter(|inode| *inode != 0);
        match (line, inode) {
            (Line::Inet(_), inode) => self.is_new_of_inet(line, inode),
            (Line::Unix(unix), inode) => {
                let number = match (inode, unix.pointer) {
                    (Some(inode), _) => Ok(inode),
                    (None, Ok(pointer)) => Err(pointer),
                    (None, Err(_)) => return true,
                };
                self.others.insert(Identity::Local(number, unix.path.clone().ok()))
            }
            (Line::Association(association), _) => match association.id {
                // It has no number before it is established.
                Ok(0) | Err(_) => {
                    line.ends().is_none_or(|ends| self.connections.insert(ends, false).is_none())
                }
                Ok(id) => self.others.insert(Identity::Association(id)),
            },
            (_, Some(inode)) => self.inodes.insert(inode),
            (_, None) => match line.pointer() {
                Ok(pointer) => self.others.insert(Identity::Pointer(pointer)),
                Err(_) => true,
            },
        }
    }

    /// A connection has no inode before it is accepted and after it was closed. Met in two of these
    /// states, it is one all the same. Two sockets may have the same ends on different interfaces:
    /// they have different inodes. When the table is read again, another inode is more likely that of
    /// a connection that has since taken the place of the first.
    fn is_new_of_inet(&mut self, line: &Line, inode: Option<u64>) -> bool {
        if !inode.is_none_or(|inode| self.inodes.insert(inode)) {
            return false;
        }
        let Some(ends) = line.ends() else { return true };
        match self.connections.entry(ends) {
            Entry::Vacant(place) => {
                place.insert(inode.is_some());
                true
            }
            Entry::Occupied(had_inode) => !self.is_again && inode.is_some() && *had_inode.get(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of these rows of a table are shown.
    fn shown(protocol: Protocol, rows: &[String]) -> Vec<usize> {
        let mut seen = Seen::default();
        let is_new = |row: &String| {
            let line =
                Line::parse(protocol, row.as_bytes()).unwrap().unwrap_or_else(|_| panic!("{row}"));
            seen.is_new(&line)
        };
        let news: Vec<bool> = rows.iter().map(is_new).collect();
        (0..rows.len()).filter(|number| news[*number]).collect()
    }

    fn tcp(peer: &str, state: &str, inode: u64) -> String {
        format!(
            "0: 0100007F:1F90 0100007F:{peer} {state} 0:0 00:0 0 0 0 {inode} 1 0000000000000000"
        )
    }

    #[test]
    fn a_connection_is_one_in_every_state() {
        let rows = [
            tcp("C350", "03", 0),
            tcp("C350", "01", 7),
            tcp("C351", "01", 8),
            tcp("C351", "06", 0),
            tcp("C352", "06", 0),
            tcp("C352", "06", 0),
            tcp("C351", "01", 8),
        ];
        assert_eq!(shown(Protocol::Tcp, &rows), [0, 2, 4]);
        // Ends may be the same on different interfaces.
        let rows = [tcp("C350", "01", 7), tcp("C350", "01", 8), tcp("C350", "06", 0)];
        assert_eq!(shown(Protocol::Tcp, &rows), [0, 1]);
        // Those that wait for others are told apart by their inodes alone.
        let rows = [tcp("0000", "0A", 7), tcp("0000", "0A", 8), tcp("0000", "0A", 7)];
        assert_eq!(shown(Protocol::Tcp, &rows), [0, 1]);
    }

    fn local(pointer: &str, inode: u64, path: &str) -> String {
        format!("{pointer}: 00000002 00000000 00000000 0001 02 {inode}{path}")
    }

    #[test]
    fn what_is_not_accepted_yet_is_told_by_its_address_in_the_kernel() {
        let rows = [local("a1", 0, " /a"), local("a2", 0, " /a"), local("a1", 0, " /a")];
        assert_eq!(shown(Protocol::Unix, &rows), [0, 1]);
        // Where that is hidden, nothing is left out.
        let rows = [local("0", 0, " /a"), local("0", 0, " /a")];
        assert_eq!(shown(Protocol::Unix, &rows), [0, 1]);
        // The two kinds of numbers are not mixed up.
        let rows = [local("a1", 0, " /a"), local("0", 0xa1, " /a")];
        assert_eq!(shown(Protocol::Unix, &rows), [0, 1]);
    }

    #[test]
    fn a_forged_row_hides_no_true_one() {
        let rows = [local("0", 7, " /forged"), local("a1", 7, " /true"), local("a1", 7, " /true")];
        assert_eq!(shown(Protocol::Unix, &rows), [0, 1]);
        let rows = [local("0", 7, ""), local("a1", 7, " /true")];
        assert_eq!(shown(Protocol::Unix, &rows), [0, 1]);
    }

    #[test]
    fn a_damaged_inode_costs_no_row() {
        let row = |pointer| format!("{pointer} 2 3 0003 0 1 0 0 x");
        assert_eq!(shown(Protocol::Packet, &[row("a1"), row("a2"), row("a1")]), [0, 1]);
        assert_eq!(shown(Protocol::Packet, &[row("0"), row("0")]), [0, 1]);
        let rows =
            [tcp("0000", "0A", 7), tcp("0000", "0A", 8)].map(|row| row.replace(" 0 7 ", " 0 x "));
        assert_eq!(shown(Protocol::Tcp, &rows), [0, 1]);
    }

    fn association(id: i64, to: &str) -> String {
        format!(
            "a1 a2 0 10 3 0 {id} 0 0 0 7 3868 40000 192.0.2.1 <-> *{to} 7500 1 1 1 0 0 0 1 0 1 1"
        )
    }

    #[test]
    fn a_socket_has_many_associations() {
        let rows = [
            association(1, "198.51.100.7"),
            association(2, "198.51.100.8"),
            association(1, "198.51.100.9"),
            association(0, "198.51.100.7"),
            association(0, "198.51.100.7"),
        ];
        assert_eq!(shown(Protocol::Sctp, &rows), [0, 1, 3]);
    }
}
