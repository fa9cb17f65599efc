//! Plain tables: columns aligned by display width, one line a row. On a terminal coloured and cut
//! to its width; elsewhere neither.

mod line;

use std::io;
use std::ops::Range;

use owo_colors::OwoColorize;
use pcore::query::{Listing, Table};
use pcore::{Absent, Cells, Kind, Value};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use self::line::{Cell, Tone};
use super::Column;
use super::text::Style;
use crate::stream::Output;

/// How a table is set.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub(crate) struct Setting {
    /// The width of the terminal, or no limit.
    pub(crate) width: Option<usize>,
    /// The height of the terminal, where one shows the page.
    pub(crate) height: Option<usize>,
    /// Whether the run repeats.
    pub(crate) watched: bool,
    /// Whether each round stands below the one before.
    pub(crate) scrolls: bool,
    /// Whether to colour.
    pub(crate) colour: bool,
    /// Whether to print the headings.
    pub(crate) headings: bool,
    /// Whether the last column stands below each line where the terminal has a width.
    pub(crate) below: bool,
}

impl Setting {
    /// The columns that stand beside each other, and whether one stands below them.
    fn beside<'c>(&self, columns: &'c [Column]) -> (&'c [Column], bool) {
        match columns {
            [beside @ .., _] if self.below && self.width.is_some() && !beside.is_empty() => {
                (beside, true)
            }
            _ => (columns, false),
        }
    }
}

/// How far what stands below a line is set in.
const INDENT: usize = 4;

/// What a cut cell shows in place of what was cut.
const ELLIPSIS: char = '…';
/// Columns of text are not cut below this.
const NARROW: usize = 8;

/// What stands above a table: an earlier round of the same.
#[derive(Debug, Default)]
pub(crate) struct Above {
    /// How wide its columns were.
    widths: Vec<usize>,
    /// The lines since its headings.
    lines: usize,
}

impl Above {
    /// Whether one line more can go without headings of its own. The columns become as wide as those
    /// above, if they were narrower.
    fn serves(&mut self, widths: &mut Vec<usize>, height: Option<usize>) -> bool {
        let fits = widths.len() == self.widths.len()
            && widths.iter().zip(&self.widths).all(|(width, above)| width <= above);
        let is_seen = height.is_none_or(|height| self.lines + 2 < height);
        if fits {
            widths.clone_from(&self.widths);
        } else {
            self.widths.clone_from(widths);
        }
        self.lines = if fits && is_seen { self.lines + 1 } else { 2 };
        fits && is_seen
    }
}

/// Writes rows as lines that are yet to be set.
pub(crate) struct Writer {
    columns: Vec<Column>,
    style: Style,
    /// The column before whose texts a tree is drawn.
    drawn: Option<usize>,
    colour: bool,
}

impl Writer {
    pub(crate) fn new(columns: &[Column], style: &Style, setting: &Setting) -> Self {
        style.prepare(columns);
        let (columns, style) = (columns.to_vec(), style.clone());
        Self { drawn: drawn(&columns), columns, style, colour: setting.colour }
    }

    /// Appends the cells of some columns.
    fn cells(&self, line: &mut Vec<u8>, row: &dyn Cells, of: Range<usize>, branch: &str) {
        for (number, column) in self.columns.iter().enumerate().take(of.end).skip(of.start) {
            line::push(line, |out| {
                if self.drawn == Some(number) {
                    out.extend_from_slice(branch.as_bytes());
                }
                let value = row.cell(number);
                self.style.write(out, column, &value);
                if self.colour { tone(column, &value) } else { Tone::Plain }
            });
        }
    }
}

impl pcore::lines::Writer for Writer {
    fn start(&self, line: &mut Vec<u8>, row: &dyn Cells, columns: usize) -> bool {
        self.cells(line, row, 0..columns, "");
        true
    }

    fn rest(&self, line: &mut Vec<u8>, row: &dyn Cells, columns: usize, branch: &str) {
        self.cells(line, row, columns..self.columns.len(), branch);
    }
}

/// Prints a table.
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
    let listing = table.lines(&Writer::new(columns, style, setting));
    print_below(&mut Above::default(), out, &listing, columns, setting)
}

