//! What `pps` opens: only the files that the chosen fields need.

use std::collections::{BTreeMap, BTreeSet};

use crate::PPS;
use crate::support::{Made, strace};

/// What is touched of each process, the tool itself and its watchdog apart.
fn touched(arguments: &[&str]) -> Option<BTreeMap<u64, Vec<String>>> {
    strace::touched(PPS, arguments).map(|paths| strace::of_processes(&paths))
}

/// The kinds of files that are touched of any process.
fn kinds(arguments: &[&str]) -> Option<BTreeSet<String>> {
    Some(touched(arguments)?.into_values().flatten().collect())
}

#[test]
fn the_pid_alone_opens_nothing() {
    let Some(files) = touched(&["-o", "pid"]) else { return };
    assert_eq!(files, BTreeMap::new());
}

#[test]
fn the_name_opens_one_file() {
    let made = Made::with_arguments(&[]);
    let Some(files) = touched(&["-o", "pid,comm"]) else { return };
    assert_eq!(files[&made.pid()].len(), 1, "{files:?}");
    let kinds: BTreeSet<&str> = files.values().flatten().map(String::as_str).collect();
    assert!(kinds.is_subset(&BTreeSet::from(["stat", "comm"])), "{kinds:?}");
}

#[test]
fn memory_opens_one_file() {
    let made = Made::with_arguments(&[]);
    let Some(files) = touched(&["-o", "pid,rss"]) else { return };
    assert_eq!(files[&made.pid()].len(), 1, "{files:?}");
    // Of a process that went away it is asked once more whether it was ever there.
    let kinds: BTreeSet<&str> = files.values().flatten().map(String::as_str).collect();
    assert!(kinds.is_subset(&BTreeSet::from(["statm", "stat", "status"])), "{kinds:?}");
}

#[test]
fn the_rest_is_read_of_what_the_filter_keeps() {
    let made = Made::named(b"to be kept");
    let Some(files) = touched(&["--where", "comm == \"to be kept\"", "-o", "pid,exe"]) else {
        return;
    };
    let reads_exe = |files: &Vec<String>| files.iter().any(|file| file == "exe");
    assert!(files.values().filter(|files| reads_exe(files)).count() <= 2, "{files:?}");
    // The directory is opened first where two files are wanted, so the link has a bare name.
    assert!(files.contains_key(&made.pid()), "{files:?}");
}

/// The filter on users needs the owner of each process only; nobody's executables are few.
#[test]
fn executables_are_read_of_one_user_only() {
    let Some(paths) = strace::touched(PPS, &["--where", "user == nobody", "-o", "pid,exe"]) else {
        return;
    };
    let read = paths.iter().filter(|path| path.ends_with("exe") && !path.contains("self")).count();
    let listed = crate::support::call(PPS, "-o pid --where user==nobody --json").run();
    let kept = listed.rows().len();
    assert!(read <= kept + 4, "{read} executables for {kept} processes");
}

/// Everything is checked before the first file is read.
#[test]
fn a_wrong_filter_opens_no_process() {
    for wrong in ["rsss > 1G", "rss > lots", "comm =~ \"(\"", "rss >", "pid in (1"] {
        let Some(files) = kinds(&["--where", wrong]) else { return };
        assert_eq!(files, BTreeSet::new(), "{wrong}");
    }
    let Some(files) = kinds(&["-o", "nosuch"]) else { return };
    assert_eq!(files, BTreeSet::new());
}
