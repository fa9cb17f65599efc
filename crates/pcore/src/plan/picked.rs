//! The rows that a worker picks by a plan, and what it sees on the way.

use std::cell::Cell;

use super::{Plan, excludes};
use crate::filter::Truth;
use crate::lines::{Lines, Writer};
use crate::order::Keys;
use crate::pool::Output;
use crate::root::Reader;
use crate::rows::Rows;
use crate::{Absent, Cells, Value};

/// What of the words of the command line was found.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// For each word, whether a row matched it.
    pub words: Vec<bool>,
    /// Whether a row matched one of each kind.
    pub all: bool,
}

impl Hits {
    pub(crate) fn add(&mut self, more: &Self) {
        self.words.resize(self.words.len().max(more.words.len()), false);
        for (hit, more) in self.words.iter_mut().zip(&more.words) {
            *hit |= more;
        }
        self.all |= more.all;
    }
}

/// The cells of a row by the numbers of their columns, and what is found out when they are read.
struct Shown<'r> {
    row: &'r dyn Cells,
    plan: &'r Plan,
    reader: &'r Reader,
    /// Whether anything of the row went away.
    is_gone: Cell<bool>,
}

impl Cells for Shown<'_> {
    fn cell(&self, column: usize) -> Result<Value<'_>, Absent> {
        // Of what goes away nothing more is read, or counted.
        if self.is_gone.get() {
            return Err(Absent::Vanished);
        }
        let field = self.plan.columns.get(column).ok_or(Absent::NotApplicable)?;
        let value = self.row.cell(*field);
        if let Err(absent) = &value {
            self.note(column, *absent);
        }
        value
    }
}

impl Shown<'_> {
    /// Notes why a column has no value.
    fn note(&self, column: usize, absent: Absent) {
        match (absent, self.plan.origins.get(column)) {
            (Absent::Vanished, _) => self.is_gone.set(true),
            (Absent::Malformed, Some(Some(file))) => self.reader.malformed(*file),
            _ => {}
        }
    }
}

/// Rows that a worker picked, and what it saw on the way.
#[derive(Debug, Default)]
pub struct Picked {
    /// The rows that were kept.
    pub(crate) rows: Rows,
    /// The text of the rows, where that was made of them instead.
    pub(crate) lines: Lines,
    /// The bytes by which they are ordered.
    pub(crate) keys: Keys,
    /// How many rows were kept.
    pub(crate) kept: usize,
    /// What is known of the rows of the key that is being read.
    of_key: OfKey,
    /// What of the words of the command line was found.
    pub(crate) hits: Hits,
    /// Rows left out because the filter met a value that could not be seen, by reason.
    pub(crate) left_out: Vec<(Absent, u64)>,
    /// How many of the rows are a failure.
    pub(crate) alarms: u64,
}

/// What is known of the rows of one key while it is read.
#[derive(Debug, Default)]
struct OfKey {
    /// What the columns that they have in common become, unless each is written whole.
    start: Option<Vec<u8>>,
    /// The bytes by which they are ordered among those of other keys.
    key: Vec<u8>,
    /// How many were kept.
    rows: usize,
}

impl OfKey {
    /// Finds out what all rows begin with, by the first of them.
    fn begin(&mut self, writer: &dyn Writer, plan: &Plan, row: &dyn Cells) {
        let mut start = Vec::new();
        let is_of_all = plan.shared > 0 && writer.start(&mut start, row, plan.shared);
        self.start = is_of_all.then_some(start);
    }
}

impl Picked {
    /// What was seen without any row.
    pub(crate) fn seen(hits: Hits, left_out: Vec<(Absent, u64)>) -> Self {
        Self { hits, left_out, ..Self::default() }
    }

    /// Keeps the row if the plan wants it. A row of which anything went away is no row any more.
    pub(crate) fn offer(&mut self, plan: &Plan, row: &dyn Cells, reader: &Reader) {
        self.hits.words.resize(plan.word_count, false);
        let truth = plan.truth(row, &mut self.hits);
        match truth {
            Truth::True => {}
            Truth::Unknown(absent) if absent.is_gap() => {
                self.leave_out(absent, 1);
                if !plan.marks {
                    return;
                }
            }
            _ if plan.marks => {}
            _ => return,
        }
        let shown = Shown { row, plan, reader, is_gone: Cell::new(false) };
        if let Some(writer) = &plan.writer {
            self.write(&**writer, plan, &shown);
        } else {
            self.rows.set_width(plan.columns.len() + usize::from(plan.marks));
            (0..plan.columns.len()).for_each(|column| self.rows.push(&shown.cell(column)));
            if plan.marks {
                self.rows.push(&Ok(Value::Bool(truth == Truth::True)));
            }
        }
        if shown.is_gone.get() {
            if plan.writer.is_none() {
                self.rows.pop();
                return;
            }
            self.lines.pop();
            if plan.has_starts() && self.of_key.rows == 0 {
                self.lines.pop();
            }
            return;
        }
        if plan.alarm.as_ref().is_some_and(|alarm| alarm.test(row) == Truth::True) {
            self.alarms += 1;
        }
        self.kept += 1;
        self.of_key.rows += 1;
        match plan.leading {
            None => self.keys.push(|key| plan.encode(key, row, plan.sort.len())),
            Some(leading) if self.of_key.rows == 1 => {
                plan.encode(&mut self.of_key.key, row, leading);
            }
            Some(_) => {}
        }
    }

    /// Appends what a row becomes.
    fn write(&mut self, writer: &dyn Writer, plan: &Plan, row: &dyn Cells) {
        let Self { of_key, lines, .. } = self;
        if of_key.rows == 0 {
            of_key.begin(writer, plan, row);
            if plan.has_starts() {
                lines.push(|out| out.extend_from_slice(of_key.start.as_deref().unwrap_or(&[])));
            }
        }
        lines.push(|out| {
            let Some(start) = &of_key.start else { return writer.write(out, row, "") };
            if !plan.has_starts() {
                out.extend_from_slice(start);
            }
            writer.rest(out, row, plan.shared, "");
        });
    }

    /// Ends the rows of the key that was read. Where they come together, one key orders all.
    pub(crate) fn close(&mut self, plan: &Plan) {
        let OfKey { key, rows, .. } = std::mem::take(&mut self.of_key);
        if rows > 0 && plan.orders_keys() {
            self.keys.push_run(&key, rows + usize::from(plan.has_starts()));
        }
    }

    /// Whether a row of which this much is known can be wanted; words that it decides have hit.
    pub(crate) fn may_want(&mut self, plan: &Plan, known: &dyn Cells) -> bool {
        self.hits.words.resize(plan.word_count, false);
        !excludes(plan.truth(known, &mut self.hits))
    }

    fn leave_out(&mut self, absent: Absent, count: u64) {
        match self.left_out.iter_mut().find(|(reason, _)| *reason == absent) {
            Some((_, known)) => *known += count,
            None => self.left_out.push((absent, count)),
        }
    }
}

impl Output for Picked {
    fn append(&mut self, other: &mut Self) {
        self.rows.append(&mut other.rows);
        self.lines.append(&mut other.lines);
        self.keys.append(&mut other.keys);
        self.kept += std::mem::take(&mut other.kept);
        self.hits.add(&other.hits);
        self.alarms += std::mem::take(&mut other.alarms);
        for (absent, count) in other.left_out.drain(..) {
            self.leave_out(absent, count);
        }
    }

    fn is_full(&self) -> bool {
        self.rows.size() + self.lines.size() + self.keys.size() > Lines::FULL
    }
}
