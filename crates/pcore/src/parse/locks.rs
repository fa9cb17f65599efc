//! `locks`, and the lines about locks in `[pid]/fdinfo/[fd]`.
//!
//! The procfs crate loses who waits for whom, and fails the whole file on one lock without an inode.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once, split_once};
use crate::parse::device::Device;
use crate::parse::pid::fdinfo::details;
use crate::parse::{Item, labelled, lines, number};

/// A lock on a file, or the wish for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The number that a lock shares with all that wait for it; it counts the locks of one reading.
    pub id: Item<u64>,
    /// 0 for a lock that is held, 1 for what waits for it, 2 for what waits for that.
    pub depth: usize,
    /// What made it: `POSIX`, `OFDLCK`, `FLOCK`, `LEASE`, `DELEG` or `ACCESS`.
    pub kind: Item<Box<[u8]>>,
    /// `ADVISORY` or `MANDATORY`; of a lease `ACTIVE`, `BREAKING` or `BREAKER`; `*NOINODE*`.
    pub state: Item<Box<[u8]>>,
    /// `READ`, `WRITE` or `UNLCK`.
    pub mode: Item<Box<[u8]>>,
    /// The process that asked for it; one of an open file description has none.
    pub pid: Item<u32>,
    /// The file; who breaks a lease is shown without.
    pub file: Item<Node>,
    /// The first byte.
    pub start: Item<u64>,
    /// The last byte.
    pub end: Item<End>,
}

/// A file, by its file system and its inode there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// The device of the file system, as mountinfo numbers it.
    pub device: Device,
    /// The inode.
    pub inode: u64,
}

/// Where a lock ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// At this byte.
    At(u64),
    /// With the file, however long that becomes.
    OfFile,
}

/// What a lock on a descriptor and the same one in the table of all have in common. The mode is not
/// part of it: a lease that is being broken changes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    kind: Item<Box<[u8]>>,
    pid: Item<u32>,
    file: Item<Node>,
    start: Item<u64>,
    end: Item<End>,
}

impl Lock {
    /// A line of the table, or the value of a line of `fdinfo`.
    ///
    /// # Errors
    /// When it has no number or too few columns.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let (id, rest) = split_once(line, b':').ok_or(Absent::Malformed)?;
        // The first blank belongs to the number; each further one stands for a level.
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let arrow = rest.iter().take_while(|byte| **byte == b' ').count();
        let (depth, rest) = match rest.get(arrow..).and_then(|rest| rest.strip_prefix(b"-> ")) {
            Some(rest) => (arrow.saturating_add(1), rest),
            None => (0, rest),
        };
        let mut columns = Columns::new(rest);
        let mut text = || columns.word().map(Box::from);
        let (kind, state, mode) = (text(), text(), text());
        let (pid, file) = (columns.word(), columns.word());
        let (start, end) = (columns.unsigned(), columns.word());
        let end = end.map_err(|_| Absent::Malformed)?;
        Ok(Self {
            id: number::unsigned(id.trim_ascii()),
            depth,
            kind,
            state,
            mode,
            pid: match pid? {
                // Whoever is outside the reader's pid namespace has the number 0 there.
                b"-1" | b"0" => Err(Absent::NotApplicable),
                pid => number::narrow(pid),
            },
            file: node(file?),
            start,
            end: if end == b"EOF" { Ok(End::OfFile) } else { number::unsigned(end).map(End::At) },
        })
    }

    /// What tells it from others, as far as the kernel does.
    pub fn identity(&self) -> Identity {
        Identity {
            kind: self.kind.clone(),
            pid: self.pid,
            file: self.file,
            start: self.start,
            end: self.end,
        }
    }

    /// Whether this is the word for what made it.
    pub fn is(&self, kind: &[u8]) -> bool {
        self.kind.as_deref() == Ok(kind)
    }
}

/// The file in `08:02:131`.
fn node(text: &[u8]) -> Item<Node> {
    if text.starts_with(b"<none>") {
        return Err(Absent::NotApplicable);
    }
    let (device, inode) = rsplit_once(text, b':').ok_or(Absent::Malformed)?;
    Ok(Node { device: Device::from_hex(device)?, inode: number::unsigned(inode)? })
}

/// The table of all locks, each before those that wait for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    /// The locks, in the kernel's order.
    pub entries: Vec<Entry>,
    /// How many lines were not in the kernel's format.
    pub malformed: usize,
}

/// A lock of the table, and where it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The lock.
    pub lock: Lock,
    /// The place of the one that it waits for; what is held waits for none.
    pub above: Item<usize>,
}

