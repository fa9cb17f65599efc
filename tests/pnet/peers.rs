//! The same namespace as the peers tell it and as `pnet` does, value by value; where they differ,
//! the test says why.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::PNET;
use crate::support::call::{Answer, Call};
use crate::support::rows::rows_of;
use crate::support::{Made, Row, call, has, is_root, skip, wait_until};

/// Interfaces, addresses, groups and routes of every sort that the views tell of.
const SETUP: &str = "
    ip link set lo up &&
    ip link add made0 type veth peer name made1 &&
    ip link set made0 up && ip link set made1 up &&
    ip addr add 192.0.2.1/24 dev made0 &&
    ip addr add 192.0.2.9/32 dev lo &&
    ip addr add 2001:db8::1/64 dev made0 nodad &&
    ip maddr add 01:00:5e:7f:00:01 dev made0 &&
    ip route add 198.51.100.0/24 via 192.0.2.7 metric 5 &&
    ip route add 198.51.100.77/32 via 192.0.2.8 &&
    ip route add unreachable 203.0.113.0/24 &&
    ip route add default via 192.0.2.254 &&
    ip -6 route add 2001:db8:77::/48 via 2001:db8::7 metric 55 || exec echo cannot
    exec python3 -c \"$1\"";

/// Sockets, and traffic between them.
const SOCKETS: &str = "
import socket, struct, sys
keep = []
def stream(family, address):
    one = socket.socket(family)
    one.bind((address, 0))
    one.listen()
    two = socket.create_connection(one.getsockname()[:2])
    three, _ = one.accept()
    two.sendall(b'seven b')
    three.recv(7)
    keep.extend((one, two, three))
stream(socket.AF_INET, '127.0.0.1')
stream(socket.AF_INET, '192.0.2.1')
stream(socket.AF_INET6, '::1')
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind(('127.0.0.1', 0))
one.sendto(b'datagram', one.getsockname())
two = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
two.bind(('::', 0))
three = socket.socket(socket.AF_INET, socket.SOCK_RAW, 77)
four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
four.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('239.1.2.3') + socket.inet_aton('192.0.2.1'))
keep.extend((one, two, three, four))
print('ready', flush=True)
sys.stdin.read()";

/// A namespace of the test's own.
struct Place(Made);

impl Place {
    /// None where it cannot be made, which is said.
    fn new(peers: &[&str]) -> Option<Self> {
        let needed = ["ip", "unshare", "nsenter", "python3"];
        if let Some(missing) = needed.iter().chain(peers).find(|program| !has(program)) {
            println!("skipped: {missing} is not installed");
            return None;
        }
        if !is_root() {
            println!("skipped: only root can make a network namespace");
            return None;
        }
        let mut command = Command::new("unshare");
        command.args(["-n", "sh", "-c", SETUP, "sh", SOCKETS]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let (made, said) = Made::speaking(command)?;
        if said != "ready\n" {
            println!("skipped: no such interfaces can be made here");
            return None;
        }
        Some(Self(made))
    }

    /// A call of a program inside.
    fn call(&self, line: &str) -> Call {
        call("nsenter", &format!("--net=/proc/{}/ns/net {line}", self.0.pid()))
    }

    fn rows(&self, line: &str) -> Vec<Row> {
        self.call(&format!("{PNET} {line}")).rows()
    }

    fn text(&self, line: &str) -> String {
        let answer: Answer = self.call(line).run().expect(0);
        answer.text()
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.text(line)).unwrap()
    }
}

/// Ours and theirs, once nothing changes between two looks: a new namespace takes a second or two to
/// settle.
fn assert_same<T: PartialEq + std::fmt::Debug>(ours: impl Fn() -> T, theirs: impl Fn() -> T) {
    let (ours, theirs) = wait_until("a namespace in which nothing changes", || {
        let (before, theirs) = (ours(), theirs());
        (ours() == before).then_some((before, theirs))
    });
    assert_eq!(ours, theirs);
}

/// Numbers by name, of rows with one of each.
fn numbers(rows: &[Row], name: &str, value: &str) -> BTreeMap<String, i128> {
    let number = |row: &Row| {
        let number = row[value].as_i64().map(i128::from);
        number.or_else(|| row[value].as_u64().map(i128::from)).unwrap()
    };
    rows.iter().map(|row| (row.text(name).to_owned(), number(row))).collect()
}

/// What the kernel does by itself goes on between two calls: theirs is asked between two of ours.
fn assert_between(what: &str, before: i128, theirs: i128, after: i128) {
    assert!(
        before.min(after) <= theirs && theirs <= before.max(after),
        "{what}: {theirs} is not between {before} and {after}"
    );
}

