//! What stands below a page: tables of other views, of the one thing that the page describes.

use std::io::{self, Write};
use std::sync::Arc;

use owo_colors::OwoColorize;
use pcore::rows::Row;
use pcore::{Filter, Query, Run, Value, View};

use super::Column;
use super::table::{self, Setting};
use super::text::Style;
use crate::stream::Output;

/// Prints the sections below the page of a row.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    view: &dyn View,
    run: &Arc<Run>,
    row: Row<'_>,
    columns: &[Column],
    style: &Style,
    setting: &Setting,
) -> io::Result<()> {
    let Some([key]) = view.spec().key.first_chunk() else { return Ok(()) };
    let Some(at) = columns.iter().position(|column| column.info.name == *key) else {
        return Ok(());
    };
    let Ok(Value::Uint(thing)) = row.get(at) else { return Ok(()) };
    for section in view.spec().sections {
        self::section(out, *section, run, (key, thing), style, setting)?;
    }
    Ok(())
}

fn section(
    out: &mut Output,
    view: &'static dyn View,
    run: &Arc<Run>,
    (key, thing): (&str, u64),
    style: &Style,
    setting: &Setting,
) -> io::Result<()> {
    let fields = view.fields();
    let number = |name: &str| fields.iter().position(|field| field.name == name);
    let Some(selected) = number(key) else { return Ok(()) };
    // What the page has said already is not said in each row.
    let said = [key, "user", "command", "comm"];
    let columns: Vec<Column> = view
        .spec()
        .default_fields
        .iter()
        .filter(|name| !said.contains(name))
        .filter_map(|name| Some(Column::of(number(name)?, fields.get(number(name)?)?)))
        .collect();
    let shown = columns.iter().map(|column| column.number).collect();
    let filter = Filter::equal(selected, thing.into());
    let query = Query { filter, ..Query::new(view, shown) };
    // The tree was listed for the page; should it be gone now, there is nothing to add.
    let Ok(found) = query.table(run) else { return Ok(()) };
    if found.is_empty() {
        return Ok(());
    }
    let heading = view.spec().name;
    if setting.colour {
        writeln!(out, "\n{}", heading.bold())?;
    } else {
        writeln!(out, "\n{heading}")?;
    }
    table::print(out, &found, &columns, style, setting)
}
