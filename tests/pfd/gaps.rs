//! Tables of descriptors with gaps, and such as change while they are read.

use std::collections::BTreeMap;
use std::fs::{read_dir, read_link};

use crate::PFD;
use crate::support::python::role;
use crate::support::{Made, Row, call, wait_until};

type Descriptors = BTreeMap<u64, String>;

/// What the kernel lists, with the links.
fn listed(made: &Made) -> Descriptors {
    let entries = read_dir(made.proc("fd")).unwrap().map(|entry| entry.unwrap().path());
    let number = |path: &std::path::Path| path.file_name()?.to_str()?.parse().ok();
    let link = |path| Some(read_link(path).ok()?.to_str()?.to_owned());
    entries.filter_map(|path| Some((number(&path)?, link(path)?))).collect()
}

/// The descriptors among the rows, none of them twice.
fn descriptors(rows: &[Row]) -> Descriptors {
    let mut descriptors = Descriptors::new();
    for row in rows.iter().filter(|row| !row["fd"].is_null()) {
        let before = descriptors
            .insert(row["fd"].as_u64().unwrap(), row["kname"].as_str().unwrap().to_owned());
        assert_eq!(before, None, "{rows:?}");
    }
    descriptors
}

#[test]
fn every_descriptor_is_there_whatever_gaps_lie_between() {
    for wanted in
        [&[][..], &[0], &[1], &[0, 1, 2, 3], &[0, 1, 3], &[0, 1, 2, 63, 64, 255], &[700, 901]]
    {
        let numbers: Vec<String> = wanted.iter().map(u32::to_string).collect();
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let Some((made, _)) = role("holds", &numbers) else { return };
        let expected = wait_until("the descriptors", || {
            let listed = listed(&made);
            let are_all = listed.keys().map(u64::to_string).eq(numbers.iter().copied());
            are_all.then_some(listed)
        });
        let found = |line: &str| {
            let line = format!("-p {} -o fd,kname {line}", made.pid());
            descriptors(&call(PFD, &format!("{line} --json")).run().rows())
        };
        assert_eq!(found(""), expected);
        // Links that nobody asks for are not read, whichever way the rest is found.
        for (option, first, last) in [("0-1", 0, 1), ("2-63", 2, 63), ("64-9999", 64, 9999)] {
            let within: Descriptors =
                expected.range(first..=last).map(|(fd, link)| (*fd, link.clone())).collect();
            assert_eq!(found(&format!("-d {option}")), within, "{option} of {wanted:?}");
        }
        let row = call(PFD, &format!("usage -p {}", made.pid())).row();
        assert_eq!(row["descriptors"], expected.len(), "{row:?}");
    }
}

#[test]
fn what_is_open_all_the_while_is_never_missed() {
    const HELD: u64 = 60;
    let Some((made, _)) = role("restless", &[&HELD.to_string()]) else { return };
    for _ in 0..50 {
        let rows = call(PFD, &format!("-p {} -o fd,kname", made.pid())).rows();
        let found = descriptors(&rows);
        for fd in [0, 1, 2, HELD] {
            assert!(found.contains_key(&fd), "{fd}: {found:?}");
        }
    }
}
