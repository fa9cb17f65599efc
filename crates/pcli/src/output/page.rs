//! One page a row: its fields under their groups, for views that describe one thing.

use std::io::{self, Write};

use owo_colors::OwoColorize;
use pcore::growth::Measure;
use pcore::rows::Row;
use pcore::view::Spec;
use pcore::{Absent, Kind, Value};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Column;
use super::history::History;
use super::table::{Setting, shorten};
use super::text::Style;
use crate::stream::Output;

/// The width where no terminal gives one.
const WIDTH: usize = 100;
/// What stands between two fields of a line.
const GAP: usize = 3;
/// How far the rest of a long value stands in from its beginning.
const INDENT: usize = 2;

/// What of a page does not lie in its row.
pub(crate) struct Shape<'p> {
    /// The view that the page is of.
    pub(crate) spec: &'static Spec,
    /// What its bars have shown in the rounds before.
    pub(crate) history: &'p mut History,
}

/// Prints the page of one row, and returns how many lines it has.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    row: Row<'_>,
    columns: &[Column],
    style: &Style,
    setting: &Setting,
    Shape { spec, history }: Shape<'_>,
) -> io::Result<usize> {
    let width = setting.width.unwrap_or(WIDTH);
    let mut bars = Bars { spec, columns, row, history, cells: width / 6 };
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        let name = column.info.group;
        let at = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
            groups.push(Group { name, ..Group::default() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(at) else { continue };
        let value = row.get(number);
        if value == Err(Absent::NotApplicable) {
            group.missing.push(label(column));
            continue;
        }
        if bars.is_said(column) {
            continue;
        }
        if let (Ok(Value::List(warnings)), true) = (&value, spec.warnings == Some(column.info.name))
        {
            group.warn(warnings, setting.height.map_or(usize::MAX, |height| height / 3));
            continue;
        }
        let text = match &value {
            Ok(Value::List(values)) if values.is_empty() => "none".to_owned(),
            value => style.text(column, value),
        };
        let label = label(column);
        group.items.push(match bars.draw(number, column, &value, setting.watched) {
            Some(bar) => Item {
                label,
                text: bar.beside(&text, |column, value| style.text(column, value)),
                tone: if bar.is_nearly_full() { Tone::Alert } else { Tone::Plain },
                place: Place::Bar,
            },
            None => Item { label, text, tone: Tone::Plain, place: Place::Beside },
        });
    }
    let barred = groups.iter().flat_map(|group| &group.items);
    let barred = barred.filter(|item| item.place == Place::Bar).map(|item| item.label.width());
    let barred = barred.max().unwrap_or(0);
    for item in groups.iter_mut().flat_map(|group| &mut group.items) {
        if item.place == Place::Bar {
            let missing = barred.saturating_sub(item.label.width());
            item.label.extend(std::iter::repeat_n(' ', missing));
        }
    }
    print_groups(out, groups, setting)
}

/// Prints groups below each other, and returns how many lines they have.
pub(super) fn print_groups(
    out: &mut Output,
    groups: Vec<Group<'_>>,
    setting: &Setting,
) -> io::Result<usize> {
    let left = groups.iter().map(|group| group.name.width()).max().unwrap_or(0) + 2;
    let width = setting.width.unwrap_or(WIDTH).saturating_sub(left).max(20);
    let mut count = 0;
    for group in groups {
        let mut name = group.name;
        for line in group.lines(width) {
            count += 1;
            // A terminal may be narrower than the headings.
            let room = setting.width.unwrap_or(usize::MAX);
            let mut heading = format!("{name:left$}");
            name = "";
            if heading.width() > room {
                heading = shorten(&heading, room, false);
            }
            if setting.colour {
                write!(out, "{}", heading.bold())?;
            } else {
                write!(out, "{heading}")?;
            }
            line.write(out, room.saturating_sub(heading.width()), setting.colour)?;
        }
        out.settle()?;
    }
    Ok(count)
}

/// The fields that are drawn as bars.
struct Bars<'p> {
    spec: &'static Spec,
    columns: &'p [Column],
    row: Row<'p>,
    history: &'p mut History,
    /// How many cells a bar has, the past as many.
    cells: usize,
}

