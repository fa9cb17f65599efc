//! The table `net/arp`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::arp;

fuzz_target!(|text: &[u8]| {
    for entry in arp::rows(text).flatten() {
        let _ = entry.mac.map(|mac| arp::octets(&mac));
    }
});
