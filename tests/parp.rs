//! `parp` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

#[path = "parp/captured.rs"]
mod captured;
#[path = "parp/every.rs"]
mod every;
#[path = "parp/habits.rs"]
mod habits;
#[path = "parp/live.rs"]
mod live;
#[path = "parp/streams.rs"]
mod streams;
mod support;

/// The program.
const PARP: &str = env!("CARGO_BIN_EXE_parp");

/// What is printed of the captured machine is kept in `tests/expected/parp`.
#[test]
fn outputs_are_as_kept() {
    let cases = [
        ("default", "-o address,mac,mac_kind,state,flags,hardware_type,device"),
        ("json", "--json -o address,mac,state,flags,device"),
        ("network", "192.0.2.8/31 -o address,mac"),
        ("nobody", "198.51.100.1 -o address"),
        ("audit", "audit"),
        ("not-captured", "stats"),
    ];
    support::expected::check(PARP, &cases);
}

/// What is printed of the written machine is kept in `tests/expected/parp/written`.
#[test]
fn outputs_are_as_kept_of_the_written() {
    let cases = [("rarp", ""), ("stats", "stats")];
    support::expected::check_written(PARP, &cases);
}
