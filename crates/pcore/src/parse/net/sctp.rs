//! `[pid]/net/sctp/assocs`, `eps` and `remaddr`.
//!
//! The procfs crate does not cover these files.

use std::net::IpAddr;

use super::{address, needed, needed_pointer, table};
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number, words};

/// One address of an end of an association.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub address: IpAddr,
    /// Whether it is the one that is used first.
    pub is_primary: bool,
}

/// One association: a connection between two ends of several addresses each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Association {
    /// The address of the association in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// The address of the socket in the kernel, likewise.
    pub socket: Item<u64>,
    /// The style of the socket, which [`style_name`] names.
    pub style: Item<u8>,
    /// The state of the socket, a `TCP_*` number.
    pub socket_state: Item<u8>,
    /// The state of the association, which [`state_name`] names.
    pub state: Item<u8>,
    /// Where the association is in a table of the kernel; always 0 on newer kernels.
    pub slot: Item<u64>,
    /// The number of the association.
    pub id: Item<i64>,
    /// Bytes of memory held by what is being sent.
    pub tx_queue: Item<u64>,
    /// Bytes of memory held by what was received and not read.
    pub rx_queue: Item<u64>,
    /// The user that made the socket.
    pub uid: Item<u32>,
    /// The inode; 0 where no process has the socket.
    pub inode: Item<u64>,
    /// The port of this end.
    pub local_port: Item<u16>,
    /// The port of the other end.
    pub remote_port: Item<u16>,
    /// The addresses of this end. A damaged one costs all.
    pub local: Item<Vec<Address>>,
    /// The addresses of the other end. A damaged one costs all.
    pub remote: Item<Vec<Address>>,
    /// How often the other end is asked whether it is there, in ticks of the kernel.
    pub heartbeat: Item<u64>,
    /// How many streams there may be from the other end.
    pub in_streams: Item<u64>,
    /// How many streams there may be to the other end.
    pub out_streams: Item<u64>,
    /// After how many retransmissions the association is given up.
    pub max_retransmits: Item<u64>,
    /// How often the first packet was sent again.
    pub init_retransmits: Item<u64>,
    /// How often the last packet was sent again.
    pub shutdown_retransmits: Item<u64>,
    /// Chunks of data that were sent again.
    pub retransmitted_chunks: Item<u64>,
    /// Bytes of memory that what the socket sends holds; since Linux 3.4.
    pub wmem: Item<u64>,
    /// Bytes of memory that waits to be sent; since Linux 3.4.
    pub wmem_queued: Item<u64>,
    /// The size of the send buffer in bytes; since Linux 3.4.
    pub send_buffer: Item<u64>,
    /// The size of the receive buffer in bytes; since Linux 3.4.
    pub receive_buffer: Item<u64>,
}

impl Association {
    /// Parses one row of `assocs`.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let (pointer, socket) = (needed_pointer(&mut columns)?, needed_pointer(&mut columns)?);
        let style = columns.narrow();
        let socket_state = columns.narrow();
        let state = columns.narrow();
        let slot = columns.unsigned();
        let id = columns.signed();
        let (tx_queue, rx_queue) = (columns.unsigned(), columns.unsigned());
        let (uid, inode) = (columns.narrow(), columns.unsigned());
        let (local_port, remote_port) = (columns.narrow(), columns.narrow());
        let (local, remote, mut columns) = ends(columns.rest());
        Ok(Self {
            pointer,
            socket,
            style,
            socket_state,
            state,
            slot,
            id,
            tx_queue,
            rx_queue,
            uid,
            inode,
            local_port,
            remote_port,
            local,
            remote,
            heartbeat: columns.unsigned(),
            in_streams: columns.unsigned(),
            out_streams: columns.unsigned(),
            max_retransmits: columns.unsigned(),
            init_retransmits: columns.unsigned(),
            shutdown_retransmits: columns.unsigned(),
            retransmitted_chunks: columns.unsigned(),
            wmem: columns.unsigned(),
            wmem_queued: columns.unsigned(),
            send_buffer: columns.unsigned(),
            receive_buffer: columns.unsigned(),
        })
    }
}

