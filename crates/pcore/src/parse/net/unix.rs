//! `[pid]/net/unix`.
//!
//! The procfs crate cuts paths at the first blank, and one path that is not UTF-8 or holds a newline
//! fails the whole file.
//!
//! The kernel prints paths raw, so that a newline in one makes two lines. The second is malformed
//! unless somebody shaped it like a row, which nothing in the file can tell from a true one.

use super::unless_hidden;
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// One local socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unix {
    /// The address of the socket in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// References that the kernel holds.
    pub refs: Item<u64>,
    /// The protocol, always 0.
    pub protocol: Item<u64>,
    /// Flags of the socket: 0x10000 where it accepts connections.
    pub flags: Item<u64>,
    /// The type: 1 stream, 2 datagram, 5 sequential packets.
    pub kind: Item<u64>,
    /// The state: 1 unconnected, 2 connecting, 3 connected, 4 disconnecting.
    pub state: Item<u64>,
    /// The inode; 0 for a connection that is not accepted yet.
    pub inode: Item<u64>,
    /// The address: a path, or after `@` an abstract name, in which the kernel prints NUL as `@`.
    pub path: Item<Box<[u8]>>,
}

impl Unix {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        // It marks the start of a row.
        let pointer = columns.word().ok().and_then(|word| word.strip_suffix(b":"));
        let pointer = number::hex(pointer.ok_or(Absent::Malformed)?)?;
        Ok(Self {
            pointer: unless_hidden(pointer),
            refs: columns.hex(),
            protocol: columns.hex(),
            flags: columns.hex(),
            kind: columns.hex(),
            state: columns.hex(),
            inode: columns.unsigned(),
            path: columns.rest().strip_prefix(b" ").map(Into::into).ok_or(Absent::NotApplicable),
        })
    }
}

/// Whether the line is the header of the table.
pub fn is_header(line: &[u8]) -> bool {
    line.starts_with(b"Num ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const HEADER: &[u8] = b"Num       RefCount Protocol Flags    Type St Inode Path";
    const ROW: &[u8] = b"00000000a1b2c3d4: 00000002 00000000 00010000 0001 01  7564 /run/a b.sock";

    fn path(tail: &[u8]) -> Item<Box<[u8]>> {
        let row = [b"0000000000000000: 00000003 00000000 00000000 0005 03 17", tail].concat();
        Unix::parse(&row).unwrap().path
    }

    #[test]
    fn a_whole_row() {
        let expected = Unix {
            pointer: Ok(0xa1b2_c3d4),
            refs: Ok(2),
            protocol: Ok(0),
            flags: Ok(0x10000),
            kind: Ok(1),
            state: Ok(1),
            inode: Ok(7564),
            path: Ok(b"/run/a b.sock"[..].into()),
        };
        assert_eq!(Unix::parse(ROW), Ok(expected));
    }

    #[test]
    fn paths_are_bytes_or_missing() {
        assert_eq!(path(b""), Err(Absent::NotApplicable));
        assert_eq!(path(b" @a@@").as_deref(), Ok(&b"@a@@"[..]));
        assert_eq!(path(b"  \xff\t ").as_deref(), Ok(&b" \xff\t "[..]));
    }

    #[test]
    fn damage() {
        let socket = Unix::parse(b"0: x 0 y 0001 99999999999999999 -1").unwrap();
        assert_eq!((socket.pointer, socket.protocol), (Err(Absent::Denied), Ok(0)));
        for item in [socket.refs, socket.flags, socket.state, socket.inode] {
            assert_eq!(item, Err(Absent::Malformed));
        }
        assert_eq!(Unix::parse(b"0: 1").unwrap().inode, Err(Absent::Unsupported));
        for row in [&b""[..], b":", b"zz: 1", b"name after a newline", HEADER] {
            assert_eq!(Unix::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        assert!(is_header(HEADER));
        assert!(!is_header(ROW));
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = (Unix::parse(&row), is_header(&row));
            let _ = Unix::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn paths_come_back(name: Vec<u8>) {
            let path = path(&[b" ", &name[..]].concat());
            prop_assert_eq!(path.as_deref(), Ok(&name[..]));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[g-z: ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Unix::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
