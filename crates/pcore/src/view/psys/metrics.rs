//! `psys metrics`: the machine's counters and gauges, for a monitoring system.

use rustix::io::Errno;

use super::machine::Machine;
use super::summary;
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Export, Layout, Picker, Selector, Spec, Table, Word};

/// The machine as metrics.
pub(crate) struct Metrics;

/// All rows of a view.
const fn all(view: &'static str) -> Export {
    Export { view, filter: "" }
}

impl Table for Metrics {
    type Row = Machine;
    type Key = ();

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "metrics",
        about: "Counters and gauges of the machine as text for node_exporter's textfile collector.",
        aliases: &["prometheus"],
        key: &["boot_id"],
        default_fields: summary::MEASURED,
        words: "nothing: there is one machine",
        examples: &[
            ("psys metrics > psys.prom.new && mv psys.prom.new psys.prom", "for node_exporter"),
            ("psys disks --format prometheus", "one view alone"),
        ],
        layout: Layout::Metrics,
        metrics: summary::METRICS,
        exports: &[
            // The row of all CPUs is their sum.
            Export { view: "psys cputime", filter: "number is not null" },
            all("psys memory"),
            // The others go up and down, and memory has most of them.
            Export { view: "psys vm", filter: "behaviour == counter" },
            all("psys pressure"),
            all("psys disks"),
            all("pnet interfaces"),
            all("pnet sockstat"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Machine>] = summary::FIELDS;

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        picker.offer(&Machine::new(picker.reader));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        Err(format!("`{}`: the metrics take no words", word.text))
    }
}
