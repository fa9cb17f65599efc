//! The filter of `--where`: which rows are kept.
//!
//! A superset of util-linux's scols-filter(5), which `lsfd -Q` and `lsblk -Q` take:
//!
//! ```text
//! filter   = all { ("or" | "||") all }
//! all      = one { ("and" | "&&") one }
//! one      = ("not" | "!") one | "(" filter ")" | test
//! test     = field                                 set: true, not empty, not zero
//!          | field compare (value | "@" field)     rss > 500M, ppid == @pid
//!          | value compare field                   1000 < uid
//!          | field ("=~" | "!~") value             a regular expression, found anywhere
//!          | field ["not"] "in" item               local in 10.0.0.0/8, port in 1..1023
//!          | field ["not"] "in" "(" item { "," item } ")"
//!          | field "is" ["not"] ("null" | reason)  exe is denied
//! compare  = "==" | "!=" | "<" | "<=" | ">" | ">=" | "eq" | "ne" | "lt" | "le" | "gt" | "ge"
//! item     = value | value ".." value | network
//! value    = word | '"' characters '"' | "'" characters "'"
//! reason   = "denied" | "blocked" | "malformed" | "unsupported" | "not_applicable" | "vanished"
//! ```
//!
//! Names and keywords are read in any case; the kind of the field says what a value may be. A word
//! runs to the next blank, parenthesis, quote or one of `&|<>!`, and in a list to the next comma. A
//! range is one word, or stands in one pair of quotes. In quotes `\\`, `\"`, `\'`, `\n`, `\r`, `\t`,
//! `\0` and `\xHH` stand for a byte, except in a regular expression, which has escapes of its own.
//! Of scols-filter(5) only the filters that name no field are missing.
//!
//! A field of several values passes a test if any of them does; `!=`, `!~` and `not in` are the
//! denial of that. A word of this library's own, such as a state, is compared in any case.
//!
//! A test of an absent value is neither true nor false but unknown, and logic goes on from there as
//! Kleene's does: the order of evaluation never changes an answer.

mod check;
mod compare;
mod condition;
mod error;
mod escape;
mod literal;
mod network;
mod parse;
mod ranges;
mod token;
mod tree;
mod truth;

use memchr::memmem::Finder;
use regex::bytes::RegexBuilder;

use crate::{Absent, Cells, Info, Value};
use compare::Comparison;
use condition::{Condition, Test};

pub use error::FilterError;
pub use network::{Network, NetworkError};
pub use ranges::Ranges;
pub use truth::Truth;

/// A checked filter: every name is a field's number, every value and expression is ready.
///
/// A thread that tests many rows does so on a clone: the copies of a regular expression do not
/// contend for its scratch memory.
#[derive(Clone, Debug)]
pub struct Filter {
    condition: Condition,
}

impl Filter {
    /// Reads and checks a filter over these fields.
    ///
    /// # Errors
    /// The first place where the text is not a filter, names no field, or gives a field a value or
    /// a test that its kind does not have.
    pub fn parse(text: &str, fields: &[Info]) -> Result<Self, FilterError> {
        let tree = parse::parse(text)?;
        Ok(Self { condition: check::check(tree, text, fields)? })
    }

    /// Whether the row passes. Asks for no more cells than the answer needs.
    pub fn test(&self, row: &dyn Cells) -> Truth {
        self.condition.test(row)
    }

    /// The numbers of all fields that the filter mentions, each once.
    pub fn fields(&self) -> Vec<usize> {
        let mut fields = Vec::new();
        self.condition.fields(&mut fields);
        fields
    }

    /// The numbers that a field can have in rows that pass.
    pub fn ranges(&self, field: usize) -> Ranges {
        self.condition.ranges(field)
    }

    /// The texts that a field can have in rows that pass, if they are few enough to be listed.
    pub fn texts(&self, field: usize) -> Option<Vec<&[u8]>> {
        self.condition.texts(field)
    }

    /// The field has a number between these.
    #[must_use]
    pub fn between(field: usize, first: u64, last: u64) -> Self {
        Condition::Cell(field, Test::Between(first.into(), last.into())).into()
    }

    /// All of the filters must hold; if there are none, every row passes.
    #[must_use]
    pub fn and(filters: Vec<Self>) -> Self {
        Condition::All(conditions(filters)).into()
    }

    /// One of the filters must hold; if there are none, no row passes.
    #[must_use]
    pub fn or(filters: Vec<Self>) -> Self {
        Condition::Any(conditions(filters)).into()
    }

    /// The filter must not hold. What is unknown stays unknown.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it stands beside `and` and `or`")]
    pub fn not(self) -> Self {
        Condition::Not(Box::new(self.condition)).into()
    }

    /// The field has this value.
    #[must_use]
    pub fn equal(field: usize, value: Value<'static>) -> Self {
        Condition::Cell(field, Test::Compare(Comparison::Equal, value)).into()
    }

    /// The field has one of these values.
    #[must_use]
    pub fn one_of(field: usize, values: Vec<Value<'static>>) -> Self {
        let equal = |value| Test::Compare(Comparison::Equal, value);
        Condition::Cell(field, Test::AnyOf(values.into_iter().map(equal).collect())).into()
    }

    /// The field's text has this one in it.
    #[must_use]
    pub fn contains(field: usize, text: &[u8]) -> Self {
        Condition::Cell(field, Test::Contains(Box::new(Finder::new(text).into_owned()))).into()
    }

    /// The field's text begins with this one.
    #[must_use]
    pub fn begins(field: usize, text: &[u8]) -> Self {
        Condition::Cell(field, Test::Begins(text.into())).into()
    }

    /// The field has no value, for this reason.
    #[must_use]
    pub fn absent(field: usize, reason: Absent) -> Self {
        Condition::Absent(field, Some(reason)).into()
    }

    /// A regular expression is found in the field's text.
    ///
    /// # Errors
    /// What is wrong with the expression.
    pub fn matches(field: usize, pattern: &str, any_case: bool) -> Result<Self, regex::Error> {
        let regex = RegexBuilder::new(pattern).case_insensitive(any_case).build()?;
        Ok(Condition::Cell(field, Test::Matches(regex)).into())
    }

    /// The field's address is in this network.
    #[must_use]
    pub fn within(field: usize, network: Network) -> Self {
        Condition::Cell(field, Test::Within(network)).into()
    }

    /// Sorts what `and` and `or` join by the cost of the fields it reads, so that a cheap test can
    /// spare an expensive one. What costs the same keeps its order.
    pub fn cheapest_first(&mut self, cost: &dyn Fn(usize) -> u32) {
        self.condition.cheapest_first(cost);
    }
}

impl From<Condition> for Filter {
    fn from(condition: Condition) -> Self {
        Self { condition }
    }
}

fn conditions(filters: Vec<Filter>) -> Vec<Condition> {
    filters.into_iter().map(|filter| filter.condition).collect()
}

#[cfg(test)]
mod tests;
