//! `devices` and `misc`: drivers by their numbers.
//!
//! procfs-core reads `devices`, but fails as a whole on one line; `misc` it does not cover.

use std::collections::HashMap;

use crate::parse::{lines, number, words};

/// The drivers of devices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drivers {
    characters: HashMap<u32, Vec<Box<[u8]>>>,
    blocks: HashMap<u32, Vec<Box<[u8]>>>,
    misc: HashMap<u32, Box<[u8]>>,
}

/// The major of devices that share a driver, each with a minor of its own.
const MISC: u32 = 10;

impl Drivers {
    /// Takes what `devices` says.
    pub fn learn_devices(&mut self, text: &[u8]) {
        let mut is_block = false;
        for line in lines(text) {
            match line {
                b"Character devices:" => is_block = false,
                b"Block devices:" => is_block = true,
                _ => {
                    if let Some((major, name)) = row(line) {
                        let drivers =
                            if is_block { &mut self.blocks } else { &mut self.characters };
                        drivers.entry(major).or_default().push(name);
                    }
                }
            }
        }
    }

    /// Takes what `misc` says.
    pub fn learn_misc(&mut self, text: &[u8]) {
        self.misc.extend(lines(text).filter_map(row));
    }

    /// The drivers of character devices with this number; those of terminals share some.
    pub fn character(&self, major: u32) -> &[Box<[u8]>] {
        self.characters.get(&major).map_or(&[], Vec::as_slice)
    }

    /// The drivers of block devices with this number.
    pub fn block(&self, major: u32) -> &[Box<[u8]>] {
        self.blocks.get(&major).map_or(&[], Vec::as_slice)
    }

    /// The name of one of the devices that share a driver.
    pub fn misc(&self, major: u32, minor: u32) -> Option<&[u8]> {
        self.misc.get(&minor).filter(|_| major == MISC).map(|name| &**name)
    }
}

/// A number, and a name that may hold blanks.
fn row(line: &[u8]) -> Option<(u32, Box<[u8]>)> {
    let line = line.trim_ascii();
    let major = number::narrow(words(line).next()?).ok()?;
    let blank = line.iter().position(u8::is_ascii_whitespace)?;
    Some((major, line.get(blank..)?.trim_ascii().into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEVICES: &[u8] =
        b"Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/ptmx\n 10 misc\n\nBlock devices:\n  7 loop\n254 virtblk\n";

    #[test]
    fn drivers_by_number() {
        let mut drivers = Drivers::default();
        drivers.learn_devices(DEVICES);
        drivers.learn_misc(b"200 tun\n232 kvm\n");
        assert_eq!(drivers.character(1), [b"mem"[..].into()]);
        assert_eq!(drivers.character(5), [b"/dev/tty"[..].into(), b"/dev/ptmx"[..].into()]);
        assert_eq!(drivers.block(7), [b"loop"[..].into()]);
        assert!(drivers.character(7).is_empty() && drivers.block(1).is_empty());
        assert_eq!(drivers.misc(10, 200), Some(&b"tun"[..]));
        assert_eq!(drivers.misc(11, 200), None);
    }

    #[test]
    fn a_damaged_row_costs_itself() {
        let mut drivers = Drivers::default();
        drivers.learn_devices(b"Character devices:\nx mem\n4294967296 a\n7\n 5 tty\n");
        assert_eq!(drivers.character(5), [b"tty"[..].into()]);
        assert_eq!(drivers.characters.len(), 1);
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>) {
            let mut drivers = Drivers::default();
            drivers.learn_devices(&text);
            drivers.learn_misc(&text);
        }
    }
}
