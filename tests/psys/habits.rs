//! What users of the peers type, and what they get.

use std::process::Command;

use crate::PSYS;
use crate::support::{Sandbox, Tree, call, has, skip};

/// The first words of the lines that a peer prints, in the order of the lines, behind its heading.
fn peer(line: &str) -> Vec<Vec<String>> {
    let mut words = line.split_whitespace();
    let output = Command::new(words.next().unwrap())
        .args(words)
        .env("LC_ALL", "C")
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    lines(&text)
}

fn lines(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn ours(line: &str) -> Vec<Vec<String>> {
    lines(&call(PSYS, line).run().expect(0).text())
}

#[test]
fn memory_has_the_units_of_free() {
    if !has("free") {
        skip!("free is not installed");
    }
    for unit in ["-b", "-k", "-m", "-g", "--kilo", "--mega", "-m --si"] {
        let line = format!("free {unit} -t");
        let (theirs, ours) = (peer(&line), ours(&line));
        assert_eq!(theirs.len(), ours.len(), "{line}");
        for (theirs, ours) in theirs.iter().zip(&ours).skip(1) {
            // What there is stays the same; what is used does not.
            assert_eq!(theirs[0], format!("{}:", ours[0]), "{line}");
            assert_eq!(theirs[1], ours[1], "{line}: {theirs:?}");
        }
    }
}

#[test]
fn names_and_values_are_those_of_sysctl() {
    if !has("sysctl") {
        skip!("sysctl is not installed");
    }
    for line in [
        "sysctl -n kernel.ostype",
        "sysctl -n kernel/ostype vm.swappiness",
        "sysctl -N vm.swappiness",
        "sysctl -aN -r ^vm\\.overcommit",
    ] {
        assert_eq!(peer(line), ours(line), "{line}");
    }
}

#[test]
fn processors_are_those_of_lscpu() {
    if !has("lscpu") {
        skip!("lscpu is not installed");
    }
    let numbers = |lines: Vec<Vec<String>>| -> Vec<String> {
        let words = lines.into_iter().map(|line| line[0].clone());
        words.filter(|word| word.chars().all(|c| c.is_ascii_digit())).collect()
    };
    for line in ["lscpu -b -e=CPU", "lscpu -p=CPU"] {
        assert_eq!(numbers(peer(line)), numbers(ours(line)), "{line}");
    }
}

#[test]
fn messages_have_the_levels_of_dmesg() {
    for (line, levels) in [
        ("dmesg -l warn", &["warn"][..]),
        ("dmesg -l err,info", &["err", "info"]),
        ("dmesg --level=crit+", &["emerg", "alert", "crit"]),
    ] {
        let answer = call(PSYS, line).arg("--json").run();
        // There may be none, and they may not be read by everybody.
        for row in answer.rows() {
            assert!(levels.contains(&row.text("level")), "{line}: {row:?}");
        }
    }
}

#[test]
fn mounts_have_the_types_that_mount_is_asked_for() {
    let rows = call(PSYS, "mount -t proc").rows();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.text("fs_type") == "proc"), "{rows:?}");
}

#[test]
fn the_start_is_that_of_uptime() {
    let booted = call(PSYS, "uptime -s").text();
    let whole = call(PSYS, "uptime").row();
    // The clock may have been set between the two by less than the second that is compared.
    let minute = |text: &str| text.trim().get(..16).unwrap().to_owned();
    let again = minute(&call(PSYS, "uptime -s").text());
    assert!([minute(&booted), again].contains(&minute(whole.text("booted"))), "{booted}");
}

/// The second and third number of vmstat, iostat and mpstat, and the options of free.
#[test]
fn intervals_and_counts_repeat() {
    for (line, rows) in [
        ("vmstat 0.1 3 --no-headers", 3),
        ("mpstat 0.1 2 all --no-headers", 2),
        ("free -s 0.1 -c 2 --no-headers", 4),
        ("free -c 1 --no-headers", 2),
        ("slabtop -o --no-headers --limit 0", 0),
    ] {
        // Where there is no memory to be told of, there are fewer rows.
        let text = call(PSYS, line).run().expect(0).text();
        assert_eq!(text.lines().count(), rows, "{line}: {text}");
    }
    call(PSYS, "vmstat 1 2 3").run().refused(2);
    call(PSYS, "vmstat 0").run().refused(2);
}

