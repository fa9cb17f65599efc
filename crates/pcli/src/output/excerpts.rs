//! What a page shows of the machine's other views: the busiest rows of each, as many as there is room
//! for, and what was left out.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use pcore::filter::Truth;
use pcore::growth::Measure;
use pcore::query::{Sort, Table};
use pcore::rows::Row;
use pcore::view::Excerpt;
use pcore::{Absent, Cells, Filter, Info, Query, Run, Value, View};

use super::Column;
use super::page::{Group, Item, Place, Tone, print_groups};
use super::table::{self, Setting};
use super::text::Style;
use crate::stream::Output;

/// How many rows of each there are where no terminal has a height.
const ROWS: usize = 4;
/// How many lines the prompt takes, and what says what was left out.
const KEPT: usize = 3;

/// Prints the excerpts below the page of a row, which has so many lines.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    view: &dyn View,
    run: &Arc<Run>,
    lines: usize,
    style: &Style,
    setting: &Setting,
) -> io::Result<()> {
    let mut found: Vec<Found> =
        view.spec().excerpts.iter().filter_map(|excerpt| find(excerpt, run, setting)).collect();
    let lengths: Vec<usize> = found.iter().map(|found| found.table.len()).collect();
    let kept = KEPT + usize::from(!setting.watched);
    let most: Vec<usize> = match setting.height {
        Some(height) => shared(height.saturating_sub(lines + kept), &lengths),
        None => lengths.iter().map(|length| (*length).min(ROWS)).collect(),
    };
    if !setting.watched && most.iter().any(|most| *most > 0) {
        print_groups(out, vec![since_boot()], setting)?;
    }
    let mut left_out = Vec::new();
    for (found, most) in found.iter_mut().zip(most) {
        found.table.keep(most, |_| true);
        if most > 0 {
            table::print(out, &found.table, &found.columns, style, setting)?;
        }
        let Excerpt { view, rows, .. } = found.excerpt;
        let (shown, all) = (found.table.len(), found.all);
        if shown < all {
            left_out.push(Item {
                label: (*rows).to_owned(),
                text: format!("{} of {all} ({view})", all - shown),
                tone: Tone::Plain,
                place: Place::Beside,
            });
        }
    }
    if !left_out.is_empty() {
        let group = Group { name: "Left out", items: left_out, missing: Vec::new() };
        print_groups(out, vec![group], setting)?;
    }
    Ok(())
}

/// What is said above tables of what was counted, lest it be taken for what goes on.
fn since_boot() -> Group<'static> {
    let item = Item {
        label: "--watch".to_owned(),
        text: "shows what happens now".to_owned(),
        tone: Tone::Plain,
        place: Place::Line,
    };
    Group { name: "Since boot", items: vec![item], missing: Vec::new() }
}

/// What there is to show of a view.
struct Found {
    excerpt: &'static Excerpt,
    columns: Vec<Column>,
    /// Its rows that have done something, the busiest first.
    table: Table,
    /// How many rows there are.
    all: usize,
}

fn find(excerpt: &'static Excerpt, run: &Arc<Run>, setting: &Setting) -> Option<Found> {
    let view = excerpt.view;
    let infos = view.fields();
    let number = |name: &str| infos.iter().position(|info| info.name == name);
    let grown = |name: &str| {
        let own = number(name)?;
        let is_counter = infos.get(own).is_some_and(|info| info.counter);
        if setting.watched && is_counter { number(&Measure::Rate.name(name)) } else { Some(own) }
    };
    let others = excerpt.watched_fields.filter(|_| setting.watched);
    let names = others.unwrap_or(excerpt.fields);
    let columns: Vec<Column> = names
        .iter()
        .filter_map(|name| {
            let number = grown(name)?;
            Some(Column::of(number, infos.get(number)?))
        })
        .collect();
    let idle = parsed(excerpt.idle, infos)?;
    // Behind the columns that are shown stand those that tell which rows are idle.
    let mut shown: Vec<usize> = columns.iter().map(|column| column.number).collect();
    shown.extend(idle.fields());
    let places: BTreeMap<usize, usize> =
        shown.iter().enumerate().map(|(place, field)| (*field, place)).collect();
    let query = Query {
        filter: parsed(excerpt.filter, infos)?,
        sort: vec![Sort { field: grown(excerpt.busiest)?, descending: true }],
        ..Query::new(view, shown)
    };
    // The tree was read for the page; should it be gone now, there is nothing to add.
    let mut table = query.table(run).ok()?;
    let all = table.len();
    table.keep(all, |row| idle.test(&Known { row, places: &places }) != Truth::True);
    Some(Found { excerpt, columns, table, all })
}

/// The filter of this text; that of no text keeps all.
pub(super) fn parsed(text: &str, fields: &[Info]) -> Option<Filter> {
    if text.is_empty() { Some(Filter::and(Vec::new())) } else { Filter::parse(text, fields).ok() }
}

/// A row of a table, of which some fields were read.
struct Known<'t> {
    row: Row<'t>,
    /// The columns, by the number of the field.
    places: &'t BTreeMap<usize, usize>,
}

impl Cells for Known<'_> {
    fn cell(&self, field: usize) -> Result<Value<'_>, Absent> {
        self.row.get(*self.places.get(&field).ok_or(Absent::Unsupported)?)
    }
}

/// How many rows of each table are shown, if all together and a heading for each have so many lines:
/// one after the other gets one more.
fn shared(lines: usize, lengths: &[usize]) -> Vec<usize> {
    let mut most = vec![0; lengths.len()];
    let mut left = lines;
    loop {
        let before = left;
        for (most, length) in most.iter_mut().zip(lengths) {
            let cost = if *most == 0 { 2 } else { 1 };
            if *most < *length && cost <= left {
                *most += 1;
                left -= cost;
            }
        }
        if left == before {
            return most;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_share_the_lines() {
        assert_eq!(shared(9, &[2, 10, 1]), [2, 3, 1]);
        assert_eq!(shared(40, &[2, 3, 0]), [2, 3, 0]);
        assert_eq!(shared(3, &[5, 5]), [2, 0]);
        assert_eq!(shared(1, &[5]), [0]);
        assert_eq!(shared(0, &[]), [0; 0]);
    }

    #[test]
    fn excerpts_are_of_fields_that_exist() {
        for view in pcore::view::all() {
            for excerpt in view.spec().excerpts {
                let fields = excerpt.view.fields();
                let named = excerpt.fields.iter().chain(excerpt.watched_fields.unwrap_or_default());
                for name in named.chain([&excerpt.busiest]) {
                    let is_there = fields.iter().any(|field| field.name == *name);
                    assert!(is_there, "{}: {name}", excerpt.view);
                }
                for filter in [excerpt.filter, excerpt.idle] {
                    assert!(parsed(filter, fields).is_some(), "{}: {filter}", excerpt.view);
                }
            }
        }
    }
}
