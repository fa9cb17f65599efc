//! `xtask bench`: the floor, the peers and prockit on one loaded machine, in turns.
//!
//! It measures the release build, on the machine as it is plus a load of its own. Commands of
//! one case take turns, so that a machine that slows down slows all of them.

mod cases;
mod programs;
mod report;
mod run;
mod usage;

use std::path::Path;
use std::process;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use self::cases::{CASES, Case, MEMORY, START};
use self::programs::Programs;
use self::run::{Outcome, Series};
use crate::make::load::{Load, Size};

/// A load that nobody took away ends by itself after this long.
const LONGEST: Duration = Duration::from_secs(2 * 3600);

/// The load that the targets of the design are written for.
const FULL: Size = Size { processes: 4_000, descriptors: 140_000, sockets: 40_000 };

/// A tenth of it, to see whether anything is badly wrong.
const QUICK: Size = Size { processes: 400, descriptors: 14_000, sockets: 4_000 };

/// Starting up takes milliseconds, so it is repeated more often.
const START_RUNS: usize = 50;

/// Peak memory hardly differs from run to run.
const MEMORY_RUNS: usize = 3;

/// What clap knows about `bench`.
pub(crate) fn command() -> Command {
    let number = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("N").help(help).value_parser(value_parser!(u64))
    };
    Command::new("bench")
        .about("Measures the floor, the peers and prockit side by side")
        .arg(number("processes", "Processes of the load [default: 4000]"))
        .arg(number("descriptors", "Descriptors of the load in all [default: 140000]"))
        .arg(number("sockets", "TCP sockets of the load, counted among those [default: 40000]"))
        .arg(
            number("runs", "Runs of each command [default: 9]")
                .value_parser(value_parser!(u64).range(1..=1000)),
        )
        .arg(
            Arg::new("quick")
                .long("quick")
                .action(ArgAction::SetTrue)
                .help("A tenth of the load and three runs, unless said otherwise"),
        )
        .arg(
            Arg::new("case")
                .long("case")
                .value_name("TEXT")
                .help("Only the cases whose name contains this"),
        )
}

/// Builds, measures on the idle machine, makes the load, measures everything else.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let quick = matches.get_flag("quick");
    let default = if quick { QUICK } else { FULL };
    let value = |name: &str, default: u64| matches.get_one(name).copied().unwrap_or(default);
    let size = Size {
        processes: value("processes", default.processes),
        descriptors: value("descriptors", default.descriptors),
        sockets: value("sockets", default.sockets),
    };
    let runs = value("runs", if quick { 3 } else { 9 }) as usize;
    let wanted = matches.get_one::<String>("case").map_or("", String::as_str);
    let wanted = |case: &&Case| case.name.contains(wanted);

    build()?;
    let programs = Programs::find()?;
    let start: Vec<_> = START.iter().filter(wanted).collect();
    if !start.is_empty() {
        report::title("idle machine, told in multiples of the first command")?;
        report::times_header()?;
    }
    for case in start {
        measure_times(case, &programs, if quick { runs } else { START_RUNS })?;
    }

    let loaded: Vec<_> = CASES.iter().filter(wanted).collect();
    let memory: Vec<_> = MEMORY.iter().filter(wanted).collect();
    if loaded.is_empty() && memory.is_empty() {
        return Ok(());
    }
    let _load = Load::start(programs.xtask(), size, LONGEST)?;
    report::title(&format!(
        "{} processes, {} descriptors, {} TCP sockets more",
        size.processes, size.descriptors, size.sockets
    ))?;
    if !loaded.is_empty() {
        report::times_header()?;
    }
    for case in loaded {
        measure_times(case, &programs, runs)?;
    }
    if !memory.is_empty() {
        report::title("peak memory under the same load")?;
        report::memory_header()?;
    }
    for case in memory {
        measure_memory(case, &programs)?;
    }
    Ok(())
}

/// Builds what is measured, as users would.
fn build() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no workspace")?;
    let status = process::Command::new(env!("CARGO"))
        .args(["build", "--release", "--workspace", "--quiet"])
        .current_dir(root)
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "cargo build --release failed: {status}");
    Ok(())
}

/// Runs the commands of a case in turns, and prints a row for each.
fn measure_times(case: &Case, programs: &Programs, runs: usize) -> Result<()> {
    let all = take_turns(case, programs, runs)?;
    // The first command of a case, its floor where it has one, is what the others are told in.
    let base = all.first().and_then(|(_, outcome)| outcome.series());
    for (command, outcome) in &all {
        report::times(case.name, command, outcome, base)?;
    }
    Ok(())
}

/// Prints the peak memory of each command of a case.
fn measure_memory(case: &Case, programs: &Programs) -> Result<()> {
    for (command, outcome) in take_turns(case, programs, MEMORY_RUNS)? {
        report::memory(case.name, &command, &outcome)?;
    }
    Ok(())
}

/// Runs A B C A B C ..., after one run of each that is not measured.
fn take_turns(case: &Case, programs: &Programs, runs: usize) -> Result<Vec<(String, Outcome)>> {
    let mut all = Vec::new();
    for command in case.commands() {
        let outcome = match programs.resolve(&command) {
            Some(resolved) => match run::check(&resolved)? {
                None => Outcome::Measured { command: resolved, series: Series::default() },
                Some(complaint) => Outcome::Failed(complaint),
            },
            None => Outcome::NotInstalled,
        };
        all.push((command, outcome));
    }
    for _ in 0..runs {
        for (_, outcome) in &mut all {
            outcome.run_once()?;
        }
    }
    Ok(all)
}
