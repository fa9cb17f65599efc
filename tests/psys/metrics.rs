//! Metrics: that Prometheus takes them, and that they say what the views say.
#![expect(clippy::float_cmp, reason = "what is printed twice is the same number")]

use std::collections::{BTreeMap, BTreeSet};

use crate::PSYS;
use crate::support::{Sandbox, Tree, call, has, python};

/// Checks the text as Prometheus does, and returns the samples by name and labels.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let mut families = BTreeSet::new();
    let mut samples = BTreeMap::new();
    let mut current = String::new();
    assert!(text.ends_with('\n'), "the last line must end");
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            help.split(' ').next().unwrap().clone_into(&mut current);
            assert!(families.insert(current.clone()), "{current} twice");
            assert!(help.len() > current.len() + 1, "{current} without help");
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert_eq!(name, current);
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
        } else {
            let (series, value) = line.rsplit_once(' ').unwrap();
            let name = series.split('{').next().unwrap();
            assert_eq!(name, current, "{line}");
            let value: f64 = value.parse().unwrap_or_else(|_| panic!("{line}"));
            assert!(samples.insert(series.to_owned(), value).is_none(), "{series} twice");
        }
    }
    samples
}

#[test]
fn the_metrics_of_this_machine_are_taken() {
    let text = call(PSYS, "metrics").text();
    let samples = samples(&text);
    let row = call(PSYS, "-o cpus,files_max --json").row();
    assert_eq!(samples["prockit_machine_cpus"], row["cpus"].as_f64().unwrap());
    let total = call(PSYS, "-o memory_total --json").row()["memory_total"].as_f64().unwrap();
    assert_eq!(samples["prockit_memory_size_bytes{name=\"MemTotal\"}"], total);
    assert!(samples.contains_key("prockit_cputime_idle_seconds_total{cpu=\"0\"}"), "{text}");
    // Their sum would be counted beside them.
    assert!(!text.contains("cpu=\"all\""));

    let sandbox = Sandbox::new();
    let file = sandbox.path().join("psys.prom");
    std::fs::write(&file, &text).unwrap();
    checked_by_python(&file, samples.len());
    if has("promtool") {
        let check = format!("promtool check metrics < {}", file.display());
        let answer = call("sh", "-c").arg(check).run().expect(0);
        assert_eq!(answer.stderr, "", "promtool");
    } else {
        println!("skipped: promtool is not installed");
    }
}

/// The parser of the client for Python reads as many samples.
fn checked_by_python(file: &std::path::Path, count: usize) {
    const SCRIPT: &str = "import sys\n\
        from prometheus_client.parser import text_string_to_metric_families as parse\n\
        print(sum(len(f.samples) for f in parse(open(sys.argv[1]).read())))";
    let interpreters = python::interpreter().into_iter().chain(["/usr/bin/python3".into()]);
    let is_able = |python: &std::path::PathBuf| {
        python.exists()
            && call(python, "-c").arg("import prometheus_client.parser").run().code() == 0
    };
    match interpreters.into_iter().find(is_able) {
        Some(python) => {
            let read = call(python, "-c").arg(SCRIPT).arg(file).text();
            assert_eq!(read.trim(), count.to_string());
        }
        None => println!("skipped: prometheus_client is not installed"),
    }
}

#[test]
fn odd_names_are_escaped_and_absent_values_have_no_sample() {
    let tree = Tree::new();
    tree.put(
        "diskstats",
        "   8 0 s\"d\\a 5 0 16 7 1 0 8 8 0 100 15\n   8 16 sdb x 0 80 7 1 0 90 8 0 100 15\n",
    );
    let text = call(PSYS, "disks --format prometheus --quiet --proc").arg(tree.path()).text();
    let samples = samples(&text);
    assert_eq!(
        samples["prockit_disks_read_bytes_total{name=\"s\\\"d\\\\\\\\a\"}"],
        16.0 * 512.0,
        "{text}"
    );
    assert_eq!(samples["prockit_disks_write_time_seconds_total{name=\"sdb\"}"], 0.008);
    assert!(!samples.contains_key("prockit_disks_reads_total{name=\"sdb\"}"), "{text}");
}

#[test]
fn fields_and_rows_can_be_chosen() {
    let line = "cputime --format prometheus -o user,idle_share -Q cpu==0";
    let samples = samples(&call(PSYS, line).text());
    let names: Vec<&str> = samples.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "prockit_cputime_idle_share_ratio{cpu=\"0\"}",
            "prockit_cputime_user_seconds_total{cpu=\"0\"}"
        ]
    );
    assert!((0.0..=1.0).contains(&samples[names[0]]));
}

#[test]
fn what_goes_up_and_down_is_no_counter() {
    let tree = Tree::new();
    tree.put("vmstat", "nr_free_pages 7\npgfault 5\nbrand_new 3\n");
    let text = call(PSYS, "vm --format prometheus --proc").arg(tree.path()).text();
    let samples = samples(&text);
    assert_eq!(samples["prockit_vm_value{name=\"nr_free_pages\"}"], 7.0, "{text}");
    assert_eq!(samples["prockit_vm_value_total{name=\"pgfault\"}"], 5.0, "{text}");
    // Nobody knows how this one changes, so nothing is promised of it.
    assert_eq!(samples["prockit_vm_value{name=\"brand_new\"}"], 3.0, "{text}");
    assert_eq!(samples.len(), 3, "{text}");
}

#[test]
fn labels_are_what_people_call_a_row() {
    let tree = Tree::new();
    tree.put("meminfo", "MemTotal: 9 kB\nMemFree: 4 kB\nSwapTotal: 2 kB\nSwapFree: 1 kB\n");
    tree.put("interrupts", "      CPU0\n 24: 6 IO-APIC 5-edge ttyS0\n");
    for (view, series) in [
        ("free", "prockit_free_free_bytes{name=\"Swap\"} 1024"),
        ("interrupts", "prockit_interrupts_total{irq=\"24\",what=\"ttyS0\"} 6"),
    ] {
        let call = call(PSYS, &format!("{view} --quiet --format prometheus --proc"));
        let text = call.arg(tree.path()).text();
        assert!(text.lines().any(|line| line == series), "{text}");
    }
}

#[test]
fn what_goes_up_and_down_does_not_grow() {
    let line = "vm --match nr_free_pages --match pgfault --exact --json --watch=0.1 --rounds 2";
    let text = call(PSYS, line).text();
    let rows: Vec<serde_json::Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line.trim_end_matches(',')).ok())
        .filter(serde_json::Value::is_object)
        .collect();
    assert_eq!(rows.len(), 4, "{text}");
    for row in rows {
        assert!(row["value"].is_u64(), "{row}");
        assert_eq!(row["value_rate"].is_number(), row["name"] == "pgfault", "{row}");
    }
    // People see the one and the other.
    let text = call(PSYS, "vm --match nr_free_pages --exact --watch=0.1 --rounds 1").text();
    let words: Vec<&str> = text.lines().flat_map(str::split_whitespace).collect();
    assert_eq!(words[..3], ["NAME", "VALUE", "VALUE/S"], "{text}");
    assert!(words[5].parse::<u64>().is_ok() && words[6] == "-", "{text}");
}
