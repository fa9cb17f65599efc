//! `scsi/scsi`: the devices that speak SCSI, disks of other buses among them.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::{Item, lines, number, words};

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The number of the host adapter.
    pub host: u64,
    /// The channel of the adapter.
    pub channel: Item<u64>,
    /// The target on the channel.
    pub target: Item<u64>,
    /// The unit of the target.
    pub unit: Item<u64>,
    /// Who made it.
    pub vendor: Item<Box<[u8]>>,
    /// What model it is.
    pub model: Item<Box<[u8]>>,
    /// Which revision of that.
    pub revision: Item<Box<[u8]>>,
    /// What kind of device it is.
    pub kind: Item<Box<[u8]>>,
    /// The revision of the standard that it follows.
    pub standard: Item<u64>,
}

/// The devices of the file, three lines each.
pub fn rows(text: &[u8]) -> Vec<Item<Device>> {
    let mut devices: Vec<Item<Device>> = Vec::new();
    for line in lines(text)
        .filter(|line| *line != b"Attached devices:" && *line != b"Attached devices: none")
    {
        if let Some(rest) = line.strip_prefix(b"Host: scsi") {
            devices.push(place(rest));
            continue;
        }
        let is_known = match devices.last_mut() {
            Some(Ok(device)) => describe(device, line),
            Some(Err(_)) => true,
            None => false,
        };
        if !is_known {
            devices.push(Err(Absent::Malformed));
        }
    }
    devices
}

/// `0 Channel: 00 Id: 00 Lun: 00`
fn place(rest: &[u8]) -> Item<Device> {
    let mut words = words(rest);
    let host = words.next().map_or(Err(Absent::Malformed), number::unsigned)?;
    let mut after = || words.nth(1).map_or(Err(Absent::Malformed), number::unsigned);
    Ok(Device {
        host,
        channel: after(),
        target: after(),
        unit: after(),
        vendor: Err(Absent::Unsupported),
        model: Err(Absent::Unsupported),
        revision: Err(Absent::Unsupported),
        kind: Err(Absent::Unsupported),
        standard: Err(Absent::Unsupported),
    })
}

/// The second and the third line, whose columns have a fixed width.
fn describe(device: &mut Device, line: &[u8]) -> bool {
    let after = |label: &[u8]| {
        memchr::memmem::find(line, label).and_then(|start| line.get(start + label.len()..))
    };
    let until = |text: &[u8], label: &[u8]| -> Item<Box<[u8]>> {
        let end = memchr::memmem::find(text, label).ok_or(Absent::Malformed)?;
        Ok(text.get(..end).unwrap_or_default().trim_ascii().into())
    };
    let line_has = |label: &[u8]| line.trim_ascii_start().starts_with(label);
    if line_has(b"Vendor:") {
        let of = |label: &[u8]| after(label).ok_or(Absent::Malformed);
        device.vendor = of(b"Vendor: ").and_then(|text| until(text, b" Model:"));
        device.model = of(b"Model: ").and_then(|text| until(text, b" Rev:"));
        device.revision = of(b"Rev: ").map(|text| text.trim_ascii().into());
        true
    } else if line_has(b"Type:") {
        let kind = after(b"Type:").ok_or(Absent::Malformed);
        device.kind = kind.and_then(|text| until(text, b" ANSI"));
        let standard = after(b"revision: ").and_then(|text| words(text).next());
        device.standard = standard.map_or(Err(Absent::Malformed), number::hex);
        true
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] = b"\
Attached devices:
Host: scsi0 Channel: 00 Id: 00 Lun: 00
  Vendor: ATA      Model: Samsung SSD 860  Rev: 4B6Q
  Type:   Direct-Access                    ANSI  SCSI revision: 05
Host: scsi4 Channel: 00 Id: 02 Lun: 17
  Vendor: HL-DT-ST Model: DVDRAM GH24NSD1  Rev: LG00
  Type:   CD-ROM                           ANSI  SCSI revision: 05 CCS
";

    #[test]
    fn a_disk_and_a_drive() {
        let devices: Vec<_> = rows(SAMPLE).into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!(devices[0].vendor.as_deref(), Ok(&b"ATA"[..]));
        assert_eq!(devices[0].model.as_deref(), Ok(&b"Samsung SSD 860"[..]));
        assert_eq!(devices[0].revision.as_deref(), Ok(&b"4B6Q"[..]));
        assert_eq!(devices[0].kind.as_deref(), Ok(&b"Direct-Access"[..]));
        assert_eq!((devices[1].host, devices[1].target, devices[1].unit), (4, Ok(2), Ok(17)));
        assert_eq!(devices[1].standard, Ok(5));
        assert!(rows(b"Attached devices: none\n").is_empty());
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let rows = rows(b"junk\nHost: scsi0 Channel: x Id: 00\n  Vendor: ATA\n  Type: A ANSI SCSI revision: q\n");
        assert!(rows[0].is_err());
        let device = rows[1].as_ref().unwrap();
        assert_eq!((device.channel, device.target), (Err(Absent::Malformed), Ok(0)));
        assert_eq!(
            (device.unit, device.standard),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(device.vendor, Err(Absent::Malformed));
        assert_eq!(device.kind.as_deref(), Ok(&b"A"[..]));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = rows(&text);
            let _ = rows(&crate::parse::fixture::damaged(SAMPLE, flip, byte));
        }
    }
}
