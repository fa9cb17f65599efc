//! `parp neighbours`: one row an entry of the neighbour table.

use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::vendors::Vendors;
use crate::field::{Field, Group, Of, Of2, Source};
use crate::filter::{Filter, Network};
use crate::parse::Item;
use crate::parse::net::arp::{self, Arp};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::view::pnet::net::{self, Known, Net};
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The neighbours.
pub(crate) struct Neighbours;

/// An entry of the table, with where it stands.
pub(crate) struct Neighbour {
    run: Arc<Run>,
    net: Rc<Net>,
    entry: Arp,
}

impl Table for Neighbours {
    type Row = Neighbour;
    type Key = Arc<Known>;

    const SPEC: Spec = Spec {
        tool: "parp",
        name: "neighbours",
        about: "Neighbours on the local networks, one row each.",
        aliases: &["neigh", "neighbors", "arp"],
        key: &["netns", "netns_table", "device", "address"],
        default_fields: &["address", "mac", "vendor", "state", "device"],
        words: "neighbours by address or network, hardware address, or device",
        examples: &[
            ("parp", "the table"),
            ("parp 192.0.2.0/24", "the neighbours in a network"),
            ("parp --where 'state == incomplete'", "who does not answer"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Neighbour>] = &[Group { name: "", fields: FIELDS }];
    const NET: Option<fn(&Neighbour) -> &Net> = Some(|neighbour| &neighbour.net);

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        net::known(run, plan.all_netns());
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
        let listed = net.lines(File::NetArp, &mut |line| match Arp::parse(line) {
            _ if arp::is_header(line) => {}
            Err(_) => reader.problem(File::NetArp, Reason::BadRow),
            Ok(entry) => {
                let run = reader.run().clone();
                picker.offer(&Neighbour { run, net: net.clone(), entry });
            }
        });
        if listed == Err(Absent::Unsupported) {
            reader.problem(File::NetArp, Reason::Absent(Absent::Unsupported));
        }
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        let (word, field) = (word.text, Self::number);
        if let Ok(network) = word.parse::<Network>() {
            let filter = Filter::within(field("address"), network);
            return Ok(Selector { kind: "address".into(), filter });
        }
        if word.contains('/') {
            return Err(format!("`{word}` is no address or network"));
        }
        let is_mac = word.len() > 2 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
        Ok(if is_mac && word.contains(':') {
            let mac = word.to_ascii_lowercase();
            Selector { kind: "mac".into(), filter: Filter::contains(field("mac"), mac.as_bytes()) }
        } else {
            let device = Value::Text(word.as_bytes().to_vec().into());
            Selector { kind: "device".into(), filter: Filter::equal(field("device"), device) }
        })
    }
}

impl Source<Neighbour> for Arp {
    const FILES: &'static [File] = &[File::NetArp];

    fn of(neighbour: &Neighbour) -> Result<&Self, Absent> {
        Ok(&neighbour.entry)
    }
}

impl Source<Neighbour> for Vendors {
    const FILES: &'static [File] = &[];

    fn of(neighbour: &Neighbour) -> Result<&Self, Absent> {
        Ok(Self::of_run(&neighbour.run))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

/// Flags of an entry, from `ATF_COM` on; the lowest bit is not used.
const FLAGS: &[&str] =
    &["0x1", "complete", "permanent", "published", "trailers", "netmask", "dontpub"];
const COMPLETE: u32 = 2;
const PERMANENT: u32 = 4;

/// The state as far as the flags tell it.
fn state(flags: u32) -> &'static str {
    match flags {
        flags if flags & PERMANENT != 0 => "permanent",
        flags if flags & COMPLETE != 0 => "complete",
        _ => "incomplete",
    }
}

fn text(item: &Item<Box<[u8]>>) -> Item<&[u8]> {
    item.as_deref().map_err(|absent| *absent)
}

/// The fields of a neighbour.
static FIELDS: &[Field<Neighbour>] = &[
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Address,
        doc: "Address of the neighbour.",
        aliases: &["ip", "dst"],
        from: &Of(|entry: &Arp| Ok(entry.address.into())),
        ..Field::BASE
    },
    Field {
        name: "mac",
        header: "MAC",
        kind: Kind::Text,
        doc: "Hardware address; an entry that is incomplete has none.",
        aliases: &["lladdr", "hwaddress"],
        from: &Of(|entry: &Arp| Ok(Value::text(text(&entry.mac)?))),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Text,
        doc: "Vendor that the hardware address is registered to, where the system has a registry installed; a locally administered address has none.",
        from: &Of2(|entry: &Arp, vendors: &Vendors| {
            Ok(Value::text(vendors.of(text(&entry.mac)?)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Word,
        doc: "State as far as the flags tell it: complete, incomplete or permanent.",
        aliases: &["nud"],
        from: &Of(|entry: &Arp| Ok(Value::word(state(entry.flags?)))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Flags of the entry: complete, permanent, published and so on.",
        from: &Of(|entry: &Arp| Ok(crate::names::set_bits(FLAGS, entry.flags?.into()))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "hardware_type",
        header: "HWTYPE",
        kind: Kind::Word,
        doc: "Type of the hardware by name: ether, infiniband and so on.",
        aliases: &["type", "hwtype"],
        from: &Of(|entry: &Arp| {
            let number = entry.hardware_type?;
            Ok(arp::hardware_name(number)
                .map_or_else(|| Value::Word(number.to_string().into()), Value::word))
        }),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface that the neighbour is on.",
        aliases: &["dev", "iface"],
        from: &Of(|entry: &Arp| Ok(Value::text(text(&entry.device)?))),
        ..Field::BASE
    },
];
