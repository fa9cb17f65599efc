//! The files of `net` about routes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::net::fib_triestat::FibTrieStat;
use pcore::parse::net::rt6_stats::Rt6Stats;
use pcore::parse::net::{fib_trie, ip_mr_cache, ip_mr_vif, ipv6_route, route, rt_acct, rt_cache};

fuzz_target!(|text: &[u8]| {
    let _ = (FibTrieStat::parse(text), Rt6Stats::parse(text));
    let _ = fib_trie::local_addresses(text);
    for route in route::rows(text).flatten() {
        let _ = route.prefix();
    }
    ipv6_route::rows(text).for_each(drop);
    rt_cache::rows(text).for_each(drop);
    fib_trie::entries(text).for_each(drop);
    rt_acct::rows(text).for_each(drop);
    ip_mr_vif::rows(text).for_each(drop);
    ip_mr_cache::rows(text).for_each(drop);
});
