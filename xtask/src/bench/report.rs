//! The tables of the benchmark, printed row by row, as each takes its time.

use std::io::{self, Write as _};
use std::time::Duration;

use anyhow::Result;

use super::run::{Outcome, Series};

/// Prints a line above a table.
pub(super) fn title(text: &str) -> Result<()> {
    line(&format!("\n{text}"))
}

/// Prints the headings of the table of times.
pub(super) fn times_header() -> Result<()> {
    line(&format!(
        "{:<16}  {:<32}  {:>9}  {:>9}  {:>11}  {:>12}",
        "case", "command", "cpu ms", "wall ms", "cpu / floor", "wall / floor"
    ))
}

/// Prints what a command took, also as a multiple of the base.
pub(super) fn times(
    case: &str,
    command: &str,
    outcome: &Outcome,
    base: Option<&Series>,
) -> Result<()> {
    let numbers = match outcome {
        Outcome::Measured { series, .. } => {
            let ratio = |of: fn(&Series) -> Duration| {
                base.map(|base| of(series).as_secs_f64() / of(base).as_secs_f64())
                    .filter(|ratio| ratio.is_finite())
                    .map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"))
            };
            format!(
                "{:>9.1}  {:>9.1}  {:>11}  {:>12}",
                milliseconds(series.cpu()),
                milliseconds(series.wall()),
                ratio(Series::cpu),
                ratio(Series::wall)
            )
        }
        other => excuse(other),
    };
    line(&format!("{case:<16}  {command:<32}  {numbers}"))
}

/// Prints the headings of the table of memory.
pub(super) fn memory_header() -> Result<()> {
    line(&format!("{:<16}  {:<32}  {:>9}", "case", "command", "peak MiB"))
}

/// Prints the most memory that a command had.
pub(super) fn memory(case: &str, command: &str, outcome: &Outcome) -> Result<()> {
    let number = match outcome {
        Outcome::Measured { series, .. } => format!("{:>9.1}", series.peak_kib() as f64 / 1024.0),
        other => excuse(other),
    };
    line(&format!("{case:<16}  {command:<32}  {number}"))
}

/// Why there are no numbers.
fn excuse(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Measured { .. } => String::new(),
        Outcome::Failed(complaint) => format!("FAILED: {complaint}"),
        Outcome::NotInstalled => "not installed".to_owned(),
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn line(text: &str) -> Result<()> {
    Ok(writeln!(io::stdout().lock(), "{text}")?)
}
