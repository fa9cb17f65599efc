//! Which driver a device belongs to.

use std::collections::HashMap;
use std::sync::Arc;

use crate::field::{Source, joined};
use crate::parse::device::Device;
use crate::parse::devices;
use crate::parse::misc;
use crate::parse::tty::drivers::TtyDrivers;
use crate::run::Run;
use crate::view::pfd::file::{Meta, Open, Rdev};
use crate::view::pps::process::Process;
use crate::{Absent, File};

/// The driver of the device that a file stands for: `mem`, `misc:tun`, `/dev/ptmx`.
pub(crate) struct Driver(pub(crate) Box<[u8]>);

/// What is read to know what kind of file it is.
const META: &[File] = <Meta as Source<Open>>::FILES;

impl Source<Open> for Driver {
    const FILES: &'static [File] =
        &joined::<{ META.len() + 3 }>(META, &[File::Devices, File::Misc, File::TtyDrivers]);

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().driver.get(|| {
            let device = Rdev::of(open)?.0;
            let run = open.process().run();
            let drivers = of_run(run).as_ref().map_err(|absent| *absent)?;
            if Meta::of(open)?.kind()? == "BLK" {
                let driver = drivers.block(device.major).first();
                return driver.cloned().map(Self).ok_or(Absent::Unsupported);
            }
            if let Some(name) = drivers.misc(device) {
                return Ok(Self([b"misc:", name].concat().into()));
            }
            match drivers.character(device.major) {
                [] => Err(Absent::Unsupported),
                [driver] => Ok(Self(driver.clone())),
                // Terminals share numbers; what has part of one says which.
                [first, ..] => {
                    let ttys = run.ttys.get().and_then(|ttys| ttys.as_ref().ok());
                    let driver = ttys.and_then(|ttys| ttys.driver(device));
                    Ok(Self(driver.map_or_else(|| first.clone(), Box::from)))
                }
            }
        })
    }

    fn prepare(run: &Arc<Run>) {
        let _ = of_run(run);
        <TtyDrivers as Source<Process>>::prepare(run);
    }
}

/// The drivers of devices, by number.
#[derive(Debug, Default)]
pub(crate) struct Drivers {
    characters: HashMap<u64, Vec<Box<[u8]>>>,
    blocks: HashMap<u64, Vec<Box<[u8]>>>,
    misc: HashMap<u64, Box<[u8]>>,
}

impl Drivers {
    /// The major of devices that share a driver, each with a minor of its own.
    const MISC: u32 = 10;

    /// Takes what `devices` says.
    fn learn_devices(&mut self, drivers: Vec<devices::Driver>) {
        for driver in drivers {
            let drivers = if driver.is_block { &mut self.blocks } else { &mut self.characters };
            drivers.entry(driver.major).or_default().push(driver.name);
        }
    }

    /// Takes what `misc` says, likewise.
    fn learn_misc(&mut self, devices: Vec<misc::Misc>) {
        self.misc.extend(devices.into_iter().map(|device| (device.minor, device.name)));
    }

    /// The drivers of character devices with this number; those of terminals share some.
    fn character(&self, major: u32) -> &[Box<[u8]>] {
        self.characters.get(&major.into()).map_or(&[], Vec::as_slice)
    }

    /// The drivers of block devices with this number.
    fn block(&self, major: u32) -> &[Box<[u8]>] {
        self.blocks.get(&major.into()).map_or(&[], Vec::as_slice)
    }

    /// The name of one of the devices that share a driver.
    fn misc(&self, device: Device) -> Option<&[u8]> {
        self.misc
            .get(&device.minor.into())
            .filter(|_| device.major == Self::MISC)
            .map(|name| &**name)
    }
}

/// The drivers, read once a run.
fn of_run(run: &Arc<Run>) -> &Result<Drivers, Absent> {
    run.drivers.get_or_init(|| {
        let read = run.once(|reader| {
            let mut drivers = Drivers::default();
            reader.read(File::Devices, |text| {
                drivers.learn_devices(reader.sound(File::Devices, devices::rows(text)));
            })?;
            // Without it the devices that share a driver go by that alone.
            let _ = reader.read(File::Misc, |text| {
                drivers.learn_misc(reader.sound(File::Misc, misc::rows(text)));
            });
            Ok(drivers)
        });
        read.unwrap_or(Err(Absent::Blocked))
    })
}

impl Rdev {
    /// The number of a pseudo-terminal, of which a device has 256 on old kernels.
    pub(crate) fn slave(&self) -> Option<u32> {
        const FIRST: u32 = 136;
        const LAST: u32 = 143;
        const MINORS: u32 = 256;
        let Device { major, minor } = self.0;
        (FIRST..=LAST).contains(&major).then(|| (major - FIRST).saturating_mul(MINORS) + minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drivers_by_number() {
        let mut drivers = Drivers::default();
        let devices =
            b"Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/ptmx\nx y\n 10 misc\n\n\
            Block devices:\n  7 loop\n";
        drivers.learn_devices(devices::rows(devices).flatten().collect());
        drivers.learn_misc(misc::rows(b"200 tun\n232 kvm\n").flatten().collect());
        assert_eq!(drivers.character(1), [b"mem"[..].into()]);
        assert_eq!(drivers.character(5), [b"/dev/tty"[..].into(), b"/dev/ptmx"[..].into()]);
        assert_eq!(drivers.block(7), [b"loop"[..].into()]);
        assert!(drivers.character(7).is_empty() && drivers.block(1).is_empty());
        assert_eq!(drivers.misc(Device { major: 10, minor: 200 }), Some(&b"tun"[..]));
        assert_eq!(drivers.misc(Device { major: 11, minor: 200 }), None);
    }
}
