//! `tty/drivers`.
//!
//! The procfs crate does not cover this file.

use std::ops::RangeInclusive;

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::device::Device;
use crate::parse::{Item, lines, number, words};

/// The drivers of terminals, which name the terminals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TtyDrivers {
    /// The drivers, in the kernel's order: the specific ones first.
    pub drivers: Vec<Driver>,
    /// How many lines were not in the kernel's format.
    pub malformed: usize,
}

/// One range of terminals of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// What the paths of its devices start with, such as `/dev/tty`.
    pub name: Box<[u8]>,
    /// The device number of the driver.
    pub major: u32,
    /// The device numbers of its terminals.
    pub minors: RangeInclusive<u32>,
    numbering: Numbering,
}

/// What stands after the name of the driver in the name of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// Nothing: there is one.
    Single,
    /// The device number, in which consoles start at 1.
    Minor,
    /// The position in the range.
    Position,
    /// A slash and the position, which goes on over several majors on old kernels.
    Directory,
    /// A letter and a hexadecimal digit: the pseudo-terminals of BSD.
    Letter,
}

/// The major of the first pseudo-terminals of Unix 98, each of which had 256 on old kernels.
const FIRST_PTS_MAJOR: u32 = 136;

/// The letters of the pseudo-terminals of BSD, 16 to a letter.
const LETTERS: &[u8; 16] = b"pqrstuvwxyzabcde";

impl TtyDrivers {
    /// Parses the whole file. It is malformed as a whole when no line of it is good.
    pub fn parse(text: &[u8]) -> Item<Self> {
        let mut table = Self::default();
        for line in lines(text) {
            match Driver::parse(line) {
                Ok(driver) => table.drivers.push(driver),
                Err(_) => table.malformed = table.malformed.saturating_add(1),
            }
        }
        if table.drivers.is_empty() { Err(Absent::Malformed) } else { Ok(table) }
    }

    /// The name of the terminal that `stat` gives by number, without `/dev/`: `pts/3`, `ttyS0`.
    pub fn name(&self, tty_nr: i64) -> Option<Vec<u8>> {
        // The kernel prints the number as a signed one, and its upper minor bits reach the sign.
        let device = i32::try_from(tty_nr).ok()?.cast_unsigned();
        let major = (device >> 8) & 0xfff;
        let minor = (device & 0xff) | ((device >> 12) & 0xf_ff00);
        self.of(Device { major, minor })?.terminal(minor)
    }

    /// What the paths of the devices of a driver start with, such as `/dev/ptmx`.
    pub fn driver(&self, device: Device) -> Option<&[u8]> {
        self.of(device).map(|driver| &*driver.name)
    }

    fn of(&self, device: Device) -> Option<&Driver> {
        let Device { major, minor } = device;
        self.drivers.iter().find(|driver| driver.major == major && driver.minors.contains(&minor))
    }
}

impl Driver {
    /// Parses one row. It is read from its end, since the name of a driver may hold blanks.
    fn parse(line: &[u8]) -> Item<Self> {
        let mut words = words(line).collect::<Vec<_>>().into_iter().rev();
        let mut word = || words.next().ok_or(Absent::Malformed);
        let (kind, range, major, name) = (word()?, word()?, word()?, word()?);
        let (first, last) = split_once(range, b'-').unwrap_or((range, range));
        let minors = number::narrow(first)?..=number::narrow(last)?;
        if !name.starts_with(b"/dev/") || minors.is_empty() {
            return Err(Absent::Malformed);
        }
        // A driver that happens to have one serial line still numbers it.
        let is_single = minors.start() == minors.end() && kind != b"serial";
        let numbering = match name {
            _ if is_single => Numbering::Single,
            b"/dev/pts" => Numbering::Directory,
            b"/dev/ttyp" | b"/dev/pty" if kind.starts_with(b"pty") => Numbering::Letter,
            _ if kind == b"console" => Numbering::Minor,
            _ => Numbering::Position,
        };
        Ok(Self { name: name.into(), major: number::narrow(major)?, minors, numbering })
    }

