//! A line of `net/unix`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::unix::{Unix, is_header};

fuzz_target!(|text: &[u8]| {
    let _ = (is_header(text), Unix::parse(text));
});
