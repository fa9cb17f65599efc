//! What the child processes of `make stuck` do: victim, holder and probe.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::FileExt as _;

use anyhow::{Context as _, Result, bail};
use clap::{Arg, ArgMatches, Command, value_parser};
use rustix::thread::set_name;

use super::{LONGEST, mapping};
use crate::make::lifetime::{die_with_parent, wait_for_end};

/// What clap knows about the victim.
pub(crate) fn victim_command() -> Command {
    Command::new("stuck-victim")
        .hide(true)
        .arg(Arg::new("path").required(true).help("The file to map"))
}

/// Maps the file, tells where, and when told to go on waits for its own `mmap_lock`.
pub(crate) fn victim(matches: &ArgMatches) -> Result<()> {
    die_with_parent()?;
    set_name(c"stuck-victim")?;
    let path: &String = matches.get_one("path").context("a path is required")?;
    let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
    let address = mapping::of_file(&file)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{address}")?;
    out.flush()?;
    let mut go = [0];
    io::stdin().read_exact(&mut go).context("the maker is gone")?;
    // Here it stays, in the queue for its own address space, until the maker ends.
    mapping::of_nothing()?;
    wait_for_end(LONGEST)
}

/// What clap knows about the holder.
pub(crate) fn holder_command() -> Command {
    Command::new("stuck-holder").hide(true).arg(pid_argument()).arg(
        Arg::new("address")
            .required(true)
            .help("Where its file is mapped")
            .value_parser(value_parser!(u64)),
    )
}

/// Reads the page of the victim that never comes, holding the victim's `mmap_lock` meanwhile.
pub(crate) fn holder(matches: &ArgMatches) -> Result<()> {
    die_with_parent()?;
    set_name(c"stuck-holder")?;
    let address = *matches.get_one("address").context("an address is required")?;
    let memory = File::open(format!("/proc/{}/mem", pid(matches)?))?;
    // It returns with an error when the file system is taken away, which is the plan.
    match memory.read_at(&mut [0], address) {
        Ok(_) => bail!("the page that should never come was there"),
        Err(_) => Ok(()),
    }
}

/// What clap knows about the probe.
pub(crate) fn probe_command() -> Command {
    Command::new("stuck-probe").hide(true).arg(pid_argument())
}

/// Reads the command line of a process and ends; one that is stuck keeps it from ending.
pub(crate) fn probe(matches: &ArgMatches) -> Result<()> {
    die_with_parent()?;
    let mut ignored = Vec::new();
    File::open(format!("/proc/{}/cmdline", pid(matches)?))?.read_to_end(&mut ignored)?;
    Ok(())
}

fn pid_argument() -> Arg {
    Arg::new("pid").required(true).help("The victim").value_parser(value_parser!(u32))
}

fn pid(matches: &ArgMatches) -> Result<u32> {
    matches.get_one("pid").copied().context("a pid is required")
}
