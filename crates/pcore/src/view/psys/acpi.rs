//! `psys acpi`: one row a line of a file below `acpi`.

use super::lines::{self, Directory};
use crate::File;
use crate::view::Spec;

/// What the firmware tells.
pub(crate) struct Acpi;

impl Directory for Acpi {
    const FILES: &'static [File] = &[File::Acpi];
    const SPEC: Spec = Spec {
        name: "acpi",
        about: "What the firmware tells of batteries, fans and the like, line by line.",
        examples: &[("psys acpi battery", "batteries, on kernels before 2.6.39")],
        ..lines::BASE
    };
    const BUT: &'static [File] = &[File::AcpiWakeup];
}
