//! Memory that is a file: memfds and the shared memory of System V.

use crate::field::{Field, Group, Of, Source};
use crate::view::pfd::file::{Open, Target};
use crate::{Absent, File, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Memory", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "memfd_name",
        header: "MEMFD-NAME",
        kind: Kind::Text,
        doc: "Name that a memfd was given.",
        from: &Of(|memory: &Memory| Ok(Value::text(memory.memfd()?))),
        ..Field::BASE
    },
    Field {
        name: "shm_key",
        header: "SHM-KEY",
        kind: Kind::Mask,
        doc: "Key of a segment of System V's shared memory; its inode is the segment's number.",
        from: &Of(|memory: &Memory| Ok(Value::text(memory.key()?))),
        ..Field::BASE
    },
];

/// What the path of a memfd begins with.
pub(crate) const MEMFD: &[u8] = b"/memfd:";
/// What that of shared memory begins with.
pub(crate) const SYSV: &[u8] = b"/SYSV";

/// The path of what lies on a file system that the kernel keeps to itself, which is no path.
pub(crate) struct Memory(Box<[u8]>);

impl Memory {
    fn memfd(&self) -> Result<&[u8], Absent> {
        self.0.strip_prefix(MEMFD).ok_or(Absent::NotApplicable)
    }

    fn key(&self) -> Result<&[u8], Absent> {
        self.0.strip_prefix(SYSV).ok_or(Absent::NotApplicable)
    }
}

impl Source<Open> for Memory {
    const FILES: &'static [File] = &[File::Fd, File::Maps, File::FdInfo, File::MountInfo, File::Ns];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().memory.get(|| {
            let path = Target::of(open)?.bytes();
            let is_memory = path.starts_with(MEMFD) || path.starts_with(SYSV);
            if !is_memory || !open.is_on_no_mount() {
                return Err(Absent::NotApplicable);
            }
            Ok(Self(path.strip_suffix(b" (deleted)").unwrap_or(path).into()))
        })
    }
}
