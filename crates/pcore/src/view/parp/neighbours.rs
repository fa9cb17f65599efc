//! `parp neighbours`: one row an entry of the tables of neighbours.

use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::entry::{Entry, FILES};
use super::hardware;
use super::told::Answers;
use super::vendors::Vendors;
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::{Filter, Network};
use crate::host::Facts;
use crate::names;
use crate::parse::Item;
use crate::parse::net::arp;
use crate::parse::rtnetlink::{self, Cache, Neighbour as Told};
use crate::plan::{Partial, Plan};
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::view::pnet::net::{self, Known, Net};
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The neighbours.
pub(crate) struct Neighbours;

/// An entry, with the network namespace that it was read from.
pub(crate) struct Neighbour {
    net: Rc<Net>,
    entry: Entry,
}

impl Table for Neighbours {
    type Row = Neighbour;
    type Key = Arc<Known>;

    const SPEC: Spec = Spec {
        tool: "parp",
        name: "neighbours",
        about: "Neighbours on the local networks, one row each.",
        aliases: &["neigh", "neighbour", "neighbors", "neighbor", "arp"],
        key: &["netns", "netns_table", "table", "device", "address", "published"],
        default_fields: &["address", "mac", "mac_kind", "state", "device", "vendor"],
        words: "neighbours by address or network, hardware address, or device",
        examples: &[
            ("parp", "the neighbours"),
            ("parp 192.0.2.0/24", "those in a network"),
            ("parp --nud failed,incomplete", "who does not answer"),
            ("parp --all-netns -o +netns,netns_name", "those of every network namespace"),
            ("parp -Q 'vendor =~ raspberry' -o address,vendor,vendor_source", "those of a vendor"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Neighbour>] = &[
        Group { name: "Entry", fields: ENTRY },
        Group { name: "Hardware address", fields: HARDWARE },
        Group { name: "Cache", fields: CACHE },
    ];
    const NET: Option<fn(&Neighbour) -> &Net> = Some(|neighbour| &neighbour.net);

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        let known = net::known(run, plan.all_netns());
        // No file has the neighbours of IPv6.
        let of_ipv6 = [(Self::number("family"), Ok(Value::word(family(false))))];
        let wants_ipv6 = !plan.excludes(&Partial(&of_ipv6));
        Answers::take(run, wants_ipv6);
        tell_others(run, known, wants_ipv6);
    }

    fn keys(reader: &Reader, plan: &Plan) -> Result<Vec<Arc<Known>>, Errno> {
        Ok(net::known(reader.run(), plan.all_netns()).to_vec())
    }

    fn rows(network: &Arc<Known>, picker: &mut Picker<'_, Self>) {
        let reader = picker.reader;
        let net = Rc::new(Net::new(network, reader));
        if !picker.may_want_in(&net, &[]) {
            return;
        }
        let listed =
            Entry::each(&net, &mut |entry| picker.offer(&Neighbour { net: net.clone(), entry }));
        if listed == Err(Absent::Unsupported) {
            reader.problem(File::NetArp, Reason::Absent(Absent::Unsupported));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        select(word, &["address"], &["mac"], Self::number)
    }
}

/// Says that of other network namespaces than the reader's own something is not seen.
pub(super) fn tell_others(run: &Run, known: &[Arc<Known>], wants_ipv6: bool) {
    let others = known.iter().filter(|known| !known.is_own).count();
    if run.root.is_live() && wants_ipv6 && others > 0 {
        let of = if others == 1 { "namespace" } else { "namespaces" };
        run.note(format!(
            "IPv6 neighbours and states of {others} other network {of} are not seen: the kernel tells them inside alone"
        ));
    }
}

/// What a word selects in views of neighbours: by address, within any of these fields; by hardware
/// address, in any of those; else by interface.
pub(super) fn select(
    word: &Word<'_>,
    addresses: &[&str],
    macs: &[&str],
    number: fn(&str) -> usize,
) -> Result<Selector, String> {
    let text = word.text;
    let device =
        |name: &str| Filter::equal(number("device"), Value::Text(name.as_bytes().to_vec().into()));
    let within = |network: Network| {
        Filter::or(addresses.iter().map(|name| Filter::within(number(name), network)).collect())
    };
    // An address of one link may say which.
    let (address, scope) = match text.split_once('%') {
        Some((address, scope)) => (address, Some(scope)),
        None => (text, None),
    };
    if let Ok(network) = address.parse::<Network>() {
        let filter = match scope {
            Some(scope) => Filter::and(vec![within(network), device(scope)]),
            None => within(network),
        };
        return Ok(Selector { kind: "address".into(), filter });
    }
    if text.contains('/') {
        return Err(format!("`{text}` is no address or network"));
    }
    Ok(match hardware_address(text) {
        Some(mac) => {
            let found = |name: &&str| Filter::contains(number(name), mac.as_bytes());
            Selector { kind: "mac".into(), filter: Filter::or(macs.iter().map(found).collect()) }
        }
        None => Selector { kind: "device".into(), filter: device(text) },
    })
}

/// A hardware address, or a part of one, as the kernel writes it: given so, with dashes between the
/// pairs, or with dots between fours.
fn hardware_address(text: &str) -> Option<String> {
    let is_of = |separator: char, length: usize| {
        let parts = || text.split(separator);
        let is_part =
            |part: &str| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        parts().count() > 2 && parts().all(is_part)
    };
    let lower = text.to_ascii_lowercase();
    if is_of('-', 2) {
        return Some(lower.replace('-', ":"));
    }
    if is_of('.', 4) {
        let digits: Vec<char> = lower.chars().filter(|digit| *digit != '.').collect();
        let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
        return Some(pairs.join(":"));
    }
    let is_own = |byte: u8| byte.is_ascii_hexdigit() || byte == b':';
    (text.len() > 2 && text.contains(':') && text.bytes().all(is_own)).then_some(lower)
}

/// The name of a family of addresses.
pub(super) const fn family(is_v4: bool) -> &'static str {
    if is_v4 { "inet" } else { "inet6" }
}

impl Source<Neighbour> for Entry {
    const FILES: &'static [File] = FILES;

