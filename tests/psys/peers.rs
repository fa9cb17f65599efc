//! What the peers say of the same machine, value by value.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::PSYS;
use crate::support::{Row, call, has, is_root, skip};

/// The output of a peer.
fn peer(line: &str) -> String {
    let mut words = line.split_whitespace();
    let program = words.next().unwrap();
    let output = Command::new(program)
        .args(words)
        .env("LC_ALL", "C")
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What `sysctl -a` prints, by name; a value of several lines is as many lines.
fn settings() -> BTreeMap<String, Vec<String>> {
    let mut settings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in peer("sysctl -a").lines() {
        if let Some((name, value)) = line.split_once(" =") {
            let value = value.strip_prefix(' ').unwrap_or(value);
            // Between numbers a tab says no more than a blank.
            let is_number = |word: &str| word.parse::<i64>().is_ok() || word.parse::<u64>().is_ok();
            let value = if value.split_ascii_whitespace().all(is_number) {
                value.replace('\t', " ")
            } else {
                value.to_owned()
            };
            settings.entry(name.to_owned()).or_default().push(value);
        }
    }
    settings
}

/// What changes all the time may have changed and be back: it agrees in one round or another.
const ROUNDS: usize = 4;

#[test]
fn settings_are_those_of_sysctl() {
    if !has("sysctl") {
        skip!("sysctl is not installed");
    }
    let mut differing = compare_settings();
    for _ in 1..ROUNDS {
        if differing.is_empty() {
            break;
        }
        let again = compare_settings();
        differing.retain(|name| again.contains(name));
    }
    assert!(differing.is_empty(), "{differing:?}");
}

/// What the reading itself moves: each program has other files open and other names looked up.
const MOVED_BY_READERS: [&str; 4] =
    ["fs.dentry-state", "fs.file-nr", "fs.inode-nr", "fs.inode-state"];

/// The names of the settings that differ from what sysctl tells.
fn compare_settings() -> Vec<String> {
    let before = settings();
    let mut differing = Vec::new();
    let rows = call(PSYS, "sysctl").rows();
    let after = settings();
    let ours: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.text("name"), row)).collect();
    let mut compared = 0;
    for (name, values) in &before {
        // What changes from one moment to the next proves nothing, and neither does what one of
        // the two would not read.
        if after.get(name) != Some(values) || name == "vm.stat_refresh" {
            continue;
        }
        let row = ours.get(name.as_str()).unwrap_or_else(|| panic!("{name} is missing"));
        let shown: Vec<&str> = row.text("value").split('\n').collect();
        if shown != *values && !MOVED_BY_READERS.contains(&&**name) {
            differing.push(name.clone());
        }
        compared += 1;
    }
    assert!(compared > 300, "{compared} of {}", before.len());
    // What we have and sysctl has not is what it cannot read or calls deprecated.
    for (name, row) in &ours {
        let is_deprecated = name.ends_with("base_reachable_time") || name.ends_with("retrans_time");
        let has_value = !row["value"].is_null();
        assert!(before.contains_key(*name) || is_deprecated || !has_value, "{name}: {row:?}");
    }
    differing
}

#[test]
fn messages_are_those_of_dmesg() {
    if !has("dmesg") {
        skip!("dmesg is not installed");
    }
    let raw = peer("dmesg --syslog --raw");
    if raw.is_empty() {
        skip!("the messages of the kernel may not be read here");
    }
    let rows = call(PSYS, "dmesg -o priority,facility,since_boot,message").rows();
    let again = peer("dmesg --syslog --raw");
    // Nothing was taken away: what was there before is there after, but for what made room.
    let last = raw.lines().last().unwrap();
    assert!(again.lines().any(|line| line == last), "{last:?} is gone");
    let ours: BTreeSet<(u64, String)> =
        rows.iter().map(|row| (row.number("priority"), row.text("message").to_owned())).collect();
    let mut compared = 0;
    for line in raw.lines().filter(|line| again.contains(line)) {
        let Some((priority, rest)) = line.strip_prefix('<').and_then(|rest| rest.split_once('>'))
        else {
            continue;
        };
        let priority = priority.parse::<u64>().unwrap() & 7;
        let rest = rest.trim_end();
        let is_it =
            |(ours, text): &(u64, String)| *ours == priority && rest.ends_with(text.trim_end());
        // dmesg writes bytes beyond ASCII and control characters in ways of its own.
        if rest.contains('\\') {
            continue;
        }
        assert!(ours.iter().any(is_it), "{line:?}");
        compared += 1;
    }
    assert!(compared > 0, "{raw:?}");
}

