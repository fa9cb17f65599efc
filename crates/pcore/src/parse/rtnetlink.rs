//! Neighbours and interfaces as the kernel tells them over netlink.
//!
//! It is no file of /proc, but has what `net/arp` lacks: IPv6, the state of an entry, and hardware
//! addresses in full. The netlink-packet-route crate gives up a whole message for one attribute that
//! it does not understand, and brings all of rtnetlink for two messages of a few bytes; so both the
//! questions and the answers are written and read here.

use std::net::IpAddr;

use netlink_packet_core::NetlinkSerializable;

use crate::Absent;
use crate::parse::Item;
use crate::parse::attribute::{AF_INET, AF_INET6, address, attributes, u16_at, u32_at};

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The interfaces.
    Links,
    /// The neighbours of both families.
    Neighbours,
    /// The addresses that this host answers for in place of others.
    Proxies,
}

/// `RTM_GETLINK` and `RTM_GETNEIGH`.
const GET_LINK: u16 = 18;
const GET_NEIGHBOUR: u16 = 30;

/// The length of the structs that messages begin with: `ifinfomsg` and `ndmsg`.
const LINK_LENGTH: usize = 16;
const NEIGHBOUR_LENGTH: usize = 12;

/// Where `ndmsg` has its flags.
const FLAGS_AT: usize = 10;

impl NetlinkSerializable for Question {
    fn message_type(&self) -> u16 {
        match self {
            Self::Links => GET_LINK,
            Self::Neighbours | Self::Proxies => GET_NEIGHBOUR,
        }
    }

    fn buffer_len(&self) -> usize {
        match self {
            Self::Links => LINK_LENGTH,
            Self::Neighbours | Self::Proxies => NEIGHBOUR_LENGTH,
        }
    }

    fn serialize(&self, buffer: &mut [u8]) {
        // No family and no interface means all of them.
        buffer.fill(0);
        if let (Self::Proxies, Some(flags)) = (self, buffer.get_mut(FLAGS_AT)) {
            *flags = NTF_PROXY;
        }
    }
}

/// One neighbour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The interface by its number; 0 where the entry is of any.
    pub interface: u32,
    /// The `NUD_*` state, which [`state_name`] names.
    pub state: u16,
    /// The `NTF_*` flags.
    flags: u8,
    /// The address of the neighbour.
    pub address: IpAddr,
    attributes: Box<[u8]>,
}

/// The flag of an entry by which this host answers for another.
const NTF_PROXY: u8 = 0x08;
/// The flag of an entry that a program has learnt and looks after.
const NTF_EXT_LEARNED: u8 = 0x10;

/// The states of a neighbour by bit. In none of them nothing was ever asked.
const STATES: &[(u16, &str)] = &[
    (0x00, "none"),
    (0x01, "incomplete"),
    (0x02, "reachable"),
    (0x04, "stale"),
    (0x08, "delay"),
    (0x10, "probe"),
    (0x20, "failed"),
    (NUD_NOARP, "noarp"),
    (PERMANENT, "permanent"),
];
const NUD_NOARP: u16 = 0x40;
/// The state of an entry that stays until somebody removes it.
pub const PERMANENT: u16 = 0x80;
/// States in which the hardware address is known.
const NUD_VALID: u16 = 0xde;

/// The name of a `NUD_*` state.
pub fn state_name(state: u16) -> Option<&'static str> {
    STATES.iter().find(|(bit, _)| *bit == state).map(|(_, name)| *name)
}

/// The names of `NTF_*` flags; behind the lowest eight bits stand the extended ones.
pub const FLAGS: &[(u64, &str)] = &[
    (0x01, "use"),
    (0x02, "self"),
    (0x04, "master"),
    (0x08, "proxy"),
    (0x10, "extern_learn"),
    (0x20, "offloaded"),
    (0x40, "sticky"),
    (0x80, "router"),
    (0x100, "managed"),
    (0x200, "locked"),
    (0x400, "extern_valid"),
];

