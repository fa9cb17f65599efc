//! `pnet sockets`: one row a socket.

mod measured;
mod peers;
mod services;

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use rustix::io::Errno;

use super::diag::{Answers, Told};
use super::net::{self, Known, Net};
use super::owners::Owners;
use super::peers::Peers;
use super::socket::{Entry, Line, Protocol, Side, Socket, per_holder};
use super::table;
use crate::field::{Field, Group, Of, Of2};
use crate::filter::{Filter, Network};
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::net::dev::{self, Device};
use crate::plan::{Partial, Plan};
use crate::problem::Reason;
use crate::root::Reader;
use crate::run::Run;
use crate::services::Services;
use crate::users::Users;
use crate::view::{DefaultFilter, Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// The sockets.
pub(crate) struct Sockets;

impl Table for Sockets {
    type Row = Socket;
    type Key = Key;

    const HEAVY: bool = true;
    const SPEC: Spec = Spec {
        tool: "pnet",
        name: "sockets",
        about: "Sockets, one row each.",
        aliases: &["ss"],
        key: &["netns", "protocol", "local", "local_port", "peer", "peer_port", "inode"],
        default_fields: &[
            "protocol",
            "state",
            "recv_q",
            "send_q",
            "local_endpoint",
            "peer_endpoint",
            "user",
        ],
        default_filter: Some(DefaultFilter {
            filter: "protocol not in (unix, netlink, packet)",
            unless: &["protocol"],
        }),
        words: "sockets by :PORT, PORT/PROTOCOL, :SERVICE, SERVICE/PROTOCOL, address, network, process number, path, interface that they are bound to, or text in the process name",
        examples: &[
            ("pnet", "Internet sockets in every state"),
            ("pnet -tulpn", "what listens, and who"),
            ("pnet :443", "sockets with port 443 on either side"),
            ("pnet :ssh", "sockets of a service, by its name in /etc/services"),
            ("pnet 10.0.0.0/8 -p", "traffic with a network, and who has it"),
            ("pnet --where 'recv_q > 0' -o +process", "who does not read what came in"),
            ("pnet -t -o +rtt,congestion,bytes_sent", "how connections do"),
            ("pnet -x -p -o +peer_process", "who talks to whom over local sockets"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Socket>] =
        &[Group { name: "", fields: FIELDS }, measured::GROUP, peers::GROUP, services::GROUP];
    const NET: Option<fn(&Socket) -> &Net> = Some(Socket::net);

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        let networks = net::known(run, plan.all_netns());
        let needs = |names: &[&str]| names.iter().any(|name| plan.needs(Self::number(name)));
        let wants = |protocol: Protocol| {
            !plan.excludes(&Partial(&[(PROTOCOL, Ok(Value::word(protocol.word())))]))
        };
        let needs_peers = needs(&peers::NAMES);
        if needs_peers {
            Peers::take(run, networks, wants);
        }
        Answers::take(run, needs_peers || needs(UNIX_FIELDS), wants);
    }

    fn keys(reader: &Reader, plan: &Plan) -> Result<Vec<Key>, Errno> {
        let keys = |network: &Arc<Known>| {
            let network = network.clone();
            Protocol::ALL
                .iter()
                .map(move |protocol| Key { protocol: *protocol, network: network.clone() })
        };
        Ok(net::known(reader.run(), plan.all_netns()).iter().flat_map(keys).collect())
    }

    fn rows(key: &Key, picker: &mut Picker<'_, Self>) {
        let net = Rc::new(Net::new(&key.network, picker.reader));
        let protocol = (PROTOCOL, Ok(Value::word(key.protocol.word())));
        if !picker.may_want_in(&net, &[protocol]) {
            return;
        }
        // The kernel hands the table out in portions, between which it may move.
        let mut seen = FxHashSet::default();
        let mut show = |line: Line| {
            if seen.insert(line.identity()) {
                picker.offer(&Socket::new(&net, key.protocol, line));
            }
        };
        // A table that this kernel lacks has no rows; anything else was counted.
        let _ = each(&net, key.protocol, &mut show);
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        let (text, run) = (word.text, word.run);
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | '/' | '[' | ']');
        if let Some(selector) = of_service(text, run)? {
            return Ok(selector);
        }
        if let Some(selector) = select(word)? {
            return Ok(selector);
        }
        // What looks like a port or an address and is none would only be searched for in vain.
        if text.starts_with(':') || text.chars().all(is_number) {
            return Err(format!("`{text}` is no port, address or network"));
        }
        if run.is_some_and(|run| is_device(text, run)) {
            return Ok(table::of_device(word, Self::number("interface")));
        }
        let filter = word.found_in(Self::number("process"))?;
        Ok(Selector { kind: "text".into(), filter })
    }
}

/// One table of one network namespace.
pub(crate) struct Key {
    protocol: Protocol,
    network: Arc<Known>,
}

/// Gives every row of a table to `show`. A bad one is counted.
///
/// # Errors
/// Why the table could not be read; counted.
pub(crate) fn each(
    net: &Net,
    protocol: Protocol,
    mut show: &mut dyn FnMut(Line),
) -> Result<(), Absent> {
    // The name of a local socket may hold newlines: its row is complete when the next begins.
    let has_names = protocol == Protocol::Unix;
    let mut last: Option<Line> = None;
    let read = net.lines(protocol.file(), &mut |text| {
        let Some(parsed) = Line::parse(protocol, text) else { return };
        let is_rest = parsed.is_err() && last.as_mut().is_some_and(|last| last.extend(text));
        match parsed {
            Ok(line) if has_names => last.replace(line).into_iter().for_each(&mut show),
            Ok(line) => show(line),
            Err(_) if is_rest => {}
            Err(_) => net.reader().problem(protocol.file(), Reason::BadRow),
        }
    });
    last.into_iter().for_each(show);
    read
}

/// What /proc has of all sockets but local ones.
const UNIX_FIELDS: &[&str] = &["recv_q", "send_q", "peer", "peer_endpoint"];

/// The number of the field `protocol`, which rules out whole tables.
const PROTOCOL: usize = 0;

/// What the name of a service selects: its ports, over the protocol that follows it.
fn of_service(word: &str, run: Option<&Arc<Run>>) -> Result<Option<Selector>, String> {
    let (name, protocol) = match (word.strip_prefix(':'), word.split_once('/')) {
        (Some(name), _) => (name, None),
        (None, Some((name, protocol))) => match of_protocol(protocol) {
            Some(filter) => (name, Some((protocol.trim_end_matches('6'), filter))),
            None => return Ok(None),
        },
        (None, None) => return Ok(None),
    };
    // A name has a letter somewhere; what has a slash is a path.
    let is_name = name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.contains(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.+*".contains(c));
    if !is_name {
        return Ok(None);
    }
    let ports = match run {
        Some(run) => {
            let services = Services::of_run(run);
            services.ports(name, protocol.as_ref().map(|(protocol, _)| *protocol))?
        }
        None => Vec::new(),
    };
    let ports = Filter::or(ports.into_iter().map(of_port).collect());
    let filters = std::iter::once(ports).chain(protocol.map(|(_, filter)| filter));
    Ok(Some(Selector { kind: "port".into(), filter: Filter::and(filters.collect()) }))
}

/// Sockets with this port on either side.
fn of_port(port: u16) -> Filter {
    let either = ["local_port", "peer_port"];
    let ports = either.map(|name| Filter::equal(Sockets::number(name), u64::from(port).into()));
    // What stands in the place of the port is a protocol, a user's number or an interface.
    let others = ["raw", "raw6", "icmp", "icmp6", "netlink", "packet"].map(Value::word);
    let has_ports = Filter::one_of(PROTOCOL, others.into()).not();
    Filter::and(vec![has_ports, Filter::or(ports.into())])
}

/// Sockets of a protocol, of both versions; `None` where there is no such protocol.
fn of_protocol(protocol: &str) -> Option<Filter> {
    let wanted =
        |name: &&Protocol| name.word().trim_end_matches('6') == protocol.trim_end_matches('6');
    let words: Vec<_> =
        Protocol::ALL.iter().filter(wanted).map(|p| Value::word(p.word())).collect();
    (!words.is_empty()).then(|| Filter::one_of(PROTOCOL, words))
}

/// Whether this is the name of an interface in the reader's own network namespace.
fn is_device(word: &str, run: &Arc<Run>) -> bool {
    let name = word.as_bytes().to_vec();
    let is_there = run.once(move |reader| {
        let path = reader.net_path("dev");
        let devices = reader.table(&path, 0, File::NetDev, |text| dev::rows(text).collect());
        // Where that cannot be told, it is the name of no interface, and nothing is missing.
        drop(reader.take_problems());
        let devices: Vec<Item<Device>> = devices.unwrap_or_default();
        devices.iter().flatten().any(|device| *device.name == *name)
    });
    is_there.unwrap_or(false)
}

/// What a word selects by its form: a port, a network, a process by number, the path of a socket.
fn select(word: &Word<'_>) -> Result<Option<Selector>, String> {
    let (text, field) = (word.text, Sockets::number);
    let network = |network: Network| {
        Filter::or(["local", "peer"].map(|name| Filter::within(field(name), network)).into())
    };
    let selected = if let Some(port) = text.strip_prefix(':').and_then(|port| port.parse().ok()) {
        ("port", of_port(port))
    } else if let Some((number, protocol)) = text.split_once('/')
        && let (Ok(number), Some(protocol)) = (number.parse(), of_protocol(protocol))
    {
        ("port", Filter::and(vec![of_port(number), protocol]))
    } else if let Ok(pid) = text.parse::<u32>() {
        ("pid", Filter::equal(field("pid"), pid.into()))
    } else if let Ok(wanted) = text.parse::<Network>() {
        ("address", network(wanted))
    } else if let Ok(end) = text.parse::<SocketAddr>() {
        ("address", Filter::and(vec![network(Network::from(end.ip())), of_port(end.port())]))
    } else if text.starts_with(['/', '@']) {
        let is_local = Filter::equal(PROTOCOL, Value::word(Protocol::Unix.word()));
        ("path", Filter::and(vec![is_local, word.found_in(field("local"))?]))
    } else {
        return Ok(None);
    };
    let (kind, filter) = selected;
    Ok(Some(Selector { kind: kind.into(), filter }))
}

/// The fields of a socket.
pub(crate) static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "protocol",
        header: "PROTO",
        kind: Kind::Word,
        doc: "Protocol, as the kernel names its table: tcp, tcp6, udp, unix, netlink and so on.",
        aliases: &["netid", "proto"],
        from: &Of(|entry: &Entry| Ok(entry.protocol())),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Word,
        doc: "State; a datagram socket without a peer is UNCONNECTED.",
        aliases: &["st"],
        from: &Of(|entry: &Entry| entry.state()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "Kind of socket: stream, dgram, raw or seqpacket.",
        from: &Of(|entry: &Entry| entry.kind()),
        ..Field::BASE
    },
    Field {
        name: "recv_q",
        header: "RECV-Q",
        kind: Kind::Count,
        doc: "Bytes received and not yet read, or for a listener connections not yet accepted; of a local socket known only on the live machine and in the reader's own network namespace.",
        aliases: &["rx_queue", "recvq"],
        from: &Of2(|entry: &Entry, told: &Told| Ok(entry.receive_queue(told)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "send_q",
        header: "SEND-Q",
        kind: Kind::Count,
        doc: "Bytes sent and not yet acknowledged, or in a local socket not yet read by the other side; a listener has none.",
        aliases: &["tx_queue", "sendq"],
        from: &Of2(|entry: &Entry, told: &Told| Ok(entry.send_queue(told)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "local",
        header: "LOCAL-ADDRESS",
        kind: Kind::Address,
        doc: "Local address; of a unix socket its path, of netlink the protocol.",
        aliases: &["laddr", "local_address", "src"],
        from: &Of(|entry: &Entry| entry.address(Side::Local)),
        ..Field::BASE
    },
    Field {
        name: "local_port",
        header: "LPORT",
        kind: Kind::Id,
        doc: "Local port; of a raw socket the protocol number, of netlink the port number, of a packet socket the interface.",
        aliases: &["lport", "sport"],
        from: &Of(|entry: &Entry| Ok(entry.port(Side::Local)?.into())),
        ..Field::BASE
    },
    Field {
        name: "peer",
        header: "PEER-ADDRESS",
        kind: Kind::Address,
        doc: "Address of the other side; of a local socket its path, known only on the live machine and in the reader's own network namespace.",
        aliases: &["raddr", "peer_address", "dst"],
        from: &Of2(|entry: &Entry, told: &Told| entry.peer(told)),
        ..Field::BASE
    },
    Field {
        name: "peer_port",
        header: "PPORT",
        kind: Kind::Id,
        doc: "Port of the other side.",
        aliases: &["rport", "dport"],
        from: &Of(|entry: &Entry| Ok(entry.port(Side::Peer)?.into())),
        ..Field::BASE
    },
    Field {
        name: "local_endpoint",
        header: "LOCAL",
        kind: Kind::Endpoint,
        doc: "Local address and port in one, as netstat and ss write them.",
        from: &Of(|entry: &Entry| entry.endpoint(Side::Local)),
        ..Field::BASE
    },
    Field {
        name: "peer_endpoint",
        header: "PEER",
        kind: Kind::Endpoint,
        doc: "Address and port of the other side in one.",
        from: &Of2(|entry: &Entry, told: &Told| entry.peer_endpoint(told)),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of the user that made the socket, or the number where it has no name.",
        from: &Of2(|entry: &Entry, users: &Users| {
            Ok(Value::Text(users.name(entry.uid()?).to_vec().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of the user that made the socket.",
        from: &Of(|entry: &Entry| Ok(entry.uid()?.into())),
        ..Field::BASE
    },
    Field {
        name: "inode",
        header: "INODE",
        kind: Kind::Id,
        doc: "Inode of the socket; what has lost its owner, as in TIME_WAIT, has none.",
        aliases: &["ino"],
        from: &Of(|entry: &Entry| Ok(entry.inode()?.into())),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of all processes that hold the socket.",
        from: &Of2(|entry: &Entry, owners: &Owners| {
            per_holder(entry, owners, |held| Some(held.pid.into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "process",
        header: "PROCESS",
        kind: Kind::List(&Kind::Text),
        doc: "Names of all processes that hold the socket.",
        aliases: &["comm"],
        from: &Of2(|entry: &Entry, owners: &Owners| {
            per_holder(entry, owners, |held| owners.name(held.pid).map(Value::text))
        }),
        ..Field::BASE
    },
    Field {
        name: "fd",
        header: "FD",
        kind: Kind::List(&Kind::Id),
        doc: "Descriptors that refer to the socket, process by process.",
        from: &Of2(|entry: &Entry, owners: &Owners| {
            per_holder(entry, owners, |held| Some(held.fd.into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "verified",
        header: "VERIFIED",
        kind: Kind::Bool,
        doc: "Whether a descriptor confirms the row of a unix socket: whoever binds a name with newlines in it can write rows of that table.",
        from: &Of2(|entry: &Entry, owners: &Owners| entry.is_verified(owners)),
        ..Field::BASE
    },
    Field {
        name: "timer",
        header: "TIMER",
        kind: Kind::Word,
        doc: "Timer that runs: off, retransmit, keepalive, timewait or probe.",
        from: &Of(|entry: &Entry| entry.timer()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "timer_expires",
        header: "EXPIRES",
        kind: Kind::Seconds,
        doc: "Time until the timer fires.",
        from: &Of2(|entry: &Entry, facts: &Facts| Ok(entry.timer_expires(facts)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "retransmits",
        header: "RETRANS",
        kind: Kind::Count,
        doc: "Retransmissions of what is not acknowledged.",
        aliases: &["retrans"],
        from: &Of(|entry: &Entry| Ok(entry.retransmits()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "probes",
        header: "PROBES",
        kind: Kind::Count,
        doc: "Probes of a closed window or a silent peer that were not answered.",
        from: &Of(|entry: &Entry| Ok(entry.probes()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cwnd",
        header: "CWND",
        kind: Kind::Count,
        doc: "Congestion window, in segments; a listener has none.",
        from: &Of(|entry: &Entry| Ok(entry.window()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ssthresh",
        header: "SSTHRESH",
        kind: Kind::Count,
        doc: "Congestion window up to which a connection starts slowly, in segments; there is none before congestion was first met.",
        from: &Of(|entry: &Entry| Ok(entry.threshold()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rto",
        header: "RTO",
        kind: Kind::Seconds,
        doc: "Time after which what was not acknowledged is sent again, to a hundredth of a second.",
        from: &Of2(|entry: &Entry, facts: &Facts| Ok(entry.timeout(facts)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "ato",
        header: "ATO",
        kind: Kind::Seconds,
        doc: "Time for which an acknowledgement may be delayed, to a hundredth of a second; there is none before one was due.",
        from: &Of2(|entry: &Entry, facts: &Facts| Ok(entry.delay(facts)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "drops",
        header: "DROPS",
        kind: Kind::Count,
        doc: "Datagrams dropped, mostly for want of space in the receive queue.",
        from: &Of(|entry: &Entry| Ok(entry.drops()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "refs",
        header: "REFS",
        kind: Kind::Count,
        doc: "References that the kernel holds to the socket.",
        from: &Of(|entry: &Entry| Ok(entry.references()?.into())),
        volatile: true,
        ..Field::BASE
    },
];
