//! Pictures of who talks to whom, and through what.

use crate::PFD;
use crate::support::dot::{Picture, drawn};
use crate::support::python::role;
use crate::support::{Sandbox, call};

#[test]
fn what_connects_processes_stands_on_edges() {
    for (how, label, is_directed) in [
        ("pipe", "pipe", true),
        ("pty", "pty", false),
        ("pair", "unix", false),
        ("memfd", "memfd", false),
    ] {
        let sandbox = Sandbox::new();
        let path = sandbox.join("between");
        let Some((made, said)) = role("talks", &[how, path.to_str().unwrap()]) else { return };
        let (one, other) = (made.pid(), &said[0]);
        let filter =
            format!("pid in ({one}, {other}) and peer_pid in ({one}, {other}) and type == {label}");
        let text = call(PFD, "peers --graph dot --where").arg(filter).text();
        let picture = Picture::parse(&text);
        let edges = picture.between(&format!("\n{one}"), &format!("\n{other}"));
        // The parent may have more of the kind than what was made for the purpose.
        assert_eq!(edges.len(), 1, "{text}");
        assert!(edges[0].label.starts_with(label), "{text}");
        assert_eq!(edges[0].is_directed, is_directed, "{text}");
        if is_directed {
            assert!(edges[0].from.ends_with(&format!("\n{one}")), "{text}");
        }
        if let Some(svg) = drawn(&text) {
            assert!(svg.contains("<svg"), "{svg}");
        }
    }
}

#[test]
fn what_has_no_ends_cannot_be_drawn() {
    for line in ["--graph dot", "locks --graph dot"] {
        let said = call(PFD, line).run().refused(2);
        assert!(said.contains("pfd peers"), "{said}");
    }
}
