//! A line of `net/tcp`, `net/udp` or `net/raw`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::inet::{Inet, is_header};

fuzz_target!(|text: &[u8]| {
    let _ = (is_header(text), Inet::tcp(text), Inet::datagram(text));
});
