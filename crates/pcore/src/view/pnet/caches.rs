//! `pnet caches`: one row a value that processors count of caches and of connections.

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::net::stat::Stat;
use crate::view::{DefaultFilter, Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The values.
pub(crate) struct Caches;

impl Networked for Caches {
    type Entry = Amount;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "caches",
        about: "What processors have counted of caches and of connections, one row a value.",
        aliases: &["lnstat", "rtstat", "ctstat"],
        key: &["netns", "netns_table", "file", "name"],
        default_fields: &["file", "name", "value", "cpus"],
        default_filter: Some(DefaultFilter {
            filter: "value != 0 or value is null",
            unless: &["value", "file", "name", "cpus"],
        }),
        words: "the name of a file below /proc/net/stat, or of a value",
        examples: &[
            ("pnet caches", "what has happened"),
            ("pnet caches -z", "what has not, too"),
            ("pnet caches nf_conntrack", "how the tracking of connections does"),
            ("pnet caches table_fulls", "whether a table of neighbours was full"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Amount>>] = &[Group { name: "Value", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let either = ["file", "name"].map(|name| table::equal(word, number(name)));
        let filter = crate::Filter::or(either.into());
        Ok(Selector { kind: "name".into(), filter })
    }
}

/// A value.
pub(crate) struct Amount {
    file: Box<[u8]>,
    name: Box<[u8]>,
    total: Item<u64>,
    /// What each processor has counted.
    cpus: Vec<Item<u64>>,
}

impl Entry for Amount {
    const FILES: &'static [File] = &[File::NetStat, File::NetStatRtCache];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for file in net.names(File::NetStat)? {
            // What is bad was counted, and what is gone has nothing to tell.
            let Ok(stat) = net.below(File::NetStat, &file, Stat::parse) else { continue };
            for cpu in stat.cpus.iter().filter(|cpu| cpu.is_err()) {
                drop(net.good(File::NetStat, vec![cpu.clone()]));
            }
            for (place, name) in stat.names.iter().enumerate() {
                let cpus = stat.cpus.iter();
                let cpus = cpus.map(|cpu| match cpu {
                    Ok(values) => values.get(place).copied().unwrap_or(Err(Absent::Unsupported)),
                    Err(absent) => Err(*absent),
                });
                let cpus = cpus.collect();
                let (file, name) = (file.clone(), name.clone());
                each(Self { total: stat.total(&name), file, name, cpus });
            }
        }
        Ok(())
    }
}

static FIELDS: &[Field<In<Amount>>] = &[
    Field {
        name: "file",
        header: "FILE",
        kind: Kind::Text,
        doc: "File below /proc/net/stat that has the value, such as rt_cache or nf_conntrack.",
        from: &Of(|amount: &Amount| Ok(Value::text(&amount.file))),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the value, as the file has it.",
        aliases: &["key"],
        from: &Of(|amount: &Amount| Ok(Value::text(&amount.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Count,
        doc: "Value for the whole machine: the sum over the processors, whose counts wrap at 32 bits, or how many entries there are now.",
        aliases: &["total"],
        from: &Of(|amount: &Amount| Ok(amount.total?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "cpus",
        header: "CPUS",
        kind: Kind::List(&Kind::Count),
        doc: "Value of each processor that the machine could have, in their order.",
        aliases: &["per_cpu"],
        from: &Of(|amount: &Amount| {
            let values = amount.cpus.iter().map(|value| Ok((*value)?.into()));
            Ok(Value::List(values.collect::<Item<_>>()?))
        }),
        volatile: true,
        ..Field::BASE
    },
];
