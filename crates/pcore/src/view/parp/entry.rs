//! An entry of a table of neighbours, and where the entries of a network namespace are read: from
//! what rtnetlink told, where it was asked, else from files.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use super::hardware::{self, Kind};
use super::told::{Answer, Answers};
use crate::parse::Item;
use crate::parse::net::arp::{self, Arp};
use crate::parse::net::rarp::{self, Rarp};
use crate::parse::rtnetlink::{self, Neighbour};
use crate::view::pnet::net::Net;
use crate::view::pnet::table;
use crate::{Absent, File};

/// The files that entries are read from.
pub(crate) const FILES: &[File] = &[File::NetArp, File::NetRarp];

/// An entry.
pub(crate) enum Entry {
    /// A row of `arp`.
    Arp(Arp),
    /// A row of `rarp`, which only kernels before Linux 2.3 have.
    Rarp(Rarp),
    /// One of those that rtnetlink told, by number.
    Told(Arc<Answer>, usize),
}

impl Entry {
    /// Gives the entries of a network namespace to `each`.
    ///
    /// # Errors
    /// Why none of its tables could be read.
    pub(crate) fn each(net: &Net, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let neighbours = match Answers::of(net) {
            Some(answer) => {
                let count = answer.neighbours.len();
                (0..count).for_each(|number| each(Self::Told(answer.clone(), number)));
                Ok(())
            }
            None => net.rows(File::NetArp, |line| arp::rows(line).next(), &mut |entry| {
                each(Self::Arp(entry));
            }),
        };
        let reversed = net.rows(File::NetRarp, |line| rarp::rows(line).next(), &mut |entry| {
            each(Self::Rarp(entry));
        });
        table::any([neighbours, reversed])
    }

    /// What rtnetlink told of it.
    ///
    /// # Errors
    /// That it did not tell of it; of a row of `rarp` there is nothing to tell.
    pub(crate) fn told(&self) -> Item<&Neighbour> {
        match self {
            Self::Arp(_) => Err(Absent::Unsupported),
            Self::Rarp(_) => Err(Absent::NotApplicable),
            Self::Told(answer, number) => answer.neighbours.get(*number).ok_or(Absent::Vanished),
        }
    }

    /// The address of the neighbour.
    pub(crate) fn address(&self) -> Item<IpAddr> {
        match self {
            Self::Arp(entry) => Ok(entry.address),
            Self::Rarp(entry) => Ok(entry.address),
            Self::Told(..) => Ok(self.told()?.address),
        }
    }

    /// Which table it is in: `arp`, `ndisc` or `rarp`.
    pub(crate) fn table(&self) -> Item<&'static str> {
        Ok(match self {
            Self::Rarp(_) => "rarp",
            _ if self.address()?.is_ipv4() => "arp",
            _ => "ndisc",
        })
    }

    /// The bytes of the hardware address.
    pub(crate) fn octets(&self) -> Item<Cow<'_, [u8]>> {
        match self {
            Self::Told(..) => Ok(self.told()?.hardware_address()?.into()),
            // A call sign is no number.
            _ => Ok(arp::octets(&self.mac()?).map_err(|_| Absent::NotApplicable)?.into()),
        }
    }

    /// The hardware address as it is written.
    pub(crate) fn mac(&self) -> Item<Cow<'_, [u8]>> {
        let mac = match self {
            Self::Arp(entry) => &entry.mac,
            Self::Rarp(entry) => &entry.mac,
            Self::Told(..) => return Ok(written(&self.octets()?).into()),
        };
        Ok(mac.as_deref().map_err(|absent| *absent)?.into())
    }

    /// The kind of the hardware address.
    pub(crate) fn kind(&self) -> Item<Kind> {
        Ok(Kind::of(hardware::assigned(&self.octets()?, self.hardware_type())?))
    }

    /// The type of the hardware, an `ARPHRD_*` number.
    pub(crate) fn hardware_type(&self) -> Item<u32> {
        /// The one type for which kernels kept such a table.
        const ETHER: u32 = 1;
        match self {
            Self::Arp(entry) => entry.hardware_type,
            Self::Rarp(entry) => match entry.hardware.as_deref() {
                Ok(b"10Mbps Ethernet") => Ok(ETHER),
                Ok(_) => Err(Absent::Unsupported),
                Err(absent) => Err(*absent),
            },
            Self::Told(answer, _) => Ok(answer.link(self.told()?)?.hardware_type.into()),
        }
    }

    /// The `ATF_*` flags; of what rtnetlink told, those that the kernel would print.
    pub(crate) fn flags(&self) -> Item<u32> {
        match self {
            Self::Arp(entry) => entry.flags,
            Self::Rarp(_) => Err(Absent::NotApplicable),
            Self::Told(..) => {
                let told = self.told()?;
                let either = |is: bool, flags: u32| if is { flags } else { 0 };
                Ok(either(told.is_valid(), arp::COMPLETE)
                    | either(told.is_permanent(), arp::PERMANENT)
                    | either(told.is_proxy(), arp::PUBLISHED))
            }
        }
    }

    /// Whether this host answers for the address in place of its owner.
    pub(crate) fn is_published(&self) -> Item<bool> {
        Ok(self.flags()? & arp::PUBLISHED != 0)
    }

    /// Whether the kernel asks for the hardware address; it prints no row of others.
    pub(crate) fn is_resolved(&self) -> bool {
        self.told().map_or(true, Neighbour::is_resolved)
    }

    /// Whether it is left out where entries are counted against the limits of the table.
    pub(crate) fn is_exempt(&self) -> bool {
        let stays = |flags: u32| flags & (arp::PERMANENT | arp::PUBLISHED) == arp::PERMANENT;
        self.told().map_or_else(|_| self.flags().is_ok_and(stays), Neighbour::is_exempt)
    }

    /// The state, a `NUD_*` number. The flags alone tell only that an entry is permanent.
    ///
    /// # Errors
    /// Among others that an address for which this host answers is in no cache.
    pub(crate) fn state(&self) -> Item<u16> {
        if self.is_published()? {
            return Err(Absent::NotApplicable);
        }
        match self.told() {
            Ok(told) => Ok(told.state),
            Err(_) if self.flags()? & arp::PERMANENT != 0 => Ok(rtnetlink::PERMANENT),
            Err(absent) => Err(absent),
        }
    }

    /// The name of the interface.
    pub(crate) fn device(&self) -> Item<&[u8]> {
        match self {
            Self::Arp(entry) => entry.device.as_deref().map_err(|absent| *absent),
            Self::Rarp(_) => Err(Absent::NotApplicable),
            Self::Told(answer, _) => Ok(&answer.link(self.told()?)?.name),
        }
    }
}

/// A hardware address in pairs of hexadecimal digits, as the kernel writes it.
fn written(octets: &[u8]) -> Vec<u8> {
    let pairs: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    pairs.join(":").into_bytes()
}
