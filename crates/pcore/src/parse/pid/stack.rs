//! `[pid]/stack`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::{rsplit_once, split_once};
use crate::parse::{Item, lines, number};

/// One call on the kernel's stack of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Where the call returns to; none where the kernel keeps its addresses to itself, as all do
    /// since Linux 4.15.
    pub address: Item<Option<u64>>,
    /// The function, or its address where the kernel does not know its name.
    pub function: Box<[u8]>,
    /// How far into the function the call is, in bytes.
    pub offset: Option<u64>,
    /// The size of the function in bytes.
    pub size: Option<u64>,
    /// The module that the function belongs to; none for the kernel's own.
    pub module: Option<Box<[u8]>>,
}

impl Frame {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let line = line.strip_prefix(b"[<").ok_or(Absent::Malformed)?;
        let (address, symbol) = split_once(line, b'>').ok_or(Absent::Malformed)?;
        let symbol = symbol.strip_prefix(b"] ").ok_or(Absent::Malformed)?;
        let in_module = symbol.strip_suffix(b"]").and_then(|symbol| rsplit_once(symbol, b'['));
        let (symbol, module) = match in_module {
            Some((symbol, module)) => (symbol.trim_ascii_end(), Some(module.into())),
            None => (symbol, None),
        };
        let placed = rsplit_once(symbol, b'+').and_then(|(function, place)| {
            let (offset, size) = split_once(place, b'/')?;
            let number = |text| number::prefixed_hex(text).ok();
            Some((function, number(offset)?, number(size)?))
        });
        let (function, offset, size) = match placed {
            Some((function, offset, size)) => (function, Some(offset), Some(size)),
            None => (symbol, None, None),
        };
        if function.is_empty() {
            return Err(Absent::Malformed);
        }
        Ok(Self {
            address: number::hex(address).map(|address| Some(address).filter(|it| *it != 0)),
            function: function.into(),
            offset,
            size,
            module,
        })
    }

    /// Whether this is the mark that old kernels print below the outermost call.
    fn is_end(&self) -> bool {
        self.function.strip_prefix(b"0x").is_some_and(|digits| {
            matches!(digits.len(), 8 | 16) && digits.iter().all(|digit| *digit == b'f')
        })
    }
}

/// The calls, from the innermost outwards.
pub fn frames(text: &[u8]) -> impl Iterator<Item = Item<Frame>> {
    lines(text).map(Frame::parse).filter(|frame| !frame.as_ref().is_ok_and(Frame::is_end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"[<0>] nfs_wait.part.0+0x5f/0xa0 [nfs]";

    fn frame(address: Option<u64>, function: &[u8], place: Option<(u64, u64)>) -> Frame {
        let (offset, size) = place.unzip();
        Frame { address: Ok(address), function: function.into(), offset, size, module: None }
    }

    #[test]
    fn a_whole_row() {
        let expected = Frame {
            module: Some(b"nfs"[..].into()),
            ..frame(None, b"nfs_wait.part.0", Some((0x5f, 0xa0)))
        };
        assert_eq!(Frame::parse(ROW), Ok(expected));
    }

    #[test]
    fn files_of_this_and_older_kernels() {
        let parse = |text: &[u8]| frames(text).collect::<Item<Vec<_>>>();
        assert_eq!(
            parse(b"[<0>] do_wait+0x53/0x120\n[<0>] 0xffffffffc0001000\n"),
            Ok(vec![
                frame(None, b"do_wait", Some((0x53, 0x120))),
                frame(None, b"0xffffffffc0001000", None),
            ])
        );
        assert_eq!(
            parse(b"[<ffffffff8107f5aa>] do_wait+0x1ea/0x240\n[<ffffffffffffffff>] 0xffffffffffffffff\n"),
            Ok(vec![frame(Some(0xffff_ffff_8107_f5aa), b"do_wait", Some((0x1ea, 0x240)))])
        );
        assert_eq!(parse(b""), Ok(vec![]));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let damaged = Frame::parse(b"[<x>] f+0x1/y").unwrap();
        assert_eq!(damaged.address, Err(Absent::Malformed));
        assert_eq!((&*damaged.function, damaged.offset), (&b"f+0x1/y"[..], None));
        for row in [&b""[..], b"f+0x1/0x2", b"[<0>", b"[<0>]", b"[<0>] ", b"[<0>] +0x1/0x2"] {
            assert_eq!(Frame::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            frames(&text).for_each(drop);
            let _ = Frame::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{1,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            prop_assert_eq!(frames(&text).flatten().count(), junk.len());
        }
    }
}
