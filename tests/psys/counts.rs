//! Views of `psys` on files that this machine need not have.

use serde_json::{Value, json};

use crate::support::{Row, Tree, call};
use crate::{PSYS, proc};

fn tree(files: &[(&str, &str)]) -> Tree {
    let tree = Tree::new();
    for (file, text) in files {
        tree.put(file, text);
    }
    tree
}

/// The rows of a view with these fields, as arrays in the order of the fields.
fn values(tree: &Tree, line: &str, fields: &str) -> Value {
    let call = call(PSYS, &format!("{line} --json -o {fields} --proc")).arg(tree.path());
    let answer = call.run().expect(0);
    assert_eq!(answer.stderr, "", "{line}");
    let values = |row: Row| fields.split(',').map(|name| row[name].clone()).collect::<Value>();
    answer.rows().into_iter().map(values).collect()
}

const NONE: Value = Value::Null;

#[test]
fn memory_knows_counts_from_amounts() {
    let tree = tree(&[(
        "meminfo",
        "MemTotal: 1000 kB\nMemFree: 250 kB\nHugePages_Total: 3\nVmallocTotal: 34359738367 kB\nBrandNew: 7 kB\nSwapTotal: 0 kB\n",
    )]);
    assert_eq!(
        values(&tree, "memory --sort place", "name,size,count,share"),
        json!([
            ["MemTotal", 1_024_000, NONE, 100.0],
            ["MemFree", 256_000, NONE, 25.0],
            ["HugePages_Total", NONE, 3, NONE],
            ["VmallocTotal", 34_359_738_367_u64 * 1024, NONE, NONE],
            ["BrandNew", 7168, NONE, NONE],
            ["SwapTotal", 0, NONE, NONE],
        ])
    );
    assert_eq!(values(&tree, "memory brandnew", "meaning"), json!([[NONE]]));
}

#[test]
fn every_line_of_this_kernel_has_a_meaning() {
    for (view, file) in [("memory", "meminfo"), ("vm", "vmstat")] {
        let rows = call(PSYS, &format!("{view} -o name,meaning")).rows();
        assert_eq!(rows.len(), proc(file).lines().count(), "{view}");
        for row in &rows {
            // A younger kernel than this table may have more lines.
            if row["meaning"].is_null() {
                println!("{view} {}: no meaning is known", row.text("name"));
            }
        }
        let known = rows.iter().filter(|row| !row["meaning"].is_null()).count();
        assert!(known * 10 >= rows.len() * 9, "{view}: {known} of {}", rows.len());
    }
}

#[test]
fn the_kernel_was_given_parameters() {
    let tree = tree(&[("cmdline", "root=/dev/sda1 ro dyndbg=\"file a.c +p\" ro -- single\n")]);
    assert_eq!(
        values(&tree, "cmdline", "position,name,value,for_init"),
        json!([
            [1, "root", "/dev/sda1", false],
            [2, "ro", NONE, false],
            [3, "dyndbg", "file a.c +p", false],
            [4, "ro", NONE, false],
            [5, "single", NONE, true],
        ])
    );
}

#[test]
fn kconfig_is_that_of_this_kernel() {
    let packed = std::path::Path::new("/proc/config.gz");
    if !packed.exists() {
        println!("skipped: this kernel does not tell its configuration");
        return;
    }
    let text = call("gzip", "-dc /proc/config.gz").text();
    let rows = call(PSYS, "kconfig").rows();
    let set = text.lines().filter(|line| line.starts_with("CONFIG_"));
    assert_eq!(rows.iter().filter(|row| row.text("how") != "off").count(), set.count());
    let off = text.lines().filter(|line| line.ends_with(" is not set")).count();
    assert_eq!(rows.iter().filter(|row| row.text("how") == "off").count(), off);
}

