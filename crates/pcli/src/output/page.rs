//! One page a row: its fields under their groups, for views that describe one thing.

use std::io::{self, Write};

use owo_colors::OwoColorize;
use pcore::query::Table;
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Padding, Style as Border, Width};
use unicode_width::UnicodeWidthStr;

use super::Column;
use super::table::{Setting, shorten};
use super::text::Style;
use crate::stream::Output;

/// The width where no terminal gives one.
const WIDTH: usize = 100;

/// Prints a page for each row.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    table: &Table,
    columns: &[Column],
    style: &Style,
    setting: &Setting,
) -> io::Result<()> {
    for (page, (rows, row)) in table.rows().enumerate() {
        if page > 0 {
            out.buffer().push(b'\n');
        }
        let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
        for (number, column) in columns.iter().enumerate() {
            let mut text = String::new();
            style.write(&mut text, column, &rows.get(row, number));
            let item = format!("{} {text}", label(column));
            match groups.iter_mut().find(|(group, _)| *group == column.info.group) {
                Some((_, items)) => items.push(item),
                None => groups.push((column.info.group, vec![item])),
            }
        }
        let left = groups.iter().map(|(group, _)| group.width()).max().unwrap_or(0) + 2;
        let width = setting.width.unwrap_or(WIDTH).saturating_sub(left).max(20);
        let mut builder = Builder::default();
        for (group, items) in groups {
            builder.push_record([group.to_owned(), flow(&items, width)]);
        }
        let mut drawn = builder.build();
        drawn
            .with(Border::empty())
            .with(Padding::new(0, 0, 0, 0))
            .modify(Columns::first(), Padding::new(0, 2, 0, 0))
            .modify(Columns::last(), Width::wrap(width).keep_words(true));
        for line in drawn.to_string().lines() {
            let line = match setting.width {
                Some(limit) if line.trim_end().width() > limit => &shorten(line, limit, false),
                _ => line,
            };
            let (group, items) = line.split_at_checked(left).unwrap_or((line, ""));
            if setting.colour {
                writeln!(out, "{}{}", group.bold(), items.trim_end())?;
            } else {
                writeln!(out, "{group}{}", items.trim_end())?;
            }
        }
    }
    Ok(())
}

/// The name of a field, short of its group's.
fn label(column: &Column) -> String {
    let prefix = format!("{}_", column.info.group.to_lowercase());
    let name = column.info.name;
    if name.eq_ignore_ascii_case(column.info.group) {
        return "all".to_owned();
    }
    name.strip_prefix(&prefix).unwrap_or(name).replace('_', " ")
}

/// The items side by side, in lines of the width.
fn flow(items: &[String], width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for item in items {
        let wide = item.width();
        if column > 0 && column + 3 + wide > width {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push_str("   ");
            column += 3;
        }
        text.push_str(item);
        column += wide;
    }
    text
}
