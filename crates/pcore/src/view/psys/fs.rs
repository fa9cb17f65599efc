//! `psys fs`: one row a line of a file below `fs`.

use super::lines::{self, Directory};
use crate::File;
use crate::view::Spec;

/// What file systems tell of themselves.
pub(crate) struct Fs;

impl Directory for Fs {
    const FILES: &'static [File] = &[File::Fs];
    const SPEC: Spec = Spec {
        name: "fs",
        about: "What file systems tell of themselves, line by line.",
        examples: &[("psys fs options", "options of each"), ("psys fs xfs", "counters of XFS")],
        ..lines::BASE
    };
}
