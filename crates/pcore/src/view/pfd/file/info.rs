//! What `fdinfo` says of a descriptor.

use rustix::fs::OFlags;

use super::Open;
use crate::field::Source;
use crate::names::{OPEN_FLAGS, flags};
use crate::parse::Item;
use crate::parse::pid::fdinfo::FdInfo;
use crate::{Absent, File, Value};

/// What `fdinfo` says of a descriptor: of any, and then of its kind alone.
pub struct Info(pub(super) FdInfo, Box<[u8]>);

impl Info {
    /// The flags by name.
    ///
    /// # Errors
    /// When the flags are not in the kernel's format.
    pub fn flags(&self) -> Item<Value<'static>> {
        Ok(flags(OPEN_FLAGS, self.0.flags?))
    }

    /// Whether it was opened as a directory.
    pub(crate) fn is_directory(&self) -> bool {
        let directory = u64::from(OFlags::DIRECTORY.bits());
        self.0.flags.is_ok_and(|flags| flags & directory != 0)
    }

    /// What it says of its kind alone, not yet parsed.
    pub(crate) fn details(&self) -> &[u8] {
        &self.1
    }

    /// The offset, in bytes.
    ///
    /// # Errors
    /// When it is not in the kernel's format.
    pub fn offset(&self) -> Item<u64> {
        self.0.pos
    }
}

impl Source<Open> for Info {
    const FILES: &'static [File] = &[File::FdInfo];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.info.get(|| {
            let number = open.assoc.descriptor()?;
            let parse =
                |text: &[u8]| FdInfo::split(text).map(|(info, details)| Self(info, details.into()));
            open.process.place().read_info(number, parse)?
        })
    }
}
