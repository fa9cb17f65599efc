//! `psys input`: one row a keyboard, a mouse, a button.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::bus::input::devices::{self, Device};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The input devices.
pub(crate) struct Inputs;

impl Listed for Inputs {
    type Entry = Device;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "input",
        about: "Keyboards, mice, buttons and what else gives input.",
        key: &["sysfs", "name"],
        default_fields: &["name", "bus", "phys", "handlers", "events"],
        words: "text in the name of a device",
        examples: &[
            ("psys input", "input devices"),
            ("psys input -Q 'handlers == kbd'", "what has keys"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Device>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for Device {
    const FILES: &'static [File] = &[File::InputDevices];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::InputDevices, devices::rows)?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Device>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the device.",
        from: &Of(|device: &Device| text(&device.name)),
        ..Field::BASE
    },
    Field {
        name: "bus",
        header: "BUS",
        kind: Kind::Word,
        doc: "Kind of bus that it is on.",
        from: &Of(|device: &Device| Ok(bus(device.bus?))),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Mask,
        doc: "Number of its vendor.",
        from: &Of(|device: &Device| Ok(hex(device.vendor?))),
        ..Field::BASE
    },
    Field {
        name: "product",
        header: "PRODUCT",
        kind: Kind::Mask,
        doc: "Number of the product.",
        from: &Of(|device: &Device| Ok(hex(device.product?))),
        ..Field::BASE
    },
    Field {
        name: "version",
        header: "VERSION",
        kind: Kind::Mask,
        doc: "Number of its version.",
        from: &Of(|device: &Device| Ok(hex(device.version?))),
        ..Field::BASE
    },
    Field {
        name: "phys",
        header: "PHYS",
        kind: Kind::Text,
        doc: "Where it is plugged in.",
        from: &Of(|device: &Device| text(&device.phys)),
        ..Field::BASE
    },
    Field {
        name: "sysfs",
        header: "SYSFS",
        kind: Kind::Path,
        doc: "Where it is below /sys.",
        from: &Of(|device: &Device| text(&device.sysfs)),
        ..Field::BASE
    },
    Field {
        name: "unique",
        header: "UNIQUE",
        kind: Kind::Text,
        doc: "What tells it from its like, such as a serial number.",
        aliases: &["uniq"],
        from: &Of(|device: &Device| text(&device.unique)),
        ..Field::BASE
    },
    Field {
        name: "handlers",
        header: "HANDLERS",
        kind: Kind::List(&Kind::Text),
        doc: "Who gets its events.",
        from: &Of(|device: &Device| Ok(table::texts(&device.handlers))),
        ..Field::BASE
    },
    Field {
        name: "events",
        header: "EVENTS",
        kind: Kind::List(&Kind::Word),
        doc: "Types of its events.",
        from: &Of(|device: &Device| Ok(names::flags(EVENTS, device.events?))),
        ..Field::BASE
    },
    Field {
        name: "properties",
        header: "PROPERTIES",
        kind: Kind::List(&Kind::Word),
        doc: "What it is beyond that, such as a touch pad with buttons.",
        from: &Of(|device: &Device| Ok(names::set_bits(PROPERTIES, device.properties?))),
        ..Field::BASE
    },
    Field {
        name: "capabilities",
        header: "CAPABILITIES",
        kind: Kind::List(&Kind::Text),
        doc: "Bits of what it can send, by type of event.",
        from: &Of(|device: &Device| Ok(table::texts(&device.capabilities))),
        ..Field::BASE
    },
];

fn hex(number: u64) -> Value<'static> {
    Value::Word(format!("{number:04x}").into())
}

fn bus(number: u64) -> Value<'static> {
    let known = BUSES.iter().find(|(of, _)| *of == number);
    known.map_or_else(|| hex(number), |(_, name)| Value::word(name))
}

const BUSES: &[(u64, &str)] = &[
    (0x01, "pci"),
    (0x02, "isapnp"),
    (0x03, "usb"),
    (0x04, "hil"),
    (0x05, "bluetooth"),
    (0x06, "virtual"),
    (0x10, "isa"),
    (0x11, "i8042"),
    (0x12, "xtkbd"),
    (0x13, "rs232"),
    (0x14, "gameport"),
    (0x15, "parport"),
    (0x16, "amiga"),
    (0x17, "adb"),
    (0x18, "i2c"),
    (0x19, "host"),
    (0x1a, "gsc"),
    (0x1b, "atari"),
    (0x1c, "spi"),
    (0x1d, "rmi"),
    (0x1e, "cec"),
    (0x1f, "intel_ishtp"),
    (0x20, "amd_sfh"),
];

const EVENTS: &[(u64, &str)] = &[
    (1 << 0x00, "sync"),
    (1 << 0x01, "key"),
    (1 << 0x02, "relative"),
    (1 << 0x03, "absolute"),
    (1 << 0x04, "misc"),
    (1 << 0x05, "switch"),
    (1 << 0x11, "led"),
    (1 << 0x12, "sound"),
    (1 << 0x14, "repeat"),
    (1 << 0x15, "force_feedback"),
    (1 << 0x16, "power"),
    (1 << 0x17, "force_feedback_status"),
];

const PROPERTIES: &[&str] = &[
    "pointer",
    "direct",
    "button_pad",
    "semi_multitouch",
    "top_button_pad",
    "pointing_stick",
    "accelerometer",
    "haptic_touchpad",
];
