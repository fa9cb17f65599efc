//! A line of `net/arp`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::arp::{Arp, is_header};

fuzz_target!(|text: &[u8]| {
    let _ = (is_header(text), Arp::parse(text));
});
