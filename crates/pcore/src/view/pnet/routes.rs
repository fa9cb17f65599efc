//! `pnet routes`: one row a route.

use std::net::IpAddr;

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::{Filter, Network};
use crate::names;
use crate::parse::Item;
use crate::parse::net::ipv6_route::{self, Route6};
use crate::parse::net::ipx::{self, Route as IpxRoute};
use crate::parse::net::route::{self, Route};
use crate::parse::net::rt_cache::{self, CachedRoute};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The routes.
pub(crate) struct Routes;

impl Networked for Routes {
    type Entry = Way;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "routes",
        about: "Routes, one row each.",
        aliases: &["route"],
        key: &[
            "netns",
            "netns_table",
            "family",
            "network",
            "prefix",
            "destination",
            "metric",
            "table",
            "device",
            "gateway",
        ],
        default_fields: &["family", "destination", "gateway", "letters", "metric", "device"],
        words: "an address, which selects the routes that could carry it, a network, which selects the routes in it, default, or an interface by its name",
        examples: &[
            ("pnet routes", "where packets go"),
            (
                "pnet routes 192.0.2.7 --sort -prefix,metric --limit 1",
                "which route a packet to this address takes",
            ),
            ("pnet routes 10.0.0.0/8", "the routes into a network"),
            (
                "pnet routes default --all-netns -o +netns,container",
                "the way out of each namespace",
            ),
            ("pnet routes -Q 'flags == reject'", "where nothing may be sent"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Way>>] = &[
        Group { name: "Route", fields: ROUTE },
        Group { name: "Details", fields: DETAILS },
        Group { name: "Cache", fields: CACHE },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let destination = number("destination");
        if word.text == DEFAULT {
            let filter = Filter::equal(destination, Value::word(DEFAULT));
            return Ok(Selector { kind: "network".into(), filter });
        }
        let family = |is_v4| Filter::equal(number("family"), Value::word(family(is_v4)));
        // Few networks contain an address, and all that does not equal one of them is ruled out.
        if let Ok(address) = word.text.parse::<IpAddr>() {
            let networks = Network::around(address);
            let networks = networks.map(|network| Value::Word(written(network).into())).collect();
            let any = Filter::one_of(destination, networks);
            let filter = Filter::and(vec![family(address.is_ipv4()), any]);
            return Ok(Selector { kind: "address".into(), filter });
        }
        if let Ok(network) = word.text.parse::<Network>() {
            let bits = if network.address().is_ipv4() { 32 } else { 128 };
            let filter = Filter::and(vec![
                family(network.address().is_ipv4()),
                Filter::between(number("prefix"), u64::from(network.prefix()), bits),
                Filter::within(number("network"), network),
            ]);
            return Ok(Selector { kind: "network".into(), filter });
        }
        Ok(table::of_device(word, number("device")))
    }
}

/// The destination of the route that is taken where no other fits.
const DEFAULT: &str = "default";

/// A network as the field `destination` has it.
fn written(network: Network) -> String {
    match network.prefix() {
        0 => DEFAULT.to_owned(),
        _ => network.to_string(),
    }
}

const fn family(is_v4: bool) -> &'static str {
    if is_v4 { "inet" } else { "inet6" }
}

/// A route, as one of four files tells it.
pub(crate) enum Way {
    /// A row of `route`.
    V4(Route),
    /// A row of `ipv6_route`.
    V6(Route6),
    /// A row of `rt_cache`, which only kernels before Linux 3.6 fill.
    Cached(CachedRoute),
    /// A row of `ipx_route`, or of `ipx/route` since Linux 2.6.
    Ipx(IpxRoute),
}

