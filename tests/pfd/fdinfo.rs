//! Every line of `fdinfo`, of every kind of file, is told by a field, with the value that it has.

use std::sync::LazyLock;

use regex::Regex;
use rustix::fs::OFlags;
use serde_json::{Value, json};

use super::kinds::Kinds;
use crate::PFD;
use crate::support::{Row, Tree, call};

/// Whether fields tell what the kernel says behind a key.
type Check = fn(&str, &[&Value]) -> bool;

/// Every key, the fields that tell what stands behind it, and how. Of what may be there several times
/// the fields are lists, and `[]` means the place in them that the key has among its like.
const KEYS: &[(&str, &[&str], Check)] = &[
    ("pos", &["offset"], number),
    ("flags", &["mode", "flags"], |said, told| {
        let flags = octal(said);
        let mode = if flags & u64::from(OFlags::PATH.bits()) == 0 {
            ["r--", "-w-", "rw-"][flags as usize & 3]
        } else {
            "---"
        };
        *told[0] == mode && bits(told[1], OPEN) == flags
    }),
    ("mnt_id", &["mnt_id"], number),
    ("ino", &["inode"], number),
    ("lock", &["locks[]"], |said, told| {
        let words: Vec<&str> = said.split_whitespace().collect();
        let [_, kind, _, mode, .., from, to] = words[..] else { return false };
        *told[0] == format!("{kind} {mode} {from}-{to}")
    }),
    ("scm_fds", &["scm_fds"], number),
    ("tty-index", &["tty_index"], number),
    ("iff", &["tun_interface"], text),
    ("fuse_connection", &["fuse_connection"], number),
    ("eventfd-count", &["eventfd_count"], hexadecimal),
    ("eventfd-id", &["eventfd_id"], number),
    ("eventfd-semaphore", &["eventfd_semaphore"], yes_or_no),
    ("tfd tfd", &["epoll_fds[]"], number),
    ("tfd events", &["epoll_events[]"], |said, told| bits(told[0], EPOLL) == hex(said)),
    ("tfd data", &["epoll_data[]"], |said, told| *told[0] == format!("{:#x}", hex(said))),
    ("tfd pos", &["epoll_offsets[]"], number),
    ("tfd ino", &["epoll_inodes[]"], hexadecimal),
    ("tfd sdev", &["epoll_devices[]"], device),
    ("inotify wd", &["watch_descriptors[]"], hexadecimal),
    ("inotify ino", &["watch_inodes[]"], hexadecimal),
    ("inotify sdev", &["watch_devices[]"], device),
    ("inotify mask", &["watch_events[]"], |said, told| bits(told[0], WATCHES) == hex(said)),
    ("inotify ignored_mask", &["watch_ignored[]"], |said, told| {
        bits(told[0], WATCHES) == hex(said)
    }),
    ("inotify fhandle-bytes", &["watch_handles[]"], handle_length),
    ("inotify fhandle-type", &["watch_handles[]"], handle_kind),
    ("inotify f_handle", &["watch_handles[]"], handle_bytes),
    ("fanotify flags", &["fanotify_flags"], |said, told| bits(told[0], GROUPS) == hex(said)),
    ("fanotify event-flags", &["fanotify_event_flags"], |said, told| {
        bits(told[0], OPEN) == hex(said)
    }),
    ("fanotify ino", &["watch_inodes[]"], hexadecimal),
    ("fanotify sdev", &["watch_devices[]"], device),
    ("fanotify mflags", &["watch_flags[]"], |said, told| bits(told[0], &[]) == hex(said)),
    ("fanotify mask", &["watch_events[]"], |said, told| bits(told[0], MARKS) == hex(said)),
    ("fanotify ignored_mask", &["watch_ignored[]"], |said, told| bits(told[0], MARKS) == hex(said)),
    ("fanotify fhandle-bytes", &["watch_handles[]"], handle_length),
    ("fanotify fhandle-type", &["watch_handles[]"], handle_kind),
    ("fanotify f_handle", &["watch_handles[]"], handle_bytes),
    ("sigmask", &["signalfd_signals"], |said, told| bits(told[0], SIGNALS) == hex(said)),
    ("clockid", &["timerfd_clock"], |said, told| bits(told[0], CLOCKS) == decimal(said)),
    ("ticks", &["timerfd_ticks"], number),
    ("settime flags", &["timerfd_flags"], |said, told| bits(told[0], &[]) == octal(said)),
    // It runs: what was said a moment before was no less.
    ("it_value", &["timerfd_remaining"], |said, told| {
        told[0].as_f64().is_some_and(|told| told <= seconds(said) && told > seconds(said) - 60.0)
    }),
    ("it_interval", &["timerfd_interval"], |said, told| told[0].as_f64() == Some(seconds(said))),
    ("Pid", &["pidfd_pid", "pidfd_gone"], |said, told| {
        *told[1] == (said == "-1")
            && if said == "-1" { told[0].is_null() } else { number(said, told) }
    }),
    ("NSpid", &["pidfd_nspid"], |said, told| match said {
        "-1" => told[0].is_null(),
        numbers => *told[0] == json!(numbers.split_whitespace().map(decimal).collect::<Vec<_>>()),
    }),
    ("SqMask", &["uring_sq_entries"], entries),
    ("SqHead", &["uring_sq_head"], number),
    ("SqTail", &["uring_sq_tail"], number),
    ("CachedSqHead", &["uring_sq_cached_head"], number),
    ("CqMask", &["uring_cq_entries"], entries),
    ("CqHead", &["uring_cq_head"], number),
    ("CqTail", &["uring_cq_tail"], number),
    ("CachedCqTail", &["uring_cq_cached_tail"], number),
    ("SQEs", &["uring_sq_ready"], number),
    ("CQEs", &["uring_cq_ready"], number),
    ("SqThread", &["uring_thread"], number_or_none),
    ("SqThreadCpu", &["uring_thread_cpu"], number_or_none),
    ("SqTotalTime", &["uring_thread", "uring_thread_time"], time_of_the_thread),
    ("SqWorkTime", &["uring_thread", "uring_thread_work"], time_of_the_thread),
    ("UserFiles", &["uring_files"], number),
    ("UserBufs", &["uring_buffers"], number),
    // Headings: what stands below them are lines without a key.
    ("PollList", &["uring_polled"], |said, told| said.is_empty() && *told[0] == 0),
    ("CqOverflowList", &["uring_overflowed"], |said, told| said.is_empty() && *told[0] == 0),
    ("NAPI", &["uring_napi"], text),
    ("pending", &["uffd_pending"], number),
    ("total", &["uffd_total"], number),
    ("API", &["uffd_api", "uffd_features", "uffd_operations"], |said, told| {
        let numbers: Vec<u64> = said.split(':').map(hex).collect();
        let [api, features, operations] = numbers[..] else { return false };
        *told[0] == format!("{api:#x}")
            && bits(told[1], &[("initialized", 1 << 31)]) == features
            && *told[2] == format!("{operations:#x}")
    }),
    ("perf_event_attr.type", &["perf_type"], |said, told| {
        bits(told[0], &[("software", 1)]) == any(said)
    }),
    ("pmu_type", &["perf_pmu"], |said, told| *told[0] == any(said)),
    ("perf_event_attr.config", &["perf_config"], |said, told| part(said, told[0], 0)),
    ("perf_event_attr.config1", &["perf_config"], |said, told| part(said, told[0], 1)),
    ("perf_event_attr.config2", &["perf_config"], |said, told| part(said, told[0], 2)),
    ("perf_event_attr.config3", &["perf_config"], |said, told| part(said, told[0], 3)),
    ("perf_event_attr.config4", &["perf_config"], |said, told| part(said, told[0], 4)),
    ("map_type", &["bpf_map_type"], |said, told| bits(told[0], &[("array", 2)]) == decimal(said)),
    ("key_size", &["bpf_key_size"], number),
    ("value_size", &["bpf_value_size"], number),
    ("max_entries", &["bpf_max_entries"], number),
    ("map_flags", &["bpf_map_flags"], text),
    ("map_extra", &["bpf_map_extra"], text),
    ("memlock", &["bpf_memory"], number),
    ("map_id", &["bpf_id"], number),
    ("frozen", &["bpf_frozen"], yes_or_no),
    ("prog_type", &["bpf_prog_type"], |said, told| {
        bits(told[0], &[("socket_filter", 1)]) == decimal(said)
    }),
    ("prog_jited", &["bpf_jited"], yes_or_no),
    ("prog_tag", &["bpf_tag"], text),
    ("prog_id", &["bpf_prog_id"], number),
    ("run_time_ns", &["bpf_run_time"], |said, told| {
        told[0].as_f64() == Some(decimal(said) as f64 / 1e9)
    }),
    ("run_cnt", &["bpf_run_count"], number),
    ("recursion_misses", &["bpf_recursion_misses"], number),
    ("verified_insns", &["bpf_verified"], number),
    ("link_type", &["bpf_link_type"], text),
    ("link_id", &["bpf_id"], number),
    ("attach_type", &["bpf_attach_type"], |said, told| {
        bits(told[0], &[("flow_dissector", 17)]) == decimal(said)
    }),
    ("netns_ino", &["bpf_netns"], number),
    ("btf_id", &["bpf_id"], number),
    ("size", &["dmabuf_size"], number),
    ("count", &["dmabuf_references"], number),
    ("exp_name", &["dmabuf_exporter"], text),
    ("drm-driver", &["drm_driver"], text),
    ("drm-pdev", &["drm_device"], text),
    ("drm-client-id", &["drm_client"], number),
];

