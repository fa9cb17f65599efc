//! What users of ss type, and what they get.

use std::collections::BTreeSet;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixListener;

use crate::PNET;
use crate::live::inode;
use crate::support::{Sandbox, call, has, skip};

/// The inodes of the rows that a line selects; `%` stands for the port of a listener.
fn found(line: &str, port: u16) -> BTreeSet<u64> {
    let line = line.replace('%', &port.to_string());
    // Nothing found is an answer too.
    let answer = call(PNET, &line).arg("-o").arg("inode").arg("--json").run();
    assert!([0, 1].contains(&answer.code()), "{line}: {}", answer.stderr);
    answer.rows().iter().filter_map(|row| row["inode"].as_u64()).collect()
}

#[test]
fn expressions_select_as_in_ss() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let near = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (far, _) = listener.accept().unwrap();
    let datagrams = UdpSocket::bind(("127.0.0.1", port)).unwrap();
    let sandbox = Sandbox::new();
    let path = sandbox.join("one.sock");
    let local = UnixListener::bind(&path).unwrap();
    let names = ["listener", "near", "far", "datagrams", "local"];
    let all = [inode(&listener), inode(&near), inode(&far), inode(&datagrams), inode(&local)];
    let sandbox = sandbox.path().to_str().unwrap().to_owned();
    for (line, expected) in [
        ("-ta sport = :%", "listener far"),
        ("-tn sport = :%", "far"),
        ("-tun sport = :%", "far"),
        ("-tan dport = :%", "near"),
        ("-tan ( dport = :% or sport = :% )", "listener near far"),
        ("-ta src 127.0.0.1:%", "listener far"),
        ("-ta src 127.0.0.0/8 and dport = :%", "near"),
        ("-ta dst 127.0.0.1 sport = :%", "far"),
        ("-a sport = :% state established", "far"),
        ("state established ( dport = :% or sport = :% )", "near far"),
        ("state listening sport = :%", "listener"),
        ("state connected sport = :% or dport = :%", "near far"),
        ("state synchronized sport = :%", "far"),
        ("state closed sport = :%", "datagrams"),
        ("state big sport = :%", "listener far datagrams"),
        ("state all sport = :%", "listener far datagrams"),
        ("state bucket sport = :%", ""),
        ("exclude established sport = :%", "listener datagrams"),
        ("-ta sport = :% not dst 127.0.0.1", "listener"),
        ("-ta sport = :% and dst != 127.0.0.1", "listener"),
        ("-ta sport ge :% sport le :%", "listener far"),
        ("-ta sport gt :% sport lt :%", ""),
        ("--established sport = :%", "far"),
        ("--listening sport = :%", "listener datagrams"),
        ("-a src SANDBOX/*.sock", "local"),
        ("-a src unix:SANDBOX/ONE.*", "local"),
        ("-a src SANDBOX/one", ""),
        ("-ta -o state,inode sport = :%", "listener far"),
    ] {
        // Other sockets may be there, with which nothing is proved.
        let found = found(&line.replace("SANDBOX", &sandbox), port);
        let known = names.iter().zip(all).filter(|(_, inode)| found.contains(inode));
        let known: Vec<&str> = known.map(|(name, _)| *name).collect();
        assert_eq!(known.join(" "), expected, "{line}");
    }
    // One argument may hold the whole.
    let argument = format!("( dport = :{port} or sport = :{port} )");
    let rows = call(PNET, "-ta -o inode").arg(argument).rows();
    assert_eq!(rows.len(), 3, "{rows:?}");
}

#[test]
fn the_same_line_selects_the_same_in_ss() {
    if !has("ss") {
        skip!("ss is not installed");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let _near = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let _far = listener.accept().unwrap();
    for line in [
        "-tan sport = :%",
        "-tn sport = :%",
        "-tan dst 127.0.0.1 and ( sport = :% or dport = :% )",
        "-tan ( sport = :% or dport = :% ) and not dport = :%",
        "-tan ( sport = :% or dport = :% ) and dport != :%",
        "-tan state established ( sport = :% or dport = :% )",
        "-tan exclude established ( sport = :% or dport = :% )",
        "-tan state connected ( sport = :% or dport = :% )",
        "-tln sport = :%",
    ] {
        let line = line.replace('%', &port.to_string());
        let theirs = call("ss", &line).arg("-He").text();
        let mut theirs: Vec<u64> = theirs
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("ino:")?.parse().ok())
            .collect();
        theirs.sort_unstable();
        let ours: Vec<u64> = found(&line, port).into_iter().collect();
        assert_eq!(ours, theirs, "{line}");
    }
}

#[test]
fn what_is_no_expression_is_told() {
    for (line, what) in [
        ("state nonsense", "`nonsense`"),
        ("state", "missing"),
        ("sport =", "missing"),
        ("dst example.org", "not looked up"),
        ("( sport = :22", "`)`"),
        ("sport = :22 and", "too early"),
        ("dst > 10.0.0.1", "compares ports only"),
    ] {
        let complaint = call(PNET, line).run().refused(2);
        assert!(complaint.contains(what), "{line}: {complaint}");
    }
}
