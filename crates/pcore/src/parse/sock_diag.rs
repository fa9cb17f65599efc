//! Sockets as the kernel's `sock_diag` describes them over netlink.
//!
//! It is no file of /proc but answers for the same sockets. The netlink-packet-sock-diag crate writes
//! the questions; the answers are parsed here, since it gives up a whole message for one attribute
//! that it does not understand, and knows `tcp_info` in one length only, which grows with the kernel.

mod tcp_info;

use std::net::IpAddr;

pub use tcp_info::TcpInfo;

use crate::Absent;
use crate::parse::Item;
use crate::parse::attribute::{address, attributes, u16_at, u32_at, u64_at};

/// One socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diag {
    /// The family: 1 local, 2 IPv4, 10 IPv6.
    pub family: u8,
    /// The state, a `TCP_*` number; sockets without connections use 1 and 7.
    pub state: u8,
    /// The addresses and ports of both ends; a local socket has none.
    pub ends: Option<Ends>,
    /// The inode; 0 where no process has the socket, so that 0 names none.
    pub inode: u64,
    /// A number that names the socket for as long as the machine runs.
    pub cookie: u64,
    /// The interface that the socket is bound to; 0 for none.
    pub interface: u32,
    /// The two queues of an Internet socket: what is received and not read, and what is sent and not
    /// acknowledged. Of a listener, what waits to be accepted and how much may.
    queues: Option<(u32, u32)>,
    attributes: Box<[u8]>,
}

/// The local address and port, and those of the other end.
pub type Ends = ((IpAddr, u16), (IpAddr, u16));

/// The state of a listener.
const LISTEN: u8 = 10;
/// States in which a connection is not a whole socket: `TCP_SYN_RECV`, `TCP_TIME_WAIT` and
/// `TCP_NEW_SYN_RECV`.
const MINIATURES: [u8; 3] = [3, 6, 12];

const AF_UNIX: u8 = 1;

/// Attributes of an Internet socket, by the kernel's names.
mod inet {
    pub(super) const INFO: u16 = 2;
    pub(super) const CONG: u16 = 4;
    pub(super) const SKMEMINFO: u16 = 7;
    pub(super) const MARK: u16 = 15;
    pub(super) const CGROUP_ID: u16 = 21;
}

/// Attributes of a local socket, by the kernel's names.
mod unix {
    pub(super) const NAME: u16 = 0;
    pub(super) const PEER: u16 = 2;
    pub(super) const RQLEN: u16 = 4;
    pub(super) const MEMINFO: u16 = 5;
    pub(super) const SHUTDOWN: u16 = 6;
}

impl Diag {
    /// Parses a message about an Internet socket.
    pub fn inet(message: &[u8]) -> Item<Self> {
        let field = |at| u32_at(message, at).ok_or(Absent::Malformed);
        let [family, state] = *message.first_chunk().ok_or(Absent::Malformed)?;
        let address = |at| {
            message.get(at..).and_then(|bytes| address(bytes, family)).ok_or(Absent::Malformed)
        };
        let port = |at| u16_at(message, at).map(u16::from_be).ok_or(Absent::Malformed);
        Ok(Self {
            family,
            state,
            ends: Some(((address(8)?, port(4)?), (address(24)?, port(6)?))),
            inode: field(68)?.into(),
            cookie: u64::from(field(48)?) << 32 | u64::from(field(44)?),
            interface: field(40)?,
            queues: Some((field(56)?, field(60)?)),
            attributes: message.get(72..).ok_or(Absent::Malformed)?.into(),
        })
    }

    /// Parses a message about a local socket.
    pub fn unix(message: &[u8]) -> Item<Self> {
        let field = |at| u32_at(message, at).ok_or(Absent::Malformed);
        let [family, _kind, state] = *message.first_chunk().ok_or(Absent::Malformed)?;
        if family != AF_UNIX {
            return Err(Absent::Malformed);
        }
        Ok(Self {
            family,
            state,
            ends: None,
            inode: field(4)?.into(),
            cookie: u64::from(field(12)?) << 32 | u64::from(field(8)?),
            interface: 0,
            queues: None,
            attributes: message.get(16..).ok_or(Absent::Malformed)?.into(),
        })
    }

    /// The value of an attribute.
    fn attribute(&self, kind: u16) -> Option<&[u8]> {
        attributes(&self.attributes).find(|(found, _)| *found == kind).map(|(_, value)| value)
    }