impl Locks {
    /// Parses the whole file. A line that cannot be read takes only itself away: what waits for it
    /// is there, and does not know for whom it waits.
    pub fn parse(text: &[u8]) -> Self {
        let mut locks = Self::default();
        // The places of the lock before, of the one above it, and so on; the held one first.
        let mut path: Vec<usize> = Vec::new();
        for line in lines(text) {
            let Ok(lock) = Lock::parse(line) else {
                locks.malformed = locks.malformed.saturating_add(1);
                path.clear();
                continue;
            };
            path.truncate(lock.depth);
            let root = path.first().and_then(|root| locks.entries.get(*root));
            let is_connected = path.len() == lock.depth
                && root.is_none_or(|root| root.lock.id == lock.id && root.lock.id.is_ok());
            let above = match path.last() {
                _ if lock.depth == 0 => Err(Absent::NotApplicable),
                Some(above) if is_connected => Ok(*above),
                _ => Err(Absent::Malformed),
            };
            if is_connected {
                path.push(locks.entries.len());
            }
            locks.entries.push(Entry { lock, above });
        }
        locks
    }

    /// The lock that is held at the top of what one waits for; of what is held itself.
    pub fn root(&self, mut place: usize) -> Option<&Entry> {
        loop {
            let entry = self.entries.get(place)?;
            match entry.above {
                // Nothing waits for what stands below it, so this ends.
                Ok(above) if above < place => place = above,
                _ => return Some(entry),
            }
        }
    }
}

/// The locks that are held through a descriptor, from what its `fdinfo` says behind the lines that
/// every descriptor has. They come first; what follows may hold texts that a process chose.
pub fn of_details(details: &[u8]) -> impl Iterator<Item = Item<Lock>> {
    lines(details)
        .map_while(|line| labelled(line).filter(|(label, _)| *label == b"lock"))
        .map(|(_, value)| Lock::parse(value))
}

