//! `psys softirqs`: one row a kind of soft interrupt, with how often each CPU served it.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::interrupts::{self, Interrupt};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The soft interrupts.
pub(crate) struct SoftIrqs;

impl Listed for SoftIrqs {
    type Entry = SoftIrq;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "softirqs",
        about: "How often each CPU served which soft interrupt since boot.",
        aliases: &[],
        key: &["name"],
        default_fields: &["name", "total", "per_cpu", "meaning"],
        moving_fields: &["name", "total", "meaning"],
        words: "text in the name, in any case",
        examples: &[
            ("psys softirqs", "what the CPUs do after interrupts"),
            ("psys softirqs net", "what they do for the network"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<SoftIrq>>] = &[Group { name: "Interrupt", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(&Word { any_case: true, ..*word }, number, "name")
    }
}

/// A soft interrupt.
pub(crate) struct SoftIrq(Interrupt);

impl Entry for SoftIrq {
    const FILES: &'static [File] = &[File::SoftIrqs];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::SoftIrqs, |text| interrupts::rows(text).collect())?;
        rows.into_iter().map(SoftIrq).for_each(each);
        Ok(())
    }
}

/// What the kernel does in each.
const MEANINGS: [(&str, &str); 10] = [
    ("HI", "Tasklets that come first."),
    ("TIMER", "Timers that need not be precise."),
    ("NET_TX", "Packets to be sent."),
    ("NET_RX", "Packets that came in."),
    ("BLOCK", "Requests to disks that are done."),
    ("IRQ_POLL", "Disks that are asked instead of interrupting."),
    ("TASKLET", "Work that drivers put off."),
    ("SCHED", "Moving tasks from busy CPUs to others."),
    ("HRTIMER", "Precise timers that are not urgent."),
    ("RCU", "Freeing what nobody can still be reading."),
];

static FIELDS: &[Field<On<SoftIrq>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the soft interrupt.",
        from: &Of(|irq: &SoftIrq| Ok(Value::text(&irq.0.name))),
        ..Field::BASE
    },
    Field {
        name: "total",
        header: "TOTAL",
        kind: Kind::Count,
        doc: "How often it was served, by all CPUs together.",
        from: &Of(|irq: &SoftIrq| Ok(irq.0.total().into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "per_cpu",
        header: "PER-CPU",
        kind: Kind::List(&Kind::Count),
        doc: "How often each of the CPUs that are online served it.",
        aliases: &["cpus"],
        from: &Of(|irq: &SoftIrq| Ok(table::numbers(&irq.0.counts))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "meaning",
        header: "MEANING",
        kind: Kind::Text,
        doc: "What the kernel does in it; does not apply to one that is not known.",
        aliases: &["description"],
        from: &Of(|irq: &SoftIrq| {
            let known = MEANINGS.iter().find(|(name, _)| name.as_bytes() == &*irq.0.name);
            Ok(Value::word(known.ok_or(Absent::NotApplicable)?.1))
        }),
        ..Field::BASE
    },
];
