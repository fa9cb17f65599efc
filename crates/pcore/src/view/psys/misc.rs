//! `psys misc`: one row a device of the major number 10.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::misc::{self, Misc};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The devices of their own kind.
pub(crate) struct Devices;

impl Listed for Devices {
    type Entry = Misc;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "misc",
        about: "Devices of their own kind, which share the major number 10.",
        key: &["minor", "name"],
        default_fields: &["minor", "name"],
        words: "text in the name of a device, or a minor number",
        examples: &[("psys misc kvm", "the number of a device")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Misc>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::number_or_text(word, number("minor"), number("name"))
    }
}

impl Entry for Misc {
    const FILES: &'static [File] = &[File::Misc];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Misc, |text| misc::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Misc>>] = &[
    Field {
        name: "minor",
        header: "MINOR",
        kind: Kind::Id,
        doc: "Minor number of the device.",
        from: &Of(|device: &Misc| Ok(device.minor.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the device.",
        from: &Of(|device: &Misc| Ok(Value::text(&device.name))),
        ..Field::BASE
    },
];
