//! Rows that were read, kept small: cells of sixteen bytes and one arena of text.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr};

use crate::lines::make_room;
use crate::{Absent, Cells, Value};

/// Rows that were read. A cell is sixteen bytes; its text lies in one arena with all the others.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    width: usize,
    cells: Vec<Cell>,
    text: Vec<u8>,
    words: String,
    nested: Vec<Cell>,
}

/// One of these rows, whose cells have the numbers of their columns.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    rows: &'r Rows,
    row: usize,
}

impl<'r> Row<'r> {
    /// The value in a column.
    ///
    /// # Errors
    /// Why there is none; what lies outside does not apply.
    pub fn get(&self, column: usize) -> Result<Value<'r>, Absent> {
        match self.rows.cells.get(self.row * self.rows.width + column) {
            Some(cell) if column < self.rows.width => self.rows.value(*cell),
            _ => Err(Absent::NotApplicable),
        }
    }
}

impl Cells for Row<'_> {
    fn cell(&self, column: usize) -> Result<Value<'_>, Absent> {
        self.get(column)
    }
}

#[derive(Clone, Copy, Debug)]
enum Cell {
    Absent(Absent),
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Time(i64),
    Text(Span),
    Word(Span),
    Ip4(u32),
    Ip6(Span),
    List(Span),
}

/// A part of the arena of text, or of the nested cells.
#[derive(Clone, Copy, Debug)]
struct Span {
    at: u32,
    len: u32,
}

impl Span {
    fn range(self) -> std::ops::Range<usize> {
        self.at as usize..self.at as usize + self.len as usize
    }
}

impl Rows {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// How many bytes the rows hold.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
            + self.words.len()
            + (self.cells.len() + self.nested.len()) * size_of::<Cell>()
    }

    /// A row by its number.
    pub(crate) fn row(&self, row: usize) -> Row<'_> {
        Row { rows: self, row }
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|row| self.row(row))
    }

    fn value(&self, cell: Cell) -> Result<Value<'_>, Absent> {
        Ok(match cell {
            Cell::Absent(absent) => return Err(absent),
            Cell::Bool(yes) => Value::Bool(yes),
            Cell::Int(number) => Value::Int(number),
            Cell::Uint(number) => Value::Uint(number),
            Cell::Float(number) => Value::Float(number),
            Cell::Time(moment) => Value::Time(moment),
            Cell::Text(span) => Value::Text(Cow::Borrowed(self.bytes(span))),
            Cell::Word(span) => Value::word(self.words.get(span.range()).unwrap_or_default()),
            Cell::Ip4(bits) => Value::Ip(IpAddr::V4(bits.into())),
            Cell::Ip6(span) => {
                let octets = <[u8; 16]>::try_from(self.bytes(span)).unwrap_or_default();
                Value::Ip(IpAddr::V6(Ipv6Addr::from(octets)))
            }
            Cell::List(span) => Value::List(
                self.nested
                    .get(span.range())
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|cell| self.value(*cell).ok())
                    .collect(),
            ),
        })
    }

    fn bytes(&self, span: Span) -> &[u8] {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Adds one cell; a row is complete when `width` of them were added.
    #[inline]
    pub(crate) fn push(&mut self, value: &Result<Value<'_>, Absent>) {
        // Those that many rows have are written where they stay: a cell that is handed on through
        // memory and copied at once costs more than all that is done with it.
        match value {
            Err(absent) => self.cells.push(Cell::Absent(*absent)),
            Ok(Value::Uint(number)) => self.cells.push(Cell::Uint(*number)),
            Ok(Value::Word(word)) => {
                let span = self.keep_word(word);
                self.cells.push(Cell::Word(span));
            }
            Ok(Value::Text(text)) => {
                let span = self.keep_bytes(text);
                self.cells.push(Cell::Text(span));
            }
            Ok(value) => {
                let cell = self.keep(value);
                self.cells.push(cell);
            }
        }
    }

    /// Forgets the last row.
    pub(crate) fn pop(&mut self) {
        self.cells.truncate(self.cells.len().saturating_sub(self.width));
    }

    pub(crate) fn set_width(&mut self, width: usize) {
        self.width = width;
    }

    fn keep(&mut self, value: &Value<'_>) -> Cell {
        match value {
            Value::Bool(yes) => Cell::Bool(*yes),
            Value::Int(number) => Cell::Int(*number),
            Value::Uint(number) => Cell::Uint(*number),
            Value::Float(number) => Cell::Float(*number),
            Value::Time(moment) => Cell::Time(*moment),
            Value::Text(text) => Cell::Text(self.keep_bytes(text)),
            Value::Word(word) => Cell::Word(self.keep_word(word)),
            Value::Ip(IpAddr::V4(address)) => Cell::Ip4(address.to_bits()),
            Value::Ip(IpAddr::V6(address)) => Cell::Ip6(self.keep_bytes(&address.octets())),
            Value::List(values) => {
                let cells: Vec<Cell> = values.iter().map(|value| self.keep(value)).collect();
                let at = self.nested.len() as u32;
                self.nested.extend(&cells);
                Cell::List(Span { at, len: cells.len() as u32 })
            }
        }
    }

    fn keep_word(&mut self, word: &str) -> Span {
        let at = self.words.len() as u32;
        self.words.push_str(word);
        Span { at, len: word.len() as u32 }
    }

    fn keep_bytes(&mut self, bytes: &[u8]) -> Span {
        let at = self.text.len() as u32;
        self.text.extend_from_slice(bytes);
        Span { at, len: bytes.len() as u32 }
    }

    /// Moves the rows of `other` behind these; `other` keeps its memory for more.
    pub(crate) fn append(&mut self, other: &mut Self) {
        if self.cells.is_empty() && other.cells.len() > 64 {
            std::mem::swap(self, other);
            other.set_width(self.width);
        } else {
            self.width = other.width;
            let (text, words) = (self.text.len() as u32, self.words.len() as u32);
            let nested = self.nested.len() as u32;
            let moved = |cell: &Cell| match *cell {
                Cell::Text(span) => Cell::Text(span.moved(text)),
                Cell::Word(span) => Cell::Word(span.moved(words)),
                Cell::Ip6(span) => Cell::Ip6(span.moved(text)),
                Cell::List(span) => Cell::List(span.moved(nested)),
                cell => cell,
            };
            make_room(&mut self.cells, other.cells.len());
            self.cells.extend(other.cells.iter().map(moved));
            self.nested.extend(other.nested.iter().map(moved));
            make_room(&mut self.text, other.text.len());
            self.text.extend_from_slice(&other.text);
            self.words.push_str(&other.words);
        }
        other.cells.clear();
        other.text.clear();
        other.words.clear();
        other.nested.clear();
    }
}

