//! `[pid]/net/dev_mcast`.
//!
//! The procfs crate does not cover this file.

use super::{address, needed, table};
use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One multicast address of the link layer that an interface listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevMulticast {
    /// The number of the interface.
    pub ifindex: u32,
    /// The interface: any bytes but blanks, `/` and `:`.
    pub device: Item<Box<[u8]>>,
    /// How often the address was asked for.
    pub references: Item<u64>,
    /// How often the address was asked for by hand, with `ip maddress`; 1 at most.
    pub global_uses: Item<u64>,
    /// The address, as bytes; does not apply to an interface whose addresses have no length.
    pub address: Item<Box<[u8]>>,
}

impl DevMulticast {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            ifindex: needed(columns.narrow())?,
            device: columns.word().map(Into::into),
            references: columns.unsigned(),
            global_uses: columns.unsigned(),
            address: match columns.word() {
                Ok(word) => address::hardware(word),
                Err(_) => Err(Absent::NotApplicable),
            },
        })
    }
}

/// The addresses.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<DevMulticast>> {
    table(text, &[], DevMulticast::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b"3    veth0           2     1     01005e0000ab";

    #[test]
    fn a_whole_row() {
        let expected = DevMulticast {
            ifindex: 3,
            device: Ok(b"veth0"[..].into()),
            references: Ok(2),
            global_uses: Ok(1),
            address: Ok([1, 0, 0x5e, 0, 0, 0xab][..].into()),
        };
        assert!(rows(ROW).eq([Ok(expected)]));
        let row = b"5    ib0             1     0     00ffffffff12401b80010000000000000000fffe";
        assert_eq!(DevMulticast::parse(row).unwrap().address.unwrap().len(), 20);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = DevMulticast::parse(b"3 \xff x -1 0100g").unwrap();
        assert_eq!(row.device.as_deref(), Ok(&b"\xff"[..]));
        assert_eq!(
            (row.references, row.global_uses),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(row.address, Err(Absent::Malformed));
        let row = DevMulticast::parse(b"3    tun0            1     0     ").unwrap();
        assert_eq!(row.address, Err(Absent::NotApplicable));
        for row in [&b""[..], b"veth0", b"-1 veth0"] {
            assert_eq!(DevMulticast::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
