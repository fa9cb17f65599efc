//! `[pid]/stack`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::stack::frames;

fuzz_target!(|text: &[u8]| {
    frames(text).for_each(drop);
});