    /// An attribute that every whole Internet socket has where the kernel knows it.
    fn of_inet(&self, kind: u16) -> Item<&[u8]> {
        match self.attribute(kind) {
            _ if self.family == AF_UNIX => Err(Absent::Unsupported),
            Some(value) => Ok(value),
            None if MINIATURES.contains(&self.state) => Err(Absent::NotApplicable),
            None => Err(Absent::Unsupported),
        }
    }

    fn queues(&self) -> Item<(u32, u32)> {
        if let Some(queues) = self.queues {
            return Ok(queues);
        }
        let value = self.attribute(unix::RQLEN).ok_or(Absent::Unsupported)?;
        u32_at(value, 0).zip(u32_at(value, 4)).ok_or(Absent::Malformed)
    }

    /// Bytes received and not yet read; of a listener, connections not yet accepted.
    pub fn receive_queue(&self) -> Item<u32> {
        Ok(self.queues()?.0)
    }

    /// Bytes sent and not yet acknowledged or read by the other end; a listener has none.
    pub fn send_queue(&self) -> Item<u32> {
        if self.state == LISTEN { Err(Absent::NotApplicable) } else { Ok(self.queues()?.1) }
    }

    /// How many connections may wait for a listener to accept them.
    pub fn backlog_limit(&self) -> Item<u32> {
        if self.state == LISTEN { Ok(self.queues()?.1) } else { Err(Absent::NotApplicable) }
    }

    /// What the kernel measures of a TCP connection. It is asked of TCP sockets only; a listener has
    /// the place for it with nothing measured.
    pub fn tcp_info(&self) -> Item<TcpInfo<'_>> {
        if self.state == LISTEN { Err(Absent::NotApplicable) } else { self.of_inet(inet::INFO) }
            .map(TcpInfo)
    }

    /// The algorithm that controls congestion.
    pub fn congestion(&self) -> Item<&[u8]> {
        let name = self.of_inet(inet::CONG)?;
        Ok(name.split(|byte| *byte == 0).next().unwrap_or(name))
    }

    /// The mark for routing and filters. Only whoever administers the network is told.
    pub fn mark(&self) -> Item<u32> {
        u32_at(self.of_inet(inet::MARK)?, 0).ok_or(Absent::Malformed)
    }

    /// The control group of version 2 that the socket was made in, by number.
    pub fn cgroup(&self) -> Item<u64> {
        u64_at(self.of_inet(inet::CGROUP_ID)?, 0).ok_or(Absent::Malformed)
    }

    /// Memory that the socket uses and may use.
    pub fn memory(&self) -> Item<Memory> {
        let value = match self.family {
            AF_UNIX => self.attribute(unix::MEMINFO).ok_or(Absent::Unsupported)?,
            _ => self.of_inet(inet::SKMEMINFO)?,
        };
        let field = |at| u32_at(value, at).ok_or(Absent::Malformed);
        Ok(Memory {
            received: field(0)?,
            receive_limit: field(4)?,
            sent: field(8)?,
            send_limit: field(12)?,
        })
    }

    /// Which directions of a local socket were closed, by bit: receiving, sending.
    pub fn shutdown(&self) -> Item<u8> {
        if self.family != AF_UNIX {
            return Err(Absent::NotApplicable);
        }
        let value = self.attribute(unix::SHUTDOWN).ok_or(Absent::Unsupported)?;
        value.first().copied().ok_or(Absent::Malformed)
    }

    /// The inode of the local socket at the other end.
    pub fn peer_inode(&self) -> Item<u64> {
        if self.family != AF_UNIX {
            return Err(Absent::NotApplicable);
        }
        let value = self.attribute(unix::PEER).ok_or(Absent::NotApplicable)?;
        u32_at(value, 0).map(u64::from).ok_or(Absent::Malformed)
    }

    /// The name of a local socket as /proc shows it: a path, or after `@` an abstract name, in which
    /// each NUL is an `@`.
    pub fn name(&self) -> Item<Vec<u8>> {
        if self.family != AF_UNIX {
            return Err(Absent::NotApplicable);
        }
        match self.attribute(unix::NAME) {
            None | Some([]) => Err(Absent::NotApplicable),
            Some(name @ [0, ..]) => {
                Ok(name.iter().map(|byte| if *byte == 0 { b'@' } else { *byte }).collect())
            }
            Some(name) => Ok(name.split(|byte| *byte == 0).next().unwrap_or(name).to_vec()),
        }
    }
}

