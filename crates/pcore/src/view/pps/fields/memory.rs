//! What memory the process has.

use crate::field::{Field, Group, Of, Of2, Of3};
use crate::host::Facts;
use crate::parse::pid::smaps_rollup::SmapsRollup;
use crate::parse::pid::statm::Statm;
use crate::parse::pid::status::Status;
use crate::parse::sys::meminfo::MemInfo;
use crate::view::pps::process::{OomScore, OomScoreAdj, Process};
use crate::{Absent, Kind, Value};

/// What memory the process has.
pub(crate) const GROUP: Group<Process> = Group { name: "Memory", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "vsz",
        header: "VSZ",
        kind: Kind::Bytes,
        doc: "Size of the address space.",
        aliases: &["vsize"],
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.size?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss",
        header: "RSS",
        kind: Kind::Bytes,
        doc: "Resident memory; does not apply to what has no memory of its own, as a kernel thread.",
        aliases: &["rssize", "rsz"],
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.resident?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_percent",
        header: "%MEM",
        kind: Kind::Percent,
        doc: "Resident memory as a share of the machine's.",
        aliases: &["pmem", "%mem"],
        from: &Of3(|statm: &Statm, facts: &Facts, memory: &MemInfo| {
            own_memory(statm, 0)?;
            let resident = facts.pages(statm.resident?);
            Ok(Value::Float(resident as f64 / memory.total?.max(1) as f64 * 100.0))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss",
        header: "PSS",
        kind: Kind::Bytes,
        doc: "Resident memory with each shared page divided by the number of its users.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uss",
        header: "USS",
        kind: Kind::Bytes,
        doc: "Resident memory that nobody shares: what the end of the process would free.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.uss()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap",
        header: "SWAP",
        kind: Kind::Bytes,
        doc: "Memory that was swapped out.",
        from: &Of(|status: &Status| Ok(status.vm_swap?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "oom_score",
        header: "OOM",
        kind: Kind::Count,
        doc: "Badness that the OOM killer would see; the highest is killed first.",
        aliases: &["oom"],
        from: &Of(|score: &OomScore| Ok(score.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "oom_score_adj",
        header: "OOMADJ",
        kind: Kind::Count,
        doc: "Adjustment of the badness, from -1000 for never to 1000.",
        aliases: &["oomadj"],
        from: &Of(|adjustment: &OomScoreAdj| Ok(adjustment.0.into())),
        ..Field::BASE
    },
];

/// A kernel thread and a zombie have no address space; their zeroes are no sizes.
fn own_memory(statm: &Statm, bytes: u64) -> Result<Value<'static>, Absent> {
    if statm.size? == 0 { Err(Absent::NotApplicable) } else { Ok(bytes.into()) }
}
