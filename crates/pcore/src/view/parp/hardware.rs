//! What a hardware address itself tells: whom it is for, and who assigned it.

use std::borrow::Cow;

use super::vendors::Vendors;
use crate::Absent;
use crate::parse::Item;

/// The type of InfiniBand hardware, an `ARPHRD_*` number.
const INFINIBAND: u32 = 32;

/// What kind of hardware address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of one device, from a registry.
    Global,
    /// Of one device, chosen locally: by an administrator, a hypervisor, or at random.
    Local,
    /// Of a group.
    Multicast,
    /// Of everybody.
    Broadcast,
    /// All zero, which is nobody's.
    Zero,
}

impl Kind {
    /// The kind of an address of the IEEE's form.
    pub(crate) fn of(address: &[u8]) -> Self {
        const GROUP: u8 = 1;
        const LOCAL: u8 = 2;
        let all = |wanted| address.iter().all(|byte| *byte == wanted);
        match address.first() {
            _ if all(0) => Self::Zero,
            _ if all(0xff) => Self::Broadcast,
            Some(first) if first & GROUP != 0 => Self::Multicast,
            Some(first) if first & LOCAL != 0 => Self::Local,
            _ => Self::Global,
        }
    }

    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Local => "local",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Zero => "zero",
        }
    }
}

/// What of a hardware address has the form that the IEEE assigns: the whole of one of six or eight
/// bytes, and the GUID at the end of InfiniBand's. Does not apply to others.
pub(crate) fn assigned(address: &[u8], hardware_type: Item<u32>) -> Item<&[u8]> {
    /// The length of an InfiniBand address, and where its GUID begins.
    const WHOLE: usize = 20;
    const GUID: usize = 12;
    match (hardware_type, address.len()) {
        (Ok(INFINIBAND), WHOLE) => address.get(GUID..).ok_or(Absent::Unsupported),
        // The file of the kernel cuts it before the GUID.
        (Ok(INFINIBAND), _) => Err(Absent::Unsupported),
        (_, 6 | 8) => Ok(address),
        _ => Err(Absent::NotApplicable),
    }
}

/// Whom a hardware address is registered to. Only global ones are in a registry.
pub(crate) fn vendor<'v>(
    address: &[u8],
    hardware_type: Item<u32>,
    vendors: &'v Vendors,
) -> Item<Cow<'v, [u8]>> {
    let assigned = assigned(address, hardware_type)?;
    let is_global = Kind::of(assigned) == Kind::Global;
    vendors.find(assigned).filter(|_| is_global).ok_or(Absent::NotApplicable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bits_tell_the_kind() {
        for (address, kind) in [
            ([0x00, 0x00, 0x5e, 0, 0x53, 1], Kind::Global),
            ([0x02, 0x42, 0xac, 0x11, 0, 2], Kind::Local),
            ([0xfe, 0x54, 0, 0, 0, 1], Kind::Local),
            ([0x01, 0x00, 0x5e, 0, 0, 1], Kind::Multicast),
            ([0x33, 0x33, 0, 0, 0, 1], Kind::Multicast),
            ([0xff; 6], Kind::Broadcast),
            ([0; 6], Kind::Zero),
        ] {
            assert_eq!(Kind::of(&address), kind, "{address:x?}");
        }
        assert_eq!(Kind::of(&[]), Kind::Zero);
    }

    #[test]
    fn the_guid_of_infiniband_is_assigned() {
        let mut whole = [0; 20];
        whole[12..].copy_from_slice(&[0, 2, 0xc9, 3, 0, 0x10, 0x20, 1]);
        assert_eq!(assigned(&whole, Ok(32)), Ok(&[0, 2, 0xc9, 3, 0, 0x10, 0x20, 1][..]));
        assert_eq!(assigned(&whole[..9], Ok(32)), Err(Absent::Unsupported));
        assert_eq!(assigned(&whole, Ok(1)), Err(Absent::NotApplicable));
        assert_eq!(assigned(&[192, 0, 2, 1], Ok(776)), Err(Absent::NotApplicable));
        assert_eq!(assigned(&whole[..6], Err(Absent::Unsupported)), Ok(&whole[..6]));
    }
}