impl Entry for Way {
    const FILES: &'static [File] =
        &[File::NetRoute, File::NetIpv6Route, File::NetRtCache, File::NetIpxRoute, File::NetIpx];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let v4 = |line: &[u8]| route::rows(line).next();
        let v6 = |line: &[u8]| ipv6_route::rows(line).next();
        let cached = |line: &[u8]| rt_cache::rows(line).next();
        table::any([
            net.rows(File::NetRoute, v4, &mut |route| each(Self::V4(route))),
            net.rows(File::NetIpv6Route, v6, &mut |route| each(Self::V6(route))),
            net.rows(File::NetRtCache, cached, &mut |route| each(Self::Cached(route))),
            ipx(net).map(|routes| routes.into_iter().map(Self::Ipx).for_each(&mut *each)),
        ])
    }
}

/// The routes of IPX, where that is.
fn ipx(net: &Net) -> Item<Vec<IpxRoute>> {
    match net.items(File::NetIpxRoute, |text| ipx::routes(text).collect()) {
        Err(Absent::Unsupported) => {
            net.items_below(File::NetIpx, b"route", |text| ipx::routes(text).collect())
        }
        routes => routes,
    }
}

impl Way {
    /// The destinations.
    fn network(&self) -> Item<Network> {
        let (address, prefix) = match self {
            Self::V4(route) => (route.destination.into(), route.prefix()?),
            Self::V6(route) => (route.destination.into(), route.prefix?),
            Self::Cached(route) => (route.destination.into(), 32),
            Self::Ipx(_) => return Err(Absent::NotApplicable),
        };
        Network::new(address, prefix).ok_or(Absent::Malformed)
    }

    fn device(&self) -> &Item<Box<[u8]>> {
        match self {
            Self::V4(route) => &route.device,
            Self::V6(route) => &route.device,
            Self::Cached(route) => &route.device,
            Self::Ipx(_) => &Err(Absent::NotApplicable),
        }
    }

    fn flags(&self) -> Item<u32> {
        match self {
            Self::V4(route) => route.flags,
            Self::V6(route) => route.flags,
            Self::Cached(route) => route.flags,
            Self::Ipx(_) => Err(Absent::NotApplicable),
        }
    }

    /// What an entry of the cache has.
    fn cached(&self) -> Item<&CachedRoute> {
        match self {
            Self::Cached(route) => Ok(route),
            _ => Err(Absent::NotApplicable),
        }
    }
}

/// What an IPv4 route can set, from the field of the same name; an IPv6 route does not tell it.
macro_rules! setting {
    ($way:expr, $field:ident) => {
        match $way {
            Way::V4(route) => route.$field?,
            Way::Cached(route) => route.$field?,
            Way::V6(_) => return Err(Absent::Unsupported),
            Way::Ipx(_) => return Err(Absent::NotApplicable),
        }
    };
}

