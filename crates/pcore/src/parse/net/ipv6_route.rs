//! `[pid]/net/ipv6_route`.
//!
//! The procfs crate does not cover this file.

use std::net::Ipv6Addr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One IPv6 route of any table. Of several next hops the kernel prints the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route6 {
    /// The first address of the destinations.
    pub destination: Ipv6Addr,
    /// The length of their prefix in bits.
    pub prefix: Item<u8>,
    /// The first address of the sources that the route is for; all zero for any.
    pub source: Item<Ipv6Addr>,
    /// The length of their prefix in bits.
    pub source_prefix: Item<u8>,
    /// The next router; does not apply where the destinations are neighbours.
    pub gateway: Item<Ipv6Addr>,
    /// The metric: of several routes that fit, the one with the least is taken.
    pub metric: Item<u32>,
    /// References that the kernel holds.
    pub references: Item<u64>,
    /// How often the route was looked up; always 0 since Linux 4.2.
    pub uses: Item<u64>,
    /// The `RTF_*` flags, which [`FLAGS`](super::route::FLAGS) names.
    pub flags: Item<u32>,
    /// The interface; does not apply to a route that has none.
    pub device: Item<Box<[u8]>>,
}

impl Route6 {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let destination = needed(columns.word().and_then(address::digits))?;
        let prefix = columns.narrow_hex();
        let source = columns.word().and_then(address::digits);
        let source_prefix = columns.narrow_hex();
        let gateway = match columns.word().and_then(address::digits) {
            Ok(Ipv6Addr::UNSPECIFIED) => Err(Absent::NotApplicable),
            gateway => gateway,
        };
        let metric = columns.narrow_hex();
        let references = columns.hex();
        let uses = columns.hex();
        let flags = columns.narrow_hex();
        let device = match (columns.word(), flags) {
            // The row has not ended early: the column is blank.
            (Err(Absent::Unsupported), Ok(_)) => Err(Absent::NotApplicable),
            (device, _) => device.map(Into::into),
        };
        Ok(Self {
            destination,
            prefix,
            source,
            source_prefix,
            gateway,
            metric,
            references,
            uses,
            flags,
            device,
        })
    }
}

/// The routes.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Route6>> {
    table(text, &[], Route6::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::{flag_names, route};

    const SAMPLE: &[u8] = b"\
20010db8000200000000000000000000 30 00000000000000000000000000000000 00 fe800000000000000000000000000002 00000400 00000001 00000002 00000003    veth1
00000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000003 00000000 80200001       lo
00000000000000000000000000000000 00 20010db8000000000000000000000000 40 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200         
";
    const ROW: &[u8] = b"20010db8000200000000000000000000 30 00000000000000000000000000000000 00 fe800000000000000000000000000002 00000400 00000001 00000002 00000003    veth1";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [first, local, reject] = &rows[..] else { panic!("{rows:?}") };
        let expected = Route6 {
            destination: "2001:db8:2::".parse().unwrap(),
            prefix: Ok(48),
            source: Ok(Ipv6Addr::UNSPECIFIED),
            source_prefix: Ok(0),
            gateway: Ok("fe80::2".parse().unwrap()),
            metric: Ok(1024),
            references: Ok(1),
            uses: Ok(2),
            flags: Ok(3),
            device: Ok(b"veth1"[..].into()),
        };
        assert_eq!(first, &expected);
        assert_eq!((local.prefix, local.gateway), (Ok(128), Err(Absent::NotApplicable)));
        let flags = flag_names(local.flags.unwrap().into(), route::FLAGS);
        assert!(flags.eq(["up", "nonexthop", "local"]));
        assert_eq!((reject.metric, reject.source_prefix), (Ok(u32::MAX), Ok(64)));
        assert_eq!(reject.device, Err(Absent::NotApplicable));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Route6::parse(b"20010db8000200000000000000000000 100 x zz fe80 -1").unwrap();
        assert_eq!((row.prefix, row.source), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.gateway, row.metric), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.flags, row.device), (Err(Absent::Unsupported), Err(Absent::Unsupported)));
        for row in [&b""[..], b"2001:db8:: 40", b"20010db8 40"] {
            assert_eq!(Route6::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
