//! `[pid]/net/vlan/config`, and `[pid]/net/vlan/NAME` of each interface in it.
//!
//! The procfs crate does not cover these files.

use super::table;
use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, lines, number, words};

/// One row of `config`: an interface that is a virtual network of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VlanConfig {
    /// The interface: any bytes but blanks, `/` and `:`.
    pub name: Box<[u8]>,
    /// The number of the virtual network.
    pub id: u16,
    /// The interface whose virtual network it is.
    pub device: Box<[u8]>,
}

/// What the file of one interface tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vlan {
    /// The interface.
    pub name: Item<Box<[u8]>>,
    /// The number of the virtual network.
    pub id: Item<u16>,
    /// Whether the tag is taken off before a packet is handed on.
    pub reorders_header: Item<bool>,
    /// Flags of the interface that are the kernel's own.
    pub private_flags: Item<u64>,
    /// Packets received.
    pub rx_packets: Item<u64>,
    /// Bytes received.
    pub rx_bytes: Item<u64>,
    /// Broadcast and multicast packets received.
    pub rx_multicast: Item<u64>,
    /// Packets sent.
    pub tx_packets: Item<u64>,
    /// Bytes sent.
    pub tx_bytes: Item<u64>,
    /// The interface whose virtual network it is.
    pub device: Item<Box<[u8]>>,
    /// The priority within the host for each of the tag, for packets received: of the tag, and of
    /// the host.
    pub ingress: Item<Vec<(u32, u32)>>,
    /// The priority of the tag for each within the host, for packets sent: of the host, and of the
    /// tag. Those that are not named have 0.
    pub egress: Item<Vec<(u32, u32)>>,
}

impl VlanConfig {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        // Names hold no blanks, but may hold bars. No blank stands between a long one and its bar.
        let mut columns: Vec<_> = words(line).collect();
        let (device, bar) = (columns.pop(), columns.pop());
        let id = columns.pop().ok_or(Absent::Malformed)?;
        let name = match columns[..] {
            [name, b"|"] => name,
            [name] => name.strip_suffix(b"|").ok_or(Absent::Malformed)?,
            _ => return Err(Absent::Malformed),
        };
        match (device, bar) {
            (Some(device), Some(b"|")) if !name.is_empty() => {
                Ok(Self { name: name.into(), id: number::narrow(id)?, device: device.into() })
            }
            _ => Err(Absent::Malformed),
        }
    }
}

/// The interfaces of `config`.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<VlanConfig>> {
    table(text, &[b"VLAN Dev name", b"Name-Type: "], VlanConfig::parse)
}

impl Vlan {
    /// Parses the whole file of one interface. It is malformed as a whole when no line of it is known.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut vlan = Self {
            name: Err(Absent::Unsupported),
            id: Err(Absent::Unsupported),
            reorders_header: Err(Absent::Unsupported),
            private_flags: Err(Absent::Unsupported),
            rx_packets: Err(Absent::Unsupported),
            rx_bytes: Err(Absent::Unsupported),
            rx_multicast: Err(Absent::Unsupported),
            tx_packets: Err(Absent::Unsupported),
            tx_bytes: Err(Absent::Unsupported),
            device: Err(Absent::Unsupported),
            ingress: Err(Absent::Unsupported),
            egress: Err(Absent::Unsupported),
        };
        let mut is_known = false;
        for line in lines(text) {
            is_known |= vlan.take(line.trim_ascii());
        }
        if is_known { Ok(vlan) } else { Err(Absent::Malformed) }
    }

    /// Takes one line, if it is known.
    fn take(&mut self, line: &[u8]) -> bool {
        let counters = [
            (&b"total frames received"[..], &mut self.rx_packets),
            (b"total bytes received", &mut self.rx_bytes),
            (b"Broadcast/Multicast Rcvd", &mut self.rx_multicast),
            (b"total frames transmitted", &mut self.tx_packets),
            (b"total bytes transmitted", &mut self.tx_bytes),
        ];
        for (label, counter) in counters {
            if let Some(value) = line.strip_prefix(label) {
                *counter = number::unsigned(value.trim_ascii());
                return true;
            }
        }
        if let Some(device) = line.strip_prefix(b"Device: ") {
            self.device = Ok(device.into());
        } else if let Some(pairs) = line.strip_prefix(b"INGRESS priority mappings:") {
            self.ingress = mappings(pairs);
        } else if let Some(pairs) = line.strip_prefix(b"EGRESS priority mappings:") {
            self.egress = mappings(pairs);
        } else if words(line).nth(1) == Some(b"VID:") {
            self.take_first(line);
        } else {
            return false;
        }
        true
    }

    /// Takes the line of the name and of labels with their values.
    fn take_first(&mut self, line: &[u8]) {
        let mut words = words(line);
        self.name = words.next().map(Into::into).ok_or(Absent::Malformed);
        while let Some(label) = words.next() {
            let value = words.next().ok_or(Absent::Malformed);
            match label {
                b"VID:" => self.id = value.and_then(number::narrow),
                b"REORDER_HDR:" => {
                    self.reorders_header = value.and_then(|value| match value {
                        b"0" => Ok(false),
                        b"1" => Ok(true),
                        _ => Err(Absent::Malformed),
                    });
                }
                b"dev->priv_flags:" => self.private_flags = value.and_then(number::hex),
                _ => {}
            }
        }
    }
}

