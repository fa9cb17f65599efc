//! What `fdinfo` says of an inotify instance or a fanotify group: what is watched, and for what.

use super::Details;
use crate::Absent;
use crate::parse::device::Device;
use crate::parse::{Item, lines, number, words};

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watches {
    /// The flags that a fanotify group was made with, by bit of `FAN_CLOEXEC` and so on.
    pub flags: Item<u64>,
    /// The flags of the descriptors that it hands out, by bit of `O_RDONLY` and so on.
    pub event_flags: Item<u64>,
    /// One for each object that is watched.
    pub watches: Vec<Watch>,
}

/// What an object that is watched is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// A file or directory, with its inode.
    Inode(u64),
    /// A mount, with its number.
    Mount(u32),
    /// A file system.
    FileSystem,
    /// A mount namespace, with its inode.
    MountNamespace(u64),
}

/// One object that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The number by which inotify tells of it.
    pub descriptor: Item<u32>,
    /// What it is.
    pub object: Item<Object>,
    /// The device of its file system.
    pub device: Item<Device>,
    /// The events that are told, by bit of `IN_ACCESS` and so on.
    pub mask: Item<u64>,
    /// The events that are not told.
    pub ignored: Item<u64>,
    /// The flags of a mark of fanotify, by bit of `FAN_MARK_*`.
    pub flags: Item<u64>,
    /// What opens the object again.
    pub handle: Item<Handle>,
}

/// What opens a file again, whatever its name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// The type, which says to the file system what the bytes are.
    pub kind: u32,
    /// The bytes.
    pub bytes: Box<[u8]>,
}

impl Watch {
    fn parse<'t>(words: impl Iterator<Item = &'t [u8]>) -> Self {
        let none = Err(Absent::NotApplicable);
        let mut watch = Self {
            descriptor: Err(Absent::NotApplicable),
            object: Err(Absent::Malformed),
            device: Err(Absent::NotApplicable),
            mask: Err(Absent::Malformed),
            ignored: none,
            flags: none,
            handle: Err(Absent::NotApplicable),
        };
        let (mut kind, mut bytes) = (Err(Absent::Malformed), Err(Absent::NotApplicable));
        for (label, value) in words.filter_map(|word| crate::parse::columns::split_once(word, b':'))
        {
            match label {
                // Since Linux 3.8; the manual of the kernel calls it decimal.
                b"wd" => watch.descriptor = number::narrow_hex(value),
                b"ino" => watch.object = number::hex(value).map(Object::Inode),
                b"mnt_id" => watch.object = number::narrow_hex(value).map(Object::Mount),
                b"mnt_ns" => watch.object = number::unsigned(value).map(Object::MountNamespace),
                b"sdev" => {
                    watch.device = Device::from_number(value);
                    if watch.object.is_err() {
                        watch.object = Ok(Object::FileSystem);
                    }
                }
                b"mask" => watch.mask = number::hex(value),
                b"ignored_mask" => watch.ignored = number::hex(value),
                b"mflags" => watch.flags = number::hex(value),
                b"fhandle-type" => kind = number::narrow_hex(value),
                b"f_handle" => bytes = unhex(value),
                _ => {}
            }
        }
        watch.handle = bytes.and_then(|bytes| Ok(Handle { kind: kind?, bytes }));
        watch
    }
}

/// Bytes of two digits each.
fn unhex(text: &[u8]) -> Item<Box<[u8]>> {
    let pairs = text.chunks(2);
    pairs
        .map(|pair| if pair.len() == 2 { number::narrow_hex(pair) } else { Err(Absent::Malformed) })
        .collect()
}

