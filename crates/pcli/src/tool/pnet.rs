//! The options of `pnet`: those of netstat and ss under their letters.

use super::{ALL_NETNS, Effect, Given, NETNS, Name, Opt, flag, refused, value};

/// For the manual.
pub(super) const HABITS: &[&str] = &[
    "Expressions of ss stand as words: state established, exclude time-wait, sport = :22, dst \
     10.0.0.0/8, dev = eth0, joined by and, or, not and parentheses, and = means equality there. \
     They begin with state, exclude, src, dst, sport, dport, dev or (; what begins otherwise is a \
     word like any other, and -- escapes.",
    "The letters of netstat and ss mean here what they mean there. -i beside -t, -u, -U, -w, -x, -l, \
     -p, -o or -m is what TCP measures, alone the interfaces; -s beside a protocol is its counters, \
     alone how many sockets there are. A state or a group of states (established, connected, big) is \
     a word of its own.",
    "The views counters, caches and accounting leave out what is zero, unless a word selects, -z or \
     -a is given, or a filter is about the value or the name.",
    "Queues and other ends of local sockets, and what the kernel measures of connections, are no \
     part of /proc: the kernel is asked for them where a field needs it, and tells them of the \
     reader's own network namespace.",
];

/// The options. A letter that netstat and ss have for different things means what it does there by
/// what is shown; the rows say which.
pub(super) const OPTIONS: &[Opt] = &[
    // Which sockets; of other views what belongs to the protocol.
    flag('t', "tcp", "TCP", Effect::In(TCP)),
    flag('u', "udp", "UDP", Effect::In(UDP)),
    flag('U', "udplite", "UDP-Lite", Effect::In(UDPLITE)),
    flag('w', "raw", "Raw and ping sockets", Effect::In(RAW)),
    flag('S', "sctp", "SCTP: sockets and associations", Effect::In(SCTP)),
    flag('2', "l2cap", "Bluetooth sockets of L2CAP", keep_protocol("protocol == l2cap")),
    flag(' ', "rfcomm", "Bluetooth sockets of RFCOMM", keep_protocol("protocol == rfcomm")),
    flag(
        ' ',
        "bluetooth",
        "Bluetooth sockets of every protocol",
        keep_protocol("protocol in (hci, l2cap, rfcomm, sco, iso, bnep, hidp, cmtp)"),
    ),
    flag(
        ' ',
        "ipx",
        "IPX sockets, which Linux had before 4.18",
        keep_protocol("protocol == ipx"),
    ),
    flag('x', "unix", "Local sockets", Effect::In(LOCAL)),
    flag(' ', "netlink", "Netlink sockets", Effect::In(NETLINK)),
    flag('0', "packet", "Packet sockets", Effect::In(PACKET)),
    flag('4', "ipv4", "IPv4", Effect::In(IPV4)).also(&["inet"]),
    flag('6', "ipv6", "IPv6", Effect::In(IPV6)).also(&["inet6"]),
    value(
        'f',
        "family",
        "FAMILY",
        "This family, as in ss: inet, inet6, unix, netlink or link; of caches the file",
        Effect::In(FAMILY),
    )
    .also(&["protocol", "file"]),
    value(
        'A',
        "query",
        "LIST",
        "These sockets, as in ss: all, inet, tcp, udp, raw, unix, unix_dgram, packet, netlink and \
         so on; !tcp leaves out",
        Effect::In(QUERY),
    )
    .also(&["socket"]),
    flag(
        'l',
        "listening",
        "What listens, or takes datagrams from anybody",
        Effect::In(&[(SOCKETS, Effect::Decides)]),
    ),
    flag(
        ' ',
        "established",
        "Connections that are established",
        Effect::Keep { group: "established", filter: "state == ESTABLISHED" },
    ),
    flag(
        'a',
        "all",
        "Every family and every state; of other views all that there is",
        Effect::Everything,
    )
    .also(&["ignore"]),
    flag(
        'z',
        "zeros",
        "Of counters those at zero too",
        Effect::In(&[
            (&["counters", "caches", "accounting"], Effect::Everything),
            (ANY, Effect::Refused(CONTEXT)),
        ]),
    ),
    ALL_NETNS,
    NETNS,
    value(
        'N',
        "net",
        "NETNS",
        "The same, as in ss",
        Effect::OneOf(&["netns", "netns_name", "netns_pids"]),
    ),
    // What to show of them.
    flag('p', "processes", "Who holds them", Effect::Add(&["pid", "process"]))
        .also(&["programs", "program"]),
    flag('e', "extend", "More columns: of sockets user, inode and references", Effect::In(EXTEND))
        .also(&["extended"]),
    flag(
        ' ',
        "timers",
        "Timers (`-o` inside a cluster such as -tno)",
        Effect::Add(&["timer", "timer_expires", "retransmits", "probes"]),
    )
    .also(&["options"]),
    flag(
        ' ',
        "info",
        "What TCP measures, as ss -i (`-i` together with -t, -u, -x, -l, -p, -o or -m)",
        Effect::Add(&[
            "congestion",
            "rto",
            "rtt",
            "rtt_var",
            "mss",
            "cwnd",
            "ssthresh",
            "bytes_sent",
            "bytes_received",
            "retransmits_total",
            "delivery_rate",
        ]),
    ),
    flag(
        'm',
        "memory",
        "Memory that they use and may use",
        Effect::Add(&["receive_memory", "receive_buffer", "send_memory", "send_buffer"]),
    ),
    flag(' ', "cgroup", "The inode of their control group", Effect::Add(&["cgroup_id"])),
    // Other views, by the letters of netstat.
    flag(
        'r',
        "route",
        "Routes, as netstat -r",
        Effect::In(&[(&["sockets", "routes"], Effect::View("routes"))]),
    ),
    flag(
        'i',
        "interfaces",
        "Interfaces, as netstat -i",
        Effect::In(&[
            (&["sockets", "interfaces"], Effect::View("interfaces")),
            (&["caches"], Effect::Refused(INTERVAL)),
        ]),
    ),
    flag(
        'g',
        "groups",
        "Multicast groups, as netstat -g",
        Effect::In(&[(&["sockets", "multicast"], Effect::View("multicast"))]),
    ),
    flag(
        's',
        "summary",
        "How many sockets there are, as ss -s; with -t, -u, -U, -w, -S, -4 or -6 the counters of the \
         protocol, as netstat -s",
        Effect::In(&[
            (&["sockets", "sockstat"], Effect::View("sockstat")),
            // nstat keeps no history then, and ifconfig is brief.
            (&["counters", "interfaces"], Effect::Accepted),
        ]),
    )
    .also(&["noupdate"]),
    flag(
        ' ',
        "statistics",
        "Counters of the protocols, as netstat --statistics",
        Effect::In(&[(&["sockets", "counters"], Effect::View("counters"))]),
    ),
    flag(
        'M',
        "masquerade",
        "Tracked connections whose addresses are translated, as netstat -M",
        Effect::In(&[
            (SOCKETS, Effect::View("conntrack")),
            (
                &["conntrack"],
                Effect::Keep {
                    group: "masquerade",
                    filter: "source != @reply_destination or destination != @reply_source",
                },
            ),
        ]),
    ),
    flag(
        'C',
        "cache",
        "With -r the cache of routes, which Linux before 3.6 had",
        Effect::In(&[
            (&["routes"], Effect::Keep { group: "cache", filter: "family == inet and table == cache" }),
            (ANY, Effect::Refused("is about routes, as in -rC")),
        ]),
    ),
    value(
        'k',
        "keys",
        "NAMES",
        "Of caches the values with these names",
        Effect::In(&[(&["caches"], Effect::OneOf(&["name"]))]),
    ),
    // How.
    flag(
        'c',
        "continuous",
        "Repeat every second, as --watch=1",
        Effect::In(&[(&["caches"], Effect::Refused(INTERVAL)), (ANY, Effect::Repeat(1))]),
    ),
    flag('H', "no-header", "The same as --no-headers", Effect::Same("no-headers")),
    flag('O', "oneline", "One line a row, as always", Effect::Accepted),
    flag('n', "numeric", "Numbers instead of names, as always", Effect::Accepted).also(&[
        "numeric-hosts",
        "numeric-ports",
        "numeric-users",
    ]),
    flag('W', "whole", "Addresses are not cut, as always off a terminal", Effect::Accepted),
    flag('v', "verbose", "What could not be seen is said, as always", Effect::Accepted),
    // What has no counterpart.
    flag(
        'F',
        "fib",
        "With -r the table of routes, as always",
        Effect::In(&[(&["routes"], Effect::Accepted), (ANY, Effect::Refused(FILE))]),
    ),
    // What has no counterpart.
    value(' ', "filter", "FILE", "", Effect::Refused(FILE)),
    value(
        'D',
        "diag",
        "FILE",
        "",
        Effect::Refused("would write the kernel's raw answers to a file; --report and --jsonl have \
             all that is shown"),
    ),
    refused('K', "kill", "would close sockets; pnet only reads"),
    refused(
        'E',
        "events",
        "waits for sockets to be closed, of which /proc does not tell; --watch repeats",
    ),
    refused(
        'T',
        "threads",
        "shows threads, which all share the descriptors of their process; -p shows that",
    ),
    refused('Z', "context", CONTEXT).also(&["contexts"]),
    refused('b', "bpf", "shows filters of packets, which pnet does not ask the kernel for")
        .also(&["bpf-maps", "bpf-map-id"]),
    refused(' ', "no-queues", "leaves out columns; -o names those that are wanted"),
    refused(
        'B',
        "bound-inactive",
        "shows sockets that are bound and no more, which /proc does not list",
    ),
    flag(
        'd',
        "dccp",
        "",
        Effect::In(&[
            (&["caches"], Effect::Refused("lists what there is; the view with -z does")),
            (ANY, Effect::Refused(DCCP)),
        ]),
    ),
    refused(' ', "mptcp", "shows sockets of MPTCP, which no file of /proc lists; -t has their subflows"),
    refused(' ', "tipc", UNLISTED).also(&["tipcinfo", "vsock", "xdp", "ax25", "netrom"]),
    refused(' ', "tos", UNASKED).also(&["inet-sockopt"]),
    refused(' ', "resolve", "would ask name servers; addresses are shown as numbers"),
    refused(' ', "symbolic", "is about names of hardware, of which pnet shows none"),
];

