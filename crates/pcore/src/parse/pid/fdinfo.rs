//! `[pid]/fdinfo/[fd]`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::{Item, labelled, lines, number};

/// How many lines the kernel prints for every kind of file. What follows depends on the kind and may
/// hold text that a process chose, such as the name of a DMA buffer, so it must not be looked at.
const COMMON_LINES: usize = 4;

/// What the kernel says of any descriptor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FdInfo {
    /// The file offset in bytes.
    pub pos: Item<u64>,
    /// The `O_*` flags: access mode, status, and `O_CLOEXEC` of this descriptor.
    pub flags: Item<u64>,
    /// The mount that the file was opened through, as mountinfo numbers it.
    pub mnt_id: Item<u32>,
    /// The inode; since Linux 5.14.
    pub ino: Item<u64>,
}

impl FdInfo {
    /// Parses the whole file. It is malformed when none of its first lines has a label.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let unsupported = Err(Absent::Unsupported);
        let mut info = Self {
            pos: unsupported,
            flags: unsupported,
            mnt_id: Err(Absent::Unsupported),
            ino: unsupported,
        };
        let mut is_labelled = false;
        for (label, value) in lines(text).take(COMMON_LINES).filter_map(labelled) {
            is_labelled = true;
            match label {
                b"pos" => info.pos = offset(value),
                b"flags" => info.flags = number::octal(value),
                b"mnt_id" => info.mnt_id = number::narrow(value),
                b"ino" => info.ino = number::unsigned(value),
                _ => {}
            }
        }
        if is_labelled { Ok(info) } else { Err(Absent::Malformed) }
    }
}

/// An offset. In files such as `/dev/mem` it is an address, and the kernel prints those of the upper
/// half as negative numbers.
fn offset(value: &[u8]) -> Item<u64> {
    number::unsigned(value).or_else(|_| number::signed(value).map(i64::cast_unsigned))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let info = FdInfo::parse(
            b"pos:\t8796093022208\nflags:\t02100002\nmnt_id:\t24\nino:\t3\nlock:\t1: POSIX\n",
        );
        let expected =
            FdInfo { pos: Ok(1 << 43), flags: Ok(0o2_100_002), mnt_id: Ok(24), ino: Ok(3) };
        assert_eq!(info, Ok(expected));
    }

    #[test]
    fn later_lines_cannot_change_the_first() {
        let info = FdInfo::parse(b"pos:\t0\nflags:\t02\nmnt_id:\t15\nino:\t9\nname:\tx\nino:\t1\n")
            .unwrap();
        assert_eq!(info.ino, Ok(9));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let info = FdInfo::parse(b"pos:\t-1\nflags:\t09\nmnt_id:\t4294967296\n").unwrap();
        assert_eq!(info.pos, Ok(u64::MAX));
        assert_eq!(info.flags, Err(Absent::Malformed));
        assert_eq!(info.mnt_id, Err(Absent::Malformed));
        assert_eq!(info.ino, Err(Absent::Unsupported));
        assert_eq!(FdInfo::parse(b""), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = FdInfo::parse(&text);
        }
    }
}
