//! `psys`: shows the machine.

use std::process::ExitCode;

fn main() -> ExitCode {
    pcli::main(&pcli::tool::PSYS)
}
