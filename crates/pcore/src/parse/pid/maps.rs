//! `[pid]/maps`.
//!
//! The procfs crate fails the whole file on one bad row, and on names that are not UTF-8.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::device::Device;
use crate::parse::{Item, number};

/// One mapping of an address space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The first address.
    pub start: u64,
    /// The address after the last.
    pub end: u64,
    /// `rwx` and then `p` for private or `s` for shared; `-` where a right is missing.
    pub permissions: [u8; 4],
    /// Where in the file the mapping starts, in bytes.
    pub offset: u64,
    /// The device of the file; 0:0 for none.
    pub device: Device,
    /// The inode of the file; 0 for none.
    pub inode: u64,
    /// The file, or what else the kernel calls the mapping, such as `[heap]`; empty for none.
    ///
    /// The kernel writes a newline as `\012` and leaves a backslash alone, so that this is not
    /// undone. What was unlinked ends in ` (deleted)`.
    pub name: Box<[u8]>,
}

/// What a mapping is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A file.
    File,
    /// Memory of the process's own, without a name.
    Anonymous,
    /// The same with a name that the process gave it: `[anon:..]` or `[anon_shmem:..]`.
    AnonNamed,
    /// The heap that `brk` moves.
    Heap,
    /// A stack that the kernel made or knows.
    Stack,
    /// Memory for several processes that belongs to no file of any directory.
    SharedMemory,
    /// The kernel's code for the process.
    Vdso,
    /// The data of that code.
    Vvar,
    /// The page of the oldest fast system calls.
    Vsyscall,
    /// Something else of the kernel's, such as `[uprobes]` or `anon_inode:[perf_event]`.
    Special,
}

impl Kind {
    /// Every kind, in the order in which they are declared.
    pub const ALL: [Self; 10] = [
        Self::File,
        Self::Anonymous,
        Self::AnonNamed,
        Self::Heap,
        Self::Stack,
        Self::SharedMemory,
        Self::Vdso,
        Self::Vvar,
        Self::Vsyscall,
        Self::Special,
    ];

    /// The word for the kind.
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Anonymous => "anonymous",
            Self::AnonNamed => "anon_named",
            Self::Heap => "heap",
            Self::Stack => "stack",
            Self::SharedMemory => "shared_memory",
            Self::Vdso => "vdso",
            Self::Vvar => "vvar",
            Self::Vsyscall => "vsyscall",
            Self::Special => "special",
        }
    }
}

impl Mapping {
    /// What the mapping is for, going by its name. Anybody can call a file `[heap]`, but the name of
    /// a file starts with a slash, and what the kernel makes up does not; except for shared memory.
    pub fn kind(&self) -> Kind {
        match &*self.name {
            b"" => Kind::Anonymous,
            [b'/', ..] if self.is_shared_memory() => Kind::SharedMemory,
            [b'/', ..] => Kind::File,
            b"[heap]" => Kind::Heap,
            b"[stack]" => Kind::Stack,
            b"[vdso]" => Kind::Vdso,
            b"[vsyscall]" => Kind::Vsyscall,
            name if name.starts_with(b"[vvar") => Kind::Vvar,
            // Linux 3.4 to 4.4 tell the stacks of threads.
            name if name.starts_with(b"[stack:") => Kind::Stack,
            name if name.starts_with(b"[anon:") || name.starts_with(b"[anon_shmem:") => {
                Kind::AnonNamed
            }
            _ => Kind::Special,
        }
    }

    /// Whether the file is one that the kernel made for shared memory. It is in no directory, so
    /// that the kernel calls it deleted, and on a file system of the kernel's own, whose device has
    /// no driver; a file of that name elsewhere is seldom both.
    fn is_shared_memory(&self) -> bool {
        let Some(name) = self.name.strip_suffix(b" (deleted)") else {
            return false;
        };
        self.device.major == 0
            && (name == b"/dev/zero" || name.starts_with(b"/SYSV") || name.starts_with(b"/memfd:"))
    }

    /// How many bytes it covers.
    pub fn size(&self) -> Item<u64> {
        self.end.checked_sub(self.start).ok_or(Absent::Malformed)
    }

    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let mut column = || columns.word().map_err(|_| Absent::Malformed);
        let (start, end) = split_once(column()?, b'-').ok_or(Absent::Malformed)?;
        Ok(Self {
            start: number::hex(start)?,
            end: number::hex(end)?,
            permissions: column()?.try_into().map_err(|_| Absent::Malformed)?,
            offset: number::hex(column()?)?,
            device: Device::from_hex(column()?)?,
            inode: number::unsigned(column()?)?,
            name: unpadded(columns.rest()).into(),
        })
    }
}

