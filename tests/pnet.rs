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
#[path = "pnet/live.rs"]
mod live;
#[path = "pnet/streams.rs"]
mod streams;
mod support;

/// The program.
const PNET: &str = env!("CARGO_BIN_EXE_pnet");
