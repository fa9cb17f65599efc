//! What the kernel tells over `sock_diag` of sockets that the test made.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Stdio;

use rustix::net::{AddressFamily, SocketType, ipproto};
use serde_json::Value;

use crate::PNET;
use crate::live::inode;
use crate::support::call::{Call, reachable_copy};
use crate::support::{NOBODY, Row, Sandbox, Tree, call, has, is_root, skip, wait_until};

/// The row of the socket with this inode, with these fields.
fn row_of(inode: u64, fields: &str) -> Row {
    call(PNET, "--all -o").arg(fields).arg("--where").arg(format!("inode == {inode}")).row()
}

/// A connection of the test with itself: the listener and both ends.
fn connection() -> (TcpListener, TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (far, _) = listener.accept().unwrap();
    (listener, near, far)
}

#[test]
fn a_connection_is_measured() {
    let (_listener, mut near, mut far) = connection();
    near.write_all(&[7; 5000]).unwrap();
    far.read_exact(&mut [0; 5000]).unwrap();
    let fields = "rtt,rtt_var,mss,pmtu,cwnd,congestion,bytes_sent,bytes_received,bytes_acked,\
                  segs_out,segs_in,retransmits_total,busy_time,last_send,receive_buffer,cookie,\
                  cgroup_id,rto,lost,backlog_limit,peer_inode";
    // The other end acknowledges when it wants to.
    let row = wait_until("the acknowledgement", || {
        let row = row_of(inode(&near), fields);
        (row["bytes_acked"].as_u64()? > 5000).then_some(row)
    });
    let rtt = row["rtt"].as_f64().unwrap();
    assert!(rtt > 0.0 && rtt < 60.0, "{row:?}");
    assert_eq!(row["bytes_sent"], 5000);
    assert_eq!(row["bytes_received"], 0);
    assert_eq!(row["retransmits_total"], 0);
    assert!(row.number("segs_out") > 1 && row.number("segs_in") > 0, "{row:?}");
    assert!(row.number("mss") > 500 && row.number("pmtu") > row.number("mss"), "{row:?}");
    assert!(row["last_send"].as_f64().unwrap() < 60.0, "{row:?}");
    assert!(row["rto"].as_f64().unwrap() > 0.0, "{row:?}");
    assert!(row.number("receive_buffer") > 1000, "{row:?}");
    let usual = std::fs::read_to_string("/proc/sys/net/ipv4/tcp_congestion_control").unwrap();
    assert_eq!(row["congestion"], usual.trim_end());
    let cookie = rustix::net::sockopt::socket_cookie(&near).unwrap();
    assert_eq!(row["cookie"], format!("{cookie:x}"));
    // A connection has no backlog and no local socket at its end.
    assert!(row["backlog_limit"].is_null() && row["peer_inode"].is_null(), "{row:?}");
    assert_eq!(row_of(inode(&far), "bytes_received")["bytes_received"], 5000);
}

#[test]
fn a_listener_has_the_backlog_that_it_asked_for() {
    let socket =
        rustix::net::socket(AddressFamily::INET, SocketType::STREAM, Some(ipproto::TCP)).unwrap();
    rustix::net::bind(&socket, &std::net::SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0)).unwrap();
    rustix::net::listen(&socket, 37).unwrap();
    let listener = TcpListener::from(socket);
    let _waiting = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let row = row_of(inode(&listener), "backlog_limit,recv_q,send_q,rtt,cwnd,bytes_sent");
    assert_eq!(row["backlog_limit"], 37);
    assert_eq!(row["recv_q"], 1);
    // Nothing of a listener is measured, and so nothing is zero.
    for field in ["send_q", "rtt", "cwnd", "bytes_sent"] {
        assert!(row[field].is_null(), "{row:?}");
    }
}

#[test]
fn a_pair_of_local_sockets_knows_its_other_end() {
    let (mut one, other) = UnixStream::pair().unwrap();
    one.write_all(b"seven b").unwrap();
    let fields = "peer_inode,recv_q,send_q,receive_memory,send_memory,cookie";
    let (row, far) = (row_of(inode(&one), fields), row_of(inode(&other), fields));
    assert_eq!(row["peer_inode"], inode(&other));
    assert_eq!(far["peer_inode"], inode(&one));
    assert_eq!((&row["recv_q"], &far["recv_q"]), (&Value::from(0), &Value::from(7)));
    assert!(row.number("send_q") >= 7 && row.number("send_memory") >= 7, "{row:?}");
    assert_eq!(far["send_q"], 0);
}

