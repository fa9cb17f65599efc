//! Which disk or partition a file lies on, by the name that the kernel has for it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::file::{Meta, Open, Rdev};
use crate::field::{Source, joined};
use crate::parse::device::Device;
use crate::parse::partitions;
use crate::run::Run;
use crate::{Absent, File};

/// The name of the disk or partition that a file lies on, or stands for.
pub(crate) struct Disk(pub(crate) Box<[u8]>);

/// What is read to know what kind of file it is.
const META: &[File] = <Meta as Source<Open>>::FILES;

impl Source<Open> for Disk {
    const FILES: &'static [File] = &joined::<{ META.len() + 1 }>(META, &[File::Partitions]);

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().disk.get(|| {
            let device = match Meta::of(open).and_then(Meta::kind) {
                Ok("BLK") => Rdev::of(open)?.0,
                Ok(_) | Err(Absent::Unsupported | Absent::NotApplicable) => *Device::of(open)?,
                Err(absent) => return Err(absent),
            };
            let disks = of_run(open.process().run()).as_ref().map_err(|absent| *absent)?;
            disks.0.get(&device).cloned().map(Self).ok_or(Absent::NotApplicable)
        })
    }

    fn prepare(run: &Arc<Run>) {
        let _ = of_run(run);
    }
}

/// The names of disks and partitions.
#[derive(Debug, Default)]
pub(crate) struct Disks(FxHashMap<Device, Box<[u8]>>);

/// The names, read once a run.
fn of_run(run: &Arc<Run>) -> &Result<Disks, Absent> {
    run.disks.get_or_init(|| {
        let read = run.once(|reader| {
            reader.read(File::Partitions, |text| {
                let disks = reader.sound(File::Partitions, partitions::rows(text)).into_iter();
                Disks(disks.map(|disk| (disk.device, disk.name)).collect())
            })
        });
        read.unwrap_or(Err(Absent::Blocked))
    })
}
