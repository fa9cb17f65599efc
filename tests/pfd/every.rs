//! Every view of `pfd`: it shows trees and this machine, and says what it cannot show.

use crate::PFD;
use crate::support::every;

/// Views of which the captured world has nothing, and why.
const LACKING: &[(&str, &str)] = &[];

/// Views that have rows on every machine.
const CERTAIN: &[&str] = &["files", "usage", "totals"];

#[test]
fn every_view_shows_a_tree() {
    every::of_trees(PFD, LACKING);
}

#[test]
fn every_view_shows_this_machine_or_says_why_not() {
    every::of_this_machine(PFD, CERTAIN);
}

#[test]
fn every_view_serves_a_stranger() {
    every::of_a_stranger(PFD, CERTAIN);
}
