//! `[pid]/net/nf_conntrack`, `nf_conntrack_expect`, and `ip_conntrack` of old kernels.
//!
//! The procfs crate does not cover these files.

use std::net::IpAddr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, number, words};

/// One connection that the packet filter keeps track of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conntrack {
    /// The name of the network protocol, such as `ipv4`; `ip_conntrack` does not tell.
    pub l3_name: Item<Box<[u8]>>,
    /// The number of the network protocol: 2 for IPv4, 10 for IPv6; `ip_conntrack` does not tell.
    pub l3_number: Item<u32>,
    /// The name of the protocol, such as `tcp`.
    pub l4_name: Box<[u8]>,
    /// The number of the protocol.
    pub l4_number: Item<u32>,
    /// When the entry is forgotten unless packets come, in seconds from now; does not apply to a
    /// connection that was handed to a flow table.
    pub timeout: Item<i64>,
    /// The state, such as `ESTABLISHED`; does not apply to a protocol without states.
    pub state: Item<Box<[u8]>>,
    /// The packets of who began.
    pub original: Tuple,
    /// The packets of the answer.
    pub reply: Tuple,
    /// What stands in brackets, such as `UNREPLIED`, `ASSURED`, `OFFLOAD` or `HW_OFFLOAD`.
    pub flags: Vec<Box<[u8]>>,
    /// The mark of the connection; `Unsupported` if the kernel was built without.
    pub mark: Item<u32>,
    /// The security context; does not apply without one.
    pub secctx: Item<Box<[u8]>>,
    /// The zone; does not apply to the default zone, nor where each direction has its own.
    pub zone: Item<u16>,
    /// For how many seconds the connection has been known; does not apply where the kernel does not
    /// note it.
    pub age: Item<u64>,
    /// References that the kernel holds.
    pub references: Item<u64>,
    /// What else is told, such as the `timeout` of GRE.
    pub others: Vec<Other>,
}

/// A value without a field of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The name.
    pub name: Box<[u8]>,
    /// The value.
    pub value: Box<[u8]>,
}

/// The packets of one direction. What a protocol has not does not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tuple {
    /// The source.
    pub source: Item<IpAddr>,
    /// The destination.
    pub destination: Item<IpAddr>,
    /// The port of the source.
    pub source_port: Item<u16>,
    /// The port of the destination.
    pub destination_port: Item<u16>,
    /// The type of an ICMP message.
    pub icmp_type: Item<u8>,
    /// The code of an ICMP message.
    pub icmp_code: Item<u8>,
    /// The identifier of an ICMP message.
    pub icmp_id: Item<u16>,
    /// The key of the source of GRE.
    pub source_key: Item<u32>,
    /// The key of the destination of GRE.
    pub destination_key: Item<u32>,
    /// The zone of this direction alone.
    pub zone: Item<u16>,
    /// Packets; does not apply where the kernel does not count.
    pub packets: Item<u64>,
    /// Bytes; does not apply where the kernel does not count.
    pub bytes: Item<u64>,
}

impl Tuple {
    const NONE: Self = Self {
        source: Err(Absent::NotApplicable),
        destination: Err(Absent::NotApplicable),
        source_port: Err(Absent::NotApplicable),
        destination_port: Err(Absent::NotApplicable),
        icmp_type: Err(Absent::NotApplicable),
        icmp_code: Err(Absent::NotApplicable),
        icmp_id: Err(Absent::NotApplicable),
        source_key: Err(Absent::NotApplicable),
        destination_key: Err(Absent::NotApplicable),
        zone: Err(Absent::NotApplicable),
        packets: Err(Absent::NotApplicable),
        bytes: Err(Absent::NotApplicable),
    };

    /// Takes one value, if it is of the tuple.
    fn take(&mut self, key: &[u8], value: &[u8]) -> bool {
        match key {
            b"src" => self.source = address::written(value),
            b"dst" => self.destination = address::written(value),
            b"sport" => self.source_port = number::narrow(value),
            b"dport" => self.destination_port = number::narrow(value),
            b"type" => self.icmp_type = number::narrow(value),
            b"code" => self.icmp_code = number::narrow(value),
            b"id" => self.icmp_id = number::narrow(value),
            b"srckey" => self.source_key = narrow_prefixed(value),
            b"dstkey" => self.destination_key = narrow_prefixed(value),
            b"zone-orig" | b"zone-reply" => self.zone = number::narrow(value),
            b"packets" => self.packets = number::unsigned(value),
            b"bytes" => self.bytes = number::unsigned(value),
            _ => return false,
        }
        true
    }
}

