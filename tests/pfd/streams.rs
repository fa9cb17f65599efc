//! Exit statuses, standard output and standard error.

use crate::PFD;
use crate::support::streams;

#[test]
fn a_full_disk_is_told() {
    streams::full_disk(PFD, "1");
}

#[test]
fn a_closed_output_is_told() {
    streams::closed_output(PFD, "1");
}

#[test]
fn a_reader_may_leave_early() {
    for line in ["", "-o all --json", "--list-fields"] {
        streams::early_reader(PFD, line);
    }
}

#[test]
fn a_wrong_command_line_is_one_line() {
    streams::wrong_usage(PFD);
}

#[test]
fn an_unusable_proc_is_one_line() {
    streams::unusable(PFD);
}

#[test]
fn a_terminal_may_be_narrow() {
    streams::narrow_terminal(PFD, "1");
}
