//! What the text of a value means for a field of some kind.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use crate::zone;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use super::Network;
use crate::{Kind, Value};

/// The value that the text is for one element of a field of this kind.
pub(super) fn value(text: &[u8], kind: Kind) -> Option<Value<'static>> {
    let kind = kind.element();
    if matches!(kind, Kind::Text | Kind::Path | Kind::Endpoint | Kind::Mask) {
        return Some(Value::Text(Cow::Owned(text.to_vec())));
    }
    let text = std::str::from_utf8(text).ok()?;
    match kind {
        Kind::Text | Kind::Path | Kind::Endpoint | Kind::Mask | Kind::List(_) => None,
        Kind::Word => Some(Value::Word(Cow::Owned(text.to_owned()))),
        Kind::Id => integer(text),
        Kind::Count => integer(text).or_else(|| scaled(text, 1000)),
        Kind::Bytes | Kind::BytesPerSecond => integer(text).or_else(|| scaled(text, 1024)),
        Kind::Limit if text.eq_ignore_ascii_case("unlimited") => Some(Value::Uint(u64::MAX)),
        Kind::Limit => integer(text).or_else(|| scaled(text, 1024)),
        Kind::Pointer => pointer(text),
        Kind::Percent | Kind::Number => float(text.strip_suffix('%').unwrap_or(text)),
        Kind::Seconds => seconds(text).map(Value::Float),
        Kind::Time => time(text),
        Kind::Bool => yes_or_no(text),
        Kind::Address => address(text),
    }
}

/// What a value of this kind is, and what one looks like, for messages.
pub(super) const fn describe(kind: Kind) -> (&'static str, &'static str) {
    match kind.element() {
        Kind::Text | Kind::List(_) => ("a text", "any text, in quotes if it has blanks"),
        Kind::Path => ("a path", "/usr/bin/x"),
        Kind::Endpoint => ("an address and port", "192.0.2.1:443"),
        Kind::Word => ("a word", "a word in UTF-8"),
        Kind::Id => ("an integer", "1234"),
        Kind::Count => ("a count", "1234, 5K or 1.5M"),
        Kind::Bytes => ("an amount of bytes", "4096, 500M or 1.5GiB"),
        Kind::BytesPerSecond => ("bytes a second", "4096, 500K or 1.5MiB"),
        Kind::Limit => ("a limit", "1024, 64K or unlimited"),
        Kind::Pointer => ("an address in memory", "0x7ffd1000"),
        Kind::Percent => ("a percentage", "12.5 or 12.5%"),
        Kind::Number => ("a number", "0.25"),
        Kind::Seconds => ("a duration", "90, 500ms, 1h30m, 3d or 1-02:03:04"),
        Kind::Time => {
            ("a time", "2026-11-01, 2026-11-01T10:00, 2026-11-01T10:00:00Z, now or -2h (2h ago)")
        }
        Kind::Bool => ("yes or no", "true or false"),
        Kind::Address => (
            "an address",
            "10.0.0.1, ::1 or a socket's name; a network follows `in`, a port is apart",
        ),
        Kind::Mask => ("a mask", "its digits as they are shown"),
    }
}

fn integer(text: &str) -> Option<Value<'static>> {
    let unsigned = text.parse().map(Value::Uint);
    unsigned.or_else(|_| text.parse().map(Value::Int)).ok()
}

/// A number with a unit, which is a power of `base`. Whole numbers stay exact; a fraction needs a
/// unit to be a fraction of.
fn scaled(text: &str, base: u64) -> Option<Value<'static>> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let unit = unit.to_ascii_uppercase();
    let unit = unit.strip_suffix("IB").or(unit.strip_suffix('B')).unwrap_or(&unit);
    let power = ["K", "M", "G", "T", "P", "E"].iter().position(|name| *name == unit)? as u32 + 1;
    let scale = base.pow(power);
    let (whole, fraction) = number.trim_end().split_once('.').unwrap_or((number.trim_end(), "0"));
    let fraction: f64 = format!("0.{fraction}").parse().ok()?;
    let whole = whole.parse::<u64>().ok()?.checked_mul(scale)?;
    whole.checked_add((fraction * scale as f64) as u64).map(Value::Uint)
}

