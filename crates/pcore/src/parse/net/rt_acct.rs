//! `[pid]/net/rt_acct`, which is binary: four numbers of 32 bits for each of 256 realms.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::Item;

/// What was routed from and to one realm. The counters wrap at 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// The realm: a number that rules and routes give to packets.
    pub realm: u8,
    /// Bytes that went to the realm.
    pub out_bytes: u32,
    /// Packets that went to the realm.
    pub out_packets: u32,
    /// Bytes that came from the realm.
    pub in_bytes: u32,
    /// Packets that came from the realm.
    pub in_packets: u32,
}

/// The realms. What is cut off at the end of the file, or comes after the last realm, is malformed.
pub fn rows(bytes: &[u8]) -> impl Iterator<Item = Item<Account>> {
    let realms = (0..=u8::MAX).map(Ok).chain(std::iter::once(Err(Absent::Malformed)));
    bytes.chunks(16).zip(realms).map(|(row, realm)| {
        let ([out_bytes, out_packets, in_bytes, in_packets], []) = row.as_chunks() else {
            return Err(Absent::Malformed);
        };
        Ok(Account {
            realm: realm?,
            out_bytes: u32::from_ne_bytes(*out_bytes),
            out_packets: u32::from_ne_bytes(*out_packets),
            in_bytes: u32::from_ne_bytes(*in_bytes),
            in_packets: u32::from_ne_bytes(*in_packets),
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let bytes: Vec<u8> = (0..256_u32)
            .flat_map(|realm| [realm * 100, realm, 7, u32::MAX])
            .flat_map(u32::to_ne_bytes)
            .collect();
        let rows: Vec<_> = rows(&bytes).collect::<Item<_>>().unwrap();
        assert_eq!(rows.len(), 256);
        let expected = Account {
            realm: 255,
            out_bytes: 25500,
            out_packets: 255,
            in_bytes: 7,
            in_packets: u32::MAX,
        };
        assert_eq!(rows.last(), Some(&expected));
    }

    #[test]
    fn damage() {
        assert_eq!(rows(b"").count(), 0);
        assert!(rows(&[0; 31]).map(|row| row.is_ok()).eq([true, false]));
        assert!(rows(b"1234").eq([Err(Absent::Malformed)]));
        assert_eq!(rows(&[0; 8192]).filter(Result::is_err).count(), 1);
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>) {
            prop_assert!(rows(&bytes).count() <= 257);
        }
    }
}
