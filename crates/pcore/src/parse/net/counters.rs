//! What the files of counters have in common, and what the counters mean.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number};

/// One counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// The group, such as `Tcp` or `Ip6`; empty where the name starts with none that is known.
    pub group: Box<[u8]>,
    /// The name within the group, such as `RetransSegs`.
    pub name: Box<[u8]>,
    /// The value.
    pub value: Item<Number>,
}

/// The value of a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// A value that is not negative.
    Unsigned(u64),
    /// A value with a minus.
    Signed(i64),
}

impl Number {
    /// Parses a decimal number with or without a minus.
    pub fn parse(text: &[u8]) -> Item<Self> {
        if text.starts_with(b"-") {
            number::signed(text).map(Self::Signed)
        } else {
            number::unsigned(text).map(Self::Unsigned)
        }
    }
}

/// The groups whose names stand before those of their counters in files of `NAME VALUE` lines.
const PREFIXES: [&[u8]; 7] = [b"Ip6", b"Icmp6", b"Udp6", b"UdpLite6", b"Xfrm", b"Tls", b"Sctp"];

/// The counters of a text of `NAME VALUE` lines.
pub fn named(text: &[u8]) -> impl Iterator<Item = Item<Counter>> {
    lines(text).filter(|line| !line.trim_ascii().is_empty()).map(|line| {
        let mut columns = Columns::new(line);
        let full = columns.word()?;
        let value = columns.word().map_err(|_| Absent::Malformed)?;
        if !full.first().is_some_and(u8::is_ascii_alphabetic) {
            return Err(Absent::Malformed);
        }
        let (group, name) = PREFIXES
            .iter()
            .find_map(|group| full.strip_prefix(*group).map(|name| (*group, name)))
            .filter(|(_, name)| !name.is_empty())
            .unwrap_or((b"", full));
        Ok(Counter { group: group.into(), name: name.into(), value: Number::parse(value) })
    })
}
