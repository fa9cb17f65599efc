//! The syntax tree: names and values are still text, and know where they stand.

use super::compare::Comparison;
use crate::Absent;

/// A filter as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree<'t> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Set(Name<'t>),
    Compare { field: Name<'t>, at: usize, comparison: Comparison, right: Operand<'t> },
    Matches { field: Name<'t>, at: usize, pattern: Literal<'t> },
    In { field: Name<'t>, items: Vec<Literal<'t>> },
    Absent { field: Name<'t>, reason: Option<Absent> },
}

/// The name of a field, and the byte at which it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Name<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
}

/// A value as it is written, without its quotes but with its escapes, and the byte at which it
/// begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Literal<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
    pub(super) quoted: bool,
}

/// The right side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operand<'t> {
    Field(Name<'t>),
    Literal(Literal<'t>),
}
