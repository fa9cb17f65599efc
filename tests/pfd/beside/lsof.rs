//! The fields of lsof.

use std::collections::BTreeMap;

use super::Here::{Not, OrZero, Otherwise, Same};
use super::agree::{device, is_end};
use super::{Column, Said, Theirs, text};
use crate::support::call;

/// What it says of the files of a process: one line a file, each field behind its letter. Of what is
/// mapped it has a row a file, which all go by one word.
pub(super) fn files(pid: u64) -> BTreeMap<String, Theirs> {
    let fields = "-FacCdDfFgGikKlLmMnNopPrRsStTuzZ0";
    // Without `-w` it complains of what it cannot reach, and it fails where there is such.
    let said = call("lsof", &format!("-w -nP -E +L +fg -p {pid} {fields}")).run();
    let mut files = BTreeMap::new();
    let mut of_process = Theirs::new();
    for line in String::from_utf8_lossy(&said.stdout).lines() {
        let mut fields = Theirs::new();
        for field in line.split('\0') {
            let Some(letter) = field.chars().next() else { continue };
            let value = &field[letter.len_utf8()..];
            // There are several of one letter, with a word in front.
            let (name, value) = match (letter, value.split_once('=')) {
                ('T', Some((kind, value))) => (format!("T{kind}"), value),
                _ => (letter.to_string(), value),
            };
            fields.insert(name, value.trim_end().to_owned());
        }
        if fields.contains_key("p") {
            of_process = fields;
        } else if let Some(assoc) = fields.get("f").cloned()
            && !matches!(&*assoc, "mem" | "DEL")
        {
            fields.extend(of_process.clone());
            files.insert(assoc, fields);
        }
    }
    files
}

const fn same(name: &'static str, field: &'static str) -> Column {
    Column { name, here: Same(field) }
}

