//! `locks`, and the lines about locks in `[pid]/fdinfo/N`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::locks::{Locks, of_descriptor};

fuzz_target!(|text: &[u8]| {
    let locks = Locks::parse(text);
    for place in 0..locks.entries.len() {
        assert!(locks.root(place).is_some());
    }
    let _ = of_descriptor(text);
});
