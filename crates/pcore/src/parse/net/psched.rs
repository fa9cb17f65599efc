//! `[pid]/net/psched`.
//!
//! The procfs crate does not cover this file.

use super::needed;
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// The units of time of packet scheduling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Psched {
    /// Nanoseconds in a microsecond, as the kernel counts them.
    pub ns_per_us: u64,
    /// Nanoseconds in a tick of the schedulers.
    pub ns_per_tick: Item<u64>,
    /// Microseconds in a second, which old programs take for the rate of the clock.
    pub us_per_second: Item<u64>,
    /// How often in a second a timer can fire.
    pub timer_hz: Item<u64>,
}

impl Psched {
    /// Parses the whole file. It is malformed as a whole when its first column is.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(lines(text).next().ok_or(Absent::Malformed)?);
        Ok(Self {
            ns_per_us: needed(columns.hex())?,
            ns_per_tick: columns.hex(),
            us_per_second: columns.hex(),
            timer_hz: columns.hex(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_file() {
        let expected = Psched {
            ns_per_us: 1000,
            ns_per_tick: Ok(64),
            us_per_second: Ok(1_000_000),
            timer_hz: Ok(1_000_000_000),
        };
        assert_eq!(Psched::parse(b"000003e8 00000040 000f4240 3b9aca00\n"), Ok(expected));
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        let psched = Psched::parse(b"3e8 x f4240").unwrap();
        assert_eq!(
            (psched.ns_per_tick, psched.us_per_second),
            (Err(Absent::Malformed), Ok(1_000_000))
        );
        assert_eq!(psched.timer_hz, Err(Absent::Unsupported));
        for text in [&b""[..], b"\n", b"x 1"] {
            assert_eq!(Psched::parse(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Psched::parse(&text);
        }
    }
}