#[test]
fn mounts_are_those_of_findmnt() {
    if !has("findmnt") {
        skip!("findmnt is not installed");
    }
    let list = || -> BTreeSet<String> {
        peer("findmnt -rn -o TARGET,FSTYPE,VFS-OPTIONS").lines().map(str::to_owned).collect()
    };
    let before: BTreeSet<String> = list();
    let rows = call(PSYS, "findmnt -o target,fs_type,options").rows();
    let after: BTreeSet<String> = list();
    let ours: BTreeSet<String> = rows
        .iter()
        .map(|row| {
            let options: Vec<&str> =
                row.list("options").iter().map(|option| option.as_str().unwrap()).collect();
            format!("{} {} {}", row.text("target"), row.text("fs_type"), options.join(","))
        })
        .collect();
    for mount in before.intersection(&after).filter(|mount| !mount.contains("\\x")) {
        assert!(ours.contains(mount), "{mount}");
    }
    assert!(!ours.is_empty());
}

#[test]
fn devices_are_those_of_the_kernel() {
    let text = std::fs::read_to_string("/proc/devices").unwrap();
    let rows = call(PSYS, "devices").rows();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.ends_with("devices:"));
    assert_eq!(rows.len(), lines.count());
    let text = std::fs::read_to_string("/proc/crypto").unwrap_or_default();
    let rows = call(PSYS, "crypto").rows();
    assert_eq!(rows.len(), text.lines().filter(|line| line.starts_with("name ")).count());
}

/// An object of System V's that is gone when the test ends.
struct Ipc(&'static str, String);

impl Ipc {
    fn make(option: &'static str, size: &str) -> Option<Self> {
        let said = peer(&format!("ipcmk {option} {size} -p 0640"));
        let id = said.rsplit(' ').next()?.trim().to_owned();
        id.parse::<u64>().is_ok().then_some(Self(option, id))
    }
}

impl Drop for Ipc {
    fn drop(&mut self) {
        let removal = match self.0 {
            "-Q" => "-q",
            "-S" => "-s",
            _ => "-m",
        };
        peer(&format!("ipcrm {removal} {}", self.1));
    }
}

#[test]
fn objects_are_those_of_ipcs() {
    if !has("ipcmk") || !has("ipcs") {
        skip!("ipcmk and ipcs are not installed");
    }
    let made = (Ipc::make("-Q", ""), Ipc::make("-S", "3"), Ipc::make("-M", "8192"));
    let (Some(queue), Some(set), Some(segment)) = made else {
        skip!("no object of System V's can be made here");
    };
    let rows = call(PSYS, "ipcs -o all").rows();
    let of = |kind: &str, made: &Ipc| -> Row {
        let id: u64 = made.1.parse().unwrap();
        let is_it = |row: &&Row| row["kind"] == kind && row.number("id") == id;
        rows.iter().find(is_it).unwrap_or_else(|| panic!("{kind} {} in {rows:?}", made.1)).clone()
    };
    let owner = u64::from(rustix::process::geteuid().as_raw());
    for (kind, made, option) in
        [("msg", &queue, "-q"), ("sem", &set, "-s"), ("shm", &segment, "-m")]
    {
        let row = of(kind, made);
        assert_eq!((row.text("mode"), row.number("uid")), ("640", owner), "{row:?}");
        let listed = peer(&format!("ipcs {option}"));
        let line = listed.lines().find(|line| line.split_whitespace().nth(1) == Some(&made.1));
        let columns: Vec<&str> = line.unwrap().split_whitespace().collect();
        assert_eq!((row.text("key"), row.text("owner")), (columns[0], columns[2]), "{row:?}");
        assert!(!row["changed"].is_null(), "{row:?}");
    }
    assert_eq!(of("sem", &set).number("semaphores"), 3);
    assert_eq!(of("msg", &queue).number("messages"), 0);
    let row = of("shm", &segment);
    assert_eq!((row.number("bytes"), row.number("attached")), (8192, 0));
    // What never happened has no moment, and no process did it.
    assert!(row["attach_time"].is_null() && row["last_pid"].is_null(), "{row:?}");
    let word = format!("ipc shm {}", segment.1);
    assert_eq!(call(PSYS, &word).rows().len(), 1);
}

#[test]
fn ports_and_memory_are_those_of_the_kernel() {
    if !is_root() {
        skip!("only root is shown addresses");
    }
    for view in ["ioports", "iomem"] {
        let text = std::fs::read_to_string(format!("/proc/{view}")).unwrap();
        let rows = call(PSYS, &format!("{view} -o start,end,name,depth --sort line")).rows();
        assert_eq!(rows.len(), text.lines().count(), "{view}");
        let hex = |row: &Row, field: &str| {
            u64::from_str_radix(row.text(field).trim_start_matches("0x"), 16).unwrap()
        };
        let ours: BTreeSet<(u64, u64, String)> = rows
            .iter()
            .map(|row| (hex(row, "start"), hex(row, "end"), row.text("name").to_owned()))
            .collect();
        for line in text.lines() {
            let (range, name) = line.trim_start().split_once(" : ").unwrap();
            let (start, end) = range.split_once('-').unwrap();
            let number = |digits: &str| u64::from_str_radix(digits, 16).unwrap();
            let expected = (number(start), number(end), name.to_owned());
            assert!(ours.contains(&expected), "{view}: {line}");
        }
    }
}
