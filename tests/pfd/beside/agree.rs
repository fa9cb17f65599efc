//! How peers write what fields have.

use std::collections::BTreeSet;

use super::{Said, text};
use crate::support::{Row, call};

/// The columns that the one has which is installed.
pub(super) fn columns(program: &str) -> Vec<String> {
    let listed = call(program, "--list-columns").run();
    // Old ones list them at the end of their help.
    let text = match listed.code() {
        0 => listed.text(),
        _ => call(program, "--help").text(),
    };
    let list = text.split_once("Available output columns:\n").map_or(&*text, |(_, list)| list);
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names: Vec<String> =
        lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    assert!(names.len() > 10, "{program} lists its columns: {names:?}");
    names
}

/// The numbers of a device as the C library packs them.
pub(super) fn device(packed: &str) -> Option<String> {
    let packed = u64::from_str_radix(packed.strip_prefix("0x")?, 16).ok()?;
    let major = packed >> 8 & 0xfff | packed >> 32 & !0xfff;
    let minor = packed & 0xff | packed >> 12 & 0xffff_ff00;
    Some(format!("{major}:{minor}"))
}

/// Who has the other end, and by which descriptors: `1234,name,5`, without how it was opened.
pub(super) fn ends(row: &Row) -> BTreeSet<String> {
    let mut ends = BTreeSet::new();
    let (Some(peers), Some(names)) = (row["peers"].as_array(), row["peer_names"].as_array()) else {
        return ends;
    };
    for ((pid, name), fds) in peers.iter().zip(names).zip(row.list("peer_fds")) {
        for fd in text(fds).split('|') {
            ends.insert(format!("{pid},{},{fd}", text(name)));
        }
    }
    ends
}

/// An end as lsof writes it: `1234,name,5w`.
pub(super) fn is_end(row: &Row, end: &str) -> bool {
    ends(row).contains(end)
}

/// A protocol as the kernel names it: `TCPv6`, `UNIX-STREAM`, `AF_VSOCK`.
pub(super) fn is_protocol(said: &Said<'_>) -> bool {
    let protocol = said.field("protocol");
    let (bare, version) = match protocol.strip_suffix('6') {
        Some(bare) => (bare, "v6"),
        None => (&*protocol, ""),
    };
    let bare = match bare {
        "icmp" => "ping",
        "udplite" => "udp-lite",
        bare => bare,
    };
    let theirs = said.value.to_ascii_lowercase();
    let kinds = ["", "-stream"].map(|kind| format!("{bare}{version}{kind}"));
    kinds.contains(&theirs)
        || theirs == format!("af_{bare}")
        || theirs == format!("{bare}lite{version}")
}

/// An address of zeros stands for none.
pub(super) fn is_peer(said: &Said<'_>) -> bool {
    let is_none = matches!(said.value, "0.0.0.0" | "::");
    said.is("peer") || is_none && said.ours["peer"].is_null()
}

/// Address and port of one side as `endpoints` has them.
pub(super) fn is_local_end(said: &Said<'_>) -> bool {
    said.field("endpoints").split("->").next() == Some(said.value)
}

/// The other side; without one it is written as zeros.
pub(super) fn is_peer_end(said: &Said<'_>) -> bool {
    match said.field("endpoints").split_once("->") {
        Some((_, peer)) => peer == said.value,
        None => matches!(said.value, "0.0.0.0:0" | "[::]:0"),
    }
}
