//! Rows as JSON, written straight from their cells. Always valid UTF-8: where a text has other
//! bytes the row carries them whole under `raw`.

use std::io;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pcore::query::Listing;
use pcore::{Absent, Cells, Kind, Value};

use super::Column;
use crate::stream::Output;
use crate::{human, sanitise};

/// Prints rows, as a writer made them, as one array.
///
/// # Errors
/// When the output cannot be written; the array is then never closed.
pub(crate) fn print(out: &mut Output, listing: &Listing) -> io::Result<()> {
    let mut before: &[u8] = b"[\n";
    for (start, rests) in listing.runs() {
        for rest in rests {
            let rest = rest.strip_suffix(b"\n").unwrap_or(rest);
            for part in [std::mem::replace(&mut before, b",\n"), start, rest] {
                out.buffer().extend_from_slice(part);
            }
            out.settle()?;
        }
    }
    out.buffer().extend_from_slice(if listing.is_empty() { b"[]\n" } else { b"\n]\n" });
    Ok(())
}

/// Prints rows, as a writer made them, one a line.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print_lines(out: &mut Output, listing: &Listing) -> io::Result<()> {
    for (start, rests) in listing.runs() {
        for rest in rests {
            out.buffer().extend_from_slice(start);
            out.buffer().extend_from_slice(rest);
            out.settle()?;
        }
    }
    Ok(())
}

/// Writes rows as objects whose keys are the names of the fields, one a line.
pub(crate) struct Writer {
    members: Vec<Member>,
}

/// What a column is in each object.
struct Member {
    name: &'static str,
    kind: Kind,
    /// The name as it stands before the value.
    key: Vec<u8>,
}

impl pcore::lines::Writer for Writer {
    fn start(&self, out: &mut Vec<u8>, row: &dyn Cells, columns: usize) -> bool {
        out.push(b'{');
        // What is not UTF-8 stands at the end of the row once more.
        self.members(out, row, 0..columns).is_empty()
    }

    fn rest(&self, out: &mut Vec<u8>, row: &dyn Cells, columns: usize, _branch: &str) {
        self.close(out, row, columns);
        out.push(b'\n');
    }
}

/// The texts of a row that are not UTF-8, encoded, by the names of their columns.
type Raw = Vec<(&'static str, String)>;

impl Writer {
    pub(crate) fn new(columns: &[Column]) -> Self {
        let member = |Column { info, .. }: &Column| Member {
            name: info.name,
            kind: info.kind,
            key: format!("\"{}\":", info.name).into_bytes(),
        };
        Self { members: columns.iter().map(member).collect() }
    }

    /// Appends one row as an object.
    pub(crate) fn object(&self, out: &mut Vec<u8>, row: &dyn Cells) {
        out.push(b'{');
        self.close(out, row, 0);
    }

    /// Appends the members behind the first so many, and what closes the object.
    fn close(&self, out: &mut Vec<u8>, row: &dyn Cells, columns: usize) {
        let raw = self.members(out, row, columns..self.members.len());
        if !raw.is_empty() {
            out.extend_from_slice(b",\"raw\":{");
            for (number, (name, bytes)) in raw.iter().enumerate() {
                let comma = if number == 0 { "" } else { "," };
                // What was encoded needs no escape, unless it is a list's JSON already.
                let quote = if bytes.starts_with('[') { "" } else { "\"" };
                out.extend_from_slice(
                    format!("{comma}\"{name}\":{quote}{bytes}{quote}").as_bytes(),
                );
            }
            out.push(b'}');
        }
        out.push(b'}');
    }

    /// Appends the members of some columns.
    fn members(&self, out: &mut Vec<u8>, row: &dyn Cells, columns: Range<usize>) -> Raw {
        let mut raw = Raw::new();
        let members = self.members.iter().enumerate();
        for (number, member) in members.take(columns.end).skip(columns.start) {
            if number > 0 {
                out.push(b',');
            }
            out.extend_from_slice(&member.key);
            match row.cell(number) {
                Err(_) => out.extend_from_slice(b"null"),
                Ok(cell) => {
                    value(out, member.kind, &cell);
                    if let Some(bytes) = not_utf8(&cell) {
                        raw.push((member.name, bytes));
                    }
                }
            }
        }
        raw
    }

    /// Appends one row as an object of the reasons for which its absent values are absent.
    pub(crate) fn absences(&self, out: &mut Vec<u8>, row: &dyn Cells) {
        out.push(b'{');
        let absent = self.members.iter().enumerate().filter_map(|(number, member)| {
            row.cell(number).err().map(|absent: Absent| (member, absent))
        });
        for (number, (member, absent)) in absent.enumerate() {
            if number > 0 {
                out.push(b',');
            }
            out.extend_from_slice(&member.key);
            string(out, absent.word());
        }
        out.push(b'}');
    }
}

/// Appends a value.
fn value(out: &mut Vec<u8>, kind: Kind, value: &Value<'_>) {
    match value {
        Value::Bool(yes) => out.extend_from_slice(if *yes { b"true" } else { b"false" }),
        Value::Int(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Value::Uint(u64::MAX) if kind == Kind::Limit => string(out, human::UNLIMITED),
        Value::Uint(number) if kind == Kind::Pointer => string(out, &human::pointer(*number)),
        Value::Uint(number) => {
            out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes());
        }
        Value::Float(number) => match serde_json::Number::from_f64(rounded(kind, *number)) {
            Some(number) => out.extend_from_slice(number.to_string().as_bytes()),
            None => out.extend_from_slice(b"null"),
        },
        Value::Time(moment) => match human::rfc3339(*moment) {
            Some(moment) => string(out, &moment),
            None => out.extend_from_slice(b"null"),
        },
        Value::Text(text) if is_plain(text) => quoted(out, text),
        Value::Text(text) => string(out, &String::from_utf8_lossy(text)),
        Value::Word(word) => string(out, word),
        Value::Ip(address) => string(out, &address.to_string()),
        Value::List(values) => {
            out.push(b'[');
            for (number, element) in values.iter().enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                self::value(out, kind.element(), element);
            }
            out.push(b']');
        }
    }
}

