//! `[pid]/net/rarp`, which no kernel since Linux 2.4 has.
//!
//! The procfs crate does not cover this file.

use std::net::IpAddr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, words};

/// One host that is told its IPv4 address by its hardware address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rarp {
    /// The address that the host is told.
    pub address: IpAddr,
    /// The type of the hardware in words: `10Mbps Ethernet`.
    pub hardware: Item<Box<[u8]>>,
    /// The hardware address: pairs of hexadecimal digits between colons.
    pub mac: Item<Box<[u8]>>,
}

impl Rarp {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let address = needed(columns.word().and_then(address::written))?;
        // The type of the hardware holds a blank.
        let mut words: Vec<_> = words(columns.rest()).collect();
        let mac = words.pop().ok_or(Absent::Unsupported);
        let hardware = words.join(&b' ');
        Ok(Self {
            address,
            hardware: if hardware.is_empty() {
                Err(Absent::Malformed)
            } else {
                Ok(hardware.into())
            },
            mac: mac.and_then(|mac| {
                if mac.contains(&b':') { Ok(mac.into()) } else { Err(Absent::Malformed) }
            }),
        })
    }
}

/// The hosts. Where there are none, the kernel says so in words.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Rarp>> {
    table(text, &[b"IP address", b"RARP disabled"], Rarp::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
IP address       HW type             HW address
192.0.2.7        10Mbps Ethernet     02:00:5e:10:00:01
";
    const ROW: &[u8] = b"192.0.2.7        10Mbps Ethernet     02:00:5e:10:00:01";

    #[test]
    fn a_whole_file() {
        let expected = Rarp {
            address: IpAddr::from([192, 0, 2, 7]),
            hardware: Ok(b"10Mbps Ethernet"[..].into()),
            mac: Ok(b"02:00:5e:10:00:01"[..].into()),
        };
        assert!(rows(SAMPLE).eq([Ok(expected)]));
        assert_eq!(rows(b"RARP disabled until entries added to cache.\n").count(), 0);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Rarp::parse(b"192.0.2.7 Ethernet").unwrap();
        assert_eq!((row.hardware, row.mac), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(Rarp::parse(b"192.0.2.7").unwrap().mac, Err(Absent::Unsupported));
        for row in [&b""[..], b"192.0.2.256 x", b"host x"] {
            assert_eq!(Rarp::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
