//! Lines of a table that comes in portions.

use crate::file::Cap;

/// How much of a table is read before it counts as long, so that reading ahead is worth a thread.
const LONG: usize = 256 << 10;

/// The lines of a table that comes in portions.
pub(super) struct Lines<'e> {
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
    total: usize,
    limit: usize,
    each: &'e mut dyn FnMut(&[u8]),
}

impl<'e> Lines<'e> {
    /// Lines for `each`, of so many bytes at most.
    pub(super) fn new(limit: usize, each: &'e mut dyn FnMut(&[u8])) -> Self {
        Self { rest: Vec::new(), total: 0, limit, each }
    }

    /// Whether so much has come that more is worth a thread.
    pub(super) fn is_long(&self) -> bool {
        self.total > LONG
    }

    /// Whether there may be more of them.
    pub(super) fn is_wanting(&self) -> bool {
        self.total <= self.limit && self.rest.len() <= Cap::Text.bytes()
    }

    /// Takes a portion; whether there may be more.
    pub(super) fn take(&mut self, portion: &[u8]) -> bool {
        self.total += portion.len();
        let mut portion = portion;
        if !self.rest.is_empty() {
            let end = memchr::memchr(b'\n', portion).map_or(portion.len(), |end| end + 1);
            let (head, tail) = portion.split_at_checked(end).unwrap_or((portion, &[]));
            self.rest.extend_from_slice(head);
            portion = tail;
            if let Some(line) = self.rest.strip_suffix(b"\n") {
                (self.each)(line);
                self.rest.clear();
            }
        }
        let whole = memchr::memrchr(b'\n', portion).map_or(0, |end| end + 1);
        let (lines, rest) = portion.split_at_checked(whole).unwrap_or((portion, &[]));
        crate::parse::lines(lines).for_each(|line| (self.each)(line));
        self.rest.extend_from_slice(rest);
        self.is_wanting()
    }

    /// Takes what is left; whether all of it came.
    pub(super) fn end(&mut self) -> bool {
        let is_whole = self.is_wanting();
        if is_whole && !self.rest.is_empty() {
            (self.each)(&self.rest);
        }
        is_whole
    }
}
