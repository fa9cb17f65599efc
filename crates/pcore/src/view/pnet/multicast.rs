//! `pnet multicast`: one row a multicast address that an interface listens to.

use std::collections::HashMap;
use std::net::IpAddr;
use std::rc::Rc;

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::{Filter, Network};
use crate::host::Facts;
use crate::names;
use crate::parse::Item;
use crate::parse::net::dev_mcast::{self, DevMulticast};
use crate::parse::net::igmp::{self, Membership};
use crate::parse::net::igmp6::{self, Membership6};
use crate::parse::net::mcfilter::{self, SourceFilter};
use crate::view::pps::process::Once;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The multicast addresses.
pub(crate) struct Multicast;

impl Networked for Multicast {
    type Entry = Joined;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "multicast",
        about: "Multicast groups that interfaces have joined, and addresses of the link layer that they listen to, one row each.",
        aliases: &["maddr", "groups", "igmp"],
        key: &["netns", "netns_table", "device", "family", "group"],
        default_fields: &["device", "family", "group", "users", "timer", "flags", "sources"],
        words: "an interface by its name, a group or a network of them",
        examples: &[
            ("pnet multicast", "who listens to what"),
            ("pnet multicast 239.0.0.0/8", "groups of one's own"),
            (
                "pnet multicast -Q sources -o device,group,sources,include,exclude",
                "from whom a group is to be heard, and from whom not",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Joined>>] =
        &[Group { name: "Membership", fields: FIELDS }, Group { name: "Sources", fields: SOURCES }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let group = number("group");
        if let Ok(network) = word.text.parse::<Network>() {
            return Ok(Selector { kind: "group".into(), filter: Filter::within(group, network) });
        }
        // No interface has a colon in its name.
        if word.text.contains(':') {
            let address = Value::Word(word.text.to_ascii_lowercase().into());
            return Ok(Selector { kind: "group".into(), filter: Filter::equal(group, address) });
        }
        Ok(table::of_device(word, number("device")))
    }
}

/// A multicast address that an interface listens to.
pub(crate) struct Joined {
    address: Address,
    /// The sources of all groups of the same family in the namespace.
    sources: Rc<Once<BySource>>,
}

/// The sources of groups, by the number of the interface and the group.
type BySource = HashMap<(u32, IpAddr), Sources>;

/// The address, as one of three files tells it.
enum Address {
    /// A row of `igmp`.
    V4(Membership),
    /// A row of `igmp6`.
    V6(Membership6),
    /// A row of `dev_mcast`.
    Link(DevMulticast),
}

impl Entry for Joined {
    const FILES: &'static [File] = &[File::NetIgmp, File::NetIgmp6, File::NetDevMcast];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let v4 = net.items(File::NetIgmp, |text| igmp::rows(text).collect());
        let v6 = net.items(File::NetIgmp6, |text| igmp6::rows(text).collect());
        let link = net.items(File::NetDevMcast, |text| dev_mcast::rows(text).collect());
        let mut give = |addresses: &mut dyn Iterator<Item = Address>| {
            let sources = Rc::default();
            addresses.for_each(|address| each(Self { address, sources: Rc::clone(&sources) }));
        };
        table::any([
            v4.map(|rows| give(&mut rows.into_iter().map(Address::V4))),
            v6.map(|rows| give(&mut rows.into_iter().map(Address::V6))),
            link.map(|rows| give(&mut rows.into_iter().map(Address::Link))),
        ])
    }
}

/// The sources that sockets want to hear in a group, or not to hear; at least one.
pub(crate) struct Sources(Vec<SourceFilter>);

impl Source<In<Joined>> for Sources {
    const FILES: &'static [File] = &[File::NetMcFilter, File::NetMcFilter6];

    fn of(row: &In<Joined>) -> Result<&Self, Absent> {
        let Joined { address, sources } = row.entry();
        let (file, ifindex, group) = match address {
            Address::V4(v4) => (File::NetMcFilter, v4.ifindex?, IpAddr::V4(v4.group)),
            Address::V6(v6) => (File::NetMcFilter6, v6.ifindex, IpAddr::V6(v6.group?)),
            Address::Link(_) => return Err(Absent::NotApplicable),
        };
        let sources = sources.get(|| {
            let rows = row.net().items(file, |text| mcfilter::rows(text).collect())?;
            let mut sources = BySource::new();
            for filter in rows {
                // The group of a damaged row is counted where it is parsed, and nobody's.
                let Ok(group) = filter.group else { continue };
                let of_group = sources.entry((filter.ifindex, group));
                of_group.or_insert_with(|| Self(Vec::new())).0.push(filter);
            }
            Ok(sources)
        })?;
        sources.get(&(ifindex, group)).ok_or(Absent::NotApplicable)
    }
}

impl Sources {
    /// One value for each source.
    fn each(&self, value: impl Fn(&SourceFilter) -> Item<Value<'static>>) -> Item<Value<'_>> {
        Ok(Value::List(self.0.iter().map(value).collect::<Item<_>>()?))
    }
}

impl Joined {
    fn v4(&self) -> Item<&Membership> {
        match &self.address {
            Address::V4(v4) => Ok(v4),
            _ => Err(Absent::NotApplicable),
        }
    }

