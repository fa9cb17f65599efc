//! `[pid]/net/ipx/socket`, `interface` and `route`, which before Linux 2.6 are `net/ipx`,
//! `ipx_interface` and `ipx_route`. There has been no IPX since Linux 4.18.
//!
//! The procfs crate does not cover these files.

use std::fmt::Write as _;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once, split_once};
use crate::parse::{Item, number};

/// An address of IPX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The network.
    pub network: u32,
    /// The host within the network, as six bytes; some kernels do not tell that of this end.
    pub node: Item<Box<[u8]>>,
    /// The socket on the host.
    pub port: u16,
}

impl Address {
    /// Parses `00000001:02005E100001:4003`, or the same without the host.
    fn parse(word: &[u8]) -> Item<Self> {
        let (network, rest) = split_once(word, b':').ok_or(Absent::Malformed)?;
        let (node, port) = match rsplit_once(rest, b':') {
            Some((node, port)) => (self::node(node), port),
            None => (Err(Absent::Unsupported), rest),
        };
        Ok(Self { network: number::narrow_hex(network)?, node, port: number::narrow_hex(port)? })
    }
}

/// One socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// The address of this end.
    pub local: Address,
    /// The address of the other end; does not apply to a socket that is not connected.
    pub remote: Item<Address>,
    /// Bytes of memory held by what is being sent.
    pub tx_queue: Item<u64>,
    /// Bytes of memory held by what was received and not read.
    pub rx_queue: Item<u64>,
    /// The state, a `TCP_*` number: 1 for connected, 7 for not.
    pub state: Item<u8>,
    /// The user that made the socket.
    pub uid: Item<u32>,
}

impl Socket {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            local: needed(columns.word().and_then(Address::parse))?,
            remote: match columns.word() {
                Ok(b"Not_Connected") => Err(Absent::NotApplicable),
                word => word.and_then(Address::parse),
            },
            tx_queue: columns.hex(),
            rx_queue: columns.hex(),
            state: columns.narrow_hex(),
            uid: columns.narrow(),
        })
    }
}

/// The sockets.
pub fn sockets(text: &[u8]) -> impl Iterator<Item = Item<Socket>> {
    table(text, &[b"Local_Address"], Socket::parse)
}

/// One interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The network.
    pub network: u32,
    /// The address of this host within the network, as six bytes.
    pub node: Item<Box<[u8]>>,
    /// Whether the address is used by sockets that name none.
    pub is_primary: Item<bool>,
    /// The device; `Internal` for the network within the host.
    pub device: Item<Box<[u8]>>,
    /// How packets are framed, such as `802.2` or `EtherII`.
    pub frame: Item<Box<[u8]>>,
}

impl Interface {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            network: needed(columns.narrow_hex())?,
            node: columns.word().and_then(node),
            is_primary: match columns.word() {
                Ok(b"Yes") => Ok(true),
                Ok(b"No") => Ok(false),
                Ok(_) => Err(Absent::Malformed),
                Err(absent) => Err(absent),
            },
            device: columns.word().map(Into::into),
            frame: columns.word().map(Into::into),
        })
    }
}

/// The interfaces.
pub fn interfaces(text: &[u8]) -> impl Iterator<Item = Item<Interface>> {
    table(text, &[b"Network "], Interface::parse)
}

/// One route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The network.
    pub network: u32,
    /// The network of the router; does not apply to a network that the host is in.
    pub router_network: Item<u32>,
    /// The address of the router within that network, as six bytes; likewise.
    pub router_node: Item<Box<[u8]>>,
}

impl Route {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let network = needed(columns.narrow_hex())?;
        let (router_network, router_node) = match (columns.word(), columns.word()) {
            (Ok(b"Directly"), _) => (Err(Absent::NotApplicable), Err(Absent::NotApplicable)),
            (network, router) => (network.and_then(number::narrow_hex), router.and_then(node)),
        };
        Ok(Self { network, router_network, router_node })
    }
}

/// The routes.
pub fn routes(text: &[u8]) -> impl Iterator<Item = Item<Route>> {
    table(text, &[b"Network "], Route::parse)
}

/// A network and a host within it, as the kernel writes them.
pub fn written(network: u32, node: &[u8]) -> String {
    let mut text = format!("{network:08X}:");
    for byte in node {
        // A text takes whatever is written to it.
        let _ = write!(text, "{byte:02X}");
    }
    text
}