/// What a row says of the file that is mapped: device, inode and name, as they stand. The mappings of
/// one file follow each other and say the same.
pub(crate) fn file(line: &[u8]) -> &[u8] {
    const BEFORE: usize = 3;
    let start = memchr::memchr_iter(b' ', line).nth(BEFORE - 1);
    start.and_then(|start| line.get(start..)).unwrap_or(line)
}

/// Whether this says that no file is mapped: device and inode are zero.
pub(crate) fn is_of_no_file(file: &[u8]) -> bool {
    file.starts_with(b" 00:00 0 ")
}

/// The name without the padding before it. The blanks at its end are its own, except the one that
/// the kernel prints after the inode of a mapping without a name.
fn unpadded(rest: &[u8]) -> &[u8] {
    let start = rest.iter().position(|byte| *byte != b' ').unwrap_or(rest.len());
    rest.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"7f0000001000-7f0000003000 r-xp 00002000 fd:11 393449                     /opt/a b (deleted)";

    #[test]
    fn a_whole_row() {
        let expected = Mapping {
            start: 0x7f00_0000_1000,
            end: 0x7f00_0000_3000,
            permissions: *b"r-xp",
            offset: 0x2000,
            device: Device { major: 253, minor: 17 },
            inode: 393_449,
            name: b"/opt/a b (deleted)"[..].into(),
        };
        assert_eq!(Mapping::parse(ROW), Ok(expected));
    }

    #[test]
    fn names_are_bytes_or_missing() {
        let name = |tail: &[u8]| {
            let row = [b"1000-2000 rw-s 00000000 00:00 0 ", tail].concat();
            Mapping::parse(&row).unwrap().name
        };
        assert_eq!(&*name(b""), b"");
        assert_eq!(&*name(b"      [anon: a b]"), b"[anon: a b]");
        assert_eq!(&*name(b"      /\xff\\012x "), b"/\xff\\012x ");
    }

    #[test]
    fn what_is_said_of_the_file_is_the_rest_of_the_row() {
        assert_eq!(file(ROW), b" fd:11 393449                     /opt/a b (deleted)");
        assert_eq!(file(b"1000-2000 rw-s"), b"1000-2000 rw-s");
    }

    #[test]
    fn kinds_go_by_the_name() {
        for (device, name, word) in [
            ("fe:00", "/usr/bin/a", "file"),
            ("fe:00", "/[heap]", "file"),
            ("00:05", "/dev/zero", "file"),
            ("fe:00", "/memfd:x (deleted)", "file"),
            ("00:01", "/memfd:a b (deleted)", "shared_memory"),
            ("00:01", "/SYSV00000000 (deleted)", "shared_memory"),
            ("00:01", "/dev/zero (deleted)", "shared_memory"),
            ("00:00", "", "anonymous"),
            ("00:00", "[anon:a b]", "anon_named"),
            ("00:01", "[anon_shmem:a]", "anon_named"),
            ("00:00", "[heap]", "heap"),
            ("00:00", "[stack]", "stack"),
            ("00:00", "[stack:4242]", "stack"),
            ("00:00", "[vdso]", "vdso"),
            ("00:00", "[vvar]", "vvar"),
            ("00:00", "[vvar_vclock]", "vvar"),
            ("00:00", "[vsyscall]", "vsyscall"),
            ("00:00", "[uprobes]", "special"),
            ("00:0e", "anon_inode:[perf_event]", "special"),
        ] {
            let row = format!("1000-2000 rw-p 0 {device} 7    {name}");
            assert_eq!(Mapping::parse(row.as_bytes()).unwrap().kind().word(), word, "{name}");
        }
    }

    #[test]
    fn damage_costs_the_row() {
        for row in [
            &b""[..],
            b"1000 rw-p 0 00:00 0",
            b"1000-2000 rw- 0 00:00 0",
            b"1000-2000 rw-p 0 0000 0",
            b"1000-2000 rw-p 0 00:00",
            b"1000-20000000000000000 rw-p 0 00:00 0",
        ] {
            assert_eq!(Mapping::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = Mapping::parse(&row).map(|mapping| mapping.kind());
            let _ = Mapping::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[g-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Mapping::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
