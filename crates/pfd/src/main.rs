//! `pfd`: shows open files.

use std::process::ExitCode;

fn main() -> ExitCode {
    pcli::main(&pcli::tool::PFD)
}
