//! Neighbours in networks that the tests make, compared with `ip neigh` and `arp`.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt as _;

use serde_json::{Value, json};

use crate::PARP;
use crate::support::rows::rows_of;
use crate::support::{Call, Made, Row, Sandbox, call, has, is_root, schema, skip, wait_until};

/// Two network namespaces with a cable between them, and neighbours of each kind.
struct Networks {
    near: Made,
    far: Made,
}

/// What the first has: a permanent neighbour, one that answered, one that did not, one with the
/// hardware address of another, one that it answers for, and a way out through nobody.
const NEAR: &str = "\
    addr add 192.0.2.1/24 dev near
    addr add 2001:db8::1/64 dev near nodad
    neigh add 192.0.2.7 lladdr 02:00:5e:10:00:07 dev near nud permanent
    neigh add 192.0.2.8 lladdr 00:00:5e:00:53:08 dev near nud stale
    neigh add 192.0.2.10 dev near nud failed
    neigh add 192.0.2.11 lladdr 00:00:5e:00:53:08 dev near nud stale
    neigh add proxy 192.0.2.9 dev near
    neigh add 2001:db8::7 lladdr 02:00:5e:10:00:07 dev near nud permanent
    neigh add 2001:db8::8 lladdr 00:00:5e:00:53:08 dev near nud stale router
    neigh add 2001:db8::10 dev near nud failed
    neigh add proxy 2001:db8::9 dev near
    route add default via 192.0.2.254 dev near";

/// What the second has: one that answered.
const FAR: &str = "\
    addr add 192.0.2.2/24 dev far
    neigh add 192.0.2.1 lladdr 00:00:5e:00:53:01 dev far nud stale
    neigh add 192.0.2.20 dev far nud failed
    neigh add proxy 192.0.2.21 dev far";

impl Networks {
    /// The networks; `None`, with the reason said, where they cannot be made.
    fn new() -> Option<Self> {
        if !is_root() || !has("unshare") || !has("nsenter") || !has("ip") {
            println!("skipped: networks are made by root with unshare, nsenter and ip");
            return None;
        }
        let own = std::fs::metadata("/proc/self/ns/net").unwrap().ino();
        let namespace = || {
            let made = Made::shell("exec unshare --net /bin/sh -c 'read end'", &[], |_| {});
            wait_until("the namespace", || {
                let inode = std::fs::metadata(made.proc("ns/net")).ok()?.ino();
                (inode != own).then_some(())
            });
            made
        };
        let made = Self { near: namespace(), far: namespace() };
        let cable = format!(
            "link add near address 00:00:5e:00:53:01 addrgenmode none type veth \
             peer name far address 00:00:5e:00:53:02 addrgenmode none netns {}",
            made.far.pid()
        );
        let (near, far) = ("link set near up", "link set far up");
        let first = [(&made.near, &*cable), (&made.near, near), (&made.far, far)];
        let rest = |made, lines: &'static str| lines.lines().map(move |line| (made, line));
        for (made, line) in
            first.into_iter().chain(rest(&made.near, NEAR)).chain(rest(&made.far, FAR))
        {
            let answer = within(made, "ip", line).run();
            if answer.code() != 0 {
                println!("skipped: no network can be made here: ip {line}: {}", answer.stderr);
                return None;
            }
        }
        Some(made)
    }
}

/// A call within the network namespace of a process.
fn within(made: &Made, program: &str, line: &str) -> Call {
    let path = std::env::var("PATH").unwrap_or_default();
    call("nsenter", &format!("--target {} --net -- {program} {line}", made.pid()))
        .env("PATH", &format!("{path}:/usr/sbin:/sbin"))
}

fn inode(made: &Made) -> u64 {
    std::fs::metadata(made.proc("ns/net")).unwrap().ino()
}

fn find<'r>(rows: &'r [Row], address: &str) -> &'r Row {
    let row = rows.iter().find(|row| row["address"] == address);
    row.unwrap_or_else(|| panic!("no {address} in {rows:?}"))
}

