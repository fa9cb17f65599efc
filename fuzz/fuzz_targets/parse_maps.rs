//! A line of `[pid]/maps`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::maps::Mapping;

fuzz_target!(|text: &[u8]| {
    let _ = Mapping::parse(text);
});