/// Who can have made an entry or a route, by `RTPROT_*` number.
const PROTOCOLS: &[(u8, &str)] = &[
    (1, "redirect"),
    (2, "kernel"),
    (3, "boot"),
    (4, "static"),
    (8, "gated"),
    (9, "ra"),
    (10, "mrt"),
    (11, "zebra"),
    (12, "bird"),
    (13, "dnrouted"),
    (14, "xorp"),
    (15, "ntk"),
    (16, "dhcp"),
    (17, "mrouted"),
    (18, "keepalived"),
    (42, "babel"),
    (84, "ovn"),
    (99, "openr"),
    (186, "bgp"),
    (187, "isis"),
    (188, "ospf"),
    (189, "rip"),
    (192, "eigrp"),
];

/// The name of an `RTPROT_*` number.
pub fn protocol_name(protocol: u8) -> Option<&'static str> {
    PROTOCOLS.iter().find(|(number, _)| *number == protocol).map(|(_, name)| *name)
}

/// Attributes of a neighbour, by the kernel's names.
mod nda {
    pub(super) const DST: u16 = 1;
    pub(super) const LLADDR: u16 = 2;
    pub(super) const CACHEINFO: u16 = 3;
    pub(super) const PROBES: u16 = 4;
    pub(super) const PROTOCOL: u16 = 12;
    pub(super) const FLAGS_EXT: u16 = 15;
}

impl Neighbour {
    /// Parses a message. Without an address it says nothing, so that damage to it costs the message;
    /// to one of another family than the two of the Internet this does not apply.
    pub fn parse(message: &[u8]) -> Item<Self> {
        let family = *message.first().ok_or(Absent::Malformed)?;
        if !matches!(family, AF_INET | AF_INET6) {
            return Err(Absent::NotApplicable);
        }
        let attributes: Box<[u8]> =
            message.get(NEIGHBOUR_LENGTH..).ok_or(Absent::Malformed)?.into();
        Ok(Self {
            interface: u32_at(message, 4).ok_or(Absent::Malformed)?,
            state: u16_at(message, 8).ok_or(Absent::Malformed)?,
            flags: *message.get(FLAGS_AT).ok_or(Absent::Malformed)?,
            address: find(&attributes, nda::DST)
                .and_then(|bytes| address(bytes, family))
                .ok_or(Absent::Malformed)?,
            attributes,
        })
    }

    /// Whether this host answers for the address in place of its owner.
    pub fn is_proxy(&self) -> bool {
        self.flags & NTF_PROXY != 0
    }

    /// Whether the address is looked up at all: not where the hardware address follows from it.
    pub fn is_resolved(&self) -> bool {
        self.is_proxy() || self.state & !NUD_NOARP != 0
    }

    /// Whether the entry stays until somebody removes it.
    pub fn is_permanent(&self) -> bool {
        self.is_proxy() || self.state & PERMANENT != 0
    }

    /// Whether the kernel leaves the entry out where it counts them against the limits of the table,
    /// since Linux 5.0.
    pub fn is_exempt(&self) -> bool {
        self.state & PERMANENT != 0 || self.flags & NTF_EXT_LEARNED != 0
    }

    /// Whether the hardware address is known.
    pub fn is_valid(&self) -> bool {
        self.state & NUD_VALID != 0
    }

    /// The hardware address; an entry that is not complete has none, nor has one for another host.
    pub fn hardware_address(&self) -> Item<&[u8]> {
        match find(&self.attributes, nda::LLADDR) {
            None | Some([]) => Err(Absent::NotApplicable),
            Some(address) => Ok(address),
        }
    }

    /// How long ago, and by how much, the entry was used. Others' addresses are in no cache.
    pub fn cache(&self) -> Item<Cache> {
        let value = find(&self.attributes, nda::CACHEINFO).ok_or(Absent::NotApplicable)?;
        let field = |at| u32_at(value, at).ok_or(Absent::Malformed);
        Ok(Cache {
            confirmed: field(0)?,
            used: field(4)?,
            updated: field(8)?,
            references: field(12)?,
        })
    }

    /// How often it was asked for since it last answered.
    pub fn probes(&self) -> Item<u32> {
        let value = find(&self.attributes, nda::PROBES).ok_or(Absent::NotApplicable)?;
        u32_at(value, 0).ok_or(Absent::Malformed)
    }

