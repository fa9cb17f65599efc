//! Every view of `psys`: it shows trees and this machine, and says what it cannot show.

use crate::PSYS;
use crate::support::{call, every};

/// Views of which the captured world has nothing, and why.
const LACKING: &[(&str, &str)] = &[
    ("kconfig", "it tells of the machine"),
    ("schedstat", "the kernel need not have it"),
    ("timers", "it tells of the machine"),
    ("raid", "the kernel need not have the module"),
    ("slabs", "it tells of the machine"),
    ("vmalloc", "it tells of the machine"),
    ("allocations", "the kernel need not have it"),
    ("malloc", "Linux 2.0 had it last"),
    ("swaps", "a swap area belongs to the machine"),
    ("acpi", "it tells of the machine"),
    ("driver", "it tells of the machine"),
    ("fb", "the machine need not have one"),
    ("fs", "it tells of the machine"),
    ("input", "the machine need not have one"),
    ("iomem", "it tells of the machine"),
    ("ipc", "such things cannot be made without unsafe code"),
    ("ipconfig", "it tells of the machine"),
    ("kcore", "it is the machine's memory"),
    ("key-users", "it tells of the machine"),
    ("keys", "it tells of the machine"),
    ("log", "to read it is to take it away"),
    ("modules", "the kernel need not have any"),
    ("mtrr", "the machine need not have any"),
    ("pci", "it tells of the machine"),
    ("scsi", "it tells of the machine"),
    ("scsi-hosts", "it tells of the machine"),
    ("symbols", "it tells of the machine"),
    ("wakeup", "it tells of the machine"),
];

/// Views that have rows on every machine.
const CERTAIN: &[&str] = &["summary", "cpu", "cputime", "memory", "sysctl", "paths", "raw"];

#[test]
fn every_view_shows_a_tree() {
    every::of_trees(PSYS, LACKING);
}

#[test]
fn every_view_shows_this_machine_or_says_why_not() {
    every::of_this_machine(PSYS, CERTAIN);
}

#[test]
fn every_view_serves_a_stranger() {
    every::of_a_stranger(PSYS, CERTAIN);
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
