//! `[pid]/numa_maps`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::escape::unescaped_of;
use crate::parse::{Item, number, words};

/// What of one mapping lies on which memory node. Amounts are in pages of `page_size`, and the
/// kernel leaves out those that are 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumaMapping {
    /// The first address.
    pub start: u64,
    /// The memory policy with its flags and nodes, such as `default` or `bind=static:0-1`.
    pub policy: Box<[u8]>,
    /// The file. What was unlinked ends in ` (deleted)`.
    pub file: Option<Box<[u8]>>,
    /// Whether the mapping is the heap.
    pub is_heap: bool,
    /// Whether the mapping is the stack.
    pub is_stack: bool,
    /// Whether the mapping has huge pages of hugetlbfs.
    pub is_huge: bool,
    /// Pages that belong to no file.
    pub anon: Item<u64>,
    /// Dirty pages.
    pub dirty: Item<u64>,
    /// Mapped pages; printed only where they are neither all anonymous nor all dirty.
    pub mapped: Item<u64>,
    /// The most processes that map one of the pages; printed only where it is more than 1.
    pub mapmax: Item<u64>,
    /// Pages that have a place in swap.
    pub swapcache: Item<u64>,
    /// Pages on the list of active ones; printed only where not all are.
    pub active: Item<u64>,
    /// Pages that are being written.
    pub writeback: Item<u64>,
    /// The nodes that hold pages, and how many.
    pub nodes: Vec<(u32, u64)>,
    /// The size of a page in bytes; since Linux 4.0.
    pub page_size: Item<u64>,
}

impl NumaMapping {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = words(line).peekable();
        let start = number::hex(columns.next().ok_or(Absent::Malformed)?)?;
        let mut policy = columns.next().ok_or(Absent::Malformed)?.to_vec();
        // The names of two policies hold a blank.
        let more = columns.next_if(|word| match &*policy {
            b"prefer" => word.starts_with(b"(many)"),
            b"weighted" => word.starts_with(b"interleave"),
            _ => false,
        });
        if let Some(more) = more {
            policy.push(b' ');
            policy.extend_from_slice(more);
        }
        let unprinted = Err(Absent::NotApplicable);
        let mut mapping = Self {
            start,
            policy: policy.into(),
            file: None,
            is_heap: false,
            is_stack: false,
            is_huge: false,
            anon: unprinted,
            dirty: unprinted,
            mapped: unprinted,
            mapmax: unprinted,
            swapcache: unprinted,
            active: unprinted,
            writeback: unprinted,
            nodes: Vec::new(),
            page_size: unprinted,
        };
        for word in columns {
            mapping.take(word)?;
        }
        Ok(mapping)
    }

    /// Takes one word after the policy. Those of newer kernels are passed over.
    fn take(&mut self, word: &[u8]) -> Item<()> {
        let Some((key, value)) = split_once(word, b'=') else {
            match word {
                b"heap" => self.is_heap = true,
                b"stack" => self.is_stack = true,
                b"huge" => self.is_huge = true,
                _ => {}
            }
            return Ok(());
        };
        match key {
            // The kernel leaves a backslash alone here.
            b"file" => self.file = Some(unescaped_of(value, b"\n\t= ")),
            b"anon" => self.anon = number::unsigned(value),
            b"dirty" => self.dirty = number::unsigned(value),
            b"mapped" => self.mapped = number::unsigned(value),
            b"mapmax" => self.mapmax = number::unsigned(value),
            b"swapcache" => self.swapcache = number::unsigned(value),
            b"active" => self.active = number::unsigned(value),
            b"writeback" => self.writeback = number::unsigned(value),
            b"kernelpagesize_kB" => {
                let size = number::unsigned(value);
                self.page_size =
                    size.and_then(|size| size.checked_mul(1024).ok_or(Absent::Malformed));
            }
            [b'N', node @ ..] if node.first().is_some_and(u8::is_ascii_digit) => {
                self.nodes.push((number::narrow(node)?, number::unsigned(value)?));
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"7f0000001000 bind=static:0-1 file=/opt/a\\040b\\075c\\040(deleted) huge \
anon=4 dirty=3 mapped=6 mapmax=5 swapcache=1 active=2 writeback=7 N0=4 N12=2 kernelpagesize_kB=2048";

    #[test]
    fn a_whole_row() {
        let expected = NumaMapping {
            start: 0x7f00_0000_1000,
            policy: b"bind=static:0-1"[..].into(),
            file: Some(b"/opt/a b=c (deleted)"[..].into()),
            is_heap: false,
            is_stack: false,
            is_huge: true,
            anon: Ok(4),
            dirty: Ok(3),
            mapped: Ok(6),
            mapmax: Ok(5),
            swapcache: Ok(1),
            active: Ok(2),
            writeback: Ok(7),
            nodes: vec![(0, 4), (12, 2)],
            page_size: Ok(2 << 20),
        };
        assert_eq!(NumaMapping::parse(ROW), Ok(expected));
    }

    #[test]
    fn rows_of_this_and_older_kernels() {
        let parse = |row: &[u8]| NumaMapping::parse(row).unwrap();
        let none = parse(b"7f4887155000 default");
        assert_eq!((none.file, none.anon), (None, Err(Absent::NotApplicable)));
        assert_eq!((none.nodes, none.page_size), (vec![], Err(Absent::NotApplicable)));
        let heap = parse(b"562dde147000 default heap anon=60 dirty=60 active=0 N0=60");
        assert!(heap.is_heap && !heap.is_stack);
        assert_eq!((heap.active, heap.nodes), (Ok(0), vec![(0, 60)]));
        assert!(parse(b"7ffe323fb000 default stack anon=6 N0=6").is_stack);
    }

    #[test]
    fn policies_with_a_blank() {
        for policy in ["prefer (many):0-1", "weighted interleave:0-3", "local", "prefer:0"] {
            let row = format!("1000 {policy} stack N0=1");
            let mapping = NumaMapping::parse(row.as_bytes()).unwrap();
            assert_eq!(&*mapping.policy, policy.as_bytes());
            assert!(mapping.is_stack);
        }
    }

    #[test]
    fn a_backslash_in_a_name_stays() {
        let mapping = NumaMapping::parse(b"1000 default file=/a\\101\\134\\012\xff").unwrap();
        assert_eq!(mapping.file.as_deref(), Some(&b"/a\\101\\134\n\xff"[..]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let mapping = NumaMapping::parse(
            b"1000 default anon=x kernelpagesize_kB=18014398509481984 new y=1 N0=3",
        )
        .unwrap();
        assert_eq!(mapping.anon, Err(Absent::Malformed));
        assert_eq!(mapping.page_size, Err(Absent::Malformed));
        assert_eq!(mapping.nodes, vec![(0, 3)]);
        for row in [&b""[..], b"1000", b"x default", b"1000 default N0=x", b"1000 default N0x=1"] {
            assert_eq!(NumaMapping::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = NumaMapping::parse(&row);
            let _ = NumaMapping::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[g-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| NumaMapping::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