/// The numbers of the names that occur, as the headers of the kernel have them.
type Names = &'static [(&'static str, u64)];

const OPEN: Names = &[
    ("wronly", OFlags::WRONLY.bits() as u64),
    ("rdwr", OFlags::RDWR.bits() as u64),
    ("append", OFlags::APPEND.bits() as u64),
    ("nonblock", OFlags::NONBLOCK.bits() as u64),
    ("largefile", OFlags::LARGEFILE.bits() as u64),
    ("directory", OFlags::DIRECTORY.bits() as u64),
    ("nofollow", OFlags::NOFOLLOW.bits() as u64),
    ("cloexec", OFlags::CLOEXEC.bits() as u64),
    ("path", OFlags::PATH.bits() as u64),
    ("tmpfile", (OFlags::TMPFILE.bits() & !OFlags::DIRECTORY.bits()) as u64),
];
const EPOLL: Names = &[("in", 1), ("err", 8), ("hup", 0x10), ("et", 1 << 31)];
const WATCHES: Names = &[("create", 0x100), ("delete", 0x200)];
const MARKS: Names = &[("close_write", 8), ("open", 0x20)];
const GROUPS: Names = &[("cloexec", 1)];
const SIGNALS: Names = &[("USR1", 1 << 9), ("CHLD", 1 << 16)];
const CLOCKS: Names = &[("boottime", 7)];

