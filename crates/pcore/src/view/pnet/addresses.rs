//! `pnet addresses`: one row an address that this host answers to.

use std::collections::HashSet;
use std::net::IpAddr;

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::{Filter, Network};
use crate::names;
use crate::parse::Item;
use crate::parse::net::anycast6::{self, Anycast};
use crate::parse::net::fib_trie;
use crate::parse::net::if_inet6::{self, Inet6Address};
use crate::parse::number;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The addresses.
pub(crate) struct Addresses;

impl Networked for Addresses {
    type Entry = Address;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "addresses",
        about: "Addresses that this host answers to, one row each.",
        aliases: &["addr", "address"],
        key: &["netns", "netns_table", "family", "address", "prefix", "kind", "device"],
        default_fields: &["family", "address", "prefix", "kind", "scope", "device", "flags"],
        words: "an interface by its name, an address or a network",
        examples: &[
            ("pnet addresses", "the addresses of this host"),
            ("pnet addresses fd00::/8", "those of a network"),
            (
                "pnet addresses -Q 'flags in (tentative, dadfailed)'",
                "which cannot be used, since another host may have them",
            ),
            ("pnet addresses --all-netns -o +netns,container", "those of containers too"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Address>>] = &[Group { name: "Address", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(match word.text.parse::<Network>() {
            Ok(network) => Selector {
                kind: "address".into(),
                filter: Filter::within(number("address"), network),
            },
            Err(_) => table::of_device(word, number("device")),
        })
    }
}

/// An address, as one of three files tells it.
pub(crate) enum Address {
    /// A row of `if_inet6`.
    Unicast(Inet6Address),
    /// A row of `anycast6`.
    Anycast(Anycast),
    /// An entry of the tables of IPv4 routes: only these tell of IPv4 addresses.
    Local(Local),
}

/// What a table of routes tells of an IPv4 address.
pub(crate) struct Local {
    address: IpAddr,
    prefix: u8,
    scope: Item<Box<[u8]>>,
    kind: &'static str,
}

impl Entry for Address {
    const FILES: &'static [File] = &[File::NetIfInet6, File::NetAnycast6, File::NetFibTrie];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let unicast = net.items(File::NetIfInet6, |text| if_inet6::rows(text).collect());
        let anycast = net.items(File::NetAnycast6, |text| anycast6::rows(text).collect());
        let local = net.items(File::NetFibTrie, local);
        // The kernel shows one table twice where those of the host and of routes are one.
        let mut seen = HashSet::new();
        table::any([
            unicast.map(|rows| rows.into_iter().map(Self::Unicast).for_each(&mut *each)),
            anycast.map(|rows| rows.into_iter().map(Self::Anycast).for_each(&mut *each)),
            local.map(|rows| {
                rows.into_iter()
                    .flatten()
                    .filter(|local| seen.insert((local.address, local.prefix, local.kind)))
                    .map(Self::Local)
                    .for_each(each);
            }),
        ])
    }
}

/// What a host takes for its own, of all routes.
fn local(text: &[u8]) -> Vec<Item<Option<Local>>> {
    let local = |(_, address, route): (_, _, fib_trie::Route)| {
        let kind = match route.kind.as_deref().map_err(|absent| *absent)? {
            b"LOCAL" => "local",
            b"BROADCAST" => "broadcast",
            b"ANYCAST" => "anycast",
            _ => return Ok(None),
        };
        let (address, prefix) = (IpAddr::V4(address), route.prefix);
        Ok(Some(Local { address, prefix, scope: route.scope, kind }))
    };
    fib_trie::routes(text).map(|route| route.and_then(local)).collect()
}

static FIELDS: &[Field<In<Address>>] = &[
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the address: inet or inet6.",
        from: &Of(|address: &Address| {
            Ok(Value::word(if matches!(address, Address::Local(_)) { "inet" } else { "inet6" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Address,
        doc: "Address; of a range that is local as a whole the first.",
        aliases: &["addr", "local"],
        from: &Of(|address: &Address| {
            Ok(match address {
                Address::Unicast(unicast) => IpAddr::V6(unicast.address),
                Address::Anycast(anycast) => IpAddr::V6(anycast.address?),
                Address::Local(local) => local.address,
            }
            .into())
        }),
        ..Field::BASE
    },
    Field {
        name: "prefix",
        header: "PREFIX",
        kind: Kind::Count,
        doc: "Bits of the address that its network shares; of IPv4 the kernel tells only those of a range that is local as a whole.",
        aliases: &["plen", "prefixlen"],
        from: &Of(|address: &Address| match address {
            Address::Unicast(unicast) => Ok(u32::from(unicast.prefix?).into()),
            Address::Local(Local { prefix, .. }) if *prefix < 32 => Ok(u32::from(*prefix).into()),
            _ => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "What the address is: unicast or anycast for IPv6, local, broadcast or anycast for IPv4.",
        aliases: &["type"],
        from: &Of(|address: &Address| {
            Ok(Value::word(match address {
                Address::Unicast(_) => "unicast",
                Address::Anycast(_) => "anycast",
                Address::Local(local) => local.kind,
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "scope",
        header: "SCOPE",
        kind: Kind::Word,
        doc: "Where the address is valid: global, site, link, host or nowhere, or a number.",
        from: &Of(|address: &Address| match address {
            Address::Unicast(unicast) => Ok(scope6(unicast.scope?)),
            Address::Anycast(_) => Err(Absent::NotApplicable),
            Address::Local(local) => scope4(local.scope.as_deref().map_err(|absent| *absent)?),
        }),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface that has the address; nothing in /proc tells it of an IPv4 address.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|address: &Address| {
            let name = match address {
                Address::Unicast(unicast) => &unicast.name,
                Address::Anycast(anycast) => &anycast.name,
                Address::Local(_) => return Err(Absent::NotApplicable),
            };
            table::text(name)
        }),
        ..Field::BASE
    },
    Field {
        name: "ifindex",
        header: "IFINDEX",
        kind: Kind::Id,
        doc: "Number of that interface.",
        aliases: &["index"],
        from: &Of(|address: &Address| match address {
            Address::Unicast(unicast) => Ok(unicast.ifindex?.into()),
            Address::Anycast(anycast) => Ok(anycast.ifindex.into()),
            Address::Local(_) => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags of an IPv6 address: temporary, nodad, optimistic, dadfailed, home, deprecated, tentative, permanent.",
        from: &Of(|address: &Address| match address {
            Address::Unicast(unicast) => {
                Ok(names::flags(if_inet6::FLAGS, u64::from(unicast.flags?)))
            }
            _ => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "users",
        header: "USERS",
        kind: Kind::Count,
        doc: "How many sockets and routes have asked for an IPv6 anycast address.",
        from: &Of(|address: &Address| match address {
            Address::Anycast(anycast) => Ok(anycast.users?.into()),
            _ => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
];

fn scope6(scope: u32) -> Value<'static> {
    if_inet6::scope_name(scope)
        .map_or_else(|| Value::Word(format!("{scope:#x}").into()), Value::word)
}

/// The scope of an IPv4 route, whose widest the kernel calls otherwise than that of IPv6.
pub(super) fn scope4(scope: &[u8]) -> Item<Value<'static>> {
    Ok(Value::word(match scope {
        b"universe" => "global",
        b"site" => "site",
        b"link" => "link",
        b"host" => "host",
        b"nowhere" => "nowhere",
        other => {
            let scope = number::unsigned(other.strip_prefix(b"scope=").ok_or(Absent::Malformed)?)?;
            return Ok(Value::Word(scope.to_string().into()));
        }
    }))
}
