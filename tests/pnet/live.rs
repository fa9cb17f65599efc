//! Sockets made by the test, and looked for.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener, UnixStream};

use serde_json::json;

use crate::PNET;
use crate::support::call::{Answer, reachable_copy};
use crate::support::rows::{decode, rows_of};
use crate::support::strace::touched;
use crate::support::{
    JSONS, NOBODY, Row, Sandbox, TEXTS, assert_harmless, call, has, is_root, schema, skip,
};

/// The inode of a socket of this process.
pub(crate) fn inode(socket: &impl AsRawFd) -> u64 {
    let link = std::fs::read_link(format!("/proc/self/fd/{}", socket.as_raw_fd())).unwrap();
    let link = link.to_str().unwrap();
    link.strip_prefix("socket:[").unwrap().strip_suffix(']').unwrap().parse().unwrap()
}

/// All that is asked of every socket.
const FIELDS: &str =
    "protocol,state,type,local,local_port,peer,peer_port,inode,pid,process,fd,uid,recv_q";

/// The row of a socket of this process.
fn row_of(socket: &impl AsRawFd) -> Row {
    let inode = inode(socket);
    let row =
        call(PNET, "--all -o").arg(FIELDS).arg("--where").arg(format!("inode == {inode}")).row();
    assert_eq!(row.number("inode"), inode);
    // The table of local sockets does not say who made them.
    if row["protocol"] != "unix" {
        assert_eq!(row["uid"], rustix::process::geteuid().as_raw());
    }
    assert!(row.list("pid").contains(&std::process::id().into()), "{row:?}");
    assert!(row.list("fd").contains(&socket.as_raw_fd().into()), "{row:?}");
    let name = std::fs::read_to_string("/proc/self/comm").unwrap();
    assert!(row.list("process").contains(&name.trim_end().into()), "{row:?}");
    row
}

#[test]
fn a_tcp_listener() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let row = row_of(&listener);
    assert_eq!(row["protocol"], "tcp");
    assert_eq!(row["state"], "LISTEN");
    assert_eq!(row["local"], "127.0.0.1");
    assert_eq!(row["local_port"], listener.local_addr().unwrap().port());
}

#[test]
fn both_ends_of_a_tcp_connection() {
    use std::io::Write as _;

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (far, _) = listener.accept().unwrap();
    near.write_all(b"seven b").unwrap();
    let (row, other) = (row_of(&near), row_of(&far));
    assert_eq!(row["state"], "ESTABLISHED");
    assert_eq!(row["peer"], "127.0.0.1");
    assert_eq!(row["local_port"], other["peer_port"]);
    assert_eq!(row["peer_port"], other["local_port"]);
    assert_eq!(row["peer_port"], listener.local_addr().unwrap().port());
    assert_eq!(other["recv_q"], 7);
}

#[test]
fn a_tcp6_listener() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else { skip!("there is no IPv6 here") };
    let row = row_of(&listener);
    assert_eq!(row["protocol"], "tcp6");
    assert_eq!(row["state"], "LISTEN");
    assert_eq!(row["local"], "::1");
}

#[test]
fn a_udp_socket_with_and_without_peer() {
    let alone = UdpSocket::bind("127.0.0.1:0").unwrap();
    let row = row_of(&alone);
    assert_eq!(row["protocol"], "udp");
    assert_eq!(row["state"], "UNCONNECTED");
    let bound = UdpSocket::bind("127.0.0.1:0").unwrap();
    bound.connect(alone.local_addr().unwrap()).unwrap();
    let row = row_of(&bound);
    assert_eq!(row["state"], "ESTABLISHED");
    assert_eq!(row["peer_port"], alone.local_addr().unwrap().port());
}

#[test]
fn one_socket_held_twice_is_one_row() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let twin = listener.try_clone().unwrap();
    let row = row_of(&listener);
    assert!(row.list("fd").contains(&twin.as_raw_fd().into()), "{row:?}");
    let own = row.list("pid").iter().filter(|pid| **pid == std::process::id()).count();
    assert_eq!(own, 1, "{row:?}");
}

