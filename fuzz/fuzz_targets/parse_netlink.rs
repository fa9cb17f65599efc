//! A line of `net/netlink`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::netlink::{Netlink, is_header};

fuzz_target!(|text: &[u8]| {
    let _ = (is_header(text), Netlink::parse(text));
});
