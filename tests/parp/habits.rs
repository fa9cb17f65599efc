//! What users of arp and `ip neigh` type.

use crate::PARP;
use crate::support::{Tree, call};

const ARP: &str = "IP address       HW type     Flags       HW address            Mask     Device
192.0.2.7        0x1         0x6         02:00:5e:10:00:07     *        eth0
192.0.2.8        0x1         0x0         00:00:00:00:00:00     *        eth0
192.0.2.9        0x20        0x2         80:00:02:08:fe:80     *        ib0
";

/// The addresses that a command line selects in a captured table.
fn selected(line: &str) -> Vec<String> {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    let rows = call(PARP, line).arg("-o").arg("address").arg("--proc").arg(tree.path()).rows();
    rows.iter().map(|row| row.text("address").to_owned()).collect()
}

#[test]
fn letters_of_arp() {
    for line in ["", "-an", "-n", "-e", "-a -D", "-vn", "-A inet", "-4"] {
        assert_eq!(selected(line), ["192.0.2.7", "192.0.2.8", "192.0.2.9"], "{line}");
    }
    for (line, address) in [
        ("-i ib0", "192.0.2.9"),
        ("-H infiniband", "192.0.2.9"),
        ("-nt infiniband", "192.0.2.9"),
        ("-n 192.0.2.8", "192.0.2.8"),
        ("02:00:5e:10:00:07", "192.0.2.7"),
        ("02-00-5E-10-00-07", "192.0.2.7"),
        ("0200.5e10.0007", "192.0.2.7"),
        ("192.0.2.7%eth0", "192.0.2.7"),
    ] {
        assert_eq!(selected(line), [address], "{line}");
    }
}

#[test]
fn words_of_ip_neigh() {
    for (line, address) in [
        ("neigh show dev ib0", "192.0.2.9"),
        ("neighbour list to 192.0.2.8/32", "192.0.2.8"),
        ("neigh get 192.0.2.7 dev eth0", "192.0.2.7"),
        ("neigh show nud permanent", "192.0.2.7"),
    ] {
        assert_eq!(selected(line), [address], "{line}");
    }
}

#[test]
fn what_would_change_something_is_refused() {
    for line in [
        "-d 192.0.2.7",
        "-s 192.0.2.7 02:00:5e:10:00:07",
        "-Ds 192.0.2.7 eth0",
        "-f /etc/ethers",
        "--delete 192.0.2.7",
        "neigh add 192.0.2.7 lladdr 02:00:5e:10:00:07 dev eth0",
        "neigh flush dev eth0",
    ] {
        let said = call(PARP, line).run().refused(2);
        assert!(said.contains("would"), "{line}: {said}");
    }
}

#[test]
fn names_of_hosts_are_not_looked_up() {
    let tree = Tree::new();
    tree.put("net/arp", ARP);
    let answer = call(PARP, "printer.example --proc").arg(tree.path()).run().expect(1);
    assert!(answer.stderr.contains("not looked up"), "{}", answer.stderr);
}
