//! The files of `net` about the packet filter, `stat`, and interfaces made of others.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::bonding::Bond;
use pcore::parse::net::netfilter::{nf_log, nfnetlink_log, nfnetlink_queue};
use pcore::parse::net::stat::Stat;
use pcore::parse::net::vlan::{self, Vlan};
use pcore::parse::net::{connector, nf_conntrack, x_tables};

fuzz_target!(|text: &[u8]| {
    let _ = (Bond::parse(text), Vlan::parse(text), x_tables::names(text));
    if let Ok(stat) = Stat::parse(text) {
        for name in &stat.names {
            let _ = stat.total(name);
        }
    }
    vlan::rows(text).for_each(drop);
    connector::rows(text).for_each(drop);
    nf_conntrack::rows(text).for_each(drop);
    nf_conntrack::expectations(text).for_each(drop);
    nf_log::rows(text).for_each(drop);
    nfnetlink_log::rows(text).for_each(drop);
    nfnetlink_queue::rows(text).for_each(drop);
});
