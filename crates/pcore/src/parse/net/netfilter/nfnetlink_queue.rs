//! `[pid]/net/netfilter/nfnetlink_queue`.
//!
//! The procfs crate does not cover this file.

use crate::parse::Item;
use crate::parse::columns::Columns;
use crate::parse::net::{needed, table};

/// One queue of packets that wait for the verdict of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// The number of the queue.
    pub queue: u16,
    /// The netlink socket of the reader, by its port: often the process, but any number.
    pub portid: Item<u32>,
    /// Packets that wait for their verdict.
    pub waiting: Item<u64>,
    /// How much of a packet is copied, which [`copy_mode_name`](super::copy_mode_name) names.
    pub copy_mode: Item<u8>,
    /// How many bytes of a packet are copied at most.
    pub copy_range: Item<u64>,
    /// Packets dropped because too many waited.
    pub dropped: Item<u64>,
    /// Packets dropped because they could not be handed to the reader.
    pub user_dropped: Item<u64>,
    /// The number that the last packet got.
    pub last_id: Item<u64>,
}

impl Queue {
    /// Parses one row. The last column, always 1, is passed over.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            queue: needed(columns.narrow())?,
            portid: columns.narrow(),
            waiting: columns.unsigned(),
            copy_mode: columns.narrow(),
            copy_range: columns.unsigned(),
            dropped: columns.unsigned(),
            user_dropped: columns.unsigned(),
            last_id: columns.unsigned(),
        })
    }
}

/// The queues.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Queue>> {
    table(text, &[], Queue::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b"   23 1480740952     4 2 65531     5     6       99  1";

    #[test]
    fn a_whole_row() {
        let expected = Queue {
            queue: 23,
            portid: Ok(1_480_740_952),
            waiting: Ok(4),
            copy_mode: Ok(2),
            copy_range: Ok(65531),
            dropped: Ok(5),
            user_dropped: Ok(6),
            last_id: Ok(99),
        };
        assert!(rows(ROW).eq([Ok(expected)]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Queue::parse(b"1 -1 3 256 x 4").unwrap();
        assert_eq!((row.portid, row.waiting), (Err(Absent::Malformed), Ok(3)));
        assert_eq!(
            (row.copy_mode, row.copy_range),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!((row.dropped, row.last_id), (Ok(4), Err(Absent::Unsupported)));
        for row in [&b""[..], b"x 1", b"65536 1"] {
            assert_eq!(Queue::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
