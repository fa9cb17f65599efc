//! `[pid]/net/rt6_stats`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// How large the tables of IPv6 routes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rt6Stats {
    /// Nodes of the trees.
    pub nodes: Item<u64>,
    /// Nodes that have routes.
    pub route_nodes: Item<u64>,
    /// Routes that were made since boot, of some kinds.
    pub allocated: Item<u64>,
    /// Routes in the tables.
    pub entries: Item<u64>,
    /// Routes in the cache.
    pub cached: Item<u64>,
    /// Destinations that the kernel holds for the routes.
    pub destinations: Item<u64>,
    /// Routes that were taken off the tables.
    pub discarded: Item<u64>,
}

impl Rt6Stats {
    /// Parses the whole file. It is malformed as a whole when its first column is.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(lines(text).next().ok_or(Absent::Malformed)?);
        Ok(Self {
            nodes: Ok(super::needed(columns.hex())?),
            route_nodes: columns.hex(),
            allocated: columns.hex(),
            entries: columns.hex(),
            cached: columns.hex(),
            destinations: columns.hex(),
            discarded: columns.hex(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let expected = Rt6Stats {
            nodes: Ok(0x18),
            route_nodes: Ok(0xe),
            allocated: Ok(0x15),
            entries: Ok(0x12),
            cached: Ok(1),
            destinations: Ok(2),
            discarded: Ok(0x10),
        };
        assert_eq!(Rt6Stats::parse(b"0018 000e 0015 0012 0001 0002 0010\n"), Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stats = Rt6Stats::parse(b"0018 x 0015").unwrap();
        assert_eq!((stats.route_nodes, stats.allocated), (Err(Absent::Malformed), Ok(0x15)));
        assert_eq!(stats.discarded, Err(Absent::Unsupported));
        for text in [&b""[..], b"\n", b"x 1", b"-1"] {
            assert_eq!(Rt6Stats::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Rt6Stats::parse(&text);
        }
    }
}
