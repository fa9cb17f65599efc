//! Values as bytes that sort as the values do, so that ordering many rows compares bytes and looks
//! at no cell twice; and the rows that are ordered by them.

use std::cmp::Ordering;
use std::net::IpAddr;

use crate::lines::Lines;
use crate::{Absent, Value};

/// Where a row lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    portion: u32,
    row: u32,
}

impl Place {
    /// The place of a row, of so many portions and rows before it.
    pub(crate) fn new(portion: usize, row: usize) -> Self {
        Self { portion: portion as u32, row: row as u32 }
    }

    /// The number of the portion that holds it.
    pub(crate) fn portion(self) -> usize {
        self.portion as usize
    }

    /// The number of the row in its portion.
    pub(crate) fn row(self) -> usize {
        self.row as usize
    }
}

/// Rows that are yet to be ordered.
#[derive(Default)]
pub(crate) struct Order {
    entries: Vec<Entry>,
    /// The keys of each portion, unless the heads have all of them whole.
    keys: Vec<Option<Lines>>,
}

/// A row, and the first bytes of its key, which decide nearly every comparison.
struct Entry {
    head: [u64; 2],
    place: Place,
}

impl Order {
    /// Adds the rows of a portion, by their keys. No key begins another.
    pub(crate) fn add(&mut self, keys: Lines) {
        let portion = self.keys.len();
        let mut is_short = true;
        self.entries.extend((0..keys.len()).map(|row| {
            let key = keys.get(row);
            let mut head = [[0; 8]; 2];
            is_short &= key.len() <= head.as_flattened().len();
            for (byte, of_key) in head.as_flattened_mut().iter_mut().zip(key) {
                *byte = *of_key;
            }
            Entry { head: head.map(u64::from_be_bytes), place: Place::new(portion, row) }
        }));
        self.keys.push((!is_short).then_some(keys));
    }

    /// The places of all rows, in order. Those that nothing tells apart stay as they came.
    pub(crate) fn sorted(self) -> Vec<Place> {
        let Self { mut entries, keys } = self;
        let key = |place: Place| Some(keys.get(place.portion())?.as_ref()?.get(place.row()));
        let of_keys = |a: Place, b: Place| match (key(a), key(b)) {
            (Some(a), Some(b)) => a.cmp(b),
            // Where one of them ends within the head, it is the other.
            _ => Ordering::Equal,
        };
        // A stable sort would need as much memory again.
        entries.sort_unstable_by(|a: &Entry, b: &Entry| {
            let heads = a.head.cmp(&b.head);
            heads.then_with(|| of_keys(a.place, b.place)).then_with(|| a.place.cmp(&b.place))
        });
        entries.into_iter().map(|entry| entry.place).collect()
    }
}

/// Appends a value so that the bytes of two values compare as [`Value::order`] says, or the other
/// way round. What is absent comes last in either direction.
pub(crate) fn encode(key: &mut Vec<u8>, value: &Result<Value<'_>, Absent>, descending: bool) {
    match value {
        Ok(value) => {
            let start = key.len();
            present(key, value);
            if descending {
                for byte in key.iter_mut().skip(start) {
                    *byte = !*byte;
                }
            }
        }
        Err(absent) => key.extend_from_slice(&[tag::ABSENT, *absent as u8]),
    }
}

/// What a value is, as the first byte of what is written of it. A number that is not negative has as
/// many bytes as it needs, and the byte is so much larger.
mod tag {
    pub(super) const BOOL: u8 = 1;
    pub(super) const NEGATIVE: u8 = BOOL + 1;
    pub(super) const NUMBER: u8 = NEGATIVE + 1;
    pub(super) const FLOAT: u8 = NUMBER + 9;
    pub(super) const TIME: u8 = FLOAT + 1;
    pub(super) const IP4: u8 = TIME + 1;
    pub(super) const IP6: u8 = IP4 + 1;
    pub(super) const TEXT: u8 = IP6 + 1;
    pub(super) const LIST: u8 = TEXT + 1;
    /// More than any of the others, also where they are turned.
    pub(super) const ABSENT: u8 = u8::MAX;
}