const ANY: &[&str] = &[];
const SOCKETS: &[&str] = &["sockets"];
/// Views with a field that has the family of the addresses.
const WITH_FAMILY: &[&str] = &[
    "addresses",
    "conntrack",
    "fib-stats",
    "multicast",
    "multicast-interfaces",
    "multicast-routes",
    "routes",
];

const CONTEXT: &str = "shows labels of security, which /proc has of processes only: pps -Z";
const DCCP: &str = "shows sockets of DCCP, which no file of /proc lists and Linux 6.16 dropped";
const FILE: &str = "reads a filter from a file; write it as words, or behind --where";
const INTERVAL: &str = "repeats in lnstat; --watch=SECONDS does";
const UNLISTED: &str = "shows sockets of a family that no file of /proc lists";
const UNASKED: &str = "shows options of sockets, which pnet does not ask the kernel for";

const TCP: Views = &[
    (SOCKETS, keep_protocol("protocol in (tcp, tcp6)")),
    (&["counters"], keep_protocol("group in (Tcp, TcpExt, MPTcpExt)")),
    (&["sockstat"], keep_protocol("protocol in (TCP, TCP6)")),
    (&["protocols"], keep_protocol("name in (TCP, TCPv6)")),
    (&["conntrack"], keep_protocol("protocol == tcp")),
];
const UDP: Views = &[
    (SOCKETS, keep_protocol("protocol in (udp, udp6)")),
    (&["counters"], keep_protocol("group in (Udp, Udp6)")),
    (&["sockstat"], keep_protocol("protocol in (UDP, UDP6)")),
    (&["protocols"], keep_protocol("name in (UDP, UDPv6)")),
    (&["conntrack"], keep_protocol("protocol == udp")),
];
const UDPLITE: Views = &[
    (SOCKETS, keep_protocol("protocol in (udplite, udplite6)")),
    (&["counters"], keep_protocol("group in (UdpLite, UdpLite6)")),
    (&["sockstat"], keep_protocol("protocol in (UDPLITE, UDPLITE6)")),
    (&["protocols"], keep_protocol("name in (\"UDP-Lite\", UDPLITEv6)")),
    (&["conntrack"], keep_protocol("protocol == udplite")),
];
/// Raw sockets have no counters of their own; as in netstat, those of IP and ICMP are meant.
const RAW: Views = &[
    (SOCKETS, keep_protocol("protocol in (raw, raw6, icmp, icmp6)")),
    (&["counters"], keep_protocol("group in (Ip, IpExt, Ip6, Icmp, Icmp6, IcmpMsg)")),
    (&["sockstat"], keep_protocol("protocol in (RAW, RAW6)")),
    (&["protocols"], keep_protocol("name in (RAW, RAWv6, PING, PINGv6)")),
];
const SCTP: Views = &[
    (&["counters"], keep_protocol("group == Sctp")),
    (&["protocols"], keep_protocol("name in (SCTP, SCTPv6)")),
    (&["conntrack"], keep_protocol("protocol == sctp")),
    (SOCKETS, keep_protocol("protocol == sctp")),
];
const LOCAL: Views = &[
    (SOCKETS, keep_protocol("protocol == unix")),
    (&["protocols"], keep_protocol("name in (UNIX, \"UNIX-STREAM\")")),
];
const NETLINK: Views = &[
    (SOCKETS, keep_protocol("protocol == netlink")),
    (&["protocols"], keep_protocol("name == NETLINK")),
];
const PACKET: Views = &[
    (SOCKETS, keep_protocol("protocol == packet")),
    (&["protocols"], keep_protocol("name == PACKET")),
];

