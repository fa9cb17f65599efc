//! What `fdinfo` says of devices that belong to something: terminals, tunnels, FUSE, VFIO.

use crate::parse::{Item, number};

details! {
    /// What a device belongs to.
    DeviceInfo {
        /// The number of the terminal whose master it is. Since Linux 4.14.
        tty_index: u32 = b"tty-index", number::narrow, NotApplicable;
        /// The interface of a tunnel.
        interface: Box<[u8]> = b"iff", text, NotApplicable;
        /// The number of the connection of a FUSE file system. Since Linux 6.13.
        fuse_connection: u64 = b"fuse_connection", number::unsigned, NotApplicable;
        /// The device that is passed through to a program, below `/sys`.
        vfio_device: Box<[u8]> = b"vfio-device-syspath", text, NotApplicable;
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every parser of a field")]
fn text(value: &[u8]) -> Item<Box<[u8]>> {
    Ok(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Absent;
    use crate::parse::pid::fdinfo::{Details, details_properties};

    const TEXT: &[u8] = b"tty-index:\t3\n";

    #[test]
    fn each_says_its_own() {
        let terminal = DeviceInfo::parse(TEXT);
        assert_eq!(terminal.tty_index, Ok(3));
        assert_eq!(terminal.interface, Err(Absent::NotApplicable));
        let tunnel = DeviceInfo::parse(b"iff:\tnull 0\n");
        assert_eq!(tunnel.interface.as_deref(), Ok(&b"null 0"[..]));
        assert_eq!(DeviceInfo::parse(b"tty-index:\t-1\n").tty_index, Err(Absent::Malformed));
    }

    details_properties!(DeviceInfo, TEXT);
}
