//! `psys disks`: one row a block device, with what was read from it and written to it since boot.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, counter, gauge};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::diskstats::{self, DiskStat, SECTOR};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The block devices.
pub(crate) struct Disks;

impl Listed for Disks {
    type Entry = DiskStat;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "disks",
        about: "What was read from and written to each block device since boot.",
        aliases: &["iostat", "diskstats"],
        key: &["major", "minor"],
        labels: &["name"],
        default_fields: &[
            "name",
            "reads",
            "read_bytes",
            "read_time",
            "writes",
            "written_bytes",
            "write_time",
            "in_flight",
            "busy_time",
        ],
        moving_fields: &[
            "name",
            "reads",
            "read_bytes",
            "writes",
            "written_bytes",
            "in_flight",
            "busy_time",
        ],
        words: "text in the name of a device",
        examples: &[
            ("psys disks", "what the disks have done"),
            ("psys disks -Q 'in_flight > 0'", "which are at work"),
            ("psys iostat -x 1", "what they do, every second"),
            ("psys disks nvme -o +discards,flushes,flush_time", "with what newer kernels count"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<DiskStat>>] = &[
        Group { name: "Device", fields: DEVICE },
        Group { name: "Reads", fields: READS },
        Group { name: "Writes", fields: WRITES },
        Group { name: "Requests", fields: REQUESTS },
        Group { name: "Discards", fields: DISCARDS },
    ];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "name")
    }
}

impl Entry for DiskStat {
    const FILES: &'static [File] = &[File::DiskStats];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::DiskStats, |text| diskstats::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

/// Milliseconds as seconds.
fn seconds(time: Item<u64>) -> Item<Value<'static>> {
    Ok(Value::Float(time? as f64 / 1e3))
}

/// Sectors as bytes.
fn bytes(sectors: Item<u64>) -> Item<Value<'static>> {
    Ok(sectors?.checked_mul(SECTOR).ok_or(Absent::Malformed)?.into())
}

static DEVICE: &[Field<On<DiskStat>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Number of the device, as MAJOR:MINOR.",
        aliases: &["dev"],
        from: &Of(|disk: &DiskStat| Ok(Value::Word(disk.device.to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "major",
        header: "MAJOR",
        kind: Kind::Id,
        doc: "Number of its driver.",
        from: &Of(|disk: &DiskStat| Ok(disk.device.major.into())),
        ..Field::BASE
    },
    Field {
        name: "minor",
        header: "MINOR",
        kind: Kind::Id,
        doc: "Number of the device among those of the driver.",
        from: &Of(|disk: &DiskStat| Ok(disk.device.minor.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the device.",
        from: &Of(|disk: &DiskStat| Ok(Value::text(&disk.name))),
        ..Field::BASE
    },
];

static READS: &[Field<On<DiskStat>>] = &[
    counter!(
        DiskStat,
        "reads",
        "READS",
        Count,
        ["r"],
        reads.done,
        "Requests to read that were done."
    ),
    counter!(
        DiskStat,
        "reads_merged",
        "RMERGED",
        Count,
        ["rrqm"],
        reads.merged,
        "Requests to read that were merged with one next to them."
    ),
    Field {
        name: "read_bytes",
        header: "READ",
        kind: Kind::Bytes,
        doc: "Bytes that were read.",
        aliases: &["rbytes"],
        from: &Of(|disk: &DiskStat| bytes(disk.reads.sectors)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "read_time",
        header: "RTIME",
        kind: Kind::Seconds,
        doc: "Time that requests to read took, added up.",
        aliases: &["rtime"],
        from: &Of(|disk: &DiskStat| seconds(disk.reads.time)),
        counter: true,
        ..Field::BASE
    },
];

static WRITES: &[Field<On<DiskStat>>] = &[
    counter!(
        DiskStat,
        "writes",
        "WRITES",
        Count,
        ["w"],
        writes.done,
        "Requests to write that were done."
    ),
    counter!(
        DiskStat,
        "writes_merged",
        "WMERGED",
        Count,
        ["wrqm"],
        writes.merged,
        "Requests to write that were merged with one next to them."
    ),
    Field {
        name: "written_bytes",
        header: "WRITTEN",
        kind: Kind::Bytes,
        doc: "Bytes that were written.",
        aliases: &["wbytes"],
        from: &Of(|disk: &DiskStat| bytes(disk.writes.sectors)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "write_time",
        header: "WTIME",
        kind: Kind::Seconds,
        doc: "Time that requests to write took, added up.",
        aliases: &["wtime"],
        from: &Of(|disk: &DiskStat| seconds(disk.writes.time)),
        counter: true,
        ..Field::BASE
    },
];

static REQUESTS: &[Field<On<DiskStat>>] = &[
    gauge!(
        DiskStat,
        "in_flight",
        "IN-FLIGHT",
        Count,
        [],
        in_flight,
        "Requests that are under way."
    ),
    Field {
        name: "busy_time",
        header: "BUSY",
        kind: Kind::Seconds,
        doc: "Time in which a request was under way.",
        aliases: &["io_ticks"],
        from: &Of(|disk: &DiskStat| seconds(disk.busy)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "queue_time",
        header: "QUEUED",
        kind: Kind::Seconds,
        doc: "Time that requests were under way, added up.",
        aliases: &["weighted_time"],
        from: &Of(|disk: &DiskStat| seconds(disk.queued)),
        counter: true,
        ..Field::BASE
    },
];

static DISCARDS: &[Field<On<DiskStat>>] = &[
    counter!(
        DiskStat,
        "discards",
        "DISCARDS",
        Count,
        ["d"],
        discards.done,
        "Requests to discard that were done; like the rest of their kind, since Linux 4.18."
    ),
    counter!(
        DiskStat,
        "discards_merged",
        "DMERGED",
        Count,
        ["drqm"],
        discards.merged,
        "Requests to discard that were merged with one next to them."
    ),
    Field {
        name: "discarded_bytes",
        header: "DISCARDED",
        kind: Kind::Bytes,
        doc: "Bytes that were discarded.",
        aliases: &["dbytes"],
        from: &Of(|disk: &DiskStat| bytes(disk.discards.sectors)),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "discard_time",
        header: "DTIME",
        kind: Kind::Seconds,
        doc: "Time that requests to discard took, added up.",
        aliases: &["dtime"],
        from: &Of(|disk: &DiskStat| seconds(disk.discards.time)),
        counter: true,
        ..Field::BASE
    },
    counter!(
        DiskStat,
        "flushes",
        "FLUSHES",
        Count,
        ["f"],
        flushes,
        "Requests that what was written be safe; since Linux 5.5."
    ),
    Field {
        name: "flush_time",
        header: "FTIME",
        kind: Kind::Seconds,
        doc: "Time that these took, added up; since Linux 5.5.",
        aliases: &["ftime"],
        from: &Of(|disk: &DiskStat| seconds(disk.flush_time)),
        counter: true,
        ..Field::BASE
    },
];
