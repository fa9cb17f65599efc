//! `[pid]/net/bonding/NAME`, one file for each bond.
//!
//! The procfs crate does not cover these files.

use crate::Absent;
use crate::parse::{Item, lines, number};

/// Several interfaces that act as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bond {
    /// How the bond uses its interfaces, such as `fault-tolerance (active-backup)`.
    pub mode: Item<Box<[u8]>>,
    /// Whether the bond can send: `up` or `down`.
    pub mii_status: Item<Box<[u8]>>,
    /// The interface that is in use; does not apply where all are, or none is.
    pub active: Item<Box<[u8]>>,
    /// The interface that is preferred; does not apply where none is.
    pub primary: Item<Box<[u8]>>,
    /// How often the links are looked at, in milliseconds.
    pub mii_interval: Item<u64>,
    /// How long a link has to be up before it is used, in milliseconds.
    pub up_delay: Item<u64>,
    /// How long a link has to be down before it is given up, in milliseconds.
    pub down_delay: Item<u64>,
    /// All that is told of the bond, in the kernel's order.
    pub entries: Vec<Entry>,
    /// The interfaces.
    pub slaves: Vec<Slave>,
}

/// One interface of a bond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slave {
    /// The interface: any bytes but blanks, `/` and `:`.
    pub name: Box<[u8]>,
    /// Its link: `up`, `down`, `going down` or `going back`.
    pub mii_status: Item<Box<[u8]>>,
    /// The speed in millions of bits a second; does not apply where it is not known.
    pub speed: Item<u64>,
    /// `full` or `half`; does not apply where it is not known.
    pub duplex: Item<Box<[u8]>>,
    /// How often the link has gone down.
    pub failures: Item<u64>,
    /// The hardware address that the interface has by itself.
    pub mac: Item<Box<[u8]>>,
    /// The queue that is for the interface.
    pub queue: Item<u32>,
    /// The group of links that the interface is in; does not apply to other modes than 802.3ad.
    pub aggregator: Item<u32>,
    /// All that is told of the interface, in the kernel's order.
    pub entries: Vec<Entry>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name; where the line is indented, after that of the line above, such as
    /// `details actor lacp pdu.system priority`.
    pub name: Box<[u8]>,
    /// The value; empty where the lines below tell it.
    pub value: Box<[u8]>,
}

impl Bond {
    /// Parses the whole file. It is malformed as a whole when it tells no mode.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut entries = Vec::new();
        let mut slaves: Vec<(Box<[u8]>, Vec<Entry>)> = Vec::new();
        let mut above: &[u8] = b"";
        for line in lines(text) {
            let Some((name, value)) = named(line) else { continue };
            if name == b"Slave Interface" {
                slaves.push((value.into(), Vec::new()));
                continue;
            }
            let is_indented = matches!(line, [b' ' | b'\t', ..]);
            let full = if is_indented { [above, b".", name].concat() } else { name.to_vec() };
            if !is_indented {
                above = name;
            }
            let section = slaves.last_mut().map_or(&mut entries, |(_, entries)| entries);
            section.push(Entry { name: full.into(), value: value.into() });
        }
        let bond = Self {
            mode: text_of(&entries, b"Bonding Mode"),
            mii_status: text_of(&entries, b"MII Status"),
            active: unless(text_of(&entries, b"Currently Active Slave"), b"None"),
            primary: unless(text_of(&entries, b"Primary Slave"), b"None"),
            mii_interval: number_of(&entries, b"MII Polling Interval (ms)"),
            up_delay: number_of(&entries, b"Up Delay (ms)"),
            down_delay: number_of(&entries, b"Down Delay (ms)"),
            entries,
            slaves: slaves.into_iter().map(|(name, entries)| Slave::new(name, entries)).collect(),
        };
        if bond.mode.is_ok() { Ok(bond) } else { Err(Absent::Malformed) }
    }
}

