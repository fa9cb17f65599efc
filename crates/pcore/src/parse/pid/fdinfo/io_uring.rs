//! What `fdinfo` says of an `io_uring` instance.
//!
//! Where the lock of the ring is taken the kernel prints nothing at all.

use super::Details;
use crate::Absent;
use crate::parse::{Item, labelled, lines, number};

/// Two rings through which requests go to the kernel and come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IoUring {
    /// What stands in lines with a label and one number.
    numbers: Vec<(&'static [u8], Item<i64>)>,
    /// The files that were registered, by their place; those that are not there are left out.
    pub files: Vec<(u64, Box<[u8]>)>,
    /// How many requests wait for an event of a file.
    pub polled: u64,
    /// How many completions did not fit into the ring.
    pub overflowed: u64,
    /// Whether network devices are polled, and how.
    pub napi: Option<Box<[u8]>>,
}

/// The lines with one number.
const NUMBERS: &[&[u8]] = &[
    b"SqMask",
    b"SqHead",
    b"SqTail",
    b"CachedSqHead",
    b"CqMask",
    b"CqHead",
    b"CqTail",
    b"CachedCqTail",
    b"SQEs",
    b"CQEs",
    b"SqThread",
    b"SqThreadCpu",
    b"SqTotalTime",
    b"SqWorkTime",
    b"UserFiles",
    b"UserBufs",
];

impl IoUring {
    fn number(&self, label: &[u8]) -> Item<i64> {
        let found = self.numbers.iter().find(|(known, _)| *known == label);
        found.map_or(Err(Absent::Unsupported), |(_, number)| *number)
    }

    /// What stands behind a label; a negative number says that there is none.
    ///
    /// # Errors
    /// Why there is none.
    pub fn count(&self, label: &[u8]) -> Item<u64> {
        u64::try_from(self.number(label)?).map_err(|_| Absent::NotApplicable)
    }

    /// How many places a ring has, of which the kernel prints the mask.
    ///
    /// # Errors
    /// When it is not in the kernel's format.
    pub fn places(&self, mask: &[u8]) -> Item<u64> {
        self.count(mask)?.checked_add(1).ok_or(Absent::Malformed)
    }

    /// How many entries stand between the head of a ring and its tail, which are 32 bits wide.
    ///
    /// # Errors
    /// When they are not in the kernel's format.
    pub fn between(&self, head: &[u8], tail: &[u8]) -> Item<u64> {
        let narrow = |label| u32::try_from(self.count(label)?).map_err(|_| Absent::Malformed);
        Ok(narrow(tail)?.wrapping_sub(narrow(head)?).into())
    }
}

/// A registered file: its place, and its path or a word for none.
fn file(line: &[u8]) -> Option<(u64, Box<[u8]>)> {
    let (place, path) = labelled(line)?;
    Some((number::unsigned(place).ok()?, path.into()))
}

impl Details for IoUring {
    fn parse(text: &[u8]) -> Self {
        let mut ring = Self::default();
        // Below a heading stand rows of their own, set off by blanks.
        let mut heading: &[u8] = b"";
        for line in lines(text) {
            if line.starts_with(b" ") {
                match heading {
                    b"UserFiles" => ring.files.extend(file(line)),
                    b"PollList" => ring.polled += 1,
                    b"CqOverflowList" => ring.overflowed += 1,
                    _ => {}
                }
                continue;
            }
            let Some((label, value)) = labelled(line) else { continue };
            heading = label;
            if label == b"NAPI" {
                ring.napi.get_or_insert_with(|| value.into());
            }
            if let Some(known) = NUMBERS.iter().find(|known| **known == label)
                && !ring.numbers.iter().any(|(seen, _)| seen == known)
            {
                let number = value.strip_prefix(b"0x").map_or_else(
                    || number::signed(value),
                    |hex| {
                        number::hex(hex).and_then(|n| n.try_into().map_err(|_| Absent::Malformed))
                    },
                );
                ring.numbers.push((known, number));
            }
        }
        ring
    }

    fn knows(line: &[u8]) -> bool {
        let is_known = |label| {
            NUMBERS.contains(&label) || matches!(label, b"PollList" | b"CqOverflowList" | b"NAPI")
        };
        line.starts_with(b" ") || labelled(line).is_some_and(|(label, _)| is_known(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::details_properties;

    const TEXT: &[u8] = b"SqMask:\t0x7\nSqHead:\t4294967295\nSqTail:\t1\nCachedSqHead:\t0\nCqMask:\t0xf\nCqHead:\t0\nCqTail:\t0\nCachedCqTail:\t0\nSQEs:\t2\n    0: opcode:NOP, fd:-1, flags:0, off: 0, addr:0x0, rw_flags:0x0, buf_index:0 user_data:0\nCQEs:\t0\nSqThread:\t-1\nSqThreadCpu:\t-1\nSqTotalTime:\t0\nSqWorkTime:\t0\nUserFiles:\t2\n    0: /a b\n    1: <none>\nUserBufs:\t0\nPollList:\n  op=6, task_works=0\nCqOverflowList:\n  user_data=1, res=0, flags=0\nNAPI:\tdisabled\n";

    #[test]
    fn a_whole_one() {
        let ring = IoUring::parse(TEXT);
        assert_eq!(ring.places(b"SqMask"), Ok(8));
        assert_eq!(ring.places(b"CqMask"), Ok(16));
        assert_eq!(ring.between(b"SqHead", b"SqTail"), Ok(2));
        assert_eq!(ring.count(b"SqThread"), Err(Absent::NotApplicable));
        assert_eq!(ring.files, [(0, b"/a b"[..].into()), (1, b"<none>"[..].into())]);
        assert_eq!(ring.napi.as_deref(), Some(&b"disabled"[..]));
    }

    #[test]
    fn rows_without_a_label_count_too() {
        let ring = IoUring::parse(TEXT);
        assert_eq!((ring.polled, ring.overflowed), (1, 1));
    }

    #[test]
    fn a_ring_that_is_busy_tells_nothing() {
        let ring = IoUring::parse(b"");
        assert_eq!(ring.places(b"SqMask"), Err(Absent::Unsupported));
        let ring = IoUring::parse(b"SqMask:\t0xz\nSqHead:\t-1\nSqTail:\t1\n");
        assert_eq!(ring.places(b"SqMask"), Err(Absent::Malformed));
        assert_eq!(ring.between(b"SqHead", b"SqTail"), Err(Absent::NotApplicable));
    }

    details_properties!(IoUring, TEXT);
}
