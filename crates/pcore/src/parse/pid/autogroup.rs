//! `[pid]/autogroup`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::{Item, number, words};

/// The group in which the scheduler puts the tasks of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autogroup {
    /// The number of the group.
    pub id: Item<u64>,
    /// The nice value of the whole group, -20 to 19.
    pub nice: Item<i64>,
}

impl Autogroup {
    /// Parses the whole file, which is one line. It is empty for a task that has no such group, to
    /// which it does not apply.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let line = text.trim_ascii_end();
        if line.is_empty() {
            return Err(Absent::NotApplicable);
        }
        let mut columns = words(line);
        let id = columns.next().and_then(|name| name.strip_prefix(b"/autogroup-"));
        let (Some(id), Some(b"nice")) = (id, columns.next()) else {
            return Err(Absent::Malformed);
        };
        let nice = columns.next().ok_or(Absent::Malformed);
        Ok(Self { id: number::unsigned(id), nice: nice.and_then(number::signed) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let group = |id, nice| Ok(Autogroup { id: Ok(id), nice: Ok(nice) });
        assert_eq!(Autogroup::parse(b"/autogroup-624 nice 0\n"), group(624, 0));
        assert_eq!(Autogroup::parse(b"/autogroup-1 nice -20"), group(1, -20));
        assert_eq!(Autogroup::parse(b""), Err(Absent::NotApplicable));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let group = Autogroup::parse(b"/autogroup-x nice 1.5").unwrap();
        assert_eq!((group.id, group.nice), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(Autogroup::parse(b"/autogroup-7 nice").unwrap().id, Ok(7));
        for text in [&b"x"[..], b"/autogroup-7", b"/autogroup-7 rude 0"] {
            assert_eq!(Autogroup::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Autogroup::parse(&text);
        }
    }
}
