//! The number of a device, as mountinfo and maps print it.

use std::fmt;

use super::columns::split_once;
use super::{Item, number};
use crate::Absent;

/// The number of a device: of a file system, a terminal, a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device {
    /// The number of the driver.
    pub major: u32,
    /// The number of the device among those of the driver.
    pub minor: u32,
}

impl Device {
    /// Parses `8:1`, the form of mountinfo.
    pub fn from_dec(text: &[u8]) -> Item<Self> {
        let (major, minor) = split_once(text, b':').ok_or(Absent::Malformed)?;
        Ok(Self { major: number::narrow(major)?, minor: number::narrow(minor)? })
    }

    /// Parses `fe00001`, the number of the kernel's own, in which twenty bits are the minor's.
    pub fn from_number(text: &[u8]) -> Item<Self> {
        let number: u32 = number::narrow_hex(text)?;
        Ok(Self { major: number >> 20, minor: number & 0xf_ffff })
    }

    /// Parses `08:01`, the hexadecimal form of maps and locks.
    pub fn from_hex(text: &[u8]) -> Item<Self> {
        let (major, minor) = split_once(text, b':').ok_or(Absent::Malformed)?;
        Ok(Self { major: number::narrow_hex(major)?, minor: number::narrow_hex(minor)? })
    }
}

impl Device {
    /// Gives the parts of `MAJOR:MINOR`, the form in which people read it. Many rows have one, and the
    /// machinery of formats takes its time.
    pub(crate) fn with_parts<T>(self, take: impl FnOnce([&str; 3]) -> T) -> T {
        let [mut major, mut minor] = [itoa::Buffer::new(); 2];
        take([major.format(self.major), ":", minor.format(self.minor)])
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_parts(|parts| parts.into_iter().try_for_each(|part| f.write_str(part)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_one_device() {
        let device = Device { major: 253, minor: 17 };
        assert_eq!(Device::from_dec(b"253:17"), Ok(device));
        assert_eq!(Device::from_hex(b"fd:11"), Ok(device));
        assert_eq!(Device::from_number(b"fd00011"), Ok(device));
        assert_eq!(device.to_string(), "253:17");
    }

    #[test]
    fn damage_is_malformed() {
        for text in [&b""[..], b"8", b":", b"8:", b":1", b"8:1:2", b"4294967296:0", b"-1:0"] {
            assert_eq!(Device::from_dec(text), Err(Absent::Malformed), "{text:?}");
            assert_eq!(Device::from_hex(text), Err(Absent::Malformed), "{text:?}");
        }
    }
}