#[test]
fn counters_are_those_of_nstat() {
    let Some(place) = Place::new(&["nstat"]) else { return };
    let ours = || numbers(&place.rows("counters -z -o name,value"), "name", "value");
    let before = ours();
    let theirs = place.json("nstat -asz --json");
    let after = ours();
    let theirs = theirs["kernel"].as_object().unwrap();
    assert!(theirs.len() > 100, "{}", theirs.len());
    for (name, value) in theirs {
        let value = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
        let after = after.get(name).unwrap_or_else(|| panic!("{name} is missing"));
        // A type of messages is listed once the first has come.
        let before = before.get(name).copied().unwrap_or(0);
        assert_between(name, before, value.unwrap(), *after);
    }
    // nstat leaves out what is a setting or a state, and reads no counters of IPsec and of TLS.
    let left_out = [
        "IpDefaultTTL",
        "IpForwarding",
        "TcpCurrEstab",
        "TcpMaxConn",
        "TcpRtoAlgorithm",
        "TcpRtoMax",
        "TcpRtoMin",
    ];
    for name in before.keys().filter(|name| !theirs.contains_key(*name)) {
        let is_of_others = name.starts_with("Xfrm") || name.starts_with("Tls");
        assert!(is_of_others || left_out.contains(&name.as_str()), "{name}");
    }
    // Without -z it shows what has happened, and so does pnet; its first column is the name.
    let theirs = place.text("nstat -as");
    // What happens between the two calls, ours shows as well.
    let shown = place.rows("nstat -o name");
    let shown: BTreeSet<&str> = shown.iter().map(|row| row.text("name")).collect();
    for line in theirs.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split_whitespace().next().unwrap();
        assert!(shown.contains(name), "{name}");
    }
    assert!(shown.len() < before.len() && shown.contains("TcpPassiveOpens"), "{shown:?}");
}

/// `ss -s` reads the same files. Orphans are those of the whole machine, and so not compared. How many
/// are established it takes from a counter; how many are closed it works out from the sockets of TCP
/// in memory on the whole machine, which is not compared either.
#[test]
fn the_summary_is_that_of_ss() {
    let Some(place) = Place::new(&["ss"]) else { return };
    let rows = place.rows("-s");
    let number = |protocol: &str, field: &str| -> u64 {
        let row = rows.iter().find(|row| row["protocol"] == protocol);
        row.unwrap_or_else(|| panic!("{protocol}: {rows:?}"))[field].as_u64().unwrap()
    };
    let theirs = place.text("ss -s");
    let table = |transport: &str| -> Vec<u64> {
        let line = theirs.lines().find(|line| line.split_whitespace().next() == Some(transport));
        let columns = line.unwrap_or_else(|| panic!("{transport}: {theirs}")).split_whitespace();
        columns.skip(1).map(|column| column.parse().unwrap()).collect()
    };
    for transport in ["RAW", "UDP", "TCP"] {
        let four = number(transport, "in_use");
        let six = number(&format!("{transport}6"), "in_use");
        assert_eq!(table(transport), [four + six, four, six], "{transport}: {theirs}");
    }
    assert_eq!(table("FRAG"), [0, number("FRAG", "in_use"), number("FRAG6", "in_use")]);
    // Three listeners and three connections, both ends of each.
    assert_eq!((number("TCP", "in_use"), number("TCP6", "in_use")), (6, 3));
    let total = theirs.lines().find_map(|line| line.strip_prefix("Total: ")).unwrap();
    assert_eq!(number("sockets", "in_use").to_string(), total.trim(), "{theirs}");
    let tcp = theirs.lines().find(|line| line.starts_with("TCP:  ")).unwrap();
    let count = format!("timewait {}", number("TCP", "time_wait"));
    assert!(tcp.contains(&count), "{count}: {theirs}");
    let established = &place.rows("counters TcpCurrEstab -o value")[0];
    assert!(tcp.contains(&format!("(estab {},", established["value"])), "{theirs}");
}

/// What stands in JSON of the peers, where it stands.
fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[test]
fn routes_are_those_of_ip() {
    let Some(place) = Place::new(&["ip"]) else { return };
    let ours = |family: &str| -> BTreeSet<[String; 4]> {
        let rows = place.rows(&format!("-rn -{family} -o destination,gateway,device,metric,flags"));
        // The entry that stands where no route fits is none that ip shows.
        let rows = rows.into_iter().filter(|row| row["metric"] != u32::MAX);
        rows.map(|row| {
            let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
            [text("destination"), text("gateway"), text("device"), row["metric"].to_string()]
        })
        .collect()
    };
    let theirs = |line: &str, bits: u8| -> BTreeSet<[String; 4]> {
        let routes = place.json(line);
        let routes = routes.as_array().unwrap().iter().map(|route| {
            // The address of a host stands without a prefix there.
            let destination = match text(route, "dst") {
                "default" => "default".to_owned(),
                network if network.contains('/') => network.to_owned(),
                host => format!("{host}/{bits}"),
            };
            let metric = route["metric"].as_u64().unwrap_or_default().to_string();
            [destination, text(route, "gateway").into(), text(route, "dev").into(), metric]
        });
        routes.collect()
    };
    // Of IPv4 the kernel shows the table `main` alone, of IPv6 all in one.
    assert_same(|| ours("4"), || theirs("ip -j route show table main", 32));
    assert_same(|| ours("6"), || theirs("ip -j -6 route show table all", 128));
}