/// Durations are told to the nanosecond, which is what the kernel counts at most; what lies behind
/// the sixth decimal of anything else is noise of a division.
pub(crate) fn rounded(kind: Kind, number: f64) -> f64 {
    let scale = if kind == Kind::Seconds { 1e9 } else { 1e6 };
    (number * scale).round() / scale
}

/// Appends a string. What would act on a terminal is written as its number, which is the same
/// string to whoever reads the JSON.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    if is_plain(text.as_bytes()) {
        return quoted(out, text.as_bytes());
    }
    let start = out.len();
    // A vector takes everything, and a string is always JSON.
    let _ = serde_json::to_writer(&mut *out, text);
    if text.is_ascii() && !text.contains('\x7f') || !text.chars().any(sanitise::is_hidden) {
        return;
    }
    let written = String::from_utf8(out.split_off(start)).unwrap_or_default();
    for character in written.chars() {
        // The escapes of JSON itself consist of characters that show.
        if sanitise::is_hidden(character) && character != '\\' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        } else {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

/// Whether a text stands in JSON as it is.
fn is_plain(text: &[u8]) -> bool {
    sanitise::is_plain(text) && !text.contains(&b'"')
}

fn quoted(out: &mut Vec<u8>, plain: &[u8]) {
    out.push(b'"');
    out.extend_from_slice(plain);
    out.push(b'"');
}

/// Appends a document of any shape, with the same care for what would act on a terminal.
pub(crate) fn document(out: &mut Vec<u8>, json: &serde_json::Value) {
    match json {
        serde_json::Value::String(text) => string(out, text),
        serde_json::Value::Array(elements) => {
            out.push(b'[');
            for (number, element) in elements.iter().enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                document(out, element);
            }
            out.push(b']');
        }
        serde_json::Value::Object(members) => {
            out.push(b'{');
            for (number, (name, member)) in members.iter().enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                string(out, name);
                out.push(b':');
                document(out, member);
            }
            out.push(b'}');
        }
        plain => out.extend_from_slice(plain.to_string().as_bytes()),
    }
}

/// The bytes of a text that is not UTF-8, encoded; of a list all its elements.
fn not_utf8(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_ascii() && std::str::from_utf8(text).is_err() => {
            Some(STANDARD.encode(text))
        }
        Value::List(values) if values.iter().any(|value| not_utf8(value).is_some()) => {
            let encoded = values.iter().map(|v| STANDARD.encode(v.bytes().unwrap_or_default()));
            serde_json::to_string(&encoded.collect::<Vec<_>>()).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_acts_on_no_terminal_and_stays_the_same() {
        for text in ["a\u{9b}b", "\u{202e}x\\\"", "\x7f\x1b\n", "\u{e0041}", "plain \u{fc}"] {
            let mut out = Vec::new();
            string(&mut out, text);
            let written = String::from_utf8(out).unwrap();
            assert!(!written.chars().any(|c| c != '\\' && sanitise::is_hidden(c)), "{written}");
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
