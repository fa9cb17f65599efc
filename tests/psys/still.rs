//! `psys` against the tools of procps, sysstat and util-linux, on files that do not move: each tool
//! runs in a mount namespace of its own, where these lie over those of /proc.

use std::collections::BTreeMap;

use crate::PSYS;
use crate::support::{Row, Tree, call, has, is_root, skip};

const MEMINFO: &str = "MemTotal: 16000000 kB\nMemFree: 2000000 kB\nMemAvailable: 9000000 kB\n\
Buffers: 300000 kB\nCached: 6000000 kB\nSwapCached: 0 kB\nActive: 5000000 kB\nInactive: 4000000 kB\n\
SwapTotal: 4000000 kB\nSwapFree: 3000000 kB\nDirty: 120 kB\nShmem: 400000 kB\nSReclaimable: 500000 kB\n\
CommitLimit: 12000000 kB\nCommitted_AS: 13000000 kB\nHugePages_Total: 3\nHugepagesize: 2048 kB\n";
const STAT: &str = "cpu  400000 5000 100000 9000000 70000 1000 2000 3000 40000 100\n\
cpu0 400000 5000 100000 9000000 70000 1000 2000 3000 40000 100\nintr 9000000 0 5\nctxt 27000000\n\
btime 1700000000\nprocesses 42\nprocs_running 3\nprocs_blocked 2\nsoftirq 77 1 2\n";
const VMSTAT: &str = "pgpgin 2000000\npgpgout 4000000\npswpin 90000\npswpout 180000\n";
const SLABINFO: &str = "slabinfo - version: 2.1\n\
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n\
dentry            152610 153300    192   21    1 : tunables    0    0    0 : slabdata   7300   7300      0\n\
kmalloc-2k            10     32   2048   16    8 : tunables    0    0    0 : slabdata      2      2      0\n";
const INTERRUPTS: &str = "           CPU0       CPU1       \n\
\x20 16:          5          6  IR-IO-APIC   16-fasteoi   i801_smbus, ehci_hcd:usb1\n\
\x20 41:          0          7  PCI-MSI 524288-edge      eth0\n\
LOC:        100        200   Local timer interrupts\n\
ERR:          3\n";
const SWAPS: &str = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n\
/dev/sda2                               partition\t2097148\t\t512\t\t-2\n\
/var/swap                               file\t\t1024\t\t0\t\t10\n";

/// The files that lie still.
fn still() -> Tree {
    let tree = Tree::new();
    for (file, text) in [
        ("meminfo", MEMINFO),
        ("stat", STAT),
        ("vmstat", VMSTAT),
        ("uptime", "95810.00 90000.00\n"),
        ("slabinfo", SLABINFO),
        ("interrupts", INTERRUPTS),
        ("swaps", SWAPS),
        ("loadavg", "1.25 0.50 0.10 3/99 4711\n"),
    ] {
        tree.put(file, text);
    }
    tree
}

/// What a tool prints of these files, as the words of its lines; nothing where it cannot be had.
fn peer(tree: &Tree, line: &str, files: &[&str]) -> Option<Vec<Vec<String>>> {
    let tool = line.split(' ').next().unwrap();
    if !is_root() || !has(tool) || !has("unshare") {
        println!("skipped: only root with {tool} and unshare can compare");
        return None;
    }
    let mount = |file: &&str| format!("mount --bind {} /proc/{file} && ", tree.at(file).display());
    let mounts: String = files.iter().map(mount).collect();
    let script = format!("{mounts} exec {line}");
    let answer = call("unshare", "--mount sh -c").arg(script).run();
    if !answer.status.success() {
        println!("skipped: {line} cannot be had here: {}", answer.stderr);
        return None;
    }
    let text = answer.text();
    Some(text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect())
}

fn rows(tree: &Tree, line: &str) -> Vec<Row> {
    call(PSYS, &format!("{line} -o all --proc")).arg(tree.path()).rows()
}

/// The rows by a field.
fn by<'r>(rows: &'r [Row], field: &str) -> BTreeMap<&'r str, &'r Row> {
    rows.iter().map(|row| (row.text(field), row)).collect()
}

#[test]
fn free_is_that_of_procps() {
    let tree = still();
    let rows = rows(&tree, "free mem swap total committed");
    let rows = by(&rows, "name");
    // The arithmetic of procps 4, by hand.
    assert_eq!(rows["Mem"].number("used"), 7_000_000 * 1024);
    assert_eq!(rows["Mem"].number("cache"), 6_500_000 * 1024);
    assert_eq!(rows["Committed"]["free"], -1_000_000 * 1024);
    let Some(lines) = peer(&tree, "free -b -w -t", &["meminfo"]) else { return };
    let fields = ["total", "used", "free", "shared", "buffers", "cache", "available"];
    for (line, name) in lines.iter().skip(1).zip(["Mem", "Swap", "Total"]) {
        assert_eq!(line[0], format!("{name}:"));
        for (value, field) in line.iter().skip(1).zip(fields) {
            assert_eq!(rows[name].number(field).to_string(), *value, "{name} {field}");
        }
    }
}