/// Hexadecimal, with or without the mark of it.
fn pointer(text: &str) -> Option<Value<'static>> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')).map(Value::Uint)
}

fn float(text: &str) -> Option<Value<'static>> {
    finite(text).map(Value::Float)
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn seconds(text: &str) -> Option<f64> {
    finite(text).or_else(|| clock(text)).or_else(|| {
        let span: Span = text.parse().ok()?;
        Some(span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.as_secs_f64())
    })
}

/// `[[days-]hours:]minutes:seconds`, as ps prints it.
fn clock(text: &str) -> Option<f64> {
    let (days, time) = match text.split_once('-') {
        Some((days, time)) => (days.parse::<u32>().ok()?, time),
        None => (0, text),
    };
    let mut parts = Vec::new();
    for part in time.split(':') {
        parts.push(part.parse::<u32>().ok().map(f64::from)?);
    }
    match parts.as_slice() {
        [minutes, seconds] if days == 0 => Some(minutes * 60.0 + seconds),
        [hours, minutes, seconds] => {
            Some(f64::from(days) * 86400.0 + hours * 3600.0 + minutes * 60.0 + seconds)
        }
        _ => None,
    }
}

fn time(text: &str) -> Option<Value<'static>> {
    let moment = if text.eq_ignore_ascii_case("now") {
        Timestamp::now()
    } else if let Some(ago) = text.strip_prefix('-') {
        let ago = SignedDuration::try_from_secs_f64(seconds(ago)?).ok()?;
        Timestamp::now().checked_sub(ago).ok()?
    } else if let Ok(moment) = text.parse::<Timestamp>() {
        moment
    } else if text.contains('[') {
        // The name of a zone, which a date-time without zone would silently ignore.
        return None;
    } else {
        text.parse::<DateTime>().ok()?.to_zoned(zone::local()).ok()?.timestamp()
    };
    i64::try_from(moment.as_nanosecond()).ok().map(Value::Time)
}

fn yes_or_no(text: &str) -> Option<Value<'static>> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(Value::Bool(true)),
        "false" | "no" | "0" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// An Internet address, bare or in brackets, or the name of a local socket. A network or an
