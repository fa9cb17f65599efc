//! `[pid]/net/protocols`.
//!
//! The procfs crate does not cover this file.

use super::needed;
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number, words};

/// One protocol that sockets can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// The name, such as `TCPv6`.
    pub name: Box<[u8]>,
    /// The size of a socket in bytes.
    pub size: Item<u64>,
    /// Sockets of the network namespace.
    pub sockets: Item<u64>,
    /// The memory that the sockets of the machine use, in pages; does not apply to a protocol that
    /// keeps no account.
    pub memory_pages: Item<u64>,
    /// Whether that memory is short; does not apply to a protocol that does not care.
    pub is_under_pressure: Item<bool>,
    /// The room that is left for headers before what is sent, in bytes.
    pub max_header: Item<u64>,
    /// Whether the sockets have a cache of memory of their own.
    pub has_slab: Item<bool>,
    /// The module that the protocol is from, or `kernel`.
    pub module: Item<Box<[u8]>>,
    /// The methods that the protocol has, by the headings of their columns, which [`method_name`]
    /// spells out.
    pub methods: Item<Vec<Box<[u8]>>>,
}

/// The headings of the columns of methods since Linux 6.5.
const METHODS: &[u8] = b"cl co di ac io in de sh ss gs se re bi br ha uh gp em";

impl Protocol {
    /// Parses one row of a kernel since Linux 6.5.
    pub fn parse(line: &[u8]) -> Item<Self> {
        Self::of(line, METHODS)
    }

    fn of(line: &[u8], methods: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let name = needed(columns.word())?;
        // A line that has no size is no row: a name may be any word.
        let size = columns.unsigned();
        let sockets = columns.unsigned();
        if size.is_err() && sockets.is_err() {
            return Err(Absent::Malformed);
        }
        Ok(Self {
            name: name.into(),
            size,
            sockets,
            memory_pages: match columns.word() {
                Ok(b"-1") => Err(Absent::NotApplicable),
                word => word.and_then(number::unsigned),
            },
            is_under_pressure: match columns.word() {
                Ok(b"NI") => Err(Absent::NotApplicable),
                word => word.and_then(|word| truth(word, b"yes", b"no")),
            },
            max_header: columns.unsigned(),
            has_slab: columns.word().and_then(|word| truth(word, b"yes", b"no")),
            module: columns.word().map(Into::into),
            methods: words(methods)
                .filter_map(|name| match columns.word().and_then(|word| truth(word, b"y", b"n")) {
                    Ok(true) => Some(Ok(name.into())),
                    Ok(false) => None,
                    Err(absent) => Some(Err(absent)),
                })
                .collect(),
        })
    }
}

/// The protocols. The headings tell which columns of methods there are.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Protocol>> {
    let mut methods = METHODS;
    lines(text).filter_map(move |line| {
        if let Some(headings) = line.strip_prefix(b"protocol ") {
            let module = memchr::memmem::find(headings, b" module ")?;
            methods = headings.get(module..)?.strip_prefix(b" module ").unwrap_or_default();
            return None;
        }
        (!line.trim_ascii().is_empty()).then(|| Protocol::of(line, methods))
    })
}

/// The name of a method, by the heading of its column.
pub const fn method_name(heading: &[u8]) -> Option<&'static str> {
    Some(match heading {
        b"cl" => "close",
        b"co" => "connect",
        b"di" => "disconnect",
        b"ac" => "accept",
        b"io" => "ioctl",
        b"in" => "init",
        b"de" => "destroy",
        b"sh" => "shutdown",
        b"ss" => "setsockopt",
        b"gs" => "getsockopt",
        b"se" => "sendmsg",
        b"re" => "recvmsg",
        b"sp" => "sendpage",
        b"bi" => "bind",
        b"br" => "backlog_rcv",
        b"ha" => "hash",
        b"uh" => "unhash",
        b"gp" => "get_port",
        b"em" => "enter_memory_pressure",
        _ => return None,
    })
}

fn truth(word: &[u8], yes: &[u8], no: &[u8]) -> Item<bool> {
    match word {
        word if word == yes => Ok(true),
        word if word == no => Ok(false),
        _ => Err(Absent::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re bi br ha uh gp em
PACKET    1600      1      -1   NI       0   no   kernel      n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n
UNIX-STREAM 1152      0      -1   NI       0   yes  kernel      y  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n
TCP       2304      3     238   no     192   yes  kernel      y  y  y  y  y  y  y  y  y  y  y  y  n  y  y  y  y  y
";
    const OLD: &[u8] = b"\
protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re sp bi br ha uh gp em
UDP       1088     12       7   NI       0   yes  kernel      y  y  y  n  y  y  y  n  y  y  y  y  y  n  y  y  y  y  n
";
    const ROW: &[u8] = b"TCP       2304      3     238   no     192   yes  kernel      y  y  y  y  y  y  y  y  y  y  y  y  n  y  y  y  y  y";

    fn parse(text: &[u8]) -> Vec<Protocol> {
        rows(text).collect::<Item<_>>().unwrap()
    }

    fn methods(protocol: &Protocol) -> Vec<&str> {
        let methods = protocol.methods.as_ref().unwrap();
        methods.iter().map(|method| method_name(method).unwrap()).collect()
    }

    #[test]
    fn a_whole_file() {
        let protocols = parse(SAMPLE);
        let [packet, stream, tcp] = &protocols[..] else { panic!("{protocols:?}") };
        assert_eq!((packet.memory_pages, packet.has_slab), (Err(Absent::NotApplicable), Ok(false)));
        assert_eq!(
            (packet.is_under_pressure, methods(packet)),
            (Err(Absent::NotApplicable), vec![])
        );
        assert_eq!((&*stream.name, methods(stream)), (&b"UNIX-STREAM"[..], vec!["close"]));
        assert_eq!((&*tcp.name, tcp.size, tcp.sockets), (&b"TCP"[..], Ok(2304), Ok(3)));
        assert_eq!((tcp.memory_pages, tcp.is_under_pressure), (Ok(238), Ok(false)));
        assert_eq!((tcp.max_header, tcp.has_slab), (Ok(192), Ok(true)));
        assert_eq!(tcp.module.as_deref(), Ok(&b"kernel"[..]));
        assert!(methods(tcp).contains(&"enter_memory_pressure") && !methods(tcp).contains(&"bind"));
    }

    #[test]
    fn an_old_kernel_has_a_column_more() {
        let protocols = parse(OLD);
        let [udp] = &protocols[..] else { panic!("{protocols:?}") };
        let methods = methods(udp);
        assert!(methods.contains(&"sendpage") && methods.contains(&"get_port"));
        assert!(!methods.contains(&"bind") && !methods.contains(&"enter_memory_pressure"));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Protocol::parse(b"TCP x 3 -2 maybe y 1 kernel y q").unwrap();
        assert_eq!((row.size, row.sockets), (Err(Absent::Malformed), Ok(3)));
        assert_eq!(
            (row.memory_pages, row.is_under_pressure),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.max_header, row.has_slab),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(row.methods, Err(Absent::Malformed));
        assert_eq!(Protocol::parse(b"TCP 1 2").unwrap().methods, Err(Absent::Unsupported));
        for row in [&b""[..], b"TCP", b"some words"] {
            assert_eq!(Protocol::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        assert_eq!(method_name(b"xx"), None);
        assert_eq!(rows(b"protocol \nprotocol  size module \n").count(), 0);
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
