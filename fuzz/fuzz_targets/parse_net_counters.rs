//! The files of `net` that count.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::{counters, snmp};

fuzz_target!(|text: &[u8]| {
    // `snmp6`, `xfrm_stat`, `tls_stat` and `sctp/snmp` are all texts of names and values.
    for counter in snmp::rows(text).chain(counters::named(text)).flatten() {
        let _ = (counter.full_name(), counter.meaning());
    }
});
