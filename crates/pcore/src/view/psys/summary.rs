//! `psys summary`: the machine on one page.

mod fields;

use rustix::io::Errno;

use super::cputime::CpuTime;
use super::disks::Disks;
use super::machine::Machine;
use super::table::Lists;
use crate::field::Group;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::interfaces::Interfaces;
use crate::view::pnet::table::Tables;
use crate::view::{Bar, Excerpt, Layout, Picker, Selector, Spec, Table, Word};

pub(super) use fields::FIELDS;

/// The machine on one page.
pub(crate) struct Summary;

impl Table for Summary {
    type Row = Machine;
    type Key = ();

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "summary",
        about: "The machine on one page: load, CPUs, memory, pressure, processes.",
        aliases: &["machine", "procinfo"],
        key: &["boot_id"],
        default_fields: &[
            "host",
            "kernel",
            "uptime",
            "booted",
            "taint",
            "warnings",
            "load1",
            "cpus",
            "load5",
            "load15",
            "cpu_busy",
            "cpu_user",
            "cpu_system",
            "cpu_iowait",
            "cpu_steal",
            "cpu_idle",
            "memory_used",
            "memory_total",
            "memory_available",
            "memory_cached",
            "memory_dirty",
            "swap_used",
            "swap_total",
            "pressure_cpu",
            "pressure_memory",
            "pressure_memory_full",
            "pressure_io",
            "pressure_io_full",
            "processes",
            "tasks",
            "running",
            "waiting",
            "stopped",
            "zombies",
            "files_open",
            "files_max",
        ],
        moving_fields: &[
            "host",
            "kernel",
            "uptime",
            "taint",
            "warnings",
            "load1",
            "cpus",
            "load5",
            "load15",
            "busy_time",
            "user_time",
            "system_time",
            "iowait_time",
            "steal_time",
            "context_switches",
            "memory_used",
            "memory_total",
            "memory_available",
            "memory_cached",
            "memory_dirty",
            "swap_used",
            "swap_total",
            "pressure_cpu",
            "pressure_memory",
            "pressure_memory_full",
            "pressure_io",
            "pressure_io_full",
            "processes",
            "tasks",
            "forks",
            "running",
            "waiting",
            "stopped",
            "zombies",
            "files_open",
            "files_max",
        ],
        bars: BARS,
        warnings: Some("warnings"),
        excerpts: EXCERPTS,
        metrics: METRICS,
        words: "nothing: there is one machine",
        examples: &[
            ("psys", "how the machine is"),
            ("psys --watch", "how it is from now on, with what it has done in between"),
            (
                "psys --expect none -Q 'warnings =~ \".\"'",
                "fails if something is wrong, or could not be checked",
            ),
            ("psys --json", "the same for a script"),
            ("psys -Q 'memory_available < 1G' -o host,memory_available", "only where it is short"),
        ],
        layout: Layout::Page,
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Machine>] = FIELDS;

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        picker.offer(&Machine::new(picker.reader));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        Err(format!(
            "`{}` is no view of psys (--list-views has them), and the summary takes no words",
            word.text
        ))
    }
}

/// What the names of metrics of the machine begin with: its page is called like a type of metrics.
pub(super) const METRICS: Option<&str> = Some("machine");

/// What of the machine is measured.
pub(super) const MEASURED: &[&str] = &[
    "uptime",
    "booted",
    "tainted",
    "cpus",
    "load1",
    "load5",
    "load15",
    "context_switches",
    "forks",
    "running",
    "sleeping",
    "waiting",
    "stopped",
    "zombies",
    "processes",
    "tasks",
    "files_open",
    "files_max",
];

const fn share_of(part: &'static str, whole: &'static str) -> Bar {
    Bar { part, whole: Some(whole), note: "" }
}

const BARS: &[Bar] = &[
    share_of("load1", "cpus"),
    Bar { part: "cpu_busy", whole: None, note: "since boot" },
    Bar { part: "busy_time_rate", whole: None, note: "" },
    share_of("memory_used", "memory_total"),
    share_of("swap_used", "swap_total"),
    share_of("files_open", "files_max"),
];

const EXCERPTS: &[Excerpt] = &[
    Excerpt {
        view: &Lists(CpuTime),
        rows: "CPUs",
        fields: &[
            "cpu",
            "busy_share",
            "user_share",
            "nice_share",
            "system_share",
            "iowait_share",
            "irq_share",
            "softirq_share",
            "steal_share",
            "idle_share",
        ],
        watched_fields: Some(&[
            "cpu", "busy", "user", "nice", "system", "iowait", "irq", "softirq", "steal", "idle",
        ]),
        filter: "number is not null",
        idle: "busy == 0",
        busiest: "busy",
    },
    Excerpt {
        view: &Lists(Disks),
        rows: "disks",
        fields: &[
            "name",
            "reads",
            "read_bytes",
            "writes",
            "written_bytes",
            "in_flight",
            "busy_time",
            "queue_time",
        ],
        watched_fields: None,
        filter: "",
        idle: "reads == 0 and writes == 0 and in_flight == 0",
        busiest: "busy_time",
    },
    Excerpt {
        view: &Tables(Interfaces),
        rows: "interfaces",
        fields: Tables::<Interfaces>::SPEC.default_fields,
        watched_fields: None,
        filter: "",
        idle: "rx_packets == 0 and tx_packets == 0 and rx_dropped == 0 and tx_dropped == 0",
        busiest: "rx_bytes",
    },
];
