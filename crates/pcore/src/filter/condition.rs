//! What a row is tested with.

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::Network;
use super::compare::Comparison;
use super::ranges::Ranges;
use super::truth::{Truth, both};
use crate::{Absent, Cells, Value};

/// A condition on a row. The parser bounds how deep conditions nest.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// All hold; none at all is true.
    All(Vec<Self>),
    /// One holds; none at all is false.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// The value of a field passes a test.
    Cell(usize, Test),
    /// Two fields compare so.
    Cells(usize, Comparison, usize),
    /// The field has no value, for this reason or for any. Never unknown.
    Absent(usize, Option<Absent>),
}

impl Condition {
    pub(super) fn test(&self, row: &dyn Cells) -> Truth {
        match self {
            Self::All(conditions) => fold(conditions, row, Truth::True, |a, b| a & b),
            Self::Any(conditions) => fold(conditions, row, Truth::False, |a, b| a | b),
            Self::Not(condition) => !condition.test(row),
            Self::Cell(field, test) => match row.cell(*field) {
                Ok(value) => test.holds(&value).into(),
                Err(reason) => Truth::Unknown(reason),
            },
            Self::Cells(left, comparison, right) => {
                both(row.cell(*left), row.cell(*right), |left, right| {
                    elements(&left).iter().any(|left| {
                        elements(&right).iter().any(|right| comparison.holds(left, right))
                    })
                })
            }
            Self::Absent(field, _) if !row.is_known(*field) => Truth::Unknown(Absent::Unsupported),
            Self::Absent(field, reason) => match row.cell(*field) {
                Ok(_) => Truth::False,
                Err(actual) => reason.is_none_or(|reason| reason == actual).into(),
            },
        }
    }

    /// Adds the fields that it mentions to those that are there.
    pub(super) fn fields(&self, fields: &mut Vec<usize>) {
        let mut add = |field: &usize| {
            if !fields.contains(field) {
                fields.push(*field);
            }
        };
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                for condition in conditions {
                    condition.fields(fields);
                }
            }
            Self::Not(condition) => condition.fields(fields),
            Self::Cell(field, _) | Self::Absent(field, _) => add(field),
            Self::Cells(left, _, right) => {
                add(left);
                add(right);
            }
        }
    }

    /// The numbers that the field can have in rows that pass.
    pub(super) fn ranges(&self, field: usize) -> Ranges {
        match self {
            Self::All(conditions) => conditions
                .iter()
                .fold(Ranges::all(), |all, condition| all.and(&condition.ranges(field))),
            Self::Any(conditions) => conditions
                .iter()
                .fold(Ranges::none(), |any, condition| any.or(condition.ranges(field))),
            Self::Cell(of, test) if *of == field => test.ranges(),
            Self::Not(_) | Self::Cell(..) | Self::Cells(..) | Self::Absent(..) => Ranges::all(),
        }
    }

    /// The texts that the field can have in rows that pass, if they are few enough to be listed.
    pub(super) fn texts(&self, field: usize) -> Option<Vec<&[u8]>> {
        match self {
            Self::All(conditions) => conditions.iter().find_map(|one| one.texts(field)),
            Self::Any(conditions) => {
                let texts: Option<Vec<_>> = conditions.iter().map(|one| one.texts(field)).collect();
                texts.map(|texts| texts.concat())
            }
            Self::Cell(of, test) if *of == field => test.texts(),
            Self::Not(_) | Self::Cell(..) | Self::Cells(..) | Self::Absent(..) => None,
        }
    }

    pub(super) fn cheapest_first(&mut self, cost: &dyn Fn(usize) -> u32) {
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                for condition in &mut *conditions {
                    condition.cheapest_first(cost);
                }
                conditions.sort_by_cached_key(|condition| {
                    let mut fields = Vec::new();
                    condition.fields(&mut fields);
                    fields.into_iter().map(cost).fold(0, u32::saturating_add)
                });
            }
            Self::Not(condition) => condition.cheapest_first(cost),
            Self::Cell(..) | Self::Cells(..) | Self::Absent(..) => {}
        }
    }
}

