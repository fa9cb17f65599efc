//! `[pid]/mountinfo`.
//!
//! The procfs crate fails the whole file on one bad row, and on paths that are not UTF-8.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::device::Device;
use crate::parse::escape::unescaped;
use crate::parse::{Item, number};

/// One mount of a mount namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The number of the mount, which fdinfo names.
    pub id: u32,
    /// The mount that this one is mounted on.
    pub parent: u32,
    /// The device that `stat` reports for files of the file system.
    pub device: Device,
    /// The path inside the file system that shows at the mount point.
    pub root: Box<[u8]>,
    /// Where the mount is, as seen from the root directory of the process.
    pub point: Box<[u8]>,
    /// The options of the mount, between commas.
    pub options: Box<[u8]>,
    /// How what is mounted below it spreads.
    pub propagation: Propagation,
    /// The type of the file system, such as `ext4` or `fuse.sshfs`.
    pub fs_type: Box<[u8]>,
    /// What is mounted, such as a disk; whoever mounts may leave it empty.
    pub source: Item<Box<[u8]>>,
    /// The options of the file system, between commas.
    pub super_options: Box<[u8]>,
}

/// How what is mounted below a mount spreads to other mounts, and from them. Without any of these
/// the mount is private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Propagation {
    /// The group of mounts that give to each other; does not apply to a mount that gives nothing.
    pub shared: Item<u32>,
    /// The group that the mount takes from; does not apply to a mount that takes nothing.
    pub master: Item<u32>,
    /// The nearest group behind that one which the process can see; printed only where it cannot
    /// see that one itself.
    pub propagate_from: Item<u32>,
    /// Whether the mount cannot be bound elsewhere.
    pub is_unbindable: bool,
}

impl Propagation {
    const PRIVATE: Self = Self {
        shared: Err(Absent::NotApplicable),
        master: Err(Absent::NotApplicable),
        propagate_from: Err(Absent::NotApplicable),
        is_unbindable: false,
    };

    /// Takes one tag. Those of newer kernels are passed over.
    fn take(&mut self, tag: &[u8]) {
        match split_once(tag, b':') {
            Some((b"shared", group)) => self.shared = number::narrow(group),
            Some((b"master", group)) => self.master = number::narrow(group),
            Some((b"propagate_from", group)) => self.propagate_from = number::narrow(group),
            None if tag == b"unbindable" => self.is_unbindable = true,
            _ => {}
        }
    }
}

impl Mount {
    /// Whether another machine, or a program, answers for the file system, and so may not answer.
    pub fn is_remote(&self) -> bool {
        const REMOTE: &[&[u8]] = &[
            b"9p",
            b"afs",
            b"beegfs",
            b"ceph",
            b"cifs",
            b"fuse",
            b"fuseblk",
            b"gfs2",
            b"glusterfs",
            b"gpfs",
            b"lustre",
            b"ncpfs",
            b"nfs",
            b"nfs4",
            b"ocfs2",
            b"orangefs",
            b"smb3",
            b"smbfs",
            b"virtiofs",
        ];
        self.fs_type.starts_with(b"fuse.") || REMOTE.contains(&&*self.fs_type)
    }

    /// Whether the kernel itself knows what lies there, and mounts nothing for being asked. What /proc
    /// links to is no path.
    pub fn may_be_walked(&self) -> bool {
        !self.is_remote() && !matches!(&*self.fs_type, b"proc" | b"autofs")
    }

    /// Whether a path without links is the mount point or leads below it, unless another mount covers
    /// it.
    pub fn leads_to(&self, path: &[u8]) -> bool {
        is_at_or_below(path, &self.point)
    }

    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        // One blank ends one column, since the source may be empty.
        let mut columns = line.split(|byte| *byte == b' ');
        let mut column = || columns.next().ok_or(Absent::Malformed);
        let id = number::narrow(column()?)?;
        let parent = number::narrow(column()?)?;
        let device = Device::from_dec(column()?)?;
        let root = unescaped(column()?);
        let point = unescaped(column()?);
        let options = column()?.into();
        // Any number of tags such as `shared:1` stands between the options and the dash.
        let mut propagation = Propagation::PRIVATE;
        loop {
            match column()? {
                b"-" => break,
                tag => propagation.take(tag),
            }
        }
        let fs_type = unescaped(column()?);
        let source = match column()? {
            b"" => Err(Absent::NotApplicable),
            source => Ok(unescaped(source)),
        };
        Ok(Self {
            id,
            parent,
            device,
            root,
            point,
            options,
            propagation,
            fs_type,
            source,
            // Not every file system escapes the blanks in its own options.
            super_options: columns.collect::<Vec<_>>().join(&b' ').into(),
        })
    }
}

/// Whether a path without links is another or below it.
pub(crate) fn is_at_or_below(path: &[u8], top: &[u8]) -> bool {
    let top = top.strip_suffix(b"/").unwrap_or(top);
    path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 shared:7 - ext4 /dev/root rw,errors=continue";

    #[test]
    fn a_whole_row() {
        let expected = Mount {
            id: 36,
            parent: 35,
            device: Device { major: 98, minor: 0 },
            root: b"/mnt1"[..].into(),
            point: b"/mnt 2"[..].into(),
            options: b"rw,noatime"[..].into(),
            propagation: Propagation { shared: Ok(7), master: Ok(1), ..Propagation::PRIVATE },
            fs_type: b"ext4"[..].into(),
            source: Ok(b"/dev/root"[..].into()),
            super_options: b"rw,errors=continue"[..].into(),
        };
        assert_eq!(Mount::parse(ROW), Ok(expected));
    }

    #[test]
    fn a_source_may_be_empty_and_options_may_hold_blanks() {
        let mount = Mount::parse(b"40 36 0:52 / /tmp/x rw - tmpfs  rw,size=4k").unwrap();
        assert_eq!(mount.source, Err(Absent::NotApplicable));
        assert_eq!(&*mount.super_options, b"rw,size=4k");
        let mount = Mount::parse(b"40 36 0:52 / /tmp/x rw - cifs //h/s rw,username=a b").unwrap();
        assert_eq!(&*mount.super_options, b"rw,username=a b");
    }

    #[test]
    fn a_damaged_tag_costs_the_tag() {
        let row = b"40 36 0:52 / / rw shared:x propagate_from:2 later:1 unbindable - tmpfs x rw";
        let propagation = Mount::parse(row).unwrap().propagation;
        let expected = Propagation {
            shared: Err(Absent::Malformed),
            propagate_from: Ok(2),
            is_unbindable: true,
            ..Propagation::PRIVATE
        };
        assert_eq!(propagation, expected);
    }

    #[test]
    fn a_path_is_below_a_mount_by_its_parts() {
        let at = |point: &str| {
            Mount::parse(format!("1 0 0:1 / {point} rw - tmpfs x rw").as_bytes()).unwrap()
        };
        assert!(at("/a").leads_to(b"/a/b"));
        assert!(at("/a").leads_to(b"/a"));
        assert!(at("/").leads_to(b"/a"));
        assert!(at("/").leads_to(b"/"));
        assert!(!at("/a").leads_to(b"/ab"));
        assert!(!at("/a").leads_to(b"/"));
    }

    #[test]
    fn damage_costs_the_row() {
        for row in [
            &b""[..],
            b"36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 ext4 /dev/root rw",
            b"36 35 98 / / rw - ext4 /dev/root rw",
            b"-1 35 98:0 / / rw - ext4 /dev/root rw",
            b"36 35 98:0 / / rw - ext4",
        ] {
            assert_eq!(Mount::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = Mount::parse(&row);
            let _ = Mount::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Mount::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
