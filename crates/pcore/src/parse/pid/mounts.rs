//! `[pid]/mounts`.
//!
//! The procfs crate fails the whole file on one bad row, on paths that are not UTF-8 and on options
//! with a blank, and leaves the escape of a blank in place.

use crate::Absent;
use crate::parse::columns::{rsplit_once, split_once};
use crate::parse::escape::unescaped;
use crate::parse::{Item, number};

/// One mount of a mount namespace, as `fstab` would have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountEntry {
    /// What is mounted, such as a disk; whoever mounts may leave it empty.
    pub source: Item<Box<[u8]>>,
    /// Where the mount is, as seen from the root directory of the process.
    pub point: Box<[u8]>,
    /// The type of the file system, such as `ext4` or `fuse.sshfs`.
    pub fs_type: Box<[u8]>,
    /// The options of the mount and of the file system, between commas.
    pub options: Box<[u8]>,
}

impl MountEntry {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        // One blank ends one column, since the source may be empty. Not every file system escapes
        // the blanks in its options, so that these end where the last two columns start: how often
        // to dump and in which order to check, which the kernel always prints as 0.
        let (source, rest) = split_once(line, b' ').ok_or(Absent::Malformed)?;
        let (point, rest) = split_once(rest, b' ').ok_or(Absent::Malformed)?;
        let (fs_type, rest) = split_once(rest, b' ').ok_or(Absent::Malformed)?;
        let (rest, order) = rsplit_once(rest, b' ').ok_or(Absent::Malformed)?;
        let (options, dump) = rsplit_once(rest, b' ').ok_or(Absent::Malformed)?;
        number::unsigned(order)?;
        number::unsigned(dump)?;
        if point.is_empty() || fs_type.is_empty() {
            return Err(Absent::Malformed);
        }
        Ok(Self {
            source: match source {
                b"" => Err(Absent::NotApplicable),
                source => Ok(unescaped(source)),
            },
            point: unescaped(point),
            fs_type: unescaped(fs_type),
            options: unescaped(options),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"/dev/disk\\0431 /mnt/a\\040b\\134 ext4 rw,relatime,journal=a\\011b 0 0";

    #[test]
    fn a_whole_row() {
        let expected = MountEntry {
            source: Ok(b"/dev/disk#1"[..].into()),
            point: b"/mnt/a b\\"[..].into(),
            fs_type: b"ext4"[..].into(),
            options: b"rw,relatime,journal=a\tb"[..].into(),
        };
        assert_eq!(MountEntry::parse(ROW), Ok(expected));
    }

    #[test]
    fn a_source_may_be_empty_and_options_may_hold_blanks() {
        let mount = MountEntry::parse(b" /tmp/x tmpfs rw,size=4k 0 0").unwrap();
        assert_eq!(mount.source, Err(Absent::NotApplicable));
        assert_eq!(&*mount.options, b"rw,size=4k");
        let mount = MountEntry::parse(b"//h/s /x cifs rw,username=a b 0 0").unwrap();
        assert_eq!(&*mount.options, b"rw,username=a b");
    }

    #[test]
    fn damage_costs_the_row() {
        for row in [
            &b""[..],
            b"a /b ext4",
            b"a /b ext4 rw",
            b"a /b ext4 rw 0",
            b"a /b ext4 rw 0 x",
            b"a  ext4 rw 0 0",
        ] {
            assert_eq!(MountEntry::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = MountEntry::parse(&row);
            let _ = MountEntry::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| MountEntry::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
