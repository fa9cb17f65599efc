//! Pictures of who talks to whom.

use std::net::TcpListener;

use crate::PNET;
use crate::support::call::reachable_copy;
use crate::support::dot::{Picture, drawn};
use crate::support::python::role;
use crate::support::{NOBODY, Sandbox, call, is_root, skip};

/// A name that would end its quotes, begin a node of its own, and stand for another name.
const EVIL: &str = "a\"];b[\\N&#10;";

#[test]
fn connections_are_edges_from_who_came() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let Some((made, said)) = role("connects", &[EVIL, "127.0.0.1", &port, "3"]) else { return };
    let _accepted: Vec<_> = (0..3).map(|_| listener.accept().unwrap()).collect();
    let (own, pid, child) = (std::process::id(), made.pid(), &said[0]);
    let filter = format!("pid in ({pid}, {child}) or pid == {own} and local_port == {port}");
    let text = call(PNET, "--graph dot --where").arg(filter).text();
    let picture = Picture::parse(&text);
    let name = std::fs::read_to_string("/proc/self/comm").unwrap();
    let (evil, child) = (format!("{}\n{pid}", EVIL.replace('\\', "\\\\")), format!("\n{child}"));
    let own = format!("{}\n{own}", name.trim_end());
    assert_eq!(picture.nodes.iter().filter(|node| **node == evil).count(), 1, "{text}");
    let edges = picture.between(&own, &evil);
    assert_eq!(edges.len(), 1, "{text}");
    assert_eq!((&edges[0].from, &edges[0].to), (&evil, &own));
    assert_eq!(edges[0].label, format!("tcp {port} ×3"));
    assert!(edges[0].is_directed);
    let edges = picture.between(&evil, &child);
    assert_eq!(edges.len(), 1, "{text}");
    assert_eq!((&*edges[0].label, edges[0].is_directed), ("unix", false));
    // What stands on the edges is the user's choice.
    let filter = format!("pid == {pid} and protocol == tcp");
    let text = call(PNET, "--format dot -o state --where").arg(filter).text();
    let labels: Vec<_> = Picture::parse(&text).edges.into_iter().map(|edge| edge.label).collect();
    assert_eq!(labels, ["ESTABLISHED ×3"], "{text}");
    if let Some(svg) = drawn(&text) {
        assert!(
            svg.contains("a&quot;];b[\\\\N&amp;#10;") || svg.contains("a\"];b[\\\\N&amp;#10;"),
            "{svg}"
        );
    }
}

/// A server of both versions, and one who came over IPv4.
#[test]
fn both_versions_are_one_edge() {
    let Ok(listener) = TcpListener::bind("[::]:0") else { skip!("there is no IPv6 here") };
    let port = listener.local_addr().unwrap().port().to_string();
    let Some((made, _)) = role("connects", &["client", "127.0.0.1", &port, "1"]) else { return };
    let _accepted = listener.accept().unwrap();
    let filter = format!("(local_port == {port} or peer_port == {port}) and protocol != unix");
    let text = call(PNET, "--graph dot --where").arg(filter).text();
    let picture = Picture::parse(&text);
    assert_eq!(picture.edges.len(), 1, "{text}");
    assert_eq!(picture.edges[0].from, format!("client\n{}", made.pid()));
    assert_eq!(picture.edges[0].label, format!("tcp {port}"));
    let rows = call(PNET, &format!("-t :{port} -o direction,server_port,transport")).rows();
    let mut directions: Vec<_> = rows.iter().map(|row| row.text("direction")).collect();
    directions.sort_unstable();
    assert_eq!(directions, ["in", "out"]);
    let port: u64 = port.parse().unwrap();
    assert!(rows.iter().all(|row| row["server_port"] == port));
    assert!(rows.iter().all(|row| row["transport"] == "tcp"));
}

#[test]
fn another_machine_is_a_place() {
    if !is_root() {
        skip!("only root can make a network namespace");
    }
    let Some((made, said)) = role("networks", &[]) else { return };
    let (child, port) = (&said[0], &said[1]);
    let client = format!("\n{}", made.pid());
    // From within the one network the other is far away.
    let within = |line: &str| {
        let line = format!("-t {} -n {PNET} --graph dot {line}", made.pid());
        Picture::parse(&call("nsenter", &line).text())
    };
    let picture = within("-t");
    let edges = picture.between(&client, "192.0.2.2");
    assert_eq!(edges.len(), 1, "{picture:?}");
    assert_eq!((&*edges[0].to, &edges[0].label), ("192.0.2.2", &format!("tcp {port}")));
    // Where all networks are looked at it is a process like others.
    let picture = within("-t --all-netns");
    let edges = picture.between(&client, &format!("\n{child}"));
    assert_eq!(edges.len(), 1, "{picture:?}");
    assert!(edges[0].from.ends_with(&client) && edges[0].is_directed, "{picture:?}");
}

#[test]
fn the_same_picture_every_time() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let Some((made, _)) = role("connects", &["client", "127.0.0.1", &port, "5"]) else { return };
    let line = format!("--graph dot -p {} :{port}", made.pid());
    let first = call(PNET, &line).text();
    for _ in 0..3 {
        assert_eq!(call(PNET, &line).text(), first);
    }
}

/// Sockets are there for everybody, who holds them is not.
#[test]
fn a_stranger_sees_addresses() {
    if !is_root() {
        skip!("only root can become nobody");
    }
    let sandbox = Sandbox::new();
    let pnet = reachable_copy(PNET, sandbox.path());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let _far = listener.accept().unwrap();
    let (port, other) = (listener.local_addr().unwrap(), near.local_addr().unwrap());
    let line = format!("--graph dot -t :{}", port.port());
    let picture = Picture::parse(&call(&pnet, &line).by_user(NOBODY).text());
    assert_eq!(picture.edges.len(), 1, "{picture:?}");
    let edge = &picture.edges[0];
    assert_eq!((&edge.from, &edge.to), (&other.to_string(), &port.to_string()));
}

#[test]
fn what_has_no_ends_cannot_be_drawn() {
    let said = call(PNET, "interfaces --graph dot").run().refused(2);
    assert!(said.contains("pnet sockets"), "{said}");
    call(PNET, "--graph dot --json").run().refused(2);
    call(PNET, "--graph png").run().refused(2);
    let empty = call(PNET, "--graph dot --where").arg("state == LISTEN").text();
    assert!(Picture::parse(&empty).nodes.is_empty(), "{empty}");
}
