//! Syntax tree to condition: names become the numbers of fields, values what the field's kind says.
//! Everything that could fail fails here, before any file is read.

use std::net::IpAddr;

use regex::bytes::Regex;

use super::compare::Comparison;
use super::condition::{Condition, Test};
use super::escape::unescape;
use super::literal;
use super::tree::{Literal, Name, Operand, Tree};
use super::{FilterError, Network, NetworkError};
use crate::suggest::nearest;
use crate::{Info, Kind, Value};

/// The condition that the tree of `text` is over these fields.
///
/// # Errors
/// The first place that makes no sense for them.
pub(super) fn check(tree: Tree<'_>, text: &str, fields: &[Info]) -> Result<Condition, FilterError> {
    Checker { text, fields }.condition(tree)
}

struct Checker<'a> {
    text: &'a str,
    fields: &'a [Info],
}

impl Checker<'_> {
    fn condition(&self, tree: Tree<'_>) -> Result<Condition, FilterError> {
        Ok(match tree {
            Tree::All(trees) => Condition::All(self.conditions(trees)?),
            Tree::Any(trees) => Condition::Any(self.conditions(trees)?),
            Tree::Not(tree) => Condition::Not(Box::new(self.condition(*tree)?)),
            Tree::Set(field) => Condition::Cell(self.field(field)?.0, Test::Set),
            Tree::Absent { field, reason } => Condition::Absent(self.field(field)?.0, reason),
            Tree::Compare { field, at, comparison, right } => {
                let (number, kind) = self.field(field)?;
                if kind.element() == Kind::Bool && comparison != Comparison::Equal {
                    let message = format!("{} is yes or no and has no order", quote(field.text));
                    return Err(self.error(at, message).hint("write `==` or `!=`"));
                }
                match right {
                    Operand::Literal(right) => {
                        Condition::Cell(number, Test::Compare(comparison, self.value(right, kind)?))
                    }
                    Operand::Field(right) => {
                        Condition::Cells(number, comparison, self.comparable(field, kind, right)?)
                    }
                }
            }
            Tree::Matches { field, at, pattern } => {
                let (number, kind) = self.field(field)?;
                if !is_text(kind) {
                    let (noun, _) = literal::describe(kind);
                    let message = format!("{} is {noun}, not text", quote(field.text));
                    return Err(self.error(at, message).hint("compare it with `==`, `<` or `in`"));
                }
                Condition::Cell(number, Test::Matches(self.regex(pattern)?))
            }
            Tree::In { field, items } => {
                let (number, kind) = self.field(field)?;
                let tests = items.into_iter().map(|item| self.item(item, kind));
                Condition::Cell(number, Test::AnyOf(tests.collect::<Result<_, _>>()?))
            }
        })
    }

    fn conditions(&self, trees: Vec<Tree<'_>>) -> Result<Vec<Condition>, FilterError> {
        trees.into_iter().map(|tree| self.condition(tree)).collect()
    }

    /// The number and kind of a field. A name goes before the alias of another field.
    fn field(&self, name: Name<'_>) -> Result<(usize, Kind), FilterError> {
        let find = |is_meant: &dyn Fn(&Info) -> bool| {
            self.fields.iter().enumerate().find(|(_, field)| is_meant(field))
        };
        find(&|field| field.name.eq_ignore_ascii_case(name.text))
            .or_else(|| find(&|field| field.answers_to(name.text)))
            .map(|(number, field)| (number, field.kind))
            .ok_or_else(|| {
                let error = self.error(name.at, format!("no field {}", quote(name.text)));
                let names = self.fields.iter().flat_map(|field| {
                    std::iter::once(field.name).chain(field.aliases.iter().copied())
                });
                match nearest(name.text, names) {
                    Some(near) => error.hint(format!("did you mean `{near}`?")),
                    None => error,
                }
            })
    }

    /// The number of a field that can be compared with another.
    fn comparable(
        &self,
        field: Name<'_>,
        kind: Kind,
        other: Name<'_>,
    ) -> Result<usize, FilterError> {
        let (number, other_kind) = self.field(other).map_err(|error| match error.hint {
            Some(_) => error,
            None => error.hint("a text that begins with `@` needs quotes"),
        })?;
        if Shape::of(kind) == Shape::of(other_kind) {
            return Ok(number);
        }
        let ((noun, _), (other_noun, _)) = (literal::describe(kind), literal::describe(other_kind));
        let (name, other_name) = (quote(field.text), quote(other.text));
        Err(self.error(other.at, format!("{name} is {noun} and {other_name} is {other_noun}")))
    }

    fn value(&self, literal: Literal<'_>, kind: Kind) -> Result<Value<'static>, FilterError> {
        self.typed(literal, &self.bytes(literal)?, kind)
    }

    /// The value of a literal, or of a part of it.
    fn typed(
        &self,
        literal: Literal<'_>,
        bytes: &[u8],
        kind: Kind,
    ) -> Result<Value<'static>, FilterError> {
        literal::value(bytes, kind).ok_or_else(|| {
            let (noun, example) = literal::describe(kind);
            let text = quote(&String::from_utf8_lossy(bytes));
            let error = self.error(literal.at, format!("{text} is not {noun}"));
            match self.fields.iter().find(|field| field.answers_to(literal.text)) {
                Some(field) => error.hint(format!("write `@{}` for the field", field.name)),
                None => error.hint(format!("write {example}")),
            }
        })
    }

    fn bytes(&self, literal: Literal<'_>) -> Result<Vec<u8>, FilterError> {
        if !literal.quoted {
            return Ok(literal.text.as_bytes().to_vec());
        }
        unescape(literal.text).map_err(|offset| {
            let hint = r#"write `\\` for a backslash; others are \n \r \t \0 \" \' \xHH"#;
            self.error(literal.at + 1 + offset, "unknown escape").hint(hint)
        })
    }

    /// One of the things that may follow `in`: a network, a range or a value.
    fn item(&self, literal: Literal<'_>, kind: Kind) -> Result<Test, FilterError> {
        let bytes = self.bytes(literal)?;
        let text = String::from_utf8_lossy(&bytes);
        if kind.element() == Kind::Address && text.contains('/') && !text.starts_with('/') {
            let network = text.parse::<Network>();
            return network.map(Test::Within).map_err(|error| self.network(literal, error));
        }
        match text.split_once("..") {
            Some((first, last)) if has_range(kind, first, last) => {
                let first_value = self.typed(literal, first.as_bytes(), kind)?;
                let last_value = self.typed(literal, last.as_bytes(), kind)?;
                if Comparison::More.holds(&first_value, &last_value) {
                    let error = self.error(literal.at, "the range ends before it begins");
                    return Err(error.hint(format!("write {last}..{first}")));
                }
                Ok(Test::Between(first_value, last_value))
            }
            _ => Ok(Test::Compare(Comparison::Equal, self.typed(literal, &bytes, kind)?)),
        }
    }

    fn network(&self, literal: Literal<'_>, error: NetworkError) -> FilterError {
        let message = match error {
            NetworkError::Address => format!("{} is not a network", quote(literal.text)),
            NetworkError::Prefix(_) => error.to_string(),
        };
        self.error(literal.at, message).hint("write 10.0.0.0/8 or fe80::/10")
    }

    /// The expression as it is written: its escapes, also those of quotes, are its own.
    fn regex(&self, pattern: Literal<'_>) -> Result<Regex, FilterError> {
        Regex::new(pattern.text).map_err(|error| {
            // The library draws a picture of several lines and says what is wrong in the last.
            let report = error.to_string();
            let reason = report.lines().last().unwrap_or_default().trim_start_matches("error: ");
            self.error(pattern.at, format!("not a regular expression: {reason}"))
        })
    }

    fn error(&self, offset: usize, message: impl Into<String>) -> FilterError {
        FilterError::new(self.text, offset, message)
    }
}

