//! `[pid]/environ`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::environ::{Variable, entries};

fuzz_target!(|text: &[u8]| {
    entries(text).map(Variable::parse).for_each(drop);
});