#[test]
fn local_sockets_with_odd_names() {
    let sandbox = Sandbox::new();
    for name in ["plain", "with blank", "\x1b[2J", "@at", "\u{202e}right"] {
        let path = sandbox.join(name);
        let listener = UnixListener::bind(&path).unwrap();
        let row = row_of(&listener);
        assert_eq!(row["protocol"], "unix");
        assert_eq!(row["type"], "stream");
        assert_eq!(row["state"], "LISTEN");
        assert_eq!(row["local"], path.to_str().unwrap());
    }
}

#[test]
fn an_abstract_name_may_hold_anything() {
    let unique = format!("prockit {}", std::process::id());
    for tail in [&b"plain"[..], b"nul\0inside", b"\xffodd", b"with blank"] {
        let name = [unique.as_bytes(), tail].concat();
        let socket =
            UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
        let row = row_of(&socket);
        assert_eq!(row["type"], "dgram");
        let shown = match row.0.get("raw") {
            Some(raw) => decode(raw["local"].as_str().unwrap()),
            None => row.text("local").as_bytes().to_vec(),
        };
        // The kernel writes each NUL of an abstract name as @.
        let wanted: Vec<u8> = std::iter::once(b'@')
            .chain(name.iter().map(|byte| if *byte == 0 { b'@' } else { *byte }))
            .collect();
        assert_eq!(shown, wanted);
    }
}

/// The kernel breaks the line of its table there. The name is whole all the same; where its rest poses
/// as a row, no descriptor confirms that.
#[test]
fn a_newline_in_a_name_is_part_of_it() {
    let sandbox = Sandbox::new();
    let place = sandbox.path().to_str().unwrap();
    let forged = "0000000000000000: 00000002 00000000 00010000 0001 01 4711 /forged";
    let path = sandbox.join("with\nnewline");
    let listener = UnixListener::bind(&path).unwrap();
    assert_eq!(row_of(&listener)["local"], path.to_str().unwrap());
    let name = format!("prockit {}\n{forged}", std::process::id());
    let _socket = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(name).unwrap()).unwrap();
    let answer = call(PNET, "-x -a -o local,inode,verified --json").run().expect(0);
    let rows = answer.rows();
    let verified =
        |local: &str| rows.iter().find(|row| row["local"] == local).unwrap()["verified"].clone();
    assert_eq!(verified(path.to_str().unwrap()), true);
    assert_eq!(verified("/forged"), false, "a name posed as a socket");
    let broken = rows.iter().filter(|row| row["local"] == format!("{place}/with")).count();
    assert_eq!(broken, 0, "a name was cut");
}

/// The name of a socket whose second line poses as the row of another.
fn forging(name: &str, inode: u64, path: &str) -> UnixDatagram {
    let row = format!("0000000000000000: 00000002 00000000 00010000 0001 01 {inode} {path}");
    let name = format!("{name} {}\n{row}", std::process::id());
    UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(name).unwrap()).unwrap()
}

/// A row that poses as a local socket with the inode of a true socket neither hides that nor is
/// confirmed by it, whether it is local or not; the row that it is part of is.
#[test]
fn a_stolen_inode_confirms_nothing() {
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    let path = sandbox.join("true");
    let listener = UnixListener::bind(&path).unwrap();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let one = forging("prockit-one", inode(&listener), "/forged/of-local");
    let two = forging("prockit-two", inode(&other), "/forged/of-tcp");
    let (unnamed, _end) = UnixStream::pair().unwrap();
    let check = |answer: Answer| {
        assert_eq!(answer.stderr, "");
        let rows = answer.rows();
        let verified = |name: &str, number: u64| {
            let is_it = |row: &&Row| {
                row["local"].as_str().unwrap_or("").starts_with(name) && row["inode"] == number
            };
            rows.iter().filter(is_it).map(|row| row["verified"].clone()).collect::<Vec<_>>()
        };
        let name = |socket: &str| format!("@{socket} {}", std::process::id());
        assert_eq!(verified("/forged/of-local", inode(&listener)), [false]);
        assert_eq!(verified("/forged/of-tcp", inode(&other)), [false]);
        assert_eq!(verified(path.to_str().unwrap(), inode(&listener)), [true]);
        assert_eq!(verified(&name("prockit-one"), inode(&one)), [true]);
        assert_eq!(verified(&name("prockit-two"), inode(&two)), [true]);
        assert_eq!(verified("", inode(&unnamed)), [true]);
    };
    let line = "-x -a --json -o local,inode,verified";
    check(call(PNET, line).run().expect(0));
    if !is_root() {
        skip!("only root can become nobody");
    }
    check(call(&pnet, line).by_user(NOBODY).run().expect(0));
}