const IPV4: Views = &[
    (SOCKETS, keep_version(SOCKETS_OF_IPV4)),
    (WITH_FAMILY, keep_version(OF_IPV4)),
    (&["counters"], keep_version("not group =~ \"6$\"")),
    (&["sockstat"], keep_version("not protocol =~ \"6$\"")),
];
const IPV6: Views = &[
    (SOCKETS, keep_version(SOCKETS_OF_IPV6)),
    (WITH_FAMILY, keep_version(OF_IPV6)),
    (&["counters"], keep_version("group =~ \"6$\"")),
    (&["sockstat"], keep_version("protocol =~ \"6$\"")),
];
const SOCKETS_OF_INTERNET: &str =
    "protocol in (tcp, tcp6, udp, udp6, udplite, udplite6, raw, raw6, icmp, icmp6, sctp)";
const SOCKETS_OF_IPV4: &str =
    "(protocol in (tcp, udp, udplite, raw, icmp) or protocol == sctp and local in 0.0.0.0/0)";
const SOCKETS_OF_IPV6: &str =
    "(protocol in (tcp6, udp6, udplite6, raw6, icmp6) or protocol == sctp and local in ::/0)";
const OF_IPV4: &str = "family == inet";
const OF_IPV6: &str = "family == inet6";

const FAMILY: Views = &[
    (SOCKETS, Effect::Choice { group: "family", names: FAMILIES }),
    (WITH_FAMILY, Effect::Choice { group: "family", names: VERSIONS }),
    (&["caches"], Effect::OneOf(&["file"])),
];
const QUERY: Views = &[
    (SOCKETS, Effect::Choice { group: "protocol", names: QUERIES }),
    (WITH_FAMILY, Effect::Choice { group: "family", names: VERSIONS }),
];

