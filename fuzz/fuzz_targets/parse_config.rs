//! How the kernel was configured, compressed and not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::config;

fuzz_target!(|text: &[u8]| {
    config::rows(text).for_each(drop);
    if let Ok((text, _)) = config::unpacked(text) {
        config::rows(&text).for_each(drop);
    }
});