#[test]
fn neighbours_are_found_as_they_are() {
    let Some(made) = Networks::new() else { return };
    let rows = within(&made.near, PARP, "-o all").rows();
    assert_eq!(rows.len(), 9, "{rows:?}");
    for (address, state, mac, kind, flags) in [
        (
            "192.0.2.7",
            json!("permanent"),
            json!("02:00:5e:10:00:07"),
            json!("local"),
            json!(["complete", "permanent"]),
        ),
        (
            "192.0.2.8",
            json!("stale"),
            json!("00:00:5e:00:53:08"),
            json!("global"),
            json!(["complete"]),
        ),
        ("192.0.2.9", Value::Null, Value::Null, Value::Null, json!(["permanent", "published"])),
        ("192.0.2.10", json!("failed"), Value::Null, Value::Null, json!([])),
        (
            "2001:db8::7",
            json!("permanent"),
            json!("02:00:5e:10:00:07"),
            json!("local"),
            json!(["complete", "permanent"]),
        ),
        (
            "2001:db8::8",
            json!("stale"),
            json!("00:00:5e:00:53:08"),
            json!("global"),
            json!(["complete"]),
        ),
        ("2001:db8::9", Value::Null, Value::Null, Value::Null, json!(["permanent", "published"])),
        ("2001:db8::10", json!("failed"), Value::Null, Value::Null, json!([])),
    ] {
        let row = find(&rows, address);
        assert_eq!(row["state"], state, "{address}");
        assert_eq!(row["mac"], mac, "{address}");
        assert_eq!(row["mac_kind"], kind, "{address}");
        assert_eq!(row["flags"], flags, "{address}");
        assert_eq!(row["netns"], inode(&made.near), "{address}");
        assert_eq!((row.text("device"), row.text("hardware_type")), ("near", "ether"), "{address}");
        let table = if address.contains(':') { "ndisc" } else { "arp" };
        assert_eq!(row.text("table"), table, "{address}");
    }
    assert!(find(&rows, "2001:db8::8").list("kernel_flags").contains(&"router".into()));
    assert!(find(&rows, "192.0.2.8").text("vendor").contains("IANA"));
    schema::check(&call(PARP, "--schema").text(), &rows);
}

/// Of other namespaces than the reader's own only files tell: no state, no IPv6.
#[test]
fn every_namespace_is_seen() {
    let Some(made) = Networks::new() else { return };
    let fields = "--all-netns --json -o netns,address,mac,state,flags,published,device,table";
    let answer = call(PARP, fields).run().expect(0);
    assert!(answer.stderr.contains("IPv6 neighbours"), "{}", answer.stderr);
    let rows = answer.rows();
    let of = |made: &Made| -> Vec<&Row> {
        rows.iter().filter(|row| row["netns"] == inode(made)).collect()
    };
    let near: Vec<&str> = of(&made.near).iter().map(|row| row.text("address")).collect();
    assert_eq!(near, ["192.0.2.7", "192.0.2.8", "192.0.2.9", "192.0.2.10", "192.0.2.11"]);
    let far = of(&made.far);
    let told: Vec<_> = far
        .iter()
        .map(|row| (row.text("address"), row["mac"].clone(), row["published"].clone()))
        .collect();
    let expected = [
        ("192.0.2.1", json!("00:00:5e:00:53:01"), json!(false)),
        ("192.0.2.20", Value::Null, json!(false)),
        ("192.0.2.21", Value::Null, json!(true)),
    ];
    assert_eq!(told, expected);
    for row in of(&made.near) {
        let expected = if row["address"] == "192.0.2.7" { json!("permanent") } else { Value::Null };
        assert_eq!(row["state"], expected, "{row:?}");
    }
    let pid = made.far.pid();
    let row = call(PARP, &format!("--netns {pid} 192.0.2.1 -o device,netns")).row();
    assert_eq!((row.text("device"), &row["netns"]), ("far", &json!(inode(&made.far))));
}

/// Also where no other namespace is looked for.
#[test]
fn a_namespace_is_called_as_it_is_mounted() {
    let Some(made) = Networks::new() else { return };
    let place = Sandbox::new();
    let script = "cd $0 && touch laboratory && mount --bind /proc/$1/ns/net laboratory && \
                  exec nsenter --net=laboratory -- $2 --json -o address,netns_name";
    let mounted = call("unshare", "--mount -- sh -c").arg(script).arg(place.path());
    let rows = mounted.arg(made.near.pid().to_string()).arg(PARP).run().expect(0).rows();
    assert_eq!(rows.len(), 9, "{rows:?}");
    assert!(rows.iter().all(|row| row["netns_name"] == "laboratory"), "{rows:?}");
}

/// The machine has the counts once, which another network namespace than its first does not show.
#[test]
fn where_nothing_is_counted_the_reason_is_told() {
    let Some(made) = Networks::new() else { return };
    let answer = within(&made.near, PARP, "stats --json").run().expect(0);
    assert!(answer.rows().is_empty());
    assert!(answer.stderr.contains("--all-netns"), "{}", answer.stderr);
    let answer = within(&made.near, PARP, "stats --json --all-netns").run().expect(0);
    assert!(!answer.stderr.contains("--all-netns"), "{}", answer.stderr);
}

