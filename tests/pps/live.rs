//! Processes made by the test, and looked for.

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt as _;

use serde_json::{Value, json};

use crate::PPS;
use crate::support::rows::{decode, records_of, rows_of};
use crate::support::{
    Answer, JSONS, Made, Row, Sandbox, TEXTS, assert_harmless, call, has, is_root, schema, skip,
    wait_until,
};

/// `pps PID -o FIELDS` as a row.
fn row(made: &Made, fields: &str) -> Row {
    call(PPS, fields_of(made.pid(), fields).as_str()).row()
}

fn fields_of(pid: u64, fields: &str) -> String {
    format!("{pid} -o {fields}")
}

#[test]
fn a_process_is_found_as_it_is() {
    let sandbox = Sandbox::new();
    let made = Made::shell("read end", &[b"zero", b"one"], |command| {
        command.current_dir(sandbox.path());
    });
    let fields = "pid,ppid,comm,command,argv,exe,cwd,root,state,threads,uid,kernel_thread";
    let row = wait_until("sleep", || Some(row(&made, fields)).filter(|row| row["state"] == "S"));
    assert_eq!(row.pid(), made.pid());
    assert_eq!(row.number("ppid"), u64::from(std::process::id()));
    assert_eq!(row["argv"], json!(["/bin/sh", "-c", "read end", "zero", "one"]));
    assert_eq!(row["comm"], "sh");
    assert_eq!(row["exe"], std::fs::read_link(made.proc("exe")).unwrap().to_str().unwrap());
    assert_eq!(row["cwd"], sandbox.path().to_str().unwrap());
    assert_eq!(row["root"], "/");
    assert_eq!(row["threads"], 1);
    assert_eq!(row["uid"], rustix::process::geteuid().as_raw());
    assert_eq!(row["kernel_thread"], false);
    assert!(row.text("command").starts_with("/bin/sh -c "), "{row:?}");
}

#[test]
fn numbers_agree_with_the_files_of_the_process() {
    let made = Made::with_arguments(&[]);
    let row = row(&made, "pid,vsz,rss,fds,oom_score_adj,start_ticks,read_calls,nice,priority");
    let stat = std::fs::read_to_string(made.proc("stat")).unwrap();
    let stat: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    assert_eq!(row["vsz"].to_string(), stat[20]);
    assert_eq!(row["start_ticks"].to_string(), stat[19]);
    assert_eq!(row["priority"].to_string(), stat[15]);
    assert_eq!(row["nice"].to_string(), stat[16]);
    assert_eq!(row.number("fds"), std::fs::read_dir(made.proc("fd")).unwrap().count() as u64);
    let adjusted = std::fs::read_to_string(made.proc("oom_score_adj")).unwrap();
    assert_eq!(row["oom_score_adj"].to_string(), adjusted.trim_end());
    // A few counters of the kernel are sums of what each CPU has not yet given up.
    let resident: u64 = stat[21].parse().unwrap();
    let page = rustix::param::page_size() as u64;
    assert!(row.number("rss").abs_diff(resident * page) <= 64 * page, "{row:?}");
}

#[test]
fn every_argument_is_there_and_nothing_is_lost() {
    let arguments: [&[u8]; 5] = [b"first", b"", b"od\xffd", b"two\nlines", b""];
    let made = Made::with_arguments(&arguments);
    let row = row(&made, "pid,argv,command");
    let argv = ["/bin/sh", "-c", "read end", "first", "", "od\u{fffd}d", "two\nlines", ""];
    assert_eq!(row["argv"], json!(argv));
    let raw = row["raw"]["argv"].as_array().unwrap();
    let raw: Vec<Vec<u8>> = raw.iter().map(|text| decode(text.as_str().unwrap())).collect();
    assert_eq!(raw[3..], arguments);
    assert!(decode(row["raw"]["command"].as_str().unwrap()).windows(4).any(|w| w == b"od\xffd"));
}

#[test]
fn one_long_argument_is_whole() {
    let long = vec![b'x'; 100_000];
    let made = Made::with_arguments(&[&long]);
    let row = row(&made, "pid,argv");
    assert_eq!(row.list("argv").last().unwrap().as_str().map(str::len), Some(long.len()));
}