#[test]
fn a_local_client_sees_the_name_of_its_server() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("with\nnewline\x1b");
    let listener = UnixListener::bind(&path).unwrap();
    let client = UnixStream::connect(&path).unwrap();
    let waiting = row_of(inode(&listener), "recv_q,send_q,backlog_limit,peer,peer_inode");
    assert_eq!(waiting["recv_q"], 1);
    let limit = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    assert!(waiting.number("backlog_limit") <= limit.trim().parse().unwrap(), "{waiting:?}");
    for field in ["send_q", "peer", "peer_inode"] {
        assert!(waiting[field].is_null(), "{waiting:?}");
    }
    let (server, _) = listener.accept().unwrap();
    let row = row_of(inode(&client), "peer,peer_endpoint,peer_inode,local");
    assert_eq!(row["peer"], path.to_str().unwrap());
    assert_eq!(row["peer_endpoint"], path.to_str().unwrap());
    assert_eq!(row["peer_inode"], inode(&server));
    assert!(row["local"].is_null(), "{row:?}");
    // The client has no name.
    assert!(row_of(inode(&server), "peer")["peer"].is_null());
}

#[test]
fn a_socket_may_be_bound_to_an_interface_and_marked() {
    const SCRIPT: &str = "import socket, sys
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b'lo')
one.setsockopt(socket.SOL_SOCKET, 36, 0x2a)
one.bind(('127.0.0.1', 0))
sys.stdin.read()";
    let plain = UdpSocket::bind("127.0.0.1:0").unwrap();
    let row = row_of(inode(&plain), "interface,rtt,congestion");
    for field in ["interface", "rtt", "congestion"] {
        assert!(row[field].is_null(), "{row:?}");
    }
    if !is_root() || !has("python3") {
        skip!("python3 makes marked sockets, and only root may");
    }
    let mut child = call("python3", "-c").arg(SCRIPT).command();
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    let row = wait_until("the socket", || {
        let line = format!("{} -o interface,mark", child.id());
        call(PNET, &line).arg("--json").run().rows().pop()
    });
    let named = call(PNET, "lo -o interface,pid --json").run().expect(0).rows();
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(named.iter().any(|row| row.list("pid").contains(&child.id().into())), "{named:?}");
    assert!(named.iter().all(|row| row["interface"] == "lo"), "{named:?}");
    assert_eq!((&row["interface"], &row["mark"]), (&"lo".into(), &"0x2a".into()));
}

#[test]
fn times_of_the_waiting_are_not_made_up() {
    let (listener, near, far) = connection();
    let port = listener.local_addr().unwrap().port();
    drop(near);
    drop(far);
    let line = format!("-a :{port} -o state,cookie,rtt,mark,receive_memory");
    let row = wait_until("TIME_WAIT", || {
        call(PNET, &line).rows().into_iter().find(|row| row["state"] == "TIME_WAIT")
    });
    assert!(!row.text("cookie").is_empty(), "{row:?}");
    for field in ["rtt", "receive_memory"] {
        assert!(row[field].is_null(), "{row:?}");
    }
}

/// Whoever may not administer the network is told all but the mark, and told why.
#[test]
fn a_stranger_is_told_all_but_the_mark() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    let (_listener, near, _far) = connection();
    let filter = format!("inode == {} and mark is denied", inode(&near));
    let row = call(&pnet, "-o rtt,mark --where").arg(filter).by_user(NOBODY).row();
    assert!(row["rtt"].as_f64().unwrap() > 0.0, "{row:?}");
}

/// The processes at the other end, by number and name, as the row tells them.
fn peers_of(inode: u64) -> (Value, Value) {
    let row = row_of(inode, "peer_pid,peer_process");
    (row["peer_pid"].clone(), row["peer_process"].clone())
}

#[test]
fn both_ends_of_a_connection_know_who_is_at_the_other() {
    let own = Value::from(vec![std::process::id()]);
    let (listener, near, far) = connection();
    assert_eq!(peers_of(inode(&near)).0, own);
    assert_eq!(peers_of(inode(&far)).0, own);
    assert!(peers_of(inode(&listener)).0.is_null());
    let (one, other) = UnixStream::pair().unwrap();
    assert_eq!(peers_of(inode(&one)).0, own);
    assert_eq!(peers_of(inode(&other)).0, own);
    // A server of datagrams need not be connected with the client.
    let server = UdpSocket::bind("0.0.0.0:0").unwrap();
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    client.connect(("127.0.0.1", server.local_addr().unwrap().port())).unwrap();
    assert_eq!(peers_of(inode(&client)).0, own);
    assert!(peers_of(inode(&server)).0.is_null());
}

