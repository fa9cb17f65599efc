//! `[pid]/net/sockstat` and `sockstat6`.
//!
//! The procfs crate does not cover these files.

use super::table;
use crate::Absent;
use crate::parse::{Item, labelled, number, words};

/// How many sockets of one protocol there are, and the memory that they use. What is of the network
/// namespace and what of the whole machine is mixed in these files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sockstat {
    /// The protocol, such as `TCP` or `UDP6`; `sockets` for all, `FRAG` for fragments.
    pub protocol: Box<[u8]>,
    /// Sockets in use; of `sockets`, all that processes of the namespace hold; of fragments, packets
    /// that are not complete.
    pub in_use: Item<u64>,
    /// Sockets of the machine that no process holds any more; TCP alone has them.
    pub orphans: Item<u64>,
    /// Sockets that only wait; TCP alone has them.
    pub time_wait: Item<u64>,
    /// Sockets of the machine that were made, in use or not; TCP alone has them.
    pub allocated: Item<u64>,
    /// The memory that the protocol uses on the whole machine, in pages.
    pub memory_pages: Item<u64>,
    /// The memory that fragments use, in bytes.
    pub memory_bytes: Item<u64>,
}

impl Sockstat {
    /// Parses one row. It is malformed when nothing of it is known.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let (protocol, columns) = labelled(line).ok_or(Absent::Malformed)?;
        let unprinted = Err(Absent::NotApplicable);
        let mut stat = Self {
            protocol: protocol.into(),
            in_use: unprinted,
            orphans: unprinted,
            time_wait: unprinted,
            allocated: unprinted,
            memory_pages: unprinted,
            memory_bytes: unprinted,
        };
        let mut is_known = false;
        let mut columns = words(columns);
        while let Some(name) = columns.next() {
            let value = columns.next().ok_or(Absent::Malformed).and_then(number::unsigned);
            match name {
                b"used" | b"inuse" => stat.in_use = value,
                b"orphan" => stat.orphans = value,
                b"tw" => stat.time_wait = value,
                b"alloc" => stat.allocated = value,
                b"mem" => stat.memory_pages = value,
                b"memory" => stat.memory_bytes = value,
                _ => continue,
            }
            is_known = true;
        }
        if is_known && !protocol.is_empty() { Ok(stat) } else { Err(Absent::Malformed) }
    }
}

/// The protocols.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Sockstat>> {
    table(text, &[], Sockstat::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
sockets: used 11
TCP: inuse 3 orphan 1 tw 2 alloc 4 mem 238
UDP: inuse 1 mem 0
RAW: inuse 1
FRAG: inuse 5 memory 6
";
    const SAMPLE6: &[u8] = b"TCP6: inuse 7\nFRAG6: inuse 0 memory 0\n";
    const ROW: &[u8] = b"TCP: inuse 3 orphan 1 tw 2 alloc 4 mem 238";

    #[test]
    fn whole_files() {
        let parsed: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [all, tcp, udp, raw, fragments] = &parsed[..] else { panic!("{parsed:?}") };
        let expected = Sockstat {
            protocol: b"TCP"[..].into(),
            in_use: Ok(3),
            orphans: Ok(1),
            time_wait: Ok(2),
            allocated: Ok(4),
            memory_pages: Ok(238),
            memory_bytes: Err(Absent::NotApplicable),
        };
        assert_eq!(tcp, &expected);
        assert_eq!((&*all.protocol, all.in_use), (&b"sockets"[..], Ok(11)));
        assert_eq!((udp.memory_pages, udp.orphans), (Ok(0), Err(Absent::NotApplicable)));
        assert_eq!((raw.in_use, raw.memory_pages), (Ok(1), Err(Absent::NotApplicable)));
        assert_eq!((fragments.in_use, fragments.memory_bytes), (Ok(5), Ok(6)));
        let parsed: Vec<_> = rows(SAMPLE6).collect::<Item<_>>().unwrap();
        assert_eq!((&*parsed[0].protocol, parsed[0].in_use), (&b"TCP6"[..], Ok(7)));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Sockstat::parse(b"NEW: inuse x new 3 mem -1 tw").unwrap();
        assert_eq!(
            (row.in_use, row.memory_pages),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.time_wait, row.orphans),
            (Err(Absent::Malformed), Err(Absent::NotApplicable))
        );
        for row in [&b""[..], b"TCP inuse 3", b"TCP:", b"TCP: new 3", b": inuse 3"] {
            assert_eq!(Sockstat::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z]{0,40}");
}
