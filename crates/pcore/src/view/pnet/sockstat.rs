//! `pnet sockstat`: one row a protocol, with how many sockets it has and what they take.

use super::net::Net;
use super::table::{self, Entry, In, Networked, gauge};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::net::sockstat::{self, Sockstat};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The numbers of sockets.
pub(crate) struct SocketStats;

impl Networked for SocketStats {
    type Entry = Sockstat;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "sockstat",
        about: "How many sockets each protocol has, and the memory that they take, one row a protocol.",
        aliases: &["sockstats"],
        key: &["netns", "netns_table", "protocol"],
        default_fields: &["protocol", "in_use", "time_wait", "orphans", "allocated", "memory"],
        words: "text in the name of a protocol, in any case",
        examples: &[
            ("pnet sockstat", "how many sockets there are"),
            ("pnet sockstat tcp", "those of TCP, and what waits"),
            (
                "pnet sockstat -Q 'protocol == sockets' --all-netns -o in_use,netns,container",
                "who has the most",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<Sockstat>>] = &[Group { name: "Sockets", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let filter = Word { any_case: true, ..*word }.found_in(number("protocol"))?;
        Ok(Selector { kind: "protocol".into(), filter })
    }
}

impl Entry for Sockstat {
    const FILES: &'static [File] = &[File::NetSockstat, File::NetSockstat6];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let mut read = |file| {
            let rows = net.items(file, |text| sockstat::rows(text).collect())?;
            rows.into_iter().for_each(&mut *each);
            Ok(())
        };
        table::any([read(File::NetSockstat), read(File::NetSockstat6)])
    }
}

static FIELDS: &[Field<In<Sockstat>>] = &[
    Field {
        name: "protocol",
        header: "PROTO",
        kind: Kind::Text,
        doc: "Protocol, such as TCP or UDP6; sockets for all that processes hold, FRAG for packets of which fragments are missing.",
        aliases: &["proto"],
        from: &Of(|stat: &Sockstat| Ok(crate::Value::text(&stat.protocol))),
        ..Field::BASE
    },
    gauge!(
        Sockstat,
        "in_use",
        "INUSE",
        Count,
        ["inuse", "used", "sockets"],
        in_use,
        "Sockets of the network namespace that are in use; of FRAG packets."
    ),
    gauge!(
        Sockstat,
        "time_wait",
        "TW",
        Count,
        ["tw", "timewait"],
        time_wait,
        "Sockets of the namespace in TIME_WAIT; like those without a holder, TCP alone has them."
    ),
    gauge!(
        Sockstat,
        "orphans",
        "ORPHANS",
        Count,
        ["orphan", "orphaned"],
        orphans,
        "Sockets of the whole machine that no process holds any more."
    ),
    gauge!(
        Sockstat,
        "allocated",
        "ALLOC",
        Count,
        ["alloc"],
        allocated,
        "Sockets of TCP on the whole machine, in use or not."
    ),
    Field {
        name: "memory",
        header: "MEMORY",
        kind: Kind::Bytes,
        doc: "Memory that the protocol uses on the whole machine, in whole pages; of FRAG that of the namespace.",
        aliases: &["mem"],
        from: &Of2(|stat: &Sockstat, facts: &Facts| match stat.memory_pages {
            Err(Absent::NotApplicable) => Ok(stat.memory_bytes?.into()),
            pages => Ok(facts.pages(pages?).into()),
        }),
        volatile: true,
        ..Field::BASE
    },
];