#[test]
fn a_connected_local_pair() {
    let (one, other) = UnixStream::pair().unwrap();
    for end in [&one, &other] {
        let row = row_of(end);
        assert_eq!(row["protocol"], "unix");
        assert_eq!(row["state"], "ESTABLISHED");
    }
}

/// Names that the sockets of this test bear do not leave their line.
#[test]
fn no_text_lets_a_name_act_on_a_terminal() {
    no_name_acts(&TEXTS);
}

#[test]
fn no_json_lets_a_name_act_on_a_terminal() {
    no_name_acts(&JSONS);
}

fn no_name_acts(formats: &[&str]) {
    let sandbox = Sandbox::new();
    let _socket = UnixListener::bind(sandbox.join("x\x1b[2J\u{9b}\u{202e}")).unwrap();
    let place = sandbox.path().to_str().unwrap();
    for format in formats {
        let text = call(PNET, place).arg("--format").arg(format).text();
        assert!(text.contains(place), "{format}: {text}");
        assert_harmless(&text);
    }
    let table = call(PNET, place).text();
    assert_eq!(table.lines().count(), 2, "{table}");
}

#[test]
fn words_select() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let wanted = inode(&listener);
    let port = listener.local_addr().unwrap().port();
    let same = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let finds = |word: &str, inode: u64| {
        let answer = call(PNET, word).arg("--json").arg("-o").arg("inode,local,protocol").run();
        answer.rows().iter().any(|row| row["inode"] == inode)
    };
    assert!(finds(&format!(":{port}"), wanted));
    assert!(finds(&format!("{port}/tcp"), wanted));
    assert!(!finds(&format!("{port}/udp"), wanted));
    assert!(finds("127.0.0.0/8", wanted));
    assert!(finds("127.0.0.1", wanted));
    assert!(finds(&format!("127.0.0.1:{port}"), wanted));
    assert!(!finds("192.0.2.0/24", wanted));
    assert!(finds(&std::process::id().to_string(), wanted));
    // Words of one kind widen.
    let other = same.local_addr().unwrap().port();
    assert!(finds(&format!(":{other} :{port}"), wanted));
    // Different kinds narrow.
    assert!(!finds(&format!(":{port} 192.0.2.0/24"), wanted));
    assert!(finds(&format!("-t -l :{port}"), wanted));
    assert!(!finds(&format!("-u -l :{port}"), wanted));
    call(PNET, "192.0.2.77").run().expect(1);
}

