//! The small tables of the machine, each a few columns wide.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::swaps;

fuzz_target!(|text: &[u8]| {
    swaps::rows(text).for_each(drop);
});
