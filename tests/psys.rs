//! `psys` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

#[path = "psys/counts.rs"]
mod counts;
#[path = "psys/every.rs"]
mod every;
#[path = "psys/habits.rs"]
mod habits;
#[path = "psys/metrics.rs"]
mod metrics;
#[path = "psys/modules.rs"]
mod modules;
#[path = "psys/paths.rs"]
mod paths;
#[path = "psys/peers.rs"]
mod peers;
#[path = "psys/still.rs"]
mod still;
#[path = "psys/summary.rs"]
mod summary;
mod support;
#[path = "psys/tables.rs"]
mod tables;
#[path = "psys/watch.rs"]
mod watch;

use support::call::reachable_copy;
use support::damage;
use support::rows::{Row, rows_of};
use support::{NOBODY, Sandbox, Tree, call, is_root, schema, skip, streams};

/// The program.
const PSYS: &str = env!("CARGO_BIN_EXE_psys");

fn all() -> Row {
    call(PSYS, "-o all").row()
}

fn proc(file: &str) -> String {
    std::fs::read_to_string(format!("/proc/{file}")).unwrap()
}

/// A counter of stat.
fn counter(name: &str) -> u64 {
    let text = proc("stat");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap();
    line.parse().unwrap()
}

/// A line of meminfo in bytes.
fn memory(name: &str) -> u64 {
    let text = proc("meminfo");
    let line = text.lines().find(|line| line.starts_with(&format!("{name}:"))).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[test]
fn memory_is_that_of_meminfo() {
    let row = all();
    assert_eq!(row.number("memory_total"), memory("MemTotal"));
    assert_eq!(row.number("swap_total"), memory("SwapTotal"));
    assert_eq!(
        row.number("memory_used"),
        row.number("memory_total") - row.number("memory_available")
    );
    // What moves is compared with room for what moved meanwhile.
    let room = row.number("memory_total") / 4;
    for (field, name) in [("memory_free", "MemFree"), ("memory_available", "MemAvailable")] {
        assert!(row.number(field).abs_diff(memory(name)) < room, "{field}");
    }
}

#[test]
fn the_machine_is_this_one() {
    let row = all();
    assert_eq!(row["host"], proc("sys/kernel/hostname").trim_end());
    assert_eq!(row["boot_id"], proc("sys/kernel/random/boot_id").trim_end());
    assert_eq!(row["kernel"], proc("sys/kernel/osrelease").trim_end());
    assert_eq!(row["version"], proc("version").trim_end());
    let uptime: f64 = proc("uptime").split(' ').next().unwrap().parse().unwrap();
    let shown = row["uptime"].as_f64().unwrap();
    // The file tells hundredths, cut.
    assert!((-0.01..60.0).contains(&(uptime - shown)), "{shown} and then {uptime}");
}

#[test]
fn load_and_counters_are_those_of_the_kernel() {
    let before = counter("ctxt");
    let row = all();
    let after = counter("ctxt");
    assert!((before..=after).contains(&row.number("context_switches")), "{row:?}");
    let load: f64 = proc("loadavg").split(' ').nth(2).unwrap().parse().unwrap();
    assert!((row["load15"].as_f64().unwrap() - load).abs() < 5.0, "{row:?}");
    let percents = ["cpu_user", "cpu_system", "cpu_iowait", "cpu_steal", "cpu_idle"];
    let sum: f64 = percents.iter().map(|name| row[*name].as_f64().unwrap()).sum();
    assert!((99.0..100.1).contains(&sum), "{sum}");
    let processes = row.number("processes");
    let parts = ["processes_running", "sleeping", "waiting", "idle_threads", "stopped", "zombies"];
    let sum: u64 = parts.iter().map(|name| row.number(name)).sum();
    assert!(sum <= processes && sum > 0, "{row:?}");
}

#[test]
fn zombies_are_counted() {
    let _zombie = support::Made::zombie();
    assert!(all().number("zombies") >= 1);
}

#[test]
fn json_has_every_field_and_keeps_the_schema() {
    let row = all();
    let fields = rows_of(&call(PSYS, "--list-fields --json").text());
    // How counters grow takes a second look, which `all` does not ask for.
    let names: Vec<&str> = fields
        .iter()
        .filter(|field| field["growth_of"].is_null())
        .map(|field| field.text("name"))
        .collect();
    assert_eq!(row.keys(), names);
    schema::check(&call(PSYS, "--schema").text(), &[row]);
    let row = call(PSYS, "").row();
    assert!(row.keys().contains(&"memory_total"), "{row:?}");
}

#[test]
fn a_stranger_sees_the_machine_whole() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let psys = reachable_copy(PSYS, sandbox.path());
    let answer = call(&psys, "--json").by_user(NOBODY).run().expect(0);
    assert_eq!(answer.stderr, "");
    assert_eq!(answer.rows().len(), 1);
}

