//! What `fdinfo` says of an epoll instance: what it watches.

use super::Details;
use crate::Absent;
use crate::parse::device::Device;
use crate::parse::{Item, lines, number};

/// What an epoll instance watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoll {
    /// One for each descriptor that is watched.
    pub targets: Vec<Target>,
}

/// One descriptor that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The number under which the process added it; another file may have it by now.
    pub fd: u32,
    /// The events that are waited for, by bit of `EPOLLIN` and so on.
    pub events: Item<u64>,
    /// What the process wants to be told with an event.
    pub data: Item<u64>,
    /// The offset of the file.
    pub pos: Item<u64>,
    /// The inode of the file.
    pub inode: Item<u64>,
    /// The device of its file system.
    pub device: Item<Device>,
}

impl Target {
    /// Parses one line; `None` if it is of something else.
    fn parse(line: &[u8]) -> Option<Self> {
        let line = line.strip_prefix(b"tfd:")?;
        let mut target = Self {
            fd: u32::MAX,
            events: Err(Absent::Unsupported),
            data: Err(Absent::Unsupported),
            pos: Err(Absent::Unsupported),
            inode: Err(Absent::Unsupported),
            device: Err(Absent::Unsupported),
        };
        // A value stands at its label or after blanks, the number of the descriptor at the front.
        let mut words = line
            .split(|byte| byte.is_ascii_whitespace() || *byte == b':')
            .filter(|word| !word.is_empty());
        target.fd = number::narrow(words.next()?).ok()?;
        while let (Some(label), Some(value)) = (words.next(), words.next()) {
            match label {
                b"events" => target.events = number::hex(value),
                b"data" => target.data = number::hex(value),
                b"pos" => target.pos = super::offset(value),
                b"ino" => target.inode = number::hex(value),
                b"sdev" => target.device = Device::from_number(value),
                _ => {}
            }
        }
        Some(target)
    }
}

impl Details for Epoll {
    fn parse(text: &[u8]) -> Self {
        Self { targets: lines(text).filter_map(Target::parse).collect() }
    }

    fn knows(line: &[u8]) -> bool {
        line.starts_with(b"tfd:")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::pid::fdinfo::details_properties;

    const TEXT: &[u8] =
        b"tfd:       32 events: 80000019 data:               20  pos:0 ino:721e3c sdev:f\n";

    #[test]
    fn a_target() {
        let expected = Target {
            fd: 32,
            events: Ok(0x8000_0019),
            data: Ok(0x20),
            pos: Ok(0),
            inode: Ok(0x72_1e3c),
            device: Ok(Device { major: 0, minor: 15 }),
        };
        assert_eq!(Epoll::parse(TEXT).targets, [expected]);
    }

    #[test]
    fn before_linux_4_18_there_was_no_file() {
        let epoll = Epoll::parse(b"tfd:        5 events:       19 data: ffffffffffffffff\nx: 1\n");
        assert_eq!(epoll.targets.len(), 1);
        assert_eq!(epoll.targets[0].data, Ok(u64::MAX));
        assert_eq!(epoll.targets[0].inode, Err(Absent::Unsupported));
    }

    #[test]
    fn damage_costs_what_it_hits() {
        let epoll = Epoll::parse(b"tfd: x events: 1\ntfd: 4 events: z ino:7\ntfd:\n");
        assert_eq!(epoll.targets.len(), 1);
        assert_eq!(epoll.targets[0].events, Err(Absent::Malformed));
        assert_eq!(epoll.targets[0].inode, Ok(7));
    }

    details_properties!(Epoll, TEXT);
}