/// The address of a host within its network.
fn node(word: &[u8]) -> Item<Box<[u8]>> {
    address::hardware(word)
        .and_then(|node| if node.len() == 6 { Ok(node) } else { Err(Absent::Malformed) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::{damaged, table_properties};

    const SOCKETS: &[u8] = b"\
Local_Address               Remote_Address              Tx_Queue  Rx_Queue  State  Uid
00000001:02005E100001:4003  00000002:02005E100002:0451  00000010  00000020  01     1000
00000001:4004  Not_Connected               00000000  00000000  07     000
";
    const ROW: &[u8] =
        b"00000001:02005E100001:4003  00000002:02005E100002:0451  00000010  00000020  01     1000";
    const INTERFACES: &[u8] = b"\
Network    Node_Address   Primary  Device     Frame_Type
00000001   000000000001   Yes      Internal   None     
00000022   02005E100001   No       eth0       802.2    
";
    const ROUTES: &[u8] = b"\
Network    Router_Net   Router_Node
00000001   Directly     Connected
00000033   00000022     02005E100002
";

    #[test]
    fn whole_files() {
        let node = |last| Ok([2, 0, 0x5e, 0x10, 0, last][..].into());
        let rows: Vec<_> = sockets(SOCKETS).collect::<Item<_>>().unwrap();
        let [first, second] = &rows[..] else { panic!("{rows:?}") };
        let expected = Socket {
            local: Address { network: 1, node: node(1), port: 0x4003 },
            remote: Ok(Address { network: 2, node: node(2), port: 0x451 }),
            tx_queue: Ok(16),
            rx_queue: Ok(32),
            state: Ok(1),
            uid: Ok(1000),
        };
        assert_eq!(first, &expected);
        assert_eq!((&second.local.node, second.local.port), (&Err(Absent::Unsupported), 0x4004));
        assert_eq!((&second.remote, second.uid), (&Err(Absent::NotApplicable), Ok(0)));

        let rows: Vec<_> = interfaces(INTERFACES).collect::<Item<_>>().unwrap();
        let [internal, eth0] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!(
            (internal.is_primary, internal.device.as_deref()),
            (Ok(true), Ok(&b"Internal"[..]))
        );
        let expected = Interface {
            network: 0x22,
            node: node(1),
            is_primary: Ok(false),
            device: Ok(b"eth0"[..].into()),
            frame: Ok(b"802.2"[..].into()),
        };
        assert_eq!(eth0, &expected);

        let near = Route {
            network: 1,
            router_network: Err(Absent::NotApplicable),
            router_node: Err(Absent::NotApplicable),
        };
        let far = Route { network: 0x33, router_network: Ok(0x22), router_node: node(2) };
        assert!(routes(ROUTES).eq([Ok(near), Ok(far)]));
    }

    #[test]
    fn addresses_come_back() {
        let address = Address::parse(b"00000001:02005E100001:4003").unwrap();
        assert_eq!(written(address.network, &address.node.unwrap()), "00000001:02005E100001");
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Socket::parse(b"1:02005E:4003 2:4 x -1 100 y").unwrap();
        assert_eq!((row.local.node, row.state), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(
            (row.tx_queue, row.rx_queue, row.uid),
            (Err(Absent::Malformed), Err(Absent::Malformed), Err(Absent::Malformed))
        );
        let row = Interface::parse(b"22 x Maybe").unwrap();
        assert_eq!((row.node, row.is_primary), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(row.frame, Err(Absent::Unsupported));
        let row = Route::parse(b"33 x").unwrap();
        assert_eq!(
            (row.router_network, row.router_node),
            (Err(Absent::Malformed), Err(Absent::Unsupported))
        );
        for row in [&b""[..], b"x", b"100000000", b":"] {
            assert_eq!(Socket::parse(row), Err(Absent::Malformed), "{row:?}");
            assert_eq!(Interface::parse(row), Err(Absent::Malformed), "{row:?}");
            assert_eq!(Route::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        assert_eq!(Socket::parse(b"1:10000 2:4"), Err(Absent::Malformed));
    }

    table_properties!(sockets, ROW, "[g-z ]{0,40}");

    proptest! {
        #[test]
        fn no_other_file_panics(text: Vec<u8>, flip in 0..ROUTES.len(), byte: u8) {
            for text in [text, damaged(INTERFACES, flip, byte), damaged(ROUTES, flip, byte)] {
                interfaces(&text).for_each(drop);
                routes(&text).for_each(drop);
            }
        }
    }
}
