//! Which driver a device belongs to.

use std::sync::Arc;

use crate::field::Source;
use crate::parse::device::Device;
use crate::parse::devices::Drivers;
use crate::parse::tty::drivers::TtyDrivers;
use crate::run::Run;
use crate::view::pfd::file::{Meta, Open, Rdev};
use crate::view::pps::process::Process;
use crate::{Absent, File};

/// The driver of the device that a file stands for: `mem`, `misc:tun`, `/dev/ptmx`.
pub(crate) struct Driver(pub(crate) Box<[u8]>);

impl Source<Open> for Driver {
    const FILES: &'static [File] = &[
        File::Fd,
        File::Cwd,
        File::RootLink,
        File::Exe,
        File::Maps,
        File::FdInfo,
        File::MountInfo,
        File::Ns,
        File::Devices,
        File::Misc,
        File::TtyDrivers,
    ];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().driver.get(|| {
            let device = Rdev::of(open)?.0;
            let run = open.process().run();
            let drivers = of_run(run).as_ref().map_err(|absent| *absent)?;
            if Meta::of(open)?.kind()? == "BLK" {
                let driver = drivers.block(device.major).first();
                return driver.cloned().map(Self).ok_or(Absent::Unsupported);
            }
            if let Some(name) = drivers.misc(device.major, device.minor) {
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

/// The drivers, read once a run.
fn of_run(run: &Arc<Run>) -> &Result<Drivers, Absent> {
    run.drivers.get_or_init(|| {
        let read = run.once(|reader| {
            let mut drivers = Drivers::default();
            reader.read(File::Devices, |text| drivers.learn_devices(text))?;
            // Without it the devices that share a driver go by that alone.
            let _ = reader.read(File::Misc, |text| drivers.learn_misc(text));
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
