//! Where the measured programs are: prockit's in the release build, peers on the PATH.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The binaries that come from this workspace.
const OURS: [&str; 6] = ["pps", "pnet", "pfd", "parp", "psys", "xtask"];

/// A command, ready to be started.
pub(super) struct Resolved {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    /// A floor says nothing by design; of everything else silence is suspicious.
    pub(super) silent: bool,
}

/// Knows where programs are.
pub(super) struct Programs {
    release: PathBuf,
    xtask: PathBuf,
    path: Vec<PathBuf>,
}

impl Programs {
    /// Finds the release build beside the build that this very program comes from.
    pub(super) fn find() -> Result<Self> {
        let this = env::current_exe()?;
        let target = this.parent().and_then(Path::parent).context("xtask is in no target")?;
        let release = target.join("release");
        let path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
        Ok(Self { xtask: release.join("xtask"), release, path })
    }

    /// The release build of this program, which makes the load and is the floor.
    pub(super) fn xtask(&self) -> &Path {
        &self.xtask
    }

    /// Finds the program of a command line; `None` if it is not installed.
    pub(super) fn resolve(&self, command: &str) -> Option<Resolved> {
        let mut words = command.split_whitespace();
        let name = words.next()?;
        let program = if OURS.contains(&name) {
            Some(self.release.join(name)).filter(|program| program.is_file())
        } else {
            self.path.iter().map(|place| place.join(name)).find(|program| program.is_file())
        };
        let arguments = words.map(str::to_owned).collect();
        Some(Resolved { program: program?, arguments, silent: name == "xtask" })
    }
}
