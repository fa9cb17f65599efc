//! `[pid]/net/tcp`, `udp`, `udplite`, `raw`, `icmp` and their IPv6 likes.
//!
//! The procfs crate covers tcp and udp only, leaves out timers, drops and the congestion window,
//! and fails the whole file on one bad row. These files have tens of thousands of rows.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::pointer;
use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, number};

/// One socket of the Internet families. Times are in clock ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inet {
    /// Where the socket is in the kernel's table, the `sl` column: it says nothing of the socket.
    pub slot: Item<u64>,
    /// The local address and port. A raw socket has its protocol for a port, a ping socket its
    /// identifier.
    pub local: (IpAddr, u16),
    /// The address and port of the other end; all zero for none.
    pub peer: (IpAddr, u16),
    /// The state, a `TCP_*` number; sockets without connections use 1 and 7.
    pub state: u8,
    /// Bytes sent or to be sent and not acknowledged.
    pub tx_queue: Item<u64>,
    /// Bytes that were received and not read; of a listener, connections not accepted.
    pub rx_queue: Item<u64>,
    /// The timer that runs: 0 none, 1 retransmission, 2 keepalive, 3 time wait, 4 window probe.
    pub timer: Item<u8>,
    /// When the timer ends, from now.
    pub timer_ticks: Item<u64>,
    /// Retransmissions of what is not acknowledged.
    pub retransmits: Item<u64>,
    /// The user that made the socket; 0 where no process has it any more.
    pub uid: Item<u32>,
    /// Window or keepalive probes without an answer: the `timeout` column.
    pub probes: Item<u64>,
    /// The inode; 0 where no process has the socket, so that 0 names none.
    pub inode: Item<u64>,
    /// References that the kernel holds.
    pub references: Item<u64>,
    /// The address of the socket in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// The retransmission timeout.
    pub rto: Item<u64>,
    /// The delayed acknowledgement timeout.
    pub ato: Item<u64>,
    /// How many acknowledgements are still to be sent without delay.
    pub quick_acks: Item<u64>,
    /// Whether both ends send by turns, so that acknowledgements are delayed to go with data.
    pub is_pingpong: Item<bool>,
    /// The congestion window in segments.
    pub cwnd: Item<u64>,
    /// The slow start threshold in segments, -1 for the initial one; of a listener, the length of
    /// its fast open queue.
    pub ssthresh: Item<i64>,
    /// Datagrams dropped on receipt.
    pub drops: Item<u64>,
}

impl Inet {
    /// Parses one row of `tcp` or `tcp6`.
    pub fn tcp(line: &[u8]) -> Item<Self> {
        let (mut socket, mut columns) = Self::common(line)?;
        // The row of a socket that only waits, or does not exist yet, ends here.
        if !columns.is_at_end() {
            socket.rto = columns.unsigned();
            socket.ato = columns.unsigned();
            // The number of acknowledgements, and below it a bit.
            let acks = columns.unsigned();
            socket.quick_acks = acks.map(|acks| acks >> 1);
            socket.is_pingpong = acks.map(|acks| acks & 1 != 0);
            socket.cwnd = columns.unsigned();
            socket.ssthresh = columns.signed();
        }
        Ok(socket)
    }

    /// Parses one row of any other file, in which the last column counts drops.
    pub fn datagram(line: &[u8]) -> Item<Self> {
        let (mut socket, mut columns) = Self::common(line)?;
        socket.drops = columns.unsigned();
        Ok(socket)
    }

