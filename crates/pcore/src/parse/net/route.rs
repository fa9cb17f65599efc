//! `[pid]/net/route`.
//!
//! The procfs crate fails the whole file on one bad row, needs device names to be UTF-8, and knows
//! no metric above the half of 32 bits.

use std::net::Ipv4Addr;

use super::{address, needed, table, unless_zero};
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// One IPv4 route of the main table. Of several next hops the kernel prints the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The interface; does not apply to a route that rejects.
    pub device: Item<Box<[u8]>>,
    /// The first address of the destinations.
    pub destination: Ipv4Addr,
    /// The next router; does not apply where the destinations are neighbours.
    pub gateway: Item<Ipv4Addr>,
    /// The `RTF_*` flags, which [`FLAGS`] names.
    pub flags: Item<u32>,
    /// References that the kernel holds; always 0 since Linux 3.6.
    pub references: Item<u64>,
    /// How often the route was looked up; always 0 since Linux 3.6.
    pub uses: Item<u64>,
    /// The metric: of several routes that fit, the one with the least is taken.
    pub metric: Item<u32>,
    /// The netmask.
    pub mask: Item<Ipv4Addr>,
    /// The segment size that is announced, and the 40 bytes of its headers; does not apply where the
    /// route sets none.
    pub mtu: Item<u64>,
    /// The largest window of a connection in bytes; does not apply where the route sets none.
    pub window: Item<u64>,
    /// The initial round trip time in milliseconds, before Linux 2.6.24 in ticks of the kernel; does
    /// not apply where the route sets none.
    pub irtt: Item<u64>,
}

/// The names of the flags of routes. Those above the lowest sixteen bits are of IPv6.
pub const FLAGS: &[(u64, &str)] = &[
    (0x0001, "up"),
    (0x0002, "gateway"),
    (0x0004, "host"),
    (0x0008, "reinstate"),
    (0x0010, "dynamic"),
    (0x0020, "modified"),
    (0x0040, "mtu"),
    (0x0080, "window"),
    (0x0100, "irtt"),
    (0x0200, "reject"),
    (0x0001_0000, "default"),
    (0x0002_0000, "allonlink"),
    (0x0004_0000, "addrconf"),
    (0x0008_0000, "prefix"),
    (0x0010_0000, "anycast"),
    (0x0020_0000, "nonexthop"),
    (0x0040_0000, "expires"),
    (0x0080_0000, "routeinfo"),
    (0x0100_0000, "cache"),
    (0x0200_0000, "flow"),
    (0x0400_0000, "policy"),
    (0x4000_0000, "percpu"),
    (0x8000_0000, "local"),
];

impl Route {
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
            metric: columns.word().and_then(metric),
            mask: columns.word().and_then(address::host_order),
            mtu: unless_zero(columns.unsigned()),
            window: unless_zero(columns.unsigned()),
            irtt: unless_zero(columns.unsigned()),
        })
    }

    /// The length of the prefix that the netmask stands for. There is none where the mask has holes.
    pub fn prefix(&self) -> Item<u8> {
        let mask = self.mask?.to_bits();
        let ones = mask.leading_ones();
        if mask.count_ones() == ones { Ok(ones as u8) } else { Err(Absent::Malformed) }
    }
}

/// The routes.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Route>> {
    table(text, &[b"Iface\tDestination"], Route::parse)
}

/// The next column as the address of a router, of which all zero means none.
pub(super) fn gateway(columns: &mut Columns<'_>) -> Item<Ipv4Addr> {
    match columns.word().and_then(address::host_order) {
        Ok(Ipv4Addr::UNSPECIFIED) => Err(Absent::NotApplicable),
        gateway => gateway,
    }
}

/// A metric, of which the kernel prints the upper half as negative numbers.
fn metric(word: &[u8]) -> Item<u32> {
    number::narrow(word).or_else(|_| {
        let negative = i32::try_from(number::signed(word)?).map_err(|_| Absent::Malformed)?;
        Ok(negative.cast_unsigned())
    })
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::flag_names;

    const SAMPLE: &[u8] = b"\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT                                                       
veth0\t00000000\tFE0200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0                                                                              
veth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0                                                                              
*\t000012C6\t00000000\t0201\t0\t0\t-2\t0000FEFF\t0\t0\t0                                                                                  
veth0\t007100CB\tFD0200C0\t0003\t1\t2\t100\t00FFFFFF\t1440\t2000\t300                                                                    
";
    const ROW: &[u8] = b"veth0\t007100CB\tFD0200C0\t0003\t1\t2\t100\t00FFFFFF\t1440\t2000\t300";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [default, near, reject, last] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!(default.destination, Ipv4Addr::UNSPECIFIED);
        assert_eq!((default.gateway, default.prefix()), (Ok([192, 0, 2, 254].into()), Ok(0)));
        assert!(flag_names(3, FLAGS).eq(["up", "gateway"]));
        assert_eq!((near.gateway, near.prefix()), (Err(Absent::NotApplicable), Ok(24)));
        assert_eq!((near.mtu, near.window), (Err(Absent::NotApplicable), near.mtu));
        assert_eq!(reject.device, Err(Absent::NotApplicable));
        assert_eq!((reject.metric, reject.prefix()), (Ok(u32::MAX - 1), Ok(15)));
        let expected = Route {
            device: Ok(b"veth0"[..].into()),
            destination: [203, 0, 113, 0].into(),
            gateway: Ok([192, 0, 2, 253].into()),
            flags: Ok(3),
            references: Ok(1),
            uses: Ok(2),
            metric: Ok(100),
            mask: Ok([255, 255, 255, 0].into()),
            mtu: Ok(1440),
            window: Ok(2000),
            irtt: Ok(300),
        };
        assert_eq!(last, &expected);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row =
            Route::parse(b"\xff|\t007100CB\tx\txyz\t-1\tz\t-2147483649\t00FF00FF\ty").unwrap();
        assert_eq!(row.device.as_deref(), Ok(&b"\xff|"[..]));
        assert_eq!((row.gateway, row.flags), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.references, row.uses), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.metric, row.prefix()), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.mtu, row.irtt), (Err(Absent::Malformed), Err(Absent::Unsupported)));
        for row in [&b""[..], b"veth0", b"veth0 00", b"veth0 0000000G"] {
            assert_eq!(Route::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        assert_eq!(super::rows(b"Iface\t00000000\t00000000\t0001\n").count(), 1);
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