const fn otherwise(
    name: &'static str,
    fields: &'static str,
    rule: &'static str,
    agrees: fn(&Said<'_>) -> bool,
) -> Column {
    Column { name, here: Otherwise { fields, rule, agrees } }
}

pub(super) const COLUMNS: &[Column] = &[
    same("p", "pid"),
    same("g", "pgid"),
    same("R", "ppid"),
    same("c", "command"),
    same("u", "uid"),
    same("L", "user"),
    Column { name: "K", here: Same("tid") },
    otherwise("f", "assoc", "`rtd` is `root`, `txt` is `exe`", |said| {
        let words = [("rtd", "root"), ("txt", "exe")];
        said.is("assoc")
            || words
                .iter()
                .any(|(theirs, ours)| said.value == *theirs && said.ours["assoc"] == **ours)
    }),
    otherwise(
        "a",
        "mode",
        "`r`, `w`, or `u` for both; also for a mere path, through which nothing is read",
        |said| {
            said.value
                == match &*said.field("mode") {
                    "r--" => "r",
                    "-w-" => "w",
                    "" => "",
                    _ => "u",
                }
        },
    ),
    otherwise(
        "l",
        "locks",
        "one letter: small for a part, large for the whole of the file",
        |said| {
            let locks = said.ours["locks"].as_array().cloned().unwrap_or_default();
            locks.iter().any(|lock| {
                let lock = text(lock);
                let letter = if lock.contains("WRITE") { "w" } else { "r" };
                let is_whole = lock.ends_with(" 0-EOF");
                said.value == if is_whole { letter.to_uppercase() } else { letter.to_owned() }
            })
        },
    ),
    otherwise(
        "t",
        "type family protocol",
        "of a socket the family, `a_inode` for what is anonymous, `REG` for a namespace",
        is_type,
    ),
    otherwise("G", "flags", "one number, of which the names are the bits", |said| {
        let number = said.value.split(';').next().and_then(|number| number.strip_prefix("0x"));
        let bits = number.and_then(|number| u64::from_str_radix(number, 16).ok());
        let flags = said.ours["flags"].as_array().map_or(0, Vec::len);
        bits.is_some_and(|bits| bits.count_ones() as usize == flags)
    }),
    otherwise("D", "stat_device device", "in hexadecimal", |said| {
        let theirs = device(said.value);
        let ours = ["stat_device", "device"].map(|field| said.field(field));
        theirs.is_some_and(|theirs| ours.contains(&theirs))
    }),
    otherwise("d", "inode socket_pointer", "of a local socket its address in the kernel", |said| {
        let address = |text: &str| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
        said.is("inode")
            || address(said.value).is_some()
                && address(said.value) == address(&said.field("socket_pointer"))
    }),
    otherwise("r", "rdev", "in hexadecimal", |said| device(said.value) == Some(said.field("rdev"))),
    Column { name: "s", here: OrZero("size") },
    otherwise("o", "offset", "behind `0t`", |said| {
        said.value.strip_prefix("0t") == Some(&*said.field("offset"))
    }),
    same("i", "inode"),
    otherwise("k", "links", "1 for what has no names", |said| {
        said.is("links") || said.ours["links"].is_null() && said.value == "1"
    }),
    otherwise(
        "P",
        "protocol local",
        "in capitals and without the version; of a packet socket what it takes",
        |said| {
            let protocol = said.field("protocol");
            let ours = if protocol == "packet" { said.field("local") } else { protocol };
            ours.trim_end_matches('6').eq_ignore_ascii_case(said.value)
        },
    ),
    otherwise("TST", "state", "`CONNECTED` is `ESTABLISHED`", |said| {
        said.is("state") || said.value == "CONNECTED" && said.ours["state"] == "ESTABLISHED"
    }),
    same("TQR", "recv_q"),
    Column { name: "TQS", here: OrZero("send_q") },
    otherwise(
        "n",
        "name kname endpoints local peer_inode socket_type peers peer_names peer_fds protocol ns_type epoll_fds",
        "made of several; of an unnamed descriptor also what tells it apart",
        is_name,
    ),
    Column {
        name: "Z",
        here: Not {
            fields: "",
            reason: "the label of the process is in `pps attr`",
            agrees: |_| true,
        },
    },
];

fn is_type(said: &Said<'_>) -> bool {
    let (kind, family) = (said.field("type"), said.field("family"));
    let protocol = said.field("protocol");
    match said.value {
        "a_inode" => said.field("kname").starts_with("anon_inode:"),
        "REG" => matches!(&*kind, "REG" | "NS"),
        "IPv4" => family == "inet",
        "IPv6" => family == "inet6",
        "raw" | "raw6" | "unix" | "netlink" | "icmp" | "icmp6" | "sctp" => protocol == said.value,
        "pack" => protocol == "packet",
        // One that it has found in no table.
        "sock" => kind == "SOCK",
        "PSXMQ" => kind == "REG",
        theirs => kind == theirs,
    }
}

/// What it calls a file, with what it knows of the other end.
fn is_name(said: &Said<'_>) -> bool {
    let name = said.field("name");
    let theirs =
        said.value.replace('*', if said.field("family") == "inet6" { "[::]" } else { "0.0.0.0" });
    match said.theirs["t"].as_str() {
        "IPv4" | "IPv6" => theirs == said.field("endpoints"),
        "netlink" => said.field("local").eq_ignore_ascii_case(&theirs),
        "pack" => theirs == format!("type=SOCK_{}", said.field("socket_type").to_uppercase()),
        // As the table has it: addresses in hexadecimal, and the protocol for a port.
        "raw" | "raw6" => {
            let port = format!(":{:04X}->", said.ours.number("local_port"));
            theirs.contains(&port)
        }
        "sock" => theirs.starts_with("protocol: "),
        "unix" => is_local_socket(said),
        "a_inode" => is_anonymous(said, &theirs),
        _ => {
            // It cuts off the inode of a namespace, and of a pipe everything.
            let kname = said.field("kname");
            let special = kname.split(":[").next().unwrap_or_default();
            let rest = theirs.strip_prefix(&*name).or_else(|| theirs.strip_prefix(special));
            rest.is_some_and(|rest| rest.split(' ').all(|end| is_known_end(said, end)))
        }
    }
}

fn is_known_end(said: &Said<'_>, end: &str) -> bool {
    let terminal = end.trim_start_matches("->");
    end.is_empty() || terminal == said.field("tty_peer") || is_end(said.ours, end)
}

/// `PATH type=STREAM ->INO=25 1234,name,5u`, where old ones cut the path at a blank.
fn is_local_socket(said: &Said<'_>) -> bool {
    let (path, rest) = said.value.split_once("type=").unwrap_or((said.value, ""));
    let mut rest = rest.split(' ');
    let kind = rest.next().unwrap_or_default();
    let is_end = |word: &str| match word.strip_prefix("->INO=") {
        Some(inode) => inode == said.field("peer_inode"),
        None => word.is_empty() || word.starts_with('(') || is_end(said.ours, word),
    };
    said.field("local").starts_with(path.trim_end())
        && kind.eq_ignore_ascii_case(&said.field("socket_type"))
        && rest.all(is_end)
}

/// `[eventfd:7]`, `[eventpoll:3,4]`, `kvm-vcpu:0` or a bare name.
fn is_anonymous(said: &Said<'_>, theirs: &str) -> bool {
    let kname = said.field("kname");
    let ours = kname.trim_start_matches("anon_inode:").trim_matches(['[', ']']);
    // Behind it stand the other ends of a counter.
    let (theirs, ends) = match theirs.split_once("] ") {
        Some((name, ends)) => (name, ends),
        None => (theirs, ""),
    };
    let theirs = theirs.trim_matches(['[', ']']);
    let told = ["eventfd_id", "epoll_fds", "pidfd_pid"].map(|field| said.field(field));
    let is_named = match theirs.strip_prefix(ours) {
        Some("") => true,
        Some(rest) => {
            rest.strip_prefix(':').is_some_and(|rest| told.iter().any(|told| told == rest))
        }
        None => false,
    };
    is_named && ends.split(' ').all(|end| is_known_end(said, end))
}
