//! The tables of sockets, one a protocol, and what one line of each says.

use std::net::IpAddr;

use crate::File;
use crate::parse::Item;
use crate::parse::net::inet::Inet;
use crate::parse::net::netlink::{self, Netlink};
use crate::parse::net::packet::Packet;
use crate::parse::net::unix::Unix;

macro_rules! protocols {
    ($($name:ident = $word:literal, $file:ident, $family:ident;)*) => {
        /// A protocol: one table of sockets.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Protocol {
            $(#[doc = concat!("The table `", $word, "`.")] $name,)*
        }

        impl Protocol {
            /// Every protocol, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name, which is also the name of the table.
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

        /// The tables of all protocols.
        pub(crate) const TABLES: &[File] = &[$(File::$file,)*];
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
}

/// What the line says.
pub(crate) enum Line {
    Inet(Inet),
    Unix(Unix),
    Netlink(Netlink),
    Packet(Packet),
}

impl Line {
    /// The line of a protocol's table, or `None` for its heading.
    pub(crate) fn parse(protocol: Protocol, line: &[u8]) -> Option<Item<Self>> {
        let heading = match protocol.family() {
            Family::Unix => crate::parse::net::unix::is_header(line),
            Family::Netlink => netlink::is_header(line),
            Family::Packet => crate::parse::net::packet::is_header(line),
            _ => crate::parse::net::inet::is_header(line),
        };
        if heading {
            return None;
        }
        Some(match protocol.family() {
            Family::Tcp => Inet::tcp(line).map(Self::Inet),
            Family::Datagram | Family::Raw => Inet::datagram(line).map(Self::Inet),
            Family::Unix => Unix::parse(line).map(Self::Unix),
            Family::Netlink => Netlink::parse(line).map(Self::Netlink),
            Family::Packet => Packet::parse(line).map(Self::Packet),
        })
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
        }
    }

    /// What tells the socket from the others of its table.
    pub(crate) fn identity(&self) -> Identity {
        match (self.inode(), self) {
            (Ok(0), Self::Inet(inet)) => Identity::Ends(inet.local, inet.peer),
            (inode, _) => Identity::Inode(inode),
        }
    }
}

/// What tells a socket from the others of its table: the inode, or where it has lost that its
/// addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    Inode(Item<u64>),
    Ends((IpAddr, u16), (IpAddr, u16)),
}
