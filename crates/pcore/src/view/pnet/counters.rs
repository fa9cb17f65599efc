//! `pnet counters`: one row a counter of the network's protocols.

use super::net::Net;
use super::table::{self, Entry, In, Networked};
use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::Item;
use crate::parse::net::counters::{Behaviour, Counter, Number};
use crate::parse::net::{sctp_snmp, snmp, snmp6, tls_stat, xfrm_stat};
use crate::view::{DefaultFilter, Manner, Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The counters.
pub(crate) struct Counters;

impl Networked for Counters {
    type Entry = Tally;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "counters",
        about: "What the protocols of the network have counted, one row a counter, with what it means.",
        aliases: &["nstat", "snmp", "statistics"],
        key: &["netns", "netns_table", "name"],
        default_fields: &["name", "value", "meaning"],
        default_filter: Some(DefaultFilter {
            filter: "value != 0 or value is null",
            unless: &["value", "name", "counter"],
        }),
        behaviour: Some("behaviour"),
        words: "text in the name of a counter, in any case; * stands for anything",
        examples: &[
            ("pnet counters", "what has happened"),
            ("pnet counters -z", "the counters at zero too"),
            ("pnet counters retrans", "what was sent again, and what was not"),
            ("pnet counters -Q 'group == Tcp'", "one group of them"),
            ("pnet counters -Q 'name =~ \"Err|Drop\" and value > 0'", "what went wrong"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Tally>>] = &[Group { name: "Counter", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let name = number("name");
        let filter = if word.manner == Manner::Part && word.text.contains('*') {
            let parts: Vec<String> = word.text.split('*').map(regex::escape).collect();
            Filter::matches(name, &format!("^{}$", parts.join(".*")), true)
                .map_err(|error| error.to_string())?
        } else {
            Word { any_case: true, ..*word }.found_in(name)?
        };
        Ok(Selector { kind: "name".into(), filter })
    }
}

/// A counter, and the file that has it.
pub(crate) struct Tally {
    counter: Counter,
    file: File,
}

impl Entry for Tally {
    const FILES: &'static [File] = &[
        File::NetSnmp,
        File::NetSnmp6,
        File::NetNetstat,
        File::NetXfrmStat,
        File::NetTlsStat,
        File::NetSctpSnmp,
    ];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut read = |file, parse| {
            let counters = net.items(file, parse)?;
            for counter in counters {
                each(Self { counter, file });
            }
            Ok(())
        };
        table::any([
            read(File::NetSnmp, |text| snmp::rows(text).collect()),
            read(File::NetSnmp6, |text| snmp6::rows(text).collect()),
            read(File::NetNetstat, |text| snmp::rows(text).collect()),
            read(File::NetXfrmStat, |text| xfrm_stat::rows(text).collect()),
            read(File::NetTlsStat, |text| tls_stat::rows(text).collect()),
            read(File::NetSctpSnmp, |text| sctp_snmp::rows(text).collect()),
        ])
    }
}

static FIELDS: &[Field<In<Tally>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the counter after that of its group, as nstat has it: TcpRetransSegs.",
        from: &Of(|tally: &Tally| Ok(Value::Text(tally.counter.full_name().into()))),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Text,
        doc: "Group of counters, mostly a protocol, such as Tcp, TcpExt or Udp6.",
        aliases: &["protocol"],
        from: &Of(|tally: &Tally| match &*tally.counter.group {
            [] => Err(Absent::NotApplicable),
            group => Ok(Value::text(group)),
        }),
        ..Field::BASE
    },
    Field {
        name: "counter",
        header: "COUNTER",
        kind: Kind::Text,
        doc: "Name of the counter within its group.",
        from: &Of(|tally: &Tally| Ok(Value::text(&tally.counter.name))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Count,
        doc: "Value, counted since the network namespace was made where it is a count.",
        from: &Of(|tally: &Tally| {
            Ok(match tally.counter.value? {
                Number::Unsigned(value) => value.into(),
                Number::Signed(value) => value.into(),
            })
        }),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "behaviour",
        header: "BEHAVIOUR",
        kind: Kind::Word,
        doc: "How the value changes: counter only grows, gauge goes up and down, setting is how the kernel is configured; does not apply to one whose meaning is not known.",
        aliases: &["behavior"],
        from: &Of(|tally: &Tally| Ok(Value::word(behaviour(&tally.counter)?))),
        ..Field::BASE
    },
    Field {
        name: "meaning",
        header: "MEANING",
        kind: Kind::Text,
        doc: "What is counted; does not apply where that is not known.",
        aliases: &["description"],
        from: &Of(|tally: &Tally| {
            Ok(Value::Word(tally.counter.meaning().ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "file",
        header: "FILE",
        kind: Kind::Word,
        doc: "File below /proc/net that has the counter.",
        from: &Of(|tally: &Tally| {
            Ok(Value::word(tally.file.tail().strip_prefix("net/").unwrap_or_default()))
        }),
        ..Field::BASE
    },
];

fn behaviour(counter: &Counter) -> Item<&'static str> {
    Ok(match counter.known() {
        Some(known) => match known.behaviour {
            Behaviour::Counter => "counter",
            Behaviour::Gauge => "gauge",
            Behaviour::Setting => "setting",
        },
        // Those of one type of message are known without being listed.
        None if counter.meaning().is_some() => "counter",
        None => return Err(Absent::NotApplicable),
    })
}