impl Conntrack {
    /// Parses one row. It is malformed when it has no source.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let first = needed(columns.word())?;
        let first_number = columns.narrow();
        let mut rest = Columns::new(columns.rest());
        let third = needed(rest.word())?;
        // `ip_conntrack` has no network protocol, so that the timeout stands third there.
        let is_old = number::signed(third).is_ok();
        let (l3_name, l3_number, l4_name, l4_number) = if is_old {
            (Err(Absent::Unsupported), Err(Absent::Unsupported), first, first_number)
        } else {
            columns = rest;
            (Ok(first.into()), first_number, third, columns.narrow())
        };
        let mut conntrack = Self {
            l3_name,
            l3_number,
            l4_name: l4_name.into(),
            l4_number,
            timeout: Err(Absent::NotApplicable),
            state: Err(Absent::NotApplicable),
            original: Tuple::NONE,
            reply: Tuple { source: Err(Absent::Malformed), ..Tuple::NONE },
            flags: Vec::new(),
            mark: Err(Absent::Unsupported),
            secctx: Err(Absent::NotApplicable),
            zone: Err(Absent::NotApplicable),
            age: Err(Absent::NotApplicable),
            references: Err(Absent::Unsupported),
            others: Vec::new(),
        };
        let mut tuples = 0_usize;
        for (place, word) in words(columns.rest()).enumerate() {
            if let [b'[', flag @ .., b']'] = word {
                conntrack.flags.push(flag.into());
            } else if let Some((key, value)) = split_once(word, b'=') {
                tuples += usize::from(key == b"src");
                conntrack.take(tuples, key, value);
            } else if tuples == 0 && place == 0 {
                match number::signed(word) {
                    Ok(seconds) => conntrack.timeout = Ok(seconds),
                    // Without a timeout the state is first.
                    Err(_) => conntrack.state = Ok(word.into()),
                }
            } else if tuples == 0 {
                conntrack.state = Ok(word.into());
            }
        }
        if tuples == 0 { Err(Absent::Malformed) } else { Ok(conntrack) }
    }

    /// Takes one value, after so many sources. Each tuple starts with one.
    fn take(&mut self, tuples: usize, key: &[u8], value: &[u8]) {
        let is_taken = match tuples {
            0 => false,
            1 => self.original.take(key, value),
            _ => self.reply.take(key, value),
        };
        match key {
            _ if is_taken => {}
            b"mark" => self.mark = number::narrow(value),
            b"secctx" => self.secctx = Ok(value.into()),
            b"zone" => self.zone = number::narrow(value),
            b"delta-time" => self.age = number::unsigned(value),
            b"use" => self.references = number::unsigned(value),
            _ => {
                // GRE has a comma between its two.
                let value = value.strip_suffix(b",").unwrap_or(value);
                self.others.push(Other { name: key.into(), value: value.into() });
            }
        }
    }
}

/// The connections.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Conntrack>> {
    table(text, &[], Conntrack::parse)
}

/// One connection that is expected because another, such as of FTP, has announced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// For how many seconds from now it is expected; does not apply to one without a limit.
    pub timeout: Item<i64>,
    /// The number of the network protocol: 2 for IPv4, 10 for IPv6.
    pub l3_number: Item<u32>,
    /// The number of the protocol.
    pub l4_number: Item<u32>,
    /// The packets that are expected.
    pub tuple: Tuple,
    /// The flags: `PERMANENT`, `INACTIVE`, `USERSPACE`.
    pub flags: Vec<Box<[u8]>>,
    /// What expects it, such as `ftp`, and perhaps after a slash which of its policies; does not
    /// apply where nothing is told.
    pub helper: Item<Box<[u8]>>,
}

impl Expectation {
    /// Parses one row. It is malformed when it has no source.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let timeout = match needed(columns.word())? {
            b"-" => Err(Absent::NotApplicable),
            word => number::signed(word),
        };
        let mut expectation = Self {
            timeout,
            l3_number: Err(Absent::Unsupported),
            l4_number: Err(Absent::Unsupported),
            tuple: Tuple::NONE,
            flags: Vec::new(),
            helper: Err(Absent::NotApplicable),
        };
        // The network protocol is printed with blanks around its sign.
        let mut words = words(columns.rest()).peekable();
        let mut is_known = false;
        while let Some(word) = words.next() {
            if word == b"l3proto" && words.next_if_eq(b"=").is_some() {
                expectation.l3_number =
                    words.next().ok_or(Absent::Malformed).and_then(number::narrow);
            } else if let Some((key, value)) = split_once(word, b'=') {
                is_known |= key == b"src";
                match key {
                    b"proto" => expectation.l4_number = number::narrow(value),
                    _ => drop(expectation.tuple.take(key, value)),
                }
            } else if is_flags(word) {
                expectation.flags = word.split(|byte| *byte == b',').map(Into::into).collect();
            } else {
                expectation.helper = Ok(word.into());
            }
        }
        if is_known { Ok(expectation) } else { Err(Absent::Malformed) }
    }
}