    /// Who made the entry, an `RTPROT_*` number; does not apply where nobody said so.
    pub fn protocol(&self) -> Item<u8> {
        match find(&self.attributes, nda::PROTOCOL).ok_or(Absent::NotApplicable)?.first() {
            Some(0) => Err(Absent::NotApplicable),
            Some(protocol) => Ok(*protocol),
            None => Err(Absent::Malformed),
        }
    }

    /// The `NTF_*` flags, which [`FLAGS`] names.
    pub fn flags(&self) -> Item<u64> {
        let extended = match find(&self.attributes, nda::FLAGS_EXT) {
            None => 0,
            Some(value) => u32_at(value, 0).ok_or(Absent::Malformed)?,
        };
        Ok(u64::from(self.flags) | u64::from(extended) << 8)
    }
}

/// How long ago an entry was used, in clock ticks, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cache {
    /// Since it was last known to be right.
    pub confirmed: u32,
    /// Since something was last sent to it.
    pub used: u32,
    /// Since it last changed.
    pub updated: u32,
    /// References that the kernel holds.
    pub references: u32,
}

/// One interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub index: u32,
    /// The type of the hardware, an `ARPHRD_*` number.
    pub hardware_type: u16,
    /// The `IFF_*` flags.
    flags: u32,
    /// Its name.
    pub name: Box<[u8]>,
}

/// `IFLA_IFNAME`.
const IFLA_IFNAME: u16 = 3;
/// `IFF_LOOPBACK`, `IFF_POINTOPOINT` and `IFF_NOARP`.
const WITHOUT_NEIGHBOURS: u32 = 0x8 | 0x10 | 0x80;

impl Link {
    /// Parses a message. Without a name it says nothing.
    pub fn parse(message: &[u8]) -> Item<Self> {
        let name = message.get(LINK_LENGTH..).and_then(|attributes| find(attributes, IFLA_IFNAME));
        let name = name.ok_or(Absent::Malformed)?;
        Ok(Self {
            index: u32_at(message, 4).ok_or(Absent::Malformed)?,
            hardware_type: u16_at(message, 2).ok_or(Absent::Malformed)?,
            flags: u32_at(message, 8).ok_or(Absent::Malformed)?,
            name: name.split(|byte| *byte == 0).next().unwrap_or(name).into(),
        })
    }

    /// Whether neighbours on it are asked for their hardware addresses.
    pub fn asks_neighbours(&self) -> bool {
        self.flags & WITHOUT_NEIGHBOURS == 0
    }
}

