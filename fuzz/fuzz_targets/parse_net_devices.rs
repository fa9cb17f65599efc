//! The files of `net` about interfaces, their addresses and groups.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::dev_snmp6::DevSnmp6;
use pcore::parse::net::{anycast6, dev, dev_mcast, if_inet6, igmp, igmp6, mcfilter, wireless};

fuzz_target!(|text: &[u8]| {
    let _ = DevSnmp6::parse(text);
    dev::rows(text).for_each(drop);
    wireless::rows(text).for_each(drop);
    if_inet6::rows(text).for_each(drop);
    anycast6::rows(text).for_each(drop);
    igmp::rows(text).for_each(drop);
    igmp6::rows(text).for_each(drop);
    dev_mcast::rows(text).for_each(drop);
    mcfilter::rows(text).for_each(drop);
});
