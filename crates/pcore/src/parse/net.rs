//! The files under `[pid]/net`.

mod address;
pub mod anycast6;
pub mod arp;
pub mod bluetooth;
pub mod bonding;
pub mod connector;
pub mod counters;
pub mod dev;
pub mod dev_mcast;
pub mod dev_snmp6;
pub mod fib_trie;
pub mod fib_triestat;
pub mod if_inet6;
pub mod igmp;
pub mod igmp6;
pub mod inet;
pub mod ip6_flowlabel;
pub mod ip_mr_cache;
pub mod ip_mr_vif;
pub mod ipv6_route;
pub mod ipx;
pub mod mcfilter;
pub mod netfilter;
pub mod netlink;
pub mod nf_conntrack;
pub mod packet;
pub mod protocols;
pub mod psched;
pub mod ptype;
pub mod rarp;
pub mod route;
pub mod rt6_stats;
pub mod rt_acct;
pub mod rt_cache;
pub mod sctp;
pub mod sctp_snmp;
pub mod snmp;
pub mod snmp6;
pub mod sockstat;
pub mod softnet_stat;
pub mod stat;
pub mod tls_stat;
pub mod unix;
pub mod vlan;
pub mod wireless;
pub mod x_tables;
pub mod xfrm_stat;

use crate::Absent;
use crate::parse::columns::Columns;
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

/// The next column as the address of a thing in the kernel.
fn pointer(columns: &mut Columns<'_>) -> Item<u64> {
    columns.hex().and_then(unless_hidden)
}

/// The same as the first column of a row, which no other line has, so that what is none costs the row.
fn needed_pointer(columns: &mut Columns<'_>) -> Item<Item<u64>> {
    needed(columns.hex()).map(unless_hidden)
}

/// An address of a thing in the kernel. It is hashed, and 0 where the kernel hides even that.
const fn unless_hidden(pointer: u64) -> Item<u64> {
    if pointer == 0 { Err(Absent::Denied) } else { Ok(pointer) }
}

/// A number in which 0 stands for none.
fn unless_zero<T: Default + PartialEq>(item: Item<T>) -> Item<T> {
    item.and_then(
        |value| if value == T::default() { Err(Absent::NotApplicable) } else { Ok(value) },
    )
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