/// The associations of `assocs`.
pub fn associations(text: &[u8]) -> impl Iterator<Item = Item<Association>> {
    table(text, &[b"ASSOC "], Association::parse)
}

/// One socket that can have associations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The address of the end in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// The address of the socket in the kernel, likewise.
    pub socket: Item<u64>,
    /// The style of the socket, which [`style_name`] names.
    pub style: Item<u8>,
    /// The state of the socket, a `TCP_*` number.
    pub state: Item<u8>,
    /// Where the socket is in a table of the kernel.
    pub slot: Item<u64>,
    /// The port.
    pub port: Item<u16>,
    /// The user that made the socket.
    pub uid: Item<u32>,
    /// The inode; 0 where no process has the socket.
    pub inode: Item<u64>,
    /// The addresses. A damaged one costs all.
    pub local: Item<Vec<Address>>,
}

impl Endpoint {
    /// Parses one row of `eps`.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            pointer: needed_pointer(&mut columns)?,
            socket: needed_pointer(&mut columns)?,
            style: columns.narrow(),
            state: columns.narrow(),
            slot: columns.unsigned(),
            port: columns.narrow(),
            uid: columns.narrow(),
            inode: columns.unsigned(),
            local: words(columns.rest()).map(address).collect(),
        })
    }
}

/// The sockets of `eps`.
pub fn endpoints(text: &[u8]) -> impl Iterator<Item = Item<Endpoint>> {
    table(text, &[b"ENDPT "], Endpoint::parse)
}

/// One address of the other end of an association.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteAddress {
    /// The address.
    pub address: IpAddr,
    /// The number of the association.
    pub association: Item<i64>,
    /// Whether the other end is asked from time to time whether it is there.
    pub heartbeat: Item<bool>,
    /// The retransmission timeout in ticks of the kernel.
    pub rto: Item<u64>,
    /// After how many retransmissions the address is given up.
    pub max_retransmits: Item<u64>,
    /// The state, which [`address_state_name`] names; since Linux 3.10.
    pub state: Item<u32>,
}

impl RemoteAddress {
    /// Parses one row of `remaddr`.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            address: needed(columns.word().and_then(address::written))?,
            association: columns.signed(),
            heartbeat: match columns.word() {
                Ok(b"0") => Ok(false),
                Ok(b"1") => Ok(true),
                Ok(_) => Err(Absent::Malformed),
                Err(absent) => Err(absent),
            },
            rto: columns.unsigned(),
            max_retransmits: columns.unsigned(),
            state: {
                // Two columns that the kernel leaves at 0.
                columns.skip(2);
                columns.narrow()
            },
        })
    }
}

/// The addresses of `remaddr`.
pub fn remote_addresses(text: &[u8]) -> impl Iterator<Item = Item<RemoteAddress>> {
    table(text, &[b"ADDR "], RemoteAddress::parse)
}

/// The name of the style of a socket.
pub const fn style_name(style: u8) -> Option<&'static str> {
    Some(match style {
        0 => "one_to_many",
        1 => "one_to_many_high_bandwidth",
        2 => "one_to_one",
        _ => return None,
    })
}

/// The name of the state of an association. Kernels before Linux 2.6.39 print one more.
pub const fn state_name(state: u8) -> Option<&'static str> {
    Some(match state {
        0 => "CLOSED",
        1 => "COOKIE_WAIT",
        2 => "COOKIE_ECHOED",
        3 => "ESTABLISHED",
        4 => "SHUTDOWN_PENDING",
        5 => "SHUTDOWN_SENT",
        6 => "SHUTDOWN_RECEIVED",
        7 => "SHUTDOWN_ACK_SENT",
        _ => return None,
    })
}

