//! `pnet`: shows sockets.

use std::process::ExitCode;

fn main() -> ExitCode {
    pcli::main(&pcli::tool::PNET)
}
