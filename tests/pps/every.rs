//! Every view of `pps`: it shows trees and this machine, and says what it cannot show.

use crate::PPS;
use crate::support::every;

/// Views of which the captured world has nothing, and why.
const LACKING: &[(&str, &str)] = &[
    ("attr", "no security module keeps labels there"),
    ("timers", "a timer cannot be made without unsafe code"),
    ("smp-cpu", "Linux 2.6 had it last"),
    ("memdump", "memory has no end to copy"),
];

/// Views that have rows on every machine.
const CERTAIN: &[&str] = &["processes", "threads", "tree", "maps", "limits", "namespaces", "show"];

#[test]
fn every_view_shows_a_tree() {
    every::of_trees(PPS, LACKING);
}

#[test]
fn every_view_shows_this_machine_or_says_why_not() {
    every::of_this_machine(PPS, CERTAIN);
}

#[test]
fn every_view_serves_a_stranger() {
    every::of_a_stranger(PPS, CERTAIN);
}
