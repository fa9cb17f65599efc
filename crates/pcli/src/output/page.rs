//! One page a row: its fields under their groups, for views that describe one thing.

use std::io::{self, Write};

use owo_colors::OwoColorize;
use pcore::Absent;
use pcore::rows::Rows;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Column;
use super::table::{Setting, shorten};
use super::text::Style;
use crate::stream::Output;

/// The width where no terminal gives one.
const WIDTH: usize = 100;
/// What stands between two fields of a line.
const GAP: usize = 3;
/// How far the rest of a long value stands in from its beginning.
const INDENT: usize = 2;

/// Prints the page of one row.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    (rows, row): (&Rows, usize),
    columns: &[Column],
    style: &Style,
    setting: &Setting,
) -> io::Result<()> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        let name = column.info.group;
        let at = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
            groups.push(Group { name, ..Group::default() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(at) else { continue };
        let value = rows.get(row, number);
        if value == Err(Absent::NotApplicable) {
            group.missing.push(label(column));
            continue;
        }
        let mut text = String::new();
        style.write(&mut text, column, &value);
        group.items.push((label(column), text));
    }
    let left = groups.iter().map(|group| group.name.width()).max().unwrap_or(0) + 2;
    let width = setting.width.unwrap_or(WIDTH).saturating_sub(left).max(20);
    for group in groups {
        let mut name = group.name;
        for line in group.lines(width) {
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
    Ok(())
}

/// The fields of one subject.
#[derive(Default)]
struct Group<'p> {
    name: &'p str,
    /// Labels with their values.
    items: Vec<(String, String)>,
    /// Labels of what the thing does not have.
    missing: Vec<String>,
}

/// One line: parts that are labels or values.
#[derive(Default)]
struct Line(Vec<(String, bool)>);

impl Group<'_> {
    /// The fields side by side, in lines of the width.
    fn lines(mut self, width: usize) -> Vec<Line> {
        if !self.missing.is_empty() {
            self.items.push(("has no".to_owned(), self.missing.join(", ")));
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut used = width;
        for (label, text) in self.items {
            let wide = label.width() + 1 + text.width();
            if used + GAP + wide > width || lines.is_empty() {
                lines.push(Line::default());
                used = 0;
            } else {
                used += GAP;
            }
            let mut pieces =
                pieces(&text, width.saturating_sub(label.width() + 1), width).into_iter();
            let Some(line) = lines.last_mut() else { continue };
            line.0.push((format!("{}{label}", " ".repeat(if used > 0 { GAP } else { 0 })), true));
            line.0.push((format!(" {}", pieces.next().unwrap_or_default()), false));
            used += wide;
            for piece in pieces {
                used = INDENT + piece.width();
                lines.push(Line(vec![(format!("{}{piece}", " ".repeat(INDENT)), false)]));
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
        for (number, (text, is_label)) in self.0.iter().enumerate() {
            let text = if number == last { text.trim_end() } else { text };
            let cut = if text.width() > left { &shorten(text, left, false) } else { text };
            left = left.saturating_sub(cut.width());
            if colour && *is_label {
                write!(out, "{}", cut.dimmed())?;
            } else {
                write!(out, "{cut}")?;
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
    name.strip_prefix(&prefix).unwrap_or(name).replace('_', " ")
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
