//! `[pid]/net/l2cap`, `rfcomm`, `sco`, `iso`, `hci`, `bnep`, `hidp` and `cmtp`: the sockets of
//! Bluetooth.
//!
//! The procfs crate does not cover these files.

use super::{needed_pointer, table, unless_zero};
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// One socket of Bluetooth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bluetooth {
    /// The address of the socket in the kernel, hashed; `Denied` where the kernel hides it.
    pub pointer: Item<u64>,
    /// References that the kernel holds.
    pub references: Item<u64>,
    /// Bytes of memory held by what was received and not read.
    pub rmem: Item<u64>,
    /// Bytes of memory held by what is being sent.
    pub wmem: Item<u64>,
    /// The user that made the socket.
    pub uid: Item<u32>,
    /// The inode; 0 where no process has the socket.
    pub inode: Item<u64>,
    /// The address of this end; some kernels around Linux 3.5 alone tell.
    pub source: Item<Box<[u8]>>,
    /// The address of the other end; some kernels around Linux 3.5 alone tell.
    pub destination: Item<Box<[u8]>>,
    /// The inode of the listener that the socket came from; does not apply to any other.
    pub parent: Item<u64>,
    /// What a protocol adds to its rows; does not apply where it adds nothing.
    pub extra: Item<Box<[u8]>>,
}

impl Bluetooth {
    /// Parses one row of any of the files.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let pointer = needed_pointer(&mut columns)?;
        let references = columns.unsigned();
        let (rmem, wmem) = (columns.unsigned(), columns.unsigned());
        let (uid, inode) = (columns.narrow(), columns.unsigned());
        let (mut source, mut destination) = (Err(Absent::Unsupported), Err(Absent::Unsupported));
        let mut parent = columns.word();
        // An address of Bluetooth has colons, an inode has none.
        if parent.is_ok_and(|word| word.contains(&b':')) {
            source = parent.map(Into::into);
            destination = columns.word().map(Into::into);
            parent = columns.word();
        }
        let extra = columns.rest().trim_ascii();
        Ok(Self {
            pointer,
            references,
            rmem,
            wmem,
            uid,
            inode,
            source,
            destination,
            parent: unless_zero(parent.and_then(number::unsigned)),
            extra: if extra.is_empty() { Err(Absent::NotApplicable) } else { Ok(extra.into()) },
        })
    }
}

/// The sockets of any of the files.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Bluetooth>> {
    table(text, &[b"sk "], Bluetooth::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
sk               RefCnt Rmem   Wmem   User   Inode  Parent
00000000a1b2c3d4 2      768    256    1000   7006   7001  
0000000000000000 1      0      0      0      0      0      12 34
";
    const OLD: &[u8] = b"\
sk               RefCnt Rmem   Wmem   User   Inode  Src Dst Parent
f1a2b3c4 2      0      0      0      7006   00:00:00:00:00:00 02:00:5E:10:00:01 0     
";
    const ROW: &[u8] = b"00000000a1b2c3d4 2      768    256    1000   7006   7001  ";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [row, other] = &rows[..] else { panic!("{rows:?}") };
        let expected = Bluetooth {
            pointer: Ok(0xa1b2_c3d4),
            references: Ok(2),
            rmem: Ok(768),
            wmem: Ok(256),
            uid: Ok(1000),
            inode: Ok(7006),
            source: Err(Absent::Unsupported),
            destination: Err(Absent::Unsupported),
            parent: Ok(7001),
            extra: Err(Absent::NotApplicable),
        };
        assert_eq!(row, &expected);
        assert_eq!(
            (other.pointer, other.parent),
            (Err(Absent::Denied), Err(Absent::NotApplicable))
        );
        assert_eq!(other.extra.as_deref(), Ok(&b"12 34"[..]));
    }

    #[test]
    fn some_kernels_tell_addresses() {
        let rows: Vec<_> = rows(OLD).collect::<Item<_>>().unwrap();
        let [row] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!(row.source.as_deref(), Ok(&b"00:00:00:00:00:00"[..]));
        assert_eq!(row.destination.as_deref(), Ok(&b"02:00:5E:10:00:01"[..]));
        assert_eq!((row.parent, row.inode), (Err(Absent::NotApplicable), Ok(7006)));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Bluetooth::parse(b"0 x -1 2 4294967296 y z").unwrap();
        assert_eq!(
            (row.references, row.rmem, row.wmem),
            (Err(Absent::Malformed), Err(Absent::Malformed), Ok(2))
        );
        assert_eq!(
            (row.uid, row.inode, row.parent),
            (Err(Absent::Malformed), Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(Bluetooth::parse(b"1").unwrap().parent, Err(Absent::Unsupported));
        for row in [&b""[..], b"-", b"xyz 1"] {
            assert_eq!(Bluetooth::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
