//! Every view of `pnet`: it shows trees and this machine, and says what it cannot show.

use crate::PNET;
use crate::support::every;

/// Views of which the captured world has nothing, and why.
const LACKING: &[(&str, &str)] = &[
    ("multicast-routes", "no program of it routes them"),
    ("multicast-interfaces", "no program of it routes there"),
    ("flowlabels", "no program of it asks for one"),
    ("conntrack", "its packet filter has no rule"),
    ("accounting", "its routes have no realms"),
    ("connector", "the kernel has it in the first namespace alone"),
    ("bonding", "the kernel need not have the module"),
    ("vlan", "the kernel need not have the module"),
];

/// Views that have rows on every machine.
const CERTAIN: &[&str] = &["interfaces", "sockets", "counters", "namespaces"];

#[test]
fn every_view_shows_a_tree() {
    every::of_trees(PNET, LACKING);
}

#[test]
fn every_view_shows_this_machine_or_says_why_not() {
    every::of_this_machine(PNET, CERTAIN);
}

#[test]
fn every_view_serves_a_stranger() {
    every::of_a_stranger(PNET, CERTAIN);
}
