//! `pnet softnet`: one row a processor, with how it handles packets that come in.

use super::net::Net;
use super::table::{Entry, In, Networked, counter, gauge};
use crate::field::{Field, Group, Of};
use crate::filter::Filter;
use crate::parse::net::softnet_stat;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The processors.
pub(crate) struct Softnet;

impl Networked for Softnet {
    type Entry = softnet_stat::Softnet;

    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "softnet",
        about: "How each processor handles packets that come in, one row a processor; it is the same in every network namespace.",
        aliases: &["softnet-stat"],
        key: &["netns", "netns_table", "cpu"],
        default_fields: &[
            "cpu",
            "processed",
            "dropped",
            "time_squeeze",
            "backlog",
            "received_rps",
            "flow_limit",
        ],
        words: "the number of a processor",
        examples: &[
            ("pnet softnet", "whether processors keep up"),
            ("pnet softnet -Q 'dropped > 0 or time_squeeze > 0'", "which do not"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<In<softnet_stat::Softnet>>] =
        &[Group { name: "Processor", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let cpu: u32 = (word.text.parse())
            .map_err(|_| format!("`{}` is no number of a processor", word.text))?;
        Ok(Selector { kind: "cpu".into(), filter: Filter::equal(number("cpu"), cpu.into()) })
    }
}

impl Entry for softnet_stat::Softnet {
    const FILES: &'static [File] = &[File::NetSoftnetStat];

    fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = net.items(File::NetSoftnetStat, |text| softnet_stat::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<In<softnet_stat::Softnet>>] = &[
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Number of the processor; kernels before 5.10 do not tell it.",
        from: &Of(|softnet: &softnet_stat::Softnet| Ok(softnet.cpu?.into())),
        ..Field::BASE
    },
    Field {
        name: "processed",
        header: "PROCESSED",
        kind: Kind::Count,
        doc: "Packets handled; like the other counts, it wraps at 32 bits.",
        from: &Of(|softnet: &softnet_stat::Softnet| Ok(softnet.processed.into())),
        counter: true,
        ..Field::BASE
    },
    counter!(
        softnet_stat::Softnet,
        "dropped",
        "DROPPED",
        Count,
        [],
        dropped,
        "Packets dropped because too many waited for the processor."
    ),
    counter!(
        softnet_stat::Softnet,
        "time_squeeze",
        "SQUEEZED",
        Count,
        ["squeezed"],
        time_squeeze,
        "How often the processor stopped with packets left, because its time or share was used up."
    ),
    counter!(
        softnet_stat::Softnet,
        "cpu_collision",
        "COLLISIONS",
        Count,
        [],
        cpu_collision,
        "How often the processor met another at the queue of a device; always 0 on newer kernels."
    ),
    counter!(
        softnet_stat::Softnet,
        "received_rps",
        "RPS",
        Count,
        ["rps"],
        received_rps,
        "How often another processor asked this one to handle packets."
    ),
    counter!(
        softnet_stat::Softnet,
        "flow_limit",
        "FLOW-LIMIT",
        Count,
        ["flow_limit_count"],
        flow_limit,
        "Packets dropped to limit a flow that takes too much."
    ),
    gauge!(
        softnet_stat::Softnet,
        "backlog",
        "BACKLOG",
        Count,
        ["backlog_len"],
        backlog,
        "Packets that wait for the processor; older kernels do not tell it, nor its two parts."
    ),
    gauge!(
        softnet_stat::Softnet,
        "input_queue",
        "INPUT-Q",
        Count,
        ["input_qlen"],
        input_queue,
        "Packets of the backlog that came last and are not looked at yet."
    ),
    gauge!(
        softnet_stat::Softnet,
        "process_queue",
        "PROCESS-Q",
        Count,
        ["process_qlen"],
        process_queue,
        "Packets of the backlog that are being handled."
    ),
];
