//! A value as the text of a cell.

use std::io::Write;
use std::sync::OnceLock;

use pcore::host::Facts;
use pcore::{Absent, Kind, Value};

use super::Column;
use crate::human::{self, Amounts, Calendar};
use crate::sanitise;

/// How values become text.
#[derive(Clone)]
pub(crate) struct Style {
    /// Made when the first moment is shown: the zone is a file to be read.
    calendar: OnceLock<Calendar>,
    /// Units and clock of the machine that the values are of.
    pub(crate) facts: Facts,
    /// Exact numbers instead of rounded ones.
    exact: bool,
    /// How amounts of bytes are written that need not be exact.
    amounts: Amounts,
}

impl Style {
    pub(crate) fn new(facts: Facts, exact: bool, amounts: Amounts) -> Self {
        Self { calendar: OnceLock::new(), facts, exact, amounts }
    }

    /// A style for tests, which must not depend on where they run.
    #[cfg(test)]
    pub(crate) fn in_zone(zone: jiff::tz::TimeZone, facts: Facts) -> Self {
        let calendar = Calendar::of(zone, jiff::Timestamp::UNIX_EPOCH);
        Self {
            calendar: OnceLock::from(calendar),
            facts,
            exact: false,
            amounts: Amounts::of(None, false),
        }
    }

    /// The moment of the run, or of the capture, in nanoseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        let reader = || jiff::Timestamp::now().as_nanosecond() as i64;
        self.facts.now.unwrap_or_else(|_| reader())
    }

    /// The calendar of the reader.
    pub(crate) fn calendar(&self) -> &Calendar {
        self.calendar.get_or_init(Calendar::new)
    }

    /// Reads the zone if any of the columns will need it. It is a file: that is no work for a worker in
    /// the middle of a row.
    pub(crate) fn prepare(&self, columns: &[Column]) {
        let is_moment = |column: &Column| column.info.kind.element() == Kind::Time;
        if !self.exact && columns.iter().any(is_moment) {
            self.calendar();
        }
    }

    /// The cell's text by itself.
    pub(crate) fn text(&self, column: &Column, value: &Result<Value<'_>, Absent>) -> String {
        let mut text = Vec::new();
        self.write(&mut text, column, value);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Appends the cell's text, which is UTF-8.
    pub(crate) fn write(
        &self,
        out: &mut Vec<u8>,
        column: &Column,
        value: &Result<Value<'_>, Absent>,
    ) {
        // Whoever wants exact numbers does not want those of ps, which are cut.
        let is_cut =
            matches!(column.info.kind, Kind::Bytes | Kind::Limit | Kind::Seconds | Kind::Time);
        let form = column.form.filter(|_| !(self.exact && is_cut));
        if form.is_some_and(|form| form.write(out, value, self)) {
            return;
        }
        match value {
            Err(absent) => out.extend_from_slice(absent.mark().as_bytes()),
            Ok(value) => self.value(out, column.info.kind, value),
        }
    }

    fn value(&self, out: &mut Vec<u8>, kind: Kind, value: &Value<'_>) {
        let mut put = |text: &str| out.extend_from_slice(text.as_bytes());
        match value {
            Value::Text(text) if kind == Kind::Path => sanitise::path(out, text),
            Value::Text(text) => sanitise::cell(out, text),
            Value::Word(word) => sanitise::write(out, word.as_bytes()),
            Value::Uint(u64::MAX) if kind == Kind::Limit => put(human::UNLIMITED),
            Value::Uint(number) if kind == Kind::Pointer => put(&human::pointer(*number)),
            Value::Uint(number) if kind == Kind::Bytes && !self.exact => {
                self.amounts.write(out, *number);
            }
            Value::Uint(number) => put(itoa::Buffer::new().format(*number)),
            Value::Int(number) if kind == Kind::Bytes && !self.exact => {
                put(if *number < 0 { "-" } else { "" });
                self.amounts.write(out, number.unsigned_abs());
            }
            Value::Int(number) => put(itoa::Buffer::new().format(*number)),
            Value::Float(number) if kind == Kind::Percent => human::percent(out, *number),
            Value::Float(number) if kind == Kind::BytesPerSecond && !self.exact => {
                self.amounts.write(out, *number as u64);
            }
            Value::Float(number) if kind == Kind::Seconds && !self.exact => {
                human::seconds(out, *number);
            }
            Value::Float(number) if kind == Kind::Seconds => {
                let _ = write!(out, "{}", super::json::rounded(kind, *number));
            }
            // Beside hundreds, hundredths are noise, and take room.
            Value::Float(number) if number.abs() >= 99.995 && !self.exact => {
                let _ = write!(out, "{number:.0}");
            }
            Value::Float(number) => {
                let _ = write!(out, "{number:.2}");
            }
            Value::Time(moment) if self.exact => {
                put(&human::rfc3339(*moment).unwrap_or_default());
            }
            Value::Time(moment) => self.calendar().short(out, *moment),
            Value::Bool(yes) => put(if *yes { "yes" } else { "no" }),
            Value::Ip(address) => {
                let _ = write!(out, "{address}");
            }
            Value::List(values) if values.is_empty() => put("\"\""),
            Value::List(values) => {
                for (number, value) in values.iter().enumerate() {
                    if number > 0 {
                        out.push(b',');
                    }
                    let start = out.len();
                    self.value(out, kind.element(), value);
                    escape_commas(out, start);
                }
            }
        }
    }
}

/// Escapes the commas of an element, which stand between elements otherwise.
fn escape_commas(out: &mut Vec<u8>, start: usize) {
    if out.iter().skip(start).any(|byte| *byte == b',') {
        for byte in out.split_off(start) {
            match byte {
                b',' => out.extend_from_slice(b"\\x2c"),
                byte => out.push(byte),
            }
        }
    }
}