/// A server that takes both versions sees a client of IPv4 as one of IPv6.
#[test]
fn another_process_is_known_by_number_and_name() {
    const SCRIPT: &str = "import socket, sys
one = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
two = socket.socket(socket.AF_UNIX)
two.connect(sys.argv[2])
sys.stdin.read()";
    if !has("python3") {
        skip!("python3 is not installed");
    }
    let Ok(listener) = TcpListener::bind("[::]:0") else { skip!("there is no IPv6 here") };
    let sandbox = Sandbox::new();
    let path = sandbox.join("socket");
    let local = UnixListener::bind(&path).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut child = call("python3", "-c").arg(SCRIPT).arg(port).arg(&path).command();
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    let ((far, address), (other, _)) = (listener.accept().unwrap(), local.accept().unwrap());
    let name = std::fs::read_to_string(format!("/proc/{}/comm", child.id())).unwrap();
    let (pids, names) = (Value::from(vec![child.id()]), Value::from(vec![name.trim_end()]));
    let found = [peers_of(inode(&far)), peers_of(inode(&other))];
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(address.ip().to_string().starts_with("::ffff:"), "{address}");
    for found in found {
        assert_eq!(found, (pids.clone(), names.clone()));
    }
}

/// That there is somebody a stranger may see, but not who.
#[test]
fn a_stranger_does_not_learn_who_is_at_the_other_end() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    let (_listener, near, _far) = connection();
    let filter = format!("inode == {} and peer_pid is denied", inode(&near));
    call(&pnet, "-o peer_pid --where").arg(filter).by_user(NOBODY).row();
}

#[test]
fn the_kernel_is_asked_only_for_what_is_wanted() {
    if !has("strace") {
        skip!("strace is not installed");
    }
    let questions = |line: &str| {
        let sandbox = Sandbox::new();
        let trace = sandbox.join("trace");
        let traced = call("strace", "-f -qq -e trace=socket,sendto -o").arg(&trace).arg(PNET);
        let traced = line.split_whitespace().fold(traced, Call::arg);
        let answer = traced.run();
        let Ok(text) = std::fs::read_to_string(&trace) else {
            println!("skipped: strace may not trace here: {}", answer.stderr.trim_end());
            return None;
        };
        let asks = |line: &&str| line.contains("sendto(") && line.contains("NLM_F_DUMP");
        assert_eq!(text.contains("NETLINK_SOCK_DIAG"), text.lines().any(|line| asks(&line)));
        Some(text.lines().filter(asks).count())
    };
    for (line, expected) in [
        ("", 0),
        ("-tulpn", 0),
        ("-x -o local", 0),
        ("-a -o local,inode", 0),
        ("-x", 1),
        ("-a -o recv_q", 1),
        ("-a -o local --sort recv_q", 1),
        ("-t -o +rtt", 2),
        ("-t -o +peer_pid", 0),
        ("-x -o peer_pid", 1),
        ("-x -o verified", 1),
        ("-t -o verified", 0),
    ] {
        let Some(count) = questions(line) else { return };
        assert_eq!(count, expected, "{line}");
    }
}

/// A field of a line of ss, such as `bytes_sent:7`.
fn told_by_ss<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let start = text.split([' ', ',', '(', '\t']).find_map(|word| word.strip_prefix(name))?;
    start.strip_prefix(':')
}

