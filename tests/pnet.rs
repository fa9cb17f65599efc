//! `pnet` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

#[path = "pnet/captured.rs"]
mod captured;
#[path = "pnet/churn.rs"]
mod churn;
#[path = "pnet/coverage.rs"]
mod coverage;
#[path = "pnet/diag.rs"]
mod diag;
#[path = "pnet/every.rs"]
mod every;
#[path = "pnet/families.rs"]
mod families;
#[path = "pnet/graph.rs"]
mod graph;
#[path = "pnet/growth.rs"]
mod growth;
#[path = "pnet/habits.rs"]
mod habits;
#[path = "pnet/live.rs"]
mod live;
#[path = "pnet/netns.rs"]
mod netns;
#[path = "pnet/peers.rs"]
mod peers;
#[path = "pnet/streams.rs"]
mod streams;
mod support;
#[path = "pnet/views.rs"]
mod views;

/// The program.
const PNET: &str = env!("CARGO_BIN_EXE_pnet");

/// What is printed of the captured machine is kept in `tests/expected/pnet`.
#[test]
fn outputs_are_as_kept() {
    let cases = [
        ("default", ""),
        ("all", "-a -o all --json"),
        ("tulpn", "-tulpn"),
        ("tano", "-tano"),
        ("unix", "-x -a"),
        ("port", ":8080"),
        ("csv", "-a --csv"),
        ("killed", "-K"),
        ("interfaces", "interfaces"),
        ("addresses", "addresses"),
        ("routes", "routes"),
        ("fib", "fib"),
        ("fib-stats", "fib-stats"),
        ("multicast", "multicast"),
        ("counters", "counters --where 'value > 0'"),
        ("sockstat", "sockstat"),
        ("protocols", "protocols"),
        ("packet-types", "packet-types"),
        ("netfilter", "netfilter"),
        ("namespaces", "namespaces"),
    ];
    support::expected::check(PNET, &cases);
}

/// What is printed of the written machine is kept in `tests/expected/pnet/written`.
#[test]
fn outputs_are_as_kept_of_the_written() {
    let cases = [
        ("accounting", "accounting"),
        ("bonding", "bonding"),
        ("conntrack", "conntrack"),
        ("flowlabels", "flowlabels"),
        ("multicast-interfaces", "multicast-interfaces"),
        ("multicast-routes", "multicast-routes"),
        ("vlan", "vlan"),
        ("caches", "caches --where 'value > 0'"),
    ];
    support::expected::check_written(PNET, &cases);
}
