//! `xtask install`: the five binaries, their man pages and completions, below a prefix.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use anyhow::{Context as _, Result, ensure};
use clap::{Arg, ArgMatches, Command, value_parser};
use pcli::tool::TOOLS;

use crate::generate::{Shell, repository};

/// What clap knows about `install`.
pub(crate) fn command() -> Command {
    Command::new("install")
        .about("Builds for release and installs binaries, manual, completions")
        .arg(
            Arg::new("prefix")
                .long("prefix")
                .value_name("DIR")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("Where bin and share are, such as /usr/local"),
        )
}

/// Builds and installs everything.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let prefix: &PathBuf = matches.get_one("prefix").context("a prefix is required")?;
    let root = repository();
    for tool in TOOLS {
        build(&root.join("crates").join(tool.name), prefix)?;
        let page = format!("{}.1", tool.name);
        copy(&root.join("man").join(&page), &prefix.join("share/man/man1").join(&page))?;
        for shell in Shell::ALL {
            copy(&root.join(shell.source(tool.name)), &prefix.join(shell.target(tool.name)))?;
        }
    }
    Ok(())
}

/// Cargo knows where it builds; so it installs as well, without keeping a list of its own there.
fn build(package: &Path, prefix: &Path) -> Result<()> {
    let status = Process::new(env!("CARGO"))
        .args(["install", "--quiet", "--locked", "--force", "--no-track", "--path"])
        .arg(package)
        .arg("--root")
        .arg(prefix)
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "cargo install failed: {status}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a file lies in no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}
