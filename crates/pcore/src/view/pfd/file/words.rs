//! Words that are made of numbers. Nearly every row has them, so they lie in the row itself: a piece
//! of memory for each would cost more than what it holds.

use smallvec::SmallVec;

use super::{Assoc, Open};
use crate::field::Source;
use crate::parse::device::Device;
use crate::{Absent, File};

/// A word that is short as a rule.
pub(crate) struct Word(SmallVec<[u8; 24]>);

impl From<&str> for Word {
    fn from(word: &str) -> Self {
        Self(SmallVec::from_slice(word.as_bytes()))
    }
}

impl Word {
    /// The word, which was written as text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// How the file is held, as lsfd says it: `cwd`, `root`, `exe`, `mem`, the name of a
/// namespace, or the number of the descriptor.
pub(crate) struct AssocWord(pub(crate) Word);

impl Source<Open> for AssocWord {
    const FILES: &'static [File] = <Assoc as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.assoc_word.get(|| {
            let mut digits = itoa::Buffer::new();
            let word = match open.assoc.word() {
                Some(word) => word,
                None => digits.format(open.assoc.descriptor()?),
            };
            Ok(Self(word.into()))
        })
    }
}

/// The device of the file system that the file lies on, as `MAJOR:MINOR`.
pub(crate) struct DeviceWord(pub(crate) Word);

impl Source<Open> for DeviceWord {
    const FILES: &'static [File] = <Device as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.device_word.get(|| {
            let device = Device::of(open)?;
            Ok(Self(device.with_parts(|[major, colon, minor]| {
                let mut word = Word::from(major);
                word.0.extend_from_slice(colon.as_bytes());
                word.0.extend_from_slice(minor.as_bytes());
                word
            })))
        })
    }
}
