//! The fields of a process, by subject.

mod io;
mod memory;
mod program;
mod scheduling;
mod security;
mod times;

use super::process::Process;
use super::{family, rates, who};
use crate::field::Group;

/// Everything that can be told of a process.
pub(crate) static GROUPS: &[Group<Process>] = &[
    who::GROUP,
    program::GROUP,
    times::GROUP,
    scheduling::GROUP,
    memory::GROUP,
    io::GROUP,
    security::GROUP,
    family::GROUP,
    rates::GROUP,
];
