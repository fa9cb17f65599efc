//! Words that are made of numbers. Nearly every row has them, so they lie in the row itself: a piece
//! of memory for each would cost more than what it holds.

use std::fmt::Display;
use std::io::Write as _;

use smallvec::SmallVec;

use super::{Assoc, Open};
use crate::field::Source;
use crate::parse::device::Device;
use crate::{Absent, File};

/// A word that is short as a rule.
type Word = SmallVec<[u8; 24]>;

fn written(word: impl Display) -> Word {
    let mut text = Word::new();
    // A vector takes everything.
    let _ = write!(text, "{word}");
    text
}

/// How the file is held, as lsfd says it: `cwd`, `root`, `exe`, `mem`, or the number of the descriptor.
pub(crate) struct AssocWord(pub(crate) Word);

impl Source<Open> for AssocWord {
    const FILES: &'static [File] = <Assoc as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.assoc_word.get(|| {
            Ok(Self(match &open.assoc {
                Assoc::Cwd => Word::from_slice(b"cwd"),
                Assoc::Root => Word::from_slice(b"root"),
                Assoc::Exe => Word::from_slice(b"exe"),
                Assoc::Memory(_) => Word::from_slice(Assoc::MEMORY.as_bytes()),
                Assoc::Descriptor(number) => {
                    Word::from_slice(itoa::Buffer::new().format(*number).as_bytes())
                }
            }))
        })
    }
}

/// The device of the file system that the file lies on, as `MAJOR:MINOR`.
pub(crate) struct DeviceWord(pub(crate) Word);

impl Source<Open> for DeviceWord {
    const FILES: &'static [File] = <Device as Source<Open>>::FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.device_word.get(|| Device::of(open).map(|device| Self(written(device))))
    }
}
