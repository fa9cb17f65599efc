//! `[pid]/net/fib_trie`.
//!
//! The procfs crate does not cover this file. It is the only one that tells the IPv4 addresses of a
//! host.

use std::net::Ipv4Addr;

use super::{address, table};
use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, number, words};

/// A table of routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// The table of the host's own addresses and of broadcasts.
    Local,
    /// The table that is used unless a rule says otherwise.
    Main,
    /// Any other table, by its number.
    Id(u32),
}

/// One line of the trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How many nodes are above; 0 for the name of a table too.
    pub depth: usize,
    /// What the line tells.
    pub line: Line,
}

/// What a line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The name of a table, whose tree follows.
    Table(Table),
    /// An inner node.
    Node(Node),
    /// A leaf: the address that the routes below it share.
    Leaf(Ipv4Addr),
    /// A route to the address of the leaf above.
    Route(Route),
}

/// An inner node of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The bits that everything below shares.
    pub address: Ipv4Addr,
    /// How many bits they are.
    pub prefix: u8,
    /// By how many further bits the node tells its children apart.
    pub bits: Item<u32>,
    /// How many of the children are nodes that use all bits in between.
    pub full_children: Item<u64>,
    /// How many children there could be and are not.
    pub empty_children: Item<u64>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The length of the prefix in bits.
    pub prefix: u8,
    /// How far away the destination is: `universe`, `site`, `link`, `host`, `nowhere` or
    /// `scope=NUMBER`.
    pub scope: Item<Box<[u8]>>,
    /// What happens to a packet, such as `UNICAST`, `LOCAL`, `BROADCAST` or `UNREACHABLE`.
    pub kind: Item<Box<[u8]>>,
    /// The type of service that the route is for; does not apply where it is for any.
    pub tos: Item<u8>,
}

impl Table {
    /// Parses the line that names a table.
    pub(super) fn parse(line: &[u8]) -> Item<Self> {
        let name = line.strip_suffix(b":").ok_or(Absent::Malformed)?;
        // Kernels before Linux 2.6.25 put names and numbers in angle brackets.
        let old = name.strip_prefix(b"<").and_then(|name| name.strip_suffix(b">"));
        match name {
            b"Local" | b"<local>" => Ok(Self::Local),
            b"Main" | b"<main>" => Ok(Self::Main),
            _ => {
                let id = name.strip_prefix(b"Id ").or(old).ok_or(Absent::Malformed)?;
                number::narrow(id).map(Self::Id)
            }
        }
    }
}

impl Entry {
    /// Parses one line.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let indent = line.iter().take_while(|byte| **byte == b' ').count();
        let text = line.trim_ascii();
        let line = match text {
            [b'+', b'-', b'-', b' ', node @ ..] => Line::Node(Node::parse(node)?),
            [b'|', b'-', b'-', b' ', leaf @ ..] => Line::Leaf(address::written(leaf)?),
            [b'/', route @ ..] => Line::Route(Route::parse(route)?),
            _ => Line::Table(Table::parse(text)?),
        };
        // Two columns for the first depth, and three for each after it.
        Ok(Self { depth: indent / 3, line })
    }
}

impl Node {
    fn parse(text: &[u8]) -> Item<Self> {
        let mut columns = words(text);
        let mut column = || columns.next().ok_or(Absent::Unsupported);
        let (address, prefix) =
            split_once(column().map_err(|_| Absent::Malformed)?, b'/').ok_or(Absent::Malformed)?;
        Ok(Self {
            address: address::written(address)?,
            prefix: number::narrow(prefix)?,
            bits: column().and_then(number::narrow),
            full_children: column().and_then(number::unsigned),
            empty_children: column().and_then(number::unsigned),
        })
    }
}

impl Route {
    fn parse(text: &[u8]) -> Item<Self> {
        let mut columns = words(text);
        let prefix = number::narrow(columns.next().ok_or(Absent::Malformed)?)?;
        let scope = columns.next().map(Into::into).ok_or(Absent::Malformed);
        let kind = match columns.next() {
            // The name of a type that the kernel does not know holds a blank.
            Some(b"type") => columns.next().map(|number| [b"type ", number].concat().into()),
            kind => kind.map(Into::into),
        };
        let tos = columns.next().ok_or(Absent::NotApplicable);
        Ok(Self {
            prefix,
            scope,
            kind: kind.ok_or(Absent::Malformed),
            tos: tos.and_then(|tos| {
                number::narrow(tos.strip_prefix(b"tos=").ok_or(Absent::Malformed)?)
            }),
        })
    }
}

/// The lines of the trees.
pub fn entries(text: &[u8]) -> impl Iterator<Item = Item<Entry>> {
    table(text, &[], Entry::parse)
}

/// The routes, each with its table and the address of its leaf. A damaged line costs the routes that
/// cannot be told without it: a leaf those below it, the name of a table all up to the next.
pub fn routes(text: &[u8]) -> impl Iterator<Item = Item<(Table, Ipv4Addr, Route)>> {
    let (mut table, mut leaf) = (None, None);
    entries(text).filter_map(move |entry| match entry.map(|entry| entry.line) {
        Ok(Line::Table(name)) => {
            (table, leaf) = (Some(name), None);
            None
        }
        Ok(Line::Node(_)) => {
            leaf = None;
            None
        }
        Ok(Line::Leaf(address)) => {
            leaf = Some(address);
            None
        }
        Ok(Line::Route(route)) => {
            Some(table.zip(leaf).map(|(table, leaf)| (table, leaf, route)).ok_or(Absent::Malformed))
        }
        Err(absent) => {
            leaf = None;
            Some(Err(absent))
        }
    })
}

