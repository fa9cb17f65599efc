//! `[pid]/net/igmp`.
//!
//! The procfs crate does not cover this file.

use std::net::Ipv4Addr;

use super::{address, needed};
use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once, split_once};
use crate::parse::{Item, lines, number};

/// One IPv4 multicast group that an interface has joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The number of the interface.
    pub ifindex: Item<u32>,
    /// The interface: any bytes but blanks, `/` and `:`.
    pub device: Item<Box<[u8]>>,
    /// How many groups the interface has joined.
    pub groups: Item<u64>,
    /// The version of IGMP that the querier of the network speaks: `V1`, `V2` or `V3`.
    pub querier: Item<Box<[u8]>>,
    /// The group.
    pub group: Ipv4Addr,
    /// How many sockets have joined the group.
    pub users: Item<u64>,
    /// Whether a report is to be sent when the timer ends.
    pub timer_runs: Item<bool>,
    /// When the timer ends, from now, in clock ticks; does not apply where none runs.
    pub timer: Item<u64>,
    /// Whether this host was the last to report the group.
    pub is_reporter: Item<bool>,
}

/// The row of an interface, below which stand those of its groups.
#[derive(Clone)]
struct Device {
    ifindex: Item<u32>,
    name: Item<Box<[u8]>>,
    groups: Item<u64>,
    querier: Item<Box<[u8]>>,
}

impl Device {
    /// The interface of groups without one.
    const UNKNOWN: Self = Self {
        ifindex: Err(Absent::Malformed),
        name: Err(Absent::Malformed),
        groups: Err(Absent::Malformed),
        querier: Err(Absent::Malformed),
    };

    fn parse(line: &[u8]) -> Item<Self> {
        let (name, rest) = rsplit_once(line, b':').ok_or(Absent::Malformed)?;
        let (mut columns, mut rest) = (Columns::new(name), Columns::new(rest));
        let ifindex = needed(columns.narrow())?;
        Ok(Self {
            ifindex: Ok(ifindex),
            name: Ok(needed(columns.word())?.into()),
            groups: rest.unsigned(),
            querier: rest.word().map(Into::into),
        })
    }

    fn with_group(&self, line: &[u8]) -> Item<Membership> {
        let Self { ifindex, name: device, groups, querier } = self.clone();
        let mut columns = Columns::new(line);
        let group = needed(columns.word().and_then(address::host_order))?;
        let users = columns.unsigned();
        let timer = columns.word().and_then(|word| split_once(word, b':').ok_or(Absent::Malformed));
        let timer_runs = timer.and_then(|(runs, _)| truth(runs));
        Ok(Membership {
            ifindex,
            device,
            groups,
            querier,
            group,
            users,
            timer_runs,
            timer: match timer_runs {
                Ok(false) => Err(Absent::NotApplicable),
                _ => timer.and_then(|(_, ticks)| number::hex(ticks)),
            },
            is_reporter: columns.word().and_then(truth),
        })
    }
}

/// The groups, each with what is told of its interface. The damaged row of an interface is malformed,
/// and its groups are of none that is known.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Membership>> {
    let mut device = Device::UNKNOWN;
    lines(text).filter_map(move |line| match line {
        [b'I', b'd', b'x', ..] | [] => None,
        // Groups are indented, interfaces stand at the margin.
        [b'\t' | b' ', ..] => Some(device.with_group(line)),
        _ => {
            let parsed = Device::parse(line);
            device = parsed.as_ref().map_or(Device::UNKNOWN, Clone::clone);
            parsed.err().map(Err)
        }
    })
}

fn truth(word: &[u8]) -> Item<bool> {
    match word {
        b"0" => Ok(false),
        b"1" => Ok(true),
        _ => Err(Absent::Malformed),
    }
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter
1\tlo        :     1      V3
\t\t\t\t010000E0     1 0:00000000\t\t0
3\tveth0     :     2      V2
\t\t\t\t030201EF     7 1:000001F4\t\t1
\t\t\t\t010000E0     1 0:00000000\t\t0
";
    const ROW: &[u8] = b"\t\t\t\t030201EF     7 1:000001F4\t\t1";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [lo, veth, last] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((lo.ifindex, lo.device.as_deref()), (Ok(1), Ok(&b"lo"[..])));
        assert_eq!((lo.timer_runs, lo.timer), (Ok(false), Err(Absent::NotApplicable)));
        let expected = Membership {
            ifindex: Ok(3),
            device: Ok(b"veth0"[..].into()),
            groups: Ok(2),
            querier: Ok(b"V2"[..].into()),
            group: Ipv4Addr::new(239, 1, 2, 3),
            users: Ok(7),
            timer_runs: Ok(true),
            timer: Ok(500),
            is_reporter: Ok(true),
        };
        assert_eq!(veth, &expected);
        assert_eq!((last.group, &last.device), (Ipv4Addr::new(224, 0, 0, 1), &veth.device));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let rows: Vec<_> = rows(
            b"\t010000E0\nx\tlo : 1 V3\n\t010000E0 1 2:0 -\n4\ta|b:7\n\t010000E 1 0:0 0\n\t010000E0 x 1:xy 2\n",
        )
        .collect();
        let [Ok(stray), Err(_), Ok(below), Err(Absent::Malformed), Ok(last)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!(stray.users, Err(Absent::Unsupported));
        assert_eq!((below.ifindex, below.users), (Err(Absent::Malformed), Ok(1)));
        assert_eq!((below.timer_runs, below.timer), (Err(Absent::Malformed), Ok(0)));
        assert_eq!((last.device.as_deref(), last.groups), (Ok(&b"a|b"[..]), Ok(7)));
        assert_eq!(last.querier, Err(Absent::Unsupported));
        assert_eq!((last.timer_runs, last.timer), (Ok(true), Err(Absent::Malformed)));
        assert_eq!(last.is_reporter, Err(Absent::Malformed));
    }

    table_properties!(rows, ROW, "[a-z: ]{0,40}");
}
