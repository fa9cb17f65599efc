//! Named network namespaces with sockets of every family in them: seen from outside, by whoever owns
//! them and by a stranger, and compared with what ss says within.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use crate::PNET;
use crate::support::call::reachable_copy;
use crate::support::{Call, Made, NOBODY, Row, Sandbox, call, has, is_root, skip, wait_until};

/// A network namespace with a name, which goes when the test ends.
struct Space(String);

impl Space {
    /// A namespace in which the loopback interface is up and everybody may ping; none where no such
    /// can be made.
    fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("prockit-{}-{number}", std::process::id());
        if call("ip", "netns add").arg(&name).run().code() != 0 {
            return None;
        }
        let space = Self(name);
        let script = "ip link set lo up && echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range";
        let is_up = space.within("sh", "-c").arg(script).run().code() == 0;
        is_up.then_some(space)
    }

    /// A call of a program in the namespace.
    fn within(&self, program: &str, line: &str) -> Call {
        call("ip", &format!("netns exec {} {program} {line}", self.0))
    }

    /// A process in the namespace that runs this script of Python, and the line that it says.
    fn python(&self, script: &str, argument: &str) -> (Made, String) {
        let mut command = self.within("python3", "-c").arg(script).arg(argument).command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        Made::speaking(command).unwrap()
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        call("ip", "netns del").arg(&self.0).run();
    }
}

/// Whether the test can be made here; says why not.
fn can_make() -> bool {
    let can = is_root() && ["ip", "ss", "python3"].into_iter().all(has);
    if !can {
        println!("skipped: named namespaces are made by root with ip, and compared with ss");
    }
    can
}

/// Makes sockets of all families and says what they are: protocol, inode and descriptor of each.
const SOCKETS: &str = r#"
import errno, json, os, socket, sys
made = []
def add(protocol, *arguments):
    one = socket.socket(*arguments)
    made.append((protocol, one))
    return one
here = ("127.0.0.1", 0)
listener = add("tcp", socket.AF_INET, socket.SOCK_STREAM)
listener.bind(here)
listener.listen(5)
near = add("tcp", socket.AF_INET, socket.SOCK_STREAM)
near.connect(listener.getsockname())
made.append(("tcp", listener.accept()[0]))
add("udp", socket.AF_INET, socket.SOCK_DGRAM).bind(here)
try:
    six = add("tcp6", socket.AF_INET6, socket.SOCK_STREAM)
    six.bind(("::1", 0))
    six.listen(5)
    add("udp6", socket.AF_INET6, socket.SOCK_DGRAM).bind(("::1", 0))
except OSError:
    made = [(protocol, one) for protocol, one in made if protocol not in ("tcp6", "udp6")]
add("unix", socket.AF_UNIX, socket.SOCK_STREAM).bind("\0prockit " + sys.argv[1])
made += [("unix", one) for one in socket.socketpair()]
add("raw", socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
add("icmp", socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP).bind(here)
add("netlink", socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))
add("packet", socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
try:
    many = add("sctp", socket.AF_INET, socket.SOCK_SEQPACKET, 132)
    many.bind(here)
    many.listen(5)
except OSError as error:
    assert error.errno in (errno.EPROTONOSUPPORT, errno.ESOCKTNOSUPPORT), error
print(json.dumps([[name, os.fstat(one.fileno()).st_ino, one.fileno()] for name, one in made]), flush=True)
sys.stdin.read()
"#;

/// A socket that was made: where, by whom, its protocol, inode and descriptor.
#[derive(Debug)]
struct Socket {
    space: usize,
    pid: u64,
    protocol: String,
    inode: u64,
    fd: u64,
}

/// Three namespaces with a process in each.
struct World {
    spaces: Vec<Space>,
    sockets: Vec<Socket>,
    _processes: Vec<Made>,
}

impl World {
    fn new() -> Option<Self> {
        let spaces: Vec<Space> = (0..3).map_while(|_| Space::new()).collect();
        if spaces.len() < 3 {
            println!("skipped: named namespaces cannot be made here");
            return None;
        }
        let mut sockets = Vec::new();
        let mut processes = Vec::new();
        for (number, space) in spaces.iter().enumerate() {
            let (made, said) = space.python(SOCKETS, &space.0);
            let said: Vec<(String, u64, u64)> = serde_json::from_str(&said).unwrap();
            sockets.extend(said.into_iter().map(|(protocol, inode, fd)| Socket {
                space: number,
                pid: made.pid(),
                protocol,
                inode,
                fd,
            }));
            processes.push(made);
        }
        Some(Self { spaces, sockets, _processes: processes })
    }
}

const FIELDS: &str =
    "protocol,local,local_port,inode,pid,fd,process,netns,netns_name,netns_table,netns_pids";

/// The one row of a socket.
fn row_of<'r>(rows: &'r [Row], socket: &Socket) -> &'r Row {
    let is_it =
        |row: &&Row| row["protocol"] == socket.protocol.as_str() && row["inode"] == socket.inode;
    let found: Vec<&Row> = rows.iter().filter(is_it).collect();
    assert_eq!(found.len(), 1, "{socket:?}: {found:?}");
    found[0]
}

