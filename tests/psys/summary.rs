//! The page of the machine: that it fits its terminal, what it says is wrong, and what it leaves out.

use crate::PSYS;
use crate::support::{Made, Tree, call, streams};

/// A machine that is not well.
fn troubled() -> Tree {
    let tree = Tree::new();
    let cpu = |number: u64| format!("cpu{number} {}00 0 300 9500 50 0 20 10 0 0\n", number + 1);
    let cpus: String = (0..4).map(cpu).collect();
    let disk = |number: u64| {
        format!("   8 {number} sd{number} {number} 0 80 7 {number} 0 90 8 0 {number}00 15\n")
    };
    let disks: String = (0..6).map(disk).collect();
    let row =
        |name: &str, bytes: u64| format!("{name}: {bytes} 10 0 0 0 0 0 0 {bytes} 10 0 0 0 0 0 0\n");
    let interfaces: String = [("lo", 5000), ("eth0", 900_000), ("eth1", 0)]
        .map(|(name, bytes)| row(name, bytes))
        .concat();
    let interfaces = interfaces.replace("eth1: 0 10", "eth1: 0 0").replace(" 0 10 0", " 0 0 0");
    for (file, text) in [
        (
            "stat",
            &*format!(
                "cpu  1000 0 1200 38000 200 0 80 40 0 0\n{cpus}ctxt 7\nbtime 1700000000\nprocesses 9\nprocs_running 1\nprocs_blocked 0\n"
            ),
        ),
        ("loadavg", "9.50 4.00 2.00 1/99 4711\n"),
        ("uptime", "1000.00 100.00\n"),
        (
            "meminfo",
            "MemTotal: 8000000 kB\nMemFree: 100000 kB\nMemAvailable: 240000 kB\nBuffers: 1000 kB\nCached: 200000 kB\nSwapTotal: 2000000 kB\nSwapFree: 40000 kB\nDirty: 120 kB\nShmem: 4000 kB\nSReclaimable: 5000 kB\n",
        ),
        (
            "pressure/cpu",
            "some avg10=30.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
        ),
        (
            "pressure/memory",
            "some avg10=40.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=25.00 avg60=0.00 avg300=0.00 total=1\n",
        ),
        (
            "pressure/io",
            "some avg10=5.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=4.00 avg60=0.00 avg300=0.00 total=1\n",
        ),
        ("sys/kernel/osrelease", "6.1.0\n"),
        ("sys/kernel/tainted", "4224\n"),
        ("sys/fs/file-nr", "900 0 1000\n"),
        ("diskstats", &*disks),
        ("net/dev", &*format!("Inter-|   Receive\n face |bytes\n{interfaces}")),
        (
            "self/mountinfo",
            "1 0 8:1 / /srv\\040x rw - ext4 /dev/sda1 ro\n2 0 8:2 / /opt ro - ext4 /dev/sdb1 ro\n",
        ),
        (
            "mdstat",
            "Personalities : [raid1]\nmd0 : active raid1 sdb1[1] sda1[0](F)\n      1000 blocks [2/1] [_U]\n\nunused devices: <none>\n",
        ),
    ] {
        tree.put(file, text);
    }
    tree
}

/// A page as it stands on a terminal, without colours.
fn screen(size: (usize, usize), arguments: &str) -> Option<String> {
    let text = streams::on_screen(size, PSYS, arguments)?.expect(0).text().replace("\r\n", "\n");
    let lines: Vec<String> = text.lines().map(streams::without_colours).collect();
    for line in &lines {
        assert!(line.chars().count() <= size.0, "{size:?}: {line:?}");
    }
    // The prompt takes a line, too.
    assert!(lines.len() < size.1, "{size:?}: {} lines\n{text}", lines.len());
    Some(lines.join("\n") + "\n")
}

/// A machine in trouble, on the smallest terminal.
const SCREEN: &str = include_str!("../expected/psys/screen-of-trouble.txt");

#[test]
fn trouble_stands_on_one_screen() {
    let tree = troubled();
    let arguments = format!("--quiet --proc {}", tree.path().display());
    assert!(include_str!("../../README.md").contains(SCREEN), "the README shows another");
    let Some(text) = screen((80, 24), &arguments) else { return };
    assert_eq!(text, SCREEN, "--- printed\n{text}---");
}

#[test]
fn even_much_trouble_leaves_room() {
    let tree = troubled();
    let mount = |number| format!("{number} 0 8:1 / /srv/{number} rw - ext4 /dev/sda1 ro\n");
    tree.put("self/mountinfo", &(1..40).map(mount).collect::<String>());
    let arguments = format!("--quiet --proc {}", tree.path().display());
    let Some(text) = screen((80, 24), &arguments) else { return };
    assert!(text.contains("! and 38 more"), "{text}");
}

#[test]
fn a_larger_screen_shows_more() {
    let tree = troubled();
    let arguments = format!("--quiet --proc {}", tree.path().display());
    let Some(small) = screen((80, 24), &arguments) else { return };
    let Some(large) = screen((120, 40), &arguments) else { return };
    let disks = |text: &str| text.lines().filter(|line| line.starts_with("sd")).count();
    assert!(disks(&small) < disks(&large), "{small}{large}");
    // One has done nothing, however much room there is.
    assert!(large.contains("disks 1 of 6 (psys disks)"), "{large}");
    assert!(small.contains("(psys disks)"), "{small}");
}

