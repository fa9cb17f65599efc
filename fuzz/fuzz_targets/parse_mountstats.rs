//! `[pid]/mountstats`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::mountstats::mounts;

fuzz_target!(|text: &[u8]| {
    mounts(text).for_each(drop);
});
