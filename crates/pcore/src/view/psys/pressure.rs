//! `psys pressure`: how much tasks stalled for want of a resource.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::pressure::{Pressure, Stall};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// Stalls of tasks.
pub(crate) struct Stalls;

impl Listed for Stalls {
    type Entry = Want;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "pressure",
        about: "How much tasks stalled for want of CPUs, memory or disks, or because of interrupts.",
        aliases: &["psi"],
        key: &["resource", "tasks"],
        default_fields: &["resource", "tasks", "avg10", "avg60", "avg300", "total"],
        words: "a resource: cpu, io, memory or irq",
        examples: &[
            ("psys pressure", "whether something is short"),
            ("psys pressure memory -Q 'tasks == full and avg60 > 5' --expect none", "an audit"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Want>>] = &[Group { name: "Pressure", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        if !RESOURCES.iter().any(|(name, _)| *name == word.text) {
            return Err(format!("`{}` is none of cpu, io, memory, irq", word.text));
        }
        let filter = crate::view::pnet::table::equal(word, number("resource"));
        Ok(Selector { kind: "resource".into(), filter })
    }
}

const RESOURCES: [(&str, File); 4] = [
    ("cpu", File::PressureCpu),
    ("io", File::PressureIo),
    ("memory", File::PressureMemory),
    ("irq", File::PressureIrq),
];

/// What was wanted, and by how many tasks at once.
pub(crate) struct Want {
    resource: &'static str,
    tasks: &'static str,
    stall: Item<Stall>,
}

impl Entry for Want {
    const FILES: &'static [File] =
        &[File::PressureCpu, File::PressureIo, File::PressureMemory, File::PressureIrq];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        table::any(RESOURCES.map(|(resource, file)| {
            let pressure = table::absent_here(reader.read(file, Pressure::parse))??;
            for (tasks, stall) in [("some", pressure.some), ("full", pressure.full)] {
                // Of interrupts, and of CPUs before Linux 5.13, there is one line alone.
                if stall != Err(Absent::Unsupported) {
                    each(Self { resource, tasks, stall });
                }
            }
            Ok(())
        }))
    }
}

/// A share of some time.
macro_rules! average {
    ($name:ident, $header:literal, $time:literal) => {
        Field {
            name: stringify!($name),
            header: $header,
            kind: Kind::Percent,
            doc: concat!("Share of the last ", $time, " in which they stalled."),
            from: &Of(|want: &Want| Ok(want.stall?.$name.into())),
            volatile: true,
            ..Field::BASE
        }
    };
}

static FIELDS: &[Field<On<Want>>] = &[
    Field {
        name: "resource",
        header: "RESOURCE",
        kind: Kind::Word,
        doc: "What was short: cpu, io, memory, or time because of interrupts (irq).",
        from: &Of(|want: &Want| Ok(Value::word(want.resource))),
        ..Field::BASE
    },
    Field {
        name: "tasks",
        header: "TASKS",
        kind: Kind::Word,
        doc: "Whether some task stalled, or all that had something to do (full), so that time was lost.",
        aliases: &["kind"],
        from: &Of(|want: &Want| Ok(Value::word(want.tasks))),
        ..Field::BASE
    },
    average!(avg10, "AVG10", "ten seconds"),
    average!(avg60, "AVG60", "minute"),
    average!(avg300, "AVG300", "five minutes"),
    Field {
        name: "total",
        header: "TOTAL",
        kind: Kind::Seconds,
        doc: "Time since boot in which they stalled.",
        from: &Of(|want: &Want| Ok(Value::Float(want.stall?.total as f64 / 1e6))),
        counter: true,
        ..Field::BASE
    },
];