#[test]
fn numbers_are_those_of_ss() {
    if !has("ss") {
        skip!("ss is not installed");
    }
    let (listener, mut near, mut far) = connection();
    near.write_all(&[7; 3000]).unwrap();
    far.read_exact(&mut [0; 3000]).unwrap();
    let port = near.local_addr().unwrap().port();
    let text = call("ss", "-Htinem").arg(format!("sport = :{port}")).text();
    let fields = "bytes_sent,segs_out,mss,pmtu,cookie,receive_buffer,send_buffer,inode";
    let row = row_of(inode(&near), fields);
    for (field, name) in
        [("bytes_sent", "bytes_sent"), ("segs_out", "segs_out"), ("mss", "mss"), ("pmtu", "pmtu")]
    {
        assert_eq!(told_by_ss(&text, name), Some(&*row[field].to_string()), "{text}");
    }
    assert_eq!(told_by_ss(&text, "sk"), Some(row.text("cookie")), "{text}");
    assert!(text.contains(&format!("rb{}", row["receive_buffer"])), "{row:?}: {text}");
    assert!(text.contains(&format!("tb{}", row["send_buffer"])), "{row:?}: {text}");
    let port = listener.local_addr().unwrap().port();
    let text = call("ss", "-Htln").arg(format!("sport = :{port}")).text();
    let backlog = row_of(inode(&listener), "backlog_limit")["backlog_limit"].to_string();
    assert_eq!(text.split_whitespace().nth(2), Some(&*backlog), "{text}");
}

#[test]
fn local_sockets_are_those_of_ss() {
    if !has("ss") {
        skip!("ss is not installed");
    }
    let (one, _other) = UnixStream::pair().unwrap();
    let number = inode(&one);
    let text = call("ss", "-Hxe").text();
    let line = text.lines().find(|line| line.contains(&format!(" {number} "))).unwrap();
    let row = row_of(number, "peer_inode,recv_q,send_q");
    let columns: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(columns[2], row["recv_q"].to_string(), "{line}");
    assert_eq!(columns[3], row["send_q"].to_string(), "{line}");
    assert!(line.contains(&format!(" {} ", row["peer_inode"])), "{row:?}: {line}");
}

/// Sockets of other namespaces are seen in their tables, and not asked about.
#[test]
fn other_namespaces_are_not_told_of() {
    const SCRIPT: &str = "import socket, sys
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind(('127.0.0.1', 0))
sys.stdin.read()";
    if !is_root() || !has("unshare") || !has("python3") {
        skip!("only root can make a network namespace");
    }
    let script = format!(
        "import fcntl, struct, socket
asker = socket.socket()
fcntl.ioctl(asker, 0x8914, struct.pack('16sh', b'lo', 1))
{SCRIPT}"
    );
    let mut child = call("unshare", "-n python3 -c").arg(script).command();
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    let line = format!("--all-netns {} -o protocol,cookie,inode", child.id());
    let row = wait_until("the socket", || {
        let rows = call(PNET, &line).arg("--json").run().rows();
        rows.into_iter().find(|row| row["protocol"] == "udp")
    });
    let filter = format!("inode == {} and cookie is unsupported", row["inode"]);
    let rows = call(PNET, "--all-netns -o cookie --where").arg(filter).rows();
    drop(child.stdin.take());
    child.wait().unwrap();
    assert_eq!(rows.len(), 1);
    assert!(row["cookie"].is_null(), "{row:?}");
}

#[test]
fn a_captured_tree_does_not_tell() {
    let tree = Tree::new();
    let table = "Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000003 00000000 00000000 0001 03 4711 /run/a.sock
0000000000000000: 00000002 00000000 00010000 0001 01 4712 /run/b.sock
";
    tree.put("net/unix", table);
    let count = |filter: &str| {
        call(PNET, "-x -a -o inode --where").arg(filter).arg("--proc").arg(tree.path()).rows().len()
    };
    assert_eq!(count("recv_q is unsupported"), 2);
    assert_eq!(count("send_q is unsupported and peer is unsupported"), 1);
    assert_eq!(count("send_q is not_applicable and peer is not_applicable"), 1);
    assert_eq!(count("cookie is unsupported"), 2);
    // What does not apply is no gap.
    assert_eq!(count("rtt is not_applicable and congestion is not_applicable"), 2);
    assert_eq!(count("backlog_limit is unsupported and peer_inode is not_applicable"), 1);
    assert_eq!(count("backlog_limit is not_applicable and peer_inode is unsupported"), 1);
}

#[test]
fn what_is_no_connection_is_not_measured_and_no_gap() {
    let datagrams = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (one, _other) = UnixStream::pair().unwrap();
    let absent = "rtt is not_applicable and congestion is not_applicable and \
                  backlog_limit is not_applicable and bytes_sent is not_applicable";
    for inode in [inode(&datagrams), inode(&one)] {
        let filter = format!("inode == {inode} and {absent}");
        call(PNET, "-a -o rtt --where").arg(filter).row();
    }
}
