//! What the files of counters have in common.

pub mod meanings;

use std::borrow::Cow;

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines, number};
use meanings::{known, meaning_of_type};

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

/// How a value changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// It counts since the network namespace was made, or the machine started, and only grows.
    Counter,
    /// It tells what is the case now, and goes up and down.
    Gauge,
    /// It tells how the kernel is configured.
    Setting,
}

/// What is known of a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name within its group.
    pub name: &'static str,
    /// How it changes.
    pub behaviour: Behaviour,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

impl Counter {
    /// The group and the name in one, such as `TcpRetransSegs`.
    pub fn full_name(&self) -> Vec<u8> {
        [&*self.group, &*self.name].concat()
    }

    /// What is known of the counter.
    pub fn known(&self) -> Option<&'static Known> {
        known(&self.group, &self.name)
    }

    /// What the counter means, in one sentence.
    pub fn meaning(&self) -> Option<Cow<'static, str>> {
        match self.known() {
            Some(known) => Some(Cow::Borrowed(known.meaning)),
            None => meaning_of_type(&self.group, &self.name).map(Cow::Owned),
        }
    }
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

/// Checks that the row is a counter, and that there is a meaning for each of the names.
#[cfg(test)]
pub(super) fn assert_known(row: Option<Item<Counter>>, names: &str) {
    let row = row.unwrap().unwrap();
    assert!(names.split_whitespace().any(|name| name.as_bytes() == row.full_name()), "{row:?}");
    assert!(row.value.is_ok());
    for name in names.split_whitespace() {
        let counter = named(format!("{name:<32}\t7\n").as_bytes()).next().unwrap().unwrap();
        assert_eq!(counter.full_name(), name.as_bytes());
        assert_eq!(counter.value, Ok(Number::Unsigned(7)));
        assert!(counter.meaning().is_some(), "{name}");
        let is_gauge = counter.known().is_some_and(|known| known.behaviour == Behaviour::Gauge);
        assert_eq!(is_gauge, name.contains("Curr"), "{name}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_start_with_their_group() {
        let counters: Vec<_> =
            named(b"Udp6InErrors 1\nTls 2\nOther\t-3\n\nXfrmInError  x\n7 8\nword\n").collect();
        let [Ok(udp), Ok(tls), Ok(other), Ok(xfrm), Err(_), Err(_)] = &counters[..] else {
            panic!("{counters:?}");
        };
        assert_eq!((&*udp.group, &*udp.name), (&b"Udp6"[..], &b"InErrors"[..]));
        assert_eq!(udp.full_name(), b"Udp6InErrors");
        assert_eq!((&*tls.group, &*tls.name), (&b""[..], &b"Tls"[..]));
        assert_eq!((&*other.group, other.value), (&b""[..], Ok(Number::Signed(-3))));
        assert_eq!(xfrm.value, Err(Absent::Malformed));
        assert_eq!(other.meaning(), None);
    }

    #[test]
    fn meanings() {
        let meaning = |group: &[u8], name: &[u8]| {
            let (group, name) = (group.into(), name.into());
            Counter { group, name, value: Ok(Number::Unsigned(0)) }.meaning()
        };
        assert_eq!(meaning(b"Tcp", b"RetransSegs").as_deref(), Some("Segments sent again."));
        let of_type = meaning(b"Icmp6", b"InType135");
        assert_eq!(of_type.as_deref(), Some("ICMPv6 messages of type 135 received."));
        let of_type = meaning(b"IcmpMsg", b"OutType3");
        assert_eq!(of_type.as_deref(), Some("ICMP messages of type 3 sent."));
        for (group, name) in [
            (&b"Tcp"[..], &b"InType3"[..]),
            (b"IcmpMsg", b"InType256"),
            (b"IcmpMsg", b"OutType"),
            (b"Icmp6", b"New"),
            (b"", b""),
        ] {
            assert_eq!(meaning(group, name), None, "{group:?} {name:?}");
        }
    }

    #[test]
    fn how_values_change() {
        for (group, name, behaviour) in [
            ("Tcp", "MaxConn", Behaviour::Setting),
            ("Tcp", "CurrEstab", Behaviour::Gauge),
            ("Tcp", "InSegs", Behaviour::Counter),
            ("MPTcpExt", "MPCurrEstab", Behaviour::Gauge),
            ("Ip", "Forwarding", Behaviour::Setting),
        ] {
            let known = known(group.as_bytes(), name.as_bytes()).unwrap();
            assert_eq!(known.behaviour, behaviour, "{group}{name}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            for counter in named(&text).flatten() {
                let _ = counter.meaning();
            }
        }

        #[test]
        fn values_come_back(value: i64) {
            let number = match u64::try_from(value) {
                Ok(value) => Number::Unsigned(value),
                Err(_) => Number::Signed(value),
            };
            prop_assert_eq!(Number::parse(value.to_string().as_bytes()), Ok(number));
        }
    }
}