/// Each form of a word finds what listens as it finds what is connected.
#[test]
fn each_form_of_a_word_selects() {
    let sandbox = Sandbox::new();
    let path = sandbox.join("words.sock");
    let local = UnixListener::bind(&path).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let near = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let far = listener.accept().unwrap().0;
    let six = TcpListener::bind("[::1]:0").ok();
    let finds = |line: &str| -> BTreeSet<u64> {
        let answer = call(PNET, line).arg("-o").arg("inode").arg("--json").run();
        assert!([0, 1].contains(&answer.code()), "{line}: {}", answer.stderr);
        answer.rows().iter().filter_map(|row| row["inode"].as_u64()).collect()
    };
    let (listening, near, far) = (inode(&listener), inode(&near), inode(&far));
    let own = std::process::id();
    let name = std::fs::read_to_string("/proc/self/comm").unwrap();
    let name = name.trim();
    for word in [
        format!(":{port}"),
        format!("{port}/tcp"),
        format!("127.0.0.1:{port}"),
        "127.0.0.0/8".to_owned(),
        own.to_string(),
        name.to_owned(),
        format!("--exact {name}"),
        format!("--regex ^{}", &name[..2]),
    ] {
        let found = finds(&word);
        assert!([listening, near, far].iter().all(|inode| found.contains(inode)), "{word}");
        assert!(!found.contains(&inode(&local)), "{word}");
        assert!(!finds(&format!("-t {word}")).contains(&listening), "{word}");
        assert!(finds(&format!("-tl {word}")).contains(&listening), "{word}");
        assert!(!finds(&format!("-tl {word}")).contains(&near), "{word}");
    }
    assert!(!finds(&format!("--exact {}", &name[..2])).contains(&listening));
    let path = path.to_str().unwrap();
    assert_eq!(finds(path), BTreeSet::from([inode(&local)]));
    assert_eq!(finds(&format!("-xl {path}")), BTreeSet::from([inode(&local)]));
    assert_eq!(finds(&format!("--exact {path}")), BTreeSet::from([inode(&local)]));
    assert!(finds(&format!("--exact {}", sandbox.path().display())).is_empty());
    if let Some(six) = &six {
        let port = six.local_addr().unwrap().port();
        assert_eq!(finds(&format!("[::1]:{port}")), BTreeSet::from([inode(six)]));
        assert!(finds("::1").contains(&inode(six)));
    }
    // The name of an interface is not looked for in names of processes.
    assert!(!finds("lo").contains(&listening));
}

/// Endpoints that listen, of this machine as `ss -Htuln` tells it: protocol, address and port.
fn listeners_of_ss() -> BTreeSet<String> {
    let text = call("ss", "-Htuln").text();
    text.lines()
        .map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (address, port) = columns[4].rsplit_once(':').unwrap();
            let address = address.trim_matches(['[', ']']);
            // Interfaces are no part of what /proc tells.
            let address = address.split('%').next().unwrap();
            let any = if address == "*" { "::" } else { address };
            let six = if any.contains(':') { "6" } else { "" };
            format!("{}{six} {any} {port}", columns[0])
        })
        .collect()
}

#[test]
fn what_listens_is_what_ss_says() {
    if !has("ss") {
        skip!("ss is not installed");
    }
    let tcp = TcpListener::bind("0.0.0.0:0").unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let before = listeners_of_ss();
    let rows = call(PNET, "-tuln -o protocol,local,local_port").rows();
    let after = listeners_of_ss();
    let ours: BTreeSet<String> = rows
        .iter()
        .map(|row| format!("{} {} {}", row.text("protocol"), row.text("local"), row["local_port"]))
        .collect();
    let missing: Vec<_> = before.intersection(&after).filter(|one| !ours.contains(*one)).collect();
    assert!(missing.is_empty(), "missing: {missing:?} in {ours:?}");
    // Others come and go; what this test made has stayed.
    for (protocol, port) in [
        ("tcp 0.0.0.0", tcp.local_addr().unwrap().port()),
        ("udp 127.0.0.1", udp.local_addr().unwrap().port()),
    ] {
        assert!(ours.contains(&format!("{protocol} {port}")), "{ours:?}");
    }
}

#[test]
fn tulpn_shows_who_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (_near, _far) = {
        let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (near, listener.accept().unwrap())
    };
    let endpoint = listener.local_addr().unwrap().to_string();
    let text = call(PNET, "-tulpn").text();
    let header: Vec<&str> = text.lines().next().unwrap().split_whitespace().collect();
    let wanted = ["PROTO", "STATE", "RECV-Q", "SEND-Q", "LOCAL", "PEER", "USER", "PID", "PROCESS"];
    assert_eq!(header, wanted);
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(&endpoint)).collect();
    assert_eq!(lines.len(), 1, "only what listens: {text}");
    assert!(lines[0].contains("LISTEN"), "{lines:?}");
    assert!(lines[0].contains(&std::process::id().to_string()), "{lines:?}");
    assert!(text.lines().skip(1).all(|line| line.starts_with("tcp") || line.starts_with("udp")));
}

