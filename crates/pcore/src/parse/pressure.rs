//! `pressure/cpu`, `pressure/io`, `pressure/memory`, `pressure/irq`: how much tasks stalled for want
//! of a resource, or because of interrupts.
//!
//! Own parser: that of the procfs crate slices lines at fixed places, which panics on damaged ones.

use crate::Absent;
use crate::parse::{Item, lines, number, words};

/// How much tasks stalled for want of one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Pressure {
    /// Time in which some task stalled.
    pub some: Item<Stall>,
    /// Time in which all tasks stalled; older kernels have none for the CPU.
    pub full: Item<Stall>,
}

/// Stalled time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stall {
    /// Percent of the last ten seconds.
    pub avg10: f64,
    /// Percent of the last minute.
    pub avg60: f64,
    /// Percent of the last five minutes.
    pub avg300: f64,
    /// Microseconds since boot.
    pub total: u64,
}

impl Pressure {
    /// Parses the whole file.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let line = |label: &[u8]| {
            lines(text)
                .find_map(|line| line.strip_prefix(label))
                .map_or(Err(Absent::Unsupported), Stall::parse)
        };
        let (some, full) = (line(b"some "), line(b"full "));
        if some == Err(Absent::Unsupported) && full == Err(Absent::Unsupported) {
            return Err(Absent::Malformed);
        }
        Ok(Self { some, full })
    }
}

impl Stall {
    fn parse(line: &[u8]) -> Item<Self> {
        let value = |name: &[u8]| {
            words(line).find_map(|word| word.strip_prefix(name)).ok_or(Absent::Malformed)
        };
        Ok(Self {
            avg10: number::float(value(b"avg10=")?)?,
            avg60: number::float(value(b"avg60=")?)?,
            avg300: number::float(value(b"avg300=")?)?,
            total: number::unsigned(value(b"total=")?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_stands_for_itself() {
        let text = b"some avg10=1.50 avg60=0.25 avg300=0.00 total=12345\nfull avg10=x\n";
        let pressure = Pressure::parse(text).unwrap();
        assert_eq!(pressure.some, Ok(Stall { avg10: 1.5, avg60: 0.25, avg300: 0.0, total: 12345 }));
        assert_eq!(pressure.full, Err(Absent::Malformed));
        assert_eq!(Pressure::parse(b"som"), Err(Absent::Malformed));
    }
}
