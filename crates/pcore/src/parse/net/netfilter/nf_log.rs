//! `[pid]/net/netfilter/nf_log`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::Item;
use crate::parse::columns::Columns;
use crate::parse::net::{needed, table};

/// How packets of one family are logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NfLog {
    /// The number of the family, which [`family_name`] names.
    pub family: u8,
    /// What logs; does not apply to a family of which nothing is logged.
    pub active: Item<Box<[u8]>>,
    /// What could log.
    pub available: Item<Vec<Box<[u8]>>>,
}

impl NfLog {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        Ok(Self {
            family: needed(columns.narrow())?,
            active: match columns.word() {
                Ok(b"NONE") => Err(Absent::NotApplicable),
                word => word.map(Into::into),
            },
            available: columns.word().and_then(list),
        })
    }
}

/// The families.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<NfLog>> {
    table(text, &[], NfLog::parse)
}

/// The names of a list such as `(nf_log_ipv4,nfnetlink_log)`.
fn list(word: &[u8]) -> Item<Vec<Box<[u8]>>> {
    let names = word.strip_prefix(b"(").and_then(|names| names.strip_suffix(b")"));
    let names = names.ok_or(Absent::Malformed)?.split(|byte| *byte == b',');
    Ok(names.filter(|name| !name.is_empty()).map(Into::into).collect())
}

/// The name of a family.
pub const fn family_name(family: u8) -> Option<&'static str> {
    Some(match family {
        0 => "unspec",
        1 => "inet",
        2 => "ipv4",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ipv6",
        12 => "decnet",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
 0 NONE (nfnetlink_log)
 2 nf_log_ipv4 (nf_log_ipv4,nfnetlink_log)
 9 NONE ()
10 nf_log_ipv6
";
    const ROW: &[u8] = b" 2 nf_log_ipv4 (nf_log_ipv4,nfnetlink_log)";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [none, ipv4, nothing, old] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((none.family, &none.active), (0, &Err(Absent::NotApplicable)));
        assert_eq!(ipv4.active.as_deref(), Ok(&b"nf_log_ipv4"[..]));
        let names = [&b"nf_log_ipv4"[..], b"nfnetlink_log"].map(Box::from);
        assert_eq!(ipv4.available.as_deref(), Ok(&names[..]));
        assert_eq!(nothing.available, Ok(vec![]));
        assert_eq!((old.family, &old.available), (10, &Err(Absent::Unsupported)));
        let names = [0, 2, 9, 10].map(family_name);
        assert_eq!(names, [Some("unspec"), Some("ipv4"), None, Some("ipv6")]);
    }

    #[test]
    fn damage() {
        let row = NfLog::parse(b"2 \xff nf_log)").unwrap();
        assert_eq!(row.active.as_deref(), Ok(&b"\xff"[..]));
        assert_eq!(row.available, Err(Absent::Malformed));
        for row in [&b""[..], b"x NONE", b"256 NONE"] {
            assert_eq!(NfLog::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
