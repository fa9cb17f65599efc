//! `buddyinfo`: free memory of each zone by the size of its blocks.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, lines, number, words};

/// A zone of a memory node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The node.
    pub node: u32,
    /// The name of the zone.
    pub zone: Box<[u8]>,
    /// Free blocks of one page, of two, of four, and so on.
    pub blocks: Vec<u64>,
}

/// The zones of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Zone>> {
    lines(text).filter(|line| !line.trim_ascii().is_empty()).map(row)
}

fn row(line: &[u8]) -> Item<Zone> {
    let (node, rest) = split_once(line, b',').ok_or(Absent::Malformed)?;
    let (zone, rest) = zone_of(rest)?;
    let blocks = words(rest).map(number::unsigned).collect::<Item<Vec<_>>>()?;
    if blocks.is_empty() {
        return Err(Absent::Malformed);
    }
    Ok(Zone { node: node_of(node)?, zone, blocks })
}

/// The number in `Node 0`.
pub(super) fn node_of(text: &[u8]) -> Item<u32> {
    let mut columns = Columns::new(text);
    match columns.word() {
        Ok(b"Node") => columns.narrow().map_err(|_| Absent::Malformed),
        _ => Err(Absent::Malformed),
    }
}

/// The name in `zone  Normal`, and what follows it.
pub(super) fn zone_of(text: &[u8]) -> Item<(Box<[u8]>, &[u8])> {
    let mut columns = Columns::new(text);
    match (columns.word(), columns.word()) {
        (Ok(b"zone"), Ok(name)) => {
            Ok((name.strip_suffix(b",").unwrap_or(name).into(), columns.rest()))
        }
        _ => Err(Absent::Malformed),
    }
}

/// How many pages the blocks hold.
pub fn pages(blocks: &[u64]) -> u64 {
    let each = blocks
        .iter()
        .zip(0_u32..)
        .map(|(blocks, order)| blocks.saturating_mul(1_u64.checked_shl(order).unwrap_or(u64::MAX)));
    each.fold(0, u64::saturating_add)
}

/// How many pages the largest of the blocks has.
pub fn largest(blocks: &[u64]) -> Option<u64> {
    let order = blocks.iter().rposition(|blocks| *blocks > 0)?;
    1_u64.checked_shl(u32::try_from(order).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    #[test]
    fn blocks_are_pages() {
        let text =
            b"Node 0, zone      DMA      0      1      0      2 \nNode 1, zone   Normal 5 0 0\n";
        let zones: Vec<_> = rows(text).collect::<Result<_, _>>().unwrap();
        assert_eq!((zones[0].node, &*zones[0].zone), (0, &b"DMA"[..]));
        assert_eq!((pages(&zones[0].blocks), largest(&zones[0].blocks)), (18, Some(8)));
        assert_eq!((zones[1].node, pages(&zones[1].blocks)), (1, 5));
        assert_eq!(largest(&[0, 0]), None);
        assert_eq!(pages(&[u64::MAX; 99]), u64::MAX);
    }

    #[test]
    fn damage_costs_one_row() {
        for line in
            ["Node x, zone DMA 1", "Node 0, DMA 1", "Node 0, zone DMA", "Node 0, zone DMA 1 y"]
        {
            assert!(rows(line.as_bytes()).next().unwrap().is_err(), "{line}");
        }
    }

    table_properties!(rows, b"Node 0, zone    DMA32    997    420    303", "[a-z ]{1,20}");
}
