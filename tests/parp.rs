//! `parp` from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test panics where it fails, says why it is left out, and looks past pcore"
)]

mod support;

use serde_json::{Value, json};
use support::damage::{self, Damage};
use support::rows::rows_of;
use support::{JSONS, TEXTS, Tree, call, has, is_root, schema, skip, streams};

/// The program.
const PARP: &str = env!("CARGO_BIN_EXE_parp");

/// Runs `parp` in a network of its own, with neighbours that nobody else has.
fn in_own_network(arguments: &str) -> Option<String> {
    if !is_root() || !has("unshare") || !has("ip") {
        println!("skipped: a network of its own needs root, unshare and ip");
        return None;
    }
    let script = format!(
        "PATH=$PATH:/usr/sbin:/sbin
         ip link add near type dummy 2>/dev/null || ip link add near type veth peer name far || exit 77
         ip link set near up && ip address add 192.0.2.1/24 dev near || exit 77
         ip neigh add 192.0.2.7 lladdr 02:00:5e:10:00:07 dev near nud permanent || exit 77
         ip neigh add 192.0.2.8 lladdr 02:00:5e:10:00:08 dev near nud reachable || exit 77
         ip neigh add proxy 192.0.2.9 dev near || exit 77
         exec {PARP} {arguments}"
    );
    let answer = call("unshare", "--net -- /bin/sh -c").arg(script).run();
    if answer.code() == 77 {
        println!("skipped: no network can be made here: {}", answer.stderr);
        return None;
    }
    Some(answer.expect(0).text())
}

#[test]
fn neighbours_are_found_as_they_are() {
    let Some(text) = in_own_network("--json -o all") else { return };
    let rows = rows_of(&text);
    let find = |address: &str| {
        let row = rows.iter().find(|row| row["address"] == address);
        row.unwrap_or_else(|| panic!("no {address} in {rows:?}"))
    };
    let row = find("192.0.2.7");
    assert_eq!(row["mac"], "02:00:5e:10:00:07");
    assert_eq!(row["state"], "permanent");
    assert_eq!(row["device"], "near");
    assert_eq!(row["hardware_type"], "ether");
    assert_eq!(row["flags"], json!(["complete", "permanent"]));
    assert_eq!(find("192.0.2.8")["state"], "complete");
    let published = find("192.0.2.9");
    assert!(published.list("flags").contains(&"published".into()), "{published:?}");
    schema::check(&call(PARP, "--schema").text(), &rows);
}

#[test]
fn words_and_options_select() {
    for selection in ["192.0.2.7", "192.0.2.6/31", "02:00:5e:10:00:07", "-i near 192.0.2.7"] {
        let Some(text) = in_own_network(&format!("--json -o address {selection}")) else { return };
        let rows = rows_of(&text);
        assert_eq!(rows.len(), 1, "{selection}: {rows:?}");
        assert_eq!(rows[0]["address"], "192.0.2.7");
    }
}

/// No neighbours are no failure: nothing was asked for by name.
#[test]
fn an_empty_table_is_0() {
    if !is_root() || !has("unshare") {
        skip!("a network of its own needs root and unshare");
    }
    for (format, wanted) in [("--json", "[]\n"), ("--jsonl", "")] {
        let answer = call("unshare", "--net --").arg(PARP).arg(format).run().expect(0);
        assert_eq!(answer.text(), wanted);
    }
    call("unshare", "--net --").arg(PARP).arg("192.0.2.7").run().expect(1);
}

#[test]
fn this_machines_neighbours_are_in_the_file() {
    let file = std::fs::read_to_string("/proc/net/arp").unwrap_or_default();
    for row in call(PARP, "-o address,device").rows() {
        let line = file.lines().find(|line| line.starts_with(&format!("{} ", row.text("address"))));
        // It may have come a moment ago; what is listed elsewhere too is on the same interface.
        if let Some(line) = line {
            assert!(line.contains(row.text("device")), "{line}");
        }
    }
}

const ARP: &str = "IP address       HW type     Flags       HW address            Mask     Device
192.0.2.7        0x1         0x6         02:00:5e:10:00:07     *        eth0
192.0.2.8        0x1         0x0         00:00:00:00:00:00     *        eth0
192.0.2.9        0x1         0x2         02:00:5e:10:00:09     *        \u{1b}[2J\u{9b}
";

#[test]
fn a_captured_table() {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    let fields = "-o address,mac,state,device --proc";
    let rows = call(PARP, fields).arg(tree.path()).rows();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let row = rows.iter().find(|row| row["address"] == "192.0.2.8").unwrap();
    assert_eq!(row["mac"], Value::Null, "an incomplete entry has none");
    assert_eq!(row["state"], "incomplete");
    for format in TEXTS {
        let text = call(PARP, fields).arg(tree.path()).arg("--format").arg(format).text();
        support::assert_harmless(&text);
    }
}

#[test]
fn no_json_lets_a_name_act_on_a_terminal() {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    for format in JSONS {
        let call = call(PARP, "-o address,device --proc").arg(tree.path());
        support::assert_harmless(&call.arg("--format").arg(format).text());
    }
}

#[test]
fn a_damaged_table_is_told() {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    damage::each(PARP, "--json", &tree, "net/arp", |damage, answer| {
        let answer = answer.expect(0);
        answer.rows();
        if damage != Damage::Empty {
            assert!(answer.stderr.contains("net/arp: "), "{damage:?}: {:?}", answer.stderr);
        }
    });
}

#[test]
fn what_would_change_something_is_refused() {
    for line in ["-d 192.0.2.7", "-s 192.0.2.7 02:00:5e:10:00:07", "--delete 192.0.2.7"] {
        call(PARP, line).run().refused(2);
    }
}

#[test]
fn a_neighbour_is_no_process() {
    assert!(call(PARP, "--self").run().refused(2).contains("--self"));
}

#[test]
fn a_full_disk_is_told() {
    streams::full_disk(PARP, "");
}

#[test]
fn a_closed_output_is_told() {
    streams::closed_output(PARP, "");
}

#[test]
fn a_wrong_command_line_is_one_line() {
    streams::wrong_usage(PARP);
}

#[test]
fn an_unusable_proc_is_one_line() {
    streams::unusable(PARP);
}

#[test]
fn a_terminal_may_be_narrow() {
    streams::narrow_terminal(PARP, "");
}

/// What is printed of the captured machine is kept in `tests/expected/parp`.
#[test]
fn outputs_are_as_kept() {
    let cases = [
        ("default", "-o +flags,hardware_type"),
        ("json", "--json -o address,mac,state,flags,device"),
        ("network", "192.0.2.8/31 -o address,mac"),
        ("nobody", "198.51.100.1 -o address"),
    ];
    support::expected::check(PARP, &cases);
}