    /// The columns that all the files share, and what follows them. Without addresses and state the
    /// row says nothing, so that damage to them costs the row.
    #[inline]
    fn common(line: &[u8]) -> Item<(Self, Columns<'_>)> {
        let mut columns = Columns::new(line);
        let slot = columns.word()?.strip_suffix(b":").ok_or(Absent::Malformed)?;
        let local = endpoint(columns.word())?;
        let peer = endpoint(columns.word())?;
        let state = columns.narrow_hex().map_err(|_| Absent::Malformed)?;
        let (tx_queue, rx_queue) = pair(columns.word());
        let (timer, timer_ticks) = pair(columns.word());
        let socket = Self {
            slot: number::unsigned(slot),
            local,
            peer,
            state,
            tx_queue: tx_queue.and_then(number::hex),
            rx_queue: rx_queue.and_then(number::hex),
            timer: timer.and_then(number::narrow_hex),
            timer_ticks: timer_ticks.and_then(number::hex),
            retransmits: columns.hex(),
            uid: columns.narrow(),
            probes: columns.unsigned(),
            inode: columns.unsigned(),
            references: columns.unsigned(),
            pointer: pointer(&mut columns),
            rto: Err(Absent::NotApplicable),
            ato: Err(Absent::NotApplicable),
            quick_acks: Err(Absent::NotApplicable),
            is_pingpong: Err(Absent::NotApplicable),
            cwnd: Err(Absent::NotApplicable),
            ssthresh: Err(Absent::NotApplicable),
            drops: Err(Absent::NotApplicable),
        };
        Ok((socket, columns))
    }
}

/// Whether the line is the header of the table.
pub fn is_header(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"sl ")
}

/// Two numbers of one column, with a colon between them.
#[inline]
fn pair(word: Item<&[u8]>) -> (Item<&[u8]>, Item<&[u8]>) {
    match word.and_then(|word| split_once(word, b':').ok_or(Absent::Malformed)) {
        Ok((first, second)) => (Ok(first), Ok(second)),
        Err(absent) => (Err(absent), Err(absent)),
    }
}

#[inline]
fn endpoint(word: Item<&[u8]>) -> Item<(IpAddr, u16)> {
    let (address, port) = pair(word);
    match (address, port) {
        (Ok(address), Ok(port)) => Ok((self::address(address)?, number::narrow_hex(port)?)),
        _ => Err(Absent::Malformed),
    }
}

/// An address: its words of 32 bits, each as a number in the byte order of the host.
#[inline]
fn address(text: &[u8]) -> Item<IpAddr> {
    match text.len() {
        8 => Ok(Ipv4Addr::from(word(text)?).into()),
        32 => {
            let mut octets = [0; 16];
            for (octets, text) in octets.chunks_exact_mut(4).zip(text.chunks_exact(8)) {
                octets.copy_from_slice(&word(text)?);
            }
            Ok(Ipv6Addr::from(octets).into())
        }
        _ => Err(Absent::Malformed),
    }
}

