//! `psys ioports`: one row a range of addresses of ports.

use super::resources::{self, Ranges};
use crate::File;
use crate::view::Spec;

/// The ranges.
pub(crate) struct IoPorts;

impl Ranges for IoPorts {
    const FILE: File = File::IoPorts;
    const SPEC: Spec = Spec {
        name: "ioports",
        about: "Ports by which processors speak with devices, each range below the one that it lies in.",
        aliases: &["lsdev"],
        examples: &[
            ("psys ioports", "who has which ports"),
            ("psys ioports serial", "ports of serial lines"),
        ],
        ..resources::BASE
    };
}