#[test]
fn an_array_is_rebuilt() {
    let tree = tree(&[(
        "mdstat",
        "Personalities : [raid1] [raid6] [raid5] [raid4]\n\
         md1 : active raid5 sdd1[3] sdc1[2](F) sdb1[1] sda1[0]\n      \
         878835456 blocks super 1.2 level 5, 512k chunk, algorithm 2 [4/3] [UU_U]\n      \
         [==>.......]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec\n\nunused devices: <none>\n",
    )]);
    assert_eq!(
        values(
            &tree,
            "mdstat",
            "name,state,level,wanted,working,failed,health,action,progress,left,speed"
        ),
        json!([[
            "md1",
            "active",
            "raid5",
            4,
            3,
            ["sdc1"],
            "UU_U",
            "recovery",
            12.65,
            7650.0,
            34_242_560.0
        ]])
    );
}

#[test]
fn disks_of_several_kernels() {
    let tree = tree(&[(
        "diskstats",
        "   8       0 sda 10 1 20 3000 40 5 60 7000 1 9000 10000 11 12 13 14000 15 16000\n   8       1 sda1 1 2 3 4\n",
    )]);
    assert_eq!(
        values(
            &tree,
            "disks",
            "name,device,reads,read_bytes,read_time,in_flight,busy_time,discarded_bytes,flush_time"
        ),
        json!([
            ["sda", "8:0", 10, 10_240, 3.0, 1, 9.0, 6656, 16.0],
            ["sda1", "8:1", 1, 1024, NONE, NONE, NONE, NONE, NONE],
        ])
    );
}

#[test]
fn memory_of_zones_and_nodes() {
    let zone = |node: u32, name: &str, present: u32, counters: &str| {
        format!(
            "Node {node}, zone {name}\n  pages free     100\n        min      10\n        low      13\n        high     16\n        spanned  {present}\n        present  {present}\n        managed  {present}\n        protection: (0, 7)\n{counters}"
        )
    };
    let text = [
        zone(0, "DMA", 200, "      numa_hit     5\n      numa_miss    1\n"),
        zone(0, "Movable", 0, ""),
        zone(1, "Normal", 300, "      numa_hit     6\n      numa_miss    x\n"),
    ]
    .concat();
    let tree = tree(&[
        ("zoneinfo", &text),
        ("buddyinfo", "Node 0, zone      DMA      0      1      0      2 \n"),
        (
            "pagetypeinfo",
            "Page block order: 9\nPages per block:  512\n\nFree pages count per migrate type at order       0      1\nNode    0, zone      DMA, type      Movable >100000      0\n\nNumber of blocks type      Movable\nNode 0, zone      DMA            7\n",
        ),
    ]);
    assert_eq!(
        values(&tree, "zones", "node,zone,free,low,managed,protection"),
        json!([
            [0, "DMA", 409_600, 53_248, 819_200, [0, 7]],
            [0, "Movable", 409_600, 53_248, 0, [0, 7]],
            [1, "Normal", 409_600, 53_248, 1_228_800, [0, 7]],
        ])
    );
    assert_eq!(
        values(&tree, "numa", "node,managed,numa_hit,numa_miss"),
        json!([[0, 819_200, 5, 1], [1, 1_228_800, 6, NONE]])
    );
    assert_eq!(values(&tree, "buddy", "zone,free,largest"), json!([["DMA", 18 * 4096, 8 * 4096]]));
    assert_eq!(
        values(&tree, "page-types", "type,free,at_least,groups"),
        json!([["Movable", 409_600_000, true, 7]])
    );
}

