//! A socket as a row: one line of one of the kernel's tables, whichever family it is of.

mod line;
mod names;
mod paths;
mod sources;

pub use line::Protocol;
use line::primary;
pub(crate) use line::{Family, Line, TABLES};
use names::{KINDS, LISTEN, TIME_WAIT, TIMERS, state_of_datagrams};
pub(crate) use names::{STATES, UNCONNECTED};
pub(super) use names::{number_or_name, state_of_tcp};
pub(crate) use paths::Paths;

use std::cell::OnceCell;
use std::fmt::Write;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use crate::host::Facts;
use crate::parse::Item;
use crate::parse::net::bluetooth::Bluetooth;
use crate::parse::net::inet::Inet;
use crate::parse::net::ipx;
use crate::parse::net::netlink::{self, Netlink};
use crate::parse::net::sctp;
use crate::parse::net::unix::Unix;
use crate::run::Run;
use crate::services::Services;
use crate::view::pnet::diag::Told;
use crate::view::pnet::net::Net;
use crate::view::pnet::owners::{Held, Owners};
use crate::view::pnet::peers::{Course, Others};
use crate::view::pnet::table::text;
use crate::{Absent, Value};

/// A socket.
pub struct Socket {
    facts: Facts,
    pub(super) entry: Entry,
    pub(super) told: Told,
    pub(super) others: OnceCell<Item<Others>>,
    paths: Rc<Paths>,
    pub(super) course: OnceCell<Item<Course>>,
}

/// One line of a table, with where it stands.
pub struct Entry {
    pub(crate) protocol: Protocol,
    pub(super) line: Line,
}

impl Socket {
    /// A socket of a table; all of one share what is known of the paths of associations.
    pub(crate) fn new(net: &Rc<Net>, protocol: Protocol, line: Line, paths: &Rc<Paths>) -> Self {
        let facts = net.reader().run().host.facts();
        Self {
            facts,
            entry: Entry { protocol, line },
            told: Told::new(net),
            others: OnceCell::new(),
            paths: paths.clone(),
            course: OnceCell::new(),
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

    /// The protocol without its version.
    pub(crate) fn transport(&self) -> &'static str {
        self.protocol.word().trim_end_matches('6')
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
            (Line::Inet(inet), Family::Tcp) => return Ok(state_of_tcp(inet.state)),
            (Line::Inet(Inet { state, .. }), _) => state_of_datagrams(*state),
            (Line::Ipx(ipx), _) => state_of_datagrams(ipx.state?),
            (Line::Endpoint(endpoint), _) => return Ok(state_of_tcp(endpoint.state?)),
            (Line::Association(association), _) => {
                let state = association.state?;
                return Ok(number_or_name(state, sctp::state_name(state)));
            }
            (Line::Unix(unix), _) if listens(unix)? => "LISTEN",
            (Line::Unix(unix), _) => match unix.state? {
                2 => "CONNECTING",
                3 => "ESTABLISHED",
                4 => "DISCONNECTING",
                _ => UNCONNECTED,
            },
            (Line::Netlink(_) | Line::Packet(_), _) => UNCONNECTED,
            (Line::Bluetooth(_), _) => return Err(Absent::Unsupported),
        };
        Ok(Value::word(state))
    }

