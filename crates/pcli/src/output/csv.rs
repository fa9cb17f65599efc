//! Rows as comma-separated values: a heading of field names, then exact values. What is absent is
//! an empty cell; odd bytes stand in the escape of the tables.

use std::io;

use pcore::query::Table;
use pcore::{Absent, Kind, Value};

use super::Column;
use crate::stream::Output;
use crate::{human, sanitise};

/// Prints heading and rows.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    table: &Table,
    columns: &[Column],
    headings: bool,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    if headings {
        writer.write_record(columns.iter().map(|column| column.info.name)).map_err(failure)?;
    }
    for row in table.rows() {
        let cells = columns
            .iter()
            .enumerate()
            .map(|(number, column)| text(column.info.kind, &row.get(number)));
        writer.write_record(cells).map_err(failure)?;
    }
    writer.flush()
}

/// The failure of the output, which tells a closed pipe from a full disk.
fn failure(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn text(kind: Kind, value: &Result<Value<'_>, Absent>) -> String {
    match value {
        Err(_) => String::new(),
        Ok(Value::Text(text)) => sanitise::visible(text).into_owned(),
        Ok(Value::Word(word)) => sanitise::visible(word.as_bytes()).into_owned(),
        Ok(Value::Bool(yes)) => yes.to_string(),
        Ok(Value::Int(number)) => number.to_string(),
        Ok(Value::Uint(u64::MAX)) if kind == Kind::Limit => human::UNLIMITED.to_owned(),
        Ok(Value::Uint(number)) if kind == Kind::Pointer => human::pointer(*number),
        Ok(Value::Uint(number)) => number.to_string(),
        Ok(Value::Float(number)) => super::json::rounded(kind, *number).to_string(),
        Ok(Value::Time(moment)) => human::rfc3339(*moment).unwrap_or_default(),
        Ok(Value::Ip(address)) => address.to_string(),
        Ok(Value::List(values)) => {
            let elements = values
                .iter()
                .map(|value| text(kind.element(), &Ok(value.clone())).replace(' ', "\\x20"));
            elements.collect::<Vec<_>>().join(" ")
        }
    }
}
