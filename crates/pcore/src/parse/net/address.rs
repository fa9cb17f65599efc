//! Addresses in the forms in which the tables of the network print them.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::Absent;
use crate::parse::{Item, number};

/// An IPv4 address as eight hexadecimal digits: the number in the byte order of the host.
pub(super) fn host_order(text: &[u8]) -> Item<Ipv4Addr> {
    if text.len() != 8 {
        return Err(Absent::Malformed);
    }
    number::narrow_hex(text).map(u32::to_ne_bytes).map(Ipv4Addr::from)
}

/// An IPv6 address as 32 hexadecimal digits in the order of the network.
pub(super) fn digits(text: &[u8]) -> Item<Ipv6Addr> {
    if text.len() != 32 {
        return Err(Absent::Malformed);
    }
    let (high, low) = text.split_at_checked(16).ok_or(Absent::Malformed)?;
    let (high, low) = (number::hex(high)?, number::hex(low)?);
    Ok(Ipv6Addr::from_bits(u128::from(high) << 64 | u128::from(low)))
}

/// An address as people write it.
pub(super) fn written<T: FromStr>(text: &[u8]) -> Item<T> {
    let text = std::str::from_utf8(text).map_err(|_| Absent::Malformed)?;
    text.parse().map_err(|_| Absent::Malformed)
}

/// A hardware address as pairs of hexadecimal digits without anything between them.
pub(super) fn hardware(text: &[u8]) -> Item<Box<[u8]>> {
    let pairs = text.chunks(2);
    pairs
        .map(|pair| if pair.len() == 2 { number::narrow_hex(pair) } else { Err(Absent::Malformed) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_endian = "little")]
    fn the_byte_order_of_the_host() {
        assert_eq!(host_order(b"010200C0"), Ok(Ipv4Addr::new(192, 0, 2, 1)));
        assert_eq!(host_order(b"00000000"), Ok(Ipv4Addr::UNSPECIFIED));
    }

    #[test]
    fn the_order_of_the_network() {
        let address = digits(b"20010db8000000000000000000000001").unwrap();
        assert_eq!(address.to_string(), "2001:db8::1");
        assert_eq!(written::<Ipv4Addr>(b"192.0.2.1"), Ok(Ipv4Addr::new(192, 0, 2, 1)));
        assert_eq!(hardware(b"02005e10ff01").as_deref(), Ok(&[2, 0, 0x5e, 0x10, 0xff, 1][..]));
    }

    #[test]
    fn damage() {
        for text in [&b""[..], b"1", b"10200C0", b"010200C00", b"010200G0", b"+10200C0"] {
            assert_eq!(host_order(text), Err(Absent::Malformed), "{text:?}");
            assert_eq!(written::<Ipv4Addr>(text), Err(Absent::Malformed), "{text:?}");
        }
        for text in [&b""[..], b"::1", b"20010db800000000000000000000000g", &[b'0'; 33]] {
            assert_eq!(digits(text), Err(Absent::Malformed), "{text:?}");
        }
        for text in [&b"0"[..], b"020", b"0g", b"+1"] {
            assert_eq!(hardware(text), Err(Absent::Malformed), "{text:?}");
        }
        assert_eq!(written::<Ipv4Addr>(b"\xff"), Err(Absent::Malformed));
    }
}