/// The table of TCP sockets of each of the three, by the rows of their sockets.
fn tables(world: &World, rows: &[Row]) -> Vec<u64> {
    let mut tables: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    for socket in &world.sockets {
        let table = row_of(rows, socket).number("netns_table");
        tables.entry(socket.space).or_default().insert(table);
    }
    let unique: BTreeSet<&u64> = tables.values().flatten().collect();
    assert_eq!(unique.len(), 3, "{tables:?}");
    assert!(tables.values().all(|tables| tables.len() == 1), "{tables:?}");
    tables.into_values().flatten().collect()
}

#[test]
fn every_socket_of_every_namespace_is_found() {
    if !can_make() {
        return;
    }
    let Some(world) = World::new() else { return };
    let line = format!("--all-netns -a --json -o {FIELDS}");
    let rows = call(PNET, &line).run().expect(0).rows();
    for socket in &world.sockets {
        let row = row_of(&rows, socket);
        assert_eq!(row["netns_name"], world.spaces[socket.space].0.as_str());
        assert_eq!(row["pid"], Value::from(vec![socket.pid]), "{row:?}");
        assert_eq!(row["fd"], Value::from(vec![socket.fd]), "{row:?}");
        assert!(row.list("netns_pids").contains(&socket.pid.into()), "{row:?}");
    }
    let seen = tables(&world, &rows);

    // Whoever may not name the namespaces sees the sockets all the same, and tells them apart.
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    let strange = call(&pnet, &line).by_user(NOBODY).run().expect(0).rows();
    for socket in &world.sockets {
        let row = row_of(&strange, socket);
        assert!(row["netns"].is_null() && row["pid"].is_null(), "{row:?}");
        assert!(row.list("netns_pids").contains(&socket.pid.into()), "{row:?}");
    }
    assert_eq!(tables(&world, &strange), seen);
    for (number, table) in seen.iter().enumerate() {
        let line = format!("--netns {table} -a --json -o {FIELDS}");
        for answer in [call(PNET, &line).run(), call(&pnet, &line).by_user(NOBODY).run()] {
            let rows = answer.expect(0).rows();
            assert!(rows.iter().all(|row| row["netns_table"] == *table), "{rows:?}");
            for socket in world.sockets.iter().filter(|socket| socket.space == number) {
                row_of(&rows, socket);
            }
        }
    }
    let line = "namespaces --json -o netns,netns_table,members,sockets";
    let spaces = call(&pnet, line).by_user(NOBODY).run().expect(0).rows();
    for table in &seen {
        let of: Vec<&Row> = spaces.iter().filter(|row| row["netns_table"] == *table).collect();
        assert_eq!(of.len(), 1, "{spaces:?}");
        assert_eq!((&of[0]["netns"], of[0].number("members")), (&Value::Null, 1));
    }
}

/// A local socket of another namespace is confirmed by its descriptor.
#[test]
fn local_sockets_elsewhere_are_confirmed_by_their_owners() {
    if !can_make() {
        return;
    }
    let Some(world) = World::new() else { return };
    let rows = call(PNET, "--all-netns -x -a -o protocol,inode,verified").rows();
    for socket in world.sockets.iter().filter(|socket| socket.protocol == "unix") {
        assert_eq!(row_of(&rows, socket)["verified"], true);
    }
}

/// What ss calls the kinds of sockets, by what pnet calls them without the version. It does not show
/// ping sockets.
fn class_of(netid: &str) -> Option<&str> {
    Some(match netid {
        "tcp" | "udp" | "raw" | "sctp" => netid,
        "u_str" | "u_dgr" | "u_seq" => "unix",
        "nl" => "netlink",
        "p_raw" | "p_dgr" => "packet",
        _ => return None,
    })
}

/// Who has what, by kind, process and descriptor, and how many sockets of each kind nobody has.
type Owned = (BTreeSet<(String, u64, u64)>, BTreeMap<String, u64>);