impl Slave {
    fn new(name: Box<[u8]>, entries: Vec<Entry>) -> Self {
        let speed = match value_of(&entries, b"Speed") {
            Some(b"Unknown" | b"-1 Mbps") => Err(Absent::NotApplicable),
            Some(speed) => {
                speed.strip_suffix(b" Mbps").ok_or(Absent::Malformed).and_then(number::unsigned)
            }
            None => Err(Absent::Unsupported),
        };
        let aggregator = match value_of(&entries, b"Aggregator ID") {
            Some(b"N/A") | None => Err(Absent::NotApplicable),
            Some(id) => number::narrow(id),
        };
        Self {
            name,
            mii_status: text_of(&entries, b"MII Status"),
            speed,
            duplex: unless(text_of(&entries, b"Duplex"), b"Unknown"),
            failures: number_of(&entries, b"Link Failure Count"),
            mac: text_of(&entries, b"Permanent HW addr"),
            queue: number_of(&entries, b"Slave queue ID")
                .and_then(|queue| queue.try_into().map_err(|_| Absent::Malformed)),
            aggregator,
            entries,
        }
    }
}

/// The name and the value of a line. A name may hold colons, but none with a blank behind it.
fn named(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.trim_ascii();
    let (name, value) = match memchr::memmem::find(line, b": ") {
        Some(end) => line.split_at_checked(end)?,
        None => (line.strip_suffix(b":")?, &b":"[..]),
    };
    Some((name.trim_ascii(), value.get(1..)?.trim_ascii()))
}

fn value_of<'a>(entries: &'a [Entry], name: &[u8]) -> Option<&'a [u8]> {
    entries.iter().find(|entry| *entry.name == *name).map(|entry| &*entry.value)
}

fn text_of(entries: &[Entry], name: &[u8]) -> Item<Box<[u8]>> {
    value_of(entries, name).map(Into::into).ok_or(Absent::Unsupported)
}

fn number_of(entries: &[Entry], name: &[u8]) -> Item<u64> {
    number::unsigned(value_of(entries, name).ok_or(Absent::Unsupported)?)
}