#[inline]
fn word(text: &[u8]) -> Item<[u8; 4]> {
    number::narrow_hex(text).map(u32::to_ne_bytes)
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const HEADER: &[u8] = b"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when \
                            retrnsmt   uid  timeout inode";
    const TCP: &[u8] = b"   3: 0100007F:1F90 0A0200C0:C001 01 0000001A:00000007 02:00000BB8 \
                         00000002  1000        1 7001 3 00000000a1b2c3d4 21 4 30 10 -1";
    const TIME_WAIT: &[u8] = b"   4: 0100007F:1F90 0A0200C0:C002 06 00000000:00000000 03:00000A00 \
                               00000000     0        0 0 3 00000000a1b2c3d4";
    const UDP6: &[u8] = b"  123: 00000000000000000000000001000000:0035 \
                          B80D0120000000000000000001000000:0000 07 00000000:00000000 00:00000000 \
                          00000000 3999999999        0 18446744073709551615 2 00000000a1b2c3d4 17";

    fn v4(address: &str, port: u16) -> (IpAddr, u16) {
        (address.parse().unwrap(), port)
    }

    #[test]
    fn a_tcp_row() {
        let expected = Inet {
            slot: Ok(3),
            local: v4("127.0.0.1", 8080),
            peer: v4("192.0.2.10", 49153),
            state: 1,
            tx_queue: Ok(26),
            rx_queue: Ok(7),
            timer: Ok(2),
            timer_ticks: Ok(3000),
            retransmits: Ok(2),
            uid: Ok(1000),
            probes: Ok(1),
            inode: Ok(7001),
            references: Ok(3),
            pointer: Ok(0xa1b2_c3d4),
            rto: Ok(21),
            ato: Ok(4),
            quick_acks: Ok(15),
            is_pingpong: Ok(false),
            cwnd: Ok(10),
            ssthresh: Ok(-1),
            drops: Err(Absent::NotApplicable),
        };
        assert_eq!(Inet::tcp(TCP), Ok(expected));
    }

    #[test]
    fn a_row_that_ends_early() {
        let socket = Inet::tcp(TIME_WAIT).unwrap();
        assert_eq!((socket.state, socket.inode), (6, Ok(0)));
        assert_eq!((socket.slot, socket.pointer), (Ok(4), Ok(0xa1b2_c3d4)));
        assert_eq!(socket.quick_acks, Err(Absent::NotApplicable));
        assert_eq!(socket.is_pingpong, Err(Absent::NotApplicable));
        assert_eq!(socket.cwnd, Err(Absent::NotApplicable));
        assert_eq!(socket.ssthresh, Err(Absent::NotApplicable));
    }

    #[test]
    fn a_datagram_row() {
        let socket = Inet::datagram(UDP6).unwrap();
        assert_eq!(socket.local, v4("::1", 53));
        assert_eq!(socket.peer, v4("2001:db8::1", 0));
        assert_eq!(socket.uid, Ok(3_999_999_999));
        assert_eq!(socket.inode, Ok(u64::MAX));
        assert_eq!(socket.drops, Ok(17));
        assert_eq!(socket.rto, Err(Absent::NotApplicable));
    }

    #[test]
    fn damage_to_a_number_costs_the_number() {
        let socket = Inet::tcp(b"0: 00000000:0050 00000000:0000 0A 0:x 00;0 z -1 0 9").unwrap();
        assert_eq!((socket.tx_queue, socket.rx_queue), (Ok(0), Err(Absent::Malformed)));
        assert_eq!(socket.timer, Err(Absent::Malformed));
        assert_eq!(socket.timer_ticks, Err(Absent::Malformed));
        assert_eq!(socket.retransmits, Err(Absent::Malformed));
        assert_eq!(socket.uid, Err(Absent::Malformed));
        assert_eq!(socket.inode, Ok(9));
        assert_eq!(socket.references, Err(Absent::Unsupported));
        assert_eq!(socket.pointer, Err(Absent::Unsupported));
        let row = b"x: 00000000:0050 00000000:0000 01 0:0 00:0 0 0 0 9 1 0 20 4 7 10 -1";
        let socket = Inet::tcp(row).unwrap();
        assert_eq!((socket.slot, socket.pointer), (Err(Absent::Malformed), Err(Absent::Denied)));
        assert_eq!((socket.quick_acks, socket.is_pingpong), (Ok(3), Ok(true)));
        let row = b"1: 00000000:0050 00000000:0000 01 0:0 00:0 0 0 0 9 1 xyz 20 4 x 10 -1";
        let socket = Inet::tcp(row).unwrap();
        assert_eq!(
            (socket.pointer, socket.quick_acks),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!((socket.is_pingpong, socket.cwnd), (Err(Absent::Malformed), Ok(10)));
    }

    #[test]
    fn damage_to_an_address_costs_the_row() {
        for row in [
            &b"x"[..],
            b"0: 00000000:0050",
            b"0: 0000000:0050 00000000:0000 0A",
            b"0: 00000000:10000 00000000:0000 0A",
            b"0: 0000000g:0050 00000000:0000 0A",
            b"0: 00000000:0050 00000000:0000 100",
            b"0: 00000000:0050 00000000:0000",
            HEADER,
        ] {
            assert_eq!(Inet::tcp(row), Err(Absent::Malformed), "{row:?}");
        }
        assert!(is_header(HEADER));
        assert!(!is_header(TCP));
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..TCP.len(), byte: u8) {
            for row in [row, fixture::damaged(TCP, flip, byte), fixture::damaged(UDP6, flip, byte)] {
                let _ = (Inet::tcp(&row), Inet::datagram(&row), is_header(&row));
            }
        }

        #[test]
        fn addresses_come_back(address: [u8; 4], port: u16) {
            let number = u32::from_ne_bytes(address);
            let row = format!("0: {number:08X}:{port:04X} 00000000:0000 0A");
            let socket = Inet::tcp(row.as_bytes()).unwrap();
            prop_assert_eq!(socket.local, (IpAddr::from(address), port));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z: ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, TCP);
            let rows = lines(&text).filter_map(|line| Inet::tcp(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
