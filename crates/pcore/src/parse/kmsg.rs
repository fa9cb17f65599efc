//! `kmsg`: the messages of the kernel, as syslog(2) gives them too.
//!
//! The procfs crate has only the form of `/dev/kmsg`.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, number};

/// A line that the kernel has printed. A message of several lines is as many of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// How urgent it is, from 0 to 7; and above these three bits where it came from.
    pub priority: Item<u64>,
    /// Nanoseconds since boot; unsupported where the kernel does not print them.
    pub since_boot: Item<u64>,
    /// The task or the processor that printed it, such as `T1` or `C0`; unsupported where the kernel
    /// does not print them.
    pub caller: Item<&'a [u8]>,
    /// The message itself.
    pub text: &'a [u8],
}

/// A line: `<6>[    1.234567][    T1] usb 1-1: new device`.
pub fn row(line: &[u8]) -> Item<Message<'_>> {
    let rest = line.strip_prefix(b"<").ok_or(Absent::Malformed)?;
    let (priority, rest) = split_once(rest, b'>').ok_or(Absent::Malformed)?;
    let mut message = Message {
        priority: number::unsigned(priority),
        since_boot: Err(Absent::Unsupported),
        caller: Err(Absent::Unsupported),
        text: rest,
    };
    let Some((time, rest)) = bracketed(rest) else { return Ok(message) };
    // A message that begins with a bracket of its own is no time.
    let Ok(since_boot) = nanoseconds(time) else { return Ok(message) };
    (message.since_boot, message.text) = (Ok(since_boot), after_blank(rest));
    if let Some((caller, rest)) = bracketed(rest)
        && matches!(caller, [b'T' | b'C', digits @ ..] if number::unsigned(digits).is_ok())
    {
        (message.caller, message.text) = (Ok(caller), after_blank(rest));
    }
    Ok(message)
}

/// What stands in a bracket, without blanks, and what follows it.
fn bracketed(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (inner, rest) = split_once(text.strip_prefix(b"[")?, b']')?;
    Some((inner.trim_ascii(), rest))
}

fn after_blank(text: &[u8]) -> &[u8] {
    text.strip_prefix(b" ").unwrap_or(text)
}

/// `12.345678`, in seconds.
fn nanoseconds(text: &[u8]) -> Item<u64> {
    let (seconds, micros) = split_once(text, b'.').ok_or(Absent::Malformed)?;
    if micros.len() != 6 {
        return Err(Absent::Malformed);
    }
    let whole = number::unsigned(seconds)?.checked_mul(1_000_000_000).ok_or(Absent::Malformed)?;
    whole.checked_add(number::unsigned(micros)? * 1000).ok_or(Absent::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_with_time_and_caller() {
        let message = row(b"<6>[   12.345678][    T1] usb 1-1: new device").unwrap();
        assert_eq!((message.priority, message.since_boot), (Ok(6), Ok(12_345_678_000)));
        assert_eq!(message.caller, Ok(&b"T1"[..]));
        assert_eq!(message.text, b"usb 1-1: new device");
        let message = row(b"<30>[    0.000001]  indented").unwrap();
        assert_eq!((message.priority, message.caller), (Ok(30), Err(Absent::Unsupported)));
        assert_eq!(message.text, b" indented");
    }

    #[test]
    fn brackets_of_messages_are_theirs() {
        let message = row(b"<4>[drm] here").unwrap();
        assert_eq!(
            (message.since_boot, message.text),
            (Err(Absent::Unsupported), &b"[drm] here"[..])
        );
        let message = row(b"<4>[    1.000000] [drm] here").unwrap();
        assert_eq!((message.since_boot, message.text), (Ok(1_000_000_000), &b"[drm] here"[..]));
        let message = row(b"<4>[    1.000000][drm] here").unwrap();
        assert_eq!(message.text, b"[drm] here");
    }

    #[test]
    fn damage_is_malformed() {
        assert!(row(b"no priority").is_err());
        assert!(row(b"<6 no end").is_err());
        assert_eq!(row(b"<x>text").unwrap().priority, Err(Absent::Malformed));
        let huge = row(b"<6>[99999999999999999999.000000] t").unwrap();
        assert_eq!(huge.since_boot, Err(Absent::Unsupported));
    }

    proptest! {
        #[test]
        fn never_panics(line: Vec<u8>, time: u64) {
            let _ = row(&line);
            let _ = row(format!("<{time}>[{time}.{time}][T{time}] {time}").as_bytes());
        }
    }
}
