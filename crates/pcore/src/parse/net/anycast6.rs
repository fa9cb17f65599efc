//! `[pid]/net/anycast6`.
//!
//! The procfs crate does not cover this file.

use std::net::Ipv6Addr;

use super::{address, needed, table};
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One anycast address that an interface answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anycast {
    /// The number of the interface.
    pub ifindex: u32,
    /// The interface: any bytes but blanks, `/` and `:`.
    pub name: Item<Box<[u8]>>,
    /// The address.
    pub address: Item<Ipv6Addr>,
    /// How many sockets and routes have asked for the address.
    pub users: Item<u64>,
}

impl Anycast {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            ifindex: needed(columns.narrow())?,
            name: columns.word().map(Into::into),
            address: columns.word().and_then(address::digits),
            users: columns.unsigned(),
        })
    }
}

/// The addresses.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Anycast>> {
    table(text, &[], Anycast::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b"3    veth0           20010db80000000000000000000000aa     2";

    #[test]
    fn a_whole_row() {
        let expected = Anycast {
            ifindex: 3,
            name: Ok(b"veth0"[..].into()),
            address: Ok("2001:db8::aa".parse().unwrap()),
            users: Ok(2),
        };
        assert!(rows(ROW).eq([Ok(expected)]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Anycast::parse(b"3 \xff 20010db8 x").unwrap();
        assert_eq!(row.name.as_deref(), Ok(&b"\xff"[..]));
        assert_eq!((row.address, row.users), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(Anycast::parse(b"3").unwrap().users, Err(Absent::Unsupported));
        for row in [&b""[..], b"veth0", b"-1 veth0", b"4294967296 veth0"] {
            assert_eq!(Anycast::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