/// Neighbours have nothing that grows.
#[test]
fn growth_of_what_is_not_counted_is_refused() {
    let place = Sandbox::new();
    let report = place.join("report");
    std::fs::write(&report, call(PARP, "--report").run().expect(0).text()).unwrap();
    let why = call(PARP, "--since").arg(&report).run().refused(2);
    assert!(why.contains("--baseline"), "{why}");
}

/// Who speaks first decides nothing: a table is compared that nobody uses.
#[test]
fn ip_neigh_tells_the_same() {
    let Some(made) = Networks::new() else { return };
    for (made, count) in [(&made.near, 9), (&made.far, 3)] {
        let rows = within(made, PARP, "-o address,device,mac,state,published").rows();
        let ours: BTreeSet<String> = rows
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {} {}",
                    row["address"], row["device"], row["mac"], row["state"], row["published"]
                )
            })
            .collect();
        let theirs = |line: &str, published: bool| {
            let said: Value = serde_json::from_str(&within(made, "ip", line).text()).unwrap();
            let rows = said.as_array().unwrap().clone();
            rows.into_iter().map(move |row| {
                let state = row["state"][0].as_str().filter(|_| !published);
                let state = json!(state.map(str::to_lowercase));
                format!("{} {} {} {state} {published}", row["dst"], row["dev"], row["lladdr"])
            })
        };
        let theirs: BTreeSet<String> =
            theirs("-j neigh", false).chain(theirs("-j neigh show proxy", true)).collect();
        assert_eq!(ours, theirs);
        assert_eq!(ours.len(), count);
    }
}

#[test]
fn arp_tells_the_same_of_ipv4() {
    let Some(made) = Networks::new() else { return };
    if !has("arp") {
        skip!("arp of net-tools is not installed");
    }
    for made in [&made.near, &made.far] {
        let rows = within(made, PARP, "-4 -o address,device,mac,published").rows();
        let ours: BTreeSet<String> = rows
            .iter()
            .map(|row| {
                let mac = row["mac"].as_str().unwrap_or("none");
                format!("{} {mac} {} {}", row.text("address"), row["published"], row.text("device"))
            })
            .collect();
        // "? (192.0.2.7) at 02:00:5e:10:00:07 [ether] PERM on near"
        let text = within(made, "arp", "-an").text();
        let theirs: BTreeSet<String> = text
            .lines()
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                let address = words[1].trim_matches(['(', ')']);
                let mac = if words[3].contains(':') { words[3] } else { "none" };
                let published = words.contains(&"PUP") || words.contains(&"PUB");
                format!("{address} {mac} {published} {}", words[words.len() - 1])
            })
            .collect();
        assert_eq!(ours, theirs, "{text}");
    }
}

#[test]
fn words_and_options_select() {
    let Some(made) = Networks::new() else { return };
    for (line, expected) in [
        ("192.0.2.7", &["192.0.2.7"][..]),
        ("192.0.2.6/31", &["192.0.2.7"]),
        ("2001:db8::8%near", &["2001:db8::8"]),
        ("02:00:5e:10:00:07 -4", &["192.0.2.7"]),
        ("-i near --nud failed", &["192.0.2.10", "2001:db8::10"]),
        ("neigh show dev near nud failed -6", &["2001:db8::10"]),
        ("neigh show proxy", &["192.0.2.9", "2001:db8::9"]),
    ] {
        let rows = within(&made.near, PARP, &format!("{line} -o address")).rows();
        let found: Vec<&str> = rows.iter().map(|row| row.text("address")).collect();
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn an_audit_finds_what_is_wrong_and_nothing_else() {
    let Some(made) = Networks::new() else { return };
    let audit = |made, line: &str| within(made, PARP, &format!("audit --json {line}")).run();
    let rows = audit(&made.near, "").expect(1).rows();
    let fields = "-o severity,check,device,address,mac,addresses,evidence,meaning";
    assert_eq!(rows.len(), audit(&made.near, fields).expect(1).rows().len());
    let rows = audit(&made.near, fields).rows();
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.text("severity"), row.text("check"), row["addresses"].clone()))
        .collect();
    let expected = [
        ("warning", "shared_mac", json!(["192.0.2.8", "192.0.2.11"])),
        ("notice", "gateway_absent", json!(["192.0.2.254"])),
        ("notice", "published", json!(["192.0.2.9", "2001:db8::9"])),
        ("notice", "unresolved", json!(["192.0.2.10", "2001:db8::10"])),
        ("info", "local_mac", json!(["192.0.2.7", "2001:db8::7"])),
        ("info", "permanent", json!(["192.0.2.7", "2001:db8::7"])),
    ];
    assert_eq!(told, expected);
    assert_eq!(rows[0]["mac"], "00:00:5e:00:53:08");
    assert!(rows.iter().all(|row| row["device"] == "near"));
    audit(&made.near, "--severity critical").expect(0);
    audit(&made.near, "--severity info 192.0.2.8").expect(1);
    let clean = audit(&made.far, "-o check").expect(0).rows();
    let clean: Vec<&str> = clean.iter().map(|row| row.text("check")).collect();
    assert_eq!(clean, ["published", "unresolved"], "nothing that fails");
    // What is looked for is there, and nothing is odd about it.
    assert!(audit(&made.far, "192.0.2.1").expect(0).rows().is_empty());
    assert!(audit(&made.far, "192.0.2.99").expect(1).rows().is_empty());
}

