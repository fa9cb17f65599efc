//! The names of states, kinds and timers, by the kernel's numbers.

use crate::Value;

/// What has no peer, and is not TCP.
pub(crate) const UNCONNECTED: &str = "UNCONNECTED";

/// States of TCP, by the kernel's number from one on.
pub(crate) const STATES: &[&str] = &[
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "TIME_WAIT",
    "CLOSE",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING",
    "SYN_RECV",
];

/// The number of `TCP_TIME_WAIT`, a socket that nobody holds any more.
pub(super) const TIME_WAIT: u8 = 6;
/// The number of `TCP_CLOSE`, which for anything but TCP means unconnected.
pub(super) const CLOSE: u8 = 7;
/// The number of `TCP_LISTEN`.
pub(super) const LISTEN: u8 = 10;

/// Kinds of sockets, by the kernel's number.
pub(super) const KINDS: &[&str] = &["", "stream", "dgram", "raw", "rdm", "seqpacket"];

/// Timers of TCP, by the kernel's number.
pub(super) const TIMERS: &[&str] = &["off", "retransmit", "keepalive", "timewait", "probe"];

/// The name of a state of TCP, which SCTP uses too.
pub(crate) fn state_of_tcp(state: u8) -> Value<'static> {
    let name = usize::from(state).checked_sub(1).and_then(|at| STATES.get(at));
    number_or_name(state, name.copied())
}

/// The name of a state where there are no connections.
pub(super) fn state_of_datagrams(state: u8) -> &'static str {
    if state == CLOSE { "UNCONNECTED" } else { "ESTABLISHED" }
}

/// A name, or the number where a newer kernel knows more.
pub(crate) fn number_or_name(number: u8, name: Option<&'static str>) -> Value<'static> {
    name.map_or_else(|| Value::Word(number.to_string().into()), Value::word)
}
