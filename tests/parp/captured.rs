//! Tables of captured trees, also of kernels and hardware that are not here.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::PARP;
use crate::support::damage::{self, Damage};
use crate::support::{JSONS, Sandbox, TEXTS, Tree, assert_harmless, call};

const ARP: &str = "IP address       HW type     Flags       HW address            Mask     Device
192.0.2.7        0x1         0x6         02:00:5e:10:00:07     *        eth0
192.0.2.8        0x1         0x0         00:00:00:00:00:00     *        eth0
192.0.2.9        0x1         0x2         02:00:5e:10:00:09     *        \u{1b}[2J\u{9b}
";

#[test]
fn a_captured_table() {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    let fields = "-o address,mac,state,flags,device --proc";
    let rows = call(PARP, fields).arg(tree.path()).rows();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let row = rows.iter().find(|row| row["address"] == "192.0.2.8").unwrap();
    assert_eq!(row["mac"], Value::Null, "an incomplete entry has none");
    assert_eq!(row["flags"], json!([]));
    assert_eq!(row["state"], Value::Null, "the file does not tell failed from incomplete");
    let row = rows.iter().find(|row| row["address"] == "192.0.2.7").unwrap();
    assert_eq!(row["state"], "permanent");
    for format in TEXTS {
        let text = call(PARP, fields).arg(tree.path()).arg("--format").arg(format).text();
        assert_harmless(&text);
    }
}

#[test]
fn no_json_lets_a_name_act_on_a_terminal() {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    for format in JSONS {
        let call = call(PARP, "-o address,device --proc").arg(tree.path());
        assert_harmless(&call.arg("--format").arg(format).text());
    }
}

/// What acts on a terminal is escaped once, as in every table.
#[test]
fn a_difference_is_shown_as_a_row_is() {
    let (before, after, place) = (Tree::new(), Tree::new(), Sandbox::new());
    before.put("net/arp", ARP.lines().next().unwrap());
    after.put("net/arp", &ARP.replace("eth0", "a\\b"));
    let report = place.join("report");
    let earlier = call(PARP, "-o device --report --proc").arg(before.path()).text();
    std::fs::write(&report, earlier).unwrap();
    let rows = call(PARP, "-o device --no-headers --proc").arg(after.path()).text();
    let line = "-o device --no-headers --proc";
    let changes = call(PARP, line).arg(after.path()).arg("--baseline").arg(&report);
    let changes = changes.run().expect(1).text();
    for name in rows.lines() {
        assert!(changes.lines().any(|line| line.split(' ').any(|cell| cell == name)), "{changes}");
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

const INFINIBAND: &str =
    "IP address       HW type     Flags       HW address            Mask     Device
198.51.100.1     0x20        0x2         80:00:02:08:fe:80:00:00:00     *        ib0
198.51.100.2     0x308       0x2         c0:00:02:01           *        sit0
198.51.100.3     0x3         0x2         N0CALL-5              *        ax0
198.51.100.4     0x1         0xc         00:00:00:00:00:00     *        *
";

/// The kernel's file has nine bytes of an InfiniBand address, which many hosts may have in common.
#[test]
fn hardware_addresses_are_of_any_length() {
    let tree = Tree::new();
    tree.put("net/arp", INFINIBAND);
    let fields = "-o address,mac,mac_kind,vendor,hardware_type,device,published --report --proc";
    let report: Value =
        serde_json::from_str(&call(PARP, fields).arg(tree.path()).run().expect(0).text()).unwrap();
    let rows = report["rows"].as_array().unwrap();
    let address = |number: usize| format!("198.51.100.{}", number + 1);
    let row = |number: usize| {
        rows.iter().find(|row| row["values"]["address"] == address(number)).unwrap()
    };
    let told = |number: usize, field: &str| row(number)["values"][field].clone();
    let absent = |number: usize, field: &str| row(number)["absent"][field].clone();
    assert_eq!(absent(0, "mac"), "unsupported");
    assert_eq!(told(0, "hardware_type"), "infiniband");
    assert_eq!(
        (absent(0, "mac_kind"), absent(0, "vendor")),
        ("unsupported".into(), "unsupported".into())
    );
    assert_eq!((told(1, "mac"), told(1, "hardware_type")), ("c0:00:02:01".into(), "sit".into()));
    assert_eq!(absent(1, "mac_kind"), "not_applicable");
    assert_eq!((told(2, "mac"), told(2, "hardware_type")), ("N0CALL-5".into(), "ax25".into()));
    assert_eq!(absent(2, "vendor"), "not_applicable");
    assert_eq!((told(3, "published"), absent(3, "mac")), (true.into(), "not_applicable".into()));
    assert_eq!(absent(3, "device"), "not_applicable");
}

/// Two addresses that are cut are not known to be one.
#[test]
fn what_is_cut_is_not_shared() {
    let tree = Tree::new();
    let row = INFINIBAND.lines().nth(1).unwrap();
    tree.put("net/arp", &format!("{INFINIBAND}{}\n", row.replace("100.1 ", "100.5 ")));
    let rows = call(PARP, "audit -o check,addresses --json --proc")
        .arg(tree.path())
        .run()
        .expect(0)
        .rows();
    let told: Vec<_> = rows.iter().map(|row| row.text("check")).collect();
    assert_eq!(told, ["published"], "{rows:?}");
}

const RARP: &str = "IP address       HW type             HW address
192.0.2.7        10Mbps Ethernet     00:00:5e:00:53:07
";

#[test]
fn an_old_kernel_has_rarp() {
    let tree = Tree::new();
    tree.put("net/rarp", RARP);
    let fields = "-o address,mac,table,hardware_type,device,state --proc";
    let row = call(PARP, fields).arg(tree.path()).row();
    assert_eq!(row["address"], "192.0.2.7");
    assert_eq!(row["mac"], "00:00:5e:00:53:07");
    assert_eq!((row.text("table"), row.text("hardware_type")), ("rarp", "ether"));
    assert_eq!((&row["device"], &row["state"]), (&Value::Null, &Value::Null));
}

const KINDS: &str = "IP address       HW type     Flags       HW address            Mask     Device
192.0.2.1        0x1         0x2         00:00:5e:00:53:01     *        eth0
192.0.2.2        0x1         0x2         02:00:5e:00:53:02     *        eth0
192.0.2.3        0x1         0x2         01:00:5e:00:53:03     *        eth0
192.0.2.4        0x1         0x2         ff:ff:ff:ff:ff:ff     *        eth0
";

/// The registry of this machine, where it has one, and the built-in one agree about what has been
/// assigned for decades.
#[test]
fn vendors_are_looked_up_and_say_where() {
    let tree = Tree::new();
    tree.put("net/arp", KINDS);
    let fields = "-o mac_kind,vendor,vendor_source --report --proc";
    let report: Value =
        serde_json::from_str(&call(PARP, fields).arg(tree.path()).run().expect(0).text()).unwrap();
    let rows = report["rows"].as_array().unwrap();
    let kinds: Vec<_> = rows.iter().map(|row| row["values"]["mac_kind"].clone()).collect();
    assert_eq!(kinds, ["global", "local", "multicast", "broadcast"]);
    let vendor = rows[0]["values"]["vendor"].as_str().unwrap();
    assert!(vendor.contains("IANA"), "{vendor}");
    for row in &rows[1..] {
        assert_eq!(row["absent"]["vendor"], "not_applicable", "{row}");
    }
    let source = &report["origins"]["vendors"];
    assert_eq!(source, &rows[0]["values"]["vendor_source"]);
    assert!(source.as_str().unwrap().contains(" of 20"), "its date: {source}");
    assert_eq!(report["complete"], json!(true));
    let fields = "-o mac --report --proc";
    let report: Value =
        serde_json::from_str(&call(PARP, fields).arg(tree.path()).run().expect(0).text()).unwrap();
    assert_eq!(report["origins"], json!({}), "nothing was looked up");
}

const ROUTE: &str =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
";
const STAT: &str = "entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls
00000400 000000bb 000000c1 00000000   00000118 00000000 00000001   00000000         00000000         000003ff         00000005       00000000            00000002
00000400 00000098 0000008f 00000000   0000000a 00000006 00000000   00000000         00000000         00000000         00000000       00000000            00000001
";

#[test]
#[cfg(target_endian = "little")]
fn an_audit_joins_routes_and_limits() {
    let tree = Tree::new();
    tree.put("net/arp", &KINDS.replace("01:00:5e:00:53:03", "00:00:5e:00:53:01"));
    tree.put("net/route", ROUTE);
    tree.put("net/stat/arp_cache", STAT);
    tree.put("sys/net/ipv4/neigh/default/gc_thresh2", "512\n");
    tree.put("sys/net/ipv4/neigh/default/gc_thresh3", "1024\n");
    let audit = |line: &str| call(PARP, &format!("audit {line} --json --proc")).arg(tree.path());
    let rows = audit("-o severity,check,address,mac").run().expect(1).rows();
    let told: Vec<_> = rows.iter().map(|row| (row.text("severity"), row.text("check"))).collect();
    let expected = [
        ("critical", "gateway_shared"),
        ("critical", "table_fill"),
        ("warning", "broadcast_mac"),
        ("warning", "table_overflow"),
        ("info", "local_mac"),
    ];
    assert_eq!(told, expected);
    let gateway = &rows[0];
    assert_eq!(
        (&gateway["address"], &gateway["mac"]),
        (&json!("192.0.2.1"), &json!("00:00:5e:00:53:01"))
    );
    // What is looked for is there, and nothing is odd about it.
    assert!(audit("192.0.2.2 --severity warning").run().expect(0).rows().len() == 1);
    assert!(audit("192.0.2.4").run().expect(1).rows().len() == 1);
    assert!(audit("192.0.2.9").run().expect(1).rows().is_empty());
    assert!(audit("wlan0").run().expect(1).rows().is_empty());
    assert!(audit("-Qcheck==permanent").run().expect(0).rows().is_empty());
    audit("--severity awful").run().refused(2);
    call(PARP, "--severity info").run().refused(2);
}

/// The kernel counts no entries that stay against its limits, and makes room at once where those that
/// it counts reach them.
#[test]
fn a_table_is_not_full_of_entries_that_stay() {
    let never = STAT.replace("00000005       00000000            00000002", "00000000 00000000 0");
    let never = never.replace("00000000            00000001", "00000000 0");
    assert_eq!(never.matches("00000005").count(), 0);
    let mut permanent = KINDS.to_owned();
    for number in 0..600 {
        let (high, low) = (number / 200, 1 + number % 200);
        writeln!(permanent, "198.51.{high}.{low} 0x1 0x6 00:00:5e:00:53:01 * eth{number}").unwrap();
    }
    for (stat, neighbours, expected) in
        [(STAT, KINDS, &["critical"][..]), (STAT, &permanent, &[]), (&never, KINDS, &[])]
    {
        let tree = Tree::new();
        tree.put("net/arp", neighbours);
        tree.put("net/stat/arp_cache", stat);
        tree.put("sys/net/ipv4/neigh/default/gc_thresh2", "512\n");
        tree.put("sys/net/ipv4/neigh/default/gc_thresh3", "1024\n");
        let line = "audit -Qcheck==table_fill -o severity --json --proc";
        let rows = call(PARP, line).arg(tree.path()).run().rows();
        let told: Vec<_> = rows.iter().map(|row| row.text("severity")).collect();
        assert_eq!(told, expected);
    }
}

#[test]
fn counts_are_summed() {
    let tree = Tree::new();
    tree.put("net/stat/arp_cache", STAT);
    let rows = call(PARP, "stats -o table,scope,cpu,entries,lookups,table_fulls --proc")
        .arg(tree.path())
        .rows();
    let told = |row: usize, field: &str| rows[row][field].clone();
    assert_eq!(rows.len(), 3);
    assert_eq!((told(0, "cpu"), told(0, "lookups")), (json!(0), json!(0x118)));
    assert_eq!((told(1, "cpu"), told(1, "lookups")), (json!(1), json!(10)));
    assert_eq!((told(2, "scope"), told(2, "cpu")), (json!("total"), Value::Null));
    assert_eq!((told(2, "lookups"), told(2, "table_fulls")), (json!(0x118 + 10), json!(3)));
    assert!(rows.iter().all(|row| row["entries"] == 1024), "no sum of the same number");
    let row = call(PARP, "stats arp total -o hits --proc").arg(tree.path()).row();
    assert_eq!(row["hits"], 6);
}