/// The value of an attribute.
fn find(bytes: &[u8], kind: u16) -> Option<&[u8]> {
    attributes(bytes).find(|(found, _)| *found == kind).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::attribute;

    fn neighbour(family: u8, state: u16, flags: u8, attributes: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![family, 0, 0, 0];
        bytes.extend(3_u32.to_ne_bytes());
        bytes.extend(state.to_ne_bytes());
        bytes.extend([flags, 1]);
        bytes.extend(attributes.concat());
        bytes
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_ne_bytes()).collect()
    }

    fn link(name: &[u8], flags: u32) -> Vec<u8> {
        let mut bytes = vec![0, 0];
        bytes.extend(32_u16.to_ne_bytes());
        bytes.extend(numbers(&[3, flags, 0]));
        bytes.extend(attribute(IFLA_IFNAME, name));
        bytes
    }

    #[test]
    fn a_whole_neighbour() {
        let guid = [0x80, 0, 2, 8, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 2, 0xc9, 3, 0, 0x10, 0x20, 1];
        let message = neighbour(
            2,
            4,
            0x10,
            &[
                attribute(nda::DST, &[192, 0, 2, 7]),
                attribute(nda::LLADDR, &guid),
                attribute(nda::PROBES, &numbers(&[2])),
                attribute(nda::CACHEINFO, &numbers(&[100, 250, 300, 1])),
                attribute(nda::PROTOCOL, &[4]),
                attribute(nda::FLAGS_EXT, &numbers(&[1])),
            ],
        );
        let found = Neighbour::parse(&message).unwrap();
        assert_eq!(found.address, IpAddr::from([192, 0, 2, 7]));
        assert_eq!((found.interface, state_name(found.state)), (3, Some("stale")));
        assert_eq!(found.hardware_address(), Ok(&guid[..]), "20 bytes, all of them");
        let cache = Cache { confirmed: 100, used: 250, updated: 300, references: 1 };
        assert_eq!(found.cache(), Ok(cache));
        assert_eq!((found.probes(), found.protocol(), found.flags()), (Ok(2), Ok(4), Ok(0x110)));
        assert!(found.is_valid() && found.is_resolved());
        assert!(!found.is_permanent() && !found.is_proxy());
    }

    #[test]
    fn states_tell_what_is_known() {
        let address = attribute(nda::DST, &[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
        let found = |state, flags| {
            Neighbour::parse(&neighbour(10, state, flags, std::slice::from_ref(&address))).unwrap()
        };
        assert_eq!(found(1, 0).address, "fe80::7".parse::<IpAddr>().unwrap());
        for (state, valid, resolved, permanent) in [
            (0x00, false, false, false),
            (0x01, false, true, false),
            (0x10, true, true, false),
            (0x20, false, true, false),
            (0x40, true, false, false),
            (0x80, true, true, true),
        ] {
            let found = found(state, 0);
            let told = (found.is_valid(), found.is_resolved(), found.is_permanent());
            assert_eq!(told, (valid, resolved, permanent), "{state:#x}");
            assert!(state_name(state).is_some());
        }
        assert_eq!(state_name(3), None);
        let proxy = found(0, NTF_PROXY);
        assert!(proxy.is_proxy() && proxy.is_resolved() && proxy.is_permanent());
        assert_eq!(proxy.hardware_address(), Err(Absent::NotApplicable));
        assert_eq!(proxy.cache().err(), Some(Absent::NotApplicable));
    }

    #[test]
    fn a_link() {
        let found = Link::parse(&link(b"ib0\0", 0x1003)).unwrap();
        assert_eq!((found.index, found.hardware_type, &*found.name), (3, 32, &b"ib0"[..]));
        assert!(found.asks_neighbours());
        assert!(!Link::parse(&link(b"lo\0", 0x49)).unwrap().asks_neighbours());
        assert!(!Link::parse(&link(b"tun0\0", 0x10d1)).unwrap().asks_neighbours());
    }

    #[test]
    fn questions_are_for_everything() {
        for question in [Question::Links, Question::Neighbours, Question::Proxies] {
            let mut bytes = vec![0xff; question.buffer_len()];
            question.serialize(&mut bytes);
            let set: Vec<_> = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0).collect();
            match question {
                Question::Proxies => assert_eq!(set, [(10, &8)]),
                _ => assert_eq!(set, []),
            }
        }
    }

    #[test]
    fn damage_costs_what_it_hits() {
        let address = attribute(nda::DST, &[192, 0, 2, 7]);
        let whole = neighbour(2, 2, 0, &[address.clone(), attribute(nda::PROBES, &[1])]);
        assert_eq!(Neighbour::parse(&whole).unwrap().probes(), Err(Absent::Malformed));
        for length in 0..NEIGHBOUR_LENGTH + address.len() {
            assert_eq!(Neighbour::parse(&whole[..length]).err(), Some(Absent::Malformed));
        }
        let odd = neighbour(7, 2, 0, &[address]);
        assert_eq!(Neighbour::parse(&odd).err(), Some(Absent::NotApplicable));
        let whole = link(b"eth0\0", 0);
        for length in 0..LINK_LENGTH + 8 {
            assert_eq!(Link::parse(&whole[..length]).err(), Some(Absent::Malformed), "{length}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(message: Vec<u8>, tail: Vec<u8>, state: u16, flags: u8) {
            let _ = Link::parse(&message);
            let address = attribute(nda::DST, &[192, 0, 2, 7]);
            let made = neighbour(2, state, flags, &[address, tail]);
            for found in [Neighbour::parse(&message), Neighbour::parse(&made)].into_iter().flatten() {
                let _ = (found.hardware_address(), found.cache(), found.probes());
                let _ = (found.protocol(), found.flags(), found.is_resolved());
            }
        }
    }
}
