//! A socket as a row: one line of one of the kernel's tables, whichever family it is of.

mod line;

pub use line::Protocol;
pub(crate) use line::{Family, Identity, Line, TABLES};

use std::cell::OnceCell;
use std::fmt::Write;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use crate::field::Source;
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::net::inet::Inet;
use crate::parse::net::netlink;
use crate::parse::net::unix::Unix;
use crate::run::Run;
use crate::services::Services;
use crate::users::Users;
use crate::view::pnet::diag::Told;
use crate::view::pnet::net::Net;
use crate::view::pnet::owners::{Held, Owners};
use crate::view::pnet::peers::Others;
use crate::{Absent, File, Value};

/// A socket.
pub struct Socket {
    facts: Facts,
    pub(super) entry: Entry,
    pub(super) told: Told,
    pub(super) others: OnceCell<Item<Others>>,
}

/// One line of a table, with where it stands.
pub struct Entry {
    pub(super) protocol: Protocol,
    pub(super) line: Line,
}

/// What has no peer, and is not TCP.
pub(crate) const UNCONNECTED: &str = "UNCONNECTED";

/// States of TCP, by the kernel's number from one on.
pub(crate) const STATES: &[&str] = &[
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "TIME_WAIT",
    "CLOSE",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING",
    "SYN_RECV",
];

/// The number of `TCP_TIME_WAIT`, a socket that nobody holds any more.
const TIME_WAIT: u8 = 6;
/// The number of `TCP_CLOSE`, which for anything but TCP means unconnected.
const CLOSE: u8 = 7;
/// The number of `TCP_LISTEN`.
const LISTEN: u8 = 10;

/// Kinds of sockets, by the kernel's number.
const KINDS: &[&str] = &["", "stream", "dgram", "raw", "rdm", "seqpacket"];

/// Timers of TCP, by the kernel's number.
const TIMERS: &[&str] = &["off", "retransmit", "keepalive", "timewait", "probe"];

impl Socket {
    pub(crate) fn new(net: &Rc<Net>, protocol: Protocol, line: Line) -> Self {
        let facts = net.reader().run().host.facts();
        Self {
            facts,
            entry: Entry { protocol, line },
            told: Told::new(net),
            others: OnceCell::new(),
        }
    }

    /// The network namespace that it is in.
    pub(crate) fn net(&self) -> &Net {
        self.told.net()
    }

    fn run(&self) -> &Arc<Run> {
        self.told.net().reader().run()
    }
}

/// One side of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Local,
    Peer,
}

impl Entry {
    pub(crate) fn new(protocol: Protocol, line: Line) -> Self {
        Self { protocol, line }
    }

