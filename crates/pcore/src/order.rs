//! Values as bytes that sort as the values do, so that ordering many rows compares bytes and looks
//! at no cell twice; and the rows that are ordered by them.

use std::cmp::Ordering;
use std::net::IpAddr;
use std::ops::Range;

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

/// The bytes by which the rows of a portion are ordered: a key for each row, or for each run of rows
/// that are in order already and among which no other comes.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    keys: Lines,
    /// Before which row each run ends, where there are runs.
    ends: Vec<u32>,
}

impl Keys {
    /// Adds that of a row. No key begins another.
    pub(crate) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.keys.push(write);
    }

    /// Adds that of a run of so many rows, where the line that they begin with counts as one. A portion
    /// has runs alone or rows alone.
    pub(crate) fn push_run(&mut self, key: &[u8], rows: usize) {
        self.ends.push((self.rows() + rows) as u32);
        self.keys.push(|out| out.extend_from_slice(key));
    }

    fn rows(&self) -> usize {
        self.ends.last().map_or(self.keys.len(), |end| *end as usize)
    }

    /// How many bytes they take.
    pub(crate) fn size(&self) -> usize {
        self.keys.size() + size_of_val(&*self.ends)
    }

    /// Moves the keys of `other` behind these.
    pub(crate) fn append(&mut self, other: &mut Self) {
        let before = self.rows() as u32;
        self.ends.extend(other.ends.drain(..).map(|end| before + end));
        self.keys.append(&mut other.keys);
    }
}

/// Rows of one portion that come one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    portion: u32,
    first: u32,
    end: u32,
}

impl Stretch {
    /// Such rows by their numbers in a portion.
    pub(crate) fn new(portion: usize, rows: Range<usize>) -> Self {
        Self { portion: portion as u32, first: rows.start as u32, end: rows.end as u32 }
    }

    /// The number of the portion.
    pub(crate) fn portion(self) -> usize {
        self.portion as usize
    }

    /// The numbers of the rows in it.
    pub(crate) fn rows(self) -> Range<usize> {
        self.first as usize..self.end as usize
    }

    /// Where each of the rows lies.
    pub(crate) fn places(self) -> impl Iterator<Item = Place> {
        self.rows().map(move |row| Place::new(self.portion(), row))
    }
}

/// Rows that are yet to be ordered.
#[derive(Default)]
pub(crate) struct Order {
    entries: Vec<Entry>,
    portions: Vec<Portion>,
}

/// What of the keys of a portion is still needed.
struct Portion {
    /// Unless the heads have all of them whole.
    keys: Option<Lines>,
    ends: Vec<u32>,
}

impl Portion {
    /// The rows that a key orders.
    fn rows(&self, key: usize) -> Range<usize> {
        let end = |key: usize| self.ends.get(key).map(|end| *end as usize);
        match end(key) {
            Some(last) => key.checked_sub(1).and_then(end).unwrap_or(0)..last,
            None => key..key + 1,
        }
    }
}

/// The first bytes of a key, which decide nearly every comparison, and where it lies.
struct Entry {
    head: [u64; 2],
    place: Place,
}

impl Order {
    /// Adds the rows of a portion, by their keys.
    pub(crate) fn add(&mut self, keys: Keys) {
        let Keys { keys, ends } = keys;
        let portion = self.portions.len();
        let mut is_short = true;
        self.entries.extend((0..keys.len()).map(|number| {
            let key = keys.get(number);
            let mut head = [[0; 8]; 2];
            is_short &= key.len() <= head.as_flattened().len();
            for (byte, of_key) in head.as_flattened_mut().iter_mut().zip(key) {
                *byte = *of_key;
            }
            Entry { head: head.map(u64::from_be_bytes), place: Place::new(portion, number) }
        }));
        self.portions.push(Portion { keys: (!is_short).then_some(keys), ends });
    }

    /// Where all rows lie, in order. Those that nothing tells apart stay as they came.
    pub(crate) fn sorted(self) -> Vec<Stretch> {
        let Self { mut entries, portions } = self;
        let key = |at: Place| Some(portions.get(at.portion())?.keys.as_ref()?.get(at.row()));
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
        let rows_of = |Entry { place, .. }: Entry| {
            let portion = portions.get(place.portion())?;
            Some(Stretch::new(place.portion(), portion.rows(place.row())))
        };
        entries.into_iter().filter_map(rows_of).collect()
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

    fn sorted(order: Order) -> Vec<(usize, usize)> {
        let places = order.sorted().into_iter().flat_map(Stretch::places);
        places.map(|at| (at.portion(), at.row())).collect()
    }

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
        let portion = |texts: &[&str]| {
            let mut keys = Keys::default();
            for text in texts {
                keys.push(|key| key.extend_from_slice(text.as_bytes()));
            }
            keys
        };
        let mut order = Order::default();
        order.add(portion(&["m", "c", "a long key, told by its end: 2"]));
        order.add(portion(&["b", "c"]));
        order.add(portion(&["a long key, told by its end: 1"]));
        assert_eq!(sorted(order), [(2, 0), (0, 2), (1, 0), (0, 1), (1, 1), (0, 0)]);
    }

    #[test]
    fn rows_of_one_run_stay_together_also_after_a_move() {
        let runs = |runs: &[(&str, usize)]| {
            let mut keys = Keys::default();
            for (key, rows) in runs {
                keys.push_run(key.as_bytes(), *rows);
            }
            keys
        };
        let mut first = runs(&[("c", 2), ("a", 1)]);
        first.append(&mut runs(&[("b", 2)]));
        assert_eq!(first.rows(), 5);
        let mut order = Order::default();
        order.add(first);
        order.add(runs(&[("bb", 1)]));
        assert_eq!(sorted(order), [(0, 2), (0, 3), (0, 4), (1, 0), (0, 0), (0, 1)]);
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
