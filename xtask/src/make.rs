//! `xtask make`: makes what tests and benchmarks look at, and takes it away again.
//!
//! Every maker prints one line of JSON when all is there and ends at the end of its standard
//! input, so that a test which dies, however it dies, leaves nothing behind.

pub(crate) mod family;
mod fuse;
pub(crate) mod lifetime;
pub(crate) mod load;
mod stuck;

use anyhow::Result;
use clap::{ArgMatches, Command};

use crate::{Chore, run_chosen};

/// The makers, and the hidden roles that their child processes play.
const MAKERS: &[Chore] = &[
    Chore { command: stuck::command, run: stuck::run },
    Chore { command: stuck::roles::victim_command, run: stuck::roles::victim },
    Chore { command: stuck::roles::holder_command, run: stuck::roles::holder },
    Chore { command: stuck::roles::probe_command, run: stuck::roles::probe },
    Chore { command: load::command, run: load::run },
    Chore { command: load::child::command, run: load::child::run },
];

/// What clap knows about `make`.
pub(crate) fn command() -> Command {
    Command::new("make")
        .about("Makes hard situations until standard input ends")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(MAKERS.iter().map(|maker| (maker.command)()))
}

/// Runs the maker that the arguments name.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    run_chosen(matches, MAKERS)
}