/// Names that other tools stumble over, each with what a table shows.
const NAMES: [(&[u8], &str); 14] = [
    (b"plain", "plain"),
    (b"a\nb", "a\\nb"),
    (b"a) b", "a) b"),
    (b") R 1 1 1 0 -1", ") R 1 1 1 0 -1"),
    (b"x) Z 1 1 1 1 1", "x) Z 1 1 1 1 1"),
    (b"nc (", "nc ("),
    (b"\x1b[2J\x1b[31m", "\\x1b[2J\\x1b[31m"),
    (b"\xff\xfe\xc3(", "\\xff\\xfe\\xc3("),
    (b"\xc2\x9b31m\x9b1m", "\\u{9b}31m\\x9b1m"),
    (b"\xe2\x80\xaeevil", "\\u{202e}evil"),
    (b"a\\nb\t\x7f", "a\\\\nb\\t\\x7f"),
    (b"[kthreadd]", "\\x5bkthreadd]"),
    (b"?blocked", "\\x3fblocked"),
    (b"\"},{\"pid\":1,\"", "\"},{\"pid\":1,\""),
];

#[test]
fn odd_names_stay_on_their_line_and_come_back() {
    let made: Vec<Made> = NAMES.iter().map(|(name, _)| Made::named(name)).collect();
    let pids: Vec<String> = made.iter().map(|made| made.pid().to_string()).collect();
    let line = format!("{} -o pid,comm", pids.join(" "));
    let rows = call(PPS, &line).rows();
    assert_eq!(rows.len(), NAMES.len());
    let table = call(PPS, &line).text();
    assert_eq!(table.lines().count(), NAMES.len() + 1, "{table}");
    for (made, (name, shown)) in made.iter().zip(NAMES) {
        let row = rows.iter().find(|row| row.pid() == made.pid()).unwrap();
        assert_eq!(row["comm"], json!(String::from_utf8_lossy(name)));
        match row.0.get("raw") {
            Some(raw) => assert_eq!(decode(raw["comm"].as_str().unwrap()), name),
            None => assert!(std::str::from_utf8(name).is_ok(), "{row:?}"),
        }
        let of_row = |line: &&str| line.trim_start().starts_with(&format!("{} ", made.pid()));
        let line = table.lines().find(of_row).unwrap();
        assert_eq!(line.trim_start().split_once(' ').unwrap().1, shown);
    }
}

#[test]
fn no_text_lets_a_name_act_on_a_terminal() {
    no_name_acts(&TEXTS);
}

#[test]
fn no_json_lets_a_name_act_on_a_terminal() {
    no_name_acts(&JSONS);
}

fn no_name_acts(formats: &[&str]) {
    let made: Vec<Made> = NAMES.iter().map(|(name, _)| Made::named(name)).collect();
    let pids: Vec<String> = made.iter().map(|made| made.pid().to_string()).collect();
    for format in formats {
        let line = format!("{} -o pid,comm,argv,command --format {format}", pids.join(" "));
        assert_harmless(&call(PPS, &line).text());
    }
}

#[test]
fn markdown_is_one_line_a_row() {
    let made = Made::named(b"a|b\nc`d");
    let text = call(PPS, &format!("{} -o pid,comm --markdown", made.pid())).text();
    assert_eq!(text.lines().count(), 3, "{text}");
    let row = text.lines().last().unwrap();
    let bare = row.replace("\\|", "");
    assert_eq!(bare.matches('|').count(), 3, "{text}");
}

#[test]
fn states_are_told() {
    let (stopped, zombie) = (Made::stopped(), Made::zombie());
    assert_eq!(row(&stopped, "pid,state")["state"], "T");
    let row = row(&zombie, "pid,state,ppid,comm,exe,cwd,argv,rss,kernel_thread");
    assert_eq!(row["state"], "Z");
    assert_eq!(row.number("ppid"), u64::from(std::process::id()));
    assert_eq!(row["kernel_thread"], false);
    assert_eq!(row["exe"], Value::Null);
    assert_eq!(row["cwd"], Value::Null);
    assert_eq!(row["rss"], Value::Null, "what has no memory has no zero of it");
}

/// A zombie has nothing that could be read; that is no problem to be told.
#[test]
fn a_zombie_is_no_problem() {
    if !is_root() {
        skip!("what has ended is denied to its own user");
    }
    let zombie = Made::zombie();
    let answer = call(PPS, &format!("{} -o all", zombie.pid())).run().expect(0);
    assert_eq!(answer.stderr, "");
}

