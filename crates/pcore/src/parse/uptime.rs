//! `uptime`: how long the machine has been up, and how long its CPUs were idle.
//!
//! Own parser: that of the procfs crate takes `nan` and `inf`, which some sandboxes print, as times.

use crate::Absent;
use crate::parse::{Item, number, words};

/// What the file tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uptime {
    /// Seconds since boot.
    pub up: Item<f64>,
    /// Seconds that the CPUs were idle, added up.
    pub idle: Item<f64>,
}

impl Uptime {
    /// Parses the whole file.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut words = words(text.trim_ascii_end());
        let up = words.next().map_or(Err(Absent::Malformed), number::float);
        let idle = words.next().map_or(Err(Absent::Unsupported), number::float);
        if up.is_err() && idle.is_err() { Err(Absent::Malformed) } else { Ok(Self { up, idle }) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_times() {
        let uptime = Uptime::parse(b"350735.47 234388.90\n");
        assert_eq!(uptime, Ok(Uptime { up: Ok(350_735.47), idle: Ok(234_388.9) }));
        let old = Uptime::parse(b"12.5\n").unwrap();
        assert_eq!((old.up, old.idle), (Ok(12.5), Err(Absent::Unsupported)));
    }

    #[test]
    fn what_is_no_time_is_malformed() {
        let half = Uptime::parse(b"nan 5.0\n").unwrap();
        assert_eq!((half.up, half.idle), (Err(Absent::Malformed), Ok(5.0)));
        assert_eq!(Uptime::parse(b""), Err(Absent::Malformed));
        assert_eq!(Uptime::parse(b"inf -1\n"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let _ = Uptime::parse(&text);
        }
    }
}
