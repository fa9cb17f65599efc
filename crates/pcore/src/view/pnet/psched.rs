//! `pnet psched`: one row, with the units of time of packet scheduling.

use super::net::Net;
use super::table::{Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::parse::net::psched::Psched;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The units.
pub(crate) struct Units;

impl Networked for Units {
    type Entry = Psched;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "psched",
        about: "Units of time in which packets are scheduled, as tc reckons with them.",
        aliases: &["packet-scheduler"],
        key: &["netns", "netns_table"],
        default_fields: &["ns_per_us", "ns_per_tick", "us_per_second", "timer_hz"],
        words: "nothing: there is one row",
        examples: &[("pnet psched", "how fine the clock of the schedulers is")],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Psched>>] = &[Group { name: "Units", fields: FIELDS }];

    fn word(word: &Word<'_>, _number: fn(&str) -> usize) -> Result<Selector, String> {
        Err(format!("psched has one row, and nothing for `{}` to select", word.text))
    }
}

impl Entry for Psched {
    const FILES: &'static [File] = &[File::NetPsched];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        each(net.parsed(File::NetPsched, Self::parse)?);
        Ok(())
    }
}

static FIELDS: &[Field<In<Psched>>] = &[
    Field {
        name: "ns_per_us",
        header: "NS/US",
        kind: Kind::Count,
        doc: "Nanoseconds in a microsecond as the kernel counts them.",
        from: &Of(|units: &Psched| Ok(units.ns_per_us.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_per_tick",
        header: "NS/TICK",
        kind: Kind::Count,
        doc: "Nanoseconds in a tick of the schedulers.",
        from: &Of(|units: &Psched| Ok(units.ns_per_tick?.into())),
        ..Field::BASE
    },
    Field {
        name: "us_per_second",
        header: "US/S",
        kind: Kind::Count,
        doc: "Microseconds in a second, which old programs take for the rate of the clock.",
        from: &Of(|units: &Psched| Ok(units.us_per_second?.into())),
        ..Field::BASE
    },
    Field {
        name: "timer_hz",
        header: "HZ",
        kind: Kind::Count,
        doc: "How often in a second a timer can fire.",
        from: &Of(|units: &Psched| Ok(units.timer_hz?.into())),
        ..Field::BASE
    },
];