/// Prints lines, as the writer of these columns made them, below what an earlier round has printed.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print_below(
    above: &mut Above,
    out: &mut Output,
    listing: &Listing,
    columns: &[Column],
    setting: &Setting,
) -> io::Result<()> {
    let (beside, has_below) = setting.beside(columns);
    let headings = setting.headings && columns.iter().any(|column| !column.title.is_empty());
    let mut widths: Vec<usize> =
        beside.iter().map(|c| if headings { c.title.width() } else { 0 }).collect();
    for (start, rests) in listing.runs() {
        let columns = widen(&mut widths, start);
        for rest in rests {
            widen(widths.get_mut(columns..).unwrap_or_default(), rest);
        }
    }
    if let Some(limit) = setting.width {
        fit(&mut widths, beside, limit);
    }
    // A table of one line is one table with those of the rounds before.
    let goes_on =
        setting.scrolls && listing.len() == 1 && above.serves(&mut widths, setting.height);
    let slots = Slot::all(beside, &widths, setting);
    if headings && !goes_on {
        let tone = if setting.colour { Tone::Bold } else { Tone::Plain };
        let mut titles = beside.iter().map(|column| Cell::of(&column.title, tone));
        set(out.buffer(), 0, &slots, &mut titles);
        out.buffer().push(b'\n');
        out.settle()?;
    }
    let mut begun = Vec::new();
    for (start, rests) in listing.runs() {
        begun.clear();
        let mut cells = line::cells(start);
        let (columns, gap) = set(&mut begun, 0, &slots, &mut cells);
        let below = cells.next();
        for rest in rests {
            let buffer = out.buffer();
            buffer.extend_from_slice(&begun);
            let mut cells = line::cells(rest);
            set(buffer, gap, slots.get(columns..).unwrap_or_default(), &mut cells);
            if let Some(cell) = below.or_else(|| cells.next()).filter(|_| has_below) {
                buffer.push(b'\n');
                set_below(buffer, &cell, setting);
            }
            buffer.push(b'\n');
            out.settle()?;
        }
    }
    Ok(())
}

/// Makes columns as wide as the cells of a line; says how many cells there are.
fn widen(widths: &mut [usize], line: &[u8]) -> usize {
    let mut cells = 0;
    for (width, cell) in widths.iter_mut().zip(line::cells(line)) {
        *width = (*width).max(cell.width());
        cells += 1;
    }
    cells
}

/// Appends cells in their places as long as there are both, behind the gap that what stands before has
/// left; says how many, and what blanks there are up to the end of the last.
fn set<'l>(
    out: &mut Vec<u8>,
    mut gap: usize,
    slots: &[Slot],
    cells: &mut impl Iterator<Item = Cell<'l>>,
) -> (usize, usize) {
    let mut columns = 0;
    for (slot, cell) in slots.iter().zip(cells) {
        gap = slot.set(out, gap, cell);
        columns += 1;
    }
    (columns, gap)
}

/// Appends what stands below a line.
fn set_below(out: &mut Vec<u8>, cell: &Cell<'_>, setting: &Setting) {
    let room = setting.width.unwrap_or_default().saturating_sub(INDENT);
    pad(out, INDENT);
    let shown =
        if cell.width() > room { shorten(&cell.text(), room, false).into() } else { cell.text() };
    paint(out, shown.as_bytes(), if setting.colour { Tone::Faint } else { Tone::Plain });
}

/// The column before whose texts a tree is drawn: what runs, or else the last text.
fn drawn(columns: &[Column]) -> Option<usize> {
    let named = |name: &str| columns.iter().position(|column| column.info.name == name);
    let last = || columns.iter().rposition(|column| !column.info.kind.is_right());
    named("command").or_else(|| named("comm")).or_else(last)
}

/// What happens to what is wider than its column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Excess {
    /// It stands whole.
    Stays,
    /// Its beginning stands.
    CutAtEnd,
    /// Its end stands.
    CutAtStart,
}

/// Where the cells of one column stand in each line.
struct Slot {
    /// How wide it is: a terminal may be too narrow for the columns that cannot give way.
    width: usize,
    /// Whether a blank sets it apart from the one before.
    is_apart: bool,
    /// Whether its cells end where it ends.
    is_right: bool,
    /// What happens to a cell that is wider.
    excess: Excess,
}

