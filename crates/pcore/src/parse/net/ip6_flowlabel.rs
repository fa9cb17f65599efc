//! `[pid]/net/ip6_flowlabel`.
//!
//! The procfs crate does not cover this file.

use std::net::Ipv6Addr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;

/// One label that sockets have put on a flow of IPv6 packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowLabel {
    /// The label, of twenty bits.
    pub label: u32,
    /// Who may use the label, which [`share_name`] names.
    pub share: Item<u8>,
    /// The process that may use the label; does not apply to a label that is not for one process.
    pub pid: Item<u32>,
    /// The user that may use the label; does not apply to a label that is not for one user.
    pub uid: Item<u32>,
    /// Sockets that use the label.
    pub users: Item<u64>,
    /// For how many seconds the label is kept when nobody uses it.
    pub linger: Item<u64>,
    /// For how many seconds the label is kept from now; below 0 where it is about to go.
    pub expires: Item<i64>,
    /// The destination of the flow.
    pub destination: Item<Ipv6Addr>,
    /// The length of the options in bytes that the flow's packets carry.
    pub options: Item<u64>,
}

/// The numbers of those who may use a label.
const PROCESS: u8 = 2;
const USER: u8 = 3;

impl FlowLabel {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let label = needed(columns.narrow_hex())?;
        let share = columns.narrow();
        let owner = columns.narrow();
        let owner_if = |kind| match share {
            Ok(share) if share != kind => Err(Absent::NotApplicable),
            share => share.and(owner),
        };
        Ok(Self {
            label,
            share,
            pid: owner_if(PROCESS),
            uid: owner_if(USER),
            users: columns.unsigned(),
            linger: columns.unsigned(),
            expires: columns.signed(),
            destination: columns.word().and_then(address::digits),
            options: columns.unsigned(),
        })
    }
}

/// The labels.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<FlowLabel>> {
    table(text, &[b"Label S"], FlowLabel::parse)
}

/// The name of who may use a label.
pub const fn share_name(share: u8) -> Option<&'static str> {
    Some(match share {
        0 => "none",
        1 => "exclusive",
        PROCESS => "process",
        USER => "user",
        255 => "any",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Label S Owner  Users  Linger Expires  Dst                              Opt
12345 255 0      1      120    118      20010db8000000000000000000000077 0   
00007 3 1000   2      6      -1       20010db8000000000000000000000077 24  
00008 2 4711   2      6      5        20010db8000000000000000000000077 24  
";
    const ROW: &[u8] =
        b"12345 255 0      1      120    118      20010db8000000000000000000000077 0   ";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [any, user, process] = &rows[..] else { panic!("{rows:?}") };
        let expected = FlowLabel {
            label: 0x12345,
            share: Ok(255),
            pid: Err(Absent::NotApplicable),
            uid: Err(Absent::NotApplicable),
            users: Ok(1),
            linger: Ok(120),
            expires: Ok(118),
            destination: Ok("2001:db8::77".parse().unwrap()),
            options: Ok(0),
        };
        assert_eq!(any, &expected);
        assert_eq!((user.pid, user.uid), (Err(Absent::NotApplicable), Ok(1000)));
        assert_eq!((user.expires, user.options), (Ok(-1), Ok(24)));
        assert_eq!((process.pid, process.uid), (Ok(4711), Err(Absent::NotApplicable)));
        let names = [any, user, process].map(|row| share_name(row.share.unwrap()));
        assert_eq!(names, [Some("any"), Some("user"), Some("process")]);
        assert_eq!(share_name(4), None);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let row = FlowLabel::parse(b"7 256 1 x -1 y z").unwrap();
        assert_eq!((row.share, row.pid), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((row.users, row.linger), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(
            (row.expires, row.destination),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
        assert_eq!(row.options, Err(Absent::Unsupported));
        assert_eq!(FlowLabel::parse(b"7 3 x").unwrap().uid, Err(Absent::Malformed));
        for row in [&b""[..], b"x 1", b"100000000 1"] {
            assert_eq!(FlowLabel::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
