//! Numbers, durations and moments as people read them in a table.

use std::io::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// How a table writes amounts of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amounts {
    /// With the unit that suits each, three digits wide: `999`, `1.2K`, `34M`.
    Each {
        /// How many of one unit make the next.
        step: u32,
    },
    /// All as whole numbers of one unit, of so many bytes; what is begun does not count.
    One(u64),
}

impl Amounts {
    /// The names of units, with the powers of a thousand or of 1024 that they are.
    pub(crate) const UNITS: [(&'static str, u32, u32); 11] = [
        ("B", BINARY, 0),
        ("KiB", BINARY, 1),
        ("MiB", BINARY, 2),
        ("GiB", BINARY, 3),
        ("TiB", BINARY, 4),
        ("PiB", BINARY, 5),
        ("KB", DECIMAL, 1),
        ("MB", DECIMAL, 2),
        ("GB", DECIMAL, 3),
        ("TB", DECIMAL, 4),
        ("PB", DECIMAL, 5),
    ];

    /// The unit of this name, or the unit that suits each amount; both of powers of a thousand if
    /// `decimal`.
    pub(crate) fn of(unit: Option<&str>, decimal: bool) -> Self {
        let known = unit.and_then(|unit| Self::UNITS.iter().find(|(name, ..)| *name == unit));
        let step = |step| if decimal { DECIMAL } else { step };
        match known {
            Some((_, base, power)) => Self::One(u64::from(step(*base)).pow(*power)),
            None => Self::Each { step: step(BINARY) },
        }
    }

    /// Appends an amount.
    pub(crate) fn write(self, out: &mut Vec<u8>, bytes: u64) {
        match self {
            Self::Each { step } => each(out, bytes, step),
            Self::One(unit) => {
                out.extend_from_slice(itoa::Buffer::new().format(bytes / unit.max(1)).as_bytes());
            }
        }
    }
}

const BINARY: u32 = 1024;
const DECIMAL: u32 = 1000;

/// An amount of bytes with the unit that suits it.
fn each(out: &mut Vec<u8>, bytes: u64, step: u32) {
    const UNITS: [u8; 6] = *b"KMGTPE";
    let mut write = |number: u64| {
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    };
    if bytes < 1000 {
        return write(bytes);
    }
    // Whole numbers, of which none is too large for this, are exact.
    let (bytes, mut size) = (u128::from(bytes), u128::from(step));
    let mut units = UNITS.iter();
    let mut unit = units.next();
    while 2 * bytes >= 1999 * size {
        let Some(larger) = units.next() else { break };
        size *= u128::from(step);
        unit = Some(larger);
    }
    // What lies in the middle goes to the even neighbour.
    let rounded = |parts: u128| {
        let (whole, rest) = (bytes * parts / size, bytes * parts % size);
        let is_up = 2 * rest > size || 2 * rest == size && whole % 2 == 1;
        u64::try_from(whole).unwrap_or(u64::MAX) + u64::from(is_up)
    };
    if 100 * bytes < 995 * size {
        let tenths = rounded(10);
        write(tenths / 10);
        out.push(b'.');
        out.push(b'0' + (tenths % 10) as u8);
    } else {
        write(rounded(1));
    }
    out.extend(unit);
}

/// What a limit is that does not limit.
pub(crate) const UNLIMITED: &str = "unlimited";

/// An address in memory.
pub(crate) fn pointer(address: u64) -> String {
    format!("{address:#x}")
}

/// A duration in its two largest units: `0.53s`, `4m05s`, `2h07m`, `3d04h`. What is shorter than a
/// hundredth of a second has a smaller unit, so as not to look like nothing: `50us`, `1.2ms`.
pub(crate) fn seconds(out: &mut Vec<u8>, seconds: f64) {
    if seconds < 0.0 {
        out.push(b'-');
        return self::seconds(out, -seconds);
    }
    if seconds > 0.0 && seconds < 0.01 {
        let _ = match seconds * 1e6 {
            micros @ ..0.9995 => write!(out, "{:.0}ns", micros * 1e3),
            micros @ ..999.5 => write!(out, "{micros:.0}us"),
            micros => write!(out, "{:.1}ms", micros / 1e3),
        };
        return;
    }
    if !seconds.is_finite() || seconds < 59.995 {
        let _ = write!(out, "{seconds:.2}s");
        return;
    }
    let whole = seconds.round() as u64;
    let (minutes, hours, days) = (whole / 60, whole / 3600, whole / 86400);
    let _ = match (days, hours, minutes) {
        (0, 0, minutes) => write!(out, "{minutes}m{:02}s", whole % 60),
        (0, hours, minutes) => write!(out, "{hours}h{:02}m", minutes % 60),
        (days, hours, _) => write!(out, "{days}d{:02}h", hours % 24),
    };
}

/// A share of 100 with one decimal.
pub(crate) fn percent(out: &mut Vec<u8>, percent: f64) {
    let _ = write!(out, "{percent:.1}");
}

/// Moments in the zone of the reader, seen from now.
#[derive(Clone)]
pub(crate) struct Calendar {
    zone: TimeZone,
    today: jiff::civil::Date,
}

impl Calendar {
    /// The zone of the reader.
    pub(crate) fn new() -> Self {
        Self::of(pcore::zone::local(), Timestamp::now())
    }

