//! `parp`: shows neighbours.

use std::process::ExitCode;

fn main() -> ExitCode {
    pcli::main(&pcli::tool::PARP)
}
