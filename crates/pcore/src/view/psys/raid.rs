//! `psys raid`: one row an array of disks that the kernel makes one device of.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed, label};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::mdstat::{self, Action, Array};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The arrays.
pub(crate) struct Raid;

impl Listed for Raid {
    type Entry = Array;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "raid",
        about: "Arrays of disks, how they are, and what is being done to them.",
        aliases: &["mdstat"],
        key: &["name"],
        default_fields: &[
            "name", "state", "level", "size", "members", "wanted", "working", "health", "action",
            "progress", "left",
        ],
        words: "text in the name of an array",
        examples: &[
            ("psys raid", "the arrays"),
            ("psys raid -Q 'working < @wanted' --expect none", "that none lacks a disk"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Array>>] =
        &[Group { name: "Array", fields: ARRAY }, Group { name: "Action", fields: ACTION }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "name")
    }
}

impl Entry for Array {
    const FILES: &'static [File] = &[File::MdStat];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::MdStat, |text| mdstat::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

/// Members with one of these letters, or all of them.
fn members(array: &Array, flag: Option<u8>) -> Value<'_> {
    let with = array.members.iter().filter(|m| flag.is_none_or(|flag| m.flags.contains(&flag)));
    Value::List(with.map(|member| Value::text(&member.device)).collect())
}

/// What is being done.
fn action(array: &Array) -> Item<&Action> {
    array.action.as_ref().map_err(|absent| *absent)
}

static ARRAY: &[Field<On<Array>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the array.",
        from: &Of(|array: &Array| Ok(Value::text(&array.name))),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Word,
        doc: "Whether the array is active or inactive.",
        from: &Of(|array: &Array| {
            Ok(Value::word(if array.is_active? { "active" } else { "inactive" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "read_only",
        header: "RO",
        kind: Kind::Text,
        doc: "Whether it takes no writes (read-only) or none until the first one (auto-read-only); does not apply to others.",
        from: &Of(|array: &Array| {
            array.read_only.as_deref().map(Value::text).ok_or(Absent::NotApplicable)
        }),
        ..Field::BASE
    },
    label!(
        Array,
        "level",
        "LEVEL",
        Text,
        [],
        level,
        "How the disks are put together, such as raid1; does not apply to an inactive array."
    ),
    fixed!(Array, "size", "SIZE", Bytes, [], size, "Size of the array."),
    Field {
        name: "members",
        header: "MEMBERS",
        kind: Kind::List(&Kind::Text),
        doc: "Disks of the array.",
        from: &Of(|array: &Array| Ok(members(array, None))),
        ..Field::BASE
    },
    Field {
        name: "failed",
        header: "FAILED",
        kind: Kind::List(&Kind::Text),
        doc: "Disks that have failed.",
        from: &Of(|array: &Array| Ok(members(array, Some(b'F')))),
        ..Field::BASE
    },
    Field {
        name: "spares",
        header: "SPARES",
        kind: Kind::List(&Kind::Text),
        doc: "Disks that would take the place of one that fails.",
        from: &Of(|array: &Array| Ok(members(array, Some(b'S')))),
        ..Field::BASE
    },
    fixed!(
        Array,
        "wanted",
        "WANTED",
        Count,
        [],
        wanted,
        "How many disks it should have; does not apply to levels without redundancy."
    ),
    fixed!(Array, "working", "WORKING", Count, [], working, "How many of these work."),
    label!(
        Array,
        "health",
        "HEALTH",
        Text,
        [],
        health,
        "A letter for each of these: U for one that works, _ for one that does not."
    ),
    Field {
        name: "format",
        header: "FORMAT",
        kind: Kind::Text,
        doc: "Format of what is written of the array on its disks; does not apply to the oldest, 0.90.",
        aliases: &["metadata"],
        from: &Of(|array: &Array| {
            array.format.as_deref().map(Value::text).ok_or(Absent::NotApplicable)
        }),
        ..Field::BASE
    },
    fixed!(
        Array,
        "chunk",
        "CHUNK",
        Bytes,
        [],
        chunk,
        "Size of the pieces that go to one disk after the other."
    ),
    label!(
        Array,
        "bitmap",
        "BITMAP",
        Text,
        [],
        bitmap,
        "What is told of the map of what may differ between the disks."
    ),
];

static ACTION: &[Field<On<Array>>] = &[
    Field {
        name: "action",
        header: "ACTION",
        kind: Kind::Text,
        doc: "What is being done to it: resync, recovery, check, repair or reshape; does not apply where it is nothing.",
        from: &Of(|array: &Array| Ok(Value::text(&action(array)?.name))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "waits",
        header: "WAITS",
        kind: Kind::Text,
        doc: "Why nothing moves, such as DELAYED.",
        from: &Of(|array: &Array| {
            action(array)?.waits.as_deref().map(Value::text).ok_or(Absent::NotApplicable)
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "progress",
        header: "%DONE",
        kind: Kind::Percent,
        doc: "How much is done.",
        from: &Of(|array: &Array| table::share(action(array)?.done?, action(array)?.all?)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "done",
        header: "DONE",
        kind: Kind::Bytes,
        doc: "How much is done, of each disk.",
        from: &Of(|array: &Array| Ok(action(array)?.done?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "left",
        header: "LEFT",
        kind: Kind::Seconds,
        doc: "Time until it is done, as the kernel estimates.",
        aliases: &["finish"],
        from: &Of(|array: &Array| Ok(action(array)?.left?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "speed",
        header: "SPEED",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second, of each disk.",
        from: &Of(|array: &Array| Ok((action(array)?.speed? as f64).into())),
        volatile: true,
        ..Field::BASE
    },
];
