//! The examples of the README: what the tools print of the captured machine. A line that begins with
//! `$` and names a tool is run as it stands; what it prints follows it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use pcli::tool::TOOLS;

use crate::build;

const TREE: &str = "tests/fixtures/machine";
const BEGIN: &str = "```console\n";
const END: &str = "```";
const PROMPT: &str = "$ ";

/// The text with what each example prints made anew.
pub(super) fn replaced(root: &Path, text: &str) -> Result<String> {
    let shell = Shell::new(root)?;
    with_answers(text, |line| shell.answer(line))
}

/// The text with the answers to the lines that name a tool.
fn with_answers(text: &str, answer: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut parts = text.split(BEGIN);
    let mut new = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (console, after) =
            part.split_once(END).context("an example of the README has no end")?;
        new.push_str(BEGIN);
        let mut is_kept = true;
        for line in console.split_inclusive('\n') {
            let command = line.strip_prefix(PROMPT).map(str::trim_end);
            let is_of_tool =
                |line: &str| TOOLS.iter().any(|tool| line.split(' ').next() == Some(tool.name));
            is_kept = command.map_or(is_kept, |command| !is_of_tool(command));
            if is_kept || command.is_some() {
                new.push_str(line);
            }
            if let Some(command) = command.filter(|_| !is_kept) {
                new.push_str(&answer(command)?);
            }
        }
        new.push_str(END);
        new.push_str(after);
    }
    Ok(new)
}

/// What runs a line: it finds the tools of this repository first.
struct Shell {
    path: OsString,
    tree: PathBuf,
}

impl Shell {
    fn new(root: &Path) -> Result<Self> {
        let tools = build::tools()?;
        let folders = tools.iter().filter_map(|tool| tool.parent()).map(Path::to_owned);
        let others = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(folders.chain(env::split_paths(&others)))?;
        Ok(Self { path, tree: root.join(TREE) })
    }

    /// What a line prints, wherever and by whom it is run.
    fn answer(&self, line: &str) -> Result<String> {
        let output = Command::new("sh")
            .args(["-c", &format!("{line} --proc \"$0\"")])
            .arg(&self.tree)
            .env_clear()
            .env("PATH", &self.path)
            .env("TZ", "UTC")
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .context("cannot start sh")?;
        ensure!(
            output.status.success() && output.stderr.is_empty(),
            "`{line}` in the README: {}, {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
        String::from_utf8(output.stdout).with_context(|| format!("`{line}` prints no text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answers_of_tools_change() {
        let text = "a\n```console\n$ pps -f\nold\nold\n$ ls\nkept\n$ psys\n```\n$ pps\nb\n";
        let new = with_answers(text, |line| Ok(format!("<{line}>\n"))).unwrap();
        let wanted =
            "a\n```console\n$ pps -f\n<pps -f>\n$ ls\nkept\n$ psys\n<psys>\n```\n$ pps\nb\n";
        assert_eq!(new, wanted);
        assert!(with_answers("```console\n$ pps\n", |_| Ok(String::new())).is_err());
    }
}
