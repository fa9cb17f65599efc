//! The columns of lsfd.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Here::{Not, OrZero, Otherwise, Same};
use super::agree::{columns, ends, is_local_end, is_peer, is_peer_end, is_protocol};
use super::{Column, Said, Theirs, text};
use crate::support::call;

/// What it says of the files of a process. Of what is mapped it has a row a mapping.
pub(super) fn files(pid: u64) -> BTreeMap<String, Theirs> {
    let line = format!("-J -p {pid} -o {}", columns("lsfd").join(","));
    let said: Value = serde_json::from_str(&call("lsfd", &line).text()).expect("lsfd says JSON");
    let mut files = BTreeMap::new();
    for row in said["lsfd"].as_array().expect("rows") {
        let row = row.as_object().unwrap();
        let theirs: Theirs =
            row.iter().map(|(name, value)| (name.to_uppercase(), text(value))).collect();
        let assoc = theirs["ASSOC"].clone();
        if !matches!(&*assoc, "mem" | "shm") {
            files.insert(assoc, theirs);
        }
    }
    files
}

const fn same(name: &'static str, field: &'static str) -> Column {
    Column { name, here: Same(field) }
}

const fn or_zero(name: &'static str, field: &'static str) -> Column {
    Column { name, here: OrZero(field) }
}

