//! `[pid]/net/packet`.
//!
//! The procfs crate does not cover this file.

use super::needed_pointer;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One packet socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// The address of the socket in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// References that the kernel holds.
    pub refs: Item<u64>,
    /// The type: 2 datagrams without link headers, 3 raw.
    pub kind: Item<u64>,
    /// The `ETH_P_*` protocol that the socket receives: 3 for all, 0 for none.
    pub protocol: Item<u64>,
    /// The interface that the socket is bound to; 0 for any.
    pub ifindex: Item<u64>,
    /// 1 where the socket receives packets, else 0.
    pub running: Item<u64>,
    /// Bytes of memory held by what was received and not read.
    pub rmem: Item<u64>,
    /// The user that made the socket.
    pub uid: Item<u32>,
    /// The inode.
    pub inode: Item<u64>,
}

impl Packet {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        // It marks the start of a row.
        let pointer = needed_pointer(&mut columns)?;
        Ok(Self {
            pointer,
            refs: columns.unsigned(),
            kind: columns.unsigned(),
            protocol: columns.hex(),
            ifindex: columns.unsigned(),
            running: columns.unsigned(),
            rmem: columns.unsigned(),
            uid: columns.narrow(),
            inode: columns.unsigned(),
        })
    }
}

/// Whether the line is the header of the table.
pub fn is_header(line: &[u8]) -> bool {
    line.starts_with(b"sk ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Absent;
    use crate::parse::{fixture, lines};

    const HEADER: &[u8] = b"sk               RefCnt Type Proto  Iface R Rmem   User   Inode";
    const ROW: &[u8] = b"00000000a1b2c3d4 3      3    88cc   2     1 768    101    7005  ";

    #[test]
    fn a_whole_row() {
        let expected = Packet {
            pointer: Ok(0xa1b2_c3d4),
            refs: Ok(3),
            kind: Ok(3),
            protocol: Ok(0x88cc),
            ifindex: Ok(2),
            running: Ok(1),
            rmem: Ok(768),
            uid: Ok(101),
            inode: Ok(7005),
        };
        assert_eq!(Packet::parse(ROW), Ok(expected));
    }

    #[test]
    fn damage() {
        let socket = Packet::parse(b"0 1 -2 xy 4 1").unwrap();
        assert_eq!(socket.pointer, Err(Absent::Denied));
        assert_eq!(socket.kind, Err(Absent::Malformed));
        assert_eq!(socket.protocol, Err(Absent::Malformed));
        assert_eq!(socket.ifindex, Ok(4));
        assert_eq!(socket.inode, Err(Absent::Unsupported));
        for row in [&b""[..], b"-", HEADER] {
            assert_eq!(Packet::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        assert!(is_header(HEADER));
        assert!(!is_header(ROW));
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = (Packet::parse(&row), is_header(&row));
            let _ = Packet::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[g-z: ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Packet::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
