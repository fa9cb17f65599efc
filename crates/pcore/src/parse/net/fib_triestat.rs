//! `[pid]/net/fib_triestat`.
//!
//! The procfs crate does not cover this file.

use super::fib_trie::Table;
use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, labelled, lines, number, words};

/// How large the trees of IPv4 routes are.
#[derive(Clone, Debug, PartialEq)]
pub struct FibTrieStat {
    /// The size of a leaf in bytes.
    pub leaf_size: Item<u64>,
    /// The size of an inner node in bytes, without its pointers.
    pub node_size: Item<u64>,
    /// The tables, in the kernel's order.
    pub tables: Vec<TableStat>,
}

/// The tree of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableStat {
    /// The table.
    pub table: Table,
    /// How many nodes are above a leaf on average.
    pub average_depth: Item<f64>,
    /// How many nodes are above a leaf at most.
    pub max_depth: Item<u64>,
    /// Leaves: addresses.
    pub leaves: Item<u64>,
    /// Prefixes: routes.
    pub prefixes: Item<u64>,
    /// Inner nodes.
    pub internal_nodes: Item<u64>,
    /// How many inner nodes tell their children apart by how many bits: bits, and nodes.
    pub nodes_by_bits: Vec<(u32, u64)>,
    /// Pointers in the inner nodes.
    pub pointers: Item<u64>,
    /// Pointers that point to nothing.
    pub null_pointers: Item<u64>,
    /// The size of the tree in bytes, of which the kernel prints kilobytes.
    pub total_size: Item<u64>,
    /// What was counted of look-ups, such as `gets` and `backtracks`, by the kernel's names; only if
    /// the kernel was built with `CONFIG_IP_FIB_TRIE_STATS`.
    pub counters: Vec<(Box<[u8]>, Item<u64>)>,
}

impl FibTrieStat {
    /// Parses the whole file. It is malformed as a whole when no line of it is known.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut stat = Self {
            leaf_size: Err(Absent::Unsupported),
            node_size: Err(Absent::Unsupported),
            tables: Vec::new(),
        };
        let mut is_known = false;
        for line in lines(text) {
            if let Some(sizes) = line.strip_prefix(b"Basic info: ") {
                stat.leaf_size = size_of(sizes, b"leaf:");
                stat.node_size = size_of(sizes, b"tnode:");
                is_known = true;
            } else if let Ok(table) = Table::parse(line.trim_ascii()) {
                stat.tables.push(TableStat::new(table));
                is_known = true;
            } else if let Some(table) = stat.tables.last_mut() {
                table.take(line);
            }
        }
        if is_known { Ok(stat) } else { Err(Absent::Malformed) }
    }
}

impl TableStat {
    const fn new(table: Table) -> Self {
        Self {
            table,
            average_depth: Err(Absent::Unsupported),
            max_depth: Err(Absent::Unsupported),
            leaves: Err(Absent::Unsupported),
            prefixes: Err(Absent::Unsupported),
            internal_nodes: Err(Absent::Unsupported),
            nodes_by_bits: Vec::new(),
            pointers: Err(Absent::Unsupported),
            null_pointers: Err(Absent::Unsupported),
            total_size: Err(Absent::Unsupported),
            counters: Vec::new(),
        }
    }

    /// Takes one line below the name of the table. Those of newer kernels are passed over.
    fn take(&mut self, line: &[u8]) {
        if let Some((name, value)) = split_once(line, b'=') {
            self.counters.push((name.trim_ascii().into(), number::unsigned(value.trim_ascii())));
            return;
        }
        let Some((label, value)) = labelled(line) else { return };
        match label {
            b"Aver depth" => self.average_depth = number::float(value),
            b"Max depth" => self.max_depth = number::unsigned(value),
            b"Leaves" => self.leaves = number::unsigned(value),
            b"Prefixes" => self.prefixes = number::unsigned(value),
            b"Internal nodes" => self.internal_nodes = number::unsigned(value),
            b"Pointers" => self.pointers = number::unsigned(value),
            b"Null ptrs" => self.null_pointers = number::unsigned(value),
            b"Total size" => self.total_size = crate::parse::labels::kibibytes(value),
            bits if bits.iter().all(u8::is_ascii_digit) => self.nodes_by_bits = histogram(line),
            _ => {}
        }
    }
}

