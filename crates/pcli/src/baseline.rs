//! `--baseline`: what was added, removed and changed since an earlier report of the same view.
//!
//! Rows are found again by the view's key. Values are compared as they stand in JSON, which is exact
//! for everything that a report holds. What could not be read on either side is no difference, and
//! no proof that there is none.

use std::collections::HashMap;
use std::io::{self, Write};

use pcore::query::Table;
use pcore::{Absent, Info, Kind, Value};
use serde_json::{Map, Value as Json, json as object};

use crate::earlier::{Earlier, Row};
use crate::output::Column;
use crate::output::json::{self, Writer};
use crate::output::table::{self, Setting};
use crate::output::text::Style;
use crate::ps::Form;
use crate::stream::Output;

/// What differs from an earlier report.
pub(crate) struct Differences<'d> {
    changes: Vec<Change<'d>>,
    /// Values that could not be compared.
    pub(crate) unproved: u64,
}

/// A row that differs.
struct Change<'d> {
    before: Option<&'d Row>,
    /// The row as it is now, and its number in the table.
    after: Option<(Row, usize)>,
    /// The columns that differ, where there are both.
    differing: Vec<usize>,
}

impl Change<'_> {
    const fn word(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }
}

impl<'d> Differences<'d> {
    /// Compares rows with those of a report. `key` tells a row; of the columns those are compared
    /// that `is_compared` says.
    pub(crate) fn find(
        earlier: &'d Earlier,
        table: &Table,
        columns: &[Column],
        key: &[&str],
        is_compared: &dyn Fn(&Info) -> bool,
    ) -> Self {
        let mut known: HashMap<String, Vec<&Row>> = HashMap::new();
        for row in earlier.rows().rev() {
            known.entry(row.key(key)).or_default().push(row);
        }
        let writer = Writer::new(columns);
        let (mut changes, mut unproved) = (Vec::new(), 0);
        for (number, row) in table.rows().enumerate() {
            let after = Row::written(&writer, &row);
            let Some(before) = known.get_mut(&after.key(key)).and_then(Vec::pop) else {
                changes.push(Change {
                    before: None,
                    after: Some((after, number)),
                    differing: Vec::new(),
                });
                continue;
            };
            let mut differing = Vec::new();
            for (number, column) in columns.iter().enumerate() {
                let info = &column.info;
                if key.contains(&info.name) || !is_compared(info) {
                } else if before.is_gap(info.name) || after.is_gap(info.name) {
                    unproved += 1;
                } else if !before.agrees(&after, info.name) {
                    differing.push(number);
                }
            }
            if !differing.is_empty() {
                changes.push(Change {
                    before: Some(before),
                    after: Some((after, number)),
                    differing,
                });
            }
        }
        let mut gone: Vec<&Row> = known.into_values().flatten().collect();
        gone.sort_by_key(|row| earlier.place(row));
        changes.extend(gone.into_iter().map(|row| Change {
            before: Some(row),
            after: None,
            differing: Vec::new(),
        }));
        Self { changes, unproved }
    }

    /// Whether nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Prints them as JSON: one array, or an object a line.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn print_json(
        &self,
        out: &mut Output,
        columns: &[Column],
        as_lines: bool,
    ) -> io::Result<()> {
        let name = |number: &usize| columns.get(*number).map(|column| column.info.name);
        for (number, change) in self.changes.iter().enumerate() {
            let object = object!({
                "change": change.word(),
                "fields": change.differing.iter().filter_map(name).collect::<Vec<_>>(),
                "before": change.before.map(|row| row.shown(columns)),
                "after": change.after.as_ref().map(|(row, _)| row.shown(columns)),
            });
            if !as_lines {
                out.buffer().extend_from_slice(if number == 0 { b"[\n" } else { b",\n" });
            }
            json::document(out.buffer(), &object);
            if as_lines {
                out.buffer().push(b'\n');
            }
            out.settle()?;
        }
        if !as_lines {
            out.buffer().extend_from_slice(if self.is_empty() { b"[]\n" } else { b"\n]\n" });
        }
        Ok(())
    }

    /// Prints them as a table: a value that changed as what it was and what it is.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn print_table(
        &self,
        out: &mut Output,
        table: &Table,
        columns: &[Column],
        style: &Style,
        setting: &Setting,
    ) -> io::Result<()> {
        if self.is_empty() {
            return writeln!(out.buffer(), "no difference");
        }
        let rows: Vec<_> = table.rows().collect();
        let lines = self.changes.iter().map(|change| {
            let mut line = vec![Ok(Value::word(change.word()))];
            for (number, column) in columns.iter().enumerate() {
                let text = |value: &Result<Value<'_>, Absent>| style.text(column, value);
                let before = change.before.map(|row| text(&row.cell(&column.info)));
                let after = change.after.as_ref().and_then(|(_, row)| rows.get(*row));
                let after = after.map(|row| text(&row.get(number)));
                line.push(Ok(Value::Word(match (before, after) {
                    (Some(before), Some(after)) if change.differing.contains(&number) => {
                        format!("{before} -> {after}").into()
                    }
                    (_, Some(text)) | (Some(text), None) => text.into(),
                    (None, None) => "".into(),
                })));
            }
            line
        });
        let lines = Table::of(columns.len() + 1, lines);
        let change = Info { name: "change", header: "CHANGE", kind: Kind::Word, ..Info::BASE };
        let as_text = |column: &Column| Column {
            info: Info { kind: Kind::Word, ..column.info },
            form: Some(Form::Written),
            ..column.clone()
        };
        let columns: Vec<Column> =
            std::iter::once(Column::of(0, &change)).chain(columns.iter().map(as_text)).collect();
        table::print(out, &lines, &columns, style, setting)
    }
}

impl Row {
    /// The text by which the row is found again.
    fn key(&self, key: &[&str]) -> String {
        let raw = |name: &str| self.raw(name).cloned();
        let cells = key.iter().map(|name| object!([self.values().get(*name), raw(name)]));
        Json::Array(cells.collect()).to_string()
    }

    fn agrees(&self, other: &Self, name: &str) -> bool {
        self.values().get(name) == other.values().get(name) && self.raw(name) == other.raw(name)
    }

    /// The values of these columns, and the bytes of those that are not UTF-8.
    fn shown(&self, columns: &[Column]) -> Map<String, Json> {
        let is_shown = |name: &str| name == "raw" || columns.iter().any(|c| c.info.name == name);
        let values = self.values().iter().filter(|(name, _)| is_shown(name));
        values.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}
