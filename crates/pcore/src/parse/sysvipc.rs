//! `sysvipc/msg`, `sysvipc/sem` and `sysvipc/shm`: what processes share by System V's means. The
//! three are tables under a heading, which tells their columns apart.
//!
//! Own parser: that of the procfs crate knows shared memory alone, and fails it as a whole.

use crate::Absent;
use crate::parse::{Item, lines, number, words};

/// Which of the three files an object stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A queue of messages.
    Queue,
    /// A set of semaphores.
    Semaphores,
    /// A segment of memory.
    Memory,
}

impl Kind {
    /// The columns of its file that are numbers, the one of its own number apart.
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Queue => &[
                "cbytes", "qnum", "lspid", "lrpid", "uid", "gid", "cuid", "cgid", "stime", "rtime",
                "ctime",
            ],
            Self::Semaphores => &["nsems", "uid", "gid", "cuid", "cgid", "otime", "ctime"],
            Self::Memory => &[
                "size", "cpid", "lpid", "nattch", "uid", "gid", "cuid", "cgid", "atime", "dtime",
                "ctime", "rss", "swap",
            ],
        }
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// What processes find it by; 0 is a private one.
    pub key: Item<u32>,
    /// Its number.
    pub id: u64,
    /// Who may do what with it, as bits.
    pub mode: Item<u64>,
    numbers: Vec<(&'static str, Item<u64>)>,
}

impl Object {
    /// The number in a column. It does not apply where objects of this kind have no such column.
    pub fn number(&self, column: &str) -> Item<u64> {
        let found = self.numbers.iter().find(|(name, _)| *name == column);
        found.map_or(Err(Absent::NotApplicable), |(_, number)| *number)
    }
}

/// The rows of one of the files.
pub fn rows(text: &[u8], kind: Kind) -> Vec<Item<Object>> {
    let mut lines = lines(text);
    let heading: Vec<&[u8]> = lines.next().map(words).into_iter().flatten().collect();
    lines.map(|line| row(line, kind, &heading)).collect()
}

fn row(line: &[u8], kind: Kind, heading: &[&[u8]]) -> Item<Object> {
    let values: Vec<&[u8]> = words(line).collect();
    let value = |name: &[u8]| {
        let place = heading.iter().position(|of| *of == name);
        place.and_then(|place| values.get(place).copied()).ok_or(Absent::Unsupported)
    };
    let own = match kind {
        Kind::Queue => "msqid",
        Kind::Semaphores => "semid",
        Kind::Memory => "shmid",
    };
    // The kernel writes the key as a signed number, and everybody else the bits of it.
    let key = value(b"key").and_then(number::signed);
    Ok(Object {
        kind,
        key: key.and_then(|key| {
            i32::try_from(key).map(i32::cast_unsigned).map_err(|_| Absent::Malformed)
        }),
        id: value(own.as_bytes()).and_then(number::unsigned).map_err(|_| Absent::Malformed)?,
        mode: value(b"perms").and_then(number::octal),
        numbers: kind
            .columns()
            .iter()
            .map(|name| (*name, value(name.as_bytes()).and_then(number::unsigned)))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] = b"       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n-559038737          3  1600                  4096  7161     0      2  1000   100     0     0          0          0 1763802862                  4096                     0\n";

    #[test]
    fn a_segment() {
        let rows: Vec<_> =
            rows(SAMPLE, Kind::Memory).into_iter().collect::<Result<_, _>>().unwrap();
        let segment = &rows[0];
        assert_eq!((segment.key, segment.id, segment.mode), (Ok(0xdead_beef), 3, Ok(0o1600)));
        assert_eq!((segment.number("size"), segment.number("nattch")), (Ok(4096), Ok(2)));
        assert_eq!(segment.number("qnum"), Err(Absent::NotApplicable));
        assert_eq!(segment.number("ctime"), Ok(1_763_802_862));
    }

    #[test]
    fn an_older_kernel_has_fewer_columns() {
        let text = b"key semid perms nsems uid gid\n1 2 644 3 x 5\njunk\n";
        let rows = rows(text, Kind::Semaphores);
        let set = rows[0].as_ref().unwrap();
        assert_eq!((set.number("nsems"), set.number("uid")), (Ok(3), Err(Absent::Malformed)));
        assert_eq!(set.number("cuid"), Err(Absent::Unsupported));
        assert!(rows[1].is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            for kind in [Kind::Queue, Kind::Semaphores, Kind::Memory] {
                let _ = rows(&text, kind);
                let _ = rows(&crate::parse::fixture::damaged(SAMPLE, flip, byte), kind);
            }
        }
    }
}