impl Details for Watches {
    fn parse(text: &[u8]) -> Self {
        let mut watches = Self {
            flags: Err(Absent::NotApplicable),
            event_flags: Err(Absent::NotApplicable),
            watches: Vec::new(),
        };
        for line in lines(text) {
            let mut words = words(line);
            match words.next() {
                Some(b"fanotify") if line.starts_with(b"fanotify flags:") => {
                    let mut value = |label: &[u8]| {
                        let word = words.next().and_then(|word| word.strip_prefix(label));
                        number::hex(word.ok_or(Absent::Malformed)?)
                    };
                    watches.flags = value(b"flags:");
                    watches.event_flags = value(b"event-flags:");
                }
                Some(b"inotify" | b"fanotify") => watches.watches.push(Watch::parse(words)),
                _ => {}
            }
        }
        watches
    }

    fn knows(line: &[u8]) -> bool {
        line.starts_with(b"inotify ") || line.starts_with(b"fanotify ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::details_properties;

    const INOTIFY: &[u8] = b"inotify wd:1f ino:a5a918 sdev:fe00000 mask:300 ignored_mask:0 fhandle-bytes:8 fhandle-type:1 f_handle:18a9a50094a02acf\n";
    const FANOTIFY: &[u8] = b"fanotify flags:1 event-flags:8000\nfanotify ino:a5a918 sdev:fe00000 mflags:40 mask:28 ignored_mask:2\nfanotify mnt_id:1b mflags:0 mask:1 ignored_mask:0\nfanotify sdev:fe00000 mflags:0 mask:1 ignored_mask:0\nfanotify mnt_ns:4026531832 mflags:0 mask:1000000 ignored_mask:0\n";

    #[test]
    fn a_watch_of_inotify() {
        let watches = Watches::parse(INOTIFY);
        assert_eq!(watches.flags, Err(Absent::NotApplicable));
        let watch = &watches.watches[0];
        assert_eq!(watch.descriptor, Ok(31));
        assert_eq!(watch.object, Ok(Object::Inode(0xa5_a918)));
        assert_eq!(watch.device, Ok(Device { major: 254, minor: 0 }));
        assert_eq!(watch.mask, Ok(0x300));
        let bytes = [0x18, 0xa9, 0xa5, 0, 0x94, 0xa0, 0x2a, 0xcf];
        assert_eq!(watch.handle, Ok(Handle { kind: 1, bytes: bytes.into() }));
    }

    #[test]
    fn marks_of_fanotify() {
        let watches = Watches::parse(FANOTIFY);
        assert_eq!((watches.flags, watches.event_flags), (Ok(1), Ok(0x8000)));
        let objects: Vec<_> = watches.watches.iter().flat_map(|watch| watch.object).collect();
        let expected = [
            Object::Inode(0xa5_a918),
            Object::Mount(27),
            Object::FileSystem,
            Object::MountNamespace(4_026_531_832),
        ];
        assert_eq!(objects, expected);
        assert_eq!(watches.watches[0].flags, Ok(0x40));
        assert_eq!(watches.watches[0].ignored, Ok(2));
    }

    #[test]
    fn damage_costs_what_it_hits() {
        let watches = Watches::parse(b"inotify wd:x mask:1\nfanotify flags:\ninotify\nother 1\n");
        assert_eq!(watches.watches.len(), 2);
        assert_eq!(watches.watches[0].descriptor, Err(Absent::Malformed));
        assert_eq!(watches.watches[0].object, Err(Absent::Malformed));
        assert_eq!(watches.watches[0].mask, Ok(1));
        assert_eq!(watches.flags, Err(Absent::Malformed));
        let handle = |text: &[u8]| Watches::parse(text).watches[0].handle.clone();
        assert_eq!(handle(b"inotify wd:1 fhandle-type:1 f_handle:18zz"), Err(Absent::Malformed));
        assert_eq!(handle(b"inotify wd:1 fhandle-type:1 f_handle:18a"), Err(Absent::Malformed));
        assert_eq!(handle(b"inotify wd:1 f_handle:18"), Err(Absent::Malformed));
        assert_eq!(handle(b"inotify wd:1 fhandle-type:1"), Err(Absent::NotApplicable));
    }

    details_properties!(Watches, FANOTIFY);
}