const FAMILIES: &[Name] = &[
    named("inet", SOCKETS_OF_IPV4),
    named("inet6", SOCKETS_OF_IPV6),
    named("unix", "protocol == unix"),
    named("link", "protocol == packet"),
    named("netlink", "protocol == netlink"),
    unlisted("vsock"),
    unlisted("tipc"),
    unlisted("xdp"),
];
const VERSIONS: &[Name] = &[named("inet", OF_IPV4), named("inet6", OF_IPV6)];
const QUERIES: &[Name] = &[
    named("all", "protocol is not null"),
    named("inet", SOCKETS_OF_INTERNET),
    named("inet4", SOCKETS_OF_IPV4),
    named("inet6", SOCKETS_OF_IPV6),
    named("tcp", "protocol in (tcp, tcp6)"),
    named("udp", "protocol in (udp, udp6)"),
    named("udplite", "protocol in (udplite, udplite6)"),
    named("raw", "protocol in (raw, raw6, icmp, icmp6)"),
    named("unix", "protocol == unix"),
    named("unix_stream", "protocol == unix and type == stream"),
    named("u_str", "protocol == unix and type == stream"),
    named("unix_dgram", "protocol == unix and type == dgram"),
    named("u_dgr", "protocol == unix and type == dgram"),
    named("unix_seqpacket", "protocol == unix and type == seqpacket"),
    named("u_seq", "protocol == unix and type == seqpacket"),
    named("packet", "protocol == packet"),
    named("packet_raw", "protocol == packet and type == raw"),
    named("p_raw", "protocol == packet and type == raw"),
    named("packet_dgram", "protocol == packet and type == dgram"),
    named("p_dgr", "protocol == packet and type == dgram"),
    named("netlink", "protocol == netlink"),
    unlisted("mptcp"),
    unlisted("dccp"),
    named("sctp", "protocol == sctp"),
    unlisted("tipc"),
    unlisted("vsock"),
    unlisted("vsock_stream"),
    unlisted("vsock_dgram"),
    unlisted("xdp"),
];

