//! What no table of /proc has of a socket: `sock_diag` tells it, of sockets in the reader's own
//! network namespace on the live machine. Elsewhere these fields are unsupported where they apply.

use crate::field::{Field, Group, Of, Of2, Of3};
use crate::parse::Item;
use crate::parse::sock_diag::{Diag, TcpInfo};
use crate::view::pnet::diag::{Asked, Connection, Listener, Local, Tcp, Told, mark};
use crate::view::pnet::socket::{Entry, Socket};
use crate::{Absent, Kind, Value};

/// What the kernel measures.
pub(super) const GROUP: Group<Socket> = Group { name: "Measured", fields: FIELDS };

static FIELDS: &[Field<Socket>] = &[
    Field {
        name: "backlog_limit",
        header: "BACKLOG",
        kind: Kind::Count,
        doc: "Connections that may wait for a listener to accept them.",
        aliases: &["backlog", "max_backlog"],
        from: &Of2(|_: &Listener, socket: &Diag| Ok(socket.backlog_limit()?.into())),
        ..Field::BASE
    },
    Field {
        name: "peer_inode",
        header: "PEER-INODE",
        kind: Kind::Id,
        doc: "Inode of the local socket at the other end.",
        aliases: &["ipeer", "unix.ipeer"],
        from: &Of2(|_: &Local, socket: &Diag| Ok(socket.peer_inode()?.into())),
        ..Field::BASE
    },
    Field {
        name: "rtt",
        header: "RTT",
        kind: Kind::Seconds,
        doc: "Time of a round trip, smoothed.",
        from: &Of2(|_: &Connection, socket: &Diag| seconds(socket, TcpInfo::rtt, MICRO)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rtt_var",
        header: "RTTVAR",
        kind: Kind::Seconds,
        doc: "How much the time of round trips differs.",
        aliases: &["rttvar"],
        from: &Of2(|_: &Connection, socket: &Diag| seconds(socket, TcpInfo::rtt_var, MICRO)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "min_rtt",
        header: "MINRTT",
        kind: Kind::Seconds,
        doc: "Time of the shortest round trip of late.",
        aliases: &["minrtt"],
        from: &Of2(|_: &Connection, socket: &Diag| seconds(socket, TcpInfo::min_rtt, MICRO)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mss",
        header: "MSS",
        kind: Kind::Count,
        doc: "Bytes of payload in the largest segment that is sent.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::mss)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pmtu",
        header: "PMTU",
        kind: Kind::Count,
        doc: "Largest packet that the path to the other side lets through, in bytes.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::pmtu)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "congestion",
        header: "CONGESTION",
        kind: Kind::Text,
        doc: "Algorithm that controls congestion, such as cubic or bbr.",
        aliases: &["cong", "cong_alg"],
        from: &Of2(|_: &Tcp, socket: &Diag| Ok(Value::text(socket.congestion()?))),
        ..Field::BASE
    },
    Field {
        name: "unacked",
        header: "UNACKED",
        kind: Kind::Count,
        doc: "Segments sent and not acknowledged.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::unacked)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "lost",
        header: "LOST",
        kind: Kind::Count,
        doc: "Segments on their way that are believed lost.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::lost)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "retransmits_total",
        header: "RETRANS-TOTAL",
        kind: Kind::Count,
        doc: "Segments sent again since the connection was made.",
        aliases: &["total_retrans"],
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::retransmits)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bytes_sent",
        header: "SENT",
        kind: Kind::Bytes,
        doc: "Bytes sent since the connection was made, those sent again too.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::bytes_sent)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bytes_acked",
        header: "ACKED",
        kind: Kind::Bytes,
        doc: "Bytes acknowledged since the connection was made, of which the kernel counts the start of the connection as one.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::bytes_acked)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bytes_received",
        header: "RECEIVED",
        kind: Kind::Bytes,
        doc: "Bytes received since the connection was made.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::bytes_received)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bytes_retransmitted",
        header: "RESENT",
        kind: Kind::Bytes,
        doc: "Bytes sent again since the connection was made.",
        aliases: &["bytes_retrans"],
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::bytes_retransmitted)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "not_sent",
        header: "NOT-SENT",
        kind: Kind::Bytes,
        doc: "Bytes that wait to be sent for the first time.",
        aliases: &["notsent"],
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::not_sent)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "segs_out",
        header: "SEGS-OUT",
        kind: Kind::Count,
        doc: "Segments sent since the connection was made.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::segments_out)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "segs_in",
        header: "SEGS-IN",
        kind: Kind::Count,
        doc: "Segments received since the connection was made.",
        from: &Of2(|_: &Connection, socket: &Diag| number(socket, TcpInfo::segments_in)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "delivery_rate",
        header: "DELIVERY/S",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second that were last seen to arrive at the other side.",
        from: &Of2(|_: &Connection, socket: &Diag| rate(socket, TcpInfo::delivery_rate)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pacing_rate",
        header: "PACING/S",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second beyond which sending is held back; there may be no such limit.",
        from: &Of2(|_: &Connection, socket: &Diag| rate(socket, TcpInfo::pacing_rate)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "busy_time",
        header: "BUSY",
        kind: Kind::Seconds,
        doc: "Time in which there was something to send.",
        aliases: &["busy"],
        from: &Of2(|_: &Connection, socket: &Diag| seconds(socket, TcpInfo::busy_time, MICRO)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "last_send",
        header: "LAST-SEND",
        kind: Kind::Seconds,
        doc: "Time since data was last sent.",
        aliases: &["lastsnd"],
        from: &Of2(|_: &Connection, socket: &Diag| seconds(socket, TcpInfo::last_send, MILLI)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "last_receive",
        header: "LAST-RECV",
        kind: Kind::Seconds,
        doc: "Time since data was last received.",
        aliases: &["lastrcv"],
        from: &Of2(|_: &Connection, socket: &Diag| seconds(socket, TcpInfo::last_receive, MILLI)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "receive_memory",
        header: "RMEM",
        kind: Kind::Bytes,
        doc: "Memory that what was received and not yet read takes up in the kernel.",
        aliases: &["rmem_alloc"],
        from: &Of3(|_: &Asked, entry: &Entry, told: &Told| Ok(entry.received_memory(told)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "receive_buffer",
        header: "RCVBUF",
        kind: Kind::Bytes,
        doc: "Memory that what was received may take up.",
        aliases: &["rcvbuf"],
        from: &Of3(|_: &Asked, entry: &Entry, told: &Told| Ok(entry.receive_buffer(told)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "send_memory",
        header: "WMEM",
        kind: Kind::Bytes,
        doc: "Memory that what is to be sent, or on its way, takes up in the kernel.",
        aliases: &["wmem_alloc"],
        from: &Of3(|_: &Asked, entry: &Entry, told: &Told| Ok(entry.sent_memory(told)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "send_buffer",
        header: "SNDBUF",
        kind: Kind::Bytes,
        doc: "Memory that what is to be sent may take up.",
        aliases: &["sndbuf"],
        from: &Of3(|_: &Asked, entry: &Entry, told: &Told| Ok(entry.send_buffer(told)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "interface",
        header: "INTERFACE",
        kind: Kind::Text,
        doc: "Interface that the socket is bound to.",
        aliases: &["dev"],
        from: &Of3(|_: &Diag, entry: &Entry, told: &Told| told.interface(entry)),
        ..Field::BASE
    },
    Field {
        name: "mark",
        header: "MARK",
        kind: Kind::Mask,
        doc: "Mark of the packets that are sent, for routing and filters; told only to whoever administers the network.",
        aliases: &["fwmark"],
        from: &Of(|socket: &Diag| Ok(Value::Word(format!("{:#x}", mark(socket)?).into()))),
        ..Field::BASE
    },
    Field {
        name: "cgroup_id",
        header: "CGROUP-ID",
        kind: Kind::Id,
        doc: "Control group of version 2 that an Internet socket was made in, by the inode of its directory.",
        aliases: &["cgroup"],
        from: &Of(|socket: &Diag| Ok(socket.cgroup()?.into())),
        ..Field::BASE
    },
    Field {
        name: "cookie",
        header: "COOKIE",
        kind: Kind::Mask,
        doc: "Number that names an Internet or local socket for as long as the machine runs, in hexadecimal.",
        aliases: &["sk"],
        from: &Of(|socket: &Diag| Ok(Value::Word(format!("{:x}", socket.cookie).into()))),
        ..Field::BASE
    },
];

const MILLI: f64 = 1e3;
const MICRO: f64 = 1e6;

/// A measured number.
type Measure<'d> = fn(TcpInfo<'d>) -> Item<u64>;

fn number<'d>(socket: &'d Diag, measure: Measure<'d>) -> Result<Value<'static>, Absent> {
    Ok(measure(socket.tcp_info()?)?.into())
}

fn rate<'d>(socket: &'d Diag, measure: Measure<'d>) -> Result<Value<'static>, Absent> {
    Ok((measure(socket.tcp_info()?)? as f64).into())
}

/// A time that is measured in parts of a second.
fn seconds<'d>(
    socket: &'d Diag,
    measure: Measure<'d>,
    parts: f64,
) -> Result<Value<'static>, Absent> {
    Ok((measure(socket.tcp_info()?)? as f64 / parts).into())
}
