//! `xtask capture DIR`: the maker of the tree that tests read with `--proc`.
//!
//! A machine's own command lines, environments and names do not belong in a repository. So a world
//! is made for the purpose: namespaces of its own, a root file system that holds nothing but one
//! program, and processes that hold one thing of each kind. What is captured is that world's /proc;
//! the little that a namespace does not hide is replaced, and in the end looked for.
//!
//! The world's first process must leave no trace of where the tree goes. That directory is passed
//! on as standard input, and only to the one process that copies and is not copied itself.

mod copy;
mod identity;
mod world;

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command as Process;

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Arg, ArgMatches, Command, value_parser};

use crate::build;

/// What clap knows about `capture`.
pub(crate) fn command() -> Command {
    Command::new("capture")
        .about("Makes a world of processes and captures its /proc (needs root)")
        .arg(
            Arg::new("dir")
                .value_name("DIR")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("Where the tree goes; it must be empty or not there"),
        )
}

/// Makes the world and waits until it is captured.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let dir: &PathBuf = matches.get_one("dir").context("a directory is required")?;
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    ensure!(fs::read_dir(dir)?.next().is_none(), "{} is not empty", dir.display());
    let worker = build::worker()?;
    let status = Process::new("unshare")
        .args(["--fork", "--kill-child", "--pid", "--mount", "--net", "--uts", "--ipc", "--cgroup"])
        .arg(env::current_exe()?)
        .args([ROLE, "world"])
        .arg(worker)
        .stdin(File::open(dir)?)
        .status()
        .context("cannot start unshare")?;
    ensure!(status.success(), "the world ended with {status}");
    identity::ensure_absent(dir)
}

/// The name of the hidden command.
const ROLE: &str = "fixture";

/// What clap knows about the roles that this program plays in the making of the world.
pub(crate) fn role_command() -> Command {
    Command::new(ROLE)
        .hide(true)
        .arg(Arg::new("role").required(true).help("What to be"))
        .arg(Arg::new("worker").value_parser(value_parser!(PathBuf)).help("What the others are"))
}

/// Plays a role.
pub(crate) fn play(matches: &ArgMatches) -> Result<()> {
    let role: &String = matches.get_one("role").context("a role is required")?;
    match role.as_str() {
        "world" => {
            let worker: &PathBuf = matches.get_one("worker").context("a worker is required")?;
            world::build(worker)
        }
        "copy" => copy::run(),
        role => bail!("there is no role `{role}`"),
    }
}
