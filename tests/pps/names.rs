//! The names that ps gives to its columns, each asked for in every way, and what both print.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use crate::PPS;
use crate::support::python::role;
use crate::support::{Made, call, has, is_root, skip};

/// Every name of a column that ps 4.0.7 prints.
const NAMES: &str = include_str!("../fixtures/ps-names.txt");

fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split_whitespace()
}

#[test]
fn every_name_of_ps_shows_sorts_and_filters() {
    let made = Made::with_arguments(&[]);
    for name in names() {
        let line = format!("{} --json -o pid,{name} --sort {name} --where", made.pid());
        let answer = call(PPS, &line).arg(format!("{name} is not null or {name} is null")).run();
        assert_eq!(answer.code(), 0, "{name}: {}", answer.stderr);
        assert_eq!(answer.rows().len(), 1, "{name}");
    }
    assert_eq!(names().count(), 192);
}

/// A difference in which both are right: the names, what ps and pps print, and why.
type Difference = (&'static str, fn(&str, &str) -> bool, &'static str);

/// The differences to ps 4.0.2; a newer one has fewer.
const MAY_DIFFER: &[Difference] = &[
    (
        "*",
        |ps, pps| ["-", "0"].contains(&ps) && pps.starts_with('?'),
        "what the kernel does not tell, or not to everybody, is said to be so",
    ),
    (
        "drs dsiz m_drs m_size m_trs pss rss rssize rsz sgi_rss size sz trs trss tsiz uss vsize vsz",
        |ps, pps| (ps, pps) == ("0", "-"),
        "what has no memory has no size of it",
    ),
    ("%mem pmem", |ps, pps| (ps, pps) == ("0.0", "-"), "and no share either"),
    (
        "drs dsiz m_drs m_trs trs trss tsiz",
        |ps, pps| near(ps, pps, 4),
        "ps takes the addresses at which the program's code begins and ends, pps the pages of it",
    ),
    (
        "eip esp stackp start_stack",
        |ps, pps| (ps, pps) == ("0000000000000000", "-"),
        "the kernel writes 0 where it tells no address",
    ),
    (
        "tpgid ag_id",
        |ps, pps| (ps, pps) == ("-1", "-"),
        "no group is not the group with the number -1",
    ),
    ("ag_nice", |ps, pps| (ps, pps) == ("0", "-"), "what is in no group has no value of it"),
    ("ni nice", |ps, pps| ps == "-" && pps == "0", "a nice value is kept also in real time"),
    (
        "rtprio",
        |ps, pps| (ps, pps) == ("0", "-"),
        "what does not run in real time has no priority there",
    ),
    ("cpu environ", |ps, _| ps == "-", "an older ps takes these names and prints nothing"),
    (
        "cgroup cgname",
        |ps, pps| ps.ends_with(pps) || (ps, pps) == ("-", "/"),
        "ps prints the number and controllers of a hierarchy, and no root",
    ),
    (
        "slice",
        |ps, pps| (ps, pps) == ("-.slice", "-"),
        "what is in no slice is in none, also not in the root",
    ),
    (
        "start lstart bsdstart start_time stime",
        |ps, pps| near_moments(ps, pps),
        "ps knows the moment of boot to the second only",
    ),
    (
        "args cmd command",
        |ps, pps| pps.replace("\\\\", "\\") == ps,
        "what escapes is escaped too, so that every byte can be told",
    ),
];

/// Whether two numbers are apart by so much at most.
fn near(one: &str, other: &str, most: u64) -> bool {
    let numbers = (one.parse::<u64>(), other.parse::<u64>());
    matches!(numbers, (Ok(one), Ok(other)) if one.abs_diff(other) <= most)
}

/// Whether the later of two moments, the second, may be less than a second after the first, and
/// nothing but what stands in its clock tells them apart.
fn near_moments(one: &str, other: &str) -> bool {
    let clock = |text: &str| text.split(' ').find(|word| word.contains(':')).map(str::to_owned);
    let (Some(earlier), Some(later)) = (clock(one), clock(other)) else { return false };
    let count = |clock: &str| -> u64 {
        clock.split(':').fold(0, |all, part| all * 60 + part.parse::<u64>().unwrap())
    };
    let day = if earlier.len() > 5 { 24 * 60 * 60 } else { 24 * 60 };
    (count(&earlier) + 1) % day == count(&later)
}

