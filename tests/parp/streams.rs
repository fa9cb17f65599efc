//! Where the output goes, and command lines that are wrong.

use crate::PARP;
use crate::support::{call, streams};

#[test]
fn a_neighbour_is_no_process() {
    assert!(call(PARP, "--self").run().refused(2).contains("--self"));
}

#[test]
fn a_full_disk_is_told() {
    streams::full_disk(PARP, "");
}

#[test]
fn a_closed_output_is_told() {
    streams::closed_output(PARP, "");
}

#[test]
fn a_wrong_command_line_is_one_line() {
    streams::wrong_usage(PARP);
}

#[test]
fn an_unusable_proc_is_one_line() {
    streams::unusable(PARP);
}

#[test]
fn a_terminal_may_be_narrow() {
    streams::narrow_terminal(PARP, "");
}
