//! Every view of `psys` on this machine: what it shows keeps its schema, and what it cannot show is
//! said in one line.

use crate::PSYS;
use crate::support::call::reachable_copy;
use crate::support::rows::rows_of;
use crate::support::{Answer, NOBODY, Sandbox, call, is_root, schema, skip};

/// The names of the views that need not be told what to show.
fn views() -> Vec<String> {
    let views = rows_of(&call(PSYS, "--list-views --json").text());
    let names = views.iter().map(|view| view.text("view").to_owned());
    names.filter(|name| name != "raw").collect()
}

/// What a view may say when it has nothing to show.
fn check(view: &str, answer: &Answer, reasons: &[&str]) {
    for complaint in answer.complaints() {
        let is_told = reasons.iter().any(|reason| complaint.contains(reason));
        assert!(is_told, "psys {view}: {complaint}");
    }
}

#[test]
fn every_view_shows_this_machine_or_says_why_not() {
    for view in views() {
        let answer = call(PSYS, &format!("{view} -o all --json")).run().expect(0);
        schema::check(&call(PSYS, &format!("{view} --schema")).text(), &answer.rows());
        let reasons = ["not provided by this kernel", "permission denied"];
        check(&view, &answer, if is_root() { &reasons[..1] } else { &reasons });
        if answer.rows().is_empty() && answer.stderr.is_empty() {
            // A machine may be without swap areas, not without CPUs.
            assert!(
                !["cpu", "cputime", "memory", "interrupts", "disks"].contains(&&*view),
                "{view}"
            );
        }
    }
}

#[test]
fn every_view_serves_a_stranger() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let psys = reachable_copy(PSYS, sandbox.path());
    for view in views() {
        let answer = call(&psys, &format!("{view} -o all --json")).by_user(NOBODY).run().expect(0);
        check(&view, &answer, &["not provided by this kernel", "permission denied"]);
    }
    let slabs = call(&psys, "slabs --json").by_user(NOBODY).run().expect(0);
    assert!(slabs.rows().is_empty());
    assert!(!slabs.stderr.is_empty());
}

#[test]
fn every_file_names_its_view() {
    for (file, view) in [
        ("allocinfo", "allocations"),
        ("buddyinfo", "buddy"),
        ("cpuinfo", "cpu"),
        ("diskstats", "disks"),
        ("loadavg", "load"),
        ("mdstat", "raid"),
        ("meminfo", "memory"),
        ("pagetypeinfo", "page-types"),
        ("slabinfo", "slabs"),
        ("stat", "cputime"),
        ("timer_list", "timers"),
        ("vmallocinfo", "vmalloc"),
        ("zoneinfo", "zones"),
    ] {
        let fields = |name: &str| call(PSYS, &format!("{name} --list-fields --json")).text();
        assert_eq!(fields(file), fields(view), "{file}");
    }
}