/// The locks that are held through a descriptor, from its `fdinfo`.
pub fn of_descriptor(fdinfo: &[u8]) -> Vec<Item<Lock>> {
    of_details(details(fdinfo)).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    /// What Linux 6.18 printed of locks that were made to be looked at.
    const TABLE: &[u8] = b"1: LEASE  BREAKING  UNLCK 9899 fe:00:10068031 0 EOF
1: -> LEASE  BREAKER   WRITE 9949 <none>:0 0 EOF
2: OFDLCK ADVISORY  WRITE -1 fe:00:10068030 50 59
2: -> OFDLCK ADVISORY  WRITE -1 fe:00:10068030 40 EOF
3: FLOCK  ADVISORY  READ 9899 fe:00:10068030 0 EOF
4: POSIX  ADVISORY  WRITE 9899 fe:00:10068030 5 14
4: -> POSIX  ADVISORY  WRITE 9948 fe:00:10068030 6 6
4:  -> POSIX  ADVISORY  WRITE 9945 fe:00:10068030 0 9
4: -> POSIX  ADVISORY  WRITE 9950 fe:00:10068030 7 7
";

    const FILE: Node = Node { device: Device { major: 254, minor: 0 }, inode: 10_068_030 };

    #[test]
    fn a_whole_table() {
        let locks = Locks::parse(TABLE);
        assert_eq!((locks.entries.len(), locks.malformed), (9, 0));
        let above: Vec<_> = locks.entries.iter().map(|entry| entry.above).collect();
        let held = Err(Absent::NotApplicable);
        assert_eq!(above, [held, Ok(0), held, Ok(2), held, held, Ok(5), Ok(6), Ok(5)]);
        assert_eq!(locks.root(7), locks.entries.get(5));
        assert_eq!(locks.root(4), locks.entries.get(4));
        let lock = &locks.entries[5].lock;
        let expected = Lock {
            id: Ok(4),
            depth: 0,
            kind: Ok(b"POSIX"[..].into()),
            state: Ok(b"ADVISORY"[..].into()),
            mode: Ok(b"WRITE"[..].into()),
            pid: Ok(9899),
            file: Ok(FILE),
            start: Ok(5),
            end: Ok(End::At(14)),
        };
        assert_eq!(*lock, expected);
    }

    #[test]
    fn what_does_not_apply_is_no_number() {
        let locks = Locks::parse(TABLE);
        let breaker = &locks.entries[1].lock;
        assert_eq!(breaker.file, Err(Absent::NotApplicable));
        let description = &locks.entries[3].lock;
        assert_eq!(description.pid, Err(Absent::NotApplicable));
        assert_eq!((description.start, description.end), (Ok(40), Ok(End::OfFile)));
        let invisible = Lock::parse(b"1: FLOCK  ADVISORY  WRITE 0 00:1c:7 0 EOF").unwrap();
        assert_eq!(invisible.pid, Err(Absent::NotApplicable));
    }

    #[test]
    fn an_odd_state_is_kept() {
        let lock = Lock::parse(b"7: POSIX  *NOINODE* WRITE 5 <none>:0 0 EOF").unwrap();
        assert_eq!(lock.state.as_deref(), Ok(&b"*NOINODE*"[..]));
        let unknown = Lock::parse(b"8: UNKNOWN UNKNOWN  READ 5 08:01:7 0 EOF").unwrap();
        assert!(unknown.is(b"UNKNOWN"));
    }

    #[test]
    fn damage_costs_one_line() {
        let locks = Locks::parse(
            b"1: POSIX  ADVISORY  WRITE 5 08:01:7 0 EOF\n1: -> POSI\n1:  -> POSIX  ADVISORY  WRITE 6 08:01:7 0 EOF\n2: -> FLOCK ADVISORY READ 7 08:01:8 0 EOF\n3: FLOCK ADVISORY READ x 8:q:1 y z\n",
        );
        assert_eq!((locks.entries.len(), locks.malformed), (4, 1));
        assert_eq!(locks.entries[1].above, Err(Absent::Malformed));
        assert_eq!(locks.entries[2].above, Err(Absent::Malformed));
        let bad = &locks.entries[3].lock;
        assert_eq!(bad.id, Ok(3));
        let malformed = Absent::Malformed;
        assert_eq!((bad.pid, bad.file), (Err(malformed), Err(malformed)));
        assert_eq!((bad.start, bad.end), (Err(malformed), Err(malformed)));
    }

    /// A table that moves while it is read may show what waits below a lock that is not its own.
    #[test]
    fn nobody_waits_for_a_lock_of_another_number() {
        let locks = Locks::parse(
            b"1: FLOCK  ADVISORY  WRITE 5 08:01:7 0 EOF\n2: -> FLOCK  ADVISORY  WRITE 6 08:01:9 0 EOF\n",
        );
        assert_eq!(locks.entries[1].above, Err(Absent::Malformed));
    }

    #[test]
    fn locks_of_a_descriptor() {
        let fdinfo = b"pos:\t0\nflags:\t0100002\nmnt_id:\t27\nino:\t10068030\nlock:\t1: POSIX  ADVISORY  WRITE 9899 fe:00:10068030 5 14\nlock:\t2: FLOCK  ADVISORY  READ 9899 fe:00:10068030 0 EOF\n";
        let held: Vec<Lock> = of_descriptor(fdinfo).into_iter().flatten().collect();
        let table = Locks::parse(TABLE);
        assert_eq!(held.len(), 2);
        assert_eq!(held[0].identity(), table.entries[5].lock.identity());
        assert_eq!(held[1].identity(), table.entries[4].lock.identity());
        assert_ne!(held[0].identity(), held[1].identity());
    }

    /// The name of a DMA buffer stands in `fdinfo` as it is.
    #[test]
    fn nobody_writes_himself_a_lock() {
        let forged = b"pos:\t0\nflags:\t02\nmnt_id:\t15\nino:\t9\nsize:\t4096\nname:\tx\nlock:\t1: POSIX  ADVISORY  WRITE 1 08:01:2 0 EOF\n";
        assert_eq!(of_descriptor(forged), []);
        assert_eq!(of_descriptor(b""), []);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let locks = Locks::parse(&text);
            for place in 0..locks.entries.len() {
                prop_assert!(locks.root(place).is_some());
            }
            let _ = of_descriptor(&text);
        }

        #[test]
        fn damaged_tables_keep_their_order(
            cuts in proptest::collection::vec((0..TABLE.len(), any::<u8>()), 0..8),
        ) {
            let mut text = TABLE.to_vec();
            for (place, byte) in cuts {
                text[place] = byte;
            }
            let locks = Locks::parse(&text);
            for (place, entry) in locks.entries.iter().enumerate() {
                prop_assert!(entry.above.is_err() || entry.above < Ok(place));
            }
        }

        #[test]
        fn good_lines_survive_junk(
            junk in proptest::collection::vec("[^\n:]{0,20}", 0..6),
            inodes in proptest::collection::vec(any::<u64>(), 1..6),
        ) {
            let mut text = String::new();
            for (number, inode) in inodes.iter().enumerate() {
                if let Some(junk) = junk.get(number) {
                    text += junk;
                    text.push('\n');
                }
                writeln!(text, "{number}: FLOCK  ADVISORY  WRITE 7 08:01:{inode} 0 EOF").unwrap();
            }
            let locks = Locks::parse(text.as_bytes());
            let found: Vec<u64> =
                locks.entries.iter().map(|entry| entry.lock.file.unwrap().inode).collect();
            prop_assert_eq!(found, inodes);
        }
    }
}