/// Processes that two listings of ps have in common were there in between.
#[test]
fn the_list_is_that_of_ps() {
    if !has("ps") {
        skip!("ps is not installed");
    }
    let listed = || -> BTreeSet<u64> {
        let text = call("ps", "-e -o pid=").text();
        text.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
    };
    let before = listed();
    let rows = call(PPS, "-o pid,comm").rows();
    let ours: BTreeSet<u64> = rows.iter().map(Row::pid).collect();
    let after = listed();
    assert_eq!(ours.len(), rows.len(), "a pid twice");
    let missing: Vec<_> = before.intersection(&after).filter(|pid| !ours.contains(pid)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    let is_there = |pid: &&u64| std::path::Path::new(&format!("/proc/{pid}")).exists();
    let known = |pid: &&u64| before.contains(*pid) || after.contains(*pid);
    let invented: Vec<_> = ours.iter().filter(|pid| is_there(pid) && !known(pid)).collect();
    assert!(invented.is_empty(), "invented: {invented:?}");
}

#[test]
fn kernel_threads_are_told_by_the_kernel() {
    if !std::path::Path::new("/proc/2/comm").exists() {
        skip!("kernel threads are hidden here");
    }
    let row = call(PPS, "2 -o pid,comm,command,kernel_thread,exe,rss,argv").row();
    if row["comm"] != "kthreadd" {
        skip!("process 2 is not kthreadd");
    }
    assert_eq!(row["kernel_thread"], true);
    assert_eq!(row["command"], "[kthreadd]");
    assert_eq!(row["rss"], Value::Null);
}

#[test]
fn the_default_columns() {
    let text = call(PPS, "").text();
    let header: Vec<&str> = text.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["PID", "USER", "STATE", "%CPU", "RSS", "TIME", "STARTED", "COMMAND"]);
}

#[test]
fn an_empty_title_prints_what_ps_prints() {
    let made = Made::with_arguments(&[]);
    // A process that has just begun still grows; what is asked is asked while it does not.
    let settled = (0..50).find_map(|_| {
        let before = row(&made, "pid,rss").number("rss");
        let text = call(PPS, &format!("-q {} -o rss=", made.pid())).text();
        (before == row(&made, "pid,rss").number("rss")).then_some((text, before))
    });
    let (text, exact) = settled.expect("a process that has settled");
    assert_eq!(text.trim(), (exact / 1024).to_string());
    assert_eq!(text.lines().count(), 1);
    let text = call(PPS, &format!("-q {} -o comm=", made.pid())).text();
    assert_eq!(text, "sh\n");
    // As in ps, a title of its own stands where it was given.
    let text = call(PPS, &format!("-q {} -o pid=NUMBER", made.pid())).text();
    assert_eq!(text.lines().next().unwrap().trim(), "NUMBER");
}

