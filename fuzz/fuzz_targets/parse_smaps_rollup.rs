//! `[pid]/smaps_rollup`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::smaps_rollup::SmapsRollup;

fuzz_target!(|text: &[u8]| {
    if let Ok(rollup) = SmapsRollup::parse(text) {
        let _ = rollup.uss();
    }
});
