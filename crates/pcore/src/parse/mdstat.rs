//! `mdstat`: arrays of disks that the kernel makes one device of.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, lines, number, words};

/// An array.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// Its name.
    pub name: Box<[u8]>,
    /// Whether it runs.
    pub is_active: Item<bool>,
    /// Whether it takes no writes, and why: `read-only`, `auto-read-only`.
    pub read_only: Option<Box<[u8]>>,
    /// How the disks are put together, such as `raid1`.
    pub level: Item<Box<[u8]>>,
    /// The disks.
    pub members: Vec<Member>,
    /// Its size in bytes.
    pub size: Item<u64>,
    /// The format of what is written of the array on its disks.
    pub format: Option<Box<[u8]>>,
    /// The size of the pieces that go to one disk after the other, in bytes.
    pub chunk: Item<u64>,
    /// How many disks it should have.
    pub wanted: Item<u64>,
    /// How many of these work.
    pub working: Item<u64>,
    /// A letter for each of these: `U` for one that works.
    pub health: Item<Box<[u8]>>,
    /// What is being done to it.
    pub action: Item<Action>,
    /// What is told of its bitmap.
    pub bitmap: Item<Box<[u8]>>,
}

/// A disk of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The device.
    pub device: Box<[u8]>,
    /// Its number in the array.
    pub number: Item<u32>,
    /// Letters for what it is: `F` failed, `S` spare, `W` written to mostly, `R` a replacement, `J` a
    /// journal.
    pub flags: Vec<u8>,
}

/// What is being done to an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name, such as `resync` or `check`.
    pub name: Box<[u8]>,
    /// Why nothing moves, such as `DELAYED`.
    pub waits: Option<Box<[u8]>>,
    /// How much is done, in bytes.
    pub done: Item<u64>,
    /// How much there is to do.
    pub all: Item<u64>,
    /// Seconds until it is done.
    pub left: Item<f64>,
    /// Bytes a second.
    pub speed: Item<u64>,
}

/// The arrays of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Array>> {
    let mut arrays: Vec<Item<Array>> = Vec::new();
    for line in lines(text) {
        if line.starts_with(b"Personalities") || line.starts_with(b"unused devices") {
            continue;
        }
        // The first line of an array begins with its name, the others with blanks.
        match line.first() {
            Some(b' ' | b'\t') => {
                if let Some(Ok(array)) = arrays.last_mut() {
                    array.add(line.trim_ascii());
                }
            }
            Some(_) => arrays.push(Array::parse(line)),
            None => {}
        }
    }
    arrays.into_iter()
}

const NONE: Item<u64> = Err(Absent::NotApplicable);

impl Array {
    /// `md0 : active raid1 sdb1[1] sda1[0](F)`.
    fn parse(line: &[u8]) -> Item<Self> {
        let (name, rest) = split_once(line, b':').ok_or(Absent::Malformed)?;
        let mut array = Self {
            name: name.trim_ascii().into(),
            is_active: Err(Absent::Malformed),
            read_only: None,
            level: Err(Absent::NotApplicable),
            members: Vec::new(),
            size: Err(Absent::Unsupported),
            format: None,
            chunk: NONE,
            wanted: NONE,
            working: NONE,
            health: Err(Absent::NotApplicable),
            action: Err(Absent::NotApplicable),
            bitmap: Err(Absent::NotApplicable),
        };
        let mut columns = Columns::new(rest);
        array.is_active = match columns.word() {
            Ok(b"active") => Ok(true),
            Ok(b"inactive" | b"broken") => Ok(false),
            _ => return Err(Absent::Malformed),
        };
        for word in words(columns.rest()) {
            if let Some(why) = word.strip_prefix(b"(") {
                array.read_only = Some(why.strip_suffix(b")").unwrap_or(why).into());
            } else if let Some((device, rest)) = split_once(word, b'[') {
                array.members.push(Member::new(device, rest));
            } else if array.level.is_err() {
                array.level = Ok(word.into());
            }
        }
        Ok(array)
    }

    fn add(&mut self, line: &[u8]) {
        if let Some(bitmap) = line.strip_prefix(b"bitmap:") {
            self.bitmap = Ok(bitmap.trim_ascii().into());
            return;
        }
        if let Some(action) = Action::parse(line) {
            self.action = Ok(action);
            return;
        }
        let mut columns = Columns::new(line);
        let (blocks, Ok(b"blocks")) = (columns.unsigned(), columns.word()) else { return };
        self.size = blocks.and_then(bytes);
        let mut before: &[u8] = b"";
        for word in words(columns.rest()) {
            if before == b"super" {
                self.format = Some(word.into());
            } else if word.starts_with(b"chunk") {
                self.chunk = kibibytes(before);
            }
            if let Some(inner) = word.strip_prefix(b"[").and_then(|w| w.strip_suffix(b"]")) {
                if let Some((wanted, working)) = split_once(inner, b'/') {
                    self.wanted = number::unsigned(wanted);
                    self.working = number::unsigned(working);
                } else {
                    self.health = Ok(inner.into());
                }
            }
            before = word;
        }
    }
}

impl Member {
    /// What follows `sda1[`: `0](F)(S)`.
    fn new(device: &[u8], rest: &[u8]) -> Self {
        let (number, flags) = split_once(rest, b']').unwrap_or((rest, b""));
        let flags = flags.iter().copied().filter(u8::is_ascii_alphabetic).collect();
        Self { device: device.into(), number: number::narrow(number), flags }
    }
}

