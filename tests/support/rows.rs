//! Rows as a tool prints them in JSON.

use std::collections::BTreeSet;

use serde_json::Value;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row(pub(crate) serde_json::Map<String, Value>);

impl std::ops::Index<&str> for Row {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        self.0.get(field).unwrap_or_else(|| panic!("no field {field} in {self:?}"))
    }
}

impl Row {
    pub(crate) fn number(&self, field: &str) -> u64 {
        self[field].as_u64().unwrap_or_else(|| panic!("{field} of {self:?} is no number"))
    }

    pub(crate) fn text(&self, field: &str) -> &str {
        self[field].as_str().unwrap_or_else(|| panic!("{field} of {self:?} is no text"))
    }

    pub(crate) fn list(&self, field: &str) -> &[Value] {
        self[field].as_array().unwrap_or_else(|| panic!("{field} of {self:?} is no list"))
    }

    pub(crate) fn pid(&self) -> u64 {
        self.number("pid")
    }

    /// The names of the fields, without the one optional key.
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).filter(|key| *key != "raw").collect()
    }

    /// The row in one line of JSON.
    pub(crate) fn parse(line: &str) -> Self {
        match serde_json::from_str(line) {
            Ok(Value::Object(fields)) => Self(fields),
            other => panic!("{line:?} is no object: {other:?}"),
        }
    }
}

/// The rows of an array, whose keys must be the same in each.
pub(crate) fn rows_of(text: &str) -> Vec<Row> {
    let rows: Vec<Row> = match serde_json::from_str(text) {
        Ok(Value::Array(rows)) => rows
            .into_iter()
            .map(|row| match row {
                Value::Object(fields) => Row(fields),
                other => panic!("{other} is no object"),
            })
            .collect(),
        other => panic!("no array: {other:?}"),
    };
    let keys: BTreeSet<Vec<&str>> = rows.iter().map(Row::keys).collect();
    assert!(keys.len() <= 1, "rows have different keys: {keys:?}");
    rows
}

/// The records of CSV with a header, quotes undone, by field.
pub(crate) fn records_of(csv: &str) -> Vec<Vec<(String, String)>> {
    let mut records: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = csv.chars().peekable();
    while let Some(character) = characters.next() {
        let record = records.last_mut().unwrap();
        let cell = record.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted && characters.peek() == Some(&'\n') => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            other => cell.push(other),
        }
    }
    assert!(!quoted, "a quote is open at the end");
    assert_eq!(records.pop(), Some(vec![String::new()]), "the last line ends");
    let mut records = records.into_iter();
    let header = records.next().expect("a header");
    records
        .map(|record| {
            assert_eq!(record.len(), header.len(), "{record:?}");
            header.iter().cloned().zip(record).collect()
        })
        .collect()
}

/// The bytes behind their base64.
pub(crate) fn decode(base64: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no digit of base64"),
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in base64.trim_end_matches('=').bytes() {
        bits = bits << 6 | u32::from(digit(byte));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