#[test]
fn this_machine_fits_its_terminal() {
    for size in [(80, 24), (100, 30), (120, 40)] {
        let Some(text) = screen(size, "--quiet") else { return };
        for group in ["System", "Warnings", "CPU", "Memory", "Processes", "Files"] {
            assert!(text.lines().any(|line| line.starts_with(group)), "{group}: {text}");
        }
    }
    let page = call(PSYS, "").text();
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
}

#[test]
fn warnings_are_data_with_a_reason() {
    let tree = troubled();
    tree.put(
        "17/stat",
        &std::fs::read_to_string(tree.at("17/stat")).unwrap().replace(") S", ") Z"),
    );
    let row = call(PSYS, "-o warnings,taint,tainted --json --proc").arg(tree.path()).row();
    let warnings: Vec<&str> =
        row["warnings"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    for part in [
        "load 9.5 is high",
        "only 3.0 % of memory",
        "swap space is 98 % full",
        "all tasks stalled for want of memory in 25 %",
        "1 process has ended",
        "90 % of the file handles",
        "md0 runs with 1 of its 2 disks",
        "/srv x is mounted to be written",
        "tainted: die, oot_module",
    ] {
        assert!(warnings.iter().any(|it| it.contains(part)), "{part}: {warnings:?}");
    }
    assert!(
        !warnings.iter().any(|it| it.contains("/opt") || it.contains("storage")),
        "{warnings:?}"
    );
    assert_eq!(row["taint"], serde_json::json!(["die", "oot_module"]));
    // They can be asked for.
    let found = |line: &str| call(PSYS, line).arg("--proc").arg(tree.path()).run().code();
    assert_eq!(found("-Q warnings=~swap"), 0);
    assert_eq!(found("--expect none -Q warnings=~."), 1);
}

#[test]
fn what_could_not_be_checked_is_no_comfort() {
    let tree = troubled();
    tree.put("meminfo", "MemTotal: many\n");
    tree.put("sys/kernel/tainted", "x\n");
    let row = call(PSYS, "-o warnings --json --proc").arg(tree.path()).row();
    let text = row["warnings"].to_string();
    for part in ["memory could not be checked", "taint could not be checked"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let healthy = Tree::new();
    healthy.put("sys/kernel/tainted", "0\n");
    let row = call(PSYS, "-o warnings --json --quiet --proc").arg(healthy.path()).row();
    assert_eq!(row["warnings"], serde_json::json!([]));
}

#[test]
fn a_watch_keeps_what_it_has_seen() {
    let size = (80, 24);
    let arguments = "--quiet --watch=0.2 --rounds 3";
    let Some(answer) = streams::on_screen(size, PSYS, arguments) else { return };
    let text = answer.expect(0).text().replace("\r\n", "\n");
    let rounds: Vec<&str> = text.split("\x1b[H\x1b[J").skip(1).collect();
    assert_eq!(rounds.len(), 3, "{text:?}");
    for (number, round) in rounds.iter().enumerate() {
        let lines: Vec<String> = round.lines().map(streams::without_colours).collect();
        assert!(lines.len() < size.1, "{round}");
        let memory = lines.iter().find(|line| line.starts_with("Memory")).unwrap();
        let steps = memory.chars().filter(|c| ('▁'..='█').contains(c)).count();
        assert_eq!(steps, number + 1, "{memory:?}");
        assert!(lines.iter().any(|line| line.contains("context switches/s")), "{round}");
        assert!(lines.iter().any(|line| line.contains("RX/S")), "{round}");
    }
}

#[test]
fn what_lasts_is_told() {
    let _zombie = Made::zombie();
    let row = call(PSYS, "-o warnings,zombies --json --quiet --interval 0.05").row();
    assert!(row.number("zombies") > 0, "{row:?}");
    assert!(row["warnings"].to_string().contains("reaped"), "{row:?}");
}

#[test]
fn what_is_since_boot_says_so() {
    let page = call(PSYS, "--quiet").text();
    assert!(page.contains("% since boot") && page.contains("\nSince boot"), "{page}");
    let page = call(PSYS, "--quiet --watch=0.1 --rounds 1").text();
    assert!(!page.to_lowercase().contains("since boot"), "{page}");
    let tree = Tree::new();
    let report = tree.at("report.json");
    let text = call(PSYS, "--report --quiet --proc").arg(tree.path()).text();
    std::fs::write(&report, text).unwrap();
    let page = call(PSYS, "--quiet --since").arg(&report).arg("--proc").arg(tree.path()).text();
    assert!(page.contains("+busy time") && !page.contains("delta"), "{page}");
}

#[test]
fn a_word_that_is_no_view_is_helped() {
    let told = |line: &str| call(PSYS, line).run().expect(2).stderr;
    assert!(told("cpuu").contains("did you mean the view `cpu`?"));
    assert!(told("help").contains("--list-views"));
    let help = call(PSYS, "vm --help").text();
    for part in ["Usage: psys vm", "text in the name of a counter", "behaviour", "psys vm oom_kill"]
    {
        assert!(help.contains(part), "{part}: {help}");
    }
    assert!(call(PSYS, "--help").text().contains("--list-fields"));
}

/// A program of many threads runs, whatever its first thread waits for.
#[test]
fn threads_that_run_are_counted() {
    let tree = Tree::new();
    tree.put("loadavg", "0.10 0.20 0.30 7/90 123\n");
    let row =
        call(PSYS, "-o running,processes_running --json --quiet --proc").arg(tree.path()).row();
    assert_eq!((row.number("running"), row.number("processes_running")), (7, 0));
}
