//! The files of `tty/driver`: the lines of serial drivers and what passed over them.
//!
//! The procfs crate does not cover these files.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, Pair, labelled, lines, number, words};

/// A serial line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub number: u64,
    /// What the file says of it, by name.
    values: Vec<Pair>,
    /// The signals that are on, such as `RTS`.
    pub signals: Vec<Box<[u8]>>,
}

impl Line {
    /// A text by its name; does not apply to a line of which nothing such is said.
    pub fn text(&self, name: &str) -> Item<&[u8]> {
        let found = self.values.iter().find(|(of, _)| **of == *name.as_bytes());
        found.map(|(_, value)| &**value).ok_or(Absent::NotApplicable)
    }

    /// A number by its name.
    pub fn number(&self, name: &str) -> Item<u64> {
        self.text(name).and_then(number::unsigned)
    }

    /// How often something went wrong. The kernel leaves out what never did, if it counts at all.
    pub fn errors(&self, name: &str) -> Item<u64> {
        match self.number(name) {
            Err(Absent::NotApplicable) => self.number("rx").map(|_| 0),
            errors => errors,
        }
    }
}

/// The rows of a file, below a line with its version.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Line>> {
    let is_heading = |line: &&[u8]| {
        memchr::memmem::find(line, b"driver revision").is_some() || line.starts_with(b"usbserinfo")
    };
    lines(text).filter(move |line| !is_heading(line)).map(row)
}

fn row(line: &[u8]) -> Item<Line> {
    let (number, rest) = labelled(line).ok_or(Absent::Malformed)?;
    let mut row =
        Line { number: number::unsigned(number)?, values: Vec::new(), signals: Vec::new() };
    for word in words(rest) {
        match split_once(word, b':') {
            Some((name, value)) => row.values.push((name.into(), value.into())),
            None => row.signals.extend(word.split(|byte| *byte == b'|').map(Box::from)),
        }
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"0: uart:16550A port:000003F8 irq:26 tx:218 rx:1 fe:2 RTS|CTS|DTR";

    #[test]
    fn a_line_that_is_used_and_one_that_is_not_there() {
        let line = row(ROW).unwrap();
        assert_eq!((line.text("uart"), line.number("tx")), (Ok(&b"16550A"[..]), Ok(218)));
        assert_eq!((line.errors("fe"), line.errors("pe")), (Ok(2), Ok(0)));
        assert_eq!(line.signals.len(), 3);
        let line = row(b"1: uart:unknown port:000002F8 irq:3").unwrap();
        assert_eq!(line.number("tx"), Err(Absent::NotApplicable));
        assert_eq!(line.errors("fe"), Err(Absent::NotApplicable));
        assert_eq!(rows(b"serinfo:1.0 driver revision:\n").count(), 0);
    }

    #[test]
    fn damage_costs_only_what_it_hits() {
        assert_eq!(row(b"0: tx:many rx:1").unwrap().number("tx"), Err(Absent::Malformed));
        assert!(row(b"x: tx:1").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
