//! Five hundred processes as psutil sees them and as `pps` does.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use rustix::process::setpriority_process;
use serde_json::Value;

use crate::PPS;
use crate::support::python::{interpreter, role};
use crate::support::{Call, Made, NOBODY, Row, Sandbox, call, is_root, skip};

/// Calls psutil and names what it tells as `pps` does.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/psutil_rows.py");
/// How many processes are made.
const COUNT: usize = 500;
/// How often they are looked at: what others start or end changes how pages are shared, and who
/// waits may be moved to another processor.
const LOOKS: usize = 20;

/// The fields that psutil has under these names.
const FIELDS: &str = "pid,ppid,comm,argv,exe,cwd,state,ruser,tty,ruid,uid,suid,rgid,gid,sgid,\
    threads,nice,fds,started,environ,rss,vsz,shared,pss,uss,swap,user_time,system_time,\
    children_user_time,children_system_time,read_calls,write_calls,read_bytes,write_bytes,\
    read_chars,write_chars,voluntary_switches,involuntary_switches,cpu";

/// A process that differs from all others in what it was started with, and in what it did.
fn member(number: usize, sandbox: &Sandbox) -> Made {
    let dir = sandbox.join(format!("at {number}"));
    std::fs::create_dir(&dir).unwrap();
    let opened = (3..3 + number % 7).map(|fd| format!("exec {fd}</dev/null; "));
    let opened: String = opened.collect();
    let work = match number % 5 {
        0 => "while read -r line; do :; done </proc/self/status; ",
        1 => "i=0; while [ $i -lt 2000 ]; do i=$((i + 1)); done; ",
        2 => "cat /proc/self/maps >/dev/null; ",
        _ => "",
    };
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(format!("{opened}{work}echo ready; read end"));
    command.args(["", "an argument"]).arg(format!("--number={number}"));
    command.args((0..number % 7).map(|argument| "x".repeat(argument * 100)));
    command.env("NUMBER", number.to_string()).env("TEXT", "a b\n=c\u{e9}").env("EMPTY", "");
    command.current_dir(&dir).stdin(Stdio::piped()).stdout(Stdio::piped());
    if is_root() && number.is_multiple_of(9) {
        command.uid(NOBODY).gid(NOBODY - number as u32);
    }
    let (made, said) = Made::speaking(command).unwrap();
    assert_eq!(said, "ready\n", "{number}");
    setpriority_process(Some(made.kernel_pid()), (number % 20) as i32).unwrap();
    made
}

/// Members and a few that a shell cannot be.
fn crowd(sandbox: &Sandbox) -> Vec<Made> {
    let mut crowd: Vec<Made> = (0..COUNT - 20).map(|number| member(number, sandbox)).collect();
    for number in 0..4 {
        crowd.extend([Made::stopped(), Made::zombie(), Made::named(b"other name")]);
        crowd.extend(role("threads", &[&(number * 10 + 2).to_string()]).map(|(made, _)| made));
        crowd.extend(role("rewritten", &["other arguments"]).map(|(made, _)| made));
    }
    crowd
}

fn by_pid(rows: Vec<Row>) -> BTreeMap<u64, Row> {
    rows.into_iter().map(|row| (row.pid(), row)).collect()
}

#[test]
fn five_hundred_processes_are_as_psutil_sees_them() {
    let Some(python) = interpreter() else {
        skip!("python3 is not installed");
    };
    if call(&python, "-I -c").arg("import psutil").run().code() != 0 {
        skip!("{} has no psutil", python.display());
    }
    let sandbox = Sandbox::new();
    let crowd = crowd(&sandbox);
    assert_eq!(crowd.len(), COUNT);
    let mut left: Vec<u64> = crowd.iter().map(Made::pid).collect();
    let mut differing = Vec::new();
    for _ in 0..LOOKS {
        let pids: Vec<String> = left.iter().map(u64::to_string).collect();
        let pids = pids.join(" ");
        let theirs = call(&python, "-I").arg(SCRIPT);
        let theirs = pids.split(' ').fold(theirs, Call::arg);
        let theirs = by_pid(loose_rows_of(&theirs.text()));
        let ours = call(PPS, &format!("{pids} --json -o {FIELDS}")).run().expect(0);
        // Whose zombies these are, the kernel does not ask: of what has ended it tells root alone.
        assert!(ours.stderr.is_empty() || !is_root(), "{}", ours.stderr);
        let ours = by_pid(ours.rows());
        differing.clear();
        left.retain(|pid| {
            let before = differing.len();
            differing.extend(differences(&theirs[pid], &ours[pid]));
            differing.len() > before
        });
        if left.is_empty() {
            return;
        }
    }
    panic!("{} of {COUNT} differ: {differing:#?}", left.len());
}

