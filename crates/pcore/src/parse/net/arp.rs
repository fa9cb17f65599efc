//! `[pid]/net/arp`.
//!
//! The procfs crate loses hardware addresses that are not of six bytes, fails the whole file on one
//! bad row, and needs device names to be UTF-8.

use std::net::IpAddr;

use super::{address, needed, table};
use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, number};

/// One IPv4 neighbour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arp {
    /// The address of the neighbour.
    pub address: IpAddr,
    /// The type of the hardware, which [`hardware_name`] names.
    pub hardware_type: Item<u32>,
    /// The `ATF_*` flags: 2 complete, 4 permanent, 8 published; 0 where nobody answered.
    pub flags: Item<u32>,
    /// The hardware address as the kernel prints it: pairs of hexadecimal digits between colons, or
    /// a call sign on amateur radio. There is none where nobody answered, nor in a published entry;
    /// and none that is longer than the eight bytes up to which the kernel prints it whole.
    pub mac: Item<Box<[u8]>>,
    /// The netmask of a published entry; `*` since Linux 2.2.
    pub mask: Item<Box<[u8]>>,
    /// The interface: any bytes but blanks, `/` and `:`; a published entry may be for all of them.
    pub device: Item<Box<[u8]>>,
}

impl Arp {
    /// Parses one row. Without an address it says nothing, so that damage to it costs the row.
    pub fn parse(line: &[u8]) -> Item<Self> {
        let mut columns = Columns::new(line);
        let address = needed(columns.word().and_then(address::written))?;
        let hardware_type = columns.word().and_then(prefixed);
        let flags = columns.word().and_then(prefixed);
        let (mac, mask, device) = match (columns.word(), columns.word(), columns.word()) {
            // A device whose addresses have no length leaves the column of the address blank.
            (Ok(mask), Ok(device), Err(_)) => (Err(Absent::NotApplicable), Ok(mask), Ok(device)),
            (mac, mask, device) => (mac.and_then(|mac| known(mac, flags)), mask, device),
        };
        Ok(Self {
            address,
            hardware_type,
            flags,
            mac: mac.map(Into::into),
            mask: mask.map(Into::into),
            device: match device {
                Ok(b"*") => Err(Absent::NotApplicable),
                device => device.map(Into::into),
            },
        })
    }
}

/// Flags of an entry, from `ATF_COM` on; the lowest bit is not used.
pub const FLAGS: &[&str] =
    &["0x1", "complete", "permanent", "published", "trailers", "netmask", "dontpub"];
/// `ATF_COM`.
pub const COMPLETE: u32 = 0x2;
/// `ATF_PERM`.
pub const PERMANENT: u32 = 0x4;
/// `ATF_PUBL`.
pub const PUBLISHED: u32 = 0x8;

/// The rows of the table.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Arp>> {
    table(text, &[b"IP address"], Arp::parse)
}

/// A hexadecimal number after `0x`.
fn prefixed(word: &[u8]) -> Item<u32> {
    number::narrow_hex(word.strip_prefix(b"0x").ok_or(Absent::Malformed)?)
}

/// The hardware address, unless it only fills the column, or is cut. After nine bytes the kernel stops,
/// and none of its hardware has addresses of just as many.
fn known(mac: &[u8], flags: Item<u32>) -> Item<&[u8]> {
    const CUT: usize = 9;
    if mac.split(|byte| *byte == b':').count() >= CUT {
        return Err(Absent::Unsupported);
    }
    let is_zero = mac.iter().all(|byte| matches!(byte, b'0' | b':'));
    let has_none = flags.is_ok_and(|flags| flags == 0 || flags & PUBLISHED != 0);
    if mac == b"*" || (is_zero && has_none) { Err(Absent::NotApplicable) } else { Ok(mac) }
}

/// The bytes of a hardware address that is written in pairs of hexadecimal digits.
pub fn octets(mac: &[u8]) -> Item<Vec<u8>> {
    let octet = |pair: &[u8]| match pair.len() {
        2 => number::narrow_hex(pair),
        _ => Err(Absent::Malformed),
    };
    mac.split(|byte| *byte == b':').map(octet).collect()
}

