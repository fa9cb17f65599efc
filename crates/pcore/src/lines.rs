//! Rows as text: what a writer makes of them where they are read, so that no value is kept.

use crate::Cells;

/// Makes text of rows, in whatever form. All workers share it.
///
/// Cells have the numbers of their columns. Each that is written is to be asked for: a row that goes
/// away meanwhile is found out by that.
pub trait Writer: Send + Sync {
    /// Appends what the first so many columns of a row become. Says whether that can stand before the
    /// rest of every row that has these cells.
    fn start(&self, out: &mut Vec<u8>, row: &dyn Cells, columns: usize) -> bool;

    /// Appends the rest of what a row becomes, behind such a start of so many columns. What `branch`
    /// holds is drawn before a row of a tree.
    fn rest(&self, out: &mut Vec<u8>, row: &dyn Cells, columns: usize, branch: &str);

    /// Appends all that a row becomes.
    fn write(&self, out: &mut Vec<u8>, row: &dyn Cells, branch: &str) {
        self.start(out, row, 0);
        self.rest(out, row, 0, branch);
    }
}

/// Pieces of text, or of bytes, one a row.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Lines {
    /// The bytes above which a batch is handed on.
    pub(crate) const FULL: usize = 4 << 20;

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them.
    pub(crate) fn get(&self, line: usize) -> &[u8] {
        let start = line.checked_sub(1).map_or(0, |before| self.end(before));
        self.bytes.get(start..self.end(line)).unwrap_or_default()
    }

    /// The first of them in one piece.
    pub(crate) fn head(&self, lines: usize) -> &[u8] {
        let end = lines.checked_sub(1).map_or(0, |last| self.end(last));
        self.bytes.get(..end).unwrap_or(&self.bytes)
    }

    fn end(&self, line: usize) -> usize {
        self.ends.get(line).copied().unwrap_or(self.bytes.len())
    }

    /// How many bytes they take.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len() + size_of_val(&*self.ends)
    }

    /// Adds one.
    pub(crate) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    /// Forgets the last one.
    pub(crate) fn pop(&mut self) {
        self.ends.pop();
        let end = self.ends.last().copied().unwrap_or_default();
        self.bytes.truncate(end);
    }

    /// Moves the lines of `other` behind these; `other` keeps its memory for more.
    pub(crate) fn append(&mut self, other: &mut Self) {
        if self.ends.is_empty() && other.ends.len() > 64 {
            return std::mem::swap(self, other);
        }
        let before = self.bytes.len();
        self.ends.extend(other.ends.iter().map(|end| before + end));
        make_room(&mut self.bytes, other.bytes.len());
        self.bytes.extend_from_slice(&other.bytes);
        other.bytes.clear();
        other.ends.clear();
    }
}

/// Makes room for more at once where many rows come together: what is copied as it grows, again and
/// again, costs more than the rows themselves. Memory that nobody wrote to is none yet.
pub(crate) fn make_room<T>(vec: &mut Vec<T>, more: usize) {
    const MANY: usize = 64 << 10;
    const STEP: usize = 512 << 10;
    let wanted = (vec.len() + more) * size_of::<T>();
    if vec.capacity() * size_of::<T>() < wanted && wanted > MANY {
        vec.reserve(more.max(STEP / size_of::<T>()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Lines {
        let mut lines = Lines::default();
        for text in texts {
            lines.push(|out| out.extend_from_slice(text.as_bytes()));
        }
        lines
    }

    #[test]
    fn lines_come_back_also_after_a_move() {
        let (mut all, mut more) = (lines(&["one", ""]), lines(&["three", "four"]));
        all.append(&mut more);
        assert_eq!(more.len(), 0);
        let found: Vec<&[u8]> = (0..all.len()).map(|line| all.get(line)).collect();
        assert_eq!(found, [&b"one"[..], b"", b"three", b"four"]);
        assert_eq!(all.head(0), b"");
        assert_eq!(all.head(3), b"onethree");
    }

    #[test]
    fn the_last_is_forgotten() {
        let mut lines = lines(&["one", "two"]);
        lines.pop();
        lines.push(|out| out.push(b'2'));
        assert_eq!((lines.len(), lines.get(0), lines.get(1)), (2, &b"one"[..], &b"2"[..]));
    }
}
