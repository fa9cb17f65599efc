//! `xtask vendors`: packs the registries of the IEEE into the table that `parp` has built in.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use clap::{Arg, ArgMatches, Command, value_parser};
use pcore::view::parp::vendors::packed::{Packed, pack};
use pcore::view::parp::vendors::registry;

use crate::generate::repository;

/// Where the table is.
const TABLE: &str = "crates/pcore/src/view/parp/vendors/table.bin";

/// What clap knows about `vendors`.
pub(crate) fn command() -> Command {
    Command::new("vendors")
        .about("Packs the registries of hardware addresses that parp has built in")
        .arg(
            Arg::new("date")
                .long("date")
                .value_name("YYYY-MM-DD")
                .required(true)
                .help("Of what day the registries are"),
        )
        .arg(
            Arg::new("files")
                .value_name("FILES")
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf))
                .help("The lists oui, mam, oui36 and iab of the IEEE, as CSV or text"),
        )
}

/// Reads the lists and writes the table.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let date: &String = matches.get_one("date").context("a date is required")?;
    let is_date = date.len() == 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    ensure!(is_date, "`{date}` is no date such as 2026-06-25");
    let read = |path: &PathBuf| fs::read(path).with_context(|| path.display().to_string());
    let texts: Vec<Vec<u8>> =
        matches.get_many("files").into_iter().flatten().map(read).collect::<Result<_>>()?;
    let entries: Vec<_> = texts.iter().flat_map(|text| registry::entries(text)).collect();
    let table = pack(date, &entries);
    let count = Packed::read(&table).context("the table cannot be read back")?.len();
    ensure!(count > 0, "there are no assignments in these files");
    fs::write(repository().join(TABLE), &table).context(TABLE)?;
    writeln!(std::io::stdout(), "{TABLE}: {count} assignments, {} bytes", table.len())?;
    Ok(())
}
