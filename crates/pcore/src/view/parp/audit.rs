//! `parp audit`: one row a finding in the neighbours of a network namespace.

mod checks;

use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use checks::{Fill, Finding, Gateway, Seen, Severity};
use rustix::io::Errno;

use super::entry::{self, Entry};
use super::hardware;
use super::neighbours::{self, family};
use super::told::Answers;
use super::vendors::Vendors;
use crate::field::{Field, Group, Of, Of2, Source};
use crate::parse::Item;
use crate::parse::net::ipv6_route::{self, Route6};
use crate::parse::net::route::{self, Route};
use crate::parse::net::stat::Stat;
use crate::parse::net::{arp, flag_names};
use crate::parse::number;
use crate::parse::rtnetlink::Link;
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::view::pnet::net::{self, Known, Net};
use crate::view::{Alarm, Layout, Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The findings.
pub(crate) struct Audit;

/// A finding, with the network namespace that it is in.
pub(crate) struct Found {
    net: Rc<Net>,
    finding: Finding,
}

impl Table for Audit {
    type Row = Found;
    type Key = Arc<Known>;

    const HEAVY: bool = true;
    const SPEC: Spec = Spec {
        tool: "parp",
        name: "audit",
        about: "What is odd about the neighbours, one row a finding; exit status 1 if any is a warning or worse.",
        aliases: &["check"],
        key: &["netns", "check", "family", "device", "address", "mac"],
        order: &["level"],
        default_fields: &["severity", "check", "evidence", "meaning"],
        words: "findings about an address or network, a hardware address, or a device",
        examples: &[
            ("parp audit", "what is odd"),
            ("parp audit --severity critical", "to fail only for what is wrong for sure"),
            ("parp audit eth0 --report", "of one network, as a document"),
            ("parp audit --all-netns -o +netns,netns_name", "of every network namespace"),
        ],
        layout: Layout::Below,
        alarm: Some(Alarm { field: "severity", levels: Severity::WORDS, usual: "warning" }),
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Found>] = &[Group { name: "Finding", fields: FIELDS }];
    const NET: Option<fn(&Found) -> &Net> = Some(|found| &found.net);

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        let known = net::known(run, plan.all_netns());
        Answers::take(run, true);
        neighbours::tell_others(run, known, true);
    }

    fn keys(reader: &Reader, plan: &Plan) -> Result<Vec<Arc<Known>>, Errno> {
        Ok(net::known(reader.run(), plan.all_netns()).to_vec())
    }

    fn rows(network: &Arc<Known>, picker: &mut Picker<'_, Self>) {
        let net = Rc::new(Net::new(network, picker.reader));
        if !picker.may_want_in(&net, &[]) {
            return;
        }
        let (address, mac, device) =
            (Self::number("addresses"), Self::number("macs"), Self::number("device"));
        let mut seen = Vec::new();
        let mut exempt = Exempt::default();
        let listed = Entry::each(&net, &mut |entry| {
            exempt.count(&entry);
            let Some(one) = look(&entry) else { return };
            // Of what is looked for there need be nothing odd.
            let macs = one.mac.iter().map(|mac| Value::text(mac)).collect();
            let known = [
                (address, Ok(Value::List(vec![one.address.into()]))),
                (mac, Ok(Value::List(macs))),
                (device, Ok(Value::text(&one.device))),
            ];
            picker.saw_in(&net, &known);
            seen.push(one);
        });
        if listed == Err(Absent::Unsupported) {
            picker.reader.problem(File::NetArp, Reason::Absent(Absent::Unsupported));
        }
        // The kernel lists them in the order of its hash table.
        seen.sort_by(|a, b| (&a.device, a.address).cmp(&(&b.device, b.address)));
        let mut findings = checks::find(&seen, &gateways(&net));
        let fills = [true, false].map(|is_v4| fill(&net, is_v4, &exempt));
        findings.extend(fills.into_iter().flat_map(checks::fill));
        for finding in findings {
            picker.offer(&Found { net: net.clone(), finding });
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        neighbours::select(word, &["addresses"], &["macs"], Self::number)
    }
}

/// What the checks look at of an entry. Where the hardware address follows from the address, there
/// is nothing to check.
fn look(entry: &Entry) -> Option<Seen> {
    entry.is_resolved().then(|| {
        Some(Seen {
            address: entry.address().ok()?,
            device: entry.device().unwrap_or_default().into(),
            mac: entry.mac().ok().map(|mac| Box::from(&*mac)),
            kind: entry.kind().ok(),
            flags: entry.flags().ok(),
        })
    })?
}

/// The routers that default routes lead to, on interfaces where they have to be asked for. Those of
/// IPv6 only where its neighbours are known.
fn gateways(net: &Net) -> Vec<Gateway> {
    let answer = Answers::of(net);
    let mut gateways: Vec<Gateway> = Vec::new();
    let mut add = |address: IpAddr, device: Item<Box<[u8]>>, flags: Item<u32>| {
        let Ok(device) = device else { return };
        let is_used = |flags: u32| {
            let names: Vec<_> = flag_names(flags.into(), route::FLAGS).collect();
            names.contains(&"up") && !names.contains(&"reject")
        };
        let link = answer.as_ref().and_then(|answer| answer.link_named(&device));
        let asks = link.is_none_or(Link::asks_neighbours);
        let gateway = Gateway { address, device };
        if flags.is_ok_and(is_used) && asks && !gateways.contains(&gateway) {
            gateways.push(gateway);
        }
    };
    // What cannot be read is counted, and leads nowhere.
    let v4 = |line: &[u8]| route::rows(line).next();
    let _ = net.rows(File::NetRoute, v4, &mut |route: Route| {
        let is_default = route.destination.is_unspecified() && route.prefix() == Ok(0);
        if let (true, Ok(router)) = (is_default, route.gateway) {
            add(router.into(), route.device, route.flags);
        }
    });
    if answer.is_some() {
        let v6 = |line: &[u8]| ipv6_route::rows(line).next();
        let _ = net.rows(File::NetIpv6Route, v6, &mut |route: Route6| {
            let is_default = route.destination.is_unspecified() && route.prefix == Ok(0);
            if let (true, Ok(router)) = (is_default, route.gateway) {
                add(router.into(), route.device, route.flags);
            }
        });
    }
    gateways
}

/// How many entries of each family are left out where entries are counted against limits.
#[derive(Default)]
struct Exempt {
    v4: u64,
    v6: u64,
}

impl Exempt {
    fn count(&mut self, entry: &Entry) {
        if let (true, Ok(address)) = (entry.is_exempt(), entry.address()) {
            *(if address.is_ipv4() { &mut self.v4 } else { &mut self.v6 }) += 1;
        }
    }
}

/// How full a table is. It is counted for the machine, in its first network namespace.
fn fill(net: &Net, is_v4: bool, exempt: &Exempt) -> Fill {
    let (counts, settings) = if is_v4 {
        (File::NetStatArpCache, File::NeighIpv4)
    } else {
        (File::NetStatNdiscCache, File::NeighIpv6)
    };
    let stat = net.parsed(counts, Stat::parse);
    let count = |name: &[u8]| stat.as_ref().ok().and_then(|stat| stat.total(name).ok());
    // The kernel shows settings only of the network namespace that the reader is in.
    let setting = |name: &str| {
        let path = format!("{}/{name}", settings.path());
        let parse = |text: &[u8]| number::unsigned(text.trim_ascii());
        let read = || net.reader().table(path, 0, settings, parse);
        if net.is_own() { read().ok()?.ok() } else { None }
    };
    Fill {
        is_v4,
        entries: count(b"entries"),
        exempt: if is_v4 { exempt.v4 } else { exempt.v6 },
        collections: count(b"forced_gc_runs"),
        fulls: count(b"table_fulls"),
        threshold: setting("gc_thresh2"),
        limit: setting("gc_thresh3"),
    }
}

impl Source<Found> for Finding {
    const FILES: &'static [File] = &[
        File::NetArp,
        File::NetRarp,
        File::NetRoute,
        File::NetIpv6Route,
        File::NetStatArpCache,
        File::NetStatNdiscCache,
        File::NeighIpv4,
        File::NeighIpv6,
    ];

    fn of(found: &Found) -> Result<&Self, Absent> {
        Ok(&found.finding)
    }
}

