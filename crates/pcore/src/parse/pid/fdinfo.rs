//! `[pid]/fdinfo/[fd]`: what the kernel says of every descriptor, and then of its kind alone.
//!
//! The procfs crate does not cover this file.

/// Declares the struct of what the kernel says of one kind of file in `Label: value` lines, with its
/// parser. Each field names its label, the function that parses the value, and why there is no value
/// where the kernel prints no such line.
///
/// The first line with a label counts: what comes later may be a text that a process chose.
macro_rules! details {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$doc:meta])* $field:ident: $type:ty = $label:literal, $parse:expr, $absent:ident;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $crate::parse::Item<$type>,)*
        }

        impl $crate::parse::pid::fdinfo::Details for $name {
            fn parse(text: &[u8]) -> Self {
                let mut details = Self { $($field: Err($crate::Absent::$absent),)* };
                let mut seen: Vec<&[u8]> = Vec::new();
                for (label, value) in
                    $crate::parse::lines(text).filter_map($crate::parse::labelled)
                {
                    if seen.contains(&label) {
                        continue;
                    }
                    match label {
                        $($label => details.$field = $parse(value),)*
                        _ => continue,
                    }
                    seen.push(label);
                }
                details
            }

            fn knows(line: &[u8]) -> bool {
                matches!($crate::parse::labelled(line), Some(($($label)|*, _)))
            }
        }
    };
}

pub mod bpf;
pub mod device;
pub mod dma_buf;
pub mod drm;
pub mod epoll;
pub mod eventfd;
pub mod io_uring;
pub mod perf_event;
pub mod pidfd;
pub mod signalfd;
pub mod socket;
pub mod timerfd;
pub mod userfaultfd;
pub mod watches;

use crate::Absent;
use crate::parse::{Item, labelled, lines, number};

/// How many lines the kernel prints for every kind of file. What follows depends on the kind and may
/// hold text that a process chose, such as the name of a DMA buffer, so it says nothing of these.
const COMMON_LINES: usize = 4;

/// What the kernel says of one kind of file alone.
pub trait Details: Sized {
    /// Parses what follows the lines that every descriptor has. It is total: what is not there is
    /// absent, field by field.
    fn parse(text: &[u8]) -> Self;

    /// Whether a line is one of those that are read.
    fn knows(line: &[u8]) -> bool;
}

/// What follows the lines that every descriptor has, or all where there are no such lines.
pub fn details(text: &[u8]) -> &[u8] {
    FdInfo::split(text).map_or(text, |(_, details)| details)
}

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
        Self::split(text).map(|(info, _)| info)
    }

    /// The same, and what follows the lines that every descriptor has: they end with the first that is
    /// none of them.
    ///
    /// # Errors
    /// When none of the first lines has a label.
    pub fn split(text: &[u8]) -> Item<(Self, &[u8])> {
        let unsupported = Err(Absent::Unsupported);
        let mut info = Self {
            pos: unsupported,
            flags: unsupported,
            mnt_id: Err(Absent::Unsupported),
            ino: unsupported,
        };
        let (mut details, mut rest) = (text, text);
        let (mut is_labelled, mut is_common) = (false, true);
        for line in lines(text).take(COMMON_LINES) {
            rest = rest.get(line.len() + 1..).unwrap_or_default();
            let parts = labelled(line);
            is_labelled |= parts.is_some();
            match parts {
                Some((b"pos", value)) => info.pos = offset(value),
                Some((b"flags", value)) => info.flags = number::octal(value),
                Some((b"mnt_id", value)) => info.mnt_id = number::narrow(value),
                Some((b"ino", value)) => info.ino = number::unsigned(value),
                // A damaged line costs its field, and not those behind it.
                _ => is_common = false,
            }
            if is_common {
                details = rest;
            }
        }
        if is_labelled { Ok((info, details)) } else { Err(Absent::Malformed) }
    }
}

/// An offset. In files such as `/dev/mem` it is an address, and the kernel prints those of the upper
/// half as negative numbers.
fn offset(value: &[u8]) -> Item<u64> {
    number::unsigned(value).or_else(|_| number::signed(value).map(i64::cast_unsigned))
}

/// The property tests of the details of a kind: no text and no damaged one makes the parser panic.
#[cfg(test)]
macro_rules! details_properties {
    ($type:ty, $text:expr) => {
        proptest::proptest! {
            #[test]
            fn never_panics(text: Vec<u8>, flip in 0..$text.len(), byte: u8) {
                let _ = <$type as $crate::parse::pid::fdinfo::Details>::parse(&text);
                let damaged = $crate::parse::fixture::damaged($text, flip, byte);
                let _ = <$type as $crate::parse::pid::fdinfo::Details>::parse(&damaged);
            }
        }
    };
}
#[cfg(test)]
use details_properties;

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
    fn what_a_kind_alone_has_follows() {
        assert_eq!(details(b"pos:\t0\nflags:\t02\nmnt_id:\t15\nino:\t9\nino:\t1\n"), b"ino:\t1\n");
        assert_eq!(details(b"pos:\t0\nflags:\t02\nmnt_id:\t15\ntfd: 1\n"), b"tfd: 1\n");
        assert_eq!(details(b"pos:\t0\nflags:\t02"), b"");
        assert_eq!(details(b""), b"");
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let info = FdInfo::parse(b"pos:\t-1\nflags:\t09\nmnt_id:\t4294967296\n").unwrap();
        assert_eq!(info.pos, Ok(u64::MAX));
        assert_eq!(info.flags, Err(Absent::Malformed));
        assert_eq!(info.mnt_id, Err(Absent::Malformed));
        assert_eq!(info.ino, Err(Absent::Unsupported));
        assert_eq!(FdInfo::parse(b""), Err(Absent::Malformed));
        // What is no line of every descriptor costs itself.
        let damaged = b"pos:\t7\nflags\t02\nmnt_id:\t15\nino:\t9\ncount:\t1\n";
        let (info, details) = FdInfo::split(damaged).unwrap();
        assert_eq!((info.pos, info.flags), (Ok(7), Err(Absent::Unsupported)));
        assert_eq!((info.mnt_id, info.ino), (Ok(15), Ok(9)));
        assert!(details.starts_with(b"flags\t02\n"));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = FdInfo::parse(&text);
            let _ = details(&text);
        }
    }
}
