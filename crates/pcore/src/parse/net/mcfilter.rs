//! `[pid]/net/mcfilter` and `mcfilter6`.
//!
//! The procfs crate does not cover these files.

use std::net::{IpAddr, Ipv4Addr};

use super::{address, needed, table};
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// One source that sockets want, or do not want, to hear in a multicast group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFilter {
    /// The number of the interface.
    pub ifindex: u32,
    /// The first six bytes of the name of the interface: the kernel cuts it there.
    pub device: Item<Box<[u8]>>,
    /// The group.
    pub group: Item<IpAddr>,
    /// The source.
    pub source: Item<IpAddr>,
    /// How many sockets want the source.
    pub include: Item<u64>,
    /// How many sockets want any but the source.
    pub exclude: Item<u64>,
}

impl SourceFilter {
    /// Parses one row of either file.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            ifindex: needed(columns.narrow())?,
            device: columns.word().map(Into::into),
            group: columns.word().and_then(address),
            source: columns.word().and_then(address),
            include: columns.unsigned(),
            exclude: columns.unsigned(),
        })
    }
}

/// The sources of either file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<SourceFilter>> {
    table(text, &[b"Idx Device"], SourceFilter::parse)
}

/// An address: of IPv4 after `0x`, and otherwise of IPv6. Both are in the order of the network.
fn address(word: &[u8]) -> Item<IpAddr> {
    match word.strip_prefix(b"0x") {
        Some(digits) => number::narrow_hex(digits).map(Ipv4Addr::from_bits).map(Into::into),
        None => address::digits(word).map(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Idx Device        MCA        SRC    INC    EXC
  3  veth0 0xe8010203 0xc6336407      1      2
";
    const SAMPLE6: &[u8] = b"\
Idx Device                Multicast Address                   Source Address    INC    EXC
  3 a_long ff35000000000000000000000000abcd 20010db8000000000000000000000077      1      0
";
    const ROW: &[u8] = b"  3  veth0 0xe8010203 0xc6336407      1      2";

    #[test]
    fn whole_files() {
        let expected = SourceFilter {
            ifindex: 3,
            device: Ok(b"veth0"[..].into()),
            group: Ok(IpAddr::from([232, 1, 2, 3])),
            source: Ok(IpAddr::from([198, 51, 100, 7])),
            include: Ok(1),
            exclude: Ok(2),
        };
        assert!(rows(SAMPLE).eq([Ok(expected)]));
        let rows: Vec<_> = rows(SAMPLE6).collect::<Item<_>>().unwrap();
        let [row] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((row.device.as_deref(), row.include), (Ok(&b"a_long"[..]), Ok(1)));
        assert_eq!(row.group, Ok("ff35::abcd".parse().unwrap()));
        assert_eq!(row.source, Ok("2001:db8::77".parse().unwrap()));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = SourceFilter::parse(b"3 \xff 0xg 20010db8 -1").unwrap();
        assert_eq!(row.device.as_deref(), Ok(&b"\xff"[..]));
        assert_eq!((row.group, row.source), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.include, row.exclude), (Err(Absent::Malformed), Err(Absent::Unsupported)));
        for row in [&b""[..], b"veth0", b"-1 veth0"] {
            assert_eq!(SourceFilter::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
