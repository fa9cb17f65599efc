//! `[pid]/net/stat/*`: `rt_cache`, `arp_cache`, `ndisc_cache`, `nf_conntrack` and others, all of one
//! form.
//!
//! The procfs crate does not cover these files.

use crate::Absent;
use crate::parse::{Item, lines, number, words};

/// What the processors have counted, of which each wraps at 32 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stat {
    /// The names of the columns.
    pub names: Vec<Box<[u8]>>,
    /// The values of each processor that the machine could have, in the order of the names; the
    /// kernel does not print the numbers of the processors. A row without any number is malformed.
    pub cpus: Vec<Item<Vec<Item<u64>>>>,
}

/// The name of the column that is no count: it tells how many entries there are now, in every row.
const ENTRIES: &[u8] = b"entries";

impl Stat {
    /// Parses the whole file. It is malformed as a whole when it has no names.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut lines = lines(text).filter(|line| !line.trim_ascii().is_empty());
        let names: Vec<Box<[u8]>> =
            words(lines.next().ok_or(Absent::Malformed)?).map(Into::into).collect();
        // A row instead of the names has digits first.
        if !names.iter().all(|name| name.first().is_some_and(u8::is_ascii_alphabetic)) {
            return Err(Absent::Malformed);
        }
        let cpus = lines.map(|line| row(line, names.len())).collect();
        Ok(Self { names, cpus })
    }

    /// The value of a column for the whole machine: the sum of its counts, or how many entries there
    /// are. A row that is damaged there costs the sum.
    pub fn total(&self, name: &[u8]) -> Item<u64> {
        let place = self.names.iter().position(|other| **other == *name);
        let place = place.ok_or(Absent::Unsupported)?;
        let mut values = self.cpus.iter().map(|cpu| match cpu {
            Ok(values) => values.get(place).copied().unwrap_or(Err(Absent::Unsupported)),
            Err(absent) => Err(*absent),
        });
        if name == ENTRIES {
            return values.next().unwrap_or(Err(Absent::Unsupported));
        }
        values.try_fold(0_u64, |sum, value| sum.checked_add(value?).ok_or(Absent::Malformed))
    }
}

/// The values of a row. Those that an old kernel does not print are missing at the end.
fn row(line: &[u8], count: usize) -> Item<Vec<Item<u64>>> {
    let mut values: Vec<_> = words(line).take(count).map(number::hex).collect();
    if values.iter().all(Result::is_err) {
        return Err(Absent::Malformed);
    }
    values.resize(count, Err(Absent::Unsupported));
    Ok(values)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const ARP: &[u8] = b"\
entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls
00000003 000000bb 000000c1 00000000   00000118 00000000 00000001   00000000         00000000         000003ff         00000000       00000000            00000000
00000003 00000098 0000008f 00000000   ffffffff 00000006 00000000   00000000         00000000         00000000         00000000       00000000            00000000
";
    const SYNPROXY: &[u8] = b"\
entries\t\tsyn_received\tcookie_invalid\tcookie_valid\tcookie_retrans\tconn_reopened
00000000\t00000001\t00000002\t00000003\t00000004\t00000005
";

    #[test]
    fn whole_files() {
        let stat = Stat::parse(ARP).unwrap();
        assert_eq!((stat.names.len(), stat.cpus.len()), (13, 2));
        for (name, total) in [
            (&b"entries"[..], 3),
            (b"allocs", 0xbb + 0x98),
            (b"lookups", 0x118 + 0xffff_ffff),
            (b"periodic_gc_runs", 0x3ff),
        ] {
            assert_eq!(stat.total(name), Ok(total), "{name:?}");
        }
        assert_eq!(stat.total(b"new"), Err(Absent::Unsupported));
        let stat = Stat::parse(SYNPROXY).unwrap();
        assert_eq!(stat.total(b"conn_reopened"), Ok(5));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let stat = Stat::parse(b"entries a b c\n\nx 1 2 y\nword\n7 8 9 1 2\n5\n").unwrap();
        let row = |values: [Item<u64>; 4]| Ok(values.to_vec());
        let (malformed, missing) = (Err(Absent::Malformed), Err(Absent::Unsupported));
        let expected = [
            row([malformed, Ok(1), Ok(2), malformed]),
            Err(Absent::Malformed),
            row([Ok(7), Ok(8), Ok(9), Ok(1)]),
            row([Ok(5), missing, missing, missing]),
        ];
        assert_eq!(stat.cpus, expected);
        assert_eq!((stat.total(b"entries"), stat.total(b"a")), (malformed, malformed));
        let empty = Stat::parse(b"entries a\n").unwrap();
        assert_eq!((empty.total(b"entries"), empty.total(b"a")), (missing, Ok(0)));
        let large = Stat::parse(b"a\nffffffffffffffff\n1\n").unwrap();
        assert_eq!(large.total(b"a"), malformed);
        for text in [&b""[..], b"\n", b"00000003 000000bb\n", b"entries 7\n"] {
            assert_eq!(Stat::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
           #[test]
           fn never_panics(text: Vec<u8>, flip in 0..ARP.len(), byte: u8) {
               for text in [text, fixture::damaged(ARP, flip, byte)] {
                   if let Ok(stat) = Stat::parse(&text) {
                       for name in &stat.names {
    let _ = stat.total(name);
    }
                   }
               }
           }
       }
}