    pub(crate) fn kind(&self) -> Item<Value<'_>> {
        const ONE_TO_ONE: u8 = 2;
        let of_sctp = |style| if style == ONE_TO_ONE { 1 } else { 5 };
        let kind = match &self.line {
            Line::Inet(_) => match self.protocol.family() {
                Family::Tcp => 1,
                Family::Datagram => 2,
                _ => 3,
            },
            Line::Unix(unix) => unix.kind?,
            Line::Netlink(_) => 3,
            Line::Packet(packet) => packet.kind?,
            Line::Endpoint(endpoint) => of_sctp(endpoint.style?),
            Line::Association(association) => of_sctp(association.style?),
            Line::Ipx(_) => 2,
            // The table does not tell, but most of these protocols know one kind only.
            Line::Bluetooth(_) => match self.protocol {
                Protocol::Hci | Protocol::Bnep | Protocol::Hidp | Protocol::Cmtp => 3,
                Protocol::Sco | Protocol::Iso => 5,
                _ => return Err(Absent::Unsupported),
            },
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
                let protocol = packet.protocol?;
                Ok(crate::names::ether_type(protocol)
                    .map_or_else(|| Value::Word(format!("0x{protocol:04x}").into()), Value::word))
            }
            (Line::Endpoint(endpoint), Side::Local) => Ok(primary(&endpoint.local)?.into()),
            (Line::Association(association), Side::Local) => {
                Ok(primary(&association.local)?.into())
            }
            (Line::Association(association), Side::Peer) => {
                Ok(primary(&association.remote)?.into())
            }
            (Line::Bluetooth(bluetooth), Side::Local) => text(&bluetooth.source),
            (Line::Bluetooth(bluetooth), Side::Peer) => text(&bluetooth.destination),
            (Line::Ipx(ipx), side) => {
                let address = of_ipx(ipx, side)?;
                let node = address.node.as_deref().map_err(|absent| *absent)?;
                Ok(Value::Word(ipx::written(address.network, node).into()))
            }
            (
                Line::Netlink(_) | Line::Packet(_) | Line::Endpoint(_) | Line::Unix(_),
                Side::Peer,
            ) => Err(Absent::NotApplicable),
        }
    }

    /// All addresses of one side, of which an association can have several.
    pub(crate) fn addresses(&self, side: Side) -> Item<Value<'_>> {
        let addresses = match (&self.line, side) {
            (Line::Endpoint(endpoint), Side::Local) => &endpoint.local,
            (Line::Association(association), Side::Local) => &association.local,
            (Line::Association(association), Side::Peer) => &association.remote,
            _ => return Err(Absent::NotApplicable),
        };
        let addresses = addresses.as_ref().map_err(|absent| *absent)?;
        Ok(Value::List(addresses.iter().map(|each| each.address.into()).collect()))
    }

    /// The port of one side; of a raw socket the protocol's number, of netlink the port's, of a
    /// packet socket the interface's.
    pub(crate) fn port(&self, side: Side) -> Item<u64> {
        match (&self.line, side) {
            (Line::Inet(inet), Side::Local) => Ok(inet.local.1.into()),
            (Line::Inet(inet), Side::Peer) if inet.peer.1 != 0 => Ok(inet.peer.1.into()),
            (Line::Netlink(netlink), Side::Local) => netlink.portid.map(u64::from),
            (Line::Packet(packet), Side::Local) => packet.ifindex,
            (Line::Endpoint(endpoint), Side::Local) => endpoint.port.map(u64::from),
            (Line::Association(association), Side::Local) => association.local_port.map(u64::from),
            (Line::Association(association), Side::Peer) => association.remote_port.map(u64::from),
            (Line::Ipx(ipx), side) => Ok(of_ipx(ipx, side)?.port.into()),
            // What stands for a port there, the table does not tell.
            (Line::Bluetooth(_), _) => Err(Absent::Unsupported),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// What the port of one side is called.
    pub(crate) fn service<'s>(&self, side: Side, services: &'s Services) -> Item<&'s [u8]> {
        match self.protocol.family() {
            Family::Tcp | Family::Datagram | Family::Endpoint | Family::Association => {
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
            (Line::Unix(_) | Line::Bluetooth(_), _) => return self.address(side),
            (Line::Endpoint(endpoint), Side::Local) => (primary(&endpoint.local)?, endpoint.port?),
            (Line::Association(association), Side::Local) => {
                (primary(&association.local)?, association.local_port?)
            }
            (Line::Association(association), Side::Peer) => {
                (primary(&association.remote)?, association.remote_port?)
            }
            (Line::Ipx(ipx), side) => {
                let address = of_ipx(ipx, side)?;
                let node = address.node.as_deref().unwrap_or_default();
                let host = ipx::written(address.network, node);
                let host = host.trim_end_matches(':');
                return Ok(Value::Word(format!("{host}:{:04X}", address.port).into()));
            }
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
        match self.line {
            Line::Unix(_) => told.socket(self)?.receive_queue().map(u64::from),
            _ => self.listed_receive_queue(),
        }
    }

    pub(crate) fn send_queue(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Unix(unix) if listens(unix)? => Err(Absent::NotApplicable),
            Line::Unix(_) => told.socket(self)?.send_queue().map(u64::from),
            _ => self.listed_send_queue(),
        }
    }

    /// What the table says of it; that of local sockets says nothing.
    pub(crate) fn listed_receive_queue(&self) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.rx_queue,
            Line::Netlink(netlink) => netlink.rmem,
            Line::Packet(packet) => packet.rmem,
            Line::Association(association) => association.rx_queue,
            Line::Bluetooth(bluetooth) => bluetooth.rmem,
            Line::Ipx(ipx) => ipx.rx_queue,
            Line::Endpoint(_) | Line::Unix(_) => Err(Absent::Unsupported),
        }
    }

    /// The same of what is sent.
    pub(crate) fn listed_send_queue(&self) -> Item<u64> {
        match &self.line {
            // The kernel prints zero here for a listener; it is no queue.
            Line::Inet(inet) if inet.state == LISTEN => Err(Absent::NotApplicable),
            Line::Inet(inet) => inet.tx_queue,
            Line::Netlink(netlink) => netlink.wmem,
            Line::Association(association) => association.tx_queue,
            Line::Bluetooth(bluetooth) => bluetooth.wmem,
            Line::Ipx(ipx) => ipx.tx_queue,
            // What is sent belongs to an association.
            Line::Packet(_) | Line::Endpoint(_) => Err(Absent::NotApplicable),
            Line::Unix(_) => Err(Absent::Unsupported),
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
            Line::Endpoint(endpoint) => endpoint.uid,
            Line::Association(association) => association.uid,
            Line::Bluetooth(bluetooth) => bluetooth.uid,
            Line::Ipx(ipx) => ipx.uid,
            Line::Unix(_) | Line::Netlink(_) => Err(Absent::NotApplicable),
        }
    }

    pub(crate) fn inode(&self) -> Item<u64> {
        match self.line.inode()? {
            0 => Err(Absent::NotApplicable),
            inode => Ok(inode),
        }
    }

    pub(crate) fn references(&self) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.references,
            Line::Unix(unix) => unix.refs,
            Line::Netlink(netlink) => netlink.refs,
            Line::Packet(packet) => packet.refs,
            Line::Bluetooth(bluetooth) => bluetooth.references,
            Line::Endpoint(_) | Line::Association(_) | Line::Ipx(_) => Err(Absent::Unsupported),
        }
    }

    pub(crate) fn drops(&self) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.drops,
            Line::Netlink(netlink) => netlink.drops,
            _ => Err(Absent::NotApplicable),
        }
    }

    /// Where it is in the kernel's table.
    pub(crate) fn slot(&self) -> Item<u64> {
        match &self.line {
            Line::Inet(inet) => inet.slot,
            Line::Endpoint(endpoint) => endpoint.slot,
            Line::Association(association) => association.slot,
            _ => Err(Absent::NotApplicable),
        }
    }

    pub(crate) fn pointer(&self) -> Item<Value<'_>> {
        Ok(Value::Word(format!("{:#x}", self.line.pointer()?).into()))
    }

    /// The flags of a local socket.
    pub(crate) fn flags(&self) -> Item<Value<'_>> {
        let Line::Unix(unix) = &self.line else { return Err(Absent::NotApplicable) };
        Ok(Value::Word(format!("{:#x}", unix.flags?).into()))
    }

    /// The multicast groups of a netlink socket.
    pub(crate) fn groups(&self) -> Item<Value<'_>> {
        let netlink = self.netlink()?;
        let (protocol, groups) = (netlink.protocol?, netlink.groups?);
        let joined = (1..=32).filter(|group| groups >> (group - 1) & 1 != 0);
        let name = |group| match netlink::group_name(protocol, group) {
            Some(name) => Value::word(name),
            None => Value::Word(group.to_string().into()),
        };
        Ok(Value::List(joined.map(name).collect()))
    }

    /// The protocol above IP of a raw socket.
    pub(crate) fn ip_protocol(&self) -> Item<Value<'_>> {
        match (&self.line, self.protocol) {
            (Line::Inet(inet), Protocol::Raw | Protocol::Raw6) => {
                let number = inet.local.1.into();
                let name = crate::names::ip_protocol(number);
                Ok(name.map_or_else(|| Value::Word(number.to_string().into()), Value::word))
            }
            _ => Err(Absent::NotApplicable),
        }
    }

    /// Whether a netlink socket is being answered with a table.
    pub(crate) fn is_dumping(&self) -> Item<bool> {
        Ok(self.netlink()?.dump? != 0)
    }

    fn netlink(&self) -> Item<&Netlink> {
        match &self.line {
            Line::Netlink(netlink) => Ok(netlink),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// Whether a packet socket is given packets.
    pub(crate) fn is_running(&self) -> Item<bool> {
        let Line::Packet(packet) = &self.line else { return Err(Absent::NotApplicable) };
        Ok(packet.running? != 0)
    }

    pub(crate) fn quick_acks(&self) -> Item<u64> {
        self.connection()?.quick_acks
    }

    pub(crate) fn is_pingpong(&self) -> Item<bool> {
        self.connection()?.is_pingpong
    }

    /// The inode of the listener that a socket of Bluetooth came from.
    pub(crate) fn parent(&self) -> Item<u64> {
        self.bluetooth()?.parent
    }

    /// What a protocol of Bluetooth adds to its rows.
    pub(crate) fn details(&self) -> Item<Value<'_>> {
        text(&self.bluetooth()?.extra)
    }

    fn bluetooth(&self) -> Item<&Bluetooth> {
        match &self.line {
            Line::Bluetooth(bluetooth) => Ok(bluetooth),
            _ => Err(Absent::NotApplicable),
        }
    }

    /// The style of a socket of SCTP.
    pub(crate) fn style(&self) -> Item<Value<'_>> {
        let style = match &self.line {
            Line::Endpoint(endpoint) => endpoint.style?,
            Line::Association(association) => association.style?,
            _ => return Err(Absent::NotApplicable),
        };
        Ok(number_or_name(style, sctp::style_name(style)))
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
            Line::Endpoint(endpoint) => Ok(endpoint.state? == LISTEN),
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

    /// Memory that what was received takes up.
    pub(crate) fn received_memory(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Netlink(netlink) => netlink.rmem,
            Line::Packet(packet) => packet.rmem,
            Line::Association(association) => association.rx_queue,
            Line::Bluetooth(bluetooth) => bluetooth.rmem,
            Line::Ipx(ipx) => ipx.rx_queue,
            _ => Ok(told.socket(self)?.memory()?.received.into()),
        }
    }

    /// Memory that what is to be sent takes up.
    pub(crate) fn sent_memory(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Netlink(netlink) => netlink.wmem,
            Line::Association(association) => association.wmem,
            Line::Bluetooth(bluetooth) => bluetooth.wmem,
            Line::Ipx(ipx) => ipx.tx_queue,
            _ => Ok(told.socket(self)?.memory()?.sent.into()),
        }
    }

    /// Memory that what was received may take up.
    pub(crate) fn receive_buffer(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Association(association) => association.receive_buffer,
            _ => Ok(told.socket(self)?.memory()?.receive_limit.into()),
        }
    }

    /// Memory that what is to be sent may take up.
    pub(crate) fn send_buffer(&self, told: &Told) -> Item<u64> {
        match &self.line {
            Line::Association(association) => association.send_buffer,
            _ => Ok(told.socket(self)?.memory()?.send_limit.into()),
        }
    }
}

/// One side of a socket of IPX.
fn of_ipx(ipx: &ipx::Socket, side: Side) -> Item<&ipx::Address> {
    match side {
        Side::Local => Ok(&ipx.local),
        Side::Peer => ipx.remote.as_ref().map_err(|absent| *absent),
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
pub(crate) fn endpoint(address: IpAddr, port: u16) -> String {
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
