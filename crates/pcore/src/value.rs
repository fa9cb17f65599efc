//! One value of a field, borrowed from the row that holds it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;

/// One value of a field. Its unit and meaning stand in the field's [`Kind`](crate::Kind).
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Yes or no.
    Bool(bool),
    /// A number that may be negative.
    Int(i64),
    /// A number that may not.
    Uint(u64),
    /// A measured number: a percentage, seconds, a load.
    Float(f64),
    /// A moment, in nanoseconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// Bytes that came from outside, as the kernel gave them. They may hold anything.
    Text(Cow<'a, [u8]>),
    /// A text of this library's own making: a state's name, a flag, `[kthreadd]`.
    Word(Cow<'a, str>),
    /// An Internet address.
    Ip(IpAddr),
    /// Several values of one kind, in their own order.
    List(Vec<Self>),
}

impl<'a> Value<'a> {
    /// Text from outside, borrowed.
    pub const fn text(bytes: &'a [u8]) -> Self {
        Self::Text(Cow::Borrowed(bytes))
    }

    /// A word of this library's own.
    pub const fn word(word: &'a str) -> Self {
        Self::Word(Cow::Borrowed(word))
    }

    /// The bytes of a text or word.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Text(bytes) => Some(bytes),
            Self::Word(word) => Some(word.as_bytes()),
            _ => None,
        }
    }

    /// The order of two values of one field: numbers by size, texts by bytes, addresses by family
    /// and number, lists by their elements. Values of different shapes are ordered by shape, so
    /// that sorting is total.
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Uint(a), Self::Uint(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) | (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::Uint(a), Self::Int(b)) => i128::from(*a).cmp(&i128::from(*b)),
            (Self::Int(a), Self::Uint(b)) => i128::from(*a).cmp(&i128::from(*b)),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Ip(a), Self::Ip(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a
                .iter()
                .zip(b)
                .map(|(a, b)| a.order(b))
                .find(|order| order.is_ne())
                .unwrap_or_else(|| a.len().cmp(&b.len())),
            _ => match (self.bytes(), other.bytes()) {
                (Some(a), Some(b)) => a.cmp(b),
                _ => self.rank().cmp(&other.rank()),
            },
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) => 0,
            Self::Int(_) | Self::Uint(_) => 1,
            Self::Float(_) => 2,
            Self::Time(_) => 3,
            Self::Ip(_) => 4,
            Self::Text(_) | Self::Word(_) => 5,
            Self::List(_) => 6,
        }
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Uint(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Uint(u64::from(number))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<IpAddr> for Value<'_> {
    fn from(address: IpAddr) -> Self {
        Self::Ip(address)
    }
}
