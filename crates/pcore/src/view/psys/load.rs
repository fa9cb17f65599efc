//! `psys load`: how many tasks want to run.

use rustix::io::Errno;

use super::machine::{Load, Machine};
use super::table;
use crate::Kind;
use crate::Value;
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Picker, Selector, Spec, Table, Word};

/// The load.
pub(crate) struct LoadAverages;

impl Table for LoadAverages {
    type Row = Machine;
    type Key = ();

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "load",
        about: "How many tasks ran or waited for a CPU or a disk, on average, and how many do now.",
        aliases: &["loadavg"],
        key: &["boot_id"],
        default_fields: &["load1", "load5", "load15", "running", "tasks", "cpus", "load_share"],
        words: "nothing: there is one machine",
        examples: &[
            ("psys load", "the load of the machine"),
            ("psys load -Q 'load_share > 100' --expect none", "that fewer want to run than can"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Machine>] = &[Group { name: "Load", fields: FIELDS }];

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        picker.offer(&Machine::new(picker.reader));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        table::one_row(word, "load")
    }
}

/// The kernel prints two decimals; a wider float would show the noise behind them.
pub(super) fn measured(number: f32) -> Value<'static> {
    Value::Float((f64::from(number) * 100.0).round() / 100.0)
}

/// The average over some time.
macro_rules! average {
    ($name:literal, $header:literal, $part:ident, $time:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Number,
            doc: concat!(
                "Tasks that ran or waited for a CPU or a disk, on average over ",
                $time,
                "."
            ),
            from: &Of(|load: &Load| Ok(measured(load.0.$part))),
            volatile: true,
            ..Field::BASE
        }
    };
}

pub(super) const LOAD1: Field<Machine> = average!("load1", "LOAD1", one, "one minute");
pub(super) const LOAD5: Field<Machine> = average!("load5", "LOAD5", five, "five minutes");
pub(super) const LOAD15: Field<Machine> = average!("load15", "LOAD15", fifteen, "fifteen minutes");

pub(super) const RUNNING: Field<Machine> = Field {
    name: "running",
    header: "RUNNING",
    kind: Kind::Count,
    doc: "Threads that run or could run now, this tool's own included.",
    aliases: &["runnable"],
    from: &Of(|load: &Load| Ok(load.0.cur.into())),
    volatile: true,
    ..Field::BASE
};

pub(super) const TASKS: Field<Machine> = Field {
    name: "tasks",
    header: "TASKS",
    kind: Kind::Count,
    doc: "Threads of all processes.",
    from: &Of(|load: &Load| Ok(load.0.max.into())),
    volatile: true,
    ..Field::BASE
};

pub(super) const CPUS: Field<Machine> = Field {
    name: "cpus",
    header: "CPUS",
    kind: Kind::Count,
    doc: "Number of CPUs that this machine has online, or this process may use.",
    from: &Of(|facts: &Facts| Ok(facts.cpus.into())),
    ..Field::BASE
};

static FIELDS: &[Field<Machine>] = &[
    LOAD1,
    LOAD5,
    LOAD15,
    RUNNING,
    TASKS,
    Field {
        name: "last_pid",
        header: "LAST-PID",
        kind: Kind::Id,
        doc: "Number of the process or thread that was made last.",
        from: &Of(|load: &Load| Ok(load.0.latest_pid.into())),
        volatile: true,
        ..Field::BASE
    },
    CPUS,
    Field {
        name: "load_share",
        header: "%LOAD",
        kind: Kind::Percent,
        doc: "Load of the last minute as a share of the CPUs; above 100, tasks wait.",
        from: &Of2(|load: &Load, facts: &Facts| {
            let share = f64::from(load.0.one) / facts.cpus.max(1) as f64;
            Ok(Value::Float((share * 1000.0).round() / 10.0))
        }),
        volatile: true,
        ..Field::BASE
    },
];