impl Action {
    /// `[=>...]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec`, or
    /// `resync=DELAYED`.
    fn parse(line: &[u8]) -> Option<Self> {
        const NAMES: [&[u8]; 5] = [b"resync", b"recovery", b"check", b"reshape", b"repair"];
        let mut columns = Columns::new(line);
        let mut word = columns.word().ok()?;
        if word.starts_with(b"[") {
            word = columns.word().ok()?;
        }
        let (name, waits) = split_once(word, b'=').map_or((word, None), |(n, w)| (n, Some(w)));
        if !NAMES.contains(&name) {
            return None;
        }
        let none = Err(Absent::NotApplicable);
        let waits = waits.map(Box::from);
        let (done, all, left) = (none, none, Err(Absent::NotApplicable));
        let mut action = Self { name: name.into(), waits, done, all, left, speed: none };
        for word in words(columns.rest()) {
            if let Some(inner) = word.strip_prefix(b"(") {
                let inner = inner.strip_suffix(b")").unwrap_or(inner);
                if let Some((done, all)) = split_once(inner, b'/') {
                    action.done = number::unsigned(done).and_then(bytes);
                    action.all = number::unsigned(all).and_then(bytes);
                }
            } else if let Some(left) = word.strip_prefix(b"finish=") {
                let minutes = left.strip_suffix(b"min").ok_or(Absent::Malformed);
                action.left = minutes.and_then(number::float).map(|minutes| minutes * 60.0);
            } else if let Some(speed) = word.strip_prefix(b"speed=") {
                action.speed = kibibytes(speed.strip_suffix(b"/sec").unwrap_or(speed));
            }
        }
        Some(action)
    }
}

/// Blocks of a kilobyte in bytes.
fn bytes(blocks: u64) -> Item<u64> {
    blocks.checked_mul(1024).ok_or(Absent::Malformed)
}

/// The bytes of `512k` or `33440K`.
fn kibibytes(text: &[u8]) -> Item<u64> {
    let count = text.strip_suffix(b"k").or_else(|| text.strip_suffix(b"K"));
    bytes(number::unsigned(count.ok_or(Absent::Malformed)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const TEXT: &[u8] = b"Personalities : [raid1] [raid6] [raid5] [raid4]
md1 : active raid5 sdd1[3] sdc1[2](F) sdb1[1] sda1[0](W)(S)
      878835456 blocks super 1.2 level 5, 512k chunk, algorithm 2 [4/3] [UU_U]
      [==>..................]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec
      bitmap: 3/8 pages [12KB], 65536KB chunk

md0 : active (auto-read-only) raid1 sdb2[1] sda2[0]
      1048512 blocks [2/2] [UU]
      \tresync=PENDING

md127 : inactive sde[0](S)
      488254464 blocks super external:imsm

unused devices: <none>
";

    #[test]
    fn arrays_with_their_disks() {
        let arrays: Vec<_> = rows(TEXT).collect::<Result<_, _>>().unwrap();
        let [five, one, none] = &arrays[..] else { panic!("{arrays:?}") };
        assert_eq!((&*five.name, five.level.as_deref()), (&b"md1"[..], Ok(&b"raid5"[..])));
        assert_eq!((five.size, five.chunk), (Ok(899_927_506_944), Ok(524_288)));
        assert_eq!((five.wanted, five.working), (Ok(4), Ok(3)));
        assert_eq!(
            (five.health.as_deref(), five.format.as_deref()),
            (Ok(&b"UU_U"[..]), Some(&b"1.2"[..]))
        );
        assert_eq!((&*five.members[1].device, five.members[1].number), (&b"sdc1"[..], Ok(2)));
        assert_eq!(
            (&five.members[1].flags[..], &five.members[3].flags[..]),
            (&b"F"[..], &b"WS"[..])
        );
        let action = five.action.clone().unwrap();
        assert_eq!((&*action.name, action.done), (&b"recovery"[..], Ok(37_932_433_408)));
        assert_eq!((action.left, action.speed), (Ok(7650.0), Ok(34_242_560)));
        assert_eq!(five.bitmap.as_deref(), Ok(&b"3/8 pages [12KB], 65536KB chunk"[..]));
        assert_eq!(one.read_only.as_deref(), Some(&b"auto-read-only"[..]));
        assert_eq!(one.action.clone().unwrap().waits.as_deref(), Some(&b"PENDING"[..]));
        assert_eq!((one.chunk, one.bitmap.clone()), (NONE, Err(Absent::NotApplicable)));
        assert_eq!((none.is_active, none.level.clone()), (Ok(false), Err(Absent::NotApplicable)));
        assert_eq!(none.format.as_deref(), Some(&b"external:imsm"[..]));
    }

    #[test]
    fn damage_costs_one_array() {
        let rows: Vec<_> =
            rows(b"md0 : what raid1\n 5 blocks\nmd1 : active raid1 a[x]\n x blocks\n").collect();
        assert!(rows[0].is_err());
        let array = rows[1].as_ref().unwrap();
        assert_eq!(
            (array.members[0].number, array.size),
            (Err(Absent::Malformed), Err(Absent::Malformed))
        );
    }

    table_properties!(rows, b"md1 : active raid5 sdd1[3] sdc1[2](F) sdb1[1]", "[a-z ]{1,20}");
}