impl Source<Found> for Vendors {
    const FILES: &'static [File] = entry::FILES;

    fn of(found: &Found) -> Result<&Self, Absent> {
        Ok(Self::of_run(found.net.reader().run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

static FIELDS: &[Field<Found>] = &[
    Field {
        name: "severity",
        header: "SEVERITY",
        kind: Kind::Word,
        doc: "How bad it is: info, notice, warning or critical.",
        from: &Of(|finding: &Finding| Ok(Value::word(finding.severity.word()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "level",
        header: "LEVEL",
        kind: Kind::Id,
        doc: "The same as a number, from 1 for critical to 4 for info, by which rows are ordered.",
        from: &Of(|finding: &Finding| Ok(finding.severity.level().into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "check",
        header: "CHECK",
        kind: Kind::Word,
        doc: "What was found, such as shared_mac or gateway_unresolved.",
        from: &Of(|finding: &Finding| Ok(Value::word(finding.check.word()))),
        ..Field::BASE
    },
    Field {
        name: "evidence",
        header: "EVIDENCE",
        kind: Kind::Text,
        doc: "What shows it, in words.",
        from: &Of(|finding: &Finding| Ok(Value::text(finding.evidence.as_bytes()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "meaning",
        header: "MEANING",
        kind: Kind::Text,
        doc: "What it may mean.",
        from: &Of(|finding: &Finding| Ok(Value::word(finding.check.meaning()))),
        ..Field::BASE
    },
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of what it is about: inet or inet6; does not apply where it is about both.",
        from: &Of(|finding: &Finding| {
            Ok(Value::word(family(finding.is_v4.ok_or(Absent::NotApplicable)?)))
        }),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface that it is about, if it is about one.",
        aliases: &["dev", "iface"],
        from: &Of(|finding: &Finding| optional(finding.device.as_deref())),
        ..Field::BASE
    },
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Address,
        doc: "Address that it is about, if it is about one.",
        aliases: &["ip", "dst"],
        from: &Of(|finding: &Finding| Ok(finding.address.ok_or(Absent::NotApplicable)?.into())),
        ..Field::BASE
    },
    Field {
        name: "mac",
        header: "MAC",
        kind: Kind::Text,
        doc: "Hardware address that it is about, if it is about one.",
        aliases: &["lladdr", "hwaddress"],
        from: &Of(|finding: &Finding| optional(finding.mac.as_deref())),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Text,
        doc: "Whom that is registered to.",
        from: &Of2(|finding: &Finding, vendors: &Vendors| {
            let mac = finding.mac.as_deref().ok_or(Absent::NotApplicable)?;
            let octets = arp::octets(mac).map_err(|_| Absent::NotApplicable)?;
            Ok(Value::Text(hardware::vendor(&octets, Err(Absent::Unsupported), vendors)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "addresses",
        header: "ADDRESSES",
        kind: Kind::List(&Kind::Address),
        doc: "All addresses that show it.",
        from: &Of(|finding: &Finding| {
            Ok(Value::List(finding.addresses.iter().map(|address| (*address).into()).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "macs",
        header: "MACS",
        kind: Kind::List(&Kind::Text),
        doc: "All hardware addresses that show it.",
        from: &Of(|finding: &Finding| {
            Ok(Value::List(finding.macs.iter().map(|mac| Value::text(mac)).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
];

fn optional(text: Option<&[u8]>) -> Item<Value<'_>> {
    Ok(Value::text(text.ok_or(Absent::NotApplicable)?))
}
