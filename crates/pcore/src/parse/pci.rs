//! `pci`: the devices on the PCI bus in words, as kernels before 2.6 told it.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::{rsplit_once, split_once};
use crate::parse::{Item, lines, number, words};

/// A device on the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The bus, the slot on it, and the function of the card in the slot.
    pub address: (u8, u8, u8),
    /// What kind of device it is.
    pub class: Item<Box<[u8]>>,
    /// Vendor and device, by name or as the kernel writes their numbers.
    pub name: Item<Box<[u8]>>,
    /// The revision.
    pub revision: Item<u64>,
    /// The interrupt; does not apply to a device that has none.
    pub interrupt: Item<u64>,
    /// What else is said of it, line by line.
    pub details: Vec<Box<[u8]>>,
}

/// The devices of the file, each a line that names its place and indented lines below it.
pub fn rows(text: &[u8]) -> Vec<Item<Device>> {
    let mut devices: Vec<Item<Device>> = Vec::new();
    for line in lines(text).map(<[u8]>::trim_ascii).filter(|line| *line != b"PCI devices found:") {
        if line.starts_with(b"Bus ") {
            devices.push(address(line).map(|address| Device {
                address,
                class: Err(Absent::Unsupported),
                name: Err(Absent::Unsupported),
                revision: Err(Absent::Unsupported),
                interrupt: Err(Absent::NotApplicable),
                details: Vec::new(),
            }));
            continue;
        }
        match devices.last_mut() {
            Some(Ok(device)) if device.class == Err(Absent::Unsupported) => describe(device, line),
            Some(Ok(device)) => detail(device, line),
            Some(Err(_)) => {}
            None => devices.push(Err(Absent::Malformed)),
        }
    }
    devices
}

/// `Bus  0, device   7, function  1:`
fn address(line: &[u8]) -> Item<(u8, u8, u8)> {
    let line = line.strip_suffix(b":").ok_or(Absent::Malformed)?;
    let mut parts = line
        .split(|byte| *byte == b',')
        .map(|part| words(part).nth(1).map_or(Err(Absent::Malformed), number::narrow::<u8>));
    let mut next = || parts.next().unwrap_or(Err(Absent::Malformed));
    Ok((next()?, next()?, next()?))
}

/// `IDE interface: Intel 82371AB PIIX4 IDE (rev 1).`
fn describe(device: &mut Device, line: &[u8]) {
    let Some((class, rest)) = split_once(line, b':') else {
        device.class = Err(Absent::Malformed);
        return;
    };
    device.class = Ok(class.into());
    let rest = rest.trim_ascii();
    let revised = rsplit_once(rest, b'(').and_then(|(name, revision)| {
        let revision = revision.strip_prefix(b"rev ")?.strip_suffix(b").")?;
        Some((name.trim_ascii_end(), number::unsigned(revision)))
    });
    let (name, revision) = revised.unwrap_or((rest, Err(Absent::Malformed)));
    (device.name, device.revision) = (Ok(name.into()), revision);
}

fn detail(device: &mut Device, line: &[u8]) {
    // `IRQ 11.` stands at the beginning of a line, before what else there is to say.
    if let Some(rest) = line.strip_prefix(b"IRQ ") {
        let end = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        device.interrupt = number::unsigned(rest.get(..end).unwrap_or_default());
    }
    device.details.push(line.into());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] = b"\
PCI devices found:
  Bus  0, device   0, function  0:
    Host bridge: Intel 82439TX (rev 1).
      Medium devsel.  Master Capable.  Latency=64.  
  Bus  0, device   7, function  2:
    USB Controller: Intel 82371AB PIIX4 USB (rev 1).
      IRQ 11.  Master Capable.  Latency=32.  
      I/O at 0xe000 [0xe001].
  Bus  0, device   9, function  0:
    Class 0b40: PCI device 1234:5678 (rev 255).
";

    #[test]
    fn devices_by_name_and_by_number() {
        let devices: Vec<_> = rows(SAMPLE).into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!(devices[0].name.as_deref(), Ok(&b"Intel 82439TX"[..]));
        assert_eq!(devices[0].interrupt, Err(Absent::NotApplicable));
        assert_eq!(devices[1].address, (0, 7, 2));
        assert_eq!(devices[1].class.as_deref(), Ok(&b"USB Controller"[..]));
        assert_eq!((devices[1].interrupt, devices[1].revision), (Ok(11), Ok(1)));
        assert_eq!(devices[1].details.len(), 2);
        assert_eq!(devices[2].name.as_deref(), Ok(&b"PCI device 1234:5678"[..]));
        assert_eq!(devices[2].revision, Ok(255));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let rows = rows(b"junk\n  Bus 0, device x, function 0:\n    Host bridge: A (rev 1).\n  Bus 0, device 1, function 0:\n    nothing\n");
        assert!(rows[0].is_err() && rows[1].is_err());
        assert_eq!(rows[2].as_ref().unwrap().class, Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = rows(&text);
            let _ = rows(&crate::parse::fixture::damaged(SAMPLE, flip, byte));
        }
    }
}
