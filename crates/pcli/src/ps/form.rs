//! How ps writes the values of its columns.
//!
//! The blanks with which it fills a column are left away: a table aligns its columns itself.

use std::io::Write;

use jiff::fmt::strtime;
use pcore::names::TASK_FLAGS;
use pcore::{Absent, Value};

use crate::output::text::Style;
use crate::sanitise;

/// How ps writes the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Memory in KiB.
    Kib,
    /// Memory in pages.
    Pages,
    /// The whole number, where a table for people would round it.
    Exact,
    /// A limit in KiB; `xx` where there is none.
    Limit,
    /// A duration as `[D-]HH:MM:SS`.
    Clock,
    /// A duration as `[[D-]HH:]MM:SS`.
    Elapsed,
    /// A duration as `M:SS`.
    Minutes,
    /// A duration in whole seconds.
    Seconds,
    /// A moment as `HH:MM:SS`, from a day ago on as `Nov 01`.
    Start,
    /// A moment as `HH:MM`, from a day ago on as `Nov  1`.
    BsdStart,
    /// A moment as `HH:MM`, before today as `Nov01`, before this year as the year.
    StartTime,
    /// A moment as `Sun Nov  1 12:34:56 2026`.
    LongStart,
    /// A share of 100 with one decimal, and with none from 100 on.
    Tenths,
    /// A share of 100 rounded to three decimals, at most 99.999.
    Thousandths,
    /// A whole share of 100, at most 99.
    Hundred,
    /// A whole share of 1000, at most 999.
    Thousand,
    /// Of the flags of a task the two that tell a fork without exec and the use of privileges, and
    /// one between them that is no more.
    Flags,
    /// A mask or an address in sixteen hexadecimal digits.
    Hex,
    /// A terminal; `?` where there is none.
    Terminal,
    /// The group in the foreground of a terminal; `-1` where there is none.
    Foreground,
    /// A terminal without what all of its sort begin with: `S0`, `0`; `?` where there is none.
    ShortTerminal,
    /// A name in eight characters.
    Cut,
    /// The processor of what runs; `*` for what does not.
    Running,
    /// A set; `-` where it is empty.
    Set,
    /// A text that is written already, with all its escapes.
    Written,
    /// Always `-`: nothing is known of it. The column hangs on some field, as any must.
    Nothing,
}

impl Form {
    /// Appends the value in this form. Tells whether it did: a value that is absent for a reason of
    /// ours, or of a shape that the form is not for, is to be written as it always is.
    pub(crate) fn write(
        self,
        out: &mut Vec<u8>,
        value: &Result<Value<'_>, Absent>,
        style: &Style,
    ) -> bool {
        match value {
            _ if self == Self::Nothing => out.push(b'-'),
            Err(Absent::NotApplicable) => match self {
                Self::Terminal | Self::ShortTerminal => out.push(b'?'),
                Self::Running => out.push(b'*'),
                Self::Foreground => out.extend_from_slice(b"-1"),
                _ => return false,
            },
            Err(_) => return false,
            Ok(Value::Time(moment)) => return self.moment(out, *moment, style),
            Ok(Value::Float(number)) => return self.float(out, *number),
            Ok(Value::List(values)) if self == Self::Set && values.is_empty() => out.push(b'-'),
            Ok(Value::Word(text)) if self == Self::Written => {
                out.extend_from_slice(text.as_bytes());
            }
            Ok(Value::Text(text)) if matches!(self, Self::Cut | Self::ShortTerminal) => {
                return self.text(out, text);
            }
            Ok(value) => return self.number(out, value, style.facts.page_size),
        }
        true
    }

    fn number(self, out: &mut Vec<u8>, value: &Value<'_>, page_size: u64) -> bool {
        let Some(number) = number(value) else { return false };
        let _ = match self {
            Self::Limit if number == u64::MAX => write!(out, "xx"),
            Self::Kib | Self::Limit => write!(out, "{}", number / 1024),
            Self::Pages => write!(out, "{}", number / page_size.max(1)),
            Self::Exact => write!(out, "{number}"),
            Self::Flags => write!(out, "{:o}", number >> 6 & 0o7),
            Self::Hex => write!(out, "{number:016x}"),
            _ => return false,
        };
        true
    }

