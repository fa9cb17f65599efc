//! `pfd` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

#[path = "pfd/beside/mod.rs"]
mod beside;
#[path = "pfd/every.rs"]
mod every;
#[path = "pfd/fdinfo.rs"]
mod fdinfo;
#[path = "pfd/gaps.rs"]
mod gaps;
#[path = "pfd/graph.rs"]
mod graph;
#[path = "pfd/kinds.rs"]
mod kinds;
#[path = "pfd/letters.rs"]
mod letters;
#[path = "pfd/live.rs"]
mod live;
#[path = "pfd/locks.rs"]
mod locks;
#[path = "pfd/mounts.rs"]
mod mounts;
#[path = "pfd/order.rs"]
mod order;
#[path = "pfd/peers.rs"]
mod peers;
#[path = "pfd/select.rs"]
mod select;
#[path = "pfd/streams.rs"]
mod streams;
mod support;
#[path = "pfd/threads.rs"]
mod threads;
#[path = "pfd/totals.rs"]
mod totals;
#[path = "pfd/watches.rs"]
mod watches;

/// The program.
const PFD: &str = env!("CARGO_BIN_EXE_pfd");

/// What is printed of the captured machine is kept in `tests/expected/pfd`.
#[test]
fn outputs_are_as_kept() {
    let cases = [
        ("one", "19"),
        ("all", "19 -o all --json"),
        ("deleted", "--deleted"),
        ("sockets", "--where 'type == SOCK'"),
        ("csv", "19 --csv"),
        ("pids", "--type SOCK --pids"),
        ("usage", "usage"),
        ("totals", "totals --by user"),
        ("locks", "locks"),
        ("locks-in-json", "locks --json"),
        ("locked", "--locked"),
        ("peers", "peers --where 'relation !~ shares'"),
        ("totals-by-type", "totals"),
        ("threads-of-one", "15 --threads -o pid,tid,assoc,name"),
    ];
    support::expected::check(PFD, &cases);
}
