//! Chores of the repository: generated files, installation, fixtures, makers of hard situations for
//! tests, the floor, benchmarks.
//!
//! One file a command. A new command is a module with `command` and `run`, and a row in
//! `CHORES`.

#![expect(clippy::disallowed_methods, reason = "a chore reads the machine past pcore on purpose")]

mod bench;
mod build;
mod capture;
mod floor;
mod generate;
mod install;
mod make;
mod vendors;

use anyhow::{Context as _, Result};
use clap::{ArgMatches, Command};

/// One command of xtask: how clap knows it, and what it does.
struct Chore {
    command: fn() -> Command,
    run: fn(&ArgMatches) -> Result<()>,
}

/// Every command, in the order in which `--help` lists them.
const CHORES: &[Chore] = &[
    Chore { command: generate::command, run: generate::run },
    Chore { command: install::command, run: install::run },
    Chore { command: capture::command, run: capture::run },
    Chore { command: capture::role_command, run: capture::play },
    Chore { command: vendors::command, run: vendors::run },
    Chore { command: make::command, run: make::run },
    Chore { command: floor::command, run: floor::run },
    Chore { command: bench::command, run: bench::run },
];

fn main() -> Result<()> {
    dispatch(
        Command::new("xtask")
            .about("Chores of the repository")
            .subcommand_required(true)
            .arg_required_else_help(true),
        CHORES,
    )
}

/// Lets clap choose among the chores, then runs the one chosen.
fn dispatch(program: Command, chores: &[Chore]) -> Result<()> {
    let matches = program.subcommands(chores.iter().map(|chore| (chore.command)())).get_matches();
    run_chosen(&matches, chores)
}

/// Runs the chore that the arguments name; commands with commands of their own use it too.
fn run_chosen(matches: &ArgMatches, chores: &[Chore]) -> Result<()> {
    let (name, matches) = matches.subcommand().context("no command was given")?;
    let chosen = chores.iter().find(|chore| (chore.command)().get_name() == name);
    (chosen.context("no such command")?.run)(matches)
}
