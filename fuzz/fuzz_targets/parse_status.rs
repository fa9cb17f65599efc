//! `[pid]/status`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::status::Status;

fuzz_target!(|text: &[u8]| {
    let _ = Status::parse(text);
});