#[test]
fn who_has_memory_of_the_kernel() {
    let tree = tree(&[
        (
            "vmallocinfo",
            "0xffffc90000000000-0xffffc90000005000   20480 irq_init+0xca/0x100 pages=4 vmalloc N0=4\n",
        ),
        (
            "allocinfo",
            "allocinfo - version: 1.0\n#     <size>  <calls> <tag info>\n  4096 1 drivers/a.c:7 [nvme] func:probe\n",
        ),
        ("malloc", "001fe010:03c exec.c:123 array.c:45\n"),
    ]);
    assert_eq!(
        values(&tree, "vmalloc", "start,size,pages,caller,kinds,nodes"),
        json!([["0xffffc90000000000", 20480, 4, "irq_init+0xca/0x100", ["vmalloc"], ["0:4"]]])
    );
    assert_eq!(
        values(&tree, "allocations", "size,calls,file,line,module,function"),
        json!([[4096, 1, "drivers/a.c", 7, "nvme", "probe"]])
    );
    assert_eq!(
        values(&tree, "malloc", "size,file,line,checked_file"),
        json!([[60, "exec.c", 123, "array.c"]])
    );
}

#[test]
fn what_the_scheduler_counts() {
    let tree = tree(&[
        (
            "schedstat",
            "version 15\ntimestamp 1\ncpu0 1 0 3 4 5 6 7000000000 8 9\ndomain0 03 10 11 12 13 14 15 16 17 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 40 41 42 0 0 0 0 0 0 50 51 52\n",
        ),
        (
            "timer_list",
            "cpu: 0\n clock 0:\nactive timers:\n #0: <01>, hrtimer_wakeup, S:01\n # expires at 2000000000-2000050000 nsecs [in 1000 to 51000 nsecs]\n",
        ),
    ]);
    assert_eq!(
        values(&tree, "schedstat", "cpu,domain,run_time,slices,mask,idle_moved,busy_moved"),
        json!([[0, 0, NONE, NONE, "03", 14, 24], [0, NONE, 7.0, 9, NONE, NONE, NONE]])
    );
    assert_eq!(
        values(&tree, "timers", "cpu,clock,function,expires,slack"),
        json!([[0, "monotonic", "hrtimer_wakeup", 2.0, 5e-5]])
    );
}

#[test]
fn stalls_by_resource() {
    let line = "avg10=1.50 avg60=0.25 avg300=0.00 total=2500000";
    let tree = tree(&[
        ("pressure/memory", &format!("some {line}\nfull {line}\n")),
        ("pressure/irq", &format!("full {line}\n")),
    ]);
    assert_eq!(
        values(&tree, "pressure", "resource,tasks,avg10,total"),
        json!([
            ["irq", "full", 1.5, 2.5],
            ["memory", "full", 1.5, 2.5],
            ["memory", "some", 1.5, 2.5]
        ])
    );
}

#[test]
fn the_banner_has_parts() {
    let tree = tree(&[(
        "version",
        "Linux version 6.1.0 (root@host) (gcc (Debian 12) 12.2.0) #1 SMP Debian 6.1.76\n",
    )]);
    assert_eq!(
        values(&tree, "version", "system,release,builder,compiler,build"),
        json!([["Linux", "6.1.0", "root@host", "gcc (Debian 12) 12.2.0", "#1 SMP Debian 6.1.76"]])
    );
    let row = call(PSYS, "version").row();
    assert_eq!(row["release"], proc("sys/kernel/osrelease").trim_end());
}

#[test]
fn cpus_of_another_architecture() {
    let tree = tree(&[(
        "cpuinfo",
        "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd0c\n\nprocessor\t: 1\nCPU implementer\t: 0x99\n\nHardware\t: Board\n",
    )]);
    assert_eq!(
        values(&tree, "cpu", "cpu,vendor,model,flags,bogomips,hardware,socket"),
        json!([
            [0, "ARM", "0xd0c", ["fp", "asimd"], 50.0, "Board", NONE],
            [1, "0x99", NONE, NONE, NONE, "Board", NONE],
        ])
    );
}

#[test]
fn soft_interrupts_add_up() {
    let tree = tree(&[(
        "softirqs",
        "                    CPU0       CPU1\n          HI:          1          2\n       BRAND:          0          5\n",
    )]);
    assert_eq!(
        values(&tree, "softirqs", "name,total,per_cpu"),
        json!([["BRAND", 5, [0, 5]], ["HI", 3, [1, 2]]])
    );
}
