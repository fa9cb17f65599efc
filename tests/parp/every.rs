//! Every view of `parp`: it shows trees and this machine, and says what it cannot show.

use crate::PARP;
use crate::support::every;

/// Views of which the captured world has nothing, and why.
const LACKING: &[(&str, &str)] = &[("stats", "the kernel has them in the first namespace alone")];

/// Views that have rows on every machine.
const CERTAIN: &[&str] = &[];

#[test]
fn every_view_shows_a_tree() {
    every::of_trees(PARP, LACKING);
}

#[test]
fn every_view_shows_this_machine_or_says_why_not() {
    every::of_this_machine(PARP, CERTAIN);
}

#[test]
fn every_view_serves_a_stranger() {
    every::of_a_stranger(PARP, CERTAIN);
}
