//! How counters grew: since an earlier report, and from one round of a watch to the next.

use std::process::{Command, Stdio};

use crate::PNET;
use crate::support::{Made, Row, Sandbox, Tree, call, has, is_root, skip};

/// A table of interfaces with these bytes and packets received.
fn devices(bytes: u64, packets: u64) -> String {
    format!(
        "Inter-|   Receive                                                |  Transmit\n \
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  \
         eth0: {bytes} {packets}    0    0    0     0          0         0 5 1    0    0    0     0       0          0\n"
    )
}

fn report_of(tree: &Tree, sandbox: &Sandbox, words: &str) -> std::path::PathBuf {
    let report = sandbox.join("report.json");
    let text = call(PNET, words).arg("--report").arg("--proc").arg(tree.path()).run().expect(0);
    std::fs::write(&report, text.text()).unwrap();
    report
}

#[test]
fn since_a_report_counters_have_grown() {
    let (tree, sandbox) = (Tree::new(), Sandbox::new());
    tree.put("net/dev", &devices(1000, 10));
    let report = report_of(&tree, &sandbox, "interfaces");
    tree.put("net/dev", &devices(5096, 7));
    let since =
        |words: &str| call(PNET, words).arg("--since").arg(&report).arg("--proc").arg(tree.path());
    let row = since("interfaces --json").row();
    assert_eq!((row.number("rx_bytes"), row.number("rx_bytes_delta")), (5096, 4096), "{row:?}");
    assert_eq!(row["tx_bytes_delta"], 0);
    // A counter that is smaller now began anew: how much it grew, nobody knows.
    assert!(row["rx_packets_delta"].is_null(), "{row:?}");
    let table = since("interfaces").text();
    assert!(table.contains("+RX") && table.contains("4.0K"), "{table}");
    let kept = since("interfaces").arg("-Q").arg("tx_bytes_delta > 0").run();
    assert_eq!(kept.code(), 1);
}

#[test]
fn what_is_new_has_not_grown() {
    let (tree, sandbox) = (Tree::new(), Sandbox::new());
    tree.put("net/dev", &devices(1000, 10));
    let report = report_of(&tree, &sandbox, "interfaces");
    tree.put("net/dev", &devices(5096, 17).replace("eth0", "eth1"));
    let call = call(PNET, "interfaces --json --since").arg(report).arg("--proc").arg(tree.path());
    let row = call.row();
    assert_eq!(row.number("rx_bytes"), 5096);
    assert!(row["rx_bytes_delta"].is_null(), "{row:?}");
}

#[test]
fn only_a_report_of_the_view_will_do() {
    let (tree, sandbox) = (Tree::new(), Sandbox::new());
    tree.put("net/dev", &devices(1000, 10));
    let report = report_of(&tree, &sandbox, "interfaces");
    let since = |view: &str| call(PNET, view).arg("--since").arg(&report).run().refused(2);
    assert!(since("counters").contains("is of pnet interfaces, not of pnet counters"));
    // The tree has no boot, this machine has.
    assert!(since("interfaces").contains("another boot"));
    std::fs::write(&report, "[]").unwrap();
    assert!(since("interfaces").contains("is not what --report writes"));
    let gone = sandbox.join("none");
    assert!(call(PNET, "interfaces --since").arg(&gone).run().refused(2).contains("No such file"));
}

#[test]
fn a_watch_tells_how_fast_counters_grow() {
    if !is_root() || !has("ip") || !has("bash") {
        skip!("a network namespace needs root, ip and bash");
    }
    let mut talk = Command::new("unshare");
    // A datagram each time that the input has said nothing for a while, until it ends.
    let send = "ip link set lo up && echo ready && \
                while read -t 0.01; (($? > 128)); do echo x > /dev/udp/127.0.0.1/9; done";
    talk.args(["--net", "bash", "-c", send]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Some((made, _)) = Made::speaking(talk).filter(|(_, said)| said == "ready\n") else {
        skip!("unshare makes no namespace here");
    };
    let words = "interfaces lo --watch=0.2 --interval 0.2 --rounds 3 --netns";
    let rows = call(PNET, words).arg(made.pid().to_string()).arg("--jsonl").run().expect(0);
    let rows: Vec<Row> = rows.text().lines().map(Row::parse).collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    for row in &rows {
        assert!(row["rx_packets_rate"].as_f64().unwrap() > 0.0, "{row:?}");
        assert!(row["rx_bytes_rate"].as_f64().unwrap() > 0.0, "{row:?}");
    }
}
