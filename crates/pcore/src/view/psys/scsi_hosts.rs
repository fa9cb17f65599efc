//! `psys scsi-hosts`: one row a line of a file below `scsi`.

use super::lines::{self, Directory};
use crate::File;
use crate::view::Spec;

/// What the drivers of SCSI adapters tell.
pub(crate) struct ScsiHosts;

impl Directory for ScsiHosts {
    const FILES: &'static [File] = &[File::Scsi];
    const SPEC: Spec = Spec {
        name: "scsi-hosts",
        about: "What the drivers of SCSI host adapters tell of each, line by line.",
        examples: &[("psys scsi-hosts", "every host adapter")],
        ..lines::BASE
    };
    const BUT: &'static [File] = &[File::ScsiScsi];
}
