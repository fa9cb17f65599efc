//! `pnet multicast-routes`: one row a route by which this host forwards multicast packets.

use std::net::IpAddr;
use std::rc::Rc;

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::{Filter, Network};
use crate::parse::Item;
use crate::parse::net::ip_mr_cache::{self, MulticastRoute};
use crate::parse::net::ip_mr_vif::{self, MulticastInterface};
use crate::view::pps::process::Once;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The multicast routes.
pub(crate) struct MulticastRoutes;

impl Networked for MulticastRoutes {
    type Entry = Forward;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "multicast-routes",
        about: "Routes by which this host forwards multicast packets, one row each.",
        aliases: &["mroute", "mroutes"],
        key: &["netns", "netns_table", "family", "group", "origin"],
        default_fields: &[
            "group",
            "origin",
            "input_device",
            "packets",
            "bytes",
            "wrong",
            "output_devices",
        ],
        words: "an address or network of a group or a sender, or an interface by its name",
        examples: &[
            ("pnet multicast-routes", "what is forwarded from where to where"),
            ("pnet multicast-routes 239.1.1.1", "who sends to a group"),
            ("pnet multicast-routes -Q 'wrong > 0'", "what comes in where it should not"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Forward>>] = &[Group { name: "Route", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        if let Ok(network) = word.text.parse::<Network>() {
            let either = ["group", "origin"].map(|name| Filter::within(number(name), network));
            return Ok(Selector { kind: "address".into(), filter: Filter::or(either.into()) });
        }
        let either = ["input_device", "output_devices"];
        let either = either.map(|name| table::of_device(word, number(name)).filter);
        Ok(Selector { kind: "device".into(), filter: Filter::or(either.into()) })
    }
}

/// A route, and the interfaces of the router of its family once they have been asked for.
pub(crate) struct Forward {
    route: MulticastRoute,
    interfaces: Rc<Once<Interfaces>>,
}

/// The interfaces of a router.
pub(crate) struct Interfaces(Vec<MulticastInterface>);

impl Entry for Forward {
    const FILES: &'static [File] = &[File::NetIpMrCache, File::NetIp6MrCache];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut read = |file| {
            let interfaces = Rc::default();
            net.rows(file, |line| ip_mr_cache::rows(line).next(), &mut |route| {
                each(Self { route, interfaces: Rc::clone(&interfaces) });
            })
        };
        table::any([read(File::NetIpMrCache), read(File::NetIp6MrCache)])
    }
}

impl Source<In<Forward>> for Interfaces {
    const FILES: &'static [File] = &[File::NetIpMrVif, File::NetIp6MrVif];

    fn of(row: &In<Forward>) -> Result<&Self, Absent> {
        let Forward { route, interfaces } = row.entry();
        let file = if route.group.is_ipv4() { File::NetIpMrVif } else { File::NetIp6MrVif };
        interfaces.get(|| row.net().items(file, |text| ip_mr_vif::rows(text).collect()).map(Self))
    }
}

impl Interfaces {
    /// The name of the interface with this number, unless the router has given it up meanwhile.
    fn name(&self, index: u32) -> Item<Value<'_>> {
        let interface = self.0.iter().find(|interface| interface.index == index);
        table::text(&interface.ok_or(Absent::NotApplicable)?.device)
    }
}

static FIELDS: &[Field<In<Forward>>] = &[
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the addresses: inet or inet6.",
        from: &Of(|forward: &Forward| {
            Ok(Value::word(if forward.route.group.is_ipv4() { "inet" } else { "inet6" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Address,
        doc: "Group that packets are sent to.",
        aliases: &["destination"],
        from: &Of(|forward: &Forward| Ok(forward.route.group.into())),
        ..Field::BASE
    },
    Field {
        name: "origin",
        header: "ORIGIN",
        kind: Kind::Address,
        doc: "Who sends them; does not apply to a route for any sender.",
        aliases: &["source", "src"],
        from: &Of(|forward: &Forward| match forward.route.origin? {
            origin if origin.is_unspecified() => Err(Absent::NotApplicable),
            origin => Ok(IpAddr::into(origin)),
        }),
        ..Field::BASE
    },
    Field {
        name: "input",
        header: "IIF",
        kind: Kind::Id,
        doc: "Number of the router's interface by which packets come in; does not apply to what the router has not decided on.",
        aliases: &["iif"],
        from: &Of(|forward: &Forward| Ok(forward.route.input?.into())),
        ..Field::BASE
    },
    Field {
        name: "input_device",
        header: "IN",
        kind: Kind::Text,
        doc: "Name of that interface.",
        from: &Of2(|forward: &Forward, interfaces: &Interfaces| {
            interfaces.name(forward.route.input?)
        }),
        ..Field::BASE
    },
    Field {
        name: "packets",
        header: "PACKETS",
        kind: Kind::Count,
        doc: "Packets forwarded.",
        aliases: &["pkts"],
        from: &Of(|forward: &Forward| Ok(forward.route.packets?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "bytes",
        header: "BYTES",
        kind: Kind::Bytes,
        doc: "Bytes forwarded.",
        from: &Of(|forward: &Forward| Ok(forward.route.bytes?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "wrong",
        header: "WRONG",
        kind: Kind::Count,
        doc: "Packets that came in by another interface.",
        from: &Of(|forward: &Forward| Ok(forward.route.wrong?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "outputs",
        header: "OIFS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the router's interfaces by which packets go out.",
        aliases: &["oifs"],
        from: &Of(|forward: &Forward| forward.each_output(|output| Ok(output.index.into()))),
        ..Field::BASE
    },
    Field {
        name: "output_devices",
        header: "OUT",
        kind: Kind::List(&Kind::Text),
        doc: "Names of these interfaces.",
        from: &Of2(|forward: &Forward, interfaces: &Interfaces| {
            forward.each_output(|output| interfaces.name(output.index))
        }),
        ..Field::BASE
    },
    Field {
        name: "thresholds",
        header: "TTLS",
        kind: Kind::List(&Kind::Count),
        doc: "Least time to live of packets that are sent on by each of them.",
        aliases: &["ttl"],
        from: &Of(|forward: &Forward| forward.each_output(|output| Ok(output.threshold.into()))),
        ..Field::BASE
    },
];

impl Forward {
    /// One value for each interface by which packets go out.
    fn each_output<'v>(
        &self,
        value: impl Fn(&ip_mr_cache::Output) -> Item<Value<'v>>,
    ) -> Item<Value<'v>> {
        let outputs = self.route.outputs.as_deref().map_err(|absent| *absent)?;
        Ok(Value::List(outputs.iter().map(value).collect::<Item<_>>()?))
    }
}
