//! `[pid]/net/wireless`.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once};
use crate::parse::{Item, lines, number, words};

/// What the driver of a wireless interface tells. It counts since the interface was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wireless {
    /// The interface: any bytes but blanks, `/` and `:`.
    pub name: Box<[u8]>,
    /// The state, whose meaning is the driver's.
    pub status: Item<u32>,
    /// How good the link is, on a scale of the driver's.
    pub link: Item<Quality>,
    /// The strength of the signal: in dBm where it is negative, else on a scale of the driver's.
    pub level: Item<Quality>,
    /// The strength of the noise, likewise; -256 dBm where the driver knows none.
    pub noise: Item<Quality>,
    /// Packets discarded because they were of another network.
    pub discarded_nwid: Item<u64>,
    /// Packets discarded because they could not be decrypted.
    pub discarded_crypt: Item<u64>,
    /// Packets discarded because a fragment was missing; since Wireless Extensions 12.
    pub discarded_fragment: Item<u64>,
    /// Packets not sent because the retries were used up; since Wireless Extensions 12.
    pub discarded_retry: Item<u64>,
    /// Packets discarded for other reasons.
    pub discarded_misc: Item<u64>,
    /// Beacons that did not come; since Wireless Extensions 12.
    pub missed_beacons: Item<u64>,
}

/// A measured value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quality {
    /// The value.
    pub value: i64,
    /// Whether the driver has measured it since the file was last read.
    pub is_new: bool,
}

impl Wireless {
    /// Parses one row of a kernel with Wireless Extensions 12 or later.
    pub fn parse(line: &[u8]) -> Item<Self> {
        Self::of(line, true)
    }

    /// Parses one row, with or without the columns that came in Wireless Extensions 12.
    fn of(line: &[u8], is_modern: bool) -> Item<Self> {
        let (name, columns) = rsplit_once(line, b':').ok_or(Absent::Malformed)?;
        let mut names = words(name);
        let (Some(name), None) = (names.next(), names.next()) else {
            return Err(Absent::Malformed);
        };
        let mut columns = Columns::new(columns);
        let newer = |columns: &mut Columns<'_>| {
            if is_modern { columns.unsigned() } else { Err(Absent::Unsupported) }
        };
        Ok(Self {
            name: name.into(),
            status: columns.narrow_hex(),
            link: columns.word().and_then(quality),
            level: columns.word().and_then(quality),
            noise: columns.word().and_then(quality),
            discarded_nwid: columns.unsigned(),
            discarded_crypt: columns.unsigned(),
            discarded_fragment: newer(&mut columns),
            discarded_retry: newer(&mut columns),
            discarded_misc: columns.unsigned(),
            missed_beacons: newer(&mut columns),
        })
    }
}

/// The wireless interfaces.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Wireless>> {
    let mut is_modern = true;
    lines(text).filter_map(move |line| match line.trim_ascii() {
        heading if heading.starts_with(b"face |") => {
            is_modern = words(heading).any(|word| word == b"frag");
            None
        }
        line if line.is_empty() || line.starts_with(b"Inter-|") && !line.contains(&b':') => None,
        line => Some(Wireless::of(line, is_modern)),
    })
}

/// A value, with a full stop behind it where it is new.
fn quality(word: &[u8]) -> Item<Quality> {
    let digits = word.strip_suffix(b".");
    Ok(Quality { value: number::signed(digits.unwrap_or(word))?, is_new: digits.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const SAMPLE: &[u8] = b"\
Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   60.  -50.  -256        1      2      3      4     57        6
 wlan1: 0000    0     0     0         0      0      0      0      0        0
";
    const ROW: &[u8] =
        b" wlan0: 0000   60.  -50.  -256        1      2      3      4     57        6";

    #[test]
    fn a_whole_file() {
        let devices: Vec<_> = rows(SAMPLE).collect::<Item<_>>().unwrap();
        let [first, second] = &devices[..] else { panic!("{devices:?}") };
        let expected = Wireless {
            name: b"wlan0"[..].into(),
            status: Ok(0),
            link: Ok(Quality { value: 60, is_new: true }),
            level: Ok(Quality { value: -50, is_new: true }),
            noise: Ok(Quality { value: -256, is_new: false }),
            discarded_nwid: Ok(1),
            discarded_crypt: Ok(2),
            discarded_fragment: Ok(3),
            discarded_retry: Ok(4),
            discarded_misc: Ok(57),
            missed_beacons: Ok(6),
        };
        assert_eq!(first, &expected);
        assert_eq!(second.link, Ok(Quality { value: 0, is_new: false }));
    }

    #[test]
    fn old_kernels_print_fewer_columns() {
        let devices: Vec<_> = rows(
            b"Inter-|sta|  Quality       |  Discarded packets\n \
               face |tus|link level noise| nwid crypt  misc\n  \
               eth1: f0   15.  24.   4.      1     2     3\n",
        )
        .collect::<Item<_>>()
        .unwrap();
        let [device] = &devices[..] else { panic!("{devices:?}") };
        assert_eq!((device.status, device.discarded_misc), (Ok(0xf0), Ok(3)));
        assert_eq!(device.discarded_fragment, Err(Absent::Unsupported));
        assert_eq!(device.missed_beacons, Err(Absent::Unsupported));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let device = Wireless::parse(b"Inter-|: xyz 1.. . -3. 4").unwrap();
        assert_eq!(&*device.name, b"Inter-|");
        assert_eq!(device.status, Err(Absent::Malformed));
        assert_eq!((device.link, device.level), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert_eq!(device.noise, Ok(Quality { value: -3, is_new: true }));
        assert_eq!(device.missed_beacons, Err(Absent::Unsupported));
        for row in [&b""[..], b"wlan0", b": 1 2", b"a b: 1 2"] {
            assert_eq!(Wireless::parse(row), Err(Absent::Malformed), "{row:?}");
        }
    }

    table_properties!(rows, ROW, "[a-z ]{0,40}");
}