#[test]
fn one_damaged_file_costs_what_it_says() {
    let tree = Tree::new();
    tree.put("meminfo", "MemTotal:  1000 kB\nMemFree:  100 kB\nMemAvailable:  400 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
    tree.put("loadavg", "0.50 0.40 0.30 1/99 4711\n");
    tree.put("version", "Linux version 6.1.0 (made-up)\n");
    tree.put("sys/kernel/osrelease", "6.1.0\n");
    let line = "-o kernel,load1,memory_total,memory_used,processes,host --json";
    let whole = call(PSYS, line).arg("--proc").arg(tree.path()).run().expect(0).rows();
    assert_eq!(whole[0]["memory_total"], 1000 * 1024);
    assert_eq!(whole[0]["memory_used"], 600 * 1024);
    assert_eq!(whole[0]["load1"], 0.5);
    assert_eq!(whole[0]["processes"], 3);
    assert_eq!(whole[0]["host"], "made-up");
    for (file, fields) in [
        ("meminfo", &["memory_total", "memory_used"][..]),
        ("loadavg", &["load1"]),
        ("sys/kernel/osrelease", &["kernel"]),
    ] {
        damage::each(PSYS, line, &tree, file, |damage, answer| {
            let answer = answer.expect(0);
            let rows = answer.rows();
            assert_eq!(rows.len(), 1, "{damage:?} for {file}");
            for name in whole[0].keys() {
                if fields.contains(&name) {
                    assert_ne!(rows[0][name], 0, "{damage:?} for {file}: a false zero");
                } else {
                    assert_eq!(rows[0][name], whole[0][name], "{damage:?} for {file}");
                }
            }
            if damage.is_no_file() {
                assert!(answer.stderr.contains(file), "{damage:?}: {:?}", answer.stderr);
            }
        });
    }
}

#[test]
fn what_would_change_something_is_refused() {
    for line in ["-w kernel.x=1", "--write kernel.x=1"] {
        call(PSYS, line).run().refused(2);
    }
}

#[test]
fn a_full_disk_is_told() {
    streams::full_disk(PSYS, "");
}

#[test]
fn a_closed_output_is_told() {
    streams::closed_output(PSYS, "");
}

#[test]
fn a_wrong_command_line_is_one_line() {
    streams::wrong_usage(PSYS);
}

#[test]
fn an_unusable_proc_is_one_line() {
    streams::unusable(PSYS);
}

#[test]
fn a_terminal_may_be_narrow() {
    streams::narrow_terminal(PSYS, "");
}

/// What is printed of the captured machine is kept in `tests/expected/psys`.
#[test]
fn outputs_are_as_kept() {
    let cases = [
        ("default", ""),
        ("json", "--json"),
        ("without-title", "-o memory_total="),
        ("fields", "-o kernel,uptime,memory_total,load1"),
        ("bytes", "-o memory_total,uptime,booted --bytes"),
        ("cpu", "cpu"),
        ("cputime", "cputime"),
        ("memory", "memory"),
        ("vm", "vm pgfault oom_kill -o name,value,meaning"),
        ("interrupts", "interrupts"),
        ("softirqs", "softirqs"),
        ("disks", "disks"),
        ("disks-in-json", "disks vda --json"),
        ("partitions", "partitions"),
        ("pressure", "pressure"),
        ("load", "load"),
        ("version", "version"),
        ("cmdline", "cmdline"),
        ("buddy", "buddy"),
        ("zones", "zones"),
        ("numa", "numa"),
        ("filesystems", "filesystems --where needs_device"),
        ("mounts", "mounts"),
        ("devices", "devices"),
        ("tty", "tty"),
        ("serial", "serial"),
        ("crypto", "crypto --limit 5"),
        ("ioports", "ioports"),
        ("sysctl", "sysctl"),
        ("sysctl-n", "sysctl -n vm.swappiness"),
        ("swaps", "swaps"),
        ("raw", "raw loadavg"),
        ("metrics", "metrics"),
        ("not-captured", "slabs"),
    ];
    support::expected::check(PSYS, &cases);
}

/// What is printed of the written machine is kept in `tests/expected/psys/written`.
#[test]
fn outputs_are_as_kept_of_the_written() {
    let cases = [
        ("acpi", "acpi"),
        ("allocations", "allocations"),
        ("fs", "fs"),
        ("input", "input"),
        ("iomem", "iomem"),
        ("ipc", "ipc"),
        ("ipconfig", "ipconfig"),
        ("kconfig", "kconfig"),
        ("kcore", "kcore"),
        ("keys", "keys"),
        ("log", "log"),
        ("dmesg", "dmesg -l err"),
        ("modules", "modules"),
        ("mtrr", "mtrr"),
        ("pci", "pci -o address,vendor_id,device_id,irq,driver,regions"),
        ("raid", "raid"),
        ("schedstat", "schedstat"),
        ("scsi", "scsi"),
        ("slabs", "slabs"),
        ("swaps", "swaps"),
        ("symbols", "symbols"),
        ("timers", "timers"),
        ("vmalloc", "vmalloc"),
        ("wakeup", "wakeup"),
        ("warnings", "-o warnings"),
    ];
    support::expected::check_written(PSYS, &cases);
}
