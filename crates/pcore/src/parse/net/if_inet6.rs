//! `[pid]/net/if_inet6`.
//!
//! The procfs crate does not cover this file.

use std::net::Ipv6Addr;

use super::{address, needed, table};
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One IPv6 address of an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inet6Address {
    /// The address.
    pub address: Ipv6Addr,
    /// The number of the interface.
    pub ifindex: Item<u32>,
    /// The length of the prefix in bits.
    pub prefix: Item<u8>,
    /// Where the address is valid, which [`scope_name`] names.
    pub scope: Item<u32>,
    /// The lowest eight of the `IFA_F_*` flags, which [`FLAGS`] names.
    pub flags: Item<u8>,
    /// The interface: any bytes but blanks, `/` and `:`.
    pub name: Item<Box<[u8]>>,
}

/// The names of the flags of an address.
pub const FLAGS: &[(u64, &str)] = &[
    (0x01, "temporary"),
    (0x02, "nodad"),
    (0x04, "optimistic"),
    (0x08, "dadfailed"),
    (0x10, "home"),
    (0x20, "deprecated"),
    (0x40, "tentative"),
    (0x80, "permanent"),
];

impl Inet6Address {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            address: needed(columns.word().and_then(address::digits))?,
            ifindex: columns.narrow_hex(),
            prefix: columns.narrow_hex(),
            scope: columns.narrow_hex(),
            flags: columns.narrow_hex(),
            name: columns.word().map(Into::into),
        })
    }
}

/// The addresses.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Inet6Address>> {
    table(text, &[], Inet6Address::parse)
}

/// The name of a scope.
pub const fn scope_name(scope: u32) -> Option<&'static str> {
    Some(match scope {
        0 => "global",
        0x10 => "host",
        0x20 => "link",
        0x40 => "site",
        0x80 => "compat",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::flag_names;

    const SAMPLE: &[u8] = b"\
20010db8000000000000000000000001 03 40 00 82    veth0
00000000000000000000000000000001 01 80 10 80       lo
fe8000000000000000005efffe100002 1f2 40 20 c0 a_long_name_123
";
    const ROW: &[u8] = b"20010db8000000000000000000000001 03 40 00 82    veth0";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [first, lo, last] = &rows[..] else { panic!("{rows:?}") };
        let expected = Inet6Address {
            address: "2001:db8::1".parse().unwrap(),
            ifindex: Ok(3),
            prefix: Ok(64),
            scope: Ok(0),
            flags: Ok(0x82),
            name: Ok(b"veth0"[..].into()),
        };
        assert_eq!(first, &expected);
        assert_eq!((lo.prefix, lo.scope.map(scope_name)), (Ok(128), Ok(Some("host"))));
        assert_eq!((last.ifindex, last.name.as_deref()), (Ok(0x1f2), Ok(&b"a_long_name_123"[..])));
        let flags = flag_names(last.flags.unwrap().into(), FLAGS);
        assert!(flags.eq(["tentative", "permanent"]));
        assert_eq!(scope_name(1), None);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Inet6Address::parse(b"20010db8000000000000000000000001 x 400 zz").unwrap();
        assert_eq!((row.ifindex, row.prefix), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.scope, row.name), (Err(Absent::Malformed), Err(Absent::Unsupported)));
        for row in [&b""[..], b"::1 01 80 10 80 lo", b"20010db800000000000000000000000 03 40"] {
            assert_eq!(Inet6Address::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