    /// A zone, in which it is now this moment.
    pub(crate) fn of(zone: TimeZone, now: Timestamp) -> Self {
        let today = now.to_zoned(zone.clone()).date();
        Self { zone, today }
    }

    /// The date and time of a moment.
    pub(crate) fn local(&self, nanoseconds: i64) -> Option<DateTime> {
        let moment = Timestamp::from_nanosecond(nanoseconds.into()).ok()?;
        Some(self.zone.to_datetime(moment))
    }

    /// The time of a moment of today, the date of any other.
    pub(crate) fn short(&self, out: &mut Vec<u8>, nanoseconds: i64) {
        let Some(moment) = self.local(nanoseconds) else {
            out.extend_from_slice(b"?malformed");
            return;
        };
        let (date, time) = (moment.date(), moment.time());
        let _ = if date == self.today {
            write!(out, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
        } else {
            write!(out, "{date}")
        };
    }
}

/// A moment as RFC 3339 in UTC, to the millisecond.
pub(crate) fn rfc3339(nanoseconds: i64) -> Option<String> {
    let moment = Timestamp::from_nanosecond(nanoseconds.into()).ok()?;
    Some(format!("{moment:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn amounts_keep_three_digits() {
        for (amount, shown) in [
            (0, "0"),
            (999, "999"),
            (1000, "1.0K"),
            (1024 * 1024 - 1, "1.0M"),
            (12 * 1024, "12K"),
            // As near to one tenth as to the other.
            (1280, "1.2K"),
            (1408, "1.4K"),
            (10_189, "10K"),
            (10_188, "9.9K"),
            (1_288_490_189, "1.2G"),
            (u64::MAX, "16E"),
        ] {
            assert_eq!(of(|out| Amounts::of(None, false).write(out, amount)), shown, "{amount}");
        }
    }

    #[test]
    fn amounts_have_the_unit_that_is_asked_for() {
        for (unit, decimal, shown) in [
            (Some("B"), false, "2097151"),
            (Some("KiB"), false, "2047"),
            (Some("MiB"), false, "1"),
            (Some("MiB"), true, "2"),
            (Some("MB"), false, "2"),
            (Some("PiB"), false, "0"),
            (None, false, "2.0M"),
            (None, true, "2.1M"),
        ] {
            let amounts = Amounts::of(unit, decimal);
            assert_eq!(of(|out| amounts.write(out, 2_097_151)), shown, "{unit:?} {decimal}");
        }
    }

    #[test]
    fn durations_have_two_units() {
        for (duration, shown) in [
            (0.0, "0.00s"),
            (5e-5, "50us"),
            (0.0012, "1.2ms"),
            (0.01, "0.01s"),
            (59.99, "59.99s"),
            (59.999, "1m00s"),
            (245.0, "4m05s"),
            (7620.0, "2h07m"),
            (273_600.0, "3d04h"),
        ] {
            assert_eq!(of(|out| seconds(out, duration)), shown, "{duration}");
        }
    }

    #[test]
    fn a_moment_of_today_is_a_time() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let calendar = Calendar::of(TimeZone::UTC, now);
        let nanoseconds = |text: &str| text.parse::<Timestamp>().unwrap().as_nanosecond() as i64;
        let today = nanoseconds("2026-11-22T03:04:05.6Z");
        assert_eq!(of(|out| calendar.short(out, today)), "03:04:05");
        let earlier = nanoseconds("2026-11-21T03:04:05Z");
        assert_eq!(of(|out| calendar.short(out, earlier)), "2026-11-21");
        assert_eq!(rfc3339(today).unwrap(), "2026-11-22T03:04:05.600Z");
    }
}
