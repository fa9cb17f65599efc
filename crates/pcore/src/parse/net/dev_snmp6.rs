//! `[pid]/net/dev_snmp6/NAME`, one file for each interface.
//!
//! The procfs crate does not cover these files.

use super::counters::{Counter, named};
use crate::Absent;
use crate::parse::{Item, lines, number, words};

/// What IPv6 has counted on one interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevSnmp6 {
    /// The number of the interface.
    pub ifindex: Item<u32>,
    /// The counters, in the kernel's order.
    pub counters: Vec<Item<Counter>>,
}

impl DevSnmp6 {
    /// Parses the whole file. It is malformed as a whole when it has neither the number of the
    /// interface nor a counter.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let is_index = |line: &[u8]| words(line).next() == Some(b"ifIndex");
        let index = lines(text).find(|line| is_index(line));
        let counters: Vec<_> = lines(text).filter(|line| !is_index(line)).flat_map(named).collect();
        if index.is_none() && !counters.iter().any(Result::is_ok) {
            return Err(Absent::Malformed);
        }
        let ifindex = index
            .ok_or(Absent::Unsupported)
            .and_then(|line| words(line).nth(1).ok_or(Absent::Malformed).and_then(number::narrow));
        Ok(Self { ifindex, counters })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;
    use crate::parse::net::counters::Number;

    const SAMPLE: &[u8] = b"\
ifIndex                         \t3
Ip6InReceives                   \t11
Ip6InOctets                     \t18446744073709551615
Icmp6OutMLDv2Reports            \t7
Icmp6InType135                  \t1
";

    #[test]
    fn a_whole_file() {
        let parsed = DevSnmp6::parse(SAMPLE).unwrap();
        assert_eq!(parsed.ifindex, Ok(3));
        let counters: Vec<_> = parsed
            .counters
            .iter()
            .map(|counter| counter.as_ref().unwrap())
            .map(|counter| (&*counter.group, &*counter.name, counter.value))
            .collect();
        assert_eq!(
            counters,
            [
                (&b"Ip6"[..], &b"InReceives"[..], Ok(Number::Unsigned(11))),
                (b"Ip6", b"InOctets", Ok(Number::Unsigned(u64::MAX))),
                (b"Icmp6", b"OutMLDv2Reports", Ok(Number::Unsigned(7))),
                (b"Icmp6", b"InType135", Ok(Number::Unsigned(1))),
            ]
        );
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let parsed = DevSnmp6::parse(b"ifIndex x\nIp6InReceives y\n\nword\nIp6InOctets 2").unwrap();
        assert_eq!(parsed.ifindex, Err(Absent::Malformed));
        let [Ok(first), Err(Absent::Malformed), Ok(last)] = &parsed.counters[..] else {
            panic!("{parsed:?}");
        };
        assert_eq!(first.value, Err(Absent::Malformed));
        assert_eq!(last.value, Ok(Number::Unsigned(2)));
        assert_eq!(DevSnmp6::parse(b"Ip6InOctets 2").unwrap().ifindex, Err(Absent::Unsupported));
        assert_eq!(DevSnmp6::parse(b"ifIndex").unwrap().ifindex, Err(Absent::Malformed));
        for text in [&b""[..], b"word", b"7 8", b"\n\n"] {
            assert_eq!(DevSnmp6::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = DevSnmp6::parse(&text);
            prop_assert!(DevSnmp6::parse(&fixture::damaged(SAMPLE, flip, byte)).is_ok());
        }
    }
}