/// A text, where one of them stands for none. A mode without the line has none either.
fn unless(text: Item<Box<[u8]>>, none: &[u8]) -> Item<Box<[u8]>> {
    match text {
        Ok(text) if *text == *none => Err(Absent::NotApplicable),
        Err(Absent::Unsupported) => Err(Absent::NotApplicable),
        text => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const BACKUP: &[u8] = b"\
Ethernet Channel Bonding Driver: v3.7.1 (April 27, 2011)

Bonding Mode: fault-tolerance (active-backup) (fail_over_mac active)
Primary Slave: None
Currently Active Slave: eth0
MII Status: up
MII Polling Interval (ms): 100
Up Delay (ms): 200
Down Delay (ms): 300
ARP Polling Interval (ms): 1000
ARP IP target/s (n.n.n.n form): 192.0.2.254, 192.0.2.253
NS IPv6 target/s (xx::xx form): 2001:db8::1

Slave Interface: eth0
MII Status: up
Speed: 1000 Mbps
Duplex: full
Link Failure Count: 2
Permanent HW addr: 02:00:5e:10:00:01
Slave queue ID: 3

Slave Interface: eth1
MII Status: going down
Speed: Unknown
Duplex: Unknown
Link Failure Count: 0
Permanent HW addr: 02:00:5e:10:00:02
Slave queue ID: 0
";
    const LACP: &[u8] = b"\
Ethernet Channel Bonding Driver: v6.1.0

Bonding Mode: IEEE 802.3ad Dynamic link aggregation
Transmit Hash Policy: layer2 (0)
MII Status: up
MII Polling Interval (ms): 100
Up Delay (ms): 0
Down Delay (ms): 0
Peer Notification Delay (ms): 0

802.3ad info
LACP active: on
LACP rate: slow
Min links: 0
Aggregator selection policy (ad_select): stable
System priority: 65535
System MAC address: 02:00:5e:10:00:01
Active Aggregator Info:
\tAggregator ID: 1
\tNumber of ports: 1
\tPartner Mac Address: 00:00:00:00:00:00

Slave Interface: eth0
MII Status: up
Speed: 10000 Mbps
Duplex: full
Link Failure Count: 0
Permanent HW addr: 02:00:5e:10:00:01
Slave queue ID: 0
Aggregator ID: 1
Actor Churn State: none
details actor lacp pdu:
    system priority: 65535
    system mac address: 02:00:5e:10:00:01
    port state: 77
details partner lacp pdu:
    system priority: 32768
";

    fn text(text: &[u8]) -> Box<[u8]> {
        text.into()
    }

    #[test]
    fn a_bond_with_a_backup() {
        let bond = Bond::parse(BACKUP).unwrap();
        assert_eq!(bond.mode, Ok(text(b"fault-tolerance (active-backup) (fail_over_mac active)")));
        assert_eq!((bond.active, bond.primary), (Ok(text(b"eth0")), Err(Absent::NotApplicable)));
        assert_eq!(
            (bond.mii_interval, bond.up_delay, bond.down_delay),
            (Ok(100), Ok(200), Ok(300))
        );
        let targets = value_of(&bond.entries, b"ARP IP target/s (n.n.n.n form)");
        assert_eq!(targets, Some(&b"192.0.2.254, 192.0.2.253"[..]));
        let targets = value_of(&bond.entries, b"NS IPv6 target/s (xx::xx form)");
        assert_eq!(targets, Some(&b"2001:db8::1"[..]));
        let [first, second] = &bond.slaves[..] else { panic!("{:?}", bond.slaves) };
        assert_eq!((&*first.name, &first.mii_status), (&b"eth0"[..], &Ok(text(b"up"))));
        assert_eq!((first.speed, &first.duplex), (Ok(1000), &Ok(text(b"full"))));
        assert_eq!((first.failures, &first.mac), (Ok(2), &Ok(text(b"02:00:5e:10:00:01"))));
        assert_eq!((first.queue, first.aggregator), (Ok(3), Err(Absent::NotApplicable)));
        assert_eq!(second.mii_status, Ok(text(b"going down")));
        assert_eq!(
            (second.speed, &second.duplex),
            (Err(Absent::NotApplicable), &Err(Absent::NotApplicable))
        );
    }

    #[test]
    fn a_bond_of_802_3ad() {
        let bond = Bond::parse(LACP).unwrap();
        assert_eq!(bond.active, Err(Absent::NotApplicable));
        let partner = value_of(&bond.entries, b"Active Aggregator Info.Partner Mac Address");
        assert_eq!(partner, Some(&b"00:00:00:00:00:00"[..]));
        let [slave] = &bond.slaves[..] else { panic!("{:?}", bond.slaves) };
        assert_eq!((slave.speed, slave.aggregator), (Ok(10000), Ok(1)));
        for (name, value) in [
            (&b"details actor lacp pdu.system priority"[..], &b"65535"[..]),
            (b"details actor lacp pdu.system mac address", b"02:00:5e:10:00:01"),
            (b"details partner lacp pdu.system priority", b"32768"),
            (b"details partner lacp pdu", b""),
        ] {
            assert_eq!(value_of(&slave.entries, name), Some(value), "{name:?}");
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let bond = Bond::parse(
            b"Bonding Mode: x\nUp Delay (ms): -1\nword\n\nSlave Interface: \xff\nSpeed: 1 Gbps\n\
              Link Failure Count: x\nSlave queue ID: 4294967296\nAggregator ID: y\n",
        )
        .unwrap();
        assert_eq!(
            (bond.up_delay, bond.mii_interval),
            (Err(Absent::Malformed), Err(Absent::Unsupported))
        );
        assert_eq!(bond.mii_status, Err(Absent::Unsupported));
        let [slave] = &bond.slaves[..] else { panic!("{:?}", bond.slaves) };
        assert_eq!(&*slave.name, b"\xff");
        assert_eq!((slave.speed, slave.failures), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(
            (slave.queue, slave.aggregator),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(slave.mac, Err(Absent::Unsupported));
        for text in [&b""[..], b"word", b"MII Status: up\n"] {
            assert_eq!(Bond::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..LACP.len(), byte: u8) {
            let _ = (Bond::parse(&text), Bond::parse(&fixture::damaged(LACP, flip, byte)));
        }

        #[test]
        fn junk_costs_no_slave(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = [BACKUP, &fixture::among(&junk, b"Slave Interface: eth2")].concat();
            prop_assert_eq!(Bond::parse(&text).unwrap().slaves.len(), 2 + junk.len());
        }
    }
}
