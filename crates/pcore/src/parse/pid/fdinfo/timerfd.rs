//! What `fdinfo` says of a timerfd.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, number};

details! {
    /// A timer that is read.
    Timerfd {
        /// The number of the clock.
        clock: u64 = b"clockid", number::unsigned, Unsupported;
        /// How often it fired and was not read.
        ticks: u64 = b"ticks", number::unsigned, Unsupported;
        /// How it was set, by bit of `TFD_TIMER_ABSTIME` and so on.
        flags: u64 = b"settime flags", number::octal, Unsupported;
        /// Seconds until it fires next; 0 if it does not run.
        value: f64 = b"it_value", seconds, Unsupported;
        /// Seconds after which it fires again; 0 if it does not.
        interval: f64 = b"it_interval", seconds, Unsupported;
    }
}

/// Parses `(7, 500000000)`, seconds and nanoseconds.
fn seconds(value: &[u8]) -> Item<f64> {
    let inner = value.strip_prefix(b"(").and_then(|value| value.strip_suffix(b")"));
    let (seconds, nanoseconds) =
        inner.and_then(|inner| split_once(inner, b',')).ok_or(Absent::Malformed)?;
    let seconds = number::unsigned(seconds.trim_ascii())?;
    let nanoseconds = number::unsigned(nanoseconds.trim_ascii())?;
    Ok(seconds as f64 + nanoseconds as f64 / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"clockid: 7\nticks: 2\nsettime flags: 01\nit_value: (4997, 250000000)\nit_interval: (7, 500000000)\n";

    #[test]
    fn a_whole_one() {
        let expected = Timerfd {
            clock: Ok(7),
            ticks: Ok(2),
            flags: Ok(1),
            value: Ok(4997.25),
            interval: Ok(7.5),
        };
        assert_eq!(Timerfd::parse(TEXT), expected);
    }

    #[test]
    fn damage_costs_the_field() {
        let timer = Timerfd::parse(b"clockid: 7\nit_value: (1)\nit_interval: (x, 1)\n");
        assert_eq!(timer.clock, Ok(7));
        assert_eq!(timer.ticks, Err(Absent::Unsupported));
        assert_eq!((timer.value, timer.interval), (Err(Absent::Malformed), Err(Absent::Malformed)));
    }

    details_properties!(Timerfd, TEXT);
}
