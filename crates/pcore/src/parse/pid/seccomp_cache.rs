//! `[pid]/seccomp_cache`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// What the kernel remembers of the seccomp filters for one system call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The architecture that the number belongs to, such as `x86_64`.
    pub architecture: Box<[u8]>,
    /// The number of the system call.
    pub syscall: u32,
    /// Whether the filters always allow it; if not, they are run.
    pub is_allowed: Item<bool>,
}

impl Verdict {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let architecture = columns.word().map_err(|_| Absent::Malformed)?.into();
        let syscall = columns.narrow().map_err(|_| Absent::Malformed)?;
        let is_allowed = match columns.word() {
            Ok(b"ALLOW") => Ok(true),
            Ok(b"FILTER") => Ok(false),
            _ => Err(Absent::Malformed),
        };
        Ok(Self { architecture, syscall, is_allowed })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::{fixture, lines};

    const ROW: &[u8] = b"x86_64 231 ALLOW";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = lines(b"x86_64 0 ALLOW\nia32 1 FILTER\n").map(Verdict::parse).collect();
        let row = |architecture: &[u8], syscall, is_allowed| {
            let architecture = architecture.into();
            Ok(Verdict { architecture, syscall, is_allowed: Ok(is_allowed) })
        };
        assert_eq!(rows, [row(b"x86_64", 0, true), row(b"ia32", 1, false)]);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let verdict = Verdict::parse(b"x86_64 7 PERHAPS").unwrap();
        assert_eq!((verdict.syscall, verdict.is_allowed), (7, Err(Absent::Malformed)));
        for row in [&b""[..], b"x86_64", b"x86_64 -1 ALLOW"] {
            assert_eq!(Verdict::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(row: Vec<u8>, flip in 0..ROW.len(), byte: u8) {
            let _ = Verdict::parse(&row);
            let _ = Verdict::parse(&fixture::damaged(ROW, flip, byte));
        }

        #[test]
        fn junk_costs_no_row(junk in prop::collection::vec("[a-z ]{0,40}", 0..9)) {
            let text = fixture::among(&junk, ROW);
            let rows = lines(&text).filter_map(|line| Verdict::parse(line).ok()).count();
            prop_assert_eq!(rows, junk.len());
        }
    }
}