/// `route -n` has a column for each, with zeros where there is no gateway; of what rejects it leaves
/// out that it is up.
#[test]
fn routes_are_those_of_route() {
    let Some(place) = Place::new(&["route"]) else { return };
    let ours: BTreeSet<String> = place
        .rows("route -n4 -o network,gateway,netmask,letters,metric,device")
        .iter()
        .map(|row| {
            let rejects = row.text("letters").contains('!');
            let none = if rejects { "-" } else { "0.0.0.0" };
            format!(
                "{} {} {} {} {} {}",
                row.text("network"),
                row["gateway"].as_str().unwrap_or(none),
                row.text("netmask"),
                if rejects { "!" } else { row.text("letters") },
                row["metric"],
                row["device"].as_str().unwrap_or("-"),
            )
        })
        .collect();
    let theirs = place.text("route -n");
    let theirs: BTreeSet<String> = theirs
        .lines()
        .skip(2)
        .map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            [&columns[..5], &columns[7..]].concat().join(" ")
        })
        .collect();
    assert_eq!(ours, theirs);
}

#[test]
fn interfaces_count_what_ip_counts() {
    let Some(place) = Place::new(&["ip"]) else { return };
    let fields = [
        ("rx_bytes", "rx", "bytes"),
        ("rx_packets", "rx", "packets"),
        ("rx_errors", "rx", "errors"),
        ("rx_dropped", "rx", "dropped"),
        ("rx_multicast", "rx", "multicast"),
        ("tx_bytes", "tx", "bytes"),
        ("tx_packets", "tx", "packets"),
        ("tx_errors", "tx", "errors"),
        ("tx_dropped", "tx", "dropped"),
        ("tx_collisions", "tx", "collisions"),
    ];
    let names: Vec<&str> = fields.iter().map(|(name, ..)| *name).collect();
    let line = format!("-i -o device,{}", names.join(","));
    let before = place.rows(&line);
    let theirs = place.json("ip -j -s link");
    let after = place.rows(&line);
    let theirs = theirs.as_array().unwrap();
    assert_eq!((before.len(), after.len()), (theirs.len(), theirs.len()));
    for link in theirs {
        let name = text(link, "ifname");
        let of = |rows: &[Row]| rows.iter().find(|row| row["device"] == name).unwrap().clone();
        let (before, after) = (of(&before), of(&after));
        for (field, side, counter) in fields {
            let theirs = link["stats64"][side][counter].as_u64().unwrap();
            let (before, after) = (before.number(field).into(), after.number(field).into());
            assert_between(&format!("{name} {field}"), before, theirs.into(), after);
        }
    }
    assert!(after.iter().any(|row| row["device"] == "lo" && row.number("rx_bytes") > 0));
}

/// Of an IPv4 address nothing in /proc tells interface and prefix, so these are not compared; what
/// answers as a whole (127.0.0.0/8) and broadcasts are no addresses to ip.
#[test]
fn addresses_are_those_of_ip() {
    let Some(place) = Place::new(&["ip"]) else { return };
    let theirs = || {
        let mut addresses = BTreeSet::new();
        for link in place.json("ip -j addr").as_array().unwrap() {
            for address in link["addr_info"].as_array().unwrap() {
                let is_v4 = text(address, "family") == "inet";
                let is_set = address["nodad"].as_bool() == Some(true);
                let more = format!(
                    "{} {} {} {}",
                    address["prefixlen"],
                    text(address, "scope"),
                    text(link, "ifname"),
                    if is_set { "nodad" } else { "" },
                );
                let more = if is_v4 { String::new() } else { more };
                addresses.insert((text(address, "local").to_owned(), more));
            }
        }
        addresses
    };
    let ours = || -> BTreeSet<(String, String)> {
        let rows = place.rows("addresses -o family,address,kind,prefix,scope,device,flags");
        let is_one = |row: &Row| {
            row["family"] == "inet6" || row["kind"] == "local" && row["prefix"].is_null()
        };
        let written = |row: Row| {
            let address = row.text("address").to_owned();
            if row["family"] == "inet" {
                return (address, String::new());
            }
            let is_set = row.list("flags").iter().any(|flag| flag == "nodad");
            let more = format!(
                "{} {} {} {}",
                row["prefix"],
                row.text("scope"),
                row.text("device"),
                if is_set { "nodad" } else { "" },
            );
            (address, more)
        };
        rows.into_iter().filter(is_one).map(written).collect()
    };
    assert_same(ours, theirs);
}