    fn link(&self) -> Item<&DevMulticast> {
        match &self.address {
            Address::Link(link) => Ok(link),
            _ => Err(Absent::NotApplicable),
        }
    }
}

/// A hardware address as people write it.
fn hardware(address: &[u8]) -> Value<'static> {
    let pairs: Vec<String> = address.iter().map(|byte| format!("{byte:02x}")).collect();
    Value::Word(pairs.join(":").into())
}

static FIELDS: &[Field<In<Joined>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface.",
        aliases: &["interface", "iface", "dev"],
        from: &Of(|joined: &Joined| {
            table::text(match &joined.address {
                Address::V4(v4) => &v4.device,
                Address::V6(v6) => &v6.device,
                Address::Link(link) => &link.device,
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "ifindex",
        header: "IFINDEX",
        kind: Kind::Id,
        doc: "Number of the interface.",
        aliases: &["index"],
        from: &Of(|joined: &Joined| {
            Ok(match &joined.address {
                Address::V4(v4) => v4.ifindex?,
                Address::V6(v6) => v6.ifindex,
                Address::Link(link) => link.ifindex,
            }
            .into())
        }),
        ..Field::BASE
    },
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the address: inet, inet6, or link for one of the link layer.",
        aliases: &["layer"],
        from: &Of(|joined: &Joined| {
            Ok(Value::word(match &joined.address {
                Address::V4(_) => "inet",
                Address::V6(_) => "inet6",
                Address::Link(_) => "link",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Address,
        doc: "Group, or address of the link layer.",
        aliases: &["address"],
        from: &Of(|joined: &Joined| {
            Ok(match &joined.address {
                Address::V4(v4) => IpAddr::V4(v4.group).into(),
                Address::V6(v6) => IpAddr::V6(v6.group?).into(),
                Address::Link(link) => hardware(link.address.as_deref().map_err(|absent| *absent)?),
            })
        }),
        ..Field::BASE
    },
    Field {
        name: "users",
        header: "USERS",
        kind: Kind::Count,
        doc: "How many have joined the group, or asked for the address of the link layer.",
        aliases: &["refcount", "refs"],
        from: &Of(|joined: &Joined| {
            Ok(match &joined.address {
                Address::V4(v4) => v4.users?,
                Address::V6(v6) => v6.users?,
                Address::Link(link) => link.references?,
            }
            .into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "by_hand",
        header: "BY-HAND",
        kind: Kind::Count,
        doc: "How often an address of the link layer was asked for by hand, as with ip maddress.",
        aliases: &["global_uses", "static"],
        from: &Of(|joined: &Joined| Ok(joined.link()?.global_uses?.into())),
        ..Field::BASE
    },
    Field {
        name: "timer",
        header: "TIMER",
        kind: Kind::Seconds,
        doc: "Time until the membership is reported; does not apply where no report is due.",
        from: &Of2(|joined: &Joined, facts: &Facts| {
            let ticks = match &joined.address {
                Address::V4(v4) => v4.timer?,
                Address::V6(v6) => v6.timer?,
                Address::Link(_) => return Err(Absent::NotApplicable),
            };
            Ok(facts.seconds(ticks).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "reporter",
        header: "REPORTER",
        kind: Kind::Bool,
        doc: "Whether this host was the last to report an IPv4 group.",
        from: &Of(|joined: &Joined| Ok(joined.v4()?.is_reporter?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "querier",
        header: "QUERIER",
        kind: Kind::Text,
        doc: "Version of IGMP that the querier of the interface's network speaks.",
        from: &Of(|joined: &Joined| table::text(&joined.v4()?.querier)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "groups",
        header: "GROUPS",
        kind: Kind::Count,
        doc: "How many IPv4 groups the interface has joined.",
        from: &Of(|joined: &Joined| Ok(joined.v4()?.groups?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags of an IPv6 group: timer_running, last_reporter, loaded, noreport, gsquery.",
        from: &Of(|joined: &Joined| match &joined.address {
            Address::V6(v6) => Ok(names::flags(igmp6::FLAGS, u64::from(v6.flags?))),
            _ => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
];

static SOURCES: &[Field<In<Joined>>] = &[
    Field {
        name: "sources",
        header: "SOURCES",
        kind: Kind::List(&Kind::Address),
        doc: "Senders that sockets have named for the group; does not apply where they named none.",
        from: &Of(|sources: &Sources| sources.each(|filter| Ok(filter.source?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "include",
        header: "INCLUDE",
        kind: Kind::List(&Kind::Count),
        doc: "How many sockets want to hear each of these.",
        aliases: &["inc"],
        from: &Of(|sources: &Sources| sources.each(|filter| Ok(filter.include?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "exclude",
        header: "EXCLUDE",
        kind: Kind::List(&Kind::Count),
        doc: "How many sockets want to hear any but each of these.",
        aliases: &["exc"],
        from: &Of(|sources: &Sources| sources.each(|filter| Ok(filter.exclude?.into()))),
        volatile: true,
        ..Field::BASE
    },
];