    fn of(neighbour: &Neighbour) -> Result<&Self, Absent> {
        Ok(&neighbour.entry)
    }
}

impl Source<Neighbour> for Told {
    const FILES: &'static [File] = FILES;

    fn of(neighbour: &Neighbour) -> Result<&Self, Absent> {
        neighbour.entry.told()
    }

    fn prepare(run: &Arc<Run>) {
        Answers::ask(run);
    }
}

/// That rtnetlink is to be asked, for fields that may be told by files too.
struct Asked;

impl Source<Neighbour> for Asked {
    const FILES: &'static [File] = FILES;

    fn of(_neighbour: &Neighbour) -> Result<&Self, Absent> {
        Ok(&Self)
    }

    fn prepare(run: &Arc<Run>) {
        Answers::ask(run);
    }
}

impl Source<Neighbour> for Facts {
    const FILES: &'static [File] = &[];

    fn of(neighbour: &Neighbour) -> Result<&Self, Absent> {
        Ok(neighbour.net.facts())
    }
}

impl Source<Neighbour> for Vendors {
    const FILES: &'static [File] = &[];

    fn of(neighbour: &Neighbour) -> Result<&Self, Absent> {
        Ok(Self::of_run(neighbour.net.reader().run()))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

static ENTRY: &[Field<Neighbour>] = &[
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Address,
        doc: "Address of the neighbour.",
        aliases: &["ip", "dst"],
        from: &Of(|entry: &Entry| Ok(entry.address()?.into())),
        ..Field::BASE
    },
    Field {
        name: "family",
        header: "FAMILY",
        kind: Kind::Word,
        doc: "Family of the address: inet, or inet6, of which only the neighbours in the reader's own network namespace are told.",
        from: &Of(|entry: &Entry| Ok(Value::word(family(entry.address()?.is_ipv4())))),
        ..Field::BASE
    },
    Field {
        name: "table",
        header: "TABLE",
        kind: Kind::Word,
        doc: "Table that has the entry: arp, ndisc (that of IPv6) or, on kernels before Linux 2.3, rarp.",
        from: &Of(|entry: &Entry| Ok(Value::word(entry.table()?))),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Word,
        doc: "State: incomplete, reachable, stale, delay, probe, failed, noarp, permanent or none; elsewhere than in the reader's own network namespace only permanent is told.",
        aliases: &["nud"],
        from: &Of2(|entry: &Entry, _: &Asked| {
            let state = entry.state()?;
            Ok(match rtnetlink::state_name(state) {
                Some(name) => Value::word(name),
                None => Value::Word(format!("{state:#x}").into()),
            })
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags as arp has them: complete, permanent, published; none where nobody has answered.",
        from: &Of(|entry: &Entry| Ok(names::set_bits(arp::FLAGS, entry.flags()?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "published",
        header: "PUBLISHED",
        kind: Kind::Bool,
        doc: "Whether this host answers for the address in place of its owner.",
        aliases: &["proxy", "pub"],
        from: &Of(|entry: &Entry| Ok(entry.is_published()?.into())),
        ..Field::BASE
    },
    Field {
        name: "resolved",
        header: "RESOLVED",
        kind: Kind::Bool,
        doc: "Whether the kernel asks for the hardware address: not where it follows from the address, as of a group.",
        from: &Of(|entry: &Entry| Ok(entry.is_resolved().into())),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface that the neighbour is on; a published entry may be for all of them.",
        aliases: &["dev", "iface"],
        from: &Of(|entry: &Entry| Ok(Value::text(entry.device()?))),
        ..Field::BASE
    },
];

static HARDWARE: &[Field<Neighbour>] = &[
    Field {
        name: "mac",
        header: "MAC",
        kind: Kind::Text,
        doc: "Hardware address, of any length; where nobody has answered there is none, and elsewhere than in the reader's own network namespace none of more than eight bytes is told.",
        aliases: &["lladdr", "hwaddress"],
        from: &Of(|entry: &Entry| Ok(Value::Text(entry.mac()?))),
        ..Field::BASE
    },
    Field {
        name: "mac_kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "Kind of the hardware address: global, which a vendor has assigned, local, which somebody has chosen, multicast, broadcast or zero; does not apply to addresses that the IEEE does not assign.",
        aliases: &["kind"],
        from: &Of(|entry: &Entry| Ok(Value::word(entry.kind()?.word()))),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Text,
        doc: "Whom the hardware address is registered to, by the longest prefix in the registries of the IEEE; does not apply to kinds other than global, which are in none.",
        from: &Of2(|entry: &Entry, vendors: &Vendors| {
            Ok(Value::Text(hardware::vendor(&entry.octets()?, entry.hardware_type(), vendors)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "vendor_source",
        header: "VENDOR-SOURCE",
        kind: Kind::Text,
        doc: "Registry that the vendor was looked up in: a file of the system or the built-in one, and of what date it is.",
        from: &Of2(|entry: &Entry, vendors: &Vendors| match entry.kind()? {
            hardware::Kind::Global => Ok(Value::text(vendors.source().as_bytes())),
            _ => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "hardware_type",
        header: "HWTYPE",
        kind: Kind::Word,
        doc: "Type of the hardware by name: ether, infiniband, loopback and so on.",
        aliases: &["type", "hwtype"],
        from: &Of(|entry: &Entry| {
            let number = entry.hardware_type()?;
            Ok(arp::hardware_name(number)
                .map_or_else(|| Value::Word(number.to_string().into()), Value::word))
        }),
        ..Field::BASE
    },
];

static CACHE: &[Field<Neighbour>] = &[
    Field {
        name: "kernel_flags",
        header: "KERNEL-FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags by the kernel's names: proxy, router, extern_learn, offloaded, managed and so on; like what follows, it is told of the reader's own network namespace alone.",
        aliases: &["ntf"],
        from: &Of(|told: &Told| Ok(names::flags(rtnetlink::FLAGS, told.flags()?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "protocol",
        header: "PROTOCOL",
        kind: Kind::Word,
        doc: "Who made the entry, such as static or zebra; does not apply where it did not say so.",
        aliases: &["proto"],
        from: &Of(|told: &Told| {
            let number = told.protocol()?;
            Ok(rtnetlink::protocol_name(number)
                .map_or_else(|| Value::Word(number.to_string().into()), Value::word))
        }),
        ..Field::BASE
    },
    Field {
        name: "probes",
        header: "PROBES",
        kind: Kind::Count,
        doc: "How often it was asked for its hardware address since it last answered.",
        from: &Of(|told: &Told| Ok(told.probes()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "refs",
        header: "REFS",
        kind: Kind::Count,
        doc: "References that the kernel holds.",
        aliases: &["ref"],
        from: &Of(|told: &Told| Ok(told.cache()?.references.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "confirmed",
        header: "CONFIRMED",
        kind: Kind::Seconds,
        doc: "Time since the entry was last known to be right.",
        from: &Of2(|told: &Told, facts: &Facts| since(told, facts, |cache| cache.confirmed)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "used",
        header: "USED",
        kind: Kind::Seconds,
        doc: "Time since something was last sent to the neighbour.",
        from: &Of2(|told: &Told, facts: &Facts| since(told, facts, |cache| cache.used)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "updated",
        header: "UPDATED",
        kind: Kind::Seconds,
        doc: "Time since the entry last changed.",
        from: &Of2(|told: &Told, facts: &Facts| since(told, facts, |cache| cache.updated)),
        volatile: true,
        ..Field::BASE
    },
];

fn since(told: &Told, facts: &Facts, ticks: fn(Cache) -> u32) -> Item<Value<'static>> {
    Ok(Value::Float(f64::from(ticks(told.cache()?)) / facts.ticks as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hardware_address_has_several_notations() {
        for (text, expected) in [
            ("02:00:5E:10:00:07", Some("02:00:5e:10:00:07")),
            ("02-00-5e-10-00-07", Some("02:00:5e:10:00:07")),
            ("0200.5E10.0007", Some("02:00:5e:10:00:07")),
            ("02:00:5e", Some("02:00:5e")),
            ("eth0", None),
            ("br-de", None),
            ("be-ef", None),
            ("ab", None),
        ] {
            assert_eq!(hardware_address(text).as_deref(), expected, "{text}");
        }
    }
}
