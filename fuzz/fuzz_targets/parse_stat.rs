//! `[pid]/stat`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::stat::Stat;

fuzz_target!(|text: &[u8]| {
    if let Ok(stat) = Stat::parse(text) {
        let _ = stat.is_kernel_thread();
    }
});
