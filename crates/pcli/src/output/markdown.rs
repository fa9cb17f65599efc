//! A table in Markdown.

use std::io::{self, Write};

use pcore::query::Table;
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style as Border};

use super::Column;
use super::text::Style;
use crate::stream::Output;

/// Prints the table.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    table: &Table,
    columns: &[Column],
    style: &Style,
) -> io::Result<()> {
    let mut builder = Builder::default();
    builder.push_record(columns.iter().map(|column| column.title.clone()));
    for row in table.rows() {
        builder.push_record(
            columns
                .iter()
                .enumerate()
                .map(|(number, column)| style.text(column, &row.get(number)).replace('|', "\\|")),
        );
    }
    let mut drawn = builder.build();
    drawn.with(Border::markdown());
    for (number, column) in columns.iter().enumerate() {
        if column.info.kind.is_right() {
            drawn.modify(Columns::one(number), Alignment::right());
        }
    }
    writeln!(out, "{drawn}")
}
