//! Names of the vendors and devices of the PCI bus, from the list that the system has installed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::Absent;
use crate::parse::{lines, number};
use crate::root::read_outside;
use crate::run::Run;

/// Where distributions keep the list.
const LISTS: &[&str] =
    &["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids", "/usr/share/pci.ids"];

/// The largest list that is read.
const LIMIT: u64 = 16 << 20;

/// The names. Without an installed list every name is unsupported.
#[derive(Debug, Default)]
pub(crate) struct PciIds {
    vendors: HashMap<u16, Box<[u8]>>,
    devices: HashMap<(u16, u16), Box<[u8]>>,
}

impl PciIds {
    /// The names of this run, read at the first call.
    pub(crate) fn of_run(run: &Arc<Run>) -> &Self {
        run.pci_ids.get_or_init(|| {
            let text = LISTS.iter().find_map(|path| read_outside(Path::new(path), LIMIT).ok());
            text.map(|text| Self::parse(&text)).unwrap_or_default()
        })
    }

    /// `1af4  Vendor` lines, each followed by `\t1000  Device` lines. Those of subsystems, two tabs
    /// in, and the classes at the end are left out.
    fn parse(text: &[u8]) -> Self {
        let mut names = Self::default();
        let mut vendor = None;
        for line in lines(text) {
            let (is_device, line) = match line.strip_prefix(b"\t") {
                Some(line) => (true, line),
                None => (false, line),
            };
            let entry = line.split_at_checked(4).and_then(|(digits, name)| {
                let name = name.strip_prefix(b"  ")?.trim_ascii();
                Some((number::narrow_hex::<u16>(digits).ok()?, Box::from(name)))
            });
            match (is_device, entry, vendor) {
                (true, Some((device, name)), Some(vendor)) => {
                    names.devices.insert((vendor, device), name);
                }
                (false, Some((number, name)), _) => {
                    vendor = Some(number);
                    names.vendors.insert(number, name);
                }
                // A class, whose lines look like those of a vendor.
                (false, None, _) if line.starts_with(b"C ") => vendor = None,
                _ => {}
            }
        }
        names
    }

    /// The name of a vendor.
    ///
    /// # Errors
    /// Without a list none is known; a number that is not in it has none.
    pub(crate) fn vendor(&self, vendor: u16) -> Result<&[u8], Absent> {
        self.found(self.vendors.get(&vendor).map(|name| &**name))
    }

    /// The name of a device.
    ///
    /// # Errors
    /// As for vendors.
    pub(crate) fn device(&self, vendor: u16, device: u16) -> Result<&[u8], Absent> {
        self.found(self.devices.get(&(vendor, device)).map(|name| &**name))
    }

    fn found<'a>(&self, name: Option<&'a [u8]>) -> Result<&'a [u8], Absent> {
        let missing =
            if self.vendors.is_empty() { Absent::Unsupported } else { Absent::NotApplicable };
        name.ok_or(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_and_their_devices() {
        let names = PciIds::parse(
            b"# comment\n1af4  Red Hat, Inc.\n\t1041  Virtio 1.0 network device\n\t\t1af4 1100  QEMU\n8086  Intel\n\nC 01  Storage\n\t01  IDE\n",
        );
        assert_eq!(names.vendor(0x1af4), Ok(&b"Red Hat, Inc."[..]));
        assert_eq!(names.device(0x1af4, 0x1041), Ok(&b"Virtio 1.0 network device"[..]));
        assert_eq!(names.device(0x8086, 0x1041), Err(Absent::NotApplicable));
        assert_eq!(names.devices.len(), 1);
        assert_eq!(PciIds::default().vendor(1), Err(Absent::Unsupported));
    }
}
