//! `psys driver`: one row a line of a file below `driver`.

use super::lines::{self, Directory};
use crate::File;
use crate::view::Spec;

/// What drivers tell of themselves.
pub(crate) struct Drivers;

impl Directory for Drivers {
    const FILES: &'static [File] = &[File::DriverDir];
    const SPEC: Spec = Spec {
        name: "driver",
        about: "What drivers tell of themselves, line by line.",
        examples: &[("psys driver rtc", "the clock of the machine")],
        ..lines::BASE
    };
}