    pub(crate) fn protocol(&self) -> Value<'_> {
        Value::word(self.protocol.word())
    }

    fn inet(&self) -> Item<&Inet> {
        match &self.line {
            Line::Inet(inet) => Ok(inet),
            _ => Err(Absent::NotApplicable),
        }
    }

    fn tcp(&self) -> Item<&Inet> {
        match self.protocol.family() {
            Family::Tcp => self.inet(),
            _ => Err(Absent::NotApplicable),
        }
    }

    pub(crate) fn state(&self) -> Item<Value<'_>> {
        let state = match (&self.line, self.protocol.family()) {
            (Line::Inet(inet), Family::Tcp) => {
                let name = usize::from(inet.state).checked_sub(1).and_then(|at| STATES.get(at));
                return name.map_or_else(
                    || Ok(Value::Word(inet.state.to_string().into())),
                    |name| Ok(Value::word(name)),
                );
            }
            (Line::Inet(Inet { state: CLOSE, .. }), _) => UNCONNECTED,
            (Line::Inet(_), _) => "ESTABLISHED",
            (Line::Unix(unix), _) if listens(unix)? => "LISTEN",
            (Line::Unix(unix), _) => match unix.state? {
                2 => "CONNECTING",
                3 => "ESTABLISHED",
                4 => "DISCONNECTING",
                _ => UNCONNECTED,
            },
            _ => UNCONNECTED,
        };
        Ok(Value::word(state))
    }

    pub(crate) fn kind(&self) -> Item<Value<'_>> {
        let kind = match &self.line {
            Line::Inet(_) => match self.protocol.family() {
                Family::Tcp => 1,
                Family::Datagram => 2,
                _ => 3,
            },
            Line::Unix(unix) => unix.kind?,
            Line::Netlink(_) => 3,
            Line::Packet(packet) => packet.kind?,
        };
        Ok(crate::names::named(KINDS, kind))
    }

    /// The address of the other side, or the name of the local socket there.
    pub(crate) fn peer(&self, told: &Told) -> Item<Value<'_>> {
        match &self.line {
            Line::Unix(unix) if has_peer(unix)? => told.peer_name(self),
            _ => self.address(Side::Peer),
        }
    }

    /// Address and port of the other side as netstat and ss write them.
    pub(crate) fn peer_endpoint(&self, told: &Told) -> Item<Value<'_>> {
        match self.line {
            Line::Unix(_) => self.peer(told),
            _ => self.endpoint(Side::Peer),
        }
    }

    /// The address of one side, or the name of a local socket.
    pub(crate) fn address(&self, side: Side) -> Item<Value<'_>> {
        match (&self.line, side) {
            (Line::Inet(inet), Side::Local) => Ok(inet.local.0.into()),
            (Line::Inet(inet), Side::Peer) => match inet.peer {
                (address, 0) if address.is_unspecified() => Err(Absent::NotApplicable),
                (address, _) => Ok(address.into()),
            },
            (Line::Unix(unix), Side::Local) => {
                Ok(Value::text(unix.path.as_deref().map_err(|absent| *absent)?))
            }
            (Line::Netlink(netlink), Side::Local) => {
                let protocol = netlink.protocol?;
                Ok(netlink::protocol_name(protocol)
                    .map_or_else(|| Value::Word(protocol.to_string().into()), Value::word))
            }
            (Line::Packet(packet), Side::Local) => {
                Ok(Value::Word(format!("0x{:04x}", packet.protocol?).into()))
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The port of one side; of a raw socket the protocol's number, of netlink the port's, of a
    /// packet socket the interface's.
    pub(crate) fn port(&self, side: Side) -> Item<u64> {
        match (&self.line, side) {
            (Line::Inet(inet), Side::Local) => Ok(inet.local.1.into()),
            (Line::Inet(inet), Side::Peer) if inet.peer.1 != 0 => Ok(inet.peer.1.into()),
            (Line::Netlink(netlink), Side::Local) => netlink.portid.map(u64::from),
            (Line::Packet(packet), Side::Local) => packet.ifindex,
            _ => Err(Absent::NotApplicable),
        }
    }

    /// What the port of one side is called.
    pub(crate) fn service<'s>(&self, side: Side, services: &'s Services) -> Item<&'s [u8]> {
        match self.protocol.family() {
            Family::Tcp | Family::Datagram => {
                let port = u16::try_from(self.port(side)?).map_err(|_| Absent::NotApplicable)?;
                services.name(port, self.protocol.word().trim_end_matches('6'))
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    /// Address and port of one side as netstat and ss write them.
    pub(crate) fn endpoint(&self, side: Side) -> Item<Value<'_>> {
        let (address, port) = match (&self.line, side) {
            (Line::Inet(inet), Side::Local) => inet.local,
            (Line::Inet(inet), Side::Peer) => inet.peer,
            (Line::Unix(_), _) => return self.address(side),
            _ => {
                let (address, port) = (self.address(side)?, self.port(side)?);
                let address =
                    String::from_utf8_lossy(address.bytes().unwrap_or_default()).into_owned();
                return Ok(Value::Word(format!("{address}:{port}").into()));
            }
        };
        Ok(Value::Word(endpoint(address, port).into()))
    }

    pub(crate) fn receive_queue(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.rx_queue,
            Line::Netlink(netlink) => netlink.rmem,
            Line::Packet(packet) => packet.rmem,
            Line::Unix(_) => told.socket(self)?.receive_queue().map(u64::from),
        }
    }

    pub(crate) fn send_queue(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Unix(unix) if listens(unix)? => Err(Absent::NotApplicable),
            Line::Unix(_) => told.socket(self)?.send_queue().map(u64::from),
            // The kernel prints zero here for a listener; it is no queue.
            Line::Inet(inet) if inet.state == LISTEN => Err(Absent::NotApplicable),
            Line::Inet(inet) => inet.tx_queue,
            Line::Netlink(netlink) => netlink.wmem,
            Line::Packet(_) => Err(Absent::NotApplicable),
        }
    }

    pub(crate) fn uid(&self) -> Item<u32> {
        match &self.line {
            // The kernel prints zero for a socket that has lost its owner.
            Line::Inet(inet) if self.tcp().is_ok() && inet.state == TIME_WAIT => {
                Err(Absent::NotApplicable)
            }
            Line::Inet(inet) => inet.uid,
            Line::Packet(packet) => packet.uid,
            _ => Err(Absent::NotApplicable),
        }
    }

    pub(crate) fn inode(&self) -> Item<u64> {
        match self.line.inode()? {
            0 => Err(Absent::NotApplicable),
            inode => Ok(inode),
        }
    }

    /// Whether a descriptor refers to the socket of a row that somebody could have forged. A socket
    /// that is on its way to a process, or that the kernel holds, is not verified either.
    pub(crate) fn is_verified(&self, owners: &Owners) -> Item<Value<'_>> {
        let Line::Unix(unix) = &self.line else { return Err(Absent::NotApplicable) };
        match owners.of(unix.inode?) {
            Ok(_) => Ok(Value::Bool(true)),
            Err(Absent::NotApplicable) => Ok(Value::Bool(false)),
            Err(unseen) => Err(unseen),
        }
    }

    pub(crate) fn references(&self) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.references,
            Line::Unix(unix) => unix.refs,
            Line::Netlink(netlink) => netlink.refs,
            Line::Packet(packet) => packet.refs,
        }
    }

    pub(crate) fn drops(&self) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.drops,
            Line::Netlink(netlink) => netlink.drops,
            _ => Err(Absent::NotApplicable),
        }
    }

    pub(crate) fn timer(&self) -> Item<Value<'_>> {
        Ok(crate::names::named(TIMERS, u64::from(self.tcp()?.timer?)))
    }

    /// Seconds until the timer fires; does not apply where none runs.
    pub(crate) fn timer_expires(&self, facts: &Facts) -> Item<f64> {
        let tcp = self.tcp()?;
        if tcp.timer? == 0 {
            Err(Absent::NotApplicable)
        } else {
            Ok(facts.seconds(tcp.timer_ticks?))
        }
    }

    pub(crate) fn retransmits(&self) -> Item<u64> {
        self.tcp()?.retransmits
    }

    pub(crate) fn probes(&self) -> Item<u64> {
        self.tcp()?.probes
    }

    /// A socket of TCP that somebody holds.
    pub(super) fn whole_tcp(&self) -> Item<&Inet> {
        self.tcp().and_then(|tcp| match tcp.state {
            TIME_WAIT => Err(Absent::NotApplicable),
            _ => Ok(tcp),
        })
    }

    /// A socket of TCP that is or was connected. Of a listener the kernel prints what a connection
    /// will begin with.
    pub(super) fn connection(&self) -> Item<&Inet> {
        self.whole_tcp().and_then(|tcp| match tcp.state {
            LISTEN => Err(Absent::NotApplicable),
            _ => Ok(tcp),
        })
    }

    /// Whether connections wait at it to be accepted.
    pub(super) fn is_listener(&self) -> Item<bool> {
        match &self.line {
            Line::Unix(unix) => listens(unix),
            _ => Ok(self.tcp().is_ok_and(|tcp| tcp.state == LISTEN)),
        }
    }

    /// Whether it can have a local socket at its other end.
    pub(super) fn has_local_peer(&self) -> Item<bool> {
        match &self.line {
            Line::Unix(unix) => has_peer(unix),
            _ => Ok(false),
        }
    }

    pub(crate) fn window(&self) -> Item<u64> {
        self.connection()?.cwnd
    }

    /// The slow start threshold; does not apply before congestion was first met.
    pub(crate) fn threshold(&self) -> Item<u64> {
        u64::try_from(self.connection()?.ssthresh?).map_err(|_| Absent::NotApplicable)
    }

    /// The retransmission timeout in seconds.
    pub(crate) fn timeout(&self, facts: &Facts) -> Item<f64> {
        Ok(facts.seconds(self.connection()?.rto?))
    }

    /// Seconds for which an acknowledgement may be delayed; does not apply before one was due.
    pub(crate) fn delay(&self, facts: &Facts) -> Item<f64> {
        match self.connection()?.ato? {
            0 => Err(Absent::NotApplicable),
            ticks => Ok(facts.seconds(ticks)),
        }
    }

    /// Memory that /proc tells of: what packet and netlink sockets have received.
    pub(crate) fn received_memory(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Netlink(netlink) => netlink.rmem,
            Line::Packet(packet) => packet.rmem,
            _ => Ok(told.socket(self)?.memory()?.received.into()),
        }
    }

    /// Memory that what is to be sent takes up.
    pub(crate) fn sent_memory(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Netlink(netlink) => netlink.wmem,
            _ => Ok(told.socket(self)?.memory()?.sent.into()),
        }
    }
}

