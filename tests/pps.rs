//! `pps` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

#[path = "pps/captured.rs"]
mod captured;
#[path = "pps/expected.rs"]
mod expected;
#[path = "pps/live.rs"]
mod live;
#[path = "pps/opens.rs"]
mod opens;
#[path = "pps/strangers.rs"]
mod strangers;
#[path = "pps/streams.rs"]
mod streams;
#[path = "pps/stuck.rs"]
mod stuck;
mod support;

/// The program.
const PPS: &str = env!("CARGO_BIN_EXE_pps");
