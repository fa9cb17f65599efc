//! `[pid]/net/rt_cache`.
//!
//! The procfs crate does not cover this file, of which there are only the headings since Linux 3.6.

use std::net::Ipv4Addr;

use super::route::gateway;
use super::{address, needed, table, unless_zero};
use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One route that was looked up, of a kernel before Linux 3.6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedRoute {
    /// The interface; does not apply to a route that rejects.
    pub device: Item<Box<[u8]>>,
    /// The destination.
    pub destination: Ipv4Addr,
    /// The next router; the destination itself where it is a neighbour.
    pub gateway: Item<Ipv4Addr>,
    /// The `RTCF_*` flags, which [`FLAGS`] names.
    pub flags: Item<u32>,
    /// References that the kernel holds.
    pub references: Item<u64>,
    /// How often the entry was used.
    pub uses: Item<u64>,
    /// The source.
    pub source: Item<Ipv4Addr>,
    /// The segment size that is announced, and the 40 bytes of its headers; does not apply where the
    /// route sets none.
    pub mtu: Item<u64>,
    /// The largest window of a connection in bytes; does not apply where the route sets none.
    pub window: Item<u64>,
    /// The round trip time with its variance, in milliseconds; does not apply where none was
    /// measured.
    pub irtt: Item<u64>,
    /// The type of service.
    pub tos: Item<u8>,
    /// References to the cached link header; does not apply where there is none.
    pub header_references: Item<u64>,
    /// Whether the cached link header can be used; does not apply where there is none.
    pub header_is_current: Item<bool>,
    /// The address that a packet of this host has as its source.
    pub specific_destination: Item<Ipv4Addr>,
}

/// The names of the flags of an entry.
pub const FLAGS: &[(u64, &str)] = &[
    (0x0000_0001, "dead"),
    (0x0000_0004, "onlink"),
    (0x0001_0000, "notify"),
    (0x0002_0000, "directdst"),
    (0x0004_0000, "redirected"),
    (0x0008_0000, "tproxy"),
    (0x0020_0000, "fast"),
    (0x0040_0000, "masq"),
    (0x0080_0000, "snat"),
    (0x0100_0000, "doredirect"),
    (0x0400_0000, "directsrc"),
    (0x0800_0000, "dnat"),
    (0x1000_0000, "broadcast"),
    (0x2000_0000, "multicast"),
    (0x4000_0000, "reject"),
    (0x8000_0000, "local"),
];

impl CachedRoute {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let device = needed(columns.word())?;
        Ok(Self {
            device: if device == b"*" { Err(Absent::NotApplicable) } else { Ok(device.into()) },
            destination: needed(columns.word().and_then(address::host_order))?,
            gateway: gateway(&mut columns),
            flags: columns.narrow_hex(),
            references: columns.unsigned(),
            uses: columns.unsigned(),
            source: {
                // The metric, always 0.
                columns.skip(1);
                columns.word().and_then(address::host_order)
            },
            mtu: unless_zero(columns.unsigned()),
            window: unless_zero(columns.unsigned()),
            irtt: unless_zero(columns.unsigned()),
            tos: columns.narrow_hex(),
            header_references: match columns.signed() {
                Ok(-1) => Err(Absent::NotApplicable),
                count => count.and_then(|count| count.try_into().map_err(|_| Absent::Malformed)),
            },
            header_is_current: match columns.word() {
                Ok(b"0") => Ok(false),
                Ok(b"1") => Ok(true),
                Ok(b"-1") => Err(Absent::NotApplicable),
                Ok(_) => Err(Absent::Malformed),
                Err(absent) => Err(absent),
            },
            specific_destination: columns.word().and_then(address::host_order),
        })
    }
}

/// The entries.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<CachedRoute>> {
    table(text, &[b"Iface\tDestination"], CachedRoute::parse)
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::flag_names;

    const HEADER: &[u8] = b"Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\tTOS\tHHRef\tHHUptod\tSpecDst                          \n";
    const ROW: &[u8] = b"eth0\t076433C6\tFE0200C0\t      10\t2\t37\t0\t010200C0\t1500\t65535\t8\t10\t3\t1\t010200C0                    ";

    #[test]
    fn a_modern_file_is_empty() {
        assert_eq!(rows(HEADER).count(), 0);
    }

    #[test]
    fn rows_of_an_old_kernel() {
        let local =
            b"*\t010200C0\t00000000\t80000000\t0\t0\t0\t010200C0\t0\t0\t0\t00\t-1\t-1\t010200C0\n";
        let rows: Vec<_> =
            rows(&[HEADER, ROW, b"\n", local].concat()).collect::<Item<_>>().unwrap();
        let [row, local] = &rows[..] else { panic!("{rows:?}") };
        let expected = CachedRoute {
            device: Ok(b"eth0"[..].into()),
            destination: [198, 51, 100, 7].into(),
            gateway: Ok([192, 0, 2, 254].into()),
            flags: Ok(0x10),
            references: Ok(2),
            uses: Ok(37),
            source: Ok([192, 0, 2, 1].into()),
            mtu: Ok(1500),
            window: Ok(65535),
            irtt: Ok(8),
            tos: Ok(0x10),
            header_references: Ok(3),
            header_is_current: Ok(true),
            specific_destination: Ok([192, 0, 2, 1].into()),
        };
        assert_eq!(row, &expected);
        assert!(flag_names(local.flags.unwrap().into(), FLAGS).eq(["local"]));
        assert_eq!(
            (&local.device, local.gateway),
            (&Err(Absent::NotApplicable), Err(Absent::NotApplicable))
        );
        assert_eq!(local.header_references, Err(Absent::NotApplicable));
        assert_eq!(local.header_is_current, Err(Absent::NotApplicable));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = CachedRoute::parse(b"\xff 076433C6 x y -1 2 0 z 1 2 3 100 -2 2").unwrap();
        assert_eq!((row.gateway, row.flags), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.references, row.uses), (Err(Absent::Malformed), Ok(2)));
        assert_eq!((row.source, row.tos), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(row.header_references, Err(Absent::Malformed));
        assert_eq!(row.header_is_current, Err(Absent::Malformed));
        assert_eq!(row.specific_destination, Err(Absent::Unsupported));
        for row in [&b""[..], b"eth0", b"eth0 00"] {
            assert_eq!(CachedRoute::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
