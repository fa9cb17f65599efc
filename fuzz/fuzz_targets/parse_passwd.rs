//! `/etc/passwd` and `/etc/services`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::etc::passwd::names;
use pcore::parse::etc::services::services;

fuzz_target!(|text: &[u8]| {
    let _ = (names(text).count(), services(text).count());
});
