//! Programs of this workspace, built when a chore needs them.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use pcli::tool::TOOLS;
use serde_json::Value;

use crate::generate::repository;

/// The five tools, as they are built for tests.
pub(crate) fn tools() -> Result<Vec<PathBuf>> {
    let names = TOOLS.iter().flat_map(|tool| ["--package", tool.name]);
    executables(&names.collect::<Vec<_>>())
}

/// What the processes of a captured world are.
pub(crate) fn worker() -> Result<PathBuf> {
    let built = executables(&["--package", "worker", "--release"])?;
    built.into_iter().next().context("cargo built no worker")
}

/// Builds what the arguments say; cargo knows where it puts it.
fn executables(arguments: &[&str]) -> Result<Vec<PathBuf>> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--bins", "--message-format=json-render-diagnostics"])
        .args(arguments)
        .current_dir(repository())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    ensure!(output.status.success(), "cargo build failed: {}", output.status);
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
    let mut built = Vec::new();
    for message in messages {
        let message = message.context("cargo build does not print JSON")?;
        built.extend(message.get("executable").and_then(Value::as_str).map(PathBuf::from));
    }
    Ok(built)
}
