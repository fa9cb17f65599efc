//! The small tables of the machine, each a few columns wide.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::{
    allocinfo, buddyinfo, cmdline, diskstats, malloc, meminfo, partitions, slabinfo, swaps,
    uptime, version, vmallocinfo, vmstat,
};

fuzz_target!(|text: &[u8]| {
    allocinfo::rows(text).for_each(drop);
    buddyinfo::rows(text).for_each(drop);
    cmdline::parameters(text).for_each(drop);
    diskstats::rows(text).for_each(drop);
    malloc::rows(text).for_each(drop);
    meminfo::rows(text).for_each(drop);
    partitions::rows(text).for_each(drop);
    slabinfo::rows(text).for_each(drop);
    swaps::rows(text).for_each(drop);
    vmallocinfo::rows(text).for_each(drop);
    vmstat::rows(text).for_each(drop);
    let _ = (uptime::Uptime::parse(text), version::Version::parse(text));
});