/// The IPv4 addresses of the host, in their order and each once: the kernel prints them twice where
/// the tables `main` and `local` are one.
pub fn local_addresses(text: &[u8]) -> Vec<Ipv4Addr> {
    let mut addresses: Vec<_> = routes(text)
        .filter_map(Result::ok)
        .filter(|(_, _, route)| {
            route.prefix == 32
                && route.scope.as_deref() == Ok(b"host")
                && route.kind.as_deref() == Ok(b"LOCAL")
        })
        .map(|(_, address, _)| address)
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
Id 100:
  |-- 198.19.0.0
     /16 link UNICAST
Main:
  +-- 0.0.0.0/0 3 0 6
     |-- 0.0.0.0
        /0 universe UNICAST tos=16
     +-- 192.0.0.0/4 2 0 1
        |-- 192.0.2.0
           /24 link UNICAST
        +-- 198.0.0.0/10 2 1 2
           |-- 198.18.0.0
              /15 universe UNREACHABLE
Local:
  +-- 0.0.0.0/0 2 0 2
     +-- 127.0.0.0/8 2 0 2
        +-- 127.0.0.0/31 1 0 0
           |-- 127.0.0.0
              /8 host LOCAL
           |-- 127.0.0.1
              /32 host LOCAL
        |-- 127.255.255.255
           /32 link BROADCAST
     |-- 192.0.2.1
        /32 host LOCAL
        /32 scope=7 type 13
";

    #[test]
    fn a_whole_file() {
        let entries: Vec<_> = entries(SAMPLE).collect::<Item<_>>().unwrap();
        assert_eq!(entries.len(), 26);
        let depths: Vec<_> = entries.iter().take(12).map(|entry| entry.depth).collect();
        assert_eq!(depths, [0, 0, 1, 0, 0, 1, 2, 1, 2, 3, 2, 3]);
        assert_eq!(entries[0].line, Line::Table(Table::Id(100)));
        let node = Node {
            address: [198, 0, 0, 0].into(),
            prefix: 10,
            bits: Ok(2),
            full_children: Ok(1),
            empty_children: Ok(2),
        };
        assert_eq!(entries[10].line, Line::Node(node));
        let route = Route {
            prefix: 0,
            scope: Ok(b"universe"[..].into()),
            kind: Ok(b"UNICAST"[..].into()),
            tos: Ok(16),
        };
        assert_eq!(entries[6].line, Line::Route(route));
    }

    #[test]
    fn routes_and_addresses() {
        let routes: Vec<_> = routes(SAMPLE).collect::<Item<_>>().unwrap();
        let tables: Vec<_> = routes.iter().map(|(table, ..)| *table).collect();
        let (id, main, local) = (Table::Id(100), Table::Main, Table::Local);
        assert_eq!(tables, [id, main, main, main, local, local, local, local, local]);
        let (_, address, route) = &routes[8];
        assert_eq!(
            (address, route.tos),
            (&Ipv4Addr::new(192, 0, 2, 1), Err(Absent::NotApplicable))
        );
        assert_eq!(route.scope.as_deref(), Ok(&b"scope=7"[..]));
        assert_eq!(route.kind.as_deref(), Ok(&b"type 13"[..]));
        let expected = [Ipv4Addr::LOCALHOST, Ipv4Addr::new(192, 0, 2, 1)];
        assert_eq!(local_addresses(SAMPLE), expected);
        assert_eq!(local_addresses(&[SAMPLE, SAMPLE].concat()), expected);
    }

    #[test]
    fn tables_of_an_old_kernel() {
        for (name, table) in
            [(&b"<local>:"[..], Table::Local), (b"<main>:", Table::Main), (b"<7>:", Table::Id(7))]
        {
            let expected = Entry { depth: 0, line: Line::Table(table) };
            assert_eq!(Entry::parse(name), Ok(expected));
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let entry = Entry::parse(b"  +-- 0.0.0.0/0 x -1").unwrap();
        let Line::Node(node) = entry.line else { panic!("{entry:?}") };
        assert_eq!(
            (node.bits, node.full_children),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(node.empty_children, Err(Absent::Unsupported));
        let entry = Entry::parse(b" /7").unwrap();
        let Line::Route(route) = entry.line else { panic!("{entry:?}") };
        assert_eq!((&route.scope, &route.kind), (&Err(Absent::Malformed), &Err(Absent::Malformed)));
        for line in [
            &b"x"[..],
            b"Id x:",
            b"<>:",
            b":",
            b"  +-- 0.0.0.0 1",
            b"  +-- ",
            b"  +-- 0.0.0.0/256 1",
            b"  |-- 10.0.0.256",
            b"  |--",
            b"  /x host LOCAL",
        ] {
            assert_eq!(Entry::parse(line), Err(Absent::Malformed), "{line:?}");
        }
        let text = b"Local:\n  |-- 10.0.0.1\n  |-- x\n     /32 host LOCAL\n  |-- 10.0.0.2\n     /32 host LOCAL\n";
        assert_eq!(local_addresses(text), [Ipv4Addr::new(10, 0, 0, 2)]);
        assert!(routes(text).take(2).eq([Err(Absent::Malformed), Err(Absent::Malformed)]));
        assert_eq!(
            local_addresses(b"  |-- 10.0.0.1\n     /32 host LOCAL\n"),
            [Ipv4Addr::UNSPECIFIED; 0]
        );
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            for text in [text, fixture::damaged(SAMPLE, flip, byte)] {
                entries(&text).for_each(drop);
                local_addresses(&text);
            }
        }
    }
}
