//! `parp stats`: one row a processor and table of neighbours, and below them one for their sum.

use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::Item;
use crate::parse::net::stat::Stat;
use crate::view::pnet::net::Net;
use crate::view::pnet::table::{self, Entry, In, Networked, counter};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// What is counted.
pub(crate) struct Stats;

impl Networked for Stats {
    type Entry = Amounts;

    const SPEC: Spec = Spec {
        tool: "parp",
        name: "stats",
        about: "What processors have counted of the tables of neighbours of the whole machine, one row a processor, and below them their sum.",
        aliases: &["statistics", "cache", "arp_cache", "ndisc_cache"],
        key: &["netns", "table", "cpu"],
        default_fields: &[
            "table",
            "cpu",
            "entries",
            "lookups",
            "hits",
            "res_failed",
            "forced_gc_runs",
            "unresolved_discards",
            "table_fulls",
        ],
        words: "a table, arp or ndisc, and total or cpu for the sums or the processors",
        examples: &[
            ("parp stats", "what is counted"),
            ("parp stats total -o all", "all of it, summed"),
            ("parp stats -Q 'table_fulls > 0'", "whether a table was ever full"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Amounts>>] = &[Group { name: "Counts", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let selector = |field: &'static str, name: &'static str| {
            let filter = Filter::equal(number(field), Value::word(name));
            Selector { kind: field.into(), filter }
        };
        match word.text {
            "arp" => Ok(selector("table", "arp")),
            "ndisc" => Ok(selector("table", "ndisc")),
            "total" => Ok(selector("scope", TOTAL)),
            "cpu" => Ok(selector("scope", CPU)),
            other => Err(format!("`{other}` is none of arp, ndisc, total and cpu")),
        }
    }
}

const TOTAL: &str = "total";
const CPU: &str = "cpu";

const ELSEWHERE: &str = "the kernel counts tables of neighbours for the whole machine, in its first \
                         network namespace, where --all-netns reads them";

/// The tables by the files that count them.
const TABLES: [(&str, File); 2] =
    [("arp", File::NetStatArpCache), ("ndisc", File::NetStatNdiscCache)];

/// What of a table one processor has counted, or all of them.
pub(crate) struct Amounts {
    table: &'static str,
    /// The place of the processor; of the sum none.
    cpu: Option<u64>,
    /// Entries of the whole table.
    entries: Item<u64>,
    allocs: Item<u64>,
    destroys: Item<u64>,
    hash_grows: Item<u64>,
    lookups: Item<u64>,
    hits: Item<u64>,
    res_failed: Item<u64>,
    rcv_probes_mcast: Item<u64>,
    rcv_probes_ucast: Item<u64>,
    periodic_gc_runs: Item<u64>,
    forced_gc_runs: Item<u64>,
    unresolved_discards: Item<u64>,
    table_fulls: Item<u64>,
}

impl Amounts {
    fn new(table: &'static str, cpu: Option<u64>, get: impl Fn(&[u8]) -> Item<u64>) -> Self {
        Self {
            table,
            cpu,
            entries: get(b"entries"),
            allocs: get(b"allocs"),
            destroys: get(b"destroys"),
            hash_grows: get(b"hash_grows"),
            lookups: get(b"lookups"),
            hits: get(b"hits"),
            res_failed: get(b"res_failed"),
            rcv_probes_mcast: get(b"rcv_probes_mcast"),
            rcv_probes_ucast: get(b"rcv_probes_ucast"),
            periodic_gc_runs: get(b"periodic_gc_runs"),
            forced_gc_runs: get(b"forced_gc_runs"),
            unresolved_discards: get(b"unresolved_discards"),
            table_fulls: get(b"table_fulls"),
        }
    }
}

impl Entry for Amounts {
    const FILES: &'static [File] = &[File::NetStatArpCache, File::NetStatNdiscCache];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let read = table::any(TABLES.map(|(table, file)| {
            let stat = net.parsed(file, Stat::parse)?;
            each(Self::new(table, None, |name| stat.total(name)));
            for (cpu, values) in (0..).zip(&stat.cpus) {
                let Ok(values) = values else {
                    net.reader().malformed(file);
                    continue;
                };
                each(Self::new(table, Some(cpu), |name| {
                    let place = stat.names.iter().position(|known| **known == *name);
                    let value = place.and_then(|place| values.get(place));
                    value.copied().unwrap_or(Err(Absent::Unsupported))
                }));
            }
            Ok(())
        }));
        // The files are of the machine, and stand in its first network namespace alone.
        if !net.is_own() {
            return Ok(());
        }
        let run = net.reader().run();
        let is_alone = run.networks.get().is_none_or(|networks| networks.len() < 2);
        if read == Err(Absent::Unsupported) && run.root.is_live() && is_alone {
            run.note(ELSEWHERE.to_owned());
        }
        read
    }
}

