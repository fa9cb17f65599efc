//! Captured tables, whole and damaged.

use crate::PNET;
use crate::support::damage::{self, Damage};
use crate::support::{Tree, call};

const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000  1000        0 4712 1 0000000000000000 20 4 30 10 -1
";
const UDP: &str = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  100: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4713 2 0000000000000000 5
";

fn tree() -> Tree {
    let tree = Tree::new();
    tree.put("net/tcp", TCP);
    tree.put("net/udp", UDP);
    tree
}

const FIELDS: &str = "protocol,state,local,local_port,peer,peer_port,inode,recv_q,uid";

#[test]
fn tables_are_read_as_they_were_captured() {
    let tree = tree();
    let rows = call(PNET, "-o").arg(FIELDS).arg("--proc").arg(tree.path()).rows();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let find = |inode: u64| rows.iter().find(|row| row["inode"] == inode).unwrap();
    assert_eq!(find(4711)["state"], "LISTEN");
    assert_eq!(find(4711)["local_port"], 8080);
    assert_eq!(find(4712)["state"], "ESTABLISHED");
    assert_eq!(find(4712)["peer_port"], 50000);
    assert_eq!(find(4712)["recv_q"], 3);
    assert_eq!(find(4713)["protocol"], "udp");
    assert_eq!(find(4713)["local"], "0.0.0.0");
}

/// Tables are no snapshots: the kernel may give a row twice.
#[test]
fn a_row_given_twice_is_one() {
    let tree = tree();
    let twice = TCP.to_owned() + TCP.lines().last().unwrap() + "\n";
    tree.put("net/tcp", &twice);
    let rows = call(PNET, "-t -a -o inode --proc").arg(tree.path()).rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
}

#[test]
fn a_bad_row_costs_a_row_and_is_told() {
    let tree = tree();
    tree.put("net/tcp", &TCP.replacen("0100007F:1F90", "nonsense", 1));
    let answer = call(PNET, "-t -a -o inode --json --proc").arg(tree.path()).run().expect(0);
    let rows = answer.rows();
    assert!(rows.iter().any(|row| row["inode"] == 4712), "{rows:?}");
    assert!(answer.stderr.contains("net/tcp: "), "{}", answer.stderr);
}

#[test]
fn one_damaged_table_costs_one_table() {
    let tree = tree();
    let line = format!("-o {FIELDS} --json");
    damage::each(PNET, &line, &tree, "net/tcp", |damage, answer| {
        let answer = answer.expect(0);
        let rows = answer.rows();
        assert!(rows.iter().any(|row| row["inode"] == 4713), "{damage:?}: {rows:?}");
        // A table without even its header is odd, but no kernel lies so.
        if !matches!(damage, Damage::Dangling | Damage::Empty) {
            assert!(answer.stderr.contains("net/tcp: "), "{damage:?}: {:?}", answer.stderr);
        }
    });
}

/// The names of the machine that was captured count, not those of this one.
#[test]
fn ports_have_the_names_of_the_captured_machine() {
    let tree = tree();
    tree.put("etc/services", "oddly 8080/tcp strange\noddly 68/udp\n");
    let find = |line: &str| {
        let rows = call(PNET, line).arg("-o").arg("inode").arg("--proc").arg(tree.path()).rows();
        let mut inodes: Vec<u64> = rows.iter().map(|row| row.number("inode")).collect();
        inodes.sort_unstable();
        inodes
    };
    assert_eq!(find(":oddly"), [4711, 4712, 4713]);
    assert_eq!(find(":strange"), [4711, 4712]);
    assert_eq!(find("oddly/udp"), [4713]);
    assert_eq!(find("--where service==oddly -t -a"), [4711, 4712]);
    let row = call(PNET, ":oddly -l -t -o service,peer_service --proc").arg(tree.path()).row();
    assert_eq!(row["service"], "oddly");
    assert!(row["peer_service"].is_null(), "{row:?}");
    for (word, what) in [(":missing", "`missing`"), ("strange/udp", "`strange` over udp")] {
        let complaint = call(PNET, word).arg("--proc").arg(tree.path()).run().refused(2);
        assert!(complaint.contains(what), "{complaint}");
    }
    tree.put("etc/services", "");
    let complaint = call(PNET, ":oddly --proc").arg(tree.path()).run().refused(2);
    assert!(complaint.contains("no /etc/services"), "{complaint}");
}

/// What is no name of a service is what it was.
#[test]
fn other_words_stay_what_they_are() {
    let tree = tree();
    for word in [":99999", ":", "1.2.3.4.5"] {
        call(PNET, word).arg("--proc").arg(tree.path()).run().refused(2);
    }
    for word in ["oddly", "/run/odd/tcp", "@odd/tcp"] {
        call(PNET, word).arg("--proc").arg(tree.path()).run().expect(1);
    }
}

/// Where sockets of both share a chain, the kernel lists those of `icmp` in `icmp6` too, as if they were
/// bound to no address.
#[test]
fn a_socket_of_icmp_is_none_of_icmp6() {
    let world = crate::support::tree::fixture("machine");
    let listed = std::fs::read_to_string(world.join("net/icmp6")).unwrap();
    assert_eq!(listed.lines().count(), 3, "a heading, its own, and that of icmp");
    let line = "-a -o protocol,local --where protocol=~^icmp --proc";
    let rows = call(PNET, line).arg(&world).rows();
    let told: Vec<_> = rows.iter().map(|row| (row.text("protocol"), row.text("local"))).collect();
    assert_eq!(told, [("icmp", "127.0.0.1"), ("icmp6", "::1")]);
}
