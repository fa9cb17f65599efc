//! `psys iomem`: one row a range of addresses of memory and of devices.

use super::resources::{self, Ranges};
use crate::File;
use crate::view::Spec;

/// The ranges.
pub(crate) struct IoMem;

impl Ranges for IoMem {
    const FILE: File = File::IoMem;
    const SPEC: Spec = Spec {
        name: "iomem",
        about: "Addresses of the machine's memory and of its devices, each range below the one that it lies in.",
        examples: &[
            ("psys iomem RAM", "memory itself"),
            ("psys iomem -o start,end,name --json", "the map for a script"),
        ],
        ..resources::BASE
    };
}