static FIELDS: &[Field<In<Amounts>>] = &[
    Field {
        name: "table",
        header: "TABLE",
        kind: Kind::Word,
        doc: "Table: arp, or ndisc, which is that of IPv6.",
        from: &Of(|amounts: &Amounts| Ok(Value::word(amounts.table))),
        ..Field::BASE
    },
    Field {
        name: "scope",
        header: "SCOPE",
        kind: Kind::Word,
        doc: "What the row is of: total, the sum, or cpu.",
        from: &Of(|amounts: &Amounts| {
            Ok(Value::word(if amounts.cpu.is_some() { CPU } else { TOTAL }))
        }),
        ..Field::BASE
    },
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Processor, by its place among those that the machine could have; does not apply to the sum.",
        from: &Of(|amounts: &Amounts| Ok(amounts.cpu.ok_or(Absent::NotApplicable)?.into())),
        ..Field::BASE
    },
    Field {
        name: "entries",
        header: "ENTRIES",
        kind: Kind::Count,
        doc: "Entries in the table now, of all network namespaces; the same in each row of the table.",
        from: &Of(|amounts: &Amounts| Ok(amounts.entries?.into())),
        volatile: true,
        ..Field::BASE
    },
    counter!(Amounts, "allocs", "ALLOCS", Count, [], allocs, "Entries made."),
    counter!(Amounts, "destroys", "DESTROYS", Count, [], destroys, "Entries removed."),
    counter!(
        Amounts,
        "hash_grows",
        "HASH-GROWS",
        Count,
        [],
        hash_grows,
        "How often the hash table was enlarged."
    ),
    counter!(Amounts, "lookups", "LOOKUPS", Count, [], lookups, "Searches in the table."),
    counter!(Amounts, "hits", "HITS", Count, [], hits, "Searches that found an entry."),
    counter!(
        Amounts,
        "res_failed",
        "RES-FAILED",
        Count,
        ["failed"],
        res_failed,
        "Entries that became failed, since nobody answered."
    ),
    counter!(
        Amounts,
        "rcv_probes_mcast",
        "PROBES-MCAST",
        Count,
        [],
        rcv_probes_mcast,
        "Questions received that were sent to many; counted of IPv6 alone."
    ),
    counter!(
        Amounts,
        "rcv_probes_ucast",
        "PROBES-UCAST",
        Count,
        [],
        rcv_probes_ucast,
        "Questions received that were sent to this host; counted of IPv6 alone."
    ),
    counter!(
        Amounts,
        "periodic_gc_runs",
        "GC-PERIODIC",
        Count,
        ["periodic_gc"],
        periodic_gc_runs,
        "How often old entries were looked for from time to time."
    ),
    counter!(
        Amounts,
        "forced_gc_runs",
        "GC-FORCED",
        Count,
        ["forced_gc"],
        forced_gc_runs,
        "How often room had to be made, since there were too many entries."
    ),
    counter!(
        Amounts,
        "unresolved_discards",
        "DISCARDS",
        Count,
        ["discards"],
        unresolved_discards,
        "Packets dropped, since too many waited for a hardware address."
    ),
    counter!(
        Amounts,
        "table_fulls",
        "FULLS",
        Count,
        ["fulls"],
        table_fulls,
        "Entries refused, since the table was full even after room was made."
    ),
];