/// What the CPUs did between two looks is that of one of them on average, in the row of all too.
#[test]
fn times_between_two_looks_are_of_one_processor() {
    let (tree, sandbox) = (Tree::new(), Sandbox::new());
    let stat = |user: u64, idle: u64| {
        let all = format!("cpu {} 0 0 {} 0 0 0 0 0 0", user * 2, idle * 2);
        let each = |cpu: u64| format!("cpu{cpu} {user} 0 0 {idle} 0 0 0 0 0 0");
        let text = format!("{all}\n{}\n{}\nctxt {user}\n", each(0), each(1));
        tree.put("stat", &text);
    };
    let told = |view: &str, line: &str| call(PSYS, view).arg(line).arg("--proc").arg(tree.path());
    for (view, user, idle) in [
        ("vmstat", "user_time_delta", "idle_time_delta"),
        ("mpstat", "user_mean_delta", "idle_mean_delta"),
    ] {
        stat(1000, 1000);
        let report = sandbox.join(view);
        std::fs::write(&report, told(view, "--report").run().stdout).unwrap();
        stat(1100, 1300);
        let rows = told(view, "--json").arg("--since").arg(&report).rows();
        assert_eq!(rows.len(), if view == "vmstat" { 1 } else { 3 });
        for row in rows {
            assert_eq!((row[user].as_f64(), row[idle].as_f64()), (Some(1.0), Some(3.0)), "{row:?}");
        }
    }
}

#[test]
fn what_changes_the_machine_is_refused() {
    for line in [
        "sysctl -w vm.swappiness=60",
        "sysctl --write vm.swappiness=60",
        "sysctl vm.swappiness=60",
        "sysctl -p",
        "sysctl --system",
        "dmesg -c",
        "dmesg -C",
        "dmesg -D",
        "dmesg -E",
        "dmesg -n 1",
        "dmesg --clear",
        "swapon /dev/nothing",
        "swapon -a",
        "mount /dev/nothing /nowhere",
        "mount --bind /nowhere /nothing",
        "mount -o ro /nothing",
        "-w vm.swappiness=60",
        "-c",
    ] {
        let told = call(PSYS, line).run().refused(2);
        assert!(told.contains("only reads"), "{line}: {told}");
    }
}

/// Options that end the run.
const OTHERS: &[&str] = &["-h", "--help", "-V", "--version"];

/// Every letter of a peer's help is an option here, or is refused with a sentence of its own.
#[test]
fn no_letter_of_a_peer_is_unknown() {
    let mut looked = 0;
    for name in [
        "free", "vmstat", "uptime", "lscpu", "lsirq", "dmesg", "sysctl", "ipcs", "slabtop",
        "swapon",
    ] {
        if !has(name) {
            println!("{name} is not installed");
            continue;
        }
        for option in options(name) {
            if OTHERS.contains(&&*option) {
                continue;
            }
            looked += 1;
            // For one that takes a value it is that, which nothing has.
            let answer = call(PSYS, name).arg(&option).arg("--list-fields").run();
            let told = &answer.stderr;
            assert!(
                !told.contains("no option") && !told.contains("unexpected"),
                "{name} {option}: {told}"
            );
            assert!([0, 1, 2, 4].contains(&answer.code()), "{name} {option}: {told}");
        }
    }
    assert!(looked > 0 || !has("free"), "{looked}");
}