const fn otherwise(
    name: &'static str,
    fields: &'static str,
    rule: &'static str,
    agrees: fn(&Said<'_>) -> bool,
) -> Column {
    Column { name, here: Otherwise { fields, rule, agrees } }
}

const fn not(
    name: &'static str,
    fields: &'static str,
    reason: &'static str,
    agrees: fn(&Said<'_>) -> bool,
) -> Column {
    Column { name, here: Not { fields, reason, agrees } }
}

pub(super) const COLUMNS: &[Column] = &[
    otherwise("AINODECLASS", "kname", "without `anon_inode:` and brackets", |said| {
        class(said) == said.value
    }),
    otherwise("ASSOC", "assoc", "`rtd` is `root`", |said| {
        said.is("assoc") || said.value == "rtd" && said.ours["assoc"] == "root"
    }),
    same("BLKDRV", "driver"),
    same("BPF-MAP.ID", "bpf_id"),
    same("BPF-MAP.TYPE", "bpf_map_type"),
    not("BPF-MAP.TYPE.RAW", "bpf_map_type", "by name; a type without one is its number", |said| {
        !said.ours["bpf_map_type"].is_null()
    }),
    not(
        "BPF.NAME",
        "bpf_name",
        "of programs, by their symbols, which may be longer; that of a map no file tells, but bpf(2), which would take hold of the map",
        |said| match &*said.field("kind") {
            "bpf-map" => true,
            _ => said.field("bpf_name").starts_with(said.value) || !is_symbol(said),
        },
    ),
    same("BPF-PROG.ID", "bpf_id"),
    same("BPF-PROG.TAG", "bpf_tag"),
    same("BPF-PROG.TYPE", "bpf_prog_type"),
    not(
        "BPF-PROG.TYPE.RAW",
        "bpf_prog_type",
        "by name; a type without one is its number",
        |said| !said.ours["bpf_prog_type"].is_null(),
    ),
    otherwise(
        "CHRDRV",
        "driver",
        "up to the colon; of terminals that share a number the right one, where lsfd takes the first",
        |said| {
            let driver = said.field("driver");
            let is_terminal = driver.starts_with("/dev/") && said.value.starts_with("/dev/");
            driver.split(':').next() == Some(said.value) || is_terminal
        },
    ),
    same("COMMAND", "command"),
    or_zero("DELETED", "deleted"),
    otherwise("DEV", "stat_device device", "`device` of what has no path", |said| {
        said.is("stat_device") || said.ours["stat_device"].is_null() && said.is("device")
    }),
    otherwise("DEVTYPE", "type", "`BLK`, `CHR` or another", |said| {
        said.value
            == match &*said.field("type") {
                "BLK" => "blk",
                "CHR" => "char",
                _ => "nodev",
            }
    }),
    otherwise(
        "ENDPOINTS",
        "peers peer_names peer_fds",
        "the mode of a socket's end is in `shutdown`",
        is_ends,
    ),
    same("EVENTFD.ID", "eventfd_id"),
    same("EVENTPOLL.TFDS", "epoll_fds"),
    same("FD", "fd"),
    otherwise(
        "FLAGS",
        "flags",
        "`_tmpfile` is `tmpfile`; old ones leave out `largefile` and `nofollow`",
        is_flags,
    ),
    same("FUID", "owner_uid"),
    same("INET.LADDR", "local"),
    otherwise("INET.RADDR", "peer", "zeros for none", is_peer),
    same("INET6.LADDR", "local"),
    otherwise("INET6.RADDR", "peer", "zeros for none", is_peer),
    otherwise("INODE", "inode", "old ones take that of one pidfd for all", |said| {
        said.is("inode") || said.ours["type"] == "pidfd" && !said.theirs.contains_key("KNAME")
    }),
    otherwise(
        "INOTIFY.INODES",
        "watch_inodes watch_devices",
        "with the name of the disk, which `psys partitions` has",
        |said| {
            let inodes = said.value.split(',').filter_map(|one| one.split('@').next());
            inodes.collect::<Vec<_>>().join(",") == said.field("watch_inodes")
        },
    ),
    otherwise("INOTIFY.INODES.RAW", "watch_inodes watch_devices", "with an `@` between", |said| {
        let (inodes, devices) = (said.ours.list("watch_inodes"), said.ours.list("watch_devices"));
        let both = inodes.iter().zip(devices).map(|(i, d)| format!("{}@{}", text(i), text(d)));
        both.collect::<Vec<_>>().join(",") == said.value
    }),
    same("KNAME", "kname"),
    otherwise("KTHREAD", "kernel_thread", "", |said| {
        said.is("kernel_thread") || said.field("kernel_thread") == "false" && said.value == "0"
    }),
    otherwise("MAJ:MIN", "rdev stat_device device", "`rdev` of a device", |said| {
        let fields = ["rdev", "stat_device", "device"];
        let first = fields.iter().find(|field| !said.ours[**field].is_null());
        first.is_some_and(|field| said.is(field))
    }),
    not("MAPLEN", "map_size", "in pages; each mapping is a row of `pps maps`", |_| false),
    otherwise("MISCDEV", "driver", "behind `misc:`", |said| {
        said.field("driver").strip_prefix("misc:") == Some(said.value)
    }),
    otherwise("MNTID", "mnt_id", "old ones know it of descriptors alone", |said| {
        said.is("mnt_id") || said.ours["fd"].is_null() && said.value == "0"
    }),
    otherwise("MODE", "mode", "of what is no descriptor none", |said| {
        said.is("mode") || said.ours["mode"].is_null() && said.value == "---"
    }),
    otherwise("NAME", "name kname", "made of other columns, each of which has its field", is_name),
    otherwise("NETLINK.GROUPS", "netlink_groups", "by name, bit by bit", |said| {
        let groups = said.ours.list("netlink_groups").len();
        said.value.parse::<u64>().is_ok_and(|bits| bits.count_ones() as usize == groups)
    }),
    same("NETLINK.LPORT", "local_port"),
    same("NETLINK.PROTOCOL", "local"),
    otherwise("NLINK", "links", "1 for what has no names", |said| {
        said.is("links") || said.ours["links"].is_null() && said.value == "1"
    }),
    same("NS.NAME", "kname"),
    same("NS.TYPE", "ns_type"),
    same("OWNER", "owner"),
    otherwise("PACKET.IFACE", "local_port", "the index, which `pnet interfaces` has", |said| {
        let index = std::fs::read_to_string(format!("/sys/class/net/{}/ifindex", said.value));
        index.is_ok_and(|index| index.trim() == said.field("local_port"))
    }),
    same("PACKET.PROTOCOL", "local"),
    otherwise("PACKET.PROTOCOL.RAW", "local", "by name", |said| {
        matches!((said.value, &*said.field("local")), ("3", "all") | ("2048", "ip"))
    }),
    otherwise(
        "PARTITION",
        "partition rdev device",
        "the device of what lies on no disk",
        is_partition,
    ),
    same("PID", "pid"),
    same("PIDFD.COMM", "pidfd_command"),
    otherwise("PIDFD.NSPID", "pidfd_nspid pidfd_gone", "-1 is `pidfd_gone`", |said| {
        said.is("pidfd_nspid") || said.value == "-1" && said.ours["pidfd_gone"] == true
    }),
    or_zero("PIDFD.PID", "pidfd_pid"),
    same("PING.ID", "local_port"),
    or_zero("POS", "offset"),
    otherwise("PROTONAME", "protocol", "as in SOCK.PROTONAME, which it became", is_protocol),
    same("PTMX.TTY-INDEX", "tty_index"),
    same("RAW.PROTOCOL", "ip_protocol"),
    same("RAW.PROTOCOL.RAW", "local_port"),
    or_zero("RDEV", "rdev"),
    same("SIGNALFD.MASK", "signalfd_signals"),
    or_zero("SIZE", "size"),
    otherwise("SOCK.LISTENING", "state", "whether it is `LISTEN`", |said| {
        said.value == (said.ours["state"] == "LISTEN").to_string()
    }),
    not(
        "SOCK.NETNS",
        "netns",
        "of a socket that is in no table, and of a tunnel's, no file tells it, but ioctl(2), for which its descriptor would have to be taken",
        |said| said.is("netns") || said.ours["state"].is_null() && said.ours["netns"].is_null(),
    ),
    otherwise(
        "SOCK.PROTONAME",
        "protocol",
        "in small letters; `TCPv6` is `tcp6`, `PING` is `icmp`",
        is_protocol,
    ),
    otherwise("SOCK.SHUTDOWN", "shutdown", "what was closed rather than what was not", |said| {
        let shutdown = said.field("shutdown");
        let open = |word: &str, letter: char| if shutdown.contains(word) { '-' } else { letter };
        said.value == "??"
            || said.value == [open("receive", 'r'), open("send", 'w')].iter().collect::<String>()
    }),
    otherwise(
        "SOCK.STATE",
        "state",
        "in capitals; `close` of datagrams and `unconnected` are `UNCONNECTED`, `connected` is `ESTABLISHED`",
        |said| {
            let state = match said.value {
                "close" | "unconnected" => "UNCONNECTED".to_owned(),
                "connected" => "ESTABLISHED".to_owned(),
                state => state.to_ascii_uppercase().replace('-', "_"),
            };
            said.ours["state"] == *state
        },
    ),
    same("SOCK.TYPE", "socket_type"),
    otherwise(
        "SOURCE",
        "partition driver rdev fs_type device",
        "of a device the driver with the minor number, else the disk, the file system or the device",
        is_source,
    ),
    otherwise(
        "STTYPE",
        "type",
        "`UNKN` for what is anonymous, `REG` for a namespace",
        is_inode_type,
    ),
    otherwise("TCP.LADDR", "endpoints", "the first", is_local_end),
    otherwise("TCP.RADDR", "endpoints", "the second; zeros for none", is_peer_end),
    same("TCP.LPORT", "local_port"),
    or_zero("TCP.RPORT", "peer_port"),
    same("TID", "tid"),
    same("TIMERFD.CLOCKID", "timerfd_clock"),
    otherwise("TIMERFD.INTERVAL", "timerfd_interval", "", |said| {
        said.value.parse().ok() == said.ours["timerfd_interval"].as_f64()
    }),
    otherwise("TIMERFD.REMAINING", "timerfd_remaining", "at another moment", |said| {
        // It was asked after.
        let before = said.ours["timerfd_remaining"].as_f64();
        said.value.parse::<f64>().is_ok_and(|after| before.is_some_and(|before| after <= before))
    }),
    not(
        "TUN.DEVNETNS",
        "tun_interface",
        "no file tells it, but ioctl(2), for which the descriptor would have to be taken; `pnet interfaces` says where the interface is",
        |_| true,
    ),
    same("TUN.IFACE", "tun_interface"),
    otherwise(
        "TYPE",
        "type protocol kname kind",
        "of a socket the protocol, of what is anonymous the name; a message queue is one where their file system is mounted, where lsfd makes a queue of its own to know it",
        is_type,
    ),
    otherwise("UDP.LADDR", "endpoints", "the first", is_local_end),
    otherwise("UDP.RADDR", "endpoints", "the second; zeros for none", is_peer_end),
    same("UDP.LPORT", "local_port"),
    or_zero("UDP.RPORT", "peer_port"),
    otherwise("UDPLITE.LADDR", "endpoints", "the first", is_local_end),
    otherwise("UDPLITE.RADDR", "endpoints", "the second; zeros for none", is_peer_end),
    same("UDPLITE.LPORT", "local_port"),
    or_zero("UDPLITE.RPORT", "peer_port"),
    same("UID", "uid"),
    or_zero("UNIX.IPEER", "peer_inode"),
    same("UNIX.PATH", "unix_path"),
    same("USER", "user"),
    not("VSOCK.LADDR", "protocol", VSOCK, |_| true),
    not("VSOCK.RADDR", "protocol", VSOCK, |_| true),
    not("VSOCK.LCID", "protocol", VSOCK, |_| true),
    not("VSOCK.RCID", "protocol", VSOCK, |_| true),
    not("VSOCK.LPORT", "protocol", VSOCK, |_| true),
    not("VSOCK.RPORT", "protocol", VSOCK, |_| true),
    otherwise(
        "XMODE",
        "mode deleted locks polled_by",
        "`m` also for poll(2) and select(2), whose descriptors stand in the process's memory alone",
        is_extended_mode,
    ),
];

/// Why the addresses of some sockets are not there.
const VSOCK: &str = "these sockets stand in no file of /proc; that it is one is told";

/// The class of what is anonymous.
fn class(said: &Said<'_>) -> String {
    let kname = said.field("kname");
    let class = kname.strip_prefix("anon_inode:").unwrap_or_default();
    class.trim_start_matches('[').trim_end_matches(']').to_owned()
}

/// `PID,COMMAND,FDrw`, one a line, with commas between.
fn is_ends(said: &Said<'_>) -> bool {
    let is_socket = said.ours["type"] == "SOCK";
    let ends = ends(said.ours);
    let parts: Vec<&str> = said.value.split([',', '\n']).collect();
    parts.chunks(3).all(|end| {
        let [pid, command, fd] = end else { return false };
        let (number, mode) =
            fd.split_at(fd.find(|c: char| !c.is_ascii_digit()).unwrap_or(fd.len()));
        let letter = match mode.trim_matches('-') {
            _ if is_socket => "u",
            "rw" => "u",
            letter => letter,
        };
        ends.contains(&format!("{pid},{command},{number}{letter}"))
    })
}

/// Whether a program is a symbol, as it is if it is compiled and the kernel was not told otherwise.
fn is_symbol(said: &Said<'_>) -> bool {
    let symbols = std::fs::read_to_string("/proc/kallsyms").unwrap_or_default();
    symbols.contains(&format!("bpf_prog_{}_", said.field("bpf_tag")))
}

/// The flags by name, those that were not left out.
fn is_flags(said: &Said<'_>) -> bool {
    let theirs: Vec<&str> =
        said.value.split(',').map(|flag| flag.trim_start_matches('_')).collect();
    let ours = said.field("flags");
    let ours: Vec<&str> = ours.split(',').collect();
    let is_left_out = |flag: &&str| matches!(*flag, "largefile" | "nofollow");
    theirs.iter().all(|flag| ours.contains(flag))
        && ours.iter().all(|flag| theirs.contains(flag) || is_left_out(flag))
}

/// A name is that of the kernel, or `key=value` from other columns.
fn is_name(said: &Said<'_>) -> bool {
    let bare = |name: &str| name.trim_end_matches("(deleted)").trim_end().to_owned();
    if bare(said.value) == bare(&said.field("kname")) {
        return true;
    }
    // Old ones write the protocol of a socket with its inode.
    if let Some((protocol, inode)) = said.value.split_once(":[") {
        let is_socket = is_protocol(&Said { value: protocol, ..*said });
        return is_socket && inode.trim_end_matches(']') == said.field("inode");
    }
    let is_elsewhere = |part: &str| {
        let value = part.split_once('=').map_or(part, |(_, value)| value);
        let others = said.theirs.iter().filter(|(name, _)| *name != "NAME");
        let mut values = others.map(|(_, other)| other);
        let is_zero = value.is_empty() || value == "-";
        is_zero || values.any(|other| other.contains(value) || is_number(other, value))
    };
    said.value.split(' ').all(is_elsewhere)
}

/// The same number written with more digits.
fn is_number(one: &str, other: &str) -> bool {
    let parsed = |text: &str| text.parse::<f64>().ok();
    parsed(one).is_some() && parsed(one) == parsed(other)
}

fn is_partition(said: &Said<'_>) -> bool {
    let device = if said.ours["stat_device"].is_null() { "device" } else { "stat_device" };
    let is_disk = said.ours["type"] == "BLK";
    said.is("partition") || said.ours["partition"].is_null() && (said.is(device) || is_disk)
}

fn is_source(said: &Said<'_>) -> bool {
    let (driver, rdev) = (said.field("driver"), said.field("rdev"));
    let minor = rdev.split(':').nth(1).unwrap_or_default();
    let of_device = [driver.clone(), format!("{driver}:{minor}")];
    if !rdev.is_empty() {
        // A terminal by the driver that lsfd takes for it, or by its name.
        let is_terminal = said.ours["kind"] == "terminal";
        return of_device.contains(&said.value.to_owned()) || is_terminal || said.is("partition");
    }
    let others = ["partition", "fs_type", "source", "device", "stat_device"];
    let is_queue = said.value == "mqueue" && said.ours["fs_type"].is_null();
    others.iter().any(|field| said.is(field)) || is_queue
}

fn is_inode_type(said: &Said<'_>) -> bool {
    let is_anonymous = said.field("kname").starts_with("anon_inode:");
    said.is("type")
        || said.value == "UNKN" && is_anonymous
        || said.value == "REG" && said.ours["type"] == "NS"
}

fn is_type(said: &Said<'_>) -> bool {
    let is_queue = said.value == "mqueue" && said.ours["type"] == "REG";
    is_inode_type(said)
        || said.ours["type"] == "SOCK" && is_protocol(said)
        || class(said) == said.value
        || is_queue
}

/// `rwx`, then whether it is deleted, locked and waited for.
fn is_extended_mode(said: &Said<'_>) -> bool {
    let letters: Vec<char> = said.value.chars().collect();
    let [.., deleted, locked, multiplexed] = *letters else { return false };
    let locks = said.field("locks");
    let lock = match locks.as_str() {
        "" => '-',
        locks if locks.starts_with("POSIX WRITE") || locks.starts_with("FLOCK WRITE") => 'L',
        _ => 'l',
    };
    let is_polled = said.ours["polled_by"].as_array().is_some_and(|polls| !polls.is_empty());
    let mode = said.field("mode");
    let mode = if mode.is_empty() { "---" } else { &mode };
    said.value.starts_with(mode)
        && (deleted == 'D') == (said.ours["deleted"] == true)
        && locked == lock
        && (multiplexed == 'm') == is_polled
}
