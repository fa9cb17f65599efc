//! `key-users`: how many keys each user has, and may have.
//!
//! Own parser: that of the procfs crate gives up all rows for one.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, labelled, lines, number};

/// What a user has of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUser {
    /// The user.
    pub uid: u32,
    /// How many refer to this account.
    pub usage: Item<u64>,
    /// How many keys there are, and how many of them are made whole.
    pub keys: Item<(u64, u64)>,
    /// How many keys count against the quota, and the quota.
    pub quota: Item<(u64, u64)>,
    /// How many bytes count against the quota, and the quota.
    pub bytes: Item<(u64, u64)>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<KeyUser>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<KeyUser> {
    let (uid, rest) = labelled(line).ok_or(Absent::Malformed)?;
    let mut columns = Columns::new(rest);
    Ok(KeyUser {
        uid: number::narrow(uid)?,
        usage: columns.unsigned(),
        keys: columns.word().and_then(pair),
        quota: columns.word().and_then(pair),
        bytes: columns.word().and_then(pair),
    })
}

fn pair(word: &[u8]) -> Item<(u64, u64)> {
    let (left, right) = split_once(word, b'/').ok_or(Absent::Malformed)?;
    Ok((number::unsigned(left)?, number::unsigned(right)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"    0:     9 8/7 3/1000000 40/25000000";

    #[test]
    fn counts_and_quotas() {
        let user = row(ROW).unwrap();
        assert_eq!((user.uid, user.usage, user.keys), (0, Ok(9), Ok((8, 7))));
        assert_eq!((user.quota, user.bytes), (Ok((3, 1_000_000)), Ok((40, 25_000_000))));
        let user = row(b"1: 9 8 3/x").unwrap();
        assert_eq!((user.keys, user.quota), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(user.bytes, Err(Absent::Unsupported));
        assert!(row(b"root: 9").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
