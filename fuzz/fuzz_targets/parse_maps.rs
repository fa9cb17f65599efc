//! A line of `[pid]/maps`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::maps::Mapping;

fuzz_target!(|text: &[u8]| {
    if let Ok(mapping) = Mapping::parse(text) {
        let _ = mapping.kind();
    }
});
