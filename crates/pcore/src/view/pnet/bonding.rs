//! `pnet bonding`: one row an interface of a bond.

use std::rc::Rc;

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::Item;
use crate::parse::net::bonding::{self, Bond, Slave};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The interfaces of bonds.
pub(crate) struct Bonding;

impl Networked for Bonding {
    type Entry = Bonded;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "bonding",
        about: "Interfaces that act as one with others, one row each, and bonds without any.",
        aliases: &["bonds", "bond"],
        key: &["netns", "netns_table", "bond", "device"],
        default_fields: &[
            "bond",
            "mode",
            "bond_status",
            "device",
            "active",
            "status",
            "speed",
            "duplex",
            "failures",
        ],
        words: "a bond or an interface by its name",
        examples: &[
            ("pnet bonding", "the bonds and their interfaces"),
            ("pnet bonding -Q 'status != up'", "which links are down"),
            ("pnet bonding bond0 -o device,details", "all that is told of its interfaces"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Bonded>>] =
        &[Group { name: "Bond", fields: BOND }, Group { name: "Interface", fields: INTERFACE }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let either = ["bond", "device"].map(|name| table::equal(word, number(name)));
        Ok(Selector { kind: "device".into(), filter: Filter::or(either.into()) })
    }
}

/// An interface of a bond, or a bond that has none.
pub(crate) struct Bonded {
    name: Rc<[u8]>,
    bond: Rc<Bond>,
    slave: Option<Slave>,
}

impl Entry for Bonded {
    const FILES: &'static [File] = &[File::NetBonding];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for name in net.names(File::NetBonding)? {
            // What is bad was counted, and what is gone has nothing to tell.
            let Ok(mut bond) = net.below(File::NetBonding, &name, Bond::parse) else { continue };
            let slaves = std::mem::take(&mut bond.slaves);
            let (name, bond): (Rc<[u8]>, _) = (name.into(), Rc::new(bond));
            let is_alone = slaves.is_empty();
            let slaves = slaves.into_iter().map(Some).chain(is_alone.then_some(None));
            slaves.for_each(|slave| each(Self { name: name.clone(), bond: bond.clone(), slave }));
        }
        Ok(())
    }
}

impl Bonded {
    fn slave(&self) -> Item<&Slave> {
        self.slave.as_ref().ok_or(Absent::NotApplicable)
    }
}

/// All that is told, line by line.
fn details(entries: &[bonding::Entry]) -> Value<'static> {
    let line =
        |entry: &bonding::Entry| Value::Text([&*entry.name, b": ", &*entry.value].concat().into());
    Value::List(entries.iter().map(line).collect())
}

fn milliseconds(amount: Item<u64>) -> Item<Value<'static>> {
    Ok(Value::Float(amount? as f64 / 1000.0))
}