/// Memory that a socket uses and may use, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// What was received takes up so much.
    pub received: u32,
    /// How much that may be.
    pub receive_limit: u32,
    /// What is to be sent, or is on its way, takes up so much.
    pub sent: u32,
    /// How much that may be.
    pub send_limit: u32,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::attribute::AF_INET;
    use crate::parse::fixture::attribute;

    /// 127.0.0.1:8080 to 192.0.2.10:49153.
    fn inet(state: u8, attributes: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![AF_INET, state, 0, 0];
        bytes.extend(8080_u16.to_be_bytes());
        bytes.extend(49153_u16.to_be_bytes());
        bytes.extend([127, 0, 0, 1]);
        bytes.extend([0; 12]);
        bytes.extend([192, 0, 2, 10]);
        bytes.extend([0; 12]);
        for number in [3_u32, 0x1001, 2, 0, 7, 128, 1000, 7001] {
            bytes.extend(number.to_ne_bytes());
        }
        bytes.extend(attributes.concat());
        bytes
    }

    fn unix(state: u8, attributes: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![AF_UNIX, 1, state, 0];
        for number in [7564_u32, 0x2a, 0] {
            bytes.extend(number.to_ne_bytes());
        }
        bytes.extend(attributes.concat());
        bytes
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_ne_bytes()).collect()
    }

    #[test]
    fn an_internet_socket() {
        let memory =
            attribute(inet::SKMEMINFO, &numbers(&[768, 131_072, 0, 16_384, 0, 0, 0, 0, 0]));
        let mark = attribute(inet::MARK, &numbers(&[9]));
        let cgroup = attribute(inet::CGROUP_ID, &77_u64.to_ne_bytes());
        let congestion = attribute(inet::CONG, b"cubic\0");
        let socket = Diag::inet(&self::inet(1, &[memory, mark, cgroup, congestion])).unwrap();
        let address = |text: &str, port| (text.parse::<IpAddr>().unwrap(), port);
        assert_eq!(socket.ends, Some((address("127.0.0.1", 8080), address("192.0.2.10", 49153))));
        assert_eq!((socket.inode, socket.cookie, socket.interface), (7001, 0x2_0000_1001, 3));
        assert_eq!((socket.receive_queue(), socket.send_queue()), (Ok(7), Ok(128)));
        assert_eq!(socket.backlog_limit(), Err(Absent::NotApplicable));
        assert_eq!(socket.congestion(), Ok(&b"cubic"[..]));
        assert_eq!((socket.mark(), socket.cgroup()), (Ok(9), Ok(77)));
        let memory = Memory { received: 768, receive_limit: 131_072, sent: 0, send_limit: 16_384 };
        assert_eq!(socket.memory(), Ok(memory));
        assert_eq!(socket.peer_inode(), Err(Absent::NotApplicable));
        assert_eq!(socket.name(), Err(Absent::NotApplicable));
    }

    #[test]
    fn a_listener_has_a_backlog_and_nothing_measured() {
        let socket = Diag::inet(&self::inet(10, &[attribute(inet::INFO, &[0; 240])])).unwrap();
        assert_eq!((socket.receive_queue(), socket.backlog_limit()), (Ok(7), Ok(128)));
        assert_eq!(socket.send_queue(), Err(Absent::NotApplicable));
        assert_eq!(socket.tcp_info().err(), Some(Absent::NotApplicable));
    }

    #[test]
    fn what_is_not_told_is_absent() {
        let whole = Diag::inet(&self::inet(1, &[])).unwrap();
        assert_eq!(whole.mark(), Err(Absent::Unsupported));
        assert_eq!(whole.memory(), Err(Absent::Unsupported));
        assert_eq!(whole.tcp_info().err(), Some(Absent::Unsupported));
        let waiting = Diag::inet(&self::inet(6, &[])).unwrap();
        assert_eq!(waiting.mark(), Err(Absent::NotApplicable));
        assert_eq!(waiting.tcp_info().err(), Some(Absent::NotApplicable));
        let local = Diag::unix(&self::unix(1, &[])).unwrap();
        assert_eq!(local.receive_queue(), Err(Absent::Unsupported));
        assert_eq!(local.mark(), Err(Absent::Unsupported));
        assert_eq!(local.peer_inode(), Err(Absent::NotApplicable));
    }

    #[test]
    fn a_local_socket() {
        let peer = attribute(unix::PEER, &numbers(&[7565]));
        let queues = attribute(unix::RQLEN, &numbers(&[5, 11]));
        let name = attribute(unix::NAME, b"/run/a b.sock\0");
        let shutdown = attribute(unix::SHUTDOWN, &[2]);
        let told = [name.clone(), peer, queues.clone(), shutdown];
        let socket = Diag::unix(&self::unix(1, &told)).unwrap();
        assert_eq!(socket.shutdown(), Ok(2));
        assert_eq!((socket.inode, socket.cookie), (7564, 0x2a));
        assert_eq!(socket.peer_inode(), Ok(7565));
        assert_eq!((socket.receive_queue(), socket.send_queue()), (Ok(5), Ok(11)));
        assert_eq!(socket.name().as_deref(), Ok(&b"/run/a b.sock"[..]));
        let listener = Diag::unix(&self::unix(10, &[name, queues])).unwrap();
        assert_eq!((listener.receive_queue(), listener.backlog_limit()), (Ok(5), Ok(11)));
        assert_eq!(listener.shutdown(), Err(Absent::Unsupported));
    }

    #[test]
    fn abstract_names_are_written_as_proc_writes_them() {
        let name = |bytes: &[u8]| {
            Diag::unix(&self::unix(1, &[attribute(unix::NAME, bytes)])).unwrap().name()
        };
        assert_eq!(name(b"\0a\0\xff").as_deref(), Ok(&b"@a@\xff"[..]));
        assert_eq!(name(b""), Err(Absent::NotApplicable));
    }

    #[test]
    fn a_message_that_is_cut_is_malformed() {
        let (whole, local) = (self::inet(1, &[]), self::unix(1, &[]));
        for length in 0..whole.len() {
            assert_eq!(Diag::inet(&whole[..length]).err(), Some(Absent::Malformed), "{length}");
        }
        for length in 0..local.len() {
            assert_eq!(Diag::unix(&local[..length]).err(), Some(Absent::Malformed), "{length}");
        }
        assert_eq!(Diag::unix(&whole).err(), Some(Absent::Malformed));
        assert_eq!(Diag::inet(&[local, vec![0; 72]].concat()).err(), Some(Absent::Malformed));
    }

    #[test]
    fn damage_to_an_attribute_costs_what_follows() {
        let good = attribute(inet::MARK, &numbers(&[9]));
        let short = attribute(inet::SKMEMINFO, &[1]);
        let socket = Diag::inet(&self::inet(1, &[short, good.clone()])).unwrap();
        assert_eq!((socket.memory(), socket.mark()), (Err(Absent::Malformed), Ok(9)));
        let endless = vec![0xff, 0xff, 9, 0];
        let socket = Diag::inet(&self::inet(1, &[endless.clone(), good.clone()])).unwrap();
        assert_eq!(socket.mark(), Err(Absent::Unsupported));
        let socket = Diag::inet(&self::inet(1, &[good, endless])).unwrap();
        assert_eq!(socket.mark(), Ok(9));
    }

    /// Everything that can be asked of a socket.
    fn ask(socket: &Diag) {
        let _ = (socket.receive_queue(), socket.send_queue(), socket.backlog_limit());
        let _ = (socket.congestion(), socket.mark(), socket.cgroup(), socket.memory());
        let _ = (socket.peer_inode(), socket.name(), socket.shutdown());
        let _ = socket.tcp_info().map(TcpInfo::rtt);
    }

    proptest! {
        #[test]
        fn never_panics(message: Vec<u8>, tail: Vec<u8>, state: u8) {
            for socket in [Diag::inet(&message), Diag::unix(&message)].into_iter().flatten() {
                ask(&socket);
            }
            ask(&Diag::inet(&self::inet(state, std::slice::from_ref(&tail))).unwrap());
            ask(&Diag::unix(&self::unix(state, &[tail])).unwrap());
        }

        #[test]
        fn names_come_back(name in "[^\0]{1,107}") {
            let bytes = [name.as_bytes(), b"\0"].concat();
            let socket = Diag::unix(&self::unix(1, &[attribute(unix::NAME, &bytes)])).unwrap();
            prop_assert_eq!(socket.name(), Ok(name.into_bytes()));
        }
    }
}