/// The number after a word, where the words are `size of leaf: 48 bytes, size of tnode: 40 bytes.`
fn size_of(sizes: &[u8], name: &[u8]) -> Item<u64> {
    let mut words = words(sizes).skip_while(|word| *word != name).skip(1);
    number::unsigned(words.next().ok_or(Absent::Malformed)?)
}

/// Pairs such as `1: 2  3: 4`. A damaged pair is left out.
fn histogram(line: &[u8]) -> Vec<(u32, u64)> {
    let mut words = words(line);
    let mut pairs = Vec::new();
    while let (Some(bits), Some(count)) = (words.next(), words.next()) {
        let bits = bits.strip_suffix(b":").ok_or(Absent::Malformed).and_then(number::narrow);
        if let (Ok(bits), Ok(count)) = (bits, number::unsigned(count)) {
            pairs.push((bits, count));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
Basic info: size of leaf: 48 bytes, size of tnode: 40 bytes.
Id 100:
\tAver depth:     0.00
\tMax depth:      0
\tLeaves:         1
\tPrefixes:       1
\tInternal nodes: 0
\t
\tPointers: 0
Null ptrs: 0
Total size: 1  kB
Main:
\tAver depth:     2.20
\tMax depth:      3
\tLeaves:         5
\tPrefixes:       6
\tInternal nodes: 3
\t  2: 2  3: 1
\tPointers: 16
Null ptrs: 9
Total size: 2  kB

Counters:
---------
gets = 140
backtracks = 7
semantic match passed = 120
null node hit= 3

";

    #[test]
    fn a_whole_file() {
        let stat = FibTrieStat::parse(SAMPLE).unwrap();
        assert_eq!((stat.leaf_size, stat.node_size), (Ok(48), Ok(40)));
        let [id, main] = &stat.tables[..] else { panic!("{stat:?}") };
        assert_eq!((id.table, id.pointers, &*id.nodes_by_bits), (Table::Id(100), Ok(0), &[][..]));
        let counters = [
            (&b"gets"[..], 140),
            (b"backtracks", 7),
            (b"semantic match passed", 120),
            (b"null node hit", 3),
        ];
        let expected = TableStat {
            table: Table::Main,
            average_depth: Ok(2.2),
            max_depth: Ok(3),
            leaves: Ok(5),
            prefixes: Ok(6),
            internal_nodes: Ok(3),
            nodes_by_bits: vec![(2, 2), (3, 1)],
            pointers: Ok(16),
            null_pointers: Ok(9),
            total_size: Ok(2048),
            counters: counters.map(|(name, count)| (name.into(), Ok(count))).into(),
        };
        assert_eq!(main, &expected);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stat = FibTrieStat::parse(
            b"Basic info: size of leaf: x\nMain:\n\tAver depth: nan\n\tLeaves: -1\n\t 1: x 2: 3 4\n\
              gets = y\nnew: 1\nword\nTotal size: 1 MB\n",
        )
        .unwrap();
        assert_eq!(
            (stat.leaf_size, stat.node_size),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        let [main] = &stat.tables[..] else { panic!("{stat:?}") };
        assert_eq!(
            (main.average_depth, main.leaves),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (&*main.nodes_by_bits, main.total_size),
            (&[(2, 3)][..], Err(Absent::Malformed))
        );
        assert_eq!(main.counters, [(b"gets"[..].into(), Err(Absent::Malformed))]);
        assert_eq!(main.pointers, Err(Absent::Unsupported));
        for text in [&b""[..], b"word", b"\tLeaves: 1", b"gets = 1"] {
            assert_eq!(FibTrieStat::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = FibTrieStat::parse(&text);
            prop_assert!(FibTrieStat::parse(&fixture::damaged(SAMPLE, flip, byte)).is_ok());
        }
    }
}
