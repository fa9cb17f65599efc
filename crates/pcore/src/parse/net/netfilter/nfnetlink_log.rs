//! `[pid]/net/netfilter/nfnetlink_log`.
//!
//! The procfs crate does not cover this file.

use crate::parse::Item;
use crate::parse::columns::Columns;
use crate::parse::net::{needed, table};

/// One group to which packets are logged, and its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogGroup {
    /// The number of the group.
    pub group: u16,
    /// The netlink socket of the reader, by its port: often the process, but any number.
    pub portid: Item<u32>,
    /// Packets that wait for the reader.
    pub waiting: Item<u64>,
    /// How much of a packet is copied, which [`copy_mode_name`](super::copy_mode_name) names.
    pub copy_mode: Item<u8>,
    /// How many bytes of a packet are copied at most.
    pub copy_range: Item<u64>,
    /// After how many hundredths of a second waiting packets are handed over.
    pub flush_timeout: Item<u64>,
    /// References that the kernel holds.
    pub references: Item<u64>,
}

impl LogGroup {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            group: needed(columns.narrow())?,
            portid: columns.narrow(),
            waiting: columns.unsigned(),
            copy_mode: columns.narrow(),
            copy_range: columns.unsigned(),
            flush_timeout: columns.unsigned(),
            references: columns.unsigned(),
        })
    }
}

/// The groups.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<LogGroup>> {
    table(text, &[], LogGroup::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::netfilter::copy_mode_name;

    const ROW: &[u8] = b"    1   4711     3 2 65535    100  1";

    #[test]
    fn a_whole_row() {
        let expected = LogGroup {
            group: 1,
            portid: Ok(4711),
            waiting: Ok(3),
            copy_mode: Ok(2),
            copy_range: Ok(65535),
            flush_timeout: Ok(100),
            references: Ok(1),
        };
        assert!(rows(ROW).eq([Ok(expected)]));
        let names = [0, 1, 2, 3].map(copy_mode_name);
        assert_eq!(names, [Some("none"), Some("meta"), Some("packet"), None]);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = LogGroup::parse(b"1 -1 3 256 x").unwrap();
        assert_eq!((row.portid, row.waiting), (Err(Absent::Malformed), Ok(3)));
        assert_eq!(
            (row.copy_mode, row.copy_range),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(row.references, Err(Absent::Unsupported));
        for row in [&b""[..], b"x 1", b"65536 1"] {
            assert_eq!(LogGroup::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
