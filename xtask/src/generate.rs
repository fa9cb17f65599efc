//! `xtask gen`: every file of the repository that follows from the tables of tools, views and fields,
//! and what the README says that the tools print. With `--check` it only compares, which is how CI
//! finds one that is stale.

mod completions;
mod examples;
mod manual;
mod readme;
mod schemas;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};

pub(crate) use completions::Shell;

/// A file that follows from the tables.
struct Generated {
    /// Where it is, from the root of the repository.
    path: PathBuf,
    content: Vec<u8>,
}

/// What makes such files; it touches none of them.
type Generator = fn(&Path) -> Result<Vec<Generated>>;

const GENERATORS: &[Generator] =
    &[completions::generate, manual::generate, schemas::generate, readme::generate];

/// Folders that hold generated files only, so that one more in them is stale too.
const FOLDERS: &[&str] = &["completions", "man", "schemas"];

/// What becomes of the generated files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    Check,
}

/// What clap knows about `gen`.
pub(crate) fn command() -> Command {
    Command::new("gen")
        .about("Generates completions, man pages, schemas, the README's tables and examples")
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing; fail if a file is stale"),
        )
}

/// Generates or checks every file.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let mode = if matches.get_flag("check") { Mode::Check } else { Mode::Write };
    let root = repository();
    let mut stale = Vec::new();
    let mut expected = BTreeSet::new();
    for generate in GENERATORS {
        for file in generate(root)? {
            if !mode.settle(root, &file)? {
                stale.push(file.path.clone());
            }
            expected.insert(file.path);
        }
    }
    for folder in FOLDERS {
        for path in files_below(root, Path::new(folder))? {
            if expected.contains(&path) {
                continue;
            }
            match mode {
                Mode::Write => fs::remove_file(root.join(&path))?,
                Mode::Check => stale.push(path),
            }
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = stale
        .iter()
        .map(|path| format!("{} is stale; run `cargo xtask gen`", path.display()))
        .collect();
    bail!("{}", lines.join("\n"))
}

impl Mode {
    /// Writes the file where it has to change; says whether it is now as it should be.
    fn settle(self, root: &Path, file: &Generated) -> Result<bool> {
        let path = root.join(&file.path);
        let found = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            found => Some(found.with_context(|| format!("cannot read {}", path.display()))?),
        };
        let is_fresh = found.as_deref() == Some(&*file.content);
        if is_fresh || self == Self::Check {
            return Ok(is_fresh);
        }
        let folder = path.parent().context("a generated file lies in no folder")?;
        fs::create_dir_all(folder)?;
        fs::write(&path, &file.content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(true)
    }
}

/// The root of the repository that this program was built from.
pub(crate) fn repository() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// The files below a folder, if it is there.
pub(crate) fn files_below(root: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            files.append(&mut files_below(root, &path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
