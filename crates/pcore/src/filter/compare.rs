//! How two values compare.

use std::cmp::Ordering;

use crate::Value;

/// What must hold between two values. Being unequal is no comparison but the denial of one, so
/// that `!=` on a field of several values means that none is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Comparison {
    /// Whether it holds between the values. Values that have no order between them, such as an
    /// address and the name of a socket, are neither equal nor one the lesser.
    pub(super) fn holds(self, left: &Value<'_>, right: &Value<'_>) -> bool {
        order(left, right).is_some_and(|order| match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        })
    }

    /// The comparison with its sides exchanged: `1 < pid` is `pid > 1`.
    pub(super) const fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}

/// The order of two values that are not lists, where they have one.
///
/// It differs from [`Value::order`], which sorts a column, in what means the same to a person: `5`
/// and `5.0`, `R` and `r` of a word, `10.0.0.1` and `::ffff:10.0.0.1`.
fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Float(a), b) => a.partial_cmp(&float(b)?),
        (a, Value::Float(b)) => float(a)?.partial_cmp(b),
        (Value::Ip(a), Value::Ip(b)) => Some(a.to_canonical().cmp(&b.to_canonical())),
        (Value::Uint(_) | Value::Int(_), Value::Uint(_) | Value::Int(_))
        | (Value::Time(_), Value::Time(_))
        | (Value::Bool(_), Value::Bool(_)) => Some(left.order(right)),
        _ => {
            let (a, b) = (left.bytes()?, right.bytes()?);
            let folded = matches!(left, Value::Word(_)) || matches!(right, Value::Word(_));
            Some(if folded { fold(a).cmp(fold(b)) } else { a.cmp(b) })
        }
    }
}

fn float(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Uint(number) => Some(*number as f64),
        Value::Int(number) => Some(*number as f64),
        _ => None,
    }
}

fn fold(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().map(u8::to_ascii_lowercase)
}