    /// Shares and durations. What is begun does not count: ps cuts where others round.
    fn float(self, out: &mut Vec<u8>, number: f64) -> bool {
        // A product such as 0.29 * 100 lies a trace below the number that it means.
        let parts = |of_one: f64| number.mul_add(of_one, 1e-6).max(0.0) as u64;
        let seconds = parts(1.0);
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        let _ = match self {
            Self::Tenths if parts(10.0) >= 1000 => write!(out, "{}", parts(1.0)),
            Self::Tenths => write!(out, "{}.{}", parts(10.0) / 10, parts(10.0) % 10),
            Self::Thousandths => {
                // The one share that ps rounds.
                let thousandths = (number * 1000.0).round().clamp(0.0, 99_999.0) as u64;
                write!(out, "{}.{:03}", thousandths / 1000, thousandths % 1000)
            }
            Self::Hundred => write!(out, "{}", parts(1.0).min(99)),
            Self::Thousand => write!(out, "{}", parts(10.0).min(999)),
            Self::Seconds => write!(out, "{seconds}"),
            Self::Minutes => write!(out, "{minutes}:{:02}", seconds % 60),
            Self::Elapsed if hours == 0 => write!(out, "{minutes:02}:{:02}", seconds % 60),
            Self::Clock | Self::Elapsed => {
                if days > 0 {
                    let _ = write!(out, "{days}-");
                }
                write!(out, "{:02}:{:02}:{:02}", hours % 24, minutes % 60, seconds % 60)
            }
            _ => return false,
        };
        true
    }

    fn moment(self, out: &mut Vec<u8>, moment: i64, style: &Style) -> bool {
        const DAY: i64 = 86_400 * 1_000_000_000;
        let now = style.now();
        let calendar = style.calendar();
        let (Some(then), Some(today)) = (calendar.local(moment), calendar.local(now)) else {
            return false;
        };
        let is_recent = now.saturating_sub(moment) < DAY;
        let format = match self {
            Self::Start if is_recent => "%H:%M:%S",
            Self::Start => "%b %d",
            Self::BsdStart if is_recent => "%H:%M",
            Self::BsdStart => "%b %e",
            Self::StartTime if then.date() == today.date() => "%H:%M",
            Self::StartTime if then.year() == today.year() => "%b%d",
            Self::StartTime => "%Y",
            Self::LongStart => "%a %b %e %H:%M:%S %Y",
            _ => return false,
        };
        let Ok(text) = strtime::format(format, then) else { return false };
        out.extend_from_slice(text.as_bytes());
        true
    }

    fn text(self, out: &mut Vec<u8>, text: &[u8]) -> bool {
        let shown = match self {
            Self::Cut => cut(text),
            Self::ShortTerminal => [&b"tty"[..], b"pts/"]
                .iter()
                .find_map(|sort| text.strip_prefix(*sort))
                .filter(|rest| !rest.is_empty())
                .unwrap_or(text),
            _ => return false,
        };
        sanitise::cell(out, shown);
        true
    }
}

/// The first eight bytes, without a character that is not whole.
fn cut(text: &[u8]) -> &[u8] {
    let head = text.get(..8).unwrap_or(text);
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => {
            head.get(..error.valid_up_to()).unwrap_or(head)
        }
        _ => head,
    }
}

/// The value as a number: one that it is, the hexadecimal digits of a mask, or the names of flags.
fn number(value: &Value<'_>) -> Option<u64> {
    match value {
        Value::List(flags) => flags.iter().try_fold(0, |all, flag| Some(all | bit(flag)?)),
        Value::Uint(number) => Some(*number),
        Value::Int(number) => u64::try_from(*number).ok(),
        value => {
            let text = std::str::from_utf8(value.bytes()?).ok()?;
            u64::from_str_radix(text.strip_prefix("0x").unwrap_or(text), 16).ok()
        }
    }
}