#[test]
fn free_shows_memory_and_swap_unless_asked_for_more() {
    let tree = still();
    let names = |line: &str| -> Vec<String> {
        rows(&tree, line).iter().map(|row| row.text("name").to_owned()).collect()
    };
    assert_eq!(names("free"), ["Mem", "Swap"]);
    assert_eq!(names("free total"), ["Total"]);
    assert_eq!(names("free -Q name!=Mem"), ["Swap", "Total", "Committed"]);
}

#[test]
fn free_of_an_old_kernel_makes_nothing_up() {
    let tree = Tree::new();
    tree.put("meminfo", "MemTotal: 1000 kB\nMemFree: 300 kB\nBuffers: 50 kB\nCached: 200 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
    let mem = &rows(&tree, "free mem")[0];
    assert_eq!((mem.number("used"), mem.number("buff_cache")), (700 * 1024, 250 * 1024));
    assert!(mem["available"].is_null() && mem["shared"].is_null(), "{mem:?}");
}

#[test]
fn vmstat_is_that_of_procps() {
    let tree = still();
    let row = &rows(&tree, "vmstat")[0];
    let rates = [
        ("si", 3847.6),
        ("so", 7695.2),
        ("bi", 21375.6),
        ("bo", 42751.3),
        ("in", 93.9),
        ("cs", 281.8),
    ];
    for (field, rate) in rates {
        assert_eq!(row[field], rate, "{field}");
    }
    let files = ["meminfo", "stat", "vmstat", "uptime"];
    let Some(lines) = peer(&tree, "vmstat -n", &files) else { return };
    for (name, value) in lines[1].iter().zip(&lines[2]) {
        let value: f64 = value.parse().unwrap();
        let shown = row[name.as_str()].as_f64().unwrap_or_else(|| panic!("{name} of {row:?}"));
        let (shown, room) = match name.as_str() {
            "swpd" | "free" | "buff" | "cache" | "si" | "so" | "bi" | "bo" => (shown / 1024.0, 1.0),
            _ => (shown, 1.0),
        };
        assert!((shown - value).abs() <= room, "{name}: {shown} and {value}");
    }
}

#[test]
fn cputime_is_that_of_mpstat() {
    let tree = still();
    let rows = rows(&tree, "cputime");
    let rows = by(&rows, "cpu");
    assert_eq!(rows["0"]["user"], 3600.0);
    assert!(rows["all"]["number"].is_null());
    let Some(lines) = peer(&tree, "mpstat -P ALL", &["stat", "uptime"]) else { return };
    let heading = lines.iter().position(|line| line.iter().any(|word| word == "%usr")).unwrap();
    let cpu = lines[heading].iter().position(|word| word == "CPU").unwrap();
    let mut compared = 0;
    for line in lines.iter().skip(heading + 1).filter(|line| line.len() == lines[heading].len()) {
        let Some(row) = rows.get(line[cpu].as_str()) else { continue };
        for (name, value) in lines[heading].iter().zip(line).skip(cpu + 1) {
            let field = match name.as_str() {
                "%usr" => "user_share",
                "%nice" => "nice_share",
                "%sys" => "system_share",
                "%iowait" => "iowait_share",
                "%irq" => "irq_share",
                "%soft" => "softirq_share",
                "%steal" => "steal_share",
                "%guest" => "guest_share",
                "%gnice" => "guest_nice_share",
                "%idle" => "idle_share",
                other => panic!("mpstat has {other}"),
            };
            let (value, shown): (f64, _) = (value.parse().unwrap(), row[field].as_f64().unwrap());
            assert!((value - shown).abs() < 0.011, "{name}: {shown} and {value}");
            compared += 1;
        }
    }
    assert!(compared >= 20, "{lines:?}");
}

#[test]
fn uptime_is_that_of_procps() {
    let tree = still();
    let row = &rows(&tree, "uptime")[0];
    assert_eq!((&row["uptime"], &row["load1"]), (&95810.0.into(), &1.25.into()));
    let Some(lines) = peer(&tree, "uptime", &["uptime", "loadavg"]) else { return };
    let text = lines[0].join(" ");
    assert!(text.contains("up 1 day, 2:36"), "{text}");
    assert!(text.ends_with("load average: 1.25, 0.50, 0.10"), "{text}");
}

#[test]
fn slabs_are_those_of_slabtop() {
    let tree = still();
    let rows = rows(&tree, "slabs");
    let rows = by(&rows, "name");
    assert_eq!(rows["kmalloc-2k"].number("size"), 2 * 8 * 4096);
    let Some(lines) = peer(&tree, "slabtop -o", &["slabinfo"]) else { return };
    let heading = lines.iter().position(|line| line.first().is_some_and(|w| w == "OBJS")).unwrap();
    let mut compared = 0;
    for line in &lines[heading + 1..] {
        let [objects, active, use_, size, slabs, per_slab, cache, name] = &line[..] else {
            continue;
        };
        let row = rows[name.as_str()];
        assert_eq!(row.number("objects").to_string(), *objects);
        assert_eq!(row.number("active").to_string(), *active);
        let share = row["used_share"].as_f64().unwrap();
        assert!(
            (share - use_.trim_end_matches('%').parse::<f64>().unwrap()).abs() < 1.0,
            "{line:?}"
        );
        let kilobytes = row.number("object_size") as f64 / 1024.0;
        assert_eq!(format!("{kilobytes:.2}K"), *size);
        assert_eq!(row.number("slabs").to_string(), *slabs);
        assert_eq!(row.number("objects_per_slab").to_string(), *per_slab);
        assert_eq!(format!("{}K", row.number("size") / 1024), *cache);
        compared += 1;
    }
    assert_eq!(compared, 2, "{lines:?}");
}

#[test]
fn interrupts_are_those_of_lsirq() {
    let tree = still();
    let rows = rows(&tree, "interrupts");
    let rows = by(&rows, "irq");
    let usb = rows["16"];
    assert_eq!((usb.number("total"), usb.number("busiest")), (11, 1));
    assert_eq!(usb.list("actions"), ["i801_smbus", "ehci_hcd:usb1"]);
    assert_eq!(
        (usb.text("chip"), usb.text("line"), usb.text("trigger")),
        ("IR-IO-APIC", "16", "fasteoi")
    );
    assert!(usb["affinity"].is_null() && rows["ERR"]["per_cpu"].is_null());
    let Some(lines) = peer(&tree, "lsirq -n -o IRQ,TOTAL", &["interrupts"]) else { return };
    for line in lines.iter().filter(|line| line[0] != "ERR") {
        assert_eq!(rows[line[0].as_str()].number("total").to_string(), line[1], "{line:?}");
    }
    assert!(lines.len() >= 3, "{lines:?}");
}

#[test]
fn swaps_are_those_of_swapon() {
    let tree = still();
    let rows = rows(&tree, "swaps");
    let rows = by(&rows, "name");
    let line = "swapon --show=NAME,TYPE,SIZE,USED,PRIO --bytes --noheadings";
    let Some(lines) = peer(&tree, line, &["swaps"]) else { return };
    assert_eq!(lines.len(), 2, "{lines:?}");
    for line in lines {
        let row = rows[line[0].as_str()];
        assert_eq!(row.text("type"), line[1]);
        assert_eq!(row.number("size").to_string(), line[2]);
        assert_eq!(row.number("used").to_string(), line[3]);
        assert_eq!(row["priority"].to_string(), line[4]);
    }
}

#[test]
fn disks_are_those_of_iostat() {
    if !has("iostat") {
        skip!("there is no iostat");
    }
    // The disks are at work meanwhile, and only ever count on.
    let disks = || call(PSYS, "disks -o all").rows();
    let before = disks();
    let text = call("iostat", "-d -k").text();
    let after = disks();
    let (before, after) = (by(&before, "name"), by(&after, "name"));
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    for line in lines.filter(|line| line.len() == 8 && line[0] != "Device") {
        for (field, column) in [("read_bytes", 5), ("written_bytes", 6)] {
            let kilobytes: u64 = line[column].parse().unwrap();
            let range = before[line[0]].number(field) / 1024..=after[line[0]].number(field) / 1024;
            assert!(range.contains(&kilobytes), "{field} of {line:?}: {range:?}");
        }
    }
}

#[test]
fn cpus_are_those_of_lscpu() {
    if !has("lscpu") {
        skip!("there is no lscpu");
    }
    let text = call("lscpu", "").text();
    let told: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(label, value)| (label.trim(), value.trim()))
        .collect();
    let cpus = call(PSYS, "cpu -o all").rows();
    let online = call("lscpu", "-p=CPU").text();
    let online = online.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(cpus.len(), online, "{told:?}");
    let texts = [("Vendor ID", "vendor"), ("BogoMIPS", "bogomips"), ("CPU family", "family")];
    let more = [("Model name", "model_name"), ("Stepping", "stepping"), ("Flags", "flags")];
    for (label, field) in texts.into_iter().chain(more) {
        // ARM's names are those of tables that lscpu has.
        let (Some(value), false) = (told.get(label), cfg!(target_arch = "aarch64")) else {
            continue;
        };
        let shown = match &cpus[0][field] {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(words) => {
                words.iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
            }
            serde_json::Value::Number(number) => format!("{:.2}", number.as_f64().unwrap()),
            other => panic!("{field}: {other}"),
        };
        assert_eq!(shown, *value, "{label}");
    }
}