/// What ss says of one namespace. Of netlink sockets it
/// knows no owner, but the port, which is the number of the process; that of ss itself is left out.
fn by_ss(world: &World, space: &Space) -> Owned {
    let mut owned = BTreeSet::new();
    let mut others: BTreeMap<String, u64> = BTreeMap::new();
    for line in space.within("ss", "-Hanp").text().lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let Some(class) = columns.first().and_then(|netid| class_of(netid)) else { continue };
        let number = |name: &str| -> Option<u64> {
            line.split(['(', ')', ',']).find_map(|word| word.strip_prefix(name)?.parse().ok())
        };
        match number("pid=").zip(number("fd=")) {
            Some((pid, fd)) => {
                owned.insert((class.to_owned(), pid, fd));
            }
            None if class == "netlink" && !columns[4].ends_with(":0") => {
                let port = columns[4].rsplit(':').next().unwrap().parse().unwrap();
                if world.sockets.iter().any(|socket| socket.pid == port) {
                    owned.insert((class.to_owned(), port, 0));
                }
            }
            None => *others.entry(class.to_owned()).or_default() += 1,
        }
    }
    (owned, others)
}

#[test]
fn sockets_are_those_of_ss_in_each_namespace() {
    if !can_make() {
        return;
    }
    let Some(world) = World::new() else { return };
    let rows = call(PNET, &format!("--all-netns -a -o {FIELDS}")).rows();
    for space in &world.spaces {
        let (mut owned, mut others) = (BTreeSet::new(), BTreeMap::new());
        let mut pings = 0;
        for row in rows.iter().filter(|row| row["netns_name"] == space.0.as_str()) {
            let class = row.text("protocol").trim_end_matches('6').to_owned();
            match (row["pid"][0].as_u64(), row["fd"][0].as_u64()) {
                _ if class == "icmp" => pings += 1,
                (Some(pid), _) if class == "netlink" => {
                    assert_eq!(row["local_port"], pid);
                    owned.insert((class, pid, 0));
                }
                (Some(pid), Some(fd)) => {
                    owned.insert((class, pid, fd));
                }
                _ => *others.entry(class).or_default() += 1,
            }
        }
        assert_eq!((owned, others), by_ss(&world, space));
        assert_eq!(pings, 1);
    }
}

/// Listens at an address, and takes what comes.
const SERVER: &str = r#"
import socket, sys
server = socket.create_server((sys.argv[1], 7000))
print("listens", flush=True)
taken = server.accept()
sys.stdin.read()
"#;

/// Connects to an address.
const CLIENT: &str = r"
import os, socket, sys
one = socket.create_connection((sys.argv[1], 7000), timeout=20)
print(os.fstat(one.fileno()).st_ino, flush=True)
sys.stdin.read()
";

#[test]
fn a_connection_between_namespaces_has_both_its_processes() {
    if !can_make() {
        return;
    }
    let (Some(here), Some(there)) = (Space::new(), Space::new()) else {
        skip!("named namespaces cannot be made here");
    };
    let pair =
        format!("link add veth0 netns {} type veth peer name veth0 netns {}", here.0, there.0);
    if call("ip", &pair).run().code() != 0 {
        skip!("no such interfaces can be made here");
    }
    for (space, address) in [(&here, "10.78.0.1/24"), (&there, "10.78.0.2/24")] {
        space.within("ip", &format!("addr add {address} dev veth0")).run().expect(0);
        space.within("ip", "link set veth0 up").run().expect(0);
    }
    let (server, _) = there.python(SERVER, "10.78.0.2");
    let (client, inode) = here.python(CLIENT, "10.78.0.2");
    let line = "--all-netns -t -o inode,state,pid,peer_pid,peer_process,netns_name";
    let filter = "local in 10.78.0.0/24 and state == ESTABLISHED";
    let rows = wait_until("both ends", || {
        let rows = call(PNET, line).arg("--where").arg(filter).rows();
        let is_taken = |row: &Row| row["pid"] == Value::from(vec![server.pid()]);
        rows.iter().any(is_taken).then_some(rows)
    });
    assert_eq!(rows.len(), 2, "{rows:?}");
    let end =
        |of: &Made| rows.iter().find(|row| row["pid"] == Value::from(vec![of.pid()])).unwrap();
    assert_eq!(end(&client).number("inode").to_string(), inode.trim_end());
    for (own, other, space) in [(&client, &server, &here), (&server, &client, &there)] {
        let row = end(own);
        assert_eq!(row["netns_name"], space.0.as_str());
        assert_eq!(row["peer_pid"], Value::from(vec![other.pid()]), "{row:?}");
        let name = std::fs::read_to_string(other.proc("comm")).unwrap();
        assert_eq!(row["peer_process"], Value::from(vec![name.trim_end()]), "{row:?}");
    }
}
