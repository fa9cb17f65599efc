//! Processes and programs in Python, where there is one.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Made, has};

/// The processes that a shell cannot be.
const ROLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/roles.py");

/// The interpreter: the one that `.ci/run` has prepared, else that of the system.
pub(crate) fn interpreter() -> Option<PathBuf> {
    let prepared = std::env::var_os("PROCKIT_PYTHON").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python/bin/python3");
    let places = prepared.into_iter().chain([beside, "/usr/bin/python3".into()]);
    let found = places.into_iter().find(|place| place.is_file());
    found.or_else(|| has("python3").then(|| "python3".into()))
}

/// A process in a role of `roles.py`, and the words that it has to tell; none, and a word about it,
/// where the machine cannot have such a process.
pub(crate) fn role(role: &str, arguments: &[&str]) -> Option<(Made, Vec<String>)> {
    role_of(role, arguments, |_| {})
}

/// The same, with a command that was prepared.
pub(crate) fn role_of(
    role: &str,
    arguments: &[impl AsRef<OsStr>],
    prepare: impl FnOnce(&mut Command),
) -> Option<(Made, Vec<String>)> {
    // That of the system serves every user; what was prepared may lie where only root gets.
    let of_system = Some(PathBuf::from("/usr/bin/python3")).filter(|place| place.is_file());
    let Some(python) = of_system.or_else(interpreter) else {
        println!("skipped: python3 is not installed");
        return None;
    };
    let mut command = Command::new(python);
    command.arg("-I").arg(ROLES).arg(role).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    prepare(&mut command);
    let Some((made, said)) = Made::speaking(command) else {
        println!("skipped: python3 does not start as {role}");
        return None;
    };
    let words: Vec<String> = said.split_whitespace().map(str::to_owned).collect();
    match words.split_first() {
        Some((first, rest)) if first == "ready" => Some((made, rest.to_vec())),
        _ => {
            println!("skipped: no process can be {role} here: {said}");
            None
        }
    }
}
