//! The files under `[pid]/net`.

mod address;
pub mod anycast6;
pub mod arp;
pub mod counters;
pub mod dev;
pub mod dev_mcast;
pub mod dev_snmp6;
pub mod if_inet6;
pub mod igmp;
pub mod igmp6;
pub mod inet;
pub mod mcfilter;
pub mod netlink;
pub mod packet;
pub mod unix;
pub mod wireless;

use crate::Absent;
use crate::parse::{Item, lines};

/// The names of the bits that are set in `flags`, in the order of the table.
pub fn flag_names(
    flags: u64,
    table: &'static [(u64, &'static str)],
) -> impl Iterator<Item = &'static str> {
    table.iter().filter(move |(bit, _)| flags & bit != 0).map(|(_, name)| *name)
}

/// The rows of a table: its lines, but for blank ones and those that start like its headings. A
/// heading is compared up to a place where no row can equal it.
fn table<'a, T>(
    text: &'a [u8],
    headings: &'static [&'static [u8]],
    parse: impl Fn(&'a [u8]) -> Item<T>,
) -> impl Iterator<Item = Item<T>> {
    lines(text)
        .filter(|line| {
            let line = line.trim_ascii_start();
            !line.is_empty() && !headings.iter().any(|heading| line.starts_with(heading))
        })
        .map(parse)
}

/// A column without which the row says nothing, so that damage to it or its lack costs the row.
fn needed<T>(item: Item<T>) -> Item<T> {
    item.map_err(|_| Absent::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_have_names() {
        const TABLE: &[(u64, &str)] = &[(1, "one"), (4, "four"), (1 << 63, "last")];
        assert_eq!(flag_names(5 | 1 << 63 | 2, TABLE).collect::<Vec<_>>(), ["one", "four", "last"]);
        assert_eq!(flag_names(0, TABLE).count(), 0);
    }
}
