//! Every file of /proc has a view or a reason, and what has neither can be shown as it stands.

use std::collections::BTreeSet;

use serde_json::json;

use crate::PSYS;
use crate::support::{Tree, call};

#[test]
fn no_file_is_out_of_sight() {
    let rows = call(PSYS, "paths -o path,view,reason").rows();
    let hidden: Vec<&str> = rows
        .iter()
        .filter(|row| row["view"].is_null() && row["reason"].is_null())
        .map(|row| row.text("path"))
        .collect();
    assert_eq!(hidden, [""; 0], "without a view or a reason");
}

#[test]
fn every_file_of_the_machine_is_there() {
    let rows = call(PSYS, "paths -o path").rows();
    let listed: BTreeSet<&str> = rows.iter().map(|row| row.text("path")).collect();
    assert_eq!(listed.len(), rows.len(), "a path twice");
    for entry in std::fs::read_dir("/proc").unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if !entry.file_type().unwrap().is_dir() {
            assert!(listed.contains(name.as_str()), "{name}");
        }
    }
    for path in [
        "sys/kernel/hostname",
        "[pid]/stat",
        "[pid]/fd/[fd]",
        "[pid]/net/tcp",
        "[pid]/task/[tid]/stat",
    ] {
        assert!(listed.contains(path), "{path}");
    }
    assert!(!listed.iter().any(|path| path.starts_with("[pid]/task/[tid]/net/")));
}

#[test]
fn views_are_those_that_declare_the_file() {
    let rows = call(PSYS, "paths -o path,view,views,reason").rows();
    let of = |path: &str| rows.iter().find(|row| row["path"] == path).cloned();
    for (path, view) in [
        ("swaps", "psys swaps"),
        ("devices", "psys devices"),
        ("sys/kernel/hostname", "psys sysctl"),
        ("[pid]/stat", "pps processes"),
        ("[pid]/limits", "pps limits"),
        ("[pid]/net/route", "pnet routes"),
        ("[pid]/task/[tid]/maps", "pps maps"),
    ] {
        let row = of(path).unwrap_or_else(|| panic!("{path}"));
        assert_eq!(row["view"], view, "{row:?}");
        assert!(row.list("views").contains(&json!(view)), "{row:?}");
    }
    let log = of("kmsg").unwrap();
    assert_eq!(log["view"], "psys log");
    assert!(log.text("reason").contains("takes the messages away"), "{log:?}");
}

#[test]
fn a_captured_tree_has_paths_too() {
    let tree = Tree::new();
    tree.put("net/dev", "");
    let rows = call(PSYS, "paths --json --proc").arg(tree.path()).run().expect(0).rows();
    for (path, view) in [("[pid]/net/dev", "pnet interfaces"), ("[pid]/stat", "pps processes")] {
        let found = rows.iter().find(|row| row["path"] == path);
        assert_eq!(found.unwrap_or_else(|| panic!("{path}"))["view"], view);
    }
}

#[test]
fn a_file_is_shown_as_it_stands() {
    let tree = Tree::new();
    tree.put("new/one", "first \u{1b}[31m\nsecond\n");
    tree.put("new/binary", "a\0b");
    std::os::unix::fs::symlink("/etc/passwd", tree.at("new/way_out")).unwrap();
    let of = |line: &str| call(PSYS, &format!("{line} --proc")).arg(tree.path()).run();
    let answer = of("raw new/one --json -o path,line,text").expect(0);
    let rows = answer.rows();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1].number("line"), rows[1].text("text")), (2, "second"));
    let shown = of("raw /proc/new/one").expect(0).text();
    assert_eq!(shown, "TEXT\nfirst \\x1b[31m\nsecond\n");
    assert!(of("raw new/binary").expect(1).stderr.contains("no text"));
    for path in ["new/way_out", "new", "new/none"] {
        let answer = of(&format!("raw {path}")).expect(1);
        assert!(answer.stderr.contains("not below /proc"), "{path}: {:?}", answer.stderr);
        assert!(!answer.text().contains("root:"));
    }
}

#[test]
fn what_reading_changes_or_lies_outside_is_refused() {
    for path in [
        "kmsg",
        "/proc/kmsg",
        "sysrq-trigger",
        "kpagecount",
        "self/mem",
        "self/task/1/pagemap",
        "sys/vm/stat_refresh",
        "bus/pci/00/00.0",
        "/etc/passwd",
        "../etc/passwd",
        "self/../../etc/passwd",
    ] {
        call(PSYS, "raw").arg(path).run().refused(2);
    }
    call(PSYS, "raw").run().refused(2);
    // Nor through a filter, or by a link that stands for an open file.
    for filter in ["path == kmsg", "path in (kmsg, \"self/mem\")", "path == \"/etc/passwd\""] {
        let answer = call(PSYS, "raw -Q").arg(filter).run();
        assert_eq!(answer.text(), "TEXT\n", "{filter}: {answer:?}");
    }
    let answer = call(PSYS, "raw self/root/etc/passwd").run().expect(1);
    assert_eq!(answer.text(), "TEXT\n");
}
