//! `meminfo`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::meminfo::MemInfo;

fuzz_target!(|text: &[u8]| {
    let _ = MemInfo::parse(text);
});
