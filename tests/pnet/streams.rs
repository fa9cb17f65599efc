//! Exit statuses, standard output and standard error.

use crate::PNET;
use crate::support::streams;

#[test]
fn a_full_disk_is_told() {
    streams::full_disk(PNET, "");
}

#[test]
fn a_closed_output_is_told() {
    streams::closed_output(PNET, "");
}

#[test]
fn a_reader_may_leave_early() {
    for line in ["", "-a -o all --json", "--list-fields"] {
        streams::early_reader(PNET, line);
    }
}

#[test]
fn a_wrong_command_line_is_one_line() {
    streams::wrong_usage(PNET);
}

#[test]
fn an_unusable_proc_is_one_line() {
    streams::unusable(PNET);
}

#[test]
fn a_terminal_may_be_narrow() {
    streams::narrow_terminal(PNET, "-a");
}
