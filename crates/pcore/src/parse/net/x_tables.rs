//! `[pid]/net/ip_tables_names`, `ip_tables_matches`, `ip_tables_targets`, and those of IPv6 and ARP.
//!
//! The procfs crate does not cover these files.

use rustc_hash::FxHashMap;

use crate::parse::lines;

/// One table, match or target of the packet filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: Box<[u8]>,
    /// How often the file has the name: once for each revision of a match or target.
    pub revisions: u64,
}

/// The names, in the order in which the kernel first prints each. The kernel prints one in each line
/// and nothing else, so that no line is malformed.
pub fn names(text: &[u8]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut places = FxHashMap::default();
    for line in lines(text).map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        let place = *places.entry(line).or_insert(names.len());
        match names.get_mut(place) {
            Some(name) => name.revisions += 1,
            None => names.push(Name { name: line.into(), revisions: 1 }),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_come_once_with_their_revisions() {
        let names = names(b"u32\ncgroup\nset\ncgroup\n\ncgroup\n\xff\n");
        let names: Vec<_> = names.iter().map(|name| (&*name.name, name.revisions)).collect();
        assert_eq!(names, [(&b"u32"[..], 1), (b"cgroup", 3), (b"set", 1), (b"\xff", 1)]);
        assert_eq!(super::names(b""), []);
    }

    proptest! {
        #[test]
        fn no_line_is_lost(text in "[a-c\n]{0,60}") {
            let count: u64 = names(text.as_bytes()).iter().map(|name| name.revisions).sum();
            prop_assert_eq!(count, text.lines().filter(|line| !line.is_empty()).count() as u64);
        }

        #[test]
        fn never_panics(text: Vec<u8>) {
            names(&text);
        }
    }
}