    /// The name of one of the terminals.
    fn terminal(&self, minor: u32) -> Option<Vec<u8>> {
        let mut name = self.name.strip_prefix(b"/dev/")?.to_vec();
        let position = minor.checked_sub(*self.minors.start())?;
        let number = match self.numbering {
            Numbering::Single => return Some(name),
            Numbering::Minor => minor,
            Numbering::Position => position,
            Numbering::Directory => {
                name.push(b'/');
                let majors = self.major.checked_sub(FIRST_PTS_MAJOR)?;
                majors.checked_mul(256)?.checked_add(minor)?
            }
            Numbering::Letter => {
                // The driver's own name ends in the first letter where it is that of the slaves.
                name.truncate(3);
                name.push(*LETTERS.get(usize::try_from(position / 16).ok()?)?);
                name.extend(char::from_digit(position % 16, 16).map(|digit| digit as u8));
                return Some(name);
            }
        };
        name.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture;

    const SAMPLE: &[u8] = b"\
/dev/tty             /dev/tty        5       0 system:/dev/tty
/dev/console         /dev/console    5       1 system:console
/dev/ptmx            /dev/ptmx       5       2 system
/dev/vc/0            /dev/vc/0       4       0 system:vtmaster
dbc_serial           /dev/ttyDBC   242 0-15 serial
one line             /dev/ttyAMA   204      64 serial
serial               /dev/ttyS       4 64-95 serial
pty_slave            /dev/pts      136 0-1048575 pty:slave
pty_master           /dev/ptm      128 0-1048575 pty:master
pty_slave            /dev/ttyp       3 0-255 pty:slave
pty_master           /dev/pty        2 0-255 pty:master
unknown              /dev/tty        4 1-63 console
";

    fn number(major: u32, minor: u32) -> i64 {
        i64::from(((minor & 0xff) | (major << 8) | ((minor & !0xff) << 12)).cast_signed())
    }

    #[test]
    fn terminals_are_named_as_ps_names_them() {
        let table = TtyDrivers::parse(SAMPLE).unwrap();
        assert_eq!(table.malformed, 0);
        for (major, minor, name) in [
            (5, 0, "tty"),
            (5, 1, "console"),
            (4, 1, "tty1"),
            (4, 63, "tty63"),
            (4, 64, "ttyS0"),
            (4, 95, "ttyS31"),
            (136, 0, "pts/0"),
            (136, 3, "pts/3"),
            (136, 1000, "pts/1000"),
            (136, 1_048_575, "pts/1048575"),
            (204, 64, "ttyAMA0"),
            (242, 2, "ttyDBC2"),
            (3, 17, "ttyq1"),
            (2, 0, "ptyp0"),
        ] {
            let found = table.name(number(major, minor));
            assert_eq!(found.as_deref(), Some(name.as_bytes()), "{major}:{minor}");
        }
        for tty_nr in [0, number(7, 1), number(4, 96), i64::MAX, i64::MIN] {
            assert_eq!(table.name(tty_nr), None);
        }
    }

    #[test]
    fn terminals_of_old_kernels_go_on_over_majors() {
        let text =
            b"pty_slave /dev/pts 136 0-255 pty:slave\npty_slave /dev/pts 137 0-255 pty:slave\n";
        let table = TtyDrivers::parse(text).unwrap();
        assert_eq!(table.name(number(137, 4)), Some(b"pts/260".to_vec()));
    }

    #[test]
    fn damage_is_counted() {
        let table = TtyDrivers::parse(
            b"a\nx /dev/x 4 5-4 serial\nx tty 4 1 serial\nx /dev/x 4 -1 serial\n\
              x /dev/x y 1 serial\nserial /dev/ttyS 4 64 serial",
        );
        let table = table.unwrap();
        assert_eq!((table.drivers.len(), table.malformed), (1, 5));
        assert_eq!(TtyDrivers::parse(b""), Err(Absent::Malformed));
        assert_eq!(TtyDrivers::parse(b"junk"), Err(Absent::Malformed));
    }

    proptest! {
        #[test]
        fn never_panics(text: Vec<u8>, flip in 0..SAMPLE.len(), byte: u8, tty_nr: i32) {
            for text in [text, fixture::damaged(SAMPLE, flip, byte)] {
                if let Ok(table) = TtyDrivers::parse(&text) {
                    let _ = table.name(tty_nr.into());
                }
            }
        }

        #[test]
        fn junk_costs_no_driver(junk in prop::collection::vec("[a-z ]{1,40}", 1..9)) {
            let table = TtyDrivers::parse(&fixture::among(&junk, b"a /dev/a 9 0-7 serial")).unwrap();
            prop_assert_eq!((table.drivers.len(), table.malformed), (junk.len(), junk.len()));
        }
    }
}