static ROUTE: &[Field<In<Way>>] = &[
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the addresses: inet, inet6 or ipx.",
        from: &Of(|way: &Way| {
            Ok(Value::word(match way {
                Way::V4(_) | Way::Cached(_) => family(true),
                Way::V6(_) => family(false),
                Way::Ipx(_) => "ipx",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "destination",
        header: "DESTINATION",
        kind: Kind::Text,
        doc: "Network that the route leads to, as ADDRESS/PREFIX or the word default.",
        aliases: &["dst", "dest"],
        from: &Of(|way: &Way| {
            Ok(Value::Word(match way {
                Way::Ipx(route) => format!("{:08X}", route.network).into(),
                _ => written(way.network()?).into(),
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "network",
        header: "NETWORK",
        kind: Kind::Address,
        doc: "First address of that network.",
        from: &Of(|way: &Way| Ok(way.network()?.address().into())),
        ..Field::BASE
    },
    Field {
        name: "prefix",
        header: "PREFIX",
        kind: Kind::Count,
        doc: "Bits of the address that the network shares: of the routes that could carry an address the one with the most is taken.",
        aliases: &["plen", "prefixlen"],
        from: &Of(|way: &Way| Ok(u32::from(way.network()?.prefix()).into())),
        ..Field::BASE
    },
    Field {
        name: "netmask",
        header: "GENMASK",
        kind: Kind::Address,
        doc: "The same as a mask, which only IPv4 has.",
        aliases: &["genmask", "mask"],
        from: &Of(|way: &Way| match way {
            Way::V4(route) => Ok(IpAddr::V4(route.mask?).into()),
            _ => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "gateway",
        header: "GATEWAY",
        kind: Kind::Address,
        doc: "Next router; does not apply where the destinations are neighbours, and of several the first.",
        aliases: &["via", "nexthop", "gw"],
        from: &Of(|way: &Way| match way {
            Way::V4(route) => Ok(IpAddr::V4(route.gateway?).into()),
            Way::V6(route) => Ok(IpAddr::V6(route.gateway?).into()),
            Way::Cached(route) => Ok(IpAddr::V4(route.gateway?).into()),
            Way::Ipx(route) => router(route),
        }),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface; does not apply to an IPv4 route that rejects.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|way: &Way| table::text(way.device())),
        ..Field::BASE
    },
    Field {
        name: "metric",
        header: "METRIC",
        kind: Kind::Id,
        doc: "Metric: of several routes to the same network the one with the least is taken.",
        from: &Of(|way: &Way| match way {
            Way::V4(route) => Ok(route.metric?.into()),
            Way::V6(route) => Ok(route.metric?.into()),
            Way::Cached(_) | Way::Ipx(_) => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "letters",
        header: "FLAGS",
        kind: Kind::Text,
        doc: "Flags as route and netstat write them: U up, G gateway, H host, R reinstate, D by a redirect, M modified, ! reject; of IPv6 also D default, A by a router's word, C cached, a all on the link, e expires, n no next hop, f flow.",
        from: &Of(|way: &Way| {
            let letters = match way {
                Way::V4(_) => LETTERS,
                Way::V6(_) => LETTERS6,
                Way::Cached(_) | Way::Ipx(_) => return Err(Absent::NotApplicable),
            };
            let flags = way.flags()?;
            let set = letters.iter().filter(|(bit, _)| flags & bit != 0);
            Ok(Value::Word(set.map(|(_, letter)| letter).collect::<String>().into()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAG-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Flags by the kernel's names: up, gateway, host, reject, default, addrconf, expires and so on.",
        from: &Of(|way: &Way| {
            let names = match way {
                Way::V4(_) | Way::V6(_) | Way::Ipx(_) => route::FLAGS,
                Way::Cached(_) => rt_cache::FLAGS,
            };
            Ok(names::flags(names, u64::from(way.flags()?)))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "table",
        header: "TABLE",
        kind: Kind::Word,
        doc: "Table of routes: main, the only one of IPv4 that is shown here, or cache; of IPv6 all are shown, and the kernel does not tell which a route is of.",
        from: &Of(|way: &Way| match way {
            Way::V4(_) => Ok(Value::word("main")),
            Way::V6(_) => Err(Absent::Unsupported),
            Way::Cached(_) => Ok(Value::word("cache")),
            Way::Ipx(_) => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
];

/// The router of an IPX route: the network that it is in, and its address there.
fn router(route: &IpxRoute) -> Item<Value<'static>> {
    let node = route.router_node.as_deref().map_err(|absent| *absent)?;
    Ok(Value::Word(ipx::written(route.router_network?, node).into()))
}

/// Flags of IPv4 by the letters of route(8), in its order.
const LETTERS: &[(u32, char)] =
    &[(0x200, '!'), (0x1, 'U'), (0x2, 'G'), (0x4, 'H'), (0x8, 'R'), (0x10, 'D'), (0x20, 'M')];

/// The same of IPv6.
const LETTERS6: &[(u32, char)] = &[
    (0x200, '!'),
    (0x1, 'U'),
    (0x2, 'G'),
    (0x4, 'H'),
    (0x8, 'R'),
    (0x1_0000, 'D'),
    (0x4_0000, 'A'),
    (0x100_0000, 'C'),
    (0x2_0000, 'a'),
    (0x40_0000, 'e'),
    (0x20, 'm'),
    (0x20_0000, 'n'),
    (0x200_0000, 'f'),
];

static DETAILS: &[Field<In<Way>>] = &[
    Field {
        name: "source",
        header: "SOURCE",
        kind: Kind::Text,
        doc: "Network of the senders that an IPv6 route is for, or sender of an entry of the cache; does not apply to a route for any sender.",
        aliases: &["src"],
        from: &Of(|way: &Way| {
            let source = match way {
                Way::V4(_) | Way::Ipx(_) => return Err(Absent::NotApplicable),
                Way::V6(route) => match route.source_prefix? {
                    0 => return Err(Absent::NotApplicable),
                    prefix => {
                        Network::new(route.source?.into(), prefix).ok_or(Absent::Malformed)?
                    }
                },
                Way::Cached(route) => Network::from(IpAddr::V4(route.source?)),
            };
            Ok(Value::Word(written(source).into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "mtu",
        header: "MTU",
        kind: Kind::Bytes,
        doc: "Segment size that is announced, with its headers; does not apply where the route sets none, and is not told of IPv6.",
        aliases: &["mss"],
        from: &Of(|way: &Way| Ok(setting!(way, mtu).into())),
        ..Field::BASE
    },
    Field {
        name: "window",
        header: "WINDOW",
        kind: Kind::Bytes,
        doc: "Largest window of a connection; does not apply where the route sets none, and is not told of IPv6.",
        from: &Of(|way: &Way| Ok(setting!(way, window).into())),
        ..Field::BASE
    },
    Field {
        name: "irtt",
        header: "IRTT",
        kind: Kind::Seconds,
        doc: "Round trip time that a connection starts with; does not apply where the route sets none, and is not told of IPv6.",
        from: &Of(|way: &Way| Ok(Value::Float(setting!(way, irtt) as f64 / 1000.0))),
        ..Field::BASE
    },
    Field {
        name: "refs",
        header: "REFS",
        kind: Kind::Count,
        doc: "References that the kernel holds; always 0 for IPv4 since Linux 3.6.",
        aliases: &["ref"],
        from: &Of(|way: &Way| {
            Ok(match way {
                Way::V4(route) => route.references?,
                Way::V6(route) => route.references?,
                Way::Cached(route) => route.references?,
                Way::Ipx(_) => return Err(Absent::NotApplicable),
            }
            .into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uses",
        header: "USE",
        kind: Kind::Count,
        doc: "How often the route was looked up; always 0 since Linux 3.6 for IPv4, and 4.2 for IPv6.",
        aliases: &["use"],
        from: &Of(|way: &Way| {
            Ok(match way {
                Way::V4(route) => route.uses?,
                Way::V6(route) => route.uses?,
                Way::Cached(route) => route.uses?,
                Way::Ipx(_) => return Err(Absent::NotApplicable),
            }
            .into())
        }),
        volatile: true,
        ..Field::BASE
    },
];

static CACHE: &[Field<In<Way>>] = &[
    Field {
        name: "tos",
        header: "TOS",
        kind: Kind::Mask,
        doc: "Type of service of an entry of the cache; like what follows, it applies to such alone.",
        from: &Of(|way: &Way| Ok(Value::Word(format!("0x{:02x}", way.cached()?.tos?).into()))),
        ..Field::BASE
    },
    Field {
        name: "preferred_source",
        header: "SPECDST",
        kind: Kind::Address,
        doc: "Address that a packet of this host takes as its source.",
        aliases: &["specdst", "specific_destination"],
        from: &Of(|way: &Way| Ok(IpAddr::V4(way.cached()?.specific_destination?).into())),
        ..Field::BASE
    },
    Field {
        name: "header_refs",
        header: "HHREF",
        kind: Kind::Count,
        doc: "References to the cached header of the link layer.",
        aliases: &["hhref"],
        from: &Of(|way: &Way| Ok(way.cached()?.header_references?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "header_current",
        header: "HHUPTOD",
        kind: Kind::Bool,
        doc: "Whether that header can be used.",
        aliases: &["hhuptod"],
        from: &Of(|way: &Way| Ok(way.cached()?.header_is_current?.into())),
        volatile: true,
        ..Field::BASE
    },
];
