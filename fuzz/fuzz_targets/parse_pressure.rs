//! `pressure/*`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pressure::Pressure;

fuzz_target!(|text: &[u8]| {
    let _ = Pressure::parse(text);
});
