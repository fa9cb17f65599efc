//! `/etc/passwd`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::sys::passwd::names;

fuzz_target!(|text: &[u8]| {
    let _ = names(text).count();
});
