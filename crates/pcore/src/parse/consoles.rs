//! `consoles`: where the kernel prints its messages.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::device::Device;
use crate::parse::{Item, lines};

/// A console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// Its name, such as `ttyS0`.
    pub name: Box<[u8]>,
    /// The letters of what can be done with it: read, write, unblank.
    pub operations: Item<Box<[u8]>>,
    /// The letters of what it is.
    pub flags: Item<Box<[u8]>>,
    /// The device that it is; does not apply to one that is none.
    pub device: Item<Device>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Console>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Console> {
    let (before, after) = split_once(line, b'(').ok_or(Absent::Malformed)?;
    let (flags, device) = split_once(after, b')').ok_or(Absent::Malformed)?;
    let mut columns = Columns::new(before);
    let letters = |text: &[u8]| -> Box<[u8]> {
        text.iter().copied().filter(|byte| !matches!(byte, b' ' | b'-')).collect()
    };
    Ok(Console {
        name: columns.word().map_err(|_| Absent::Malformed)?.into(),
        operations: columns.word().map(letters),
        flags: Ok(letters(flags)),
        device: match device.trim_ascii() {
            b"" => Err(Absent::NotApplicable),
            device => Device::from_dec(device),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"ttyS0                -W- (EC  p a)    4:64";

    #[test]
    fn a_line_and_one_without_device() {
        let console = row(ROW).unwrap();
        assert_eq!(&*console.name, b"ttyS0");
        assert_eq!(console.operations.as_deref(), Ok(&b"W"[..]));
        assert_eq!(console.flags.as_deref(), Ok(&b"ECpa"[..]));
        assert_eq!(console.device, Ok(Device { major: 4, minor: 64 }));
        let console = row(b"netcon0              -W- (E   p  )").unwrap();
        assert_eq!(console.device, Err(Absent::NotApplicable));
        assert_eq!(row(b"x -W- (E) 4:y").unwrap().device, Err(Absent::Malformed));
        assert!(row(b"ttyS0 -W-").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
