//! `[pid]/smaps`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::smaps::{flag_name, regions};

fuzz_target!(|text: &[u8]| {
    for region in regions(text).flatten() {
        let _ = region.sizes.uss();
        for flag in region.sizes.vm_flags.into_iter().flatten() {
            let _ = flag_name(flag);
        }
    }
});