/// A part of a whole, drawn.
struct Bar<'p> {
    drawn: String,
    /// How much of 100 the part is.
    share: f64,
    /// What the whole is, where it is a field.
    whole: Option<(&'p Column, Value<'p>)>,
    note: &'static str,
}

impl<'p> Bars<'p> {
    fn number(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.info.name == name)
    }

    /// The share that a field is of its whole, and that whole. Of nothing there is no share.
    fn share(
        &self,
        name: &str,
        value: &Result<Value<'_>, Absent>,
    ) -> Option<(f64, Option<(&'p Column, Value<'p>)>)> {
        let bar = self.spec.bars.iter().find(|bar| bar.part == name)?;
        let part = value.as_ref().ok().and_then(measured)?;
        let Some(whole) = bar.whole else { return Some((part, None)) };
        let at = self.number(whole)?;
        let (columns, row): (&'p [Column], Row<'p>) = (self.columns, self.row);
        let value = row.get(at).ok()?;
        let whole = measured(&value).filter(|whole| *whole > 0.0)?;
        Some((part / whole * 100.0, Some((columns.get(at)?, value))))
    }

    /// Whether a field is the whole that stands beside a bar.
    fn is_said(&self, column: &Column) -> bool {
        let of = self.spec.bars.iter().find(|bar| bar.whole == Some(column.info.name));
        of.and_then(|bar| {
            let part = self.number(bar.part)?;
            self.share(bar.part, &self.row.get(part))
        })
        .is_some()
    }

    /// The bar of a field, if it has one; behind it the past, in a run that repeats.
    fn draw(
        &mut self,
        number: usize,
        column: &Column,
        value: &Result<Value<'_>, Absent>,
        is_watched: bool,
    ) -> Option<Bar<'p>> {
        let (share, whole) = self.share(column.info.name, value)?;
        let full = (share / 100.0 * self.cells as f64).round().clamp(0.0, self.cells as f64);
        let full = full as usize;
        let mut drawn =
            format!("[{}{}]", "|".repeat(full), " ".repeat(self.cells.saturating_sub(full)));
        if is_watched {
            let past = self.history.add(number, share, self.cells);
            drawn.push(' ');
            drawn.push_str(&past);
        }
        let bar = self.spec.bars.iter().find(|bar| bar.part == column.info.name)?;
        Some(Bar { drawn, share, whole, note: bar.note })
    }
}

/// The number that a value is.
fn measured(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Uint(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

impl Bar<'_> {
    /// The bar, its value and its whole.
    fn beside(
        &self,
        value: &str,
        text: impl Fn(&Column, &Result<Value<'_>, Absent>) -> String,
    ) -> String {
        let mut line = match &self.whole {
            Some((column, whole)) => {
                format!("{} {value} of {}", self.drawn, text(column, &Ok(whole.clone())))
            }
            None => format!("{} {value} %", self.drawn),
        };
        if !self.note.is_empty() {
            line.push(' ');
            line.push_str(self.note);
        }
        line
    }

    fn is_nearly_full(&self) -> bool {
        self.share >= 90.0
    }
}

/// The fields of one subject.
#[derive(Default)]
pub(super) struct Group<'p> {
    pub(super) name: &'p str,
    /// Labels with their values.
    pub(super) items: Vec<Item>,
    /// Labels of what the thing does not have.
    pub(super) missing: Vec<String>,
}

/// A value with its label.
pub(super) struct Item {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) tone: Tone,
    pub(super) place: Place,
}

/// Where an item stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Beside the one before it, if there is room.
    Beside,
    /// At the beginning of a line.
    Line,
    /// There, too, its label as wide as those of other bars.
    Bar,
}

/// How a piece of a line is coloured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Label,
    Plain,
    /// It deserves a look.
    Alert,
}

/// One line: parts that are labels or values.
#[derive(Default)]
struct Line(Vec<(String, Tone)>);

