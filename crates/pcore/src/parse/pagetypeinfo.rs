//! `pagetypeinfo`: free memory of each zone by what it may be used for, and by the size of its
//! blocks.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::buddyinfo::{node_of, zone_of};
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, lines, number, words};

/// What the file tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageTypes {
    /// How many pages a block has by which the kernel groups its use of memory.
    pub block_pages: Option<u64>,
    /// The types of each zone.
    pub types: Vec<PageType>,
    /// How many lines could not be read.
    pub bad: u64,
}

/// What of a zone is for one use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageType {
    /// The node.
    pub node: u32,
    /// The name of the zone.
    pub zone: Box<[u8]>,
    /// The use.
    pub kind: Box<[u8]>,
    /// Free blocks of one page, of two, of four, and so on.
    pub free: Vec<u64>,
    /// Whether the kernel stopped to count some of these, so that there are more.
    pub is_capped: bool,
    /// Groups of pages that are for this use.
    pub blocks: Item<u64>,
}

impl PageTypes {
    /// Parses the whole file. It is malformed as a whole when no line of it tells of a zone.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut parsed = Self::default();
        let mut kinds: Vec<&[u8]> = Vec::new();
        for line in lines(text) {
            if let Some(pages) = line.strip_prefix(b"Pages per block:") {
                parsed.block_pages = number::unsigned(pages.trim_ascii()).ok();
            } else if let Some(names) = line.strip_prefix(b"Number of blocks type") {
                kinds = words(names).collect();
            } else if line.starts_with(b"Node") {
                let read =
                    if kinds.is_empty() { parsed.free(line) } else { parsed.count(line, &kinds) };
                parsed.bad += u64::from(read.is_err());
            }
        }
        if parsed.types.is_empty() { Err(Absent::Malformed) } else { Ok(parsed) }
    }

    /// A line of free blocks.
    fn free(&mut self, line: &[u8]) -> Item<()> {
        let (node, rest) = split_once(line, b',').ok_or(Absent::Malformed)?;
        let (zone, rest) = zone_of(rest)?;
        let mut columns = Columns::new(rest);
        if columns.word() != Ok(b"type") {
            return Err(Absent::Malformed);
        }
        let kind = columns.word()?.into();
        let mut is_capped = false;
        let free = words(columns.rest()).map(|word| match word.strip_prefix(b">") {
            Some(least) => {
                is_capped = true;
                number::unsigned(least)
            }
            None => number::unsigned(word),
        });
        let free = free.collect::<Item<Vec<_>>>()?;
        let (node, blocks) = (node_of(node)?, Err(Absent::Unsupported));
        self.types.push(PageType { node, zone, kind, free, is_capped, blocks });
        Ok(())
    }

    /// A line of groups of pages, one column a use.
    fn count(&mut self, line: &[u8], kinds: &[&[u8]]) -> Item<()> {
        let (node, rest) = split_once(line, b',').ok_or(Absent::Malformed)?;
        let (zone, rest) = zone_of(rest)?;
        let node = node_of(node)?;
        for (kind, count) in kinds.iter().zip(words(rest)) {
            let of = |t: &&mut PageType| t.node == node && t.zone == zone && &*t.kind == *kind;
            if let Some(found) = self.types.iter_mut().find(of) {
                found.blocks = number::unsigned(count);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::damaged;

    const TEXT: &[u8] = b"Page block order: 9\nPages per block:  512\n\n\
Free pages count per migrate type at order       0      1      2 \n\
Node    0, zone      DMA, type    Unmovable      0      1      3 \n\
Node    0, zone      DMA, type      Movable >100000      0      0 \n\n\
Number of blocks type     Unmovable      Movable \n\
Node 0, zone      DMA            1            7 \n";

    #[test]
    fn two_tables_are_one() {
        let parsed = PageTypes::parse(TEXT).unwrap();
        assert_eq!((parsed.block_pages, parsed.bad), (Some(512), 0));
        let [unmovable, movable] = &parsed.types[..] else { panic!("{parsed:?}") };
        assert_eq!((&*unmovable.zone, &*unmovable.kind), (&b"DMA"[..], &b"Unmovable"[..]));
        assert_eq!((&unmovable.free[..], unmovable.blocks), (&[0, 1, 3][..], Ok(1)));
        assert_eq!(
            (movable.is_capped, &movable.free[..], movable.blocks),
            (true, &[100_000, 0, 0][..], Ok(7))
        );
    }

    #[test]
    fn damage_costs_one_row() {
        let parsed =
            PageTypes::parse(b"Node 0, zone DMA, type A 1\nNode x\nNode 0, zone DMA, type B y\n")
                .unwrap();
        assert_eq!((parsed.types.len(), parsed.bad), (1, 2));
        assert_eq!(parsed.types[0].blocks, Err(Absent::Unsupported));
        assert_eq!(PageTypes::parse(b"garbage"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..TEXT.len(), byte: u8) {
            let _ = (PageTypes::parse(&text), PageTypes::parse(&damaged(TEXT, flip, byte)));
        }
    }
}
