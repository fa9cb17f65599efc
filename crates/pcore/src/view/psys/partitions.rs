//! `psys partitions`: one row a block device, with its size.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed};
use crate::field::{Field, Group, Of};
use crate::parse::partitions::{self, Partition};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The block devices and their sizes.
pub(crate) struct Partitions;

impl Listed for Partitions {
    type Entry = Partition;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "partitions",
        about: "The block devices of the machine and their sizes.",
        aliases: &[],
        key: &["major", "minor"],
        labels: &["name"],
        default_fields: &["device", "name", "size"],
        words: "text in the name of a device",
        examples: &[
            ("psys partitions", "disks and their partitions"),
            ("psys partitions --sort -size --limit 5", "the largest"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Partition>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "name")
    }
}

impl Entry for Partition {
    const FILES: &'static [File] = &[File::Partitions];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Partitions, |text| partitions::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Partition>>] = &[
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Number of the device, as MAJOR:MINOR.",
        aliases: &["dev"],
        from: &Of(|partition: &Partition| Ok(Value::Word(partition.device.to_string().into()))),
        ..Field::BASE
    },
    Field {
        name: "major",
        header: "MAJOR",
        kind: Kind::Id,
        doc: "Number of its driver.",
        from: &Of(|partition: &Partition| Ok(partition.device.major.into())),
        ..Field::BASE
    },
    Field {
        name: "minor",
        header: "MINOR",
        kind: Kind::Id,
        doc: "Number of the device among those of the driver.",
        from: &Of(|partition: &Partition| Ok(partition.device.minor.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the device.",
        from: &Of(|partition: &Partition| Ok(Value::text(&partition.name))),
        ..Field::BASE
    },
    fixed!(Partition, "size", "SIZE", Bytes, [], size, "Size of the device, in whole kilobytes."),
];
