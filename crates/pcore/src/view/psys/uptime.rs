//! `psys uptime`: how long the machine has been up.

use rustix::io::Errno;

use super::machine::{Machine, Up};
use super::{load, table};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, Kind, Value};

/// The age of the machine.
pub(crate) struct Uptime;

impl Table for Uptime {
    type Row = Machine;
    type Key = ();

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "uptime",
        about: "How long the machine has been up, how long its CPUs were idle, and its load.",
        aliases: &[],
        key: &["boot_id"],
        default_fields: &["booted", "uptime", "idle_share", "load1", "load5", "load15"],
        words: "nothing: there is one machine",
        examples: &[
            ("psys uptime", "since when the machine is up"),
            ("psys uptime -o host,uptime --jsonl", "for a fleet"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Machine>] = &[Group { name: "Uptime", fields: FIELDS }];

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        picker.offer(&Machine::new(picker.reader));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        table::one_row(word, "uptime")
    }
}

pub(super) const BOOTED: Field<Machine> = Field {
    name: "booted",
    header: "BOOTED",
    kind: Kind::Time,
    doc: "Moment of boot.",
    aliases: &["since", "btime"],
    from: &Of(|facts: &Facts| Ok(Value::Time(facts.moment(0)?))),
    ..Field::BASE
};

pub(super) const UPTIME: Field<Machine> = Field {
    name: "uptime",
    header: "UPTIME",
    kind: Kind::Seconds,
    doc: "Time since boot.",
    aliases: &["up"],
    from: &Of(|up: &Up| Ok(up.0.up?.into())),
    volatile: true,
    ..Field::BASE
};

static FIELDS: &[Field<Machine>] = &[
    BOOTED,
    UPTIME,
    Field {
        name: "idle",
        header: "IDLE",
        kind: Kind::Seconds,
        doc: "Time that the CPUs were idle, added up.",
        from: &Of(|up: &Up| Ok(up.0.idle?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "idle_share",
        header: "%IDLE",
        kind: Kind::Percent,
        doc: "Share of the time since boot that the CPUs were idle, all of them together.",
        from: &Of2(|up: &Up, facts: &Facts| {
            let (up, idle) = (up.0.up?, up.0.idle?);
            let all = up * facts.cpus.max(1) as f64;
            if all <= 0.0 {
                return Err(Absent::NotApplicable);
            }
            Ok(Value::Float((idle / all * 1000.0).round() / 10.0))
        }),
        volatile: true,
        ..Field::BASE
    },
    load::LOAD1,
    load::LOAD5,
    load::LOAD15,
];