/// A way out that does not answer is the worst.
#[test]
fn an_audit_looks_at_the_way_out() {
    let Some(made) = Networks::new() else { return };
    let line = "neigh add 192.0.2.254 dev near nud failed";
    within(&made.near, "ip", line).run().expect(0);
    let row = within(&made.near, PARP, "audit --json 192.0.2.254 -Q severity==critical").run();
    let rows = row.expect(1).rows();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["check"], "gateway_unresolved");
    let line = "neigh replace 192.0.2.254 lladdr 00:00:5e:00:53:08 dev near nud permanent";
    within(&made.near, "ip", line).run().expect(0);
    let rows = within(&made.near, PARP, "audit --json --severity critical -o check,addresses")
        .run()
        .expect(1)
        .rows();
    assert_eq!(rows[0]["check"], "gateway_shared");
    assert_eq!(rows[0]["addresses"], json!(["192.0.2.8", "192.0.2.11", "192.0.2.254"]));
    assert!(rows.iter().all(|row| row["check"] != "shared_mac"), "told once: {rows:?}");
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
    let audit = call("unshare", "--net --").arg(PARP).arg("audit").arg("--json").run();
    assert_eq!(audit.expect(0).text(), "[]\n");
}

#[test]
fn this_machines_neighbours_are_in_the_file() {
    let file = std::fs::read_to_string("/proc/net/arp").unwrap_or_default();
    for row in call(PARP, "-4 -o address,device").rows() {
        let line = file.lines().find(|line| line.starts_with(&format!("{} ", row.text("address"))));
        // It may have come a moment ago; what is listed elsewhere too is on the same interface.
        if let Some(line) = line {
            assert!(line.contains(row.text("device")), "{line}");
        }
    }
}

/// Without IPv6 and without a field that only the kernel tells, it is not asked.
#[test]
fn the_kernel_is_asked_only_for_what_is_needed() {
    if !has("strace") {
        skip!("what is asked is seen with strace");
    }
    let asks = |line: &str| {
        let answer = call("strace", "-f -qq -e trace=socket --").arg(PARP);
        let answer = line.split_whitespace().fold(answer, Call::arg).run();
        if answer.code() != 0 {
            println!("skipped: strace cannot trace here: {}", answer.stderr);
            return None;
        }
        Some(answer.stderr.contains("AF_NETLINK"))
    };
    let Some(asked) = asks("") else { return };
    assert!(asked, "IPv6 is shown unless something selects");
    assert_eq!(asks("-4 -o address,mac,vendor,device"), Some(false));
    assert_eq!(asks("-4 -o address,state"), Some(true));
    assert_eq!(asks("stats --quiet"), Some(false));
}

#[test]
fn counts_are_those_of_the_file() {
    let Ok(text) = std::fs::read_to_string("/proc/net/stat/arp_cache") else {
        skip!("the kernel counts nothing of neighbours here");
    };
    let lines = text.lines().count() - 1;
    let rows = rows_of(&call(PARP, "stats arp cpu --json -o cpu,allocs").text());
    assert_eq!(rows.len(), lines);
    let total = call(PARP, "stats arp total -o allocs").row();
    let sum: u64 = rows.iter().map(|row| row["allocs"].as_u64().unwrap()).sum();
    assert!(total["allocs"].as_u64().unwrap() >= sum, "{total:?}");
}
