//! A line of `[pid]/numa_maps`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::numa_maps::NumaMapping;

fuzz_target!(|text: &[u8]| {
    let _ = NumaMapping::parse(text);
});
