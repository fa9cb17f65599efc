//! A registry of vendors in any of its forms, and the packed table.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::view::parp::vendors::packed::Packed;
use pcore::view::parp::vendors::registry::{Prefix, entries};

fuzz_target!(|text: &[u8]| {
    drop(entries(text));
    if let Some(table) = Packed::read(text) {
        for digits in Prefix::LENGTHS {
            let _ = Prefix::of(text, digits).and_then(|prefix| table.find(prefix));
        }
    }
});
