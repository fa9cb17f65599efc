//! The options of `pnet`: those of netstat and ss under their letters.

use super::{ALL_NETNS, Effect, Given, NETNS, Opt, flag};

/// For the manual.
pub(super) const HABITS: &[&str] = &[
    "Expressions of ss stand as words: state established, exclude time-wait, sport = :22, dst \
     10.0.0.0/8, dev = eth0, joined by and, or, not and parentheses, and = means equality there. \
     They begin with state, exclude, src, dst, sport, dport, dev or (; what begins otherwise is a \
     word like any other, and -- escapes.",
    "Queues and other ends of local sockets, and what the kernel measures of connections, are no \
     part of /proc: the kernel is asked for them where a field needs it, and tells them of the \
     reader's own network namespace.",
];

/// The options.
pub(super) const OPTIONS: &[Opt] = &[
    flag('t', "tcp", "TCP", keep_protocol("protocol in (tcp, tcp6)")),
    flag('u', "udp", "UDP", keep_protocol("protocol in (udp, udp6)")),
    flag('U', "udplite", "UDP-Lite", keep_protocol("protocol in (udplite, udplite6)")),
    flag('w', "raw", "Raw and ping sockets", keep_protocol("protocol in (raw, raw6, icmp, icmp6)")),
    flag('x', "unix", "Local sockets", keep_protocol("protocol == unix")),
    flag(' ', "netlink", "Netlink sockets", keep_protocol("protocol == netlink")),
    flag('0', "packet", "Packet sockets", keep_protocol("protocol == packet")),
    flag('4', "ipv4", "IPv4", keep_version("protocol in (tcp, udp, udplite, raw, icmp)")),
    flag('6', "ipv6", "IPv6", keep_version("protocol in (tcp6, udp6, udplite6, raw6, icmp6)")),
    flag('l', "listening", "What listens, or takes datagrams from anybody", Effect::Decides),
    flag(
        ' ',
        "established",
        "Connections that are established",
        Effect::Keep { group: "established", filter: "state == ESTABLISHED" },
    ),
    flag('a', "all", "Every family and every state", Effect::Decides),
    flag('p', "processes", "Who holds them", Effect::Add(&["pid", "process"])),
    flag('e', "extend", "User, inode and references too", Effect::Add(&["uid", "inode", "refs"])),
    flag(
        ' ',
        "timers",
        "Timers (`-o` inside a cluster such as -tno)",
        Effect::Add(&["timer", "timer_expires", "retransmits", "probes"]),
    ),
    ALL_NETNS,
    NETNS,
    flag('n', "numeric", "Numbers instead of names, as always", Effect::Accepted),
    flag('W', "whole", "Addresses are not cut, as always off a terminal", Effect::Accepted),
];

const fn keep_protocol(filter: &'static str) -> Effect {
    Effect::Keep { group: "protocol", filter }
}

const fn keep_version(filter: &'static str) -> Effect {
    Effect::Keep { group: "version", filter }
}

/// Bare, the Internet sockets in every state. As in netstat and ss, a family alone leaves out what
/// listens, unless the filter itself speaks of states.
pub(super) fn sockets(given: &Given<'_>) -> Option<String> {
    const FAMILIES: [&str; 7] = ["tcp", "udp", "udplite", "raw", "unix", "netlink", "packet"];
    const LISTENS: &str = "(state == LISTEN or protocol in (udp, udp6, udplite, udplite6, raw, raw6, icmp, icmp6) and state == UNCONNECTED)";
    let named = FAMILIES.iter().any(|family| given.has(family));
    let mut filters = Vec::new();
    if !named && !given.has("all") && !(given.mentions)("protocol") {
        filters.push("protocol not in (unix, netlink, packet)".to_owned());
    }
    if given.has("listening") {
        filters.push(LISTENS.to_owned());
    } else if named && !given.has("all") && !(given.mentions)("state") {
        filters.push(format!("not {LISTENS}"));
    }
    (!filters.is_empty()).then(|| filters.join(" and "))
}

#[cfg(test)]
mod tests {
    use pcore::{Filter, view};

    use super::*;

    #[test]
    fn the_default_sockets_are_filters() {
        let fields = view::of_tool("pnet").next().unwrap().fields();
        for options in [&[][..], &["tcp"], &["tcp", "listening"], &["all"], &["unix", "all"]] {
            let given = Given { options, mentions: &|_| false };
            if let Some(filter) = sockets(&given) {
                Filter::parse(&filter, &fields).unwrap();
            }
        }
        assert_eq!(sockets(&Given { options: &["all"], mentions: &|_| false }), None);
    }
}