/// address with a port is refused: taken for a socket's name, it would match nothing.
fn address(text: &str) -> Option<Value<'static>> {
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = inside.parse::<IpAddr>() {
        return Some(Value::Ip(address));
    }
    let name = text.parse::<Network>().is_err() && text.parse::<SocketAddr>().is_err();
    name.then(|| Value::Text(Cow::Owned(text.as_bytes().to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the text is for the kind, in the notation of `Debug`, or `-`.
    fn shown(text: &str, kind: Kind) -> String {
        value(text.as_bytes(), kind).map_or("-".to_owned(), |value| format!("{value:?}"))
    }

    #[test]
    fn each_kind_has_its_literals() {
        for (kind, text, expected) in [
            (Kind::Id, "0", "Uint(0)"),
            (Kind::Id, "18446744073709551615", "Uint(18446744073709551615)"),
            (Kind::Id, "-1", "Int(-1)"),
            (Kind::Id, "1K", "-"),
            (Kind::Id, "1.5", "-"),
            (Kind::Id, "", "-"),
            (Kind::Count, "12", "Uint(12)"),
            (Kind::Count, "5k", "Uint(5000)"),
            (Kind::Count, "1.5M", "Uint(1500000)"),
            (Kind::Bytes, "4096", "Uint(4096)"),
            (Kind::Bytes, "500M", "Uint(524288000)"),
            (Kind::Bytes, "1.5GiB", "Uint(1610612736)"),
            (Kind::Bytes, "1 kB", "Uint(1024)"),
            (Kind::Bytes, "1KB", "Uint(1024)"),
            (Kind::Bytes, "15E", "Uint(17293822569102704640)"),
            (Kind::Bytes, "16E", "-"),
            (Kind::Bytes, "1.5", "-"),
            (Kind::Bytes, "1.-5K", "-"),
            (Kind::Bytes, "M", "-"),
            (Kind::Bytes, "5x", "-"),
            (Kind::Bytes, "5KK", "-"),
            (Kind::BytesPerSecond, "1K", "Uint(1024)"),
            (Kind::Limit, "Unlimited", "Uint(18446744073709551615)"),
            (Kind::Limit, "1K", "Uint(1024)"),
            (Kind::Pointer, "0x1f", "Uint(31)"),
            (Kind::Pointer, "ff", "Uint(255)"),
            (Kind::Pointer, "+f", "-"),
            (Kind::Percent, "12.5%", "Float(12.5)"),
            (Kind::Number, "-0.25", "Float(-0.25)"),
            (Kind::Number, "nan", "-"),
            (Kind::Number, "inf", "-"),
            (Kind::Seconds, "90", "Float(90.0)"),
            (Kind::Seconds, "2h", "Float(7200.0)"),
            (Kind::Seconds, "1h30m", "Float(5400.0)"),
            (Kind::Seconds, "3d", "Float(259200.0)"),
            (Kind::Seconds, "1w", "Float(604800.0)"),
            (Kind::Seconds, "500ms", "Float(0.5)"),
            (Kind::Seconds, "250us", "Float(0.00025)"),
            (Kind::Seconds, "1-02:03:04", "Float(93784.0)"),
            (Kind::Seconds, "02:03", "Float(123.0)"),
            (Kind::Seconds, "26:00:00", "Float(93600.0)"),
            (Kind::Seconds, "1-02:03", "-"),
            (Kind::Seconds, "1mo", "-"),
            (Kind::Seconds, "soon", "-"),
            (Kind::Time, "1970-01-01T00:00:01Z", "Time(1000000000)"),
            (Kind::Time, "1970-01-01T01:00:00.5+01:00", "Time(500000000)"),
            (Kind::Time, "2026-11-01T10:00[Europe/Paris]", "-"),
            (Kind::Time, "2026-13-01", "-"),
            (Kind::Time, "3000-01-01", "-"),
            (Kind::Bool, "TRUE", "Bool(true)"),
            (Kind::Bool, "no", "Bool(false)"),
            (Kind::Bool, "maybe", "-"),
            (Kind::Address, "10.0.0.1", "Ip(10.0.0.1)"),
            (Kind::Address, "::1", "Ip(::1)"),
            (Kind::Address, "[::1]", "Ip(::1)"),
            (Kind::Address, "10.0.0.1:22", "-"),
            (Kind::Address, "[::1]:22", "-"),
            (Kind::Address, "10.0.0.0/8", "-"),
            (Kind::Word, "R", "Word(\"R\")"),
            (Kind::List(&Kind::Id), "7", "Uint(7)"),
        ] {
            assert_eq!(shown(text, kind), expected, "{kind:?} {text}");
        }
        assert_eq!(value(b"/run/x", Kind::Address), Some(Value::text(b"/run/x")));
        assert_eq!(value(b"\xff", Kind::Path), Some(Value::text(b"\xff")));
        assert_eq!(value(b"\xff", Kind::Word), None);
    }

    #[test]
    fn a_time_without_zone_is_local() {
        let local = |text: &str| {
            let time: DateTime = text.parse().unwrap();
            let nanoseconds = time.to_zoned(zone::local()).unwrap().timestamp().as_nanosecond();
            Some(Value::Time(i64::try_from(nanoseconds).unwrap()))
        };
        assert_eq!(value(b"2026-11-01", Kind::Time), local("2026-11-01T00:00:00"));
        assert_eq!(value(b"2026-11-01T10:00", Kind::Time), local("2026-11-01T10:00:00"));
        assert_eq!(value(b"2026-11-01 10:00", Kind::Time), local("2026-11-01T10:00:00"));
    }

    #[test]
    fn a_relative_time_is_so_long_ago() {
        let moment = |text: &str| match value(text.as_bytes(), Kind::Time) {
            Some(Value::Time(moment)) => moment,
            other => panic!("{text}: {other:?}"),
        };
        let apart = moment("now") - moment("-1h30m");
        assert!((apart - 5_400_000_000_000).abs() < 60_000_000_000, "{apart}");
    }
}