/// The connections that are expected.
pub fn expectations(text: &[u8]) -> impl Iterator<Item = Item<Expectation>> {
    table(text, &[], Expectation::parse)
}

/// Whether a word is a list of flags. Helpers have names in small letters.
fn is_flags(word: &[u8]) -> bool {
    word.split(|byte| *byte == b',')
        .all(|flag| matches!(flag, b"PERMANENT" | b"INACTIVE" | b"USERSPACE"))
}

fn narrow_prefixed(value: &[u8]) -> Item<u32> {
    number::narrow_hex(value.strip_prefix(b"0x").ok_or(Absent::Malformed)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::{damaged, table_properties};

    const TCP: &[u8] = b"ipv4     2 tcp      6 431999 ESTABLISHED src=192.0.2.1 dst=198.51.100.7 sport=49152 dport=443 packets=10 bytes=1200 src=198.51.100.7 dst=203.0.113.5 sport=443 dport=49152 packets=9 bytes=7000 [ASSURED] mark=7 secctx=system_u:object_r:unlabeled_t:s0 zone=3 delta-time=60 use=2";
    const EXPECTED: &[u8] = b"178 l3proto = 2 proto=6 src=192.0.2.1 dst=198.51.100.7 sport=0 dport=42374 PERMANENT,INACTIVE ftp/data";

    fn parse(row: &[u8]) -> Conntrack {
        Conntrack::parse(row).unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_whole_row() {
        let expected = Conntrack {
            l3_name: Ok(b"ipv4"[..].into()),
            l3_number: Ok(2),
            l4_name: b"tcp"[..].into(),
            l4_number: Ok(6),
            timeout: Ok(431_999),
            state: Ok(b"ESTABLISHED"[..].into()),
            original: Tuple {
                source: Ok(ip("192.0.2.1")),
                destination: Ok(ip("198.51.100.7")),
                source_port: Ok(49152),
                destination_port: Ok(443),
                packets: Ok(10),
                bytes: Ok(1200),
                ..Tuple::NONE
            },
            reply: Tuple {
                source: Ok(ip("198.51.100.7")),
                destination: Ok(ip("203.0.113.5")),
                source_port: Ok(443),
                destination_port: Ok(49152),
                packets: Ok(9),
                bytes: Ok(7000),
                ..Tuple::NONE
            },
            flags: vec![b"ASSURED"[..].into()],
            mark: Ok(7),
            secctx: Ok(b"system_u:object_r:unlabeled_t:s0"[..].into()),
            zone: Ok(3),
            age: Ok(60),
            references: Ok(2),
            others: vec![],
        };
        assert_eq!(parse(TCP), expected);
    }

    #[test]
    fn other_protocols() {
        let icmp = parse(b"ipv6     10 icmpv6   58 29 src=2001:db8::1 dst=2001:db8::2 type=128 code=0 id=4711 [UNREPLIED] src=2001:db8::2 dst=2001:db8::1 type=129 code=0 id=4711 mark=0 use=1");
        assert_eq!((icmp.l3_number, icmp.state), (Ok(10), Err(Absent::NotApplicable)));
        assert_eq!((icmp.original.icmp_type, icmp.reply.icmp_type), (Ok(128), Ok(129)));
        assert_eq!(
            (icmp.original.icmp_id, icmp.original.source_port),
            (Ok(4711), Err(Absent::NotApplicable))
        );
        assert_eq!((&*icmp.flags[0], icmp.zone), (&b"UNREPLIED"[..], Err(Absent::NotApplicable)));
        let gre = parse(b"ipv4     2 gre      47 179 timeout=30, stream_timeout=180 src=192.0.2.1 dst=192.0.2.2 srckey=0x0 dstkey=0xffff zone-orig=5 src=192.0.2.2 dst=192.0.2.1 srckey=0xffff dstkey=0x0 zone-reply=6 [ASSURED] use=2");
        assert_eq!((gre.original.destination_key, gre.reply.source_key), (Ok(0xffff), Ok(0xffff)));
        assert_eq!((gre.original.zone, gre.reply.zone), (Ok(5), Ok(6)));
        assert_eq!((gre.timeout, gre.mark), (Ok(179), Err(Absent::Unsupported)));
        assert_eq!((&*gre.others[0].name, &*gre.others[0].value), (&b"timeout"[..], &b"30"[..]));
        let unknown = parse(b"ipv4     2 unknown  89 599 src=192.0.2.1 dst=224.0.0.5 [UNREPLIED] src=224.0.0.5 dst=192.0.2.1 mark=0 use=1");
        assert_eq!(
            (unknown.l4_number, unknown.original.destination),
            (Ok(89), Ok(ip("224.0.0.5")))
        );
    }

    #[test]
    fn a_connection_of_a_flow_table_has_no_timeout() {
        let row = parse(b"ipv4     2 tcp      6 src=192.0.2.1 dst=192.0.2.2 sport=1 dport=2 src=192.0.2.2 dst=192.0.2.1 sport=2 dport=1 [HW_OFFLOAD] mark=0 use=3");
        assert_eq!(
            (row.timeout, row.state),
            (Err(Absent::NotApplicable), Err(Absent::NotApplicable))
        );
        assert_eq!((&*row.flags[0], row.reply.source_port), (&b"HW_OFFLOAD"[..], Ok(2)));
    }

    #[test]
    fn rows_of_an_old_kernel() {
        let row = parse(b"tcp      6 117 SYN_SENT src=192.0.2.1 dst=192.0.2.9 sport=32775 dport=22 [UNREPLIED] src=192.0.2.9 dst=192.0.2.1 sport=22 dport=32775 use=2");
        assert_eq!(
            (row.l3_name, row.l3_number),
            (Err(Absent::Unsupported), Err(Absent::Unsupported))
        );
        assert_eq!((&*row.l4_name, row.l4_number, row.timeout), (&b"tcp"[..], Ok(6), Ok(117)));
        assert_eq!(row.state.as_deref(), Ok(&b"SYN_SENT"[..]));
        let row = parse(b"udp      17 -3 src=192.0.2.1 dst=192.0.2.9 sport=1 dport=53 src=192.0.2.9 dst=192.0.2.1 sport=53 dport=1 use=1");
        assert_eq!((row.timeout, row.references), (Ok(-3), Ok(1)));
    }

    #[test]
    fn expected_connections() {
        let row = Expectation::parse(EXPECTED).unwrap();
        assert_eq!((row.timeout, row.l3_number, row.l4_number), (Ok(178), Ok(2), Ok(6)));
        assert_eq!(
            (row.tuple.source, row.tuple.destination_port),
            (Ok(ip("192.0.2.1")), Ok(42374))
        );
        assert_eq!(row.flags, [&b"PERMANENT"[..], b"INACTIVE"].map(Box::from));
        assert_eq!(row.helper.as_deref(), Ok(&b"ftp/data"[..]));
        let row = Expectation::parse(
            b"- l3proto = 10 proto=17 src=2001:db8::1 dst=2001:db8::2 sport=0 dport=1 ",
        )
        .unwrap();
        assert_eq!(
            (row.timeout, row.helper),
            (Err(Absent::NotApplicable), Err(Absent::NotApplicable))
        );
        let row = Expectation::parse(b"x l3proto = y proto=z src=1 l3proto").unwrap();
        assert_eq!((row.timeout, row.l3_number), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(
            (row.l4_number, row.tuple.source),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        for row in [&b""[..], b"178", b"178 l3proto = 2 proto=6", b"178 l3proto ="] {
            assert_eq!(Expectation::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = parse(b"ipv4 x tcp y 7 src=192.0.2.256 sport=65536 type=x srckey=7 packets=-1 mark=z use=q new \xff=1");
        assert_eq!(
            (row.l3_number, row.l4_number),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.original.source, row.original.source_port),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.original.icmp_type, row.original.source_key),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.original.packets, row.mark),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(
            (row.references, row.reply.source),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(row.others, [Other { name: b"\xff"[..].into(), value: b"1"[..].into() }]);
        for row in [&b""[..], b"tcp", b"tcp 6", b"ipv4 2 tcp 6 7 ESTABLISHED", b"a b c d"] {
            assert_eq!(Conntrack::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, TCP, "[a-z ]{0,40}");

    proptest! {
        #[test]
        fn no_expectation_panics(text: Vec<u8>, flip in 0..EXPECTED.len(), byte: u8) {
            expectations(&text).for_each(drop);
            expectations(&damaged(EXPECTED, flip, byte)).for_each(drop);
        }
    }
}
