//! A line of `net/packet`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::packet::{Packet, is_header};

fuzz_target!(|text: &[u8]| {
    let _ = (is_header(text), Packet::parse(text));
});