/// The name of a type of hardware: that of its `ARPHRD_*` constant.
pub const fn hardware_name(hardware_type: u32) -> Option<&'static str> {
    Some(match hardware_type {
        0 => "netrom",
        1 => "ether",
        2 => "eether",
        3 => "ax25",
        4 => "pronet",
        5 => "chaos",
        6 => "ieee802",
        7 => "arcnet",
        8 => "appletlk",
        15 => "dlci",
        19 => "atm",
        23 => "metricom",
        24 => "ieee1394",
        27 => "eui64",
        32 => "infiniband",
        256 => "slip",
        257 => "cslip",
        258 => "slip6",
        259 => "cslip6",
        260 => "rsrvd",
        264 => "adapt",
        270 => "rose",
        271 => "x25",
        272 => "hwx25",
        280 => "can",
        290 => "mctp",
        512 => "ppp",
        513 => "cisco",
        516 => "lapb",
        517 => "ddcmp",
        518 => "rawhdlc",
        519 => "rawip",
        768 => "tunnel",
        769 => "tunnel6",
        770 => "frad",
        771 => "skip",
        772 => "loopback",
        773 => "localtlk",
        774 => "fddi",
        775 => "bif",
        776 => "sit",
        777 => "ipddp",
        778 => "ipgre",
        779 => "pimreg",
        780 => "hippi",
        781 => "ash",
        782 => "econet",
        783 => "irda",
        784 => "fcpp",
        785 => "fcal",
        786 => "fcpl",
        787 => "fcfabric",
        800 => "ieee802_tr",
        801 => "ieee80211",
        802 => "ieee80211_prism",
        803 => "ieee80211_radiotap",
        804 => "ieee802154",
        805 => "ieee802154_monitor",
        820 => "phonet",
        821 => "phonet_pipe",
        822 => "caif",
        823 => "ip6gre",
        824 => "netlink",
        825 => "6lowpan",
        826 => "vsockmon",
        0xfffe => "none",
        0xffff => "void",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const HEADER: &[u8] =
        b"IP address       HW type     Flags       HW address            Mask     Device";
    const ROW: &[u8] =
        b"192.0.2.1        0x1         0x2         02:00:5e:10:00:01     *        eth0";

    #[test]
    fn a_whole_row() {
        let expected = Arp {
            address: IpAddr::from([192, 0, 2, 1]),
            hardware_type: Ok(1),
            flags: Ok(2),
            mac: Ok(b"02:00:5e:10:00:01"[..].into()),
            mask: Ok(b"*"[..].into()),
            device: Ok(b"eth0"[..].into()),
        };
        assert_eq!(Arp::parse(ROW), Ok(expected));
        assert_eq!(hardware_name(1), Some("ether"));
        assert_eq!(hardware_name(32), Some("infiniband"));
        assert_eq!(hardware_name(772), Some("loopback"));
        assert_eq!(hardware_name(9), None);
    }

    #[test]
    fn an_address_may_be_missing() {
        for (row, mac) in [
            (&b"192.0.2.2 0x1 0x0 00:00:00:00:00:00 * eth0"[..], Err(Absent::NotApplicable)),
            (b"192.0.2.2 0x1 0xc 00:00:00:00:00:00 * eth0", Err(Absent::NotApplicable)),
            (b"192.0.2.2 0x304 0x2 00:00:00:00:00:00 * eth0", Ok(&b"00:00:00:00:00:00"[..])),
            (b"192.0.2.2 0x1 0x2 * * eth0", Err(Absent::NotApplicable)),
            (b"192.0.2.2 0x324 0x2 00:12:4b:00:01:02:03:04 * eth0", Ok(b"00:12:4b:00:01:02:03:04")),
            // A third, half or all of an address may be cut off.
            (b"192.0.2.2 0x20 0x2 80:00:02:08:fe:80:00:00:00 * eth0", Err(Absent::Unsupported)),
            (
                b"192.0.2.2 0x308 0x2                       *        eth0",
                Err(Absent::NotApplicable),
            ),
        ] {
            let arp = Arp::parse(row).unwrap();
            assert_eq!(arp.mac.as_deref(), mac.as_ref().copied(), "{row:?}");
            assert_eq!(arp.device.as_deref(), Ok(&b"eth0"[..]));
        }
    }

    #[test]
    fn damage() {
        let arp = Arp::parse(b"192.0.2.2 1 0xzz 02:00:5e:10:00:01 * \xff\x1b[m").unwrap();
        assert_eq!(arp.hardware_type, Err(Absent::Malformed));
        assert_eq!(arp.flags, Err(Absent::Malformed));
        assert_eq!(arp.device.as_deref(), Ok(&b"\xff\x1b[m"[..]));
        let arp = Arp::parse(b"192.0.2.2 0x1").unwrap();
        assert_eq!(arp.device, Err(Absent::Unsupported));
        for row in [&b""[..], b"192.0.2.256 0x1", HEADER] {
            assert_eq!(Arp::parse(row), Err(Absent::Malformed), "{row:?}");
        }
        let any = Arp::parse(b"192.0.2.2 0x1 0xc 00:00:00:00:00:00 * *").unwrap();
        assert_eq!(any.device, Err(Absent::NotApplicable));
        assert_eq!(rows(HEADER).count(), 0);
    }

    #[test]
    fn an_address_is_of_any_length() {
        assert_eq!(octets(b"02:00:5e:10:00:01").as_deref(), Ok(&[2, 0, 0x5e, 0x10, 0, 1][..]));
        assert_eq!(octets(b"80:00:02:08:fe:80:00:00:00:00").map(|octets| octets.len()), Ok(10));
        for text in [&b""[..], b"N0CALL-5", b"02:0", b"02::01", b"2:00"] {
            assert_eq!(octets(text), Err(Absent::Malformed), "{text:?}");
        }
    }

    table_properties!(rows, ROW, "[g-z ]{0,40}");
}