/// What the user wrote, in one line.
fn quote(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}

/// Whether a regular expression searches values of this kind.
fn is_text(kind: Kind) -> bool {
    matches!(Shape::of(kind), Shape::Text | Shape::Address)
}

/// Whether the dots between the two make a range: in a text, or the name of a socket, they are its
/// own.
fn has_range(kind: Kind, first: &str, last: &str) -> bool {
    let is_ip = |text: &str| text.parse::<IpAddr>().is_ok();
    match Shape::of(kind) {
        Shape::Number | Shape::Time => true,
        Shape::Address => is_ip(first) && is_ip(last),
        Shape::Text | Shape::Bool => false,
    }
}

/// What kinds have in common whose values can be compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    Time,
    Bool,
    Address,
}

impl Shape {
    fn of(kind: Kind) -> Self {
        match kind.element() {
            Kind::Text | Kind::Path | Kind::Endpoint | Kind::Word | Kind::Mask | Kind::List(_) => {
                Self::Text
            }
            Kind::Id
            | Kind::Count
            | Kind::Bytes
            | Kind::BytesPerSecond
            | Kind::Limit
            | Kind::Pointer
            | Kind::Percent
            | Kind::Number
            | Kind::Seconds => Self::Number,
            Kind::Time => Self::Time,
            Kind::Bool => Self::Bool,
            Kind::Address => Self::Address,
        }
    }
}
