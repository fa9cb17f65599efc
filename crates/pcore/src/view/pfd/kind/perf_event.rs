//! Events that the kernel or a processor counts.

use crate::field::{Field, Group, Of};
use crate::names::named;
use crate::parse::pid::fdinfo::perf_event::PerfEvent;
use crate::view::pfd::file::Open;
use crate::{Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Perf event", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "perf_type",
        header: "PERF-TYPE",
        kind: Kind::Word,
        doc: "Type of the event; the kernel tells nothing of events before Linux 6.17.",
        from: &Of(|event: &PerfEvent| Ok(named(TYPES, event.kind?))),
        ..Field::BASE
    },
    Field {
        name: "perf_pmu",
        header: "PERF-PMU",
        kind: Kind::Id,
        doc: "Number of what counts the event.",
        from: &Of(|event: &PerfEvent| Ok(event.pmu?.into())),
        ..Field::BASE
    },
    Field {
        name: "perf_config",
        header: "PERF-CONFIG",
        kind: Kind::List(&Kind::Mask),
        doc: "Which event it is, and what belongs to that.",
        from: &Of(|event: &PerfEvent| {
            let more = [event.config1, event.config2, event.config3, event.config4];
            let all = std::iter::once(event.config?).chain(more.into_iter().flatten());
            Ok(Value::List(all.map(|part| Value::Word(format!("{part:#x}").into())).collect()))
        }),
        ..Field::BASE
    },
];

/// Types of events, by the kernel's number.
const TYPES: &[&str] = &["hardware", "software", "tracepoint", "hw_cache", "raw", "breakpoint"];