fn present(key: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Bool(yes) => key.extend_from_slice(&[tag::BOOL, u8::from(*yes)]),
        // A negative number sorts before any that is not, whichever type holds it.
        Value::Int(number) if *number < 0 => {
            key.push(tag::NEGATIVE);
            key.extend_from_slice(&number.to_be_bytes());
        }
        Value::Int(number) => unsigned(key, number.unsigned_abs()),
        Value::Uint(number) => unsigned(key, *number),
        Value::Float(number) => {
            // The order of `f64::total_cmp`: a negative number with all bits turned, another with
            // its sign turned.
            const SIGN: u64 = 1 << 63;
            let bits = number.to_bits();
            let turned = if bits & SIGN == 0 { bits | SIGN } else { !bits };
            key.push(tag::FLOAT);
            key.extend_from_slice(&turned.to_be_bytes());
        }
        Value::Time(moment) => {
            key.push(tag::TIME);
            key.extend_from_slice(&(moment.cast_unsigned() ^ (1 << 63)).to_be_bytes());
        }
        Value::Ip(IpAddr::V4(address)) => {
            key.push(tag::IP4);
            key.extend_from_slice(&address.octets());
        }
        Value::Ip(IpAddr::V6(address)) => {
            key.push(tag::IP6);
            key.extend_from_slice(&address.octets());
        }
        Value::Text(text) => bytes(key, text),
        Value::Word(word) => bytes(key, word.as_bytes()),
        Value::List(values) => {
            key.push(tag::LIST);
            for value in values {
                key.push(1);
                present(key, value);
            }
            key.push(0);
        }
    }
}

/// A number in as many bytes as it needs: more of them are more.
fn unsigned(key: &mut Vec<u8>, number: u64) {
    let bytes = number.to_be_bytes();
    let unused = number.leading_zeros() as usize / 8;
    let used = bytes.get(unused..).unwrap_or_default();
    key.push(tag::NUMBER + used.len() as u8);
    key.extend_from_slice(used);
}

/// A text that ends before any that it begins: NUL is doubled by a one, and two zeroes end it.
fn bytes(key: &mut Vec<u8>, text: &[u8]) {
    key.push(tag::TEXT);
    for part in text.split_inclusive(|byte| *byte == 0) {
        key.extend_from_slice(part);
        if part.ends_with(&[0]) {
            key.push(1);
        }
    }
    key.extend_from_slice(&[0, 0]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value<'static>> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            any::<u64>().prop_map(Value::Uint),
            any::<f64>().prop_map(Value::Float),
            any::<i64>().prop_map(Value::Time),
            any::<IpAddr>().prop_map(Value::Ip),
            proptest::collection::vec(0_u8..3, 0..5).prop_map(|text| Value::Text(text.into())),
        ];
        prop_oneof![leaf.clone(), proptest::collection::vec(leaf, 0..3).prop_map(Value::List),]
    }

    proptest! {
        #[test]
        fn bytes_sort_as_values_do(a in value(), b in value()) {
            let key = |value: &Value<'static>, descending| {
                let mut key = Vec::new();
                encode(&mut key, &Ok(value.clone()), descending);
                key
            };
            prop_assert_eq!(key(&a, false).cmp(&key(&b, false)), a.order(&b));
            prop_assert_eq!(key(&a, true).cmp(&key(&b, true)), b.order(&a));
        }
    }

    #[test]
    fn rows_of_all_portions_come_in_the_order_of_their_keys() {
        let portion = |keys: &[&str]| {
            let mut lines = Lines::default();
            for key in keys {
                lines.push(|out| out.extend_from_slice(key.as_bytes()));
            }
            lines
        };
        let mut order = Order::default();
        order.add(portion(&["m", "c", "a long key, told by its end: 2"]));
        order.add(portion(&["b", "c"]));
        order.add(portion(&["a long key, told by its end: 1"]));
        let places: Vec<_> = order.sorted().iter().map(|at| (at.portion(), at.row())).collect();
        assert_eq!(places, [(2, 0), (0, 2), (1, 0), (0, 1), (1, 1), (0, 0)]);
    }

    #[test]
    fn absent_is_last_in_either_direction() {
        for descending in [false, true] {
            let mut present = Vec::new();
            encode(&mut present, &Ok(Value::Uint(u64::MAX)), descending);
            let mut absent = Vec::new();
            encode(&mut absent, &Err(Absent::Denied), descending);
            assert_eq!(present.cmp(&absent), Ordering::Less);
        }
    }
}
