//! `psys devices`: one row a driver of devices, by its major number.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::devices::{self, Driver};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The drivers of devices.
pub(crate) struct Devices;

impl Listed for Devices {
    type Entry = Driver;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "devices",
        about: "Drivers of character and block devices by their major numbers.",
        key: &["kind", "major", "name"],
        default_fields: &["kind", "major", "name"],
        words: "text in the name of a driver, or a major number",
        examples: &[
            ("psys devices -Q 'kind == block'", "block devices alone"),
            ("psys devices 136", "whose number that is"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Driver>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::number_or_text(word, number("major"), number("name"))
    }
}

impl Entry for Driver {
    const FILES: &'static [File] = &[File::Devices];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Devices, |text| devices::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Driver>>] = &[
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "Whether its devices are of the kind character or block.",
        from: &Of(|driver: &Driver| {
            Ok(Value::word(if driver.is_block { "block" } else { "character" }))
        }),
        ..Field::BASE
    },
    Field {
        name: "major",
        header: "MAJOR",
        kind: Kind::Id,
        doc: "Major number of its devices.",
        from: &Of(|driver: &Driver| Ok(driver.major.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the driver.",
        from: &Of(|driver: &Driver| Ok(Value::text(&driver.name))),
        ..Field::BASE
    },
];
