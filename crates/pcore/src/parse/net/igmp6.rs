//! `[pid]/net/igmp6`.
//!
//! The procfs crate does not cover this file.

use std::net::Ipv6Addr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One IPv6 multicast group that an interface has joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership6 {
    /// The number of the interface.
    pub ifindex: u32,
    /// The interface: any bytes but blanks, `/` and `:`.
    pub device: Item<Box<[u8]>>,
    /// The group.
    pub group: Item<Ipv6Addr>,
    /// How many sockets have joined the group.
    pub users: Item<u64>,
    /// The flags, which [`FLAGS`] names.
    pub flags: Item<u32>,
    /// When a report is to be sent, from now, in clock ticks; does not apply where none is.
    pub timer: Item<u64>,
}

/// The names of the flags: the `MAF_*` constants.
pub const FLAGS: &[(u64, &str)] = &[
    (0x01, "timer_running"),
    (0x02, "last_reporter"),
    (0x04, "loaded"),
    (0x08, "noreport"),
    (0x10, "gsquery"),
];

/// The flag of a group whose timer runs.
const TIMER_RUNNING: u32 = 1;

impl Membership6 {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let ifindex = needed(columns.narrow())?;
        let device = columns.word().map(Into::into);
        let group = columns.word().and_then(address::digits);
        let users = columns.unsigned();
        let flags = columns.narrow_hex();
        let timer = columns.unsigned();
        Ok(Self {
            ifindex,
            device,
            group,
            users,
            flags,
            timer: match flags {
                Ok(flags) if flags & TIMER_RUNNING == 0 => Err(Absent::NotApplicable),
                _ => timer,
            },
        })
    }
}

/// The groups.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Membership6>> {
    table(text, &[], Membership6::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;
    use crate::parse::net::flag_names;

    const SAMPLE: &[u8] = b"\
1    lo              ff020000000000000000000000000001     1 0000000C 0
3    veth0           ff35000000000000000000000000abcd     2 00000005 412
";
    const ROW: &[u8] = b"1    lo              ff020000000000000000000000000001     1 0000000C 0";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [lo, veth] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((lo.flags, lo.timer), (Ok(12), Err(Absent::NotApplicable)));
        assert!(flag_names(12, FLAGS).eq(["loaded", "noreport"]));
        let expected = Membership6 {
            ifindex: 3,
            device: Ok(b"veth0"[..].into()),
            group: Ok("ff35::abcd".parse().unwrap()),
            users: Ok(2),
            flags: Ok(5),
            timer: Ok(412),
        };
        assert_eq!(veth, &expected);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = Membership6::parse(b"3 \xff ff02 -1 xyz 7").unwrap();
        assert_eq!(row.device.as_deref(), Ok(&b"\xff"[..]));
        assert_eq!((row.group, row.users), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.flags, row.timer), (Err(Absent::Malformed), Ok(7)));
        assert_eq!(Membership6::parse(b"3").unwrap().timer, Err(Absent::Unsupported));
        for row in [&b""[..], b"veth0", b"-1 veth0"] {
            assert_eq!(Membership6::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
