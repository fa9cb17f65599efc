//! The fields of a process, by subject.

mod addresses;
mod cgroups;
mod io;
mod limits;
mod memory;
mod namespaces;
mod people;
mod processor;
mod program;
mod scheduling;
mod security;
mod signals;
mod state;
mod times;

use super::process::Process;
use super::{family, rates, who};
use crate::field::Group;
use crate::parse::Item;
use crate::{Absent, Value};

/// Everything that can be told of a process.
pub(crate) static GROUPS: &[Group<Process>] = &[
    who::GROUP,
    people::GROUP,
    program::GROUP,
    state::GROUP,
    times::GROUP,
    scheduling::GROUP,
    memory::GROUP,
    addresses::GROUP,
    io::GROUP,
    limits::GROUP,
    signals::GROUP,
    security::GROUP,
    namespaces::GROUP,
    cgroups::GROUP,
    processor::GROUP,
    family::GROUP,
    rates::GROUP,
    program::ENVIRONMENT,
];

/// Bits or an address in hexadecimal, as wide as a word of the machine.
fn mask(bits: u64) -> Value<'static> {
    Value::Word(format!("{bits:016x}").into())
}

/// A text that a parser kept as the kernel printed it.
fn text(text: &Item<Box<[u8]>>) -> Result<Value<'_>, Absent> {
    text.as_ref().map(|text| Value::text(text)).map_err(|absent| *absent)
}
