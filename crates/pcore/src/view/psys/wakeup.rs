//! `psys wakeup`: one row a device that can wake the machine.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::acpi::wakeup::{self, Wakeup};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The devices that can wake the machine.
pub(crate) struct Wakeups;

impl Listed for Wakeups {
    type Entry = Wakeup;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "wakeup",
        about: "Devices that can wake the machine from sleep.",
        key: &["name", "node"],
        default_fields: &["name", "state", "enabled", "node"],
        words: "text in the name of a device",
        examples: &[("psys wakeup -Q 'enabled'", "what may wake it")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Wakeup>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Wakeup {
    const FILES: &'static [File] = &[File::AcpiWakeup];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::AcpiWakeup, wakeup::rows)?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Wakeup>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the device in the firmware.",
        from: &Of(|device: &Wakeup| Ok(Value::text(&device.name))),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Text,
        doc: "Deepest sleep that it wakes from, such as S4.",
        from: &Of(|device: &Wakeup| text(&device.state)),
        ..Field::BASE
    },
    Field {
        name: "enabled",
        header: "ENABLED",
        kind: Kind::Bool,
        doc: "Whether it may.",
        from: &Of(|device: &Wakeup| Ok(device.is_enabled?.into())),
        ..Field::BASE
    },
    Field {
        name: "node",
        header: "NODE",
        kind: Kind::Text,
        doc: "Device as the kernel knows it; does not apply to one that the kernel does not.",
        from: &Of(|device: &Wakeup| text(&device.node)),
        ..Field::BASE
    },
];