#[test]
fn families_alone_leave_out_what_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (_far, _) = listener.accept().unwrap();
    let has = |line: &str, socket: u64| {
        let rows = call(PNET, line).arg("-o").arg("inode").rows();
        rows.iter().any(|row| row["inode"] == socket)
    };
    let (listener, near) = (inode(&listener), inode(&near));
    assert!(has("-tn", near) && !has("-tn", listener));
    assert!(has("-tan", near) && has("-tan", listener));
    assert!(!has("-tln", near) && has("-tln", listener));
    assert!(has("", near) && has("", listener));
    assert!(has("-t --where state==LISTEN", listener));
    assert!(!has("-u", near));
}

/// A table of which no row can be wanted is not opened.
#[test]
fn only_tables_that_can_be_wanted_are_opened() {
    for (line, expected) in [
        ("-t4", &["tcp"][..]),
        ("-t6", &["tcp6"]),
        ("-tu4", &["tcp", "udp"]),
        ("-x -o local", &["unix"]),
        ("-x -o local,verified", &["unix"]),
        ("-S", &["sctp/assocs", "sctp/eps"]),
        ("--bluetooth", &["bnep", "cmtp", "hci", "hidp", "iso", "l2cap", "rfcomm", "sco"]),
        ("-w4", &["icmp", "raw"]),
        ("--where protocol==netlink", &["netlink"]),
        ("1/tcp", &["tcp", "tcp6"]),
        ("-t4 --all-netns", &["tcp"]),
    ] {
        // The order of rows is that of their namespaces too, which is told by the inode of a table.
        let arguments: Vec<&str> = line.split_whitespace().chain(["--jsonl"]).collect();
        let Some(paths) = touched(PNET, &arguments) else { return };
        let tables: BTreeSet<&str> =
            paths.iter().filter_map(|path| Some(path.split_once("/net/")?.1)).collect();
        assert_eq!(tables, expected.iter().copied().collect(), "{line}");
    }
}

#[test]
fn timers_are_shown() {
    let text = call(PNET, "-tano").text();
    let header = text.lines().next().unwrap();
    assert!(header.contains("TIMER"), "{header}");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // Whoever closes first waits.
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (far, _) = listener.accept().unwrap();
    drop(near);
    drop(far);
    let line = format!("-a :{port} -o state,timer,timer_expires,inode,pid");
    let waiting = crate::support::wait_until("TIME_WAIT", || {
        call(PNET, &line).rows().into_iter().find(|row| row["state"] == "TIME_WAIT")
    });
    assert_eq!(waiting["timer"], "timewait");
    let left = waiting["timer_expires"].as_f64().unwrap();
    assert!((0.0..=61.0).contains(&left), "{waiting:?}");
    // What has lost its owner belongs to nobody.
    assert!(waiting["inode"].is_null(), "{waiting:?}");
    assert!(waiting["pid"].is_null() || waiting["pid"] == json!([]), "{waiting:?}");
}

#[test]
fn what_would_change_something_is_refused() {
    for line in ["-K", "--kill", "-tK"] {
        call(PNET, line).run().refused(2);
    }
}

#[test]
fn rows_are_what_the_schema_says() {
    let sandbox = Sandbox::new();
    let _odd = UnixListener::bind(sandbox.join(crate::support::sandbox::path_of(b"\xff"))).unwrap();
    let rows = call(PNET, "-a -o all").rows();
    assert!(!rows.is_empty());
    schema::check(&call(PNET, "--schema").text(), &rows);
    let fields = rows_of(&call(PNET, "--list-fields --json").text());
    assert_eq!(rows[0].keys().len(), fields.len());
}

#[test]
fn a_stranger_sees_the_sockets_but_not_who_holds_them() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let line = format!(":{} -o inode,pid,process --json", listener.local_addr().unwrap().port());
    let answer = call(&pnet, &line).by_user(NOBODY).run().expect(0);
    let rows = answer.rows();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].number("inode"), inode(&listener));
    assert!(rows[0]["pid"].is_null() && rows[0]["process"].is_null(), "{rows:?}");
    let about = answer.complaint_about("[pid]/fd");
    assert!(about.contains("processes"), "{about}");
    call(&pnet, &line).arg("--strict").by_user(NOBODY).run().expect(3);
    // Nobody is asked who does not need to be.
    let answer = call(&pnet, "-tan --json").by_user(NOBODY).run().expect(0);
    assert_eq!(answer.stderr, "");
}
