//! `[pid]/latency`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::latency::rows;

fuzz_target!(|text: &[u8]| {
    rows(text).for_each(drop);
});
