//! Values as bytes that sort as the values do, so that ordering many rows compares bytes and looks
//! at no cell twice.

use std::net::IpAddr;

use crate::{Absent, Value};

/// Appends a value so that the bytes of two values compare as [`Value::order`] says, or the other
/// way round. What is absent comes last in either direction.
pub(crate) fn encode(key: &mut Vec<u8>, value: &Result<Value<'_>, Absent>, descending: bool) {
    const PRESENT: u8 = 0;
    const ABSENT: u8 = 1;
    match value {
        Ok(value) => {
            key.push(PRESENT);
            let start = key.len();
            present(key, value);
            if descending {
                for byte in key.iter_mut().skip(start) {
                    *byte = !*byte;
                }
            }
        }
        Err(absent) => key.extend_from_slice(&[ABSENT, *absent as u8]),
    }
}

fn present(key: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Bool(yes) => key.extend_from_slice(&[0, u8::from(*yes)]),
        // A negative number sorts before any that is not, whichever type holds it.
        Value::Int(number) if *number < 0 => {
            key.push(1);
            key.extend_from_slice(&number.to_be_bytes());
        }
        Value::Int(number) => {
            key.push(2);
            key.extend_from_slice(&number.to_be_bytes());
        }
        Value::Uint(number) => {
            key.push(2);
            key.extend_from_slice(&number.to_be_bytes());
        }
        Value::Float(number) => {
            // The order of `f64::total_cmp`: a negative number with all bits turned, another with
            // its sign turned.
            const SIGN: u64 = 1 << 63;
            let bits = number.to_bits();
            let turned = if bits & SIGN == 0 { bits | SIGN } else { !bits };
            key.push(3);
            key.extend_from_slice(&turned.to_be_bytes());
        }
        Value::Time(moment) => {
            key.push(4);
            key.extend_from_slice(&(moment.cast_unsigned() ^ (1 << 63)).to_be_bytes());
        }
        Value::Ip(IpAddr::V4(address)) => {
            key.extend_from_slice(&[5, 4]);
            key.extend_from_slice(&address.octets());
        }
        Value::Ip(IpAddr::V6(address)) => {
            key.extend_from_slice(&[5, 6]);
            key.extend_from_slice(&address.octets());
        }
        Value::Text(text) => bytes(key, text),
        Value::Word(word) => bytes(key, word.as_bytes()),
        Value::List(values) => {
            key.push(7);
            for value in values {
                key.push(1);
                present(key, value);
            }
            key.push(0);
        }
    }
}

/// A text that ends before any that it begins: NUL is doubled by a one, and two zeroes end it.
fn bytes(key: &mut Vec<u8>, text: &[u8]) {
    key.push(6);
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
    use std::cmp::Ordering;

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