impl Group<'_> {
    /// Adds a line for each of these sentences, so many at most, or one that says that there is none.
    fn warn(&mut self, warnings: &[Value<'_>], most: usize) {
        let item = |label: &str, text: String, tone| Item {
            label: label.to_owned(),
            text,
            tone,
            place: Place::Line,
        };
        for sentence in warnings.iter().filter_map(Value::bytes).take(most) {
            // A sentence is taken for none of the marks of a cell.
            let text = crate::sanitise::visible(sentence).into_owned();
            self.items.push(item("!", text, Tone::Alert));
        }
        if let Some(more) = warnings.len().checked_sub(most).filter(|more| *more > 0) {
            self.items.push(item("!", format!("and {more} more (-o warnings)"), Tone::Alert));
        }
        if warnings.is_empty() {
            self.items.push(item("none", String::new(), Tone::Plain));
        }
    }

    /// The fields side by side, in lines of the width.
    fn lines(mut self, width: usize) -> Vec<Line> {
        if !self.missing.is_empty() {
            self.items.push(Item {
                label: "has no".to_owned(),
                text: self.missing.join(", "),
                tone: Tone::Plain,
                place: Place::Beside,
            });
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut used = width;
        for Item { label, text, tone, place } in self.items {
            let wide = label.width() + 1 + text.width();
            if used + GAP + wide > width || lines.is_empty() || place != Place::Beside {
                lines.push(Line::default());
                used = 0;
            } else {
                used += GAP;
            }
            let mut pieces = match place {
                // What is drawn is not broken.
                Place::Bar => vec![text],
                _ => pieces(&text, width.saturating_sub(label.width() + 1), width),
            }
            .into_iter();
            let Some(line) = lines.last_mut() else { continue };
            let gap = " ".repeat(if used > 0 { GAP } else { 0 });
            line.0.push((format!("{gap}{label}"), Tone::Label));
            line.0.push((format!(" {}", pieces.next().unwrap_or_default()), tone));
            used += wide;
            for piece in pieces {
                used = INDENT + piece.width();
                lines.push(Line(vec![(format!("{}{piece}", " ".repeat(INDENT)), tone)]));
            }
        }
        lines
    }
}

/// Breaks a value behind blanks and commas, to fit the rest of its first line and whole lines then.
fn pieces(text: &str, first: usize, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut room = first;
    for word in text.split_inclusive([' ', ',']) {
        if !piece.is_empty() && piece.width() + word.trim_end().width() > room {
            pieces.push(std::mem::take(&mut piece));
            room = width.saturating_sub(INDENT);
        }
        for character in word.chars() {
            if piece.width() + character.width().unwrap_or(0) > room.max(GAP) {
                pieces.push(std::mem::take(&mut piece));
                room = width.saturating_sub(INDENT);
            }
            piece.push(character);
        }
    }
    pieces.push(piece);
    pieces
}

impl Line {
    fn write(&self, out: &mut Output, room: usize, colour: bool) -> io::Result<()> {
        let mut left = room;
        let last = self.0.len().saturating_sub(1);
        for (number, (text, tone)) in self.0.iter().enumerate() {
            let text = if number == last { text.trim_end() } else { text };
            let cut = if text.width() > left { &shorten(text, left, false) } else { text };
            left = left.saturating_sub(cut.width());
            match tone {
                Tone::Label if colour => write!(out, "{}", cut.dimmed())?,
                Tone::Alert if colour => write!(out, "{}", cut.yellow())?,
                _ => write!(out, "{cut}")?,
            }
        }
        writeln!(out)
    }
}

/// The name of a field, short of its group's.
fn label(column: &Column) -> String {
    let prefix = format!("{}_", column.info.group.to_lowercase());
    let name = column.info.name;
    if name.eq_ignore_ascii_case(column.info.group) {
        return "all".to_owned();
    }
    let name = name.strip_prefix(&prefix).unwrap_or(name);
    let said = |name: &str| name.replace('_', " ");
    match column.info.growth.map(|growth| growth.measure) {
        None => said(name),
        Some(Measure::Delta) => format!("+{}", said(name.strip_suffix("_delta").unwrap_or(name))),
        Some(Measure::Rate) => {
            let name = name.strip_suffix("_rate").unwrap_or(name);
            match column.info.kind {
                // A share of time, which needs no unit of it.
                Kind::Percent => said(name.strip_suffix("_time").unwrap_or(name)),
                _ => format!("{}/s", said(name)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_breaks_where_it_may() {
        assert_eq!(pieces("one,two,three", 8, 12), ["one,two,", "three"]);
        assert_eq!(pieces("short", 10, 12), ["short"]);
        assert_eq!(pieces("abcdefghijkl", 4, 8), ["abcd", "efghij", "kl"]);
        assert_eq!(pieces("", 4, 8), [""]);
    }
}
