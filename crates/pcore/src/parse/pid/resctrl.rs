//! `[pid]/cpu_resctrl_groups`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::{Item, lines};

/// The groups in which caches and memory bandwidth are shared out and watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resctrl {
    /// The group that controls; `/` for the one that all start in. Does not apply where the file
    /// system of the groups is not mounted.
    pub control: Item<Box<[u8]>>,
    /// The group below it that watches; does not apply where there is none.
    pub monitor: Item<Box<[u8]>>,
}

impl Resctrl {
    /// Parses the whole file. It is malformed when no line of it has a label.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut groups =
            Self { control: Err(Absent::Unsupported), monitor: Err(Absent::Unsupported) };
        let mut is_labelled = false;
        for line in lines(text) {
            if let Some(group) = line.strip_prefix(b"res:") {
                groups.control = named(group);
            } else if let Some(group) = line.strip_prefix(b"mon:") {
                groups.monitor = named(group);
            } else {
                continue;
            }
            is_labelled = true;
        }
        if is_labelled { Ok(groups) } else { Err(Absent::Malformed) }
    }
}

fn named(group: &[u8]) -> Item<Box<[u8]>> {
    if group.is_empty() { Err(Absent::NotApplicable) } else { Ok(group.into()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let parse = |text: &[u8]| {
            let groups = Resctrl::parse(text).unwrap();
            (groups.control.map(Vec::from), groups.monitor.map(Vec::from))
        };
        let none = || Err(Absent::NotApplicable);
        assert_eq!(parse(b"res:/\nmon:mon 0\n"), (Ok(b"/".to_vec()), Ok(b"mon 0".to_vec())));
        assert_eq!(parse(b"res:a\nmon:\n"), (Ok(b"a".to_vec()), none()));
        assert_eq!(parse(b"res:\nmon:\n"), (none(), none()));
        assert_eq!(parse(b"junk\nres:a"), (Ok(b"a".to_vec()), Err(Absent::Unsupported)));
        assert_eq!(Resctrl::parse(b"junk"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Resctrl::parse(&text);
        }
    }
}