/// The processes that are compared, by what they are called here, and what ends those that were
/// made.
struct Zoo(BTreeMap<u64, &'static str>, Vec<Made>);

impl Zoo {
    fn new() -> Self {
        let mut zoo = Self(BTreeMap::new(), Vec::new());
        zoo.add("sleeping", Made::with_arguments(&[b"an argument"]));
        zoo.add("stopped", Made::stopped());
        zoo.add("zombie", Made::zombie());
        zoo.add("renamed", Made::named(b"other name"));
        zoo.exec("niced", "nice -n 7");
        for (kind, arguments) in [
            ("threads", &["50"][..]),
            ("locked", &[]),
            ("terminal", &[]),
            ("rewritten", &["written later"]),
        ] {
            if let Some((made, said)) = role(kind, arguments) {
                zoo.add(kind, made);
                if let Some(Ok(inner)) = said.first().map(|pid| pid.parse()) {
                    zoo.0.insert(inner, "foreground");
                }
            }
        }
        if is_root() {
            zoo.exec("favoured", "nice -n -7");
            zoo.exec("fifo", "chrt -f 10");
            zoo.exec("round-robin", "chrt -r 99");
            zoo.exec("batch", "chrt -b 0");
            zoo.exec("idle", "chrt -i 0");
            zoo.exec("groups", "setpriv --groups=0,7,4711,65534");
            zoo.exec("capable", "setpriv --bounding-set=-all,+chown,+kill");
            zoo.namespaces();
            if let Some((made, _)) = role("users", &["1", "65534", "4711"]) {
                zoo.add("users", made);
            }
        }
        if std::fs::read_to_string("/proc/2/comm").is_ok_and(|name| name == "kthreadd\n") {
            zoo.0.insert(2, "kernel");
        }
        zoo
    }

    fn add(&mut self, kind: &'static str, made: Made) {
        self.0.insert(made.pid(), kind);
        self.1.push(made);
    }

    /// A shell behind a program that changes something and becomes it; none where it may not.
    fn exec(&mut self, kind: &'static str, words: &str) -> Option<u64> {
        let mut words = words.split_whitespace();
        let mut command = Command::new(words.next().unwrap());
        command.args(words).args(["/bin/sh", "-c", "echo ready; read end"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let made = Made::speaking(command).filter(|(_, said)| said == "ready\n");
        let Some((made, _)) = made else {
            println!("left out: {kind}: not possible here");
            return None;
        };
        let pid = made.pid();
        self.add(kind, made);
        Some(pid)
    }

    /// One process in namespaces of its own, and who made them.
    fn namespaces(&mut self) {
        let unshare =
            "unshare --mount --uts --ipc --net --cgroup --time --pid --fork --map-root-user";
        let Some(outer) = self.exec("unsharing", unshare) else { return };
        let path = format!("/proc/{outer}/task/{outer}/children");
        let children = std::fs::read_to_string(path).unwrap_or_default();
        if let Ok(inner) = children.trim().parse() {
            self.0.insert(inner, "namespaces");
        }
    }
}

/// What a program prints of each process in one column.
fn values(program: &str, zoo: &Zoo, name: &str) -> Option<BTreeMap<u64, String>> {
    let pids: Vec<String> = zoo.0.keys().map(u64::to_string).collect();
    let line = format!("-q {} -o pid= -o {name}=", pids.join(","));
    let answer = call(program, &line).run();
    // An older ps lacks some names.
    if program == "ps" && answer.code() == 1 && answer.stderr.contains("unknown") {
        return None;
    }
    let text = answer.expect(0).text();
    let values = text.lines().map(|line| {
        let line = line.trim();
        let (pid, value) = line.split_once(' ').unwrap_or((line, ""));
        (pid.parse().unwrap(), value.trim().to_owned())
    });
    Some(values.collect())
}

/// What differs in a column, if it does so each time that it is looked at.
fn differences(zoo: &Zoo, name: &str) -> BTreeMap<u64, (String, String)> {
    let mut differing = BTreeMap::new();
    for attempt in 0..20 {
        let Some(before) = values("ps", zoo, name) else { return BTreeMap::new() };
        let ours = values(PPS, zoo, name).unwrap();
        let after = values("ps", zoo, name).unwrap();
        let now: BTreeMap<u64, (String, String)> = before
            .into_iter()
            .map(|(pid, before)| (pid, before, ours.get(&pid).map_or("nothing", String::as_str)))
            .filter(|(pid, before, ours)| !lies_between(ours, before, &after[pid]))
            .map(|(pid, before, ours)| (pid, (before, ours.to_owned())))
            .collect();
        if attempt == 0 {
            differing = now;
        } else {
            differing.retain(|pid, _| now.contains_key(pid));
        }
        let is_expected =
            |(theirs, ours): &(String, String)| may_differ(name, theirs, ours).is_some();
        if differing.values().all(is_expected) {
            break;
        }
    }
    differing
}

/// Whether it is one of the two or, if all are numbers, one between them: shares of what sleeps
/// fall while it is looked at.
fn lies_between(value: &str, before: &str, after: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let is_inside = || {
        let (value, before, after) = (number(value)?, number(before)?, number(after)?);
        Some(before.min(after) <= value && value <= before.max(after))
    };
    value == before || value == after || is_inside() == Some(true)
}

/// Why a column may differ in this way.
fn may_differ(name: &str, theirs: &str, ours: &str) -> Option<&'static str> {
    let found = MAY_DIFFER.iter().find(|(columns, is_so, _)| {
        (*columns == "*" || columns.split(' ').any(|column| column == name)) && is_so(theirs, ours)
    });
    found.map(|(_, _, why)| *why)
}

#[test]
fn every_column_of_ps_reads_as_there() {
    if !has("ps") {
        skip!("ps is not installed");
    }
    let zoo = Zoo::new();
    let mut wrong = Vec::new();
    for name in names() {
        for (pid, (theirs, ours)) in differences(&zoo, name) {
            let kind = zoo.0[&pid];
            if may_differ(name, &theirs, &ours).is_none() {
                wrong.push(format!("{name} of {kind}: ps says {theirs:?}, pps {ours:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