impl Span {
    fn moved(self, by: u32) -> Self {
        Self { at: self.at + by, len: self.len }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: Vec<Result<Value<'_>, Absent>>, width: usize) -> Rows {
        let mut rows = Rows { width, ..Rows::default() };
        for value in values {
            rows.push(&value);
        }
        rows
    }

    #[test]
    fn a_cell_is_sixteen_bytes() {
        assert_eq!(size_of::<Cell>(), 16);
    }

    #[test]
    fn values_come_back_also_after_a_move() {
        let list = Value::List(vec![Value::text(b"a"), Value::Uint(2)]);
        let mut all = rows(vec![Ok(Value::text(b"x")), Err(Absent::Denied)], 2);
        let address: IpAddr = "2001:db8::1".parse().unwrap();
        let mut more = rows(vec![Ok(list.clone()), Ok(Value::Ip(address))], 2);
        all.append(&mut more);
        assert_eq!(all.len(), 2);
        assert_eq!(more.len(), 0);
        assert_eq!(all.row(0).get(0), Ok(Value::text(b"x")));
        assert_eq!(all.row(0).get(1), Err(Absent::Denied));
        assert_eq!(all.row(1).get(0), Ok(list));
        assert_eq!(all.row(1).get(1), Ok(Value::Ip(address)));
    }

    #[test]
    fn the_last_row_is_forgotten() {
        let numbers = |numbers: [u64; 4]| numbers.map(|number| Ok(Value::Uint(number))).to_vec();
        let mut rows = rows(numbers([1, 2, 3, 4]), 2);
        rows.pop();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows.row(0).get(1), Ok(Value::Uint(2)));
    }
}
