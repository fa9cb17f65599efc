//! `[pid]/fdinfo/N`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::fdinfo::FdInfo;

fuzz_target!(|text: &[u8]| {
    let _ = FdInfo::parse(text);
});