impl Source<Socket> for Entry {
    const FILES: &'static [File] = TABLES;

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.entry)
    }
}

impl Source<Socket> for Facts {
    const FILES: &'static [File] = &[];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.facts)
    }
}

impl Source<Socket> for Users {
    const FILES: &'static [File] = &[];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(&socket.run().users)
    }
}

impl Source<Socket> for Services {
    const FILES: &'static [File] = &[File::Services];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(Self::of_run(socket.run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

impl Source<Socket> for Owners {
    const FILES: &'static [File] = &[File::Fd, File::Comm];

    fn of(socket: &Socket) -> Result<&Self, Absent> {
        Ok(Self::of_run(socket.run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

/// Whether a local socket accepts connections.
fn listens(unix: &Unix) -> Item<bool> {
    const LISTENING: u64 = 0x1_0000;
    Ok(unix.flags? & LISTENING != 0)
}

/// Whether a local socket can have another one at its end. Kernels before 5.15 show a socket of
/// datagrams as unconnected even if it is not.
fn has_peer(unix: &Unix) -> Item<bool> {
    const DATAGRAM: u64 = 2;
    const CONNECTED: u64 = 3;
    Ok(!listens(unix)? && (unix.state? >= CONNECTED || unix.kind? == DATAGRAM))
}

/// Address and port as netstat and ss write them; no port is any port.
fn endpoint(address: IpAddr, port: u16) -> String {
    let mut text = String::with_capacity(24);
    let mut digits = itoa::Buffer::new();
    match address {
        // There are many of these; the formatting of the standard library takes ten times as long.
        IpAddr::V4(address) => {
            for (number, octet) in address.octets().into_iter().enumerate() {
                if number > 0 {
                    text.push('.');
                }
                text.push_str(digits.format(octet));
            }
        }
        IpAddr::V6(address) => {
            // Writing to a string cannot fail.
            let _ = write!(text, "[{address}]");
        }
    }
    text.push(':');
    match port {
        0 => text.push('*'),
        port => text.push_str(digits.format(port)),
    }
    text
}

/// One value for each holder of a socket, equal neighbours once.
pub(crate) fn per_holder<'a>(
    entry: &Entry,
    owners: &'a Owners,
    value: impl Fn(&'a Held) -> Option<Value<'a>>,
) -> Item<Value<'a>> {
    let mut values: Vec<Value<'a>> =
        owners.of(entry.line.inode()?)?.iter().filter_map(value).collect();
    values.dedup();
    Ok(Value::List(values))
}