#[test]
fn groups_are_those_of_ip() {
    let Some(place) = Place::new(&["ip"]) else { return };
    let theirs = || {
        let mut groups = BTreeSet::new();
        for link in place.json("ip -j maddr").as_array().unwrap() {
            for group in link["maddr"].as_array().unwrap() {
                let device = text(link, "ifname").to_owned();
                let family = group["family"].as_str().unwrap_or("link").to_owned();
                let address = group["address"].as_str().unwrap_or(text(group, "link")).to_owned();
                let is_static = text(group, "features") == "static";
                // It tells how many have joined where more than one has.
                let users = group["users"].as_u64().unwrap_or(1);
                groups.insert((device, family, address, users, is_static));
            }
        }
        groups
    };
    let ours = || -> BTreeSet<_> {
        let rows = place.rows("-g -o device,family,group,users,by_hand");
        let rows = rows.iter().map(|row| {
            let text = |field: &str| row.text(field).to_owned();
            let is_static = row["by_hand"].as_u64().is_some_and(|times| times > 0);
            (text("device"), text("family"), text("group"), row.number("users"), is_static)
        });
        rows.collect()
    };
    assert!(ours().iter().any(|(_, _, group, ..)| group == "239.1.2.3"), "{:?}", ours());
    assert_same(ours, theirs);
}

/// lnstat adds up what processors count, and knows the values by file and name. A namespace that was
/// made has hardly any of them, so that the reader's own is looked at.
#[test]
fn caches_are_those_of_lnstat() {
    if !has("lnstat") {
        skip!("lnstat is not installed");
    }
    let ours = || -> BTreeMap<String, u64> {
        let rows = call(PNET, "lnstat -z -o file,name,value").rows();
        let rows = rows.iter().filter(|row| row["file"] == "arp_cache");
        rows.map(|row| (row.text("name").to_owned(), row.number("value"))).collect()
    };
    let before = ours();
    if before.is_empty() {
        skip!("this namespace has no such file");
    }
    let keys: Vec<String> = before.keys().map(|name| format!("arp_cache:{name}")).collect();
    let keys = keys.join(",");
    // What it prints first is divided by its interval. It ends with status 1 whatever it printed.
    let theirs = call("lnstat", "-i 1 -c 1 -s 1 -w 20 -k").arg(&keys).run().text();
    let after = ours();
    let theirs = theirs.lines().last().unwrap().split('|').map(str::trim);
    let theirs: Vec<i128> = theirs.filter_map(|value| value.parse().ok()).collect();
    assert_eq!(theirs.len(), before.len(), "{theirs:?}");
    for ((name, before), theirs) in before.iter().zip(theirs) {
        // How many entries there are goes up and down, for whatever the machine does meanwhile.
        if name != "entries" {
            assert_between(name, (*before).into(), theirs, after[name].into());
        }
    }
}

#[test]
fn what_interfaces_netstat_shows_pnet_shows() {
    let Some(place) = Place::new(&["netstat"]) else { return };
    let ours: BTreeSet<String> =
        place.rows("-in -o device").iter().map(|row| row.text("device").to_owned()).collect();
    let theirs = place.text("netstat -in");
    let names = theirs.lines().skip(2).filter_map(|line| line.split_whitespace().next());
    assert_eq!(ours, names.map(str::to_owned).collect());
    let ours = || -> BTreeSet<(String, String)> {
        let rows = place.rows("-gn -o device,group,family");
        let rows = rows.iter().filter(|row| row["family"] != "link");
        rows.map(|row| (row.text("device").to_owned(), row.text("group").to_owned())).collect()
    };
    let theirs = || -> BTreeSet<(String, String)> {
        let text = place.text("netstat -gn");
        let pair = |line: &str| {
            let mut columns = line.split_whitespace();
            Some((columns.next()?.to_owned(), columns.nth(1)?.to_owned()))
        };
        text.lines().skip(3).filter_map(pair).collect()
    };
    assert_same(ours, theirs);
}

/// What a process tells inside, and what is read through it from outside.
#[test]
fn from_outside_the_same_is_seen() {
    let Some(place) = Place::new(&[]) else { return };
    let pid = place.0.pid();
    for line in [
        "routes -o destination,gateway,device",
        "addresses -o address,device",
        "multicast -o device,group",
        "sockstat -o protocol,in_use",
    ] {
        let outside = || rows_of(&call(PNET, &format!("{line} -N {pid} --json")).text());
        assert_same(|| place.rows(line), outside);
    }
}
