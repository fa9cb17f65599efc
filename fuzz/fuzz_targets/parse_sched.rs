//! `[pid]/sched`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::sched::{Amount, entries};

fuzz_target!(|text: &[u8]| {
    for (_, value) in entries(text) {
        let _ = Amount::parse(value);
    }
});