/// Joins the truths, and stops where no other can change the answer: at the denial of the truth
/// that it begins with.
fn fold(
    conditions: &[Condition],
    row: &dyn Cells,
    start: Truth,
    join: impl Fn(Truth, Truth) -> Truth,
) -> Truth {
    let mut truth = start;
    for condition in conditions {
        truth = join(truth, condition.test(row));
        if truth == !start {
            break;
        }
    }
    truth
}

/// A test of one value. A list passes if one of its elements does.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// True, not empty, not zero.
    Set,
    /// It compares so with a value.
    Compare(Comparison, Value<'static>),
    /// It is neither below the first nor above the last.
    Between(Value<'static>, Value<'static>),
    /// The expression is found in it.
    Matches(Regex),
    /// The text is found in it.
    Contains(Box<Finder<'static>>),
    /// It begins with the text.
    Begins(Box<[u8]>),
    /// The address lies in the network.
    Within(Network),
    /// One of the tests passes.
    AnyOf(Vec<Self>),
}

impl Test {
    /// The texts that pass, if they are few enough to be listed.
    fn texts(&self) -> Option<Vec<&[u8]>> {
        match self {
            Self::Compare(Comparison::Equal, value) => value.bytes().map(|text| vec![text]),
            Self::AnyOf(tests) => {
                let each: Option<Vec<_>> = tests.iter().map(Self::texts).collect();
                each.map(|each| each.concat())
            }
            _ => None,
        }
    }

    /// The numbers that pass.
    fn ranges(&self) -> Ranges {
        match self {
            Self::Compare(comparison, Value::Uint(number)) => match comparison {
                Comparison::Equal => Ranges::between(*number, *number),
                Comparison::Less => match number.checked_sub(1) {
                    Some(last) => Ranges::between(0, last),
                    None => Ranges::none(),
                },
                Comparison::AtMost => Ranges::between(0, *number),
                Comparison::More => match number.checked_add(1) {
                    Some(first) => Ranges::between(first, u64::MAX),
                    None => Ranges::none(),
                },
                Comparison::AtLeast => Ranges::between(*number, u64::MAX),
            },
            Self::Between(Value::Uint(first), Value::Uint(last)) => Ranges::between(*first, *last),
            Self::AnyOf(tests) => {
                tests.iter().fold(Ranges::none(), |any, test| any.or(test.ranges()))
            }
            _ => Ranges::all(),
        }
    }

    fn holds(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Set, value) => is_set(value),
            (test, Value::List(elements)) => elements.iter().any(|element| test.holds(element)),
            (Self::Compare(comparison, literal), value) => comparison.holds(value, literal),
            (Self::Between(first, last), value) => {
                Comparison::AtLeast.holds(value, first) && Comparison::AtMost.holds(value, last)
            }
            (Self::Matches(regex), value) => in_text(value, |text| regex.is_match(text)),
            (Self::Contains(finder), value) => in_text(value, |text| finder.find(text).is_some()),
            (Self::Begins(start), value) => in_text(value, |text| text.starts_with(start)),
            (Self::Within(network), Value::Ip(address)) => network.contains(*address),
            (Self::Within(_), _) => false,
            (Self::AnyOf(tests), value) => tests.iter().any(|test| test.holds(value)),
        }
    }
}

/// The elements of a list, or the value itself.
fn elements<'v, 'a>(value: &'v Value<'a>) -> &'v [Value<'a>] {
    match value {
        Value::List(elements) => elements,
        value => std::slice::from_ref(value),
    }
}

fn is_set(value: &Value<'_>) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::Int(number) | Value::Time(number) => *number != 0,
        Value::Uint(number) => *number != 0,
        Value::Float(number) => *number != 0.0,
        Value::Text(text) => !text.is_empty(),
        Value::Word(word) => !word.is_empty(),
        Value::Ip(address) => !address.is_unspecified(),
        Value::List(elements) => !elements.is_empty(),
    }
}

/// Whether the text of the value passes. An address is searched as it is written.
fn in_text(value: &Value<'_>, found: impl Fn(&[u8]) -> bool) -> bool {
    match value {
        Value::Ip(address) => found(address.to_string().as_bytes()),
        value => value.bytes().is_some_and(found),
    }
}