impl Slot {
    fn all(columns: &[Column], widths: &[usize], setting: &Setting) -> Vec<Self> {
        let mut before = 0;
        let slot = |(number, (column, width)): (usize, (&Column, &usize))| {
            let room = setting.width.map_or(usize::MAX, |limit| limit.saturating_sub(before));
            before += width + 1;
            Self {
                width: (*width).min(room),
                is_apart: number > 0 && room > 0,
                is_right: column.info.kind.is_right(),
                excess: match setting.width {
                    None => Excess::Stays,
                    Some(_) if column.info.kind.ends_in_what_matters() => Excess::CutAtStart,
                    Some(_) => Excess::CutAtEnd,
                },
            }
        };
        columns.iter().zip(widths).enumerate().map(slot).collect()
    }

    /// Appends a cell in its place, behind the gap that the one before has left; returns what blanks
    /// there are up to the end of this one.
    fn set(&self, out: &mut Vec<u8>, gap: usize, cell: Cell<'_>) -> usize {
        let width = cell.width();
        if self.excess != Excess::Stays && width > self.width {
            let cut = shorten(&cell.text(), self.width, self.excess == Excess::CutAtStart);
            return self.fill(out, gap, cut.as_bytes(), cut.width(), cell.tone);
        }
        self.fill(out, gap, cell.bytes, width, cell.tone)
    }

    fn fill(&self, out: &mut Vec<u8>, gap: usize, text: &[u8], width: usize, tone: Tone) -> usize {
        let padding = self.width.saturating_sub(width);
        let (left, right) = if self.is_right { (padding, 0) } else { (0, padding) };
        pad(out, gap + usize::from(self.is_apart) + left);
        paint(out, text, tone);
        right
    }
}

fn pad(out: &mut Vec<u8>, width: usize) {
    out.resize(out.len() + width, b' ');
}

/// Makes the columns fit the terminal: the last gives way first, then the widest of text, which
/// become as narrow as each other. Addresses, of which a part says little, come after all others, and
/// only where it helps.
fn fit(widths: &mut [usize], columns: &[Column], limit: usize) {
    let Some(last) = widths.len().checked_sub(1) else { return };
    let kind = |number: usize| columns.get(number).map(|column| column.info.kind);
    let is_address = |number: usize| matches!(kind(number), Some(Kind::Address));
    let can_shrink = |number: usize| {
        kind(number).is_some_and(|kind| {
            let element = kind.element();
            element.ends_in_what_matters()
                || matches!(element, Kind::Text)
                || matches!(kind, Kind::List(_))
        })
    };
    let excess = |widths: &[usize]| (widths.iter().sum::<usize>() + last).saturating_sub(limit);
    let shrink_last = |widths: &mut [usize], floor: usize| {
        let excess = excess(widths);
        if let Some(width) = widths.last_mut().filter(|width| **width > floor && can_shrink(last)) {
            *width = width.saturating_sub(excess).max(floor);
        }
    };
    shrink_last(widths, 2 * NARROW);
    // Narrower by one at a time where it is widest, for which none must be wider than the terminal.
    for (number, width) in widths.iter_mut().enumerate() {
        let gives = can_shrink(number) || is_address(number);
        *width = if gives { (*width).min(limit.max(NARROW)) } else { *width };
    }
    let shrink_widest = |widths: &mut [usize], gives: &dyn Fn(usize) -> bool| {
        for _ in 0..excess(widths) {
            let widest = widths
                .iter_mut()
                .enumerate()
                .filter(|(number, width)| **width > NARROW && gives(*number))
                .max_by_key(|(_, width)| **width);
            let Some((_, width)) = widest else { break };
            *width -= 1;
        }
    };
    shrink_widest(widths, &can_shrink);
    let addresses = widths.iter().enumerate().filter(|(number, _)| is_address(*number));
    let room: usize = addresses.map(|(_, width)| width.saturating_sub(NARROW)).sum();
    if excess(widths) <= room {
        shrink_widest(widths, &is_address);
    }
    shrink_last(widths, 1);
}

