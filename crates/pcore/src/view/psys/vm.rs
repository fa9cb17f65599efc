//! `psys vm`: one row a counter of `vmstat`, with what it means.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::net::counters::Behaviour;
use crate::parse::vmstat::{self, Counter};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The counters of memory.
pub(crate) struct Vm;

impl Listed for Vm {
    type Entry = Counter;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "vm",
        about: "What the kernel counts of memory, one row a counter of the file vmstat, with what it means.",
        aliases: &["proc-vmstat"],
        key: &["name"],
        default_fields: &["name", "value", "meaning"],
        behaviour: Some("behaviour"),
        words: "text in the name of a counter",
        examples: &[
            ("psys vm oom_kill", "whether processes were killed for want of memory"),
            ("psys vm -Q 'behaviour == counter and value > 0'", "what has happened"),
            ("psys vm thp compact", "huge pages, and the search for room for them"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Counter>>] = &[Group { name: "Counter", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "name")
    }
}

impl Entry for Counter {
    const FILES: &'static [File] = &[File::VmStat];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let counters = table::items(reader, File::VmStat, |text| vmstat::rows(text).collect())?;
        counters.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Counter>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the counter.",
        from: &Of(|counter: &Counter| Ok(Value::text(&counter.name))),
        ..Field::BASE
    },
    table::counter!(
        Counter,
        "value",
        "VALUE",
        Count,
        [],
        value,
        "Value, counted since boot where it is a count; mostly pages."
    ),
    Field {
        name: "behaviour",
        header: "BEHAVIOUR",
        kind: Kind::Word,
        doc: "How the value changes: counter only grows, gauge goes up and down; does not apply to one whose meaning is not known.",
        aliases: &["behavior"],
        from: &Of(|counter: &Counter| {
            Ok(Value::word(match counter.behaviour().ok_or(Absent::NotApplicable)? {
                Behaviour::Counter => "counter",
                Behaviour::Gauge => "gauge",
                Behaviour::Setting => "setting",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "meaning",
        header: "MEANING",
        kind: Kind::Text,
        doc: "What is counted; does not apply where that is not known.",
        aliases: &["description"],
        from: &Of(|counter: &Counter| {
            Ok(Value::Word(counter.meaning().ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
];