const EXTEND: Views = &[
    (SOCKETS, Effect::Add(&["uid", "inode", "refs"])),
    (&["routes"], Effect::Add(&["refs", "uses", "mtu", "window", "irtt"])),
    (
        &["interfaces"],
        Effect::Add(&[
            "rx_fifo",
            "rx_frame",
            "rx_multicast",
            "tx_fifo",
            "tx_collisions",
            "tx_carrier",
        ]),
    ),
];

/// What an option does, by view.
type Views = &'static [(&'static [&'static str], Effect)];

const fn named(name: &'static str, filter: &'static str) -> Name {
    Name { name, filter: Ok(filter) }
}

const fn unlisted(name: &'static str) -> Name {
    Name { name, filter: Err(UNLISTED) }
}

const fn keep_protocol(filter: &'static str) -> Effect {
    Effect::Keep { group: "protocol", filter }
}

const fn keep_version(filter: &'static str) -> Effect {
    Effect::Keep { group: "version", filter }
}

/// As in netstat and ss, a family alone leaves out what listens, unless the filter itself speaks of
/// states.
pub(super) fn sockets(given: &Given<'_>) -> Option<String> {
    const NAMING: [&str; 14] = [
        "tcp",
        "udp",
        "udplite",
        "raw",
        "unix",
        "netlink",
        "packet",
        "sctp",
        "l2cap",
        "rfcomm",
        "bluetooth",
        "ipx",
        "family",
        "query",
    ];
    const LISTENS: &str = "(state == LISTEN or protocol in (udp, udp6, udplite, udplite6, raw, raw6, icmp, icmp6) and state == UNCONNECTED)";
    if given.has("listening") {
        return Some(LISTENS.to_owned());
    }
    let is_named = NAMING.iter().any(|family| given.has(family));
    let leaves_out = is_named && !given.has("all") && !(given.mentions)("state");
    // The tables of Bluetooth do not tell what listens.
    leaves_out.then(|| format!("(state is unsupported or not {LISTENS})"))
}

#[cfg(test)]
mod tests {
    use pcore::Filter;

    use super::*;

    #[test]
    fn the_default_sockets_are_filters() {
        let fields = super::super::PNET.first().unwrap().fields();
        for options in [&[][..], &["tcp"], &["tcp", "listening"], &["all"], &["unix", "all"]] {
            let given = Given { options, mentions: &|_| false };
            if let Some(filter) = sockets(&given) {
                Filter::parse(&filter, fields).unwrap();
            }
        }
        assert_eq!(sockets(&Given { options: &["all"], mentions: &|_| false }), None);
        assert_eq!(sockets(&Given { options: &["tcp"], mentions: &|_| true }), None);
    }
}