/// Cuts a text to a display width, never in the middle of a character. Of a path the end is kept.
pub(super) fn shorten(text: &str, width: usize, keep_end: bool) -> String {
    let Some(mut room) = width.checked_sub(1) else { return String::new() };
    let mut fits = |character: &char| {
        let wide = character.width().unwrap_or(0);
        let fits = wide <= room;
        room = room.saturating_sub(wide);
        fits
    };
    if keep_end {
        let tail: Vec<char> = text.chars().rev().take_while(|c| fits(c)).collect();
        std::iter::once(ELLIPSIS).chain(tail.into_iter().rev()).collect()
    } else {
        text.chars().take_while(|c| fits(c)).chain(std::iter::once(ELLIPSIS)).collect()
    }
}

/// How a value is coloured: some deserve a look.
fn tone(column: &Column, value: &Result<Value<'_>, Absent>) -> Tone {
    match value {
        Err(absent) if absent.is_gap() => Tone::Alert,
        Err(_) => Tone::Faint,
        Ok(value) => match (column.info.name, value.bytes()) {
            ("state", Some(b"D" | b"Z" | b"incomplete")) => Tone::Alert,
            _ => Tone::Plain,
        },
    }
}

fn paint(out: &mut Vec<u8>, text: &[u8], tone: Tone) {
    let coloured = |colour: fn(&str) -> String| colour(&String::from_utf8_lossy(text)).into_bytes();
    match tone {
        Tone::Plain => out.extend_from_slice(text),
        Tone::Faint => out.extend(coloured(|text| text.dimmed().to_string())),
        Tone::Alert => out.extend(coloured(|text| text.yellow().to_string())),
        Tone::Bold => out.extend(coloured(|text| text.bold().to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(shorten("abcdef", 4, false), "abc…");
        assert_eq!(shorten("/a/b/file", 5, true), "…file");
        assert_eq!(shorten("日本語", 4, false), "日…");
        assert_eq!(shorten("日本語", 4, true), "…語");
        assert_eq!(shorten("abc", 1, false), "…");
        assert_eq!(shorten("abc", 0, false), "");
    }

    #[test]
    fn what_is_widest_gives_way_until_all_fits() {
        let fields = crate::tool::PNET.first().unwrap().fields();
        let columns = |names: &[&str]| -> Vec<Column> {
            let number = |name: &&str| fields.iter().position(|f| f.name == *name).unwrap();
            names.iter().map(number).map(|number| Column::of(number, &fields[number])).collect()
        };
        let fitted = |names: &[&str], widths: &[usize], limit| {
            let mut widths = widths.to_vec();
            fit(&mut widths, &columns(names), limit);
            widths
        };
        let ends = ["state", "local_endpoint", "peer_endpoint", "uid"];
        // As they are, where there is room.
        assert_eq!(fitted(&ends, &[11, 40, 15, 4], 80), [11, 40, 15, 4]);
        // The wide one before the narrow one, then both alike; words and numbers stay.
        assert_eq!(fitted(&ends, &[11, 40, 15, 4], 60), [11, 27, 15, 4]);
        assert_eq!(fitted(&ends, &[11, 40, 45, 4], 60), [11, 21, 21, 4]);
        assert_eq!(fitted(&ends, &[11, 40, 45, 4], 20), [11, 8, 8, 4]);
        // The last first, as long as that leaves something of it.
        let last = ["state", "local_endpoint", "process"];
        assert_eq!(fitted(&last, &[11, 40, 30], 80), [11, 40, 27]);
        assert_eq!(fitted(&last, &[11, 40, 30], 50), [11, 21, 16]);
        assert_eq!(fitted(&last, &[11, 1_000_000_000, 30], 50), [11, 21, 16]);
        assert_eq!(fitted(&last, &[11, 40, 30], 24), [11, 8, 3]);
        assert_eq!(fitted(&last, &[11, 40, 30], 5), [11, 8, 1]);
        assert_eq!(fitted(&[], &[], 5), [0_usize; 0]);
        // An address after all others, and not in vain.
        let address = ["state", "local", "process", "uid"];
        assert_eq!(fitted(&address, &[11, 15, 30, 4], 45), [11, 15, 12, 4]);
        assert_eq!(fitted(&address, &[11, 15, 30, 4], 36), [11, 10, 8, 4]);
        assert_eq!(fitted(&address, &[11, 15, 30, 4], 30), [11, 15, 8, 4]);
    }
}
