//! `[pid]/auxv`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::auxv::{Auxv, meaning, name};

fuzz_target!(|text: &[u8]| {
    if let Ok(auxv) = Auxv::parse(text) {
        for entry in auxv.entries {
            let _ = (name(entry.key), meaning(entry.key));
        }
    }
});