/// The bit that the name of a flag stands for, or that one without a name is.
fn bit(flag: &Value<'_>) -> Option<u64> {
    let known = TASK_FLAGS.iter().position(|name| flag.bytes() == Some(name.as_bytes()));
    known.map_or_else(|| number(flag), |bit| 1_u64.checked_shl(bit as u32))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use pcore::host::{Facts, Host};

    use super::*;

    const PAGE: u64 = 4096;
    const NOW: &str = "2026-11-22T06:01:23Z";

    fn moment(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_nanosecond() as i64
    }

    /// The value in the form, or in our own where the form leaves it alone.
    fn written(form: Form, value: &Result<Value<'_>, Absent>) -> String {
        let now = Ok(moment(NOW));
        let facts = Facts { page_size: PAGE, now, ..Host::live().facts() };
        let style = Style::in_zone(TimeZone::UTC, facts);
        let mut out = Vec::new();
        let is_written = form.write(&mut out, value, &style);
        if is_written { String::from_utf8(out).unwrap() } else { "ours".to_owned() }
    }

    fn of<'v>(form: Form, value: impl Into<Value<'v>>) -> String {
        written(form, &Ok(value.into()))
    }

    #[test]
    fn memory_is_counted_in_kib_or_pages() {
        assert_eq!(of(Form::Kib, 12_718_080_u64), "12420");
        assert_eq!(of(Form::Kib, 1023_u64), "0");
        assert_eq!(of(Form::Pages, 42_467_328_u64), "10368");
        assert_eq!(of(Form::Exact, 42_467_328_u64), "42467328");
        assert_eq!(of(Form::Limit, 1_048_576_u64), "1024");
        assert_eq!(of(Form::Limit, u64::MAX), "xx");
    }

    #[test]
    fn durations_are_cut_to_seconds() {
        for (seconds, clock, elapsed, minutes, whole) in [
            (0.0, "00:00:00", "00:00", "0:00", "0"),
            (0.99, "00:00:00", "00:00", "0:00", "0"),
            (59.99, "00:00:59", "00:59", "0:59", "59"),
            (60.0, "00:01:00", "01:00", "1:00", "60"),
            (3600.0, "01:00:00", "01:00:00", "60:00", "3600"),
            (86_399.99, "23:59:59", "23:59:59", "1439:59", "86399"),
            (86_400.0, "1-00:00:00", "1-00:00:00", "1440:00", "86400"),
            (999_999.99, "11-13:46:39", "11-13:46:39", "16666:39", "999999"),
        ] {
            assert_eq!(of(Form::Clock, seconds), clock);
            assert_eq!(of(Form::Elapsed, seconds), elapsed);
            assert_eq!(of(Form::Minutes, seconds), minutes);
            assert_eq!(of(Form::Seconds, seconds), whole);
        }
    }

    #[test]
    fn shares_are_cut_but_for_the_finest() {
        for (percent, tenths, hundred, thousand, thousandths) in [
            (0.55, "0.5", "0", "5", "0.550"),
            (0.564_732, "0.5", "0", "5", "0.565"),
            (9.99, "9.9", "9", "99", "9.990"),
            (0.29 * 100.0, "29.0", "29", "290", "29.000"),
            (99.999, "99.9", "99", "999", "99.999"),
            (99.999_999_999_9, "100", "99", "999", "99.999"),
            (100.0, "100", "99", "999", "99.999"),
            (1234.56, "1234", "99", "999", "99.999"),
        ] {
            assert_eq!(of(Form::Tenths, percent), tenths);
            assert_eq!(of(Form::Hundred, percent), hundred);
            assert_eq!(of(Form::Thousand, percent), thousand);
            assert_eq!(of(Form::Thousandths, percent), thousandths);
        }
    }

    #[test]
    fn a_moment_says_less_the_longer_ago_it_is() {
        for (then, start, bsd, time, long) in [
            ("2026-11-22T06:01:18Z", "06:01:18", "06:01", "06:01", "Sun Nov 22 06:01:18 2026"),
            ("2026-11-21T23:59:43Z", "23:59:43", "23:59", "Nov21", "Sat Nov 21 23:59:43 2026"),
            ("2026-11-21T06:01:23Z", "Nov 21", "Nov 21", "Nov21", "Sat Nov 21 06:01:23 2026"),
            ("2026-11-01T06:01:23Z", "Nov 01", "Nov  1", "Nov01", "Sun Nov  1 06:01:23 2026"),
            ("2025-12-27T06:01:23Z", "Dec 27", "Dec 27", "2025", "Sat Dec 27 06:01:23 2025"),
        ] {
            let of = |form| written(form, &Ok(Value::Time(moment(then))));
            assert_eq!(of(Form::Start), start);
            assert_eq!(of(Form::BsdStart), bsd);
            assert_eq!(of(Form::StartTime), time);
            assert_eq!(of(Form::LongStart), long);
        }
    }

    #[test]
    fn masks_are_sixteen_digits_and_flags_one() {
        assert_eq!(of(Form::Hex, 0x1000_u64), "0000000000001000");
        for mask in ["fffffffe7ffbfeff", "0xfffffffe7ffbfeff"] {
            assert_eq!(written(Form::Hex, &Ok(Value::word(mask))), "fffffffe7ffbfeff");
        }
        for (flags, shown) in [(0x0_u64, "0"), (0x40, "1"), (0x0040_0140, "5"), (0x400_0000, "0")] {
            assert_eq!(of(Form::Flags, flags), shown);
        }
        assert_eq!(written(Form::Flags, &Ok(Value::word("0x00400140"))), "5");
        let names = ["forknoexec", "superpriv", "0x40000000"].map(Value::word).to_vec();
        assert_eq!(written(Form::Flags, &Ok(Value::List(names))), "5");
        assert_eq!(written(Form::Flags, &Ok(Value::List(vec![]))), "0");
    }

    #[test]
    fn names_are_cut() {
        let of = |form, text: &'static str| written(form, &Ok(Value::text(text.as_bytes())));
        assert_eq!(of(Form::Cut, "kworker/R-rcu_gp"), "kworker/");
        assert_eq!(of(Form::Cut, "sh"), "sh");
        assert_eq!(of(Form::Cut, "aaaaaaaü"), "aaaaaaa");
        assert_eq!(of(Form::Cut, "a\nb"), "a\\nb");
        for (terminal, short) in
            [("tty1", "1"), ("ttyS0", "S0"), ("pts/0", "0"), ("console", "console"), ("tty", "tty")]
        {
            assert_eq!(of(Form::ShortTerminal, terminal), short);
            assert_eq!(of(Form::Terminal, terminal), "ours");
        }
    }

    #[test]
    fn what_is_not_there_has_the_mark_of_ps() {
        let absent = |form| written(form, &Err(Absent::NotApplicable));
        assert_eq!(absent(Form::Terminal), "?");
        assert_eq!(absent(Form::ShortTerminal), "?");
        assert_eq!(absent(Form::Running), "*");
        assert_eq!(absent(Form::Foreground), "-1");
        assert_eq!(absent(Form::Kib), "ours");
        assert_eq!(written(Form::Terminal, &Err(Absent::Blocked)), "ours");
        assert_eq!(written(Form::Set, &Ok(Value::List(vec![]))), "-");
        assert_eq!(written(Form::Set, &Ok(Value::List(vec![Value::Uint(0)]))), "ours");
        assert_eq!(written(Form::Nothing, &Ok(Value::Uint(1))), "-");
    }

    #[test]
    fn what_a_form_is_not_for_is_left_alone() {
        assert_eq!(of(Form::Clock, 1_u64), "ours");
        assert_eq!(of(Form::Kib, 1.0), "ours");
        assert_eq!(of(Form::Hex, true), "ours");
        assert_eq!(written(Form::Kib, &Ok(Value::text(b"many"))), "ours");
        assert_eq!(written(Form::Clock, &Ok(Value::Time(0))), "ours");
    }
}
