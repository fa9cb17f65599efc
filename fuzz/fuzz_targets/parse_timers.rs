//! `[pid]/timers`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::timers::{clock_name, clock_target, timers};

fuzz_target!(|text: &[u8]| {
    for clock in timers(text).filter_map(|timer| timer.clock.ok()) {
        let _ = (clock_name(clock), clock_target(clock));
    }
});
