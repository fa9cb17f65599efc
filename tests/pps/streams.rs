//! Exit statuses, standard output and standard error.

use crate::PPS;
use crate::support::{Tree, call, streams, tree};

#[test]
fn a_full_disk_is_told() {
    streams::full_disk(PPS, "");
}

#[test]
fn a_closed_output_is_told() {
    streams::closed_output(PPS, "");
}

#[test]
fn a_reader_may_leave_early() {
    for line in ["", "-o all --json", "-o all --jsonl", "-o all --csv", "--list-fields"] {
        streams::early_reader(PPS, line);
    }
    let answer = call("/bin/sh", "-c").arg(format!("{PPS} | head -1")).run().expect(0);
    assert_eq!(answer.stderr, "");
    assert_eq!(answer.text().lines().count(), 1);
}

#[test]
fn a_slow_reader_gets_everything() {
    streams::slow_reader(PPS, "--list-fields --json");
    let tree = Tree::new();
    let line = format!("-o all --bytes {} --proc {}", "--json", tree.path().display());
    for pid in 5000..5040 {
        tree.add(pid, "many", pid);
    }
    streams::slow_reader(PPS, &line);
}

#[test]
fn a_wrong_command_line_is_one_line() {
    streams::wrong_usage(PPS);
}

#[test]
fn an_unusable_proc_is_one_line() {
    streams::unusable(PPS);
}

#[test]
fn a_misspelt_field_is_suggested() {
    let said = call(PPS, "--where").arg("rsss > 1G").run().refused(2);
    assert!(said.contains("`rss`"), "{said}");
    let said = call(PPS, "-o pid,comand").run().refused(2);
    assert!(said.contains("`command`"), "{said}");
    let said = call(PPS, "--where").arg("state = ").run().refused(2);
    assert!(!said.is_empty());
}

#[test]
fn a_filter_that_matches_nothing_is_1() {
    let answer = call(PPS, "--json --where").arg("pid == 4194305").run().expect(1);
    assert_eq!(answer.text(), "[]\n");
    call(PPS, "-p 4194305").run().expect(1);
    call(PPS, "--where").arg("pid > 0").run().expect(0);
}

/// What a terminal shows is cut to its width, in the middle of nothing.
#[test]
fn a_terminal_may_be_narrow() {
    let tree = Tree::new();
    tree.put("17/comm", "\u{65e5}\u{672c}\u{8a9e} x\x1b[2J\n");
    let line = format!("--proc {} -o pid,comm,command,cgroup", tree.path().display());
    streams::narrow_terminal(PPS, &line);
    streams::narrow_terminal(PPS, &format!("--proc {}", tree.path().display()));
}

#[test]
fn off_a_terminal_nothing_is_cut_or_coloured() {
    let tree = Tree::new();
    let long = format!("/usr/bin/{}", "long".repeat(500));
    tree.put("17/cmdline", &format!("{long}\0"));
    let text = call(PPS, "17 -o command --proc").arg(tree.path()).env("COLUMNS", "20").text();
    assert_eq!(text, format!("COMMAND\n{long}\n"));
    assert_eq!(tree::PIDS.len(), 3);
}

#[test]
fn help_and_version_go_to_stdout() {
    for line in ["--help", "-h", "--version"] {
        let answer = call(PPS, line).run().expect(0);
        assert!(answer.text().contains("pps"), "{line}");
        assert_eq!(answer.stderr, "");
    }
    let help = call(PPS, "--help").text();
    for option in ["--fields", "--where", "--sort", "--json", "--jsonl", "--proc", "--strict"] {
        assert!(help.contains(option), "{option}");
    }
}
