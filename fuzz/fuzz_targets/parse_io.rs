//! `[pid]/io`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::io::Io;

fuzz_target!(|text: &[u8]| {
    let _ = Io::parse(text);
});
