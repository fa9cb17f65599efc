//! `psys scsi`: one row a device that speaks SCSI.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::scsi::scsi::{self, Device};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind};

/// The SCSI devices.
pub(crate) struct Scsi;

impl Listed for Scsi {
    type Entry = Device;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "scsi",
        about: "Devices that speak SCSI, disks of other buses among them.",
        aliases: &["lsscsi"],
        key: &["adapter", "channel", "target", "unit"],
        default_fields: &[
            "adapter", "channel", "target", "unit", "vendor", "model", "revision", "type",
        ],
        words: "text in the model of a device",
        examples: &[
            ("psys scsi", "disks and drives"),
            ("psys scsi -Q 'type == CD-ROM'", "drives for discs"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Device>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "model".into(), filter: word.found_in(number("model"))? })
    }
}

impl Entry for Device {
    const FILES: &'static [File] = &[File::ScsiScsi];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::ScsiScsi, scsi::rows)?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Device>>] = &[
    Field {
        name: "adapter",
        header: "HOST",
        kind: Kind::Id,
        doc: "Number of the host adapter.",
        from: &Of(|device: &Device| Ok(device.host.into())),
        ..Field::BASE
    },
    Field {
        name: "channel",
        header: "CHANNEL",
        kind: Kind::Id,
        doc: "Channel of the adapter.",
        from: &Of(|device: &Device| Ok(device.channel?.into())),
        ..Field::BASE
    },
    Field {
        name: "target",
        header: "ID",
        kind: Kind::Id,
        doc: "Target on the channel.",
        aliases: &["id"],
        from: &Of(|device: &Device| Ok(device.target?.into())),
        ..Field::BASE
    },
    Field {
        name: "unit",
        header: "LUN",
        kind: Kind::Id,
        doc: "Logical unit of the target.",
        aliases: &["lun"],
        from: &Of(|device: &Device| Ok(device.unit?.into())),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Text,
        doc: "Who made it.",
        from: &Of(|device: &Device| text(&device.vendor)),
        ..Field::BASE
    },
    Field {
        name: "model",
        header: "MODEL",
        kind: Kind::Text,
        doc: "What model it is.",
        from: &Of(|device: &Device| text(&device.model)),
        ..Field::BASE
    },
    Field {
        name: "revision",
        header: "REV",
        kind: Kind::Text,
        doc: "Which revision of the model.",
        aliases: &["rev"],
        from: &Of(|device: &Device| text(&device.revision)),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Text,
        doc: "What kind of device it is.",
        from: &Of(|device: &Device| text(&device.kind)),
        ..Field::BASE
    },
    Field {
        name: "standard",
        header: "STANDARD",
        kind: Kind::Id,
        doc: "Revision of the standard that it follows.",
        from: &Of(|device: &Device| Ok(device.standard?.into())),
        ..Field::BASE
    },
];