/// What psutil cannot tell of a process, its row does not have.
fn loose_rows_of(text: &str) -> Vec<Row> {
    match serde_json::from_str(text) {
        Ok(Value::Array(rows)) => rows.iter().map(|row| Row::parse(&row.to_string())).collect(),
        other => panic!("no array: {other:?}"),
    }
}

fn differences(theirs: &Row, ours: &Row) -> Vec<String> {
    let about = |name: &str| format!("{} of {}", name, ours["comm"]);
    let mut differing = Vec::new();
    for name in FIELDS.split(',').map(str::trim) {
        let none = Value::Null;
        let their = theirs.0.get(name).unwrap_or(&none);
        // psutil shares pages with what runs the same interpreter, but only while it looks.
        if matches!(name, "pss" | "uss") && ours.text("comm").starts_with("python") {
            continue;
        }
        if !agree(name, their, &ours[name], &ours["state"]) {
            differing.push(format!("{}: psutil {their}, pps {}", about(name), ours[name]));
        }
    }
    differing
}

/// Whether both say the same of a process in this state.
fn agree(name: &str, theirs: &Value, ours: &Value, state: &Value) -> bool {
    match (theirs, ours) {
        // What has ended has no memory, no arguments and so on; psutil says that it is empty or
        // nothing at all.
        (theirs, Value::Null) if state == "Z" => {
            theirs.is_null() || *theirs == 0 || *theirs == Value::Array(Vec::new())
        }
        (Value::Null, Value::Array(values)) if state == "Z" => values.is_empty(),
        // psutil adds to the moment of boot in whole seconds.
        (Value::Number(theirs), Value::String(ours)) if name == "started" => {
            let later = seconds(ours) - theirs.as_f64().unwrap();
            (-0.02..1.02).contains(&later)
        }
        (Value::Array(theirs), Value::Array(ours)) if name == "environ" => {
            let mut ours: Vec<&str> = ours.iter().filter_map(Value::as_str).collect();
            ours.sort_unstable();
            theirs.iter().filter_map(Value::as_str).eq(ours)
        }
        // Arguments that were overwritten by one text psutil takes apart at its blanks.
        (Value::Array(theirs), Value::Array(ours)) if name == "argv" && ours.len() == 1 => {
            let theirs: Vec<&str> = theirs.iter().filter_map(Value::as_str).collect();
            ours[0] == theirs.join(" ")
        }
        // A share of a page is more or less than a kibibyte.
        (Value::Number(theirs), Value::Number(ours)) if name == "pss" => {
            theirs.as_u64().unwrap().abs_diff(ours.as_u64().unwrap()) <= 4096
        }
        (Value::Number(theirs), Value::Number(ours)) => theirs.as_f64() == ours.as_f64(),
        (theirs, ours) => theirs == ours,
    }
}

/// The seconds from 1970 to a moment such as `2026-11-22T07:06:20.123Z`.
fn seconds(moment: &str) -> f64 {
    let (date, time) = moment.strip_suffix('Z').unwrap().split_once('T').unwrap();
    let date: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let time: Vec<f64> = time.split(':').map(|part| part.parse().unwrap()).collect();
    // As if the year began in March: then the day that not every year has is its last.
    let (year, month) =
        if date[1] > 2 { (date[0], date[1] - 3) } else { (date[0] - 1, date[1] + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date[2];
    let days = days - 719_469;
    days as f64 * 86400.0 + time[0] * 3600.0 + time[1] * 60.0 + time[2]
}

#[test]
fn moments_are_counted_from_1970() {
    assert!((seconds("1970-01-01T00:00:01.5Z") - 1.5).abs() < 1e-9);
    assert!((seconds("2024-02-29T12:00:00Z") - 1_709_208_000.0).abs() < 1e-9);
    assert!((seconds("2026-03-01T00:00:00Z") - 1_772_323_200.0).abs() < 1e-9);
}
