//! `acpi/wakeup`: the devices that can wake the machine.
//!
//! The procfs crate does not cover this file.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::{Item, lines};

/// A device that can wake the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wakeup {
    /// Its name in the firmware.
    pub name: Box<[u8]>,
    /// The deepest sleep that it wakes from, such as `S4`.
    pub state: Item<Box<[u8]>>,
    /// Whether it may.
    pub is_enabled: Item<bool>,
    /// The device as the kernel knows it; does not apply to one that the kernel does not.
    pub node: Item<Box<[u8]>>,
}

/// The rows of the file. A second node of a device stands on a line of its own.
pub fn rows(text: &[u8]) -> Vec<Item<Wakeup>> {
    let mut rows: Vec<Item<Wakeup>> = Vec::new();
    for line in lines(text).filter(|line| !line.starts_with(b"Device")) {
        let before = match rows.last() {
            Some(Ok(row)) if line.starts_with(b"\t") => Some(row),
            _ => None,
        };
        rows.push(row(line, before));
    }
    rows
}

fn row(line: &[u8], before: Option<&Wakeup>) -> Item<Wakeup> {
    let mut columns = Columns::new(line);
    let (name, state) = match before {
        Some(before) => (before.name.clone(), before.state.clone()),
        None => (columns.word()?.into(), columns.word().map(Box::from)),
    };
    // A star stands before what the firmware describes in full; it may stand alone.
    let status = match columns.word()? {
        b"*" => columns.word()?,
        word => word.strip_prefix(b"*").unwrap_or(word),
    };
    Ok(Wakeup {
        name,
        state,
        is_enabled: match status {
            b"enabled" => Ok(true),
            b"disabled" => Ok(false),
            _ => return Err(Absent::Malformed),
        },
        node: columns.word().map(Box::from).map_err(|_| Absent::NotApplicable),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[u8] = b"Device\tS-state\t  Status   Sysfs node\n\
PEG0\t  S4\t*disabled\n\
EHC1\t  S3\t*enabled   pci:0000:00:1d.0\n\
\t\t*disabled  usb:1-1\n";

    #[test]
    fn devices_and_their_nodes() {
        let rows: Vec<_> = rows(SAMPLE).into_iter().collect::<Result<_, _>>().unwrap();
        assert_eq!((rows[0].is_enabled, &rows[0].node), (Ok(false), &Err(Absent::NotApplicable)));
        assert_eq!(rows[1].node.as_deref(), Ok(&b"pci:0000:00:1d.0"[..]));
        assert_eq!((&*rows[2].name, rows[2].is_enabled), (&b"EHC1"[..], Ok(false)));
        assert_eq!(rows[2].state.as_deref(), Ok(&b"S3"[..]));
    }

    #[test]
    fn damage_costs_a_row() {
        let rows = rows(b"PEG0 S4 *broken\nPEG1 S4 *enabled\nx\n");
        assert!(rows[0].is_err() && rows[1].is_ok() && rows[2].is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8) {
            let _ = rows(&text);
            let _ = rows(&crate::parse::fixture::damaged(SAMPLE, flip, byte));
        }
    }
}
