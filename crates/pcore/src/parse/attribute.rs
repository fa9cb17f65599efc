//! What messages over netlink are made of: numbers in the byte order of the host, and behind them
//! attributes, each with its length and kind.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The family of IPv4.
pub(super) const AF_INET: u8 = 2;
/// The family of IPv6.
pub(super) const AF_INET6: u8 = 10;

/// The attributes behind a message, by number. What follows a damaged one is lost.
pub(super) fn attributes(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    /// The two highest bits say how a value is written, not what it is.
    const KIND: u16 = 0x3fff;
    std::iter::from_fn(move || {
        let length = usize::from(u16_at(bytes, 0)?);
        let kind = u16_at(bytes, 2)? & KIND;
        let value = bytes.get(4..length)?;
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((kind, value))
    })
}

/// The address of this family that the bytes begin with.
pub(super) fn address(bytes: &[u8], family: u8) -> Option<IpAddr> {
    match family {
        AF_INET => bytes.first_chunk::<4>().map(|octets| Ipv4Addr::from(*octets).into()),
        AF_INET6 => bytes.first_chunk::<16>().map(|octets| Ipv6Addr::from(*octets).into()),
        _ => None,
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_ne_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_ne_bytes)
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_ne_bytes)
}