static BOND: &[Field<In<Bonded>>] = &[
    Field {
        name: "bond",
        header: "BOND",
        kind: Kind::Text,
        doc: "Name of the bond, which is an interface too.",
        aliases: &["master"],
        from: &Of(|bonded: &Bonded| Ok(Value::text(&bonded.name))),
        ..Field::BASE
    },
    Field {
        name: "mode",
        header: "MODE",
        kind: Kind::Text,
        doc: "How the bond uses its interfaces, such as fault-tolerance (active-backup).",
        from: &Of(|bonded: &Bonded| table::text(&bonded.bond.mode)),
        ..Field::BASE
    },
    Field {
        name: "bond_status",
        header: "BOND-STATUS",
        kind: Kind::Text,
        doc: "Whether the bond can send: up or down.",
        from: &Of(|bonded: &Bonded| table::text(&bonded.bond.mii_status)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "active_device",
        header: "ACTIVE-DEVICE",
        kind: Kind::Text,
        doc: "Interface that is in use; does not apply where all are, or none is.",
        aliases: &["active_slave"],
        from: &Of(|bonded: &Bonded| table::text(&bonded.bond.active)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "primary_device",
        header: "PRIMARY",
        kind: Kind::Text,
        doc: "Interface that is preferred; does not apply where none is.",
        aliases: &["primary_slave", "primary"],
        from: &Of(|bonded: &Bonded| table::text(&bonded.bond.primary)),
        ..Field::BASE
    },
    Field {
        name: "mii_interval",
        header: "MII-INTERVAL",
        kind: Kind::Seconds,
        doc: "How often the links are looked at.",
        aliases: &["miimon"],
        from: &Of(|bonded: &Bonded| milliseconds(bonded.bond.mii_interval)),
        ..Field::BASE
    },
    Field {
        name: "up_delay",
        header: "UP-DELAY",
        kind: Kind::Seconds,
        doc: "How long a link has to be up before it is used.",
        aliases: &["updelay"],
        from: &Of(|bonded: &Bonded| milliseconds(bonded.bond.up_delay)),
        ..Field::BASE
    },
    Field {
        name: "down_delay",
        header: "DOWN-DELAY",
        kind: Kind::Seconds,
        doc: "How long a link has to be down before it is given up.",
        aliases: &["downdelay"],
        from: &Of(|bonded: &Bonded| milliseconds(bonded.bond.down_delay)),
        ..Field::BASE
    },
    Field {
        name: "bond_details",
        header: "BOND-DETAILS",
        kind: Kind::List(&Kind::Text),
        doc: "All that the kernel tells of the bond, line by line; some of it to the superuser alone.",
        from: &Of(|bonded: &Bonded| Ok(details(&bonded.bond.entries))),
        volatile: true,
        ..Field::BASE
    },
];

static INTERFACE: &[Field<In<Bonded>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Interface of the bond; does not apply to a bond without any.",
        aliases: &["slave", "interface", "iface", "dev"],
        from: &Of(|bonded: &Bonded| Ok(Value::text(&bonded.slave()?.name))),
        ..Field::BASE
    },
    Field {
        name: "active",
        header: "ACTIVE",
        kind: Kind::Bool,
        doc: "Whether the interface is the one in use; does not apply where all are.",
        from: &Of(|bonded: &Bonded| {
            let active = bonded.bond.active.as_deref().map_err(|absent| *absent)?;
            Ok((*bonded.slave()?.name == *active).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "status",
        header: "STATUS",
        kind: Kind::Text,
        doc: "Link of the interface: up, down, going down or going back.",
        aliases: &["mii_status"],
        from: &Of(|bonded: &Bonded| table::text(&bonded.slave()?.mii_status)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "speed",
        header: "MBIT/S",
        kind: Kind::Count,
        doc: "Speed of the link in millions of bits a second; does not apply where it is not known.",
        from: &Of(|bonded: &Bonded| Ok(bonded.slave()?.speed?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "duplex",
        header: "DUPLEX",
        kind: Kind::Text,
        doc: "Whether the link carries both ways at once: full or half; does not apply where it is not known.",
        from: &Of(|bonded: &Bonded| table::text(&bonded.slave()?.duplex)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "failures",
        header: "FAILURES",
        kind: Kind::Count,
        doc: "How often the link has gone down.",
        aliases: &["link_failures"],
        from: &Of(|bonded: &Bonded| Ok(bonded.slave()?.failures?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mac",
        header: "MAC",
        kind: Kind::Text,
        doc: "Hardware address that the interface has by itself.",
        aliases: &["permanent_address"],
        from: &Of(|bonded: &Bonded| table::text(&bonded.slave()?.mac)),
        ..Field::BASE
    },
    Field {
        name: "queue",
        header: "QUEUE",
        kind: Kind::Id,
        doc: "Queue that is for the interface.",
        aliases: &["queue_id"],
        from: &Of(|bonded: &Bonded| Ok(bonded.slave()?.queue?.into())),
        ..Field::BASE
    },
    Field {
        name: "aggregator",
        header: "AGGREGATOR",
        kind: Kind::Id,
        doc: "Group of links that the interface is in; does not apply to other modes than 802.3ad.",
        aliases: &["aggregator_id"],
        from: &Of(|bonded: &Bonded| Ok(bonded.slave()?.aggregator?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "details",
        header: "DETAILS",
        kind: Kind::List(&Kind::Text),
        doc: "All that the kernel tells of the interface, line by line; some of it to the superuser alone.",
        from: &Of(|bonded: &Bonded| Ok(details(&bonded.slave()?.entries))),
        volatile: true,
        ..Field::BASE
    },
];
