//! `bus/input/devices`: keyboards, mice and buttons.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, lines, number, words};

/// A device that people or sensors give input by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What it is called.
    pub name: Item<Box<[u8]>>,
    /// The kind of bus that it is on.
    pub bus: Item<u64>,
    /// The number of the vendor.
    pub vendor: Item<u64>,
    /// The number of the product.
    pub product: Item<u64>,
    /// The number of the version.
    pub version: Item<u64>,
    /// Where it is plugged in.
    pub phys: Item<Box<[u8]>>,
    /// Where it is below `/sys`.
    pub sysfs: Item<Box<[u8]>>,
    /// What tells it from its like.
    pub unique: Item<Box<[u8]>>,
    /// Who gets its events.
    pub handlers: Vec<Box<[u8]>>,
    /// The bits of the types of its events.
    pub events: Item<u64>,
    /// The bits of its properties.
    pub properties: Item<u64>,
    /// The bits of what it can send, by type: `KEY=10000 7`.
    pub capabilities: Vec<Box<[u8]>>,
}

/// A device of which nothing is known.
const UNKNOWN: Device = Device {
    name: Err(Absent::Unsupported),
    bus: Err(Absent::Unsupported),
    vendor: Err(Absent::Unsupported),
    product: Err(Absent::Unsupported),
    version: Err(Absent::Unsupported),
    phys: Err(Absent::Unsupported),
    sysfs: Err(Absent::Unsupported),
    unique: Err(Absent::Unsupported),
    handlers: Vec::new(),
    events: Err(Absent::Unsupported),
    properties: Err(Absent::Unsupported),
    capabilities: Vec::new(),
};

/// The devices of the file: lines that begin with a letter, and a blank line after each device.
pub fn rows(text: &[u8]) -> Vec<Item<Device>> {
    let mut devices = Vec::new();
    let mut current: Option<Device> = None;
    for line in lines(text) {
        let Some((letter, rest)) = split_once(line, b':') else {
            devices.extend(current.take().map(Ok));
            if !line.is_empty() {
                devices.push(Err(Absent::Malformed));
            }
            continue;
        };
        if letter == b"I" {
            devices.extend(current.take().map(Ok));
        }
        let device = current.get_or_insert(UNKNOWN);
        take(device, letter, rest.trim_ascii());
    }
    devices.extend(current.map(Ok));
    devices
}

fn take(device: &mut Device, letter: &[u8], rest: &[u8]) {
    let value = split_once(rest, b'=').map_or(Err(Absent::Malformed), |(_, value)| Ok(value));
    let text = || match value? {
        b"" => Err(Absent::NotApplicable),
        value => Ok(Box::from(value)),
    };
    match letter {
        b"I" => {
            for (name, value) in words(rest).filter_map(|word| split_once(word, b'=')) {
                let number = number::hex(value);
                match name {
                    b"Bus" => device.bus = number,
                    b"Vendor" => device.vendor = number,
                    b"Product" => device.product = number,
                    b"Version" => device.version = number,
                    _ => {}
                }
            }
        }
        b"N" => {
            let quoted = |value: &[u8]| {
                let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
                Some(Box::from(inner))
            };
            device.name = value.and_then(|value| quoted(value).ok_or(Absent::Malformed));
        }
        b"P" => device.phys = text(),
        b"S" => device.sysfs = text(),
        b"U" => device.unique = text(),
        b"H" => device.handlers = words(value.unwrap_or_default()).map(Box::from).collect(),
        b"B" => match split_once(rest, b'=') {
            Some((b"EV", bits)) => device.events = number::hex(bits),
            Some((b"PROP", bits)) => device.properties = number::hex(bits),
            _ => device.capabilities.push(rest.into()),
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] = b"\
I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name=\"AT Translated Set 2 keyboard\"
P: Phys=isa0060/serio0/input0
S: Sysfs=/devices/platform/i8042/serio0/input/input0
U: Uniq=
H: Handlers=sysrq kbd event0 leds 
B: PROP=0
B: EV=120013
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
B: MSC=10

I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name=\"Power \"Button\"\"
H: Handlers=kbd event1 
";

    #[test]
    fn a_keyboard_and_a_button() {
        let devices: Vec<_> = rows(SAMPLE).into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!(devices.len(), 2);
        let keyboard = &devices[0];
        assert_eq!((keyboard.bus, keyboard.version), (Ok(0x11), Ok(0xab41)));
        assert_eq!(keyboard.name.as_deref(), Ok(&b"AT Translated Set 2 keyboard"[..]));
        assert_eq!(keyboard.unique, Err(Absent::NotApplicable));
        assert_eq!(keyboard.handlers.len(), 4);
        assert_eq!((keyboard.events, keyboard.properties), (Ok(0x12_0013), Ok(0)));
        assert_eq!(keyboard.capabilities.len(), 2);
        assert_eq!(devices[1].name.as_deref(), Ok(&b"Power \"Button\""[..]));
        assert_eq!(devices[1].phys, Err(Absent::Unsupported));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let devices = rows(b"I: Bus=zz Vendor=1\nN: Name=x\njunk\n");
        let first = devices[0].as_ref().unwrap();
        assert_eq!((first.bus, first.vendor), (Err(Absent::Malformed), Ok(1)));
        assert_eq!(first.name, Err(Absent::Malformed));
        assert!(devices[1].is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = rows(&text);
            let _ = rows(&crate::parse::fixture::damaged(SAMPLE, flip, byte));
        }
    }
}
