//! `psys metrics`: the machine's counters and gauges, for a monitoring system.

use rustix::io::Errno;

use super::cputime::CpuTime;
use super::disks::Disks;
use super::machine::Machine;
use super::memory::Memory;
use super::pressure::Stalls;
use super::summary;
use super::table::Lists;
use super::vm::Vm;
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::interfaces::Interfaces;
use crate::view::pnet::sockstat::SocketStats;
use crate::view::pnet::table::Tables;
use crate::view::{Export, Layout, Picker, Selector, Spec, Table, View, Word};

/// The machine as metrics.
pub(crate) struct Metrics;

/// All rows of a view.
const fn all(view: &'static dyn View) -> Export {
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
            Export { view: &Lists(CpuTime), filter: "number is not null" },
            all(&Lists(Memory)),
            // The others go up and down, and memory has most of them.
            Export { view: &Lists(Vm), filter: "behaviour == counter" },
            all(&Lists(Stalls)),
            all(&Lists(Disks)),
            all(&Tables(Interfaces)),
            all(&Tables(SocketStats)),
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
