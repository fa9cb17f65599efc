//! An Internet network: an address and how many of its leading bits count.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A network, as `10.0.0.0/8` writes it. An address alone is the network of just itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// Why a text is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// What stands before the slash is no address.
    #[error("not an address, nor a network such as 10.0.0.0/8")]
    Address,
    /// What follows the slash is not a count of the address's bits.
    #[error("the prefix of this network is a number from 0 to {0}")]
    Prefix(u8),
}

impl Network {
    /// The network of this prefix that the address is in, if the address has as many bits.
    pub fn new(address: IpAddr, prefix: u8) -> Option<Self> {
        let bits = bits(address);
        let address = match address {
            _ if prefix > bits => return None,
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
                Ipv4Addr::from_bits(address.to_bits() & mask).into()
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
                Ipv6Addr::from_bits(address.to_bits() & mask).into()
            }
        };
        Some(Self { address, prefix })
    }

    /// All networks that contain an address, the widest first.
    pub fn around(address: IpAddr) -> impl Iterator<Item = Self> {
        (0..=bits(address)).filter_map(move |prefix| Self::new(address, prefix))
    }

    /// The address that was given, of which some bits need not count.
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// How many leading bits of it count.
    pub const fn prefix(&self) -> u8 {
        self.prefix
    }

    /// Whether the address lies in the network. An IPv4 network also has the IPv6 addresses that
    /// map its own, as sockets of both families show them.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                (network.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                (network.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V4(_), IpAddr::V6(address)) => {
                address.to_ipv4_mapped().is_some_and(|address| self.contains(address.into()))
            }
            (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// How many bits an address has.
const fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

impl From<IpAddr> for Network {
    /// The network of just this address.
    fn from(address: IpAddr) -> Self {
        Self { address, prefix: bits(address) }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError::Address)?;
        let bits = bits(address);
        let prefix = prefix
            .map_or(Ok(bits), str::parse)
            .ok()
            .filter(|prefix| *prefix <= bits)
            .ok_or(NetworkError::Prefix(bits))?;
        Ok(Self { address, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_what_shares_its_leading_bits() {
        for (network, address, contained) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.1.2.3/8", "10.0.0.1", true),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("10.0.0.0/8", "::10.0.0.1", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("0.0.0.0/0", "::1", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1/32", "192.0.2.2", false),
            ("fe80::/10", "febf::1", true),
            ("fe80::/10", "fec0::1", false),
            ("::/0", "10.0.0.1", false),
            ("::1/128", "::1", true),
        ] {
            let network: Network = network.parse().unwrap();
            assert_eq!(
                network.contains(address.parse().unwrap()),
                contained,
                "{network} {address}"
            );
        }
    }

    #[test]
    fn few_networks_are_around_an_address() {
        let written = |address: &str| -> Vec<String> {
            let address = address.parse().unwrap();
            Network::around(address)
                .inspect(|network| assert!(network.contains(address), "{network}"))
                .map(|network| network.to_string())
                .collect()
        };
        let (v4, v6) = (written("10.255.0.1"), written("fd00::1"));
        assert_eq!((v4.len(), v6.len()), (33, 129));
        assert_eq!((&*v4[0], &*v4[9], &*v4[32]), ("0.0.0.0/0", "10.128.0.0/9", "10.255.0.1/32"));
        assert_eq!((&*v6[0], &*v6[8], &*v6[128]), ("::/0", "fd00::/8", "fd00::1/128"));
        assert_eq!(Network::new("10.0.0.1".parse().unwrap(), 33), None);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for (text, error) in [
            ("", NetworkError::Address),
            ("10.0.0/8", NetworkError::Address),
            ("10.0.0.0/33", NetworkError::Prefix(32)),
            ("10.0.0.0/", NetworkError::Prefix(32)),
            ("10.0.0.0/-1", NetworkError::Prefix(32)),
            ("::/129", NetworkError::Prefix(128)),
            ("::/8/8", NetworkError::Prefix(128)),
        ] {
            assert_eq!(text.parse::<Network>(), Err(error), "{text}");
        }
    }
}
