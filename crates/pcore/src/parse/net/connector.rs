//! `[pid]/net/connector`.
//!
//! The procfs crate does not cover this file.

use super::table;
use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, number};

/// One part of the kernel that talks to processes by the connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connector {
    /// The name, which may hold blanks.
    pub name: Box<[u8]>,
    /// The group of messages.
    pub index: u32,
    /// The number within the group.
    pub value: u32,
}

impl Connector {
    /// Parses one row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let line = line.trim_ascii_end();
        let start = line.iter().rposition(|byte| *byte == b' ').ok_or(Absent::Malformed)?;
        let (name, id) = line.split_at_checked(start).ok_or(Absent::Malformed)?;
        let (index, value) = split_once(id.trim_ascii(), b':').ok_or(Absent::Malformed)?;
        let name = name.trim_ascii_end();
        if name.is_empty() {
            return Err(Absent::Malformed);
        }
        Ok(Self { name: name.into(), index: number::narrow(index)?, value: number::narrow(value)? })
    }
}

/// The parts of the kernel.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Connector>> {
    table(text, &[b"Name            ID"], Connector::parse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Name            ID
cn_proc         1:1
a longer name than fits 4294967295:7
";
    const ROW: &[u8] = b"cn_proc         1:1";

    #[test]
    fn a_whole_file() {
        let rows: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [proc, long] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((&*proc.name, proc.index, proc.value), (&b"cn_proc"[..], 1, 1));
        assert_eq!((&*long.name, long.index), (&b"a longer name than fits"[..], u32::MAX));
    }

    #[test]
    fn damage_costs_the_row() {
        for row in [&b""[..], b"cn_proc", b"1:1", b" 1:1", b"a 1", b"a x:1", b"a 1:4294967296"] {
            assert_eq!(Connector::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
