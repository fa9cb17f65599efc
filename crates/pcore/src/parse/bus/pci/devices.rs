//! `bus/pci/devices`: the devices on the PCI bus, as numbers.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number};

/// A device on the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The bus, the slot on it, and the function of the card in the slot.
    pub address: (u8, u8, u8),
    /// The number of the vendor.
    pub vendor: u16,
    /// The number that the vendor gave to the device.
    pub device: u16,
    /// The interrupt; does not apply to a device that has none.
    pub interrupt: Item<u64>,
    /// The addresses that it takes, of up to six registers and the ROM.
    pub regions: Vec<Region>,
    /// The driver; does not apply to a device that has none.
    pub driver: Item<Box<[u8]>>,
}

/// Addresses of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The number of the register; the ROM is the seventh.
    pub register: usize,
    /// The first address.
    pub start: u64,
    /// How many there are; a kernel or a bus may not know.
    pub size: u64,
    /// The lowest bits of the register, which say what kind of addresses they are.
    pub flags: u64,
}

/// How many regions a line has.
const REGIONS: usize = 7;

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Device>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Device> {
    let mut columns = Columns::new(line);
    let place: u16 = columns.narrow_hex()?;
    let (vendor, device) = columns.word()?.split_at_checked(4).ok_or(Absent::Malformed)?;
    let [bus, function] = place.to_be_bytes();
    let (vendor, device) = (number::narrow_hex(vendor)?, number::narrow_hex(device)?);
    let interrupt = columns.hex().and_then(|number| match number {
        0 => Err(Absent::NotApplicable),
        number => Ok(number),
    });
    let mut numbers = |_| columns.hex();
    let starts: Vec<Item<u64>> = (0..REGIONS).map(&mut numbers).collect();
    let sizes: Vec<Item<u64>> = (0..REGIONS).map(&mut numbers).collect();
    let regions = starts.into_iter().zip(sizes).enumerate();
    let regions = regions.filter_map(|(register, (start, size))| {
        let (start, size) = (start.ok()?, size.ok()?);
        // Of a register for ports the two lowest bits are none of the address, of one for memory four.
        let flags = if start & 1 == 1 { start & 0b11 } else { start & 0b1111 };
        let region = Region { register, start: start - flags, size, flags };
        (start != 0 || size != 0).then_some(region)
    });
    Ok(Device {
        address: (bus, function >> 3, function & 7),
        vendor,
        device,
        interrupt,
        regions: regions.collect(),
        driver: match columns.rest().trim_ascii() {
            b"" => Err(Absent::NotApplicable),
            driver => Ok(driver.into()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"0011\t1af41042\t1d\t            c041\t      4000080004\t               0\t               0\t               0\t               0\t           c0000\t              40\t           80000\t               0\t               0\t               0\t               0\t           20000\tvirtio-pci";

    #[test]
    fn a_device_with_regions_of_each_kind() {
        let device = row(ROW).unwrap();
        assert_eq!(device.address, (0, 2, 1));
        assert_eq!((device.vendor, device.device), (0x1af4, 0x1042));
        assert_eq!(device.interrupt, Ok(29));
        assert_eq!(device.driver.as_deref(), Ok(&b"virtio-pci"[..]));
        let ports = Region { register: 0, start: 0xc040, size: 0x40, flags: 1 };
        let memory = Region { register: 1, start: 0x40_0008_0000, size: 0x8_0000, flags: 4 };
        let rom = Region { register: 6, start: 0xc_0000, size: 0x2_0000, flags: 0 };
        assert_eq!(device.regions, [ports, memory, rom]);
    }

    #[test]
    fn nothing_stands_for_nothing() {
        let device = row(b"0000\t80860d57\t0\t0\t0").unwrap();
        assert_eq!(device.interrupt, Err(Absent::NotApplicable));
        assert_eq!(device.driver, Err(Absent::NotApplicable));
        assert!(device.regions.is_empty());
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let device = row(b"0011 1af41042 x").unwrap();
        assert_eq!(device.interrupt, Err(Absent::Malformed));
        assert!(row(b"0011 1af4").is_err());
        assert!(row(b"11111 1af41042 0").is_err());
    }

    fixture::table_properties!(rows, ROW, "[g-z ]{1,40}");
}