/// The name of the state of an address of the other end.
pub const fn address_state_name(state: u32) -> Option<&'static str> {
    Some(match state {
        0 => "inactive",
        1 => "partially_failed",
        2 => "active",
        3 => "unconfirmed",
        0xffff => "unknown",
        _ => return None,
    })
}

/// An address, with an asterisk before it where it is the primary one.
fn address(word: &[u8]) -> Item<Address> {
    let primary = word.strip_prefix(b"*");
    Ok(Address {
        address: address::written(primary.unwrap_or(word))?,
        is_primary: primary.is_some(),
    })
}

/// The addresses of both ends, `<->` between them, and the columns that follow. Those are numbers,
/// which no address is.
fn ends(text: &[u8]) -> (Item<Vec<Address>>, Item<Vec<Address>>, Columns<'_>) {
    let (local, rest) = match memchr::memmem::find(text, b"<->") {
        Some(place) => text.split_at_checked(place).unwrap_or((text, b"")),
        None => (text, &b""[..]),
    };
    let Some(mut rest) = rest.strip_prefix(b"<->") else {
        return (Err(Absent::Malformed), Err(Absent::Malformed), Columns::new(b""));
    };
    let mut remote = Vec::new();
    loop {
        let mut columns = Columns::new(rest);
        match columns.word() {
            Ok(word) if number::unsigned(word).is_err() => remote.push(address(word)),
            _ => break,
        }
        rest = columns.rest();
    }
    let local = words(local).map(address).collect();
    (local, remote.into_iter().collect(), Columns::new(rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::{damaged, table_properties};

    const ASSOCS: &[u8] = b"\
 ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf
00000000a1b2c3d4 00000000a1b2c3d5 2   1   3  0      23      423        7    1000 7006 36422 36423  192.0.2.1 *2001:0db8:0000:0000:0000:0000:0000:0001 <-> *198.51.100.7 198.51.100.8 \t    7500    10    11   12    1    2        3      873      704   163840   163841
";
    const OLD: &[u8] = b"\
 ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS
f153f2a0 f5fa1400 2   10  4  18020   82        0      256       0 94012 3018   3449  *192.0.2.1 <-> *198.51.100.7 
";
    const ROW: &[u8] = b"00000000a1b2c3d4 00000000a1b2c3d5 2   1   3  0      23      423        7    1000 7006 36422 36423  192.0.2.1 <-> *198.51.100.7 \t    7500    10    11   12    1    2        3      873      704   163840   163841";
    const EPS: &[u8] = b"\
 ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS
00000000a1b2c3d4 0000000000000000 2   10  40   36422   77 10345 192.0.2.1 192.0.2.2 
";
    const REMADDR: &[u8] = b"\
ADDR ASSOC_ID HB_ACT RTO MAX_PATH_RTX REM_ADDR_RTX START STATE
198.51.100.7  23 1 200 5 0 0 2
";

    fn address(text: &str, is_primary: bool) -> Address {
        Address { address: text.parse().unwrap(), is_primary }
    }

    #[test]
    fn associations_of_new_and_old_kernels() {
        let rows: Vec<_> = associations(ASSOCS).collect::<Item<_>>().unwrap();
        let expected = Association {
            pointer: Ok(0xa1b2_c3d4),
            socket: Ok(0xa1b2_c3d5),
            style: Ok(2),
            socket_state: Ok(1),
            state: Ok(3),
            slot: Ok(0),
            id: Ok(23),
            tx_queue: Ok(423),
            rx_queue: Ok(7),
            uid: Ok(1000),
            inode: Ok(7006),
            local_port: Ok(36422),
            remote_port: Ok(36423),
            local: Ok(vec![address("192.0.2.1", false), address("2001:db8::1", true)]),
            remote: Ok(vec![address("198.51.100.7", true), address("198.51.100.8", false)]),
            heartbeat: Ok(7500),
            in_streams: Ok(10),
            out_streams: Ok(11),
            max_retransmits: Ok(12),
            init_retransmits: Ok(1),
            shutdown_retransmits: Ok(2),
            retransmitted_chunks: Ok(3),
            wmem: Ok(873),
            wmem_queued: Ok(704),
            send_buffer: Ok(163_840),
            receive_buffer: Ok(163_841),
        };
        assert_eq!(rows, [expected]);
        let rows: Vec<_> = associations(OLD).collect::<Item<_>>().unwrap();
        let [row] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((row.inode, row.remote_port), (Ok(94012), Ok(3449)));
        assert_eq!(row.remote, Ok(vec![address("198.51.100.7", true)]));
        assert_eq!((row.heartbeat, row.wmem), (Err(Absent::Unsupported), Err(Absent::Unsupported)));
        assert_eq!((state_name(3), style_name(2)), (Some("ESTABLISHED"), Some("one_to_one")));
    }

    #[test]
    fn endpoints_and_remote_addresses() {
        let rows: Vec<_> = endpoints(EPS).collect::<Item<_>>().unwrap();
        let expected = Endpoint {
            pointer: Ok(0xa1b2_c3d4),
            socket: Err(Absent::Denied),
            style: Ok(2),
            state: Ok(10),
            slot: Ok(40),
            port: Ok(36422),
            uid: Ok(77),
            inode: Ok(10345),
            local: Ok(vec![address("192.0.2.1", false), address("192.0.2.2", false)]),
        };
        assert_eq!(rows, [expected]);
        let rows: Vec<_> = remote_addresses(REMADDR).collect::<Item<_>>().unwrap();
        let expected = RemoteAddress {
            address: "198.51.100.7".parse().unwrap(),
            association: Ok(23),
            heartbeat: Ok(true),
            rto: Ok(200),
            max_retransmits: Ok(5),
            state: Ok(2),
        };
        assert_eq!(rows, [expected]);
        let old = RemoteAddress::parse(b"198.51.100.7  23 0 200 5 0 0").unwrap();
        assert_eq!((old.heartbeat, old.state), (Ok(false), Err(Absent::Unsupported)));
        assert_eq!(address_state_name(2), Some("active"));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Association::parse(b"0 1 x 1 256 0 -1 y 7 z 8 65536 1 x <-> y 1 2").unwrap();
        assert_eq!((row.pointer, row.socket), (Err(Absent::Denied), Ok(1)));
        assert_eq!(
            (row.style, row.state, row.id),
            (Err(Absent::Malformed), Err(Absent::Malformed), Ok(-1))
        );
        assert_eq!(
            (row.tx_queue, row.uid, row.inode),
            (Err(Absent::Malformed), Err(Absent::Malformed), Ok(8))
        );
        assert_eq!((row.local_port, row.remote_port), (Err(Absent::Malformed), Ok(1)));
        assert_eq!((row.local, row.remote), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.heartbeat, row.in_streams), (Ok(1), Ok(2)));
        let cut = Association::parse(b"1 2 2 1 3 0 23 423 7 1000 7006 1 2 192.0.2.1").unwrap();
        assert_eq!((cut.local, cut.heartbeat), (Err(Absent::Malformed), Err(Absent::Unsupported)));
        for row in [&b""[..], b"-", b"1", b"1 xyz"] {
            assert_eq!(Association::parse(row), Err(Absent::Malformed), "{row:?}");
            assert_eq!(Endpoint::parse(row), Err(Absent::Malformed), "{row:?}");
            assert_eq!(RemoteAddress::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(associations, ROW, "[g-z ]{0,40}");

    proptest! {
        #[test]
        fn no_other_file_panics(text: Vec<u8>, flip in 0..REMADDR.len(), byte: u8) {
            for text in [text, damaged(EPS, flip, byte), damaged(REMADDR, flip, byte)] {
                endpoints(&text).for_each(drop);
                remote_addresses(&text).for_each(drop);
            }
        }
    }
}
