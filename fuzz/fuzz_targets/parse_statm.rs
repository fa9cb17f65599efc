//! `[pid]/statm`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::statm::Statm;

fuzz_target!(|text: &[u8]| {
    let _ = Statm::parse(text);
});