/// Columns that are asked for as ps is asked, and what it prints of a process that stands still.
#[test]
fn columns_asked_for_as_of_ps_read_as_there() {
    // Without the moments: ps knows that of boot to the second only.
    const NAMES: [&str; 27] = [
        "tgid", "pgrp", "sess", "euser", "uid_hack", "uname", "euid", "s", "ni", "nlwp", "thcount",
        "tt", "tname", "tty8", "pcpu", "%cpu", "time", "cputime", "atime", "cputimes", "times",
        "vsize", "rssize", "rsz", "cmd", "args", "ucmd",
    ];
    if !has("ps") {
        skip!("ps is not installed");
    }
    let made = Made::with_arguments(&[]);
    let asked = |program, name: &str| {
        let text = call(program, &format!("-q {} -o {name}", made.pid())).text();
        text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    for name in NAMES {
        // The process may still grow, or the share of it fall, while it is looked at.
        let both = || (asked("ps", name), asked(PPS, name));
        let agreed = (0..50).map(|_| both()).find(|(theirs, ours)| theirs == ours);
        let (theirs, ours) = agreed.unwrap_or_else(both);
        assert_eq!(ours, theirs);
        assert_eq!(ours.len(), 2, "{ours:?}");
    }
}

#[test]
fn a_width_may_be_given_and_changes_nothing() {
    let text = call(PPS, "-q 1 -o pid:20,comm:8").text();
    assert_eq!(text, call(PPS, "-q 1 -o pid,comm").text());
    call(PPS, "-q 1 -o pid:x").run().expect(2);
}

/// Fields whose values stand still while a process does, whatever others do: to share a page with it
/// is enough to change its part of that page.
fn steady_fields() -> String {
    let listed = rows_of(&call(PPS, "--list-fields --json").text());
    let moves = [
        "cpu_percent",
        "cpu_percent_children",
        "elapsed",
        "collected_at",
        "avx512_elapsed",
        "oom_score",
        "signals_queued",
    ];
    let shares = |field: &Row| field["sources"].to_string().contains("smaps_rollup");
    let steady = listed.iter().filter(|field| !shares(field)).map(|field| field.text("name"));
    steady.filter(|name| !moves.contains(name)).collect::<Vec<_>>().join(",")
}

#[test]
fn json_lines_and_csv_agree_with_json() {
    let made = Made::shell("read end", &[b"od\xffd \"x\",y", b"", b"a\\b"], |_| {});
    rustix::process::kill_process(
        rustix::process::Pid::from_raw(made.pid() as i32).unwrap(),
        rustix::process::Signal::STOP,
    )
    .unwrap();
    // The signal takes its time.
    let state = || row(&made, "pid,state")["state"].clone();
    assert!((0..100).any(|_| state() == "T"), "not stopped");
    let line = format!("{} -o {}", made.pid(), steady_fields());
    let row = call(PPS, &line).row();
    let lines = call(PPS, &format!("{line} --jsonl")).text();
    assert_eq!(lines.lines().map(Row::parse).collect::<Vec<_>>(), std::slice::from_ref(&row));
    let report = call(PPS, &format!("{line} --report")).text();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["rows"][0]["values"], Value::Object(row.0.clone()));
    let records = records_of(&call(PPS, &format!("{line} --csv")).text());
    assert_eq!(records.len(), 1);
    let names: Vec<&str> = records[0].iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, row.keys());
    for (name, cell) in &records[0] {
        let raw = row.0.get("raw").and_then(|raw| raw.get(name)).is_some();
        match &row[name] {
            Value::Null => assert_eq!(cell, "", "{name}"),
            Value::String(text) if !raw && !text.contains('\\') => assert_eq!(cell, text, "{name}"),
            Value::Number(number) => {
                assert_eq!(cell.parse().ok(), number.as_f64(), "{name}: {cell}");
            }
            Value::Bool(yes) => assert_eq!(*cell, yes.to_string(), "{name}"),
            _ => {}
        }
    }
    let command = &records[0].iter().find(|(name, _)| name == "command").unwrap().1;
    assert!(command.contains("od\\xffd") && command.contains("a\\\\b"), "{command}");
}

#[test]
fn rows_are_what_the_schema_says() {
    let _odd = Made::named(b"\xff\x1b");
    let _odd = Made::with_arguments(&[b"\xff"]);
    let rows = call(PPS, "-o all").rows();
    assert!(!rows.is_empty());
    schema::check(&call(PPS, "--schema").text(), &rows);
}

#[test]
fn every_field_has_a_value_somewhere() {
    if !is_root() {
        skip!("not every field may be read by everybody");
    }
    let _stopped = Made::stopped();
    let report = call(PPS, "-o all --report").text();
    let report: Value = serde_json::from_str(&report).unwrap();
    let rows = report["rows"].as_array().unwrap();
    let listed = rows_of(&call(PPS, "--list-fields --json").text());
    // What the machine, or the configuration of its kernel, may simply not have.
    let may_lack = "\
        tpgid tty unit slice container runtime pod login_uid login audit_session tracer
        exit_code patch_state blkio_delay running_cpu rt_priority numa_node numa_group
        esp eip label user_unit scope machine login_session owner_uid seat
        avx512_elapsed thread_features thread_features_locked untag_mask children wchan
        autogroup autogroup_nice ns_time ns_time_children run_time run_delay timeslices
        ksm_merging_pages ksm_zero_pages ksm_rmap_items ksm_profit ksm_merge_any
        ksm_mergeable ksm cpuset speculation_store_bypass speculation_indirect_branch
        thp_enabled oom_adj";
    let may_lack: Vec<&str> = may_lack.split_whitespace().collect();
    for name in listed.iter().map(|field| field.text("name")) {
        let has = rows.iter().any(|row| !row["values"][name].is_null());
        assert!(has || may_lack.contains(&name), "{name} is absent in every row");
    }
}