fn decimal(said: &str) -> u64 {
    said.parse().unwrap()
}

fn octal(said: &str) -> u64 {
    u64::from_str_radix(said, 8).unwrap()
}

fn hex(said: &str) -> u64 {
    u64::from_str_radix(said.trim_start_matches("0x"), 16).unwrap()
}

/// A number that says by its beginning how it is written.
fn any(said: &str) -> u64 {
    if said.starts_with("0x") { hex(said) } else { decimal(said) }
}

/// What belongs to an event, one of several numbers.
fn part(said: &str, told: &Value, place: usize) -> bool {
    told[place] == format!("{:#x}", any(said))
}

/// Seconds and billionths between parentheses.
fn seconds(said: &str) -> f64 {
    let (seconds, rest) = said.trim_matches(['(', ')']).split_once(", ").unwrap();
    decimal(seconds) as f64 + decimal(rest) as f64 / 1e9
}

/// The number of a name, or the sum of those of names in a list or between bars.
fn bits(told: &Value, names: Names) -> u64 {
    let words: Vec<&str> = match told {
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
        told => told.as_str().unwrap().split('|').filter(|word| !word.is_empty()).collect(),
    };
    let bit = |word: &&str| names.iter().find(|(name, _)| name == word).map(|(_, bit)| *bit);
    words.iter().map(|word| bit(word).unwrap_or_else(|| panic!("{word} has no number"))).sum()
}

fn number(said: &str, told: &[&Value]) -> bool {
    *told[0] == decimal(said)
}

fn number_or_none(said: &str, told: &[&Value]) -> bool {
    if said == "-1" { told[0].is_null() } else { number(said, told) }
}

fn hexadecimal(said: &str, told: &[&Value]) -> bool {
    *told[0] == hex(said)
}

fn text(said: &str, told: &[&Value]) -> bool {
    *told[0] == said
}

fn yes_or_no(said: &str, told: &[&Value]) -> bool {
    *told[0] == (said == "1")
}

/// The major number stands above 20 bits of the minor one.
fn device(said: &str, told: &[&Value]) -> bool {
    let number = hex(said);
    *told[0] == format!("{}:{}", number >> 20, number & 0xf_ffff)
}

