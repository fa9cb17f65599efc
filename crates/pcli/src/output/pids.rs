//! The numbers of processes alone, one a line, for `kill` and its kin.

use std::collections::HashSet;
use std::io;

use pcore::Value;
use pcore::query::Table;

use crate::stream::Output;

/// Prints the numbers in the one column of the rows, each once.
pub(crate) fn print(out: &mut Output, table: &Table) -> io::Result<()> {
    let mut printed = HashSet::new();
    for row in table.rows() {
        match row.get(0) {
            Ok(Value::List(values)) => {
                for value in &values {
                    line(out, value, &mut printed);
                }
            }
            Ok(value) => line(out, &value, &mut printed),
            // Who holds it could not be seen, which is told.
            Err(_) => {}
        }
        out.settle()?;
    }
    Ok(())
}

fn line(out: &mut Output, value: &Value<'_>, printed: &mut HashSet<u64>) {
    if let Value::Uint(pid) = value
        && printed.insert(*pid)
    {
        out.buffer().extend_from_slice(format!("{pid}\n").as_bytes());
    }
}