#[test]
fn words_select() {
    let marker = format!("marker-{}", std::process::id());
    let made = Made::with_arguments(&[b"zero", marker.as_bytes()]);
    let rows = call(PPS, &format!("{marker} -o pid,command")).rows();
    assert!(rows.iter().any(|row| row.pid() == made.pid()), "{rows:?}");
    // Numbers widen, and an option narrows.
    let zombie = Made::zombie();
    let line = format!("{} {} -o pid --where state==Z", made.pid(), zombie.pid());
    assert_eq!(call(PPS, &line).row().pid(), zombie.pid());
}

/// The word stands in the tool's own command line, which nobody looks for: pgrep leaves itself out.
#[test]
fn a_word_does_not_find_the_tool_itself() {
    let answer = call(PPS, "no-process-is-called-so-4711 --json").run();
    assert_eq!(answer.text(), "[]\n");
    let answer = answer.expect(1);
    assert_eq!(answer.complaints().len(), 1, "{}", answer.stderr);
}

#[test]
fn a_missing_process_is_told_though_others_are_found() {
    let made = Made::with_arguments(&[]);
    let answer = call(PPS, &format!("{} 4194305 -o pid --json", made.pid())).run().expect(1);
    assert_eq!(answer.rows().len(), 1);
    assert!(answer.stderr.contains("4194305"), "{}", answer.stderr);
}

#[test]
fn order_and_limit() {
    let rows = call(PPS, "-o pid,rss --sort -rss --limit 3").rows();
    assert_eq!(rows.len(), 3);
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row["rss"].as_u64())), "{rows:?}");
    let rows = call(PPS, "-o pid").rows();
    assert!(rows.is_sorted_by_key(Row::pid));
}

#[test]
fn habits_of_ps() {
    let made = Made::with_arguments(&[]);
    let pid = made.pid().to_string();
    let header = |line: &str| -> String {
        let text = call(PPS, line).text();
        text.lines().next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(header("-eo pid,comm"), "PID COMM");
    assert_eq!(header("axo pid,comm"), "PID COMM");
    assert_eq!(call(PPS, &format!("-p {pid},{pid} -o pid")).row().pid(), made.pid());
    let rows = call(PPS, "-C sh -o pid,comm").rows();
    assert!(rows.iter().any(|row| row.pid() == made.pid()));
    assert!(rows.iter().all(|row| row["comm"] == "sh"));
}

/// Short-lived processes come and go by the thousand: no error, no half row, no ghost.
#[test]
fn churn_is_silence() {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    static OVER: AtomicBool = AtomicBool::new(false);
    // What this machine denies also when nothing moves.
    let quiet = call(PPS, "-o all").run();
    let told = |answer: &Answer| -> BTreeSet<String> {
        // Each file with what befell it, without the count.
        let kind = |(path, what): (&str, &str)| {
            format!("{path}: {}", what.split(" for ").next().unwrap_or(what))
        };
        answer.files_told().into_iter().map(kind).collect()
    };
    let before = told(&quiet);
    let churn = std::thread::spawn(|| {
        let end = Instant::now() + Duration::from_secs(20);
        while !OVER.load(Ordering::Relaxed) && Instant::now() < end {
            let _ = std::process::Command::new("/bin/true").status();
        }
    });
    for line in
        ["", "-o all", "-o pid,comm,command,exe,cwd", "-o pid,rss", "threads", "tree"].repeat(5)
    {
        let answer = call(PPS, line).arg("--json").run().expect(0);
        for row in answer.rows() {
            assert!(row.0.get("comm").is_none_or(|comm| !comm.is_null()), "{row:?}");
        }
        assert!(told(&answer).is_subset(&before), "{}", answer.stderr);
    }
    OVER.store(true, Ordering::Relaxed);
    churn.join().unwrap();
}

/// A path of the test's own may hold any byte but two.
#[test]
fn odd_paths_come_back() {
    let sandbox = Sandbox::new();
    let odd = sandbox.join(crate::support::sandbox::path_of(b"a b\n\x1b[2J\xff (deleted)"));
    std::fs::create_dir(&odd).unwrap();
    let made = Made::shell("read end", &[], |command| {
        command.current_dir(&odd);
    });
    let row = row(&made, "pid,cwd");
    assert_eq!(decode(row["raw"]["cwd"].as_str().unwrap()), odd.as_os_str().as_bytes());
    let table = call(PPS, &format!("{} -o cwd", made.pid())).text();
    assert_eq!(table.lines().count(), 2, "{table}");
    assert_harmless(&table);
}