/// Pairs such as `0:0  1:5`. A damaged one costs all.
fn mappings(pairs: &[u8]) -> Item<Vec<(u32, u32)>> {
    words(pairs)
        .map(|pair| {
            let (from, to) = split_once(pair, b':').ok_or(Absent::Malformed)?;
            Ok((number::narrow(from)?, number::narrow(to)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::{damaged, table_properties};

    const CONFIG: &[u8] = b"\
VLAN Dev name    | VLAN ID
Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD
eth0.7         | 7  | eth0
a|b            | 4094  | c|d
abcdefghijklmno| 1  | eth1
";
    const ROW: &[u8] = b"eth0.7         | 7  | eth0";
    const DEVICE: &[u8] = b"\
eth0.7  VID: 7\t REORDER_HDR: 1  dev->priv_flags: 81021
         total frames received           11
          total bytes received         1303
      Broadcast/Multicast Rcvd            2

      total frames transmitted            9
       total bytes transmitted         1062
Device: eth0
INGRESS priority mappings: 0:0  1:5  2:0  3:0  4:0  5:0  6:0 7:0
 EGRESS priority mappings: 3:6 4:7 
";

    #[test]
    fn a_whole_config() {
        let rows: Vec<_> = rows(CONFIG).collect::<Item<_>>().unwrap();
        let rows: Vec<_> = rows.iter().map(|row| (&*row.name, row.id, &*row.device)).collect();
        assert_eq!(
            rows,
            [
                (&b"eth0.7"[..], 7, &b"eth0"[..]),
                (b"a|b", 4094, b"c|d"),
                (b"abcdefghijklmno", 1, b"eth1"),
            ]
        );
    }

    #[test]
    fn a_whole_device() {
        let expected = Vlan {
            name: Ok(b"eth0.7"[..].into()),
            id: Ok(7),
            reorders_header: Ok(true),
            private_flags: Ok(0x81021),
            rx_packets: Ok(11),
            rx_bytes: Ok(1303),
            rx_multicast: Ok(2),
            tx_packets: Ok(9),
            tx_bytes: Ok(1062),
            device: Ok(b"eth0"[..].into()),
            ingress: Ok(vec![(0, 0), (1, 5), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0)]),
            egress: Ok(vec![(3, 6), (4, 7)]),
        };
        assert_eq!(Vlan::parse(DEVICE), Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        for row in [
            &b""[..],
            b"eth0.7 | 7",
            b"eth0.7 | x | eth0",
            b"| 7 | eth0",
            b"a b | 7 | c",
            b"a | 7 |",
        ] {
            assert_eq!(VlanConfig::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        let vlan = Vlan::parse(
            b"\xff VID: x REORDER_HDR: 2 dev->priv_flags:\ntotal bytes received -1\nnew\n\
              INGRESS priority mappings: 0:0 1\nEGRESS priority mappings: \n",
        )
        .unwrap();
        assert_eq!((vlan.name.as_deref(), vlan.id), (Ok(&b"\xff"[..]), Err(Absent::Malformed)));
        assert_eq!(vlan.reorders_header, Err(Absent::Malformed));
        assert_eq!(
            (vlan.private_flags, vlan.rx_bytes),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!((vlan.ingress, vlan.egress), (Err(Absent::Malformed), Ok(vec![])));
        assert_eq!(vlan.tx_bytes, Err(Absent::Unsupported));
        for text in [&b""[..], b"word", b"eth0.7 VLAN: 7"] {
            assert_eq!(Vlan::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");

    proptest! {
        #[test]
        fn no_device_panics(text: Vec<u8>, flip in 0..DEVICE.len(), byte: u8) {
            let _ = Vlan::parse(&text);
            prop_assert!(Vlan::parse(&damaged(DEVICE, flip, byte)).is_ok());
        }
    }
}
