//! The small files of `net`, each a few columns wide.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::psched::Psched;
use pcore::parse::net::{ip6_flowlabel, protocols, ptype, sockstat, softnet_stat};

fuzz_target!(|text: &[u8]| {
    let _ = Psched::parse(text);
    sockstat::rows(text).for_each(drop);
    protocols::rows(text).for_each(drop);
    softnet_stat::rows(text).for_each(drop);
    ptype::rows(text).for_each(drop);
    ip6_flowlabel::rows(text).for_each(drop);
});
