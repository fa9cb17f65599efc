//! `bus/input/handlers`: who can get the events of input devices.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, lines, number, words};

/// A part of the kernel that takes events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// Its place in the order in which handlers are asked.
    pub number: Item<u64>,
    /// What it is called.
    pub name: Box<[u8]>,
    /// Whether it may keep events from others.
    pub is_filter: bool,
    /// The first minor number of its devices; does not apply to one that has none.
    pub minor: Item<u64>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Handler>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Handler> {
    let rest = line.strip_prefix(b"N:").ok_or(Absent::Malformed)?;
    let find = |name: &[u8]| {
        let mut parts = words(rest).filter_map(|word| split_once(word, b'='));
        parts.find(|(of, _)| *of == name).map(|(_, value)| value)
    };
    Ok(Handler {
        number: find(b"Number").map_or(Err(Absent::Malformed), number::unsigned),
        name: find(b"Name").ok_or(Absent::Malformed)?.into(),
        is_filter: words(rest).any(|word| word == b"(filter)"),
        minor: find(b"Minor").map_or(Err(Absent::NotApplicable), number::unsigned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"N: Number=1 Name=evdev (filter) Minor=64";

    #[test]
    fn handlers_with_and_without_devices() {
        let handler = row(ROW).unwrap();
        assert_eq!((handler.number, handler.minor, handler.is_filter), (Ok(1), Ok(64), true));
        let handler = row(b"N: Number=x Name=kbd").unwrap();
        assert_eq!(handler.number, Err(Absent::Malformed));
        assert_eq!(handler.minor, Err(Absent::NotApplicable));
        assert!(row(b"N: Number=1").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
