//! `[pid]/net/ip_mr_cache` and `ip6_mr_cache`.
//!
//! The procfs crate does not cover these files.

use std::net::IpAddr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, number};

/// One route of a multicast router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MulticastRoute {
    /// The group.
    pub group: IpAddr,
    /// The sender; all zero for any.
    pub origin: Item<IpAddr>,
    /// The interface of the router by which packets come in; does not apply to an entry for which
    /// the router has no route yet.
    pub input: Item<u32>,
    /// Packets forwarded.
    pub packets: Item<u64>,
    /// Bytes forwarded.
    pub bytes: Item<u64>,
    /// Packets that came in by another interface.
    pub wrong: Item<u64>,
    /// The interfaces of the router by which packets go out. A damaged one costs all.
    pub outputs: Item<Vec<Output>>,
}

/// An interface by which packets go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output {
    /// The number of the interface among those of the router.
    pub index: u32,
    /// The least time to live of a packet that is sent on.
    pub threshold: u32,
}

impl MulticastRoute {
    /// Parses one row of either file.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            group: needed(columns.word().and_then(address))?,
            origin: columns.word().and_then(address),
            input: match columns.word() {
                // None, which some kernels print without its sign.
                Ok(b"-1" | b"65535") => Err(Absent::NotApplicable),
                word => word.and_then(number::narrow),
            },
            packets: columns.unsigned(),
            bytes: columns.unsigned(),
            wrong: columns.unsigned(),
            outputs: outputs(&mut columns),
        })
    }
}

/// The routes of either file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<MulticastRoute>> {
    table(text, &[b"Group "], MulticastRoute::parse)
}

/// An address: of IPv4 as a number in the byte order of the host, of IPv6 as it is written.
fn address(word: &[u8]) -> Item<IpAddr> {
    if word.contains(&b':') {
        address::written(word).map(IpAddr::V6)
    } else {
        address::host_order(word).map(IpAddr::V4)
    }
}

/// Pairs such as `1:1  2:64`, in which the number after the colon is padded to the right.
fn outputs(columns: &mut Columns<'_>) -> Item<Vec<Output>> {
    let mut outputs = Vec::new();
    while let Ok(word) = columns.word() {
        let (index, threshold) = split_once(word, b':').ok_or(Absent::Malformed)?;
        outputs
            .push(Output { index: number::narrow(index)?, threshold: number::narrow(threshold)? });
    }
    Ok(outputs)
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Group    Origin   Iif     Pkts    Bytes    Wrong Oifs
090909EF 050200C0 0          3      348        1  1:1    12:64 
080808EF 010200C0 -1         0        0        0
";
    const SAMPLE6: &[u8] = b"\
Group                            Origin                           Iif      Pkts  Bytes     Wrong  Oifs
ff1e:0000:0000:0000:0000:0000:0000:0001 2001:0db8:0000:0000:0000:0000:0000:0005 0          0        0        0  1:1  
ff1e:0000:0000:0000:0000:0000:0000:0002 0000:0000:0000:0000:0000:0000:0000:0000 65535      0        0        0
";
    const ROW: &[u8] = b"090909EF 050200C0 0          3      348        1  1:1    12:64 ";

    #[test]
    fn whole_files() {
        let parsed: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [first, second] = &parsed[..] else { panic!("{parsed:?}") };
        let expected = MulticastRoute {
            group: IpAddr::from([239, 9, 9, 9]),
            origin: Ok(IpAddr::from([192, 0, 2, 5])),
            input: Ok(0),
            packets: Ok(3),
            bytes: Ok(348),
            wrong: Ok(1),
            outputs: Ok(vec![
                Output { index: 1, threshold: 1 },
                Output { index: 12, threshold: 64 },
            ]),
        };
        assert_eq!(first, &expected);
        assert_eq!((second.input, &second.outputs), (Err(Absent::NotApplicable), &Ok(vec![])));
        let parsed: Vec<_> = rows(SAMPLE6).collect::<Item<_>>().unwrap();
        let [first, second] = &parsed[..] else { panic!("{parsed:?}") };
        assert_eq!(first.group, "ff1e::1".parse::<IpAddr>().unwrap());
        assert_eq!(first.outputs, Ok(vec![Output { index: 1, threshold: 1 }]));
        assert_eq!(
            (second.origin, second.input),
            (Ok("::".parse().unwrap()), Err(Absent::NotApplicable))
        );
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = MulticastRoute::parse(b"090909EF 050200C -2 x 1 2 1:1 2").unwrap();
        assert_eq!((row.origin, row.input), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.packets, row.bytes), (Err(Absent::Malformed), Ok(1)));
        assert_eq!(row.outputs, Err(Absent::Malformed));
        assert_eq!(MulticastRoute::parse(b"090909EF").unwrap().wrong, Err(Absent::Unsupported));
        for row in [&b""[..], b"90909EF 1", b"ff1e::g 1"] {
            assert_eq!(MulticastRoute::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
