//! `pps`: shows processes.

use std::process::ExitCode;

fn main() -> ExitCode {
    pcli::main(&pcli::tool::PPS)
}
