//! What is told of the zones of memory, and of arrays of disks: tables of several lines a row.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::{mdstat, pagetypeinfo, zoneinfo};

fuzz_target!(|text: &[u8]| {
    let _ = pagetypeinfo::PageTypes::parse(text);
    zoneinfo::rows(text).for_each(drop);
    mdstat::rows(text).for_each(drop);
});
