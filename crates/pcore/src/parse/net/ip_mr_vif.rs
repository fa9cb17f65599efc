//! `[pid]/net/ip_mr_vif` and `ip6_mr_vif`.
//!
//! The procfs crate does not cover these files.

use std::net::Ipv4Addr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One interface of a multicast router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MulticastInterface {
    /// The number by which the routes name it.
    pub index: u32,
    /// The interface: any bytes but blanks, `/` and `:`; `none` where it is gone.
    pub device: Item<Box<[u8]>>,
    /// Bytes received.
    pub rx_bytes: Item<u64>,
    /// Packets received.
    pub rx_packets: Item<u64>,
    /// Bytes sent.
    pub tx_bytes: Item<u64>,
    /// Packets sent.
    pub tx_packets: Item<u64>,
    /// The flags, which [`FLAGS`] names for IPv4 and [`FLAGS6`] for IPv6.
    pub flags: Item<u32>,
    /// The address of the interface; does not apply to IPv6, or where the router named the interface
    /// by its number.
    pub local: Item<Ipv4Addr>,
    /// The other end of a tunnel; does not apply to what is none.
    pub remote: Item<Ipv4Addr>,
}

/// The names of the flags of IPv4: the `VIFF_*` constants.
pub const FLAGS: &[(u64, &str)] =
    &[(0x1, "tunnel"), (0x2, "srcrt"), (0x4, "register"), (BY_INDEX as u64, "use_ifindex")];

/// The names of the flags of IPv6: the `MIFF_*` constants.
pub const FLAGS6: &[(u64, &str)] = &[(0x1, "register")];

/// The flag of an interface of which the column of the address holds the number.
const BY_INDEX: u32 = 0x8;

impl MulticastInterface {
    /// Parses one row of either file.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let index = needed(columns.narrow())?;
        let device = columns.word().map(Into::into);
        let (rx_bytes, rx_packets) = (columns.unsigned(), columns.unsigned());
        let (tx_bytes, tx_packets) = (columns.unsigned(), columns.unsigned());
        let flags = columns.narrow_hex();
        let mut address = || match columns.word() {
            Err(_) => Err(Absent::NotApplicable),
            Ok(word) => match address::host_order(word) {
                Ok(Ipv4Addr::UNSPECIFIED) => Err(Absent::NotApplicable),
                address => address,
            },
        };
        let (local, remote) = (address(), address());
        Ok(Self {
            index,
            device,
            rx_bytes,
            rx_packets,
            tx_bytes,
            tx_packets,
            flags,
            local: match flags {
                Ok(flags) if flags & BY_INDEX != 0 => Err(Absent::NotApplicable),
                _ => local,
            },
            remote,
        })
    }
}

/// The interfaces of either file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<MulticastInterface>> {
    table(text, &[b"Interface "], MulticastInterface::parse)
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::flag_names;

    const SAMPLE: &[u8] = b"\
Interface      BytesIn  PktsIn  BytesOut PktsOut Flags Local    Remote
 0 veth0             1       2         3       4 00001 010200C0 816433C6
 1 veth1             0       0         0       0 00008 02000000 00000000
 2 none              0       0         0       0 00000 010200C0 00000000
";
    const SAMPLE6: &[u8] = b"\
Interface      BytesIn  PktsIn  BytesOut PktsOut Flags
 0 veth0             0       0       116       1 00000
";
    const ROW: &[u8] = b" 0 veth0             1       2         3       4 00001 010200C0 816433C6";

    #[test]
    fn whole_files() {
        let parsed: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [first, second, third] = &parsed[..] else { panic!("{parsed:?}") };
        let expected = MulticastInterface {
            index: 0,
            device: Ok(b"veth0"[..].into()),
            rx_bytes: Ok(1),
            rx_packets: Ok(2),
            tx_bytes: Ok(3),
            tx_packets: Ok(4),
            flags: Ok(1),
            local: Ok([192, 0, 2, 1].into()),
            remote: Ok([198, 51, 100, 129].into()),
        };
        assert_eq!(first, &expected);
        assert_eq!(
            (second.local, second.remote),
            (Err(Absent::NotApplicable), Err(Absent::NotApplicable))
        );
        assert!(flag_names(second.flags.unwrap().into(), FLAGS).eq(["use_ifindex"]));
        assert_eq!((third.local, third.remote), (first.local, Err(Absent::NotApplicable)));
        let parsed: Vec<_> = rows(SAMPLE6).collect::<Item<_>>().unwrap();
        let [row] = &parsed[..] else { panic!("{parsed:?}") };
        assert_eq!(
            (row.tx_bytes, row.flags, row.local),
            (Ok(116), Ok(0), Err(Absent::NotApplicable))
        );
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = MulticastInterface::parse(b"7 \xff x 1 -1 2 0000g 010200C").unwrap();
        assert_eq!(row.device.as_deref(), Ok(&b"\xff"[..]));
        assert_eq!((row.rx_bytes, row.rx_packets), (Err(Absent::Malformed), Ok(1)));
        assert_eq!((row.tx_bytes, row.tx_packets), (Err(Absent::Malformed), Ok(2)));
        assert_eq!((row.flags, row.local), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(MulticastInterface::parse(b"7").unwrap().flags, Err(Absent::Unsupported));
        for row in [&b""[..], b"veth0", b"-1 veth0"] {
            assert_eq!(MulticastInterface::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