fn handle_length(said: &str, told: &[&Value]) -> bool {
    let bytes = told[0].as_str().and_then(|told| told.split_once(':')).map(|(_, bytes)| bytes);
    bytes.is_some_and(|bytes| bytes.len() as u64 == 2 * hex(said))
}

fn handle_kind(said: &str, told: &[&Value]) -> bool {
    told[0].as_str().is_some_and(|told| told.starts_with(&format!("{said}:")))
}

fn handle_bytes(said: &str, told: &[&Value]) -> bool {
    told[0].as_str().is_some_and(|told| told.ends_with(&format!(":{said}")))
}

/// The mask is one less than the places.
fn entries(said: &str, told: &[&Value]) -> bool {
    *told[0] == hex(said) + 1
}

/// Without a thread there is no time that it has used, and the kernel says zero.
fn time_of_the_thread(said: &str, told: &[&Value]) -> bool {
    if told[0].is_null() {
        return said == "0" && told[1].is_null();
    }
    told[1].as_f64() == Some(decimal(said) as f64 / 1e6)
}

/// What the kernel says: each key with its value, the keys of lines that have several behind the word
/// that the line begins with.
fn said(text: &str) -> Vec<(String, String)> {
    static PAIR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([\w-]+):\s*(\S+)").unwrap());
    let pairs = |line: &str| {
        let first = line.split([' ', ':']).next().unwrap_or_default().to_owned();
        if !["tfd", "inotify", "fanotify"].contains(&&*first) {
            let (key, value) =
                line.split_once(':').unwrap_or_else(|| panic!("{line:?} has no key in {text}"));
            return vec![(key.to_owned(), value.trim().to_owned())];
        }
        let pairs = PAIR.captures_iter(line);
        pairs.map(|pair| (format!("{first} {}", &pair[1]), pair[2].to_owned())).collect()
    };
    text.lines().flat_map(pairs).collect()
}

/// What a field tells; of one whose name ends in brackets what stands at a place in it.
fn told<'r>(row: &'r Row, field: &str, place: usize) -> &'r Value {
    match field.strip_suffix("[]") {
        Some(list) => row[list].get(place).unwrap_or(&Value::Null),
        None => &row[field],
    }
}

#[test]
fn no_line_of_fdinfo_is_lost() {
    let Some(kinds) = Kinds::make() else { return };
    let info_of =
        |fd: &Value| std::fs::read_to_string(kinds.made.proc(&format!("fdinfo/{fd}"))).unwrap();
    let before: Vec<String> = kinds.expected.values().map(|made| info_of(&made["fd"])).collect();
    let rows = kinds.rows();
    let mut lost = Vec::new();
    for ((kind, made), info) in kinds.expected.iter().zip(&before) {
        let row = rows.iter().find(|row| row["fd"] == made["fd"]).unwrap();
        let mut seen: Vec<String> = Vec::new();
        for (key, said) in said(info) {
            let place = seen.iter().filter(|seen| **seen == key).count();
            let Some((_, fields, is_told)) = KEYS.iter().find(|(known, ..)| *known == key) else {
                lost.push(format!("{kind}: {key} is in no field: {said}"));
                continue;
            };
            let told: Vec<&Value> = fields.iter().map(|field| told(row, field, place)).collect();
            if !is_told(&said, &told) {
                lost.push(format!("{kind}: {key} is {said}, and {fields:?} are {told:?}"));
            }
            seen.push(key);
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// A descriptor is there whatever a copy has of it.
#[test]
fn a_copy_may_lack_fdinfo_of_some_descriptors() {
    let tree = Tree::new();
    for fd in [3, 4] {
        tree.link(&format!("4242/fd/{fd}"), &format!("/tmp/file{fd}"));
    }
    tree.put("4242/fdinfo/3", "pos:\t0\nflags:\t0100002\nmnt_id:\t21\nino:\t77\n");
    let rows = |fields: &str| {
        let line = format!("-p 4242 -Q fd>=0 -o {fields} --json");
        call(PFD, &line).arg("--proc").arg(tree.path()).run().expect(0).rows()
    };
    assert_eq!(rows("fd,kname").len(), 2);
    let rows = rows("fd,mode,inode");
    let told: Vec<_> = rows.iter().map(|row| (row["fd"].as_u64(), row["inode"].as_u64())).collect();
    assert_eq!(told, [(Some(3), Some(77)), (Some(4), None)]);
}
