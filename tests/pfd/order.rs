//! The order of rows, of which those of one process come together, and what these have in common.

use std::fs::{rename, write};
use std::path::PathBuf;

use crate::PFD;
use crate::support::python::role;
use crate::support::{Made, Row, Sandbox, call, is_root, skip};

/// A process whose name is no text, with these files mapped.
fn mapping(files: &[PathBuf]) -> Option<Made> {
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    role("maps", &files).map(|(made, _)| made)
}

/// Files of which the kernel tells one, in `maps`, by a name that sorts elsewhere than its own does.
fn files(sandbox: &Sandbox) -> Vec<PathBuf> {
    let files: Vec<PathBuf> =
        ["b", "a\\", "a\nz", "a0", "a"].iter().map(|name| sandbox.join(name)).collect();
    for file in &files {
        write(file, "text").unwrap();
    }
    files
}

/// What tells the rows of a process apart, in the order of the view: what is absent comes last.
fn key(row: &Row) -> (bool, u64, &str, &str) {
    (row["fd"].is_null(), row["fd"].as_u64().unwrap_or(0), row.text("assoc"), row.text("kname"))
}

#[test]
fn rows_of_a_process_come_in_order_and_together() {
    let sandbox = Sandbox::new();
    let files = files(&sandbox);
    let (Some(one), Some(other)) = (mapping(&files), mapping(&files)) else { return };
    let pids = [one.pid(), other.pid()];
    for (line, sorted_by) in [
        ("", 1),
        ("--namespaces", 1),
        ("--sort pid", 1),
        ("--sort user", 1),
        ("--sort=-pid", -1),
        ("--sort=-user,-pid --namespaces", -1),
    ] {
        let line = format!("-p {},{} -o pid,fd,assoc,kname --json {line}", pids[0], pids[1]);
        let rows = call(PFD, &line).run().rows();
        let of_process = |pid: u64| rows.iter().filter(move |row| row.pid() == pid);
        for pid in pids {
            assert!(of_process(pid).is_sorted_by_key(key), "{line}: {rows:#?}");
            assert!(of_process(pid).count() > files.len() + 5, "{line}: {rows:#?}");
        }
        let runs = rows.chunk_by(|row, next| row.pid() == next.pid());
        let runs: Vec<i64> = runs.map(|run| sorted_by * run[0].pid() as i64).collect();
        assert_eq!(runs.len(), 2, "{line}: {rows:#?}");
        assert!(runs.is_sorted(), "{line}: {rows:#?}");
    }
}

#[test]
fn a_limit_falls_between_any_two_rows() {
    let (Some(one), Some(other)) = (mapping(&[]), mapping(&[])) else { return };
    // Columns that all rows of a process have in common, and such as they have not.
    for columns in ["pid", "command,user,pid", "pid,assoc", "assoc,pid"] {
        for form in ["--exact", "--jsonl --sort pid"] {
            let line = format!("-p {},{} -o {columns} {form}", one.pid(), other.pid());
            // How wide a column is depends on what stands in it.
            let words = |text: String| -> Vec<Vec<String>> {
                let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
                text.lines().map(words).collect()
            };
            let mut all = words(call(PFD, &line).text());
            let headings = usize::from(form == "--exact");
            let rows = all.len() - headings;
            for limit in [rows, rows - 1, rows / 2 + 1, rows / 2, 1, 0] {
                all.truncate(headings + limit);
                let some = words(call(PFD, &format!("{line} --limit {limit}")).text());
                assert_eq!(some, all, "{line} --limit {limit}");
            }
        }
    }
}

#[test]
fn a_name_that_is_no_text_stands_in_every_row_of_its_process() {
    let Some(made) = mapping(&[]) else { return };
    for form in ["--json", "--jsonl"] {
        let line = format!("-p {} -o command,pid,assoc {form}", made.pid());
        let text = call(PFD, &line).text();
        let objects = text.lines().filter(|line| line.contains("\"pid\""));
        let raw =
            objects.clone().filter(|line| line.contains("\"raw\":{\"command\":\"bWFwc/8i\"}"));
        assert!(objects.clone().count() > 5, "{text}");
        assert_eq!(raw.count(), objects.count(), "{text}");
    }
    let table = call(PFD, &format!("-p {} -o command,pid", made.pid())).text();
    let shown = table.lines().filter(|line| line.starts_with("maps\\xff\" "));
    assert_eq!(shown.count() + 1, table.lines().count(), "{table}");
}

#[test]
fn what_takes_the_place_of_a_mapped_file_is_another() {
    if !is_root() {
        skip!("only root may look at what is mapped");
    }
    let sandbox = Sandbox::new();
    let (file, new) = (sandbox.join("file"), sandbox.join("new"));
    let mapped = std::slice::from_ref(&file);
    write(&file, "first").unwrap();
    let Some(of_first) = mapping(mapped) else { return };
    write(&new, "the second").unwrap();
    rename(&new, &file).unwrap();
    let (Some(of_second), Some(of_second_too)) = (mapping(mapped), mapping(mapped)) else { return };
    let sizes = [(&of_first, 5, 0), (&of_second, 10, 1), (&of_second_too, 10, 1)];
    let pids: Vec<String> = sizes.iter().map(|(made, ..)| made.pid().to_string()).collect();
    let line = format!("-p {} -d mem -o pid,size,links,kname --json --where", pids.join(","));
    let wanted = format!("kname =~ \"^{}\"", file.display());
    let rows = call(PFD, &line).arg(wanted).run().rows();
    assert_eq!(rows.len(), 3, "{rows:#?}");
    for (made, size, links) in sizes {
        let row = rows.iter().find(|row| row.pid() == made.pid()).unwrap();
        assert_eq!((row.number("size"), row.number("links")), (size, links), "{rows:#?}");
    }
}
