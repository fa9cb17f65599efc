//! What a tool opens, as strace sees it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Sandbox, call, has};

/// The system calls of these names that a program makes, as strace writes them; none where strace is
/// missing or may not trace.
pub(crate) fn calls(program: &str, arguments: &[&str], names: &str) -> Option<Vec<String>> {
    if !has("strace") {
        println!("skipped: strace is not installed");
        return None;
    }
    let sandbox = Sandbox::new();
    let trace = sandbox.join("trace");
    let mut traced = call("strace", &format!("-f -qq -y -s 4096 -e trace={names}"));
    traced = traced.arg("-o").arg(&trace).arg(program);
    for argument in arguments {
        traced = traced.arg(argument);
    }
    let answer = traced.run();
    let Ok(trace) = std::fs::read_to_string(&trace) else {
        println!("skipped: strace may not trace here: {}", answer.stderr.trim_end());
        return None;
    };
    // A line that resumes an interrupted call repeats no path; what it quotes is a link's target.
    let begins = trace.lines().filter(|line| !line.contains(" resumed>"));
    Some(begins.map(str::to_owned).collect())
}

/// The paths that a call opens, looks into or reads as links, as it writes them; none where strace
/// is missing or may not trace.
pub(crate) fn touched(program: &str, arguments: &[&str]) -> Option<Vec<String>> {
    let names = "openat,open,readlinkat,readlink,newfstatat,statx";
    let calls = calls(program, arguments, names)?;
    Some(calls.iter().filter_map(|call| path(call)).map(str::to_owned).collect())
}

/// The places that a call is about: what its descriptors refer to, and its path, below the directory
/// that it is meant from.
pub(crate) fn places(call: &str) -> Vec<PathBuf> {
    let descriptors = call.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0));
    let mut places: Vec<PathBuf> = descriptors.map(PathBuf::from).collect();
    let below = places.first().cloned().unwrap_or_default();
    places.extend(path(call).map(|path| below.join(path)));
    places
}

/// The path in a line of the trace: what stands in its first quotes.
fn path(line: &str) -> Option<&str> {
    line.split('"').nth(1)
}

/// The files below directories of processes, by process.
pub(crate) fn of_processes(paths: &[String]) -> BTreeMap<u64, Vec<String>> {
    let mut files: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for path in paths {
        let path = path.strip_prefix("/proc/").unwrap_or(path);
        let (pid, file) = path.split_once('/').unwrap_or((path, ""));
        if let Ok(pid) = pid.parse() {
            files.entry(pid).or_default().push(file.to_owned());
        }
    }
    files
}