/// The options in the help of a peer: those that begin its lines.
fn options(name: &str) -> Vec<String> {
    let output =
        Command::new(name).arg("--help").env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").output();
    let text = String::from_utf8_lossy(&output.unwrap().stdout).into_owned();
    let mut options = Vec::new();
    for line in text.lines().filter(|line| line.trim_start().starts_with('-')) {
        let words = line.split([' ', ',', '=', '[', '<']).filter(|word| !word.is_empty());
        let is_option = |word: &&str| {
            let name = word.trim_start_matches('-');
            word.starts_with('-')
                && name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        options.extend(words.take_while(is_option).map(str::to_owned));
    }
    options
}

#[test]
fn outputs_are_as_habit_expects() {
    let cases = [
        ("free-m", "free -m"),
        ("free-wt", "free -w -t -k"),
        ("vmstat-a", "vmstat -a -S M"),
        ("mpstat", "mpstat -P ALL"),
        ("mount-t", "mount -t proc"),
        ("uptime-p", "uptime -p"),
        ("procinfo", "procinfo"),
    ];
    crate::support::expected::check(PSYS, &cases);
}

/// What is printed of files that are made up here.
#[test]
fn a_line_of_a_peer_shows_its_rows() {
    let tree = Tree::new();
    let disk = "8 0 sda 10 1 4 3 20 2 2048 5 0 7 8 0 0 0 0 0 0\n";
    let lines = [
        ("diskstats", disk),
        ("cpuinfo", "processor\t: 0\ncore id\t\t: 3\n\nprocessor\t: 1\ncore id\t\t: 4\n"),
        ("interrupts", "  CPU0 CPU1\n 1: 1 2 IO-APIC 1-edge kbd\n 2: 10 20 IO-APIC 2-edge net\n"),
        ("softirqs", "  CPU0 CPU1\n TIMER: 3 4\n NET_RX: 5 6\n"),
        ("modules", "ext4 1024 1 - Live 0x0\n"),
        ("ioports", "0000-001f : dma1\n"),
        ("swaps", "Filename Type Size Used Priority\n/dev/sdb partition 2048 1024 -2\n"),
        ("sys/kernel/ostype", "Linux\n"),
        ("sys/kernel/osrelease", "6.1.0\n"),
        (
            "slabinfo",
            "slabinfo - version: 2.1\n# name\n\
             small 10 10 8 512 1 : tunables 0 0 0 : slabdata 1 1 0\n\
             large 4 4 4096 1 1 : tunables 0 0 0 : slabdata 4 4 0\n",
        ),
        (
            "sysvipc/shm",
            "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n         0          7   600                  4096    11    12      0     0     0     0     0          0          0          0                  4096                     0\n",
        ),
        ("bus/pci/devices", "0010\t80860d57\t0\n"),
    ];
    for (file, text) in lines {
        tree.put(file, text);
    }
    for (line, shown) in [
        ("lscpu -p=CPU,core", "cpu,core|0,3|1,4"),
        ("lscpu -e=CPU,core", "CPU CORE|0 3|1 4"),
        ("iostat -m --no-headers -o name,written_bytes", "sda 1"),
        ("vmstat -d --no-headers -o name,reads", "sda 10"),
        ("vmstat -p sda -o name=", "sda"),
        ("lsirq -s total -o irq=,total=", "2 30|1 3"),
        ("lsirq -S -n -o name,total", "NET_RX 11|TIMER 7"),
        ("mpstat -I SCPU --no-headers", "NET_RX 5,6|TIMER 3,4"),
        ("lsmod", "NAME SIZE USED USED-BY|ext4 1.0K 1 \"\""),
        ("lsdev -o name=", "dma1"),
        ("slabtop -o -s c -o name=", "large|small"),
        ("slabtop -s n -o name=", "large|small"),
        ("slabtop -s o -o name=", "small|large"),
        ("sysctl -n kernel/ostype", "Linux"),
        ("sysctl -aN -r ^kernel.ost", "kernel.ostype"),
        ("ipcs -m -p", "KIND ID OWNER CPID LPID LSPID LRPID|shm 7 0 11 12 - -"),
        ("swapon --show=NAME,PRIO", "NAME PRIO|/dev/sdb -2"),
        ("swapon --bytes --noheadings -o size,used", "2097152 1048576"),
        ("lspci -n", "ADDRESS VENDOR-ID DEVICE-ID REV|00:02.0 8086 0d57 ?unsupported"),
    ] {
        let answer = call(PSYS, line).arg("--proc").arg(tree.path()).run();
        let rows: Vec<String> = answer
            .text()
            .lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(rows.join("|"), shown, "{line}: {}", answer.stderr);
    }
}
