//! `keys`: the keys that the kernel keeps and the reader may see.
//!
//! Own parser: that of the procfs crate gives up all rows for one, and a description may hold any
//! bytes.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once};
use crate::parse::{Item, lines, number};

/// A key, or a ring of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its number.
    pub serial: u32,
    /// The letters of its state.
    pub flags: Item<Box<[u8]>>,
    /// How many refer to it.
    pub usage: Item<u64>,
    /// When it expires.
    pub expiry: Item<Expiry>,
    /// Who may do what with it, as bits.
    pub permissions: Item<u64>,
    /// The user that owns it.
    pub uid: Item<u32>,
    /// The group that owns it; does not apply where it is nobody's.
    pub gid: Item<u32>,
    /// What kind of key it is.
    pub kind: Item<Box<[u8]>>,
    /// What it is called.
    pub name: Item<Box<[u8]>>,
    /// What its kind says of the content: for a ring how many keys are in it, or `empty`.
    pub summary: Item<Box<[u8]>>,
}

/// When a key expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Never.
    Never,
    /// It has.
    Expired,
    /// In so many seconds, of which the kernel tells the largest unit.
    Within(u64),
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Key>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Key> {
    let mut columns = Columns::new(line);
    let serial = columns.narrow_hex()?;
    let flags = columns.word()?;
    let letters: Box<[u8]> = flags.iter().copied().filter(|letter| *letter != b'-').collect();
    let usage = columns.unsigned();
    let expiry = columns.word().and_then(expiry);
    let permissions = columns.hex();
    let uid = columns.narrow();
    let gid = match columns.word() {
        Ok(b"-1") => Err(Absent::NotApplicable),
        Ok(word) => number::narrow(word),
        Err(absent) => Err(absent),
    };
    let kind = columns.word().map(Box::from);
    let rest = columns.rest().trim_ascii();
    // The name may hold colons; what the kind adds, such as a count, does not.
    let (name, summary) = match rsplit_at(rest) {
        Some((name, summary)) => (name, Ok(Box::from(summary))),
        None => (rest, Err(Absent::NotApplicable)),
    };
    Ok(Key {
        serial,
        flags: Ok(letters),
        usage,
        expiry,
        permissions,
        uid,
        gid,
        kind,
        name: Ok(name.into()),
        summary,
    })
}

/// The parts before and after the last `: `.
fn rsplit_at(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, summary) = rsplit_once(text, b':')?;
    Some((name, summary.strip_prefix(b" ")?))
}

/// `perm`, `expd`, or a number with a unit.
fn expiry(word: &[u8]) -> Item<Expiry> {
    let (digits, unit) = match word {
        b"perm" => return Ok(Expiry::Never),
        b"expd" => return Ok(Expiry::Expired),
        [digits @ .., unit] => (digits, unit),
        [] => return Err(Absent::Malformed),
    };
    let seconds = match unit {
        b's' => 1,
        b'm' => 60,
        b'h' => 3600,
        b'd' => 86_400,
        b'w' => 604_800,
        _ => return Err(Absent::Malformed),
    };
    Ok(Expiry::Within(number::unsigned(digits)?.saturating_mul(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] =
        b"1ff9508c I--Q---     3   4d 1f3f0000  1000 65534 keyring   _uid_ses.1000: 1";

    #[test]
    fn a_ring_of_a_user() {
        let key = row(ROW).unwrap();
        assert_eq!(key.serial, 0x1ff9_508c);
        assert_eq!(key.flags.as_deref(), Ok(&b"IQ"[..]));
        assert_eq!((key.usage, key.expiry), (Ok(3), Ok(Expiry::Within(345_600))));
        assert_eq!((key.permissions, key.uid, key.gid), (Ok(0x1f3f_0000), Ok(1000), Ok(65534)));
        assert_eq!(key.kind.as_deref(), Ok(&b"keyring"[..]));
        assert_eq!(key.name.as_deref(), Ok(&b"_uid_ses.1000"[..]));
        assert_eq!(key.summary.as_deref(), Ok(&b"1"[..]));
    }

    #[test]
    fn keys_of_nobody_and_names_with_colons() {
        let key =
            row(b"00000001 I------ 1 perm 1f 0 -1 asymmetri Me: a key: X509.rsa 1 []").unwrap();
        assert_eq!((key.gid, key.expiry), (Err(Absent::NotApplicable), Ok(Expiry::Never)));
        assert_eq!(key.name.as_deref(), Ok(&b"Me: a key"[..]));
        assert_eq!(key.summary.as_deref(), Ok(&b"X509.rsa 1 []"[..]));
        let key = row(b"00000001 I------ 1 expd 1f 0 0 user a:b").unwrap();
        assert_eq!(key.expiry, Ok(Expiry::Expired));
        assert_eq!(key.summary, Err(Absent::NotApplicable));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let key = row(b"1 I x 5y zz 1 2 user name").unwrap();
        assert_eq!((key.usage, key.expiry), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!((key.permissions, key.uid), (Err(Absent::Malformed), Ok(1)));
        assert!(row(b"xyz I 1").is_err());
    }

    fixture::table_properties!(rows, ROW, "[g-z ]{1,40}");
}
