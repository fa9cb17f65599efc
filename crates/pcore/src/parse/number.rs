//! Numbers as the kernel prints them. What is not wholly a number, or does not fit, is
//! [`Absent::Malformed`]; nothing wraps and nothing is cut.

use super::Item;
use crate::Absent;

/// An unsigned decimal number of up to 64 bits.
pub fn unsigned(text: &[u8]) -> Item<u64> {
    if text.is_empty() {
        return Err(Absent::Malformed);
    }
    let mut number: u64 = 0;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Absent::Malformed);
        }
        number = number
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(u64::from(digit)))
            .ok_or(Absent::Malformed)?;
    }
    Ok(number)
}

/// A decimal number of up to 64 bits with an optional minus.
pub fn signed(text: &[u8]) -> Item<i64> {
    match text.strip_prefix(b"-") {
        Some(digits) => 0_i64.checked_sub_unsigned(unsigned(digits)?).ok_or(Absent::Malformed),
        None => i64::try_from(unsigned(text)?).map_err(|_| Absent::Malformed),
    }
}

/// An unsigned decimal number of a smaller type, such as a pid or a user.
pub fn narrow<T: TryFrom<u64>>(text: &[u8]) -> Item<T> {
    T::try_from(unsigned(text)?).map_err(|_| Absent::Malformed)
}

/// A hexadecimal number of up to 64 bits, without `0x`.
pub fn hex(text: &[u8]) -> Item<u64> {
    radix(text, 4, |byte| char::from(byte).to_digit(16))
}

/// A hexadecimal number of up to 64 bits that starts with `0x`, such as an argument of a system call.
pub fn prefixed_hex(text: &[u8]) -> Item<u64> {
    hex(text.strip_prefix(b"0x").ok_or(Absent::Malformed)?)
}

/// A hexadecimal number of a smaller type.
pub fn narrow_hex<T: TryFrom<u64>>(text: &[u8]) -> Item<T> {
    T::try_from(hex(text)?).map_err(|_| Absent::Malformed)
}

/// Yes or no, as the kernel prints it: 1 or 0.
pub fn flag(text: &[u8]) -> Item<bool> {
    match text {
        b"0" => Ok(false),
        b"1" => Ok(true),
        _ => Err(Absent::Malformed),
    }
}

/// An octal number of up to 64 bits, such as the flags of a descriptor.
pub fn octal(text: &[u8]) -> Item<u64> {
    radix(text, 3, |byte| char::from(byte).to_digit(8))
}

fn radix(text: &[u8], bits: u32, digit: impl Fn(u8) -> Option<u32>) -> Item<u64> {
    if text.is_empty() {
        return Err(Absent::Malformed);
    }
    let mut number: u64 = 0;
    for byte in text {
        if number.leading_zeros() < bits {
            return Err(Absent::Malformed);
        }
        let digit = digit(*byte).ok_or(Absent::Malformed)?;
        number = (number << bits) | u64::from(digit);
    }
    Ok(number)
}

/// A decimal number with a fraction, such as a load average. Not a number is malformed.
pub fn float(text: &[u8]) -> Item<f64> {
    std::str::from_utf8(text)
        .ok()
        .filter(|text| text.starts_with(|first: char| first.is_ascii_digit()))
        .and_then(|text| text.parse::<f64>().ok())
        .filter(|number| number.is_finite())
        .ok_or(Absent::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_fit_and_one_more_does_not() {
        assert_eq!(unsigned(b"18446744073709551615"), Ok(u64::MAX));
        assert_eq!(unsigned(b"18446744073709551616"), Err(Absent::Malformed));
        assert_eq!(signed(b"-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(signed(b"9223372036854775808"), Err(Absent::Malformed));
        assert_eq!(hex(b"ffffffffffffffff"), Ok(u64::MAX));
        assert_eq!(hex(b"10000000000000000"), Err(Absent::Malformed));
        assert_eq!(prefixed_hex(b"0xffffffffffffffff"), Ok(u64::MAX));
        assert_eq!(narrow::<u32>(b"4294967295"), Ok(u32::MAX));
        assert_eq!(narrow::<u32>(b"4294967296"), Err(Absent::Malformed));
    }

    #[test]
    fn what_is_not_a_number_is_malformed() {
        for text in
            [&b""[..], b"-", b"+5", b"0x10", b"1 ", b" 1", b"nan", b"1.5", "\u{0661}".as_bytes()]
        {
            assert_eq!(unsigned(text), Err(Absent::Malformed), "{text:?}");
            assert_eq!(signed(text), Err(Absent::Malformed), "{text:?}");
        }
        for text in [&b"nan"[..], b"inf", b"-1.0", b"", b"1,5"] {
            assert_eq!(float(text), Err(Absent::Malformed), "{text:?}");
        }
        assert_eq!(float(b"0.25"), Ok(0.25));
        assert_eq!((flag(b"0"), flag(b"1")), (Ok(false), Ok(true)));
        assert_eq!(flag(b"2"), Err(Absent::Malformed));
        assert_eq!(octal(b"0100002"), Ok(0o100_002));
        assert_eq!(octal(b"8"), Err(Absent::Malformed));
        for text in [&b"ff"[..], b"0x", b"0X1", b"0x0x1", b"-0x1"] {
            assert_eq!(prefixed_hex(text), Err(Absent::Malformed), "{text:?}");
        }
    }
}
