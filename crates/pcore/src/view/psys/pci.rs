//! `psys pci`: one row a device on the PCI bus.

use std::rc::Rc;

use super::pci_ids::PciIds;
use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of, Of2};
use crate::filter::Filter;
use crate::parse::bus::pci::devices::{self, Region};
use crate::parse::{bus, pci};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pnet::table::text;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The devices on the PCI bus.
pub(crate) struct Pci;

impl Listed for Pci {
    type Entry = Seen;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "pci",
        about: "Devices on the PCI bus, by the names that the system has for them.",
        aliases: &["lspci"],
        key: &["bus", "slot", "function"],
        labels: &["address"],
        default_fields: &["address", "vendor_id", "device_id", "vendor", "device", "driver", "irq"],
        words: "text in the name of a vendor or of a device, in any case",
        examples: &[
            ("psys pci", "what lspci shows"),
            ("psys pci -Q 'driver is null'", "devices without a driver"),
            ("psys pci -o address,vendor_id,device_id", "numbers instead of names"),
        ],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Seen>>] = &[Group { name: "Device", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let word = Word { any_case: true, ..*word };
        let filters = [word.found_in(number("vendor"))?, word.found_in(number("device"))?];
        Ok(Selector { kind: "name".into(), filter: Filter::or(filters.into()) })
    }
}

impl Entry for Seen {
    const FILES: &'static [File] = &[File::PciDevices, File::Pci];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        match table::items(reader, File::PciDevices, |text| devices::rows(text).collect()) {
            Err(Absent::Unsupported) => {
                let devices = table::items(reader, File::Pci, pci::rows)?;
                devices.into_iter().map(Self::Described).for_each(each);
            }
            devices => devices?.into_iter().map(Self::Numbered).for_each(each),
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Seen>>] = &[
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Word,
        doc: "Bus, slot and function, as lspci writes them.",
        from: &Of(|device: &Seen| {
            let (bus, slot, function) = device.address();
            Ok(Value::Word(format!("{bus:02x}:{slot:02x}.{function}").into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "bus",
        header: "BUS",
        kind: Kind::Id,
        doc: "Number of the bus.",
        from: &Of(|device: &Seen| Ok(u64::from(device.address().0).into())),
        ..Field::BASE
    },
    Field {
        name: "slot",
        header: "SLOT",
        kind: Kind::Id,
        doc: "Number of the slot on the bus.",
        from: &Of(|device: &Seen| Ok(u64::from(device.address().1).into())),
        ..Field::BASE
    },
    Field {
        name: "function",
        header: "FUNCTION",
        kind: Kind::Id,
        doc: "Number of the function of the card in the slot.",
        from: &Of(|device: &Seen| Ok(u64::from(device.address().2).into())),
        ..Field::BASE
    },
    Field {
        name: "vendor",
        header: "VENDOR",
        kind: Kind::Text,
        doc: "Name of the vendor; unsupported where no pci.ids is installed.",
        from: &Of2(|device: &Seen, names: &PciIds| {
            Ok(Value::text(names.vendor(device.numbered()?.vendor)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Text,
        doc: "Name of the device; on old kernels as the kernel has it.",
        from: &Of2(|device: &Seen, names: &PciIds| match device {
            Seen::Numbered(device) => Ok(Value::text(names.device(device.vendor, device.device)?)),
            Seen::Described(device) => text(&device.name),
        }),
        ..Field::BASE
    },
    Field {
        name: "class",
        header: "CLASS",
        kind: Kind::Text,
        doc: "What kind of device it is; only old kernels tell it.",
        from: &Of(|device: &Seen| text(&device.described()?.class)),
        ..Field::BASE
    },
    Field {
        name: "revision",
        header: "REV",
        kind: Kind::Id,
        doc: "Revision of the device; only old kernels tell it.",
        from: &Of(|device: &Seen| Ok(device.described()?.revision?.into())),
        ..Field::BASE
    },
    Field {
        name: "vendor_id",
        header: "VENDOR-ID",
        kind: Kind::Mask,
        doc: "Number of the vendor.",
        from: &Of(|device: &Seen| {
            Ok(Value::Word(format!("{:04x}", device.numbered()?.vendor).into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "device_id",
        header: "DEVICE-ID",
        kind: Kind::Mask,
        doc: "Number that the vendor gave to the device.",
        from: &Of(|device: &Seen| {
            Ok(Value::Word(format!("{:04x}", device.numbered()?.device).into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "irq",
        header: "IRQ",
        kind: Kind::Id,
        doc: "Its interrupt; does not apply to a device that has none.",
        from: &Of(|device: &Seen| {
            Ok(match device {
                Seen::Numbered(device) => device.interrupt?,
                Seen::Described(device) => device.interrupt?,
            }
            .into())
        }),
        ..Field::BASE
    },
    Field {
        name: "regions",
        header: "REGIONS",
        kind: Kind::List(&Kind::Word),
        doc: "Addresses that it takes, with their kind and size.",
        from: &Of(|device: &Seen| {
            Ok(Value::List(device.numbered()?.regions.iter().map(region).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "driver",
        header: "DRIVER",
        kind: Kind::Text,
        doc: "Its driver; does not apply to a device that has none.",
        from: &Of(|device: &Seen| text(&device.numbered()?.driver)),
        ..Field::BASE
    },
    Field {
        name: "details",
        header: "DETAILS",
        kind: Kind::List(&Kind::Text),
        doc: "What else old kernels say of it.",
        from: &Of(|device: &Seen| Ok(table::texts(&device.described()?.details))),
        ..Field::BASE
    },
];

/// A device, as one of two files tells it.
pub(crate) enum Seen {
    /// A row of `bus/pci/devices`.
    Numbered(bus::pci::devices::Device),
    /// A paragraph of `pci`, before Linux 2.6.
    Described(pci::Device),
}

impl Seen {
    fn address(&self) -> (u8, u8, u8) {
        match self {
            Self::Numbered(device) => device.address,
            Self::Described(device) => device.address,
        }
    }

    fn numbered(&self) -> Result<&bus::pci::devices::Device, Absent> {
        match self {
            Self::Numbered(device) => Ok(device),
            Self::Described(_) => Err(Absent::Unsupported),
        }
    }

    fn described(&self) -> Result<&pci::Device, Absent> {
        match self {
            Self::Numbered(_) => Err(Absent::Unsupported),
            Self::Described(device) => Ok(device),
        }
    }
}

/// The register that is for a ROM.
const ROM: usize = 6;

/// `memory 0x4000000000+0x80000 64-bit`, in the words of lspci.
fn region(region: &Region) -> Value<'static> {
    let Region { register, start, size, flags } = *region;
    let kind = match (register, flags & 1) {
        (ROM, _) => "rom",
        (_, 0) => "memory",
        _ => "ports",
    };
    let is_memory = flags & 1 == 0 && register != ROM;
    let wide = if is_memory && flags & 0b110 == 0b100 { " 64-bit" } else { "" };
    let ahead = if is_memory && flags & 0b1000 != 0 { " prefetchable" } else { "" };
    Value::Word(format!("{kind} {start:#x}+{size:#x}{wide}{ahead}").into())
}
