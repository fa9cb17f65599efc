//! `diskstats`: what was read from and written to block devices.
//!
//! Own parser: that of the procfs crate gives up the whole file for one line, such as the short ones
//! that kernels before 2.6.25 print of partitions.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::device::Device;
use crate::parse::{Item, lines, words};

/// What was done with a block device since boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskStat {
    /// Its number.
    pub device: Device,
    /// Its name.
    pub name: Box<[u8]>,
    /// What was read.
    pub reads: Requests,
    /// What was written.
    pub writes: Requests,
    /// Requests that are under way.
    pub in_flight: Item<u64>,
    /// Milliseconds in which a request was under way.
    pub busy: Item<u64>,
    /// Milliseconds that requests were under way, added up.
    pub queued: Item<u64>,
    /// What was discarded; since Linux 4.18.
    pub discards: Requests,
    /// Flushes; since Linux 5.5.
    pub flushes: Item<u64>,
    /// Milliseconds of flushes.
    pub flush_time: Item<u64>,
}

/// Requests of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requests {
    /// How many were done.
    pub done: Item<u64>,
    /// How many were merged with one next to them.
    pub merged: Item<u64>,
    /// How much, in sectors of 512 bytes.
    pub sectors: Item<u64>,
    /// Milliseconds that they took, added up.
    pub time: Item<u64>,
}

/// The size of a sector, whatever that of the device.
pub const SECTOR: u64 = 512;

/// The devices of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<DiskStat>> {
    lines(text).filter(|line| !line.trim_ascii().is_empty()).map(row)
}

fn row(line: &[u8]) -> Item<DiskStat> {
    let mut columns = Columns::new(line);
    let device = Device { major: columns.narrow()?, minor: columns.narrow()? };
    let name = columns.word()?.into();
    let is_short = words(columns.rest()).count() == 4;
    let reads = Requests::next(&mut columns, is_short);
    let writes = Requests::next(&mut columns, is_short);
    Ok(DiskStat {
        device,
        name,
        reads,
        writes,
        in_flight: columns.unsigned(),
        busy: columns.unsigned(),
        queued: columns.unsigned(),
        discards: Requests::next(&mut columns, false),
        flushes: columns.unsigned(),
        flush_time: columns.unsigned(),
    })
}

impl Requests {
    /// The next columns; a short line has only how many were asked for and how much.
    fn next(columns: &mut Columns<'_>, is_short: bool) -> Self {
        let long = |columns: &mut Columns<'_>| {
            if is_short { Err(Absent::Unsupported) } else { columns.unsigned() }
        };
        Self {
            done: columns.unsigned(),
            merged: long(columns),
            sectors: columns.unsigned(),
            time: long(columns),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b" 254       0 vda 3665541 139194 195087250 9574965 303590 610544 378036224 2453830 1 482184 12154084 414692 87 274234120 123421 13146 1866";

    #[test]
    fn columns_of_four_ages() {
        let text = [ROW, b"\n   8 1 sda1 10 20 30 40\n   8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n 7 0 loop0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n"].concat();
        let rows: Vec<_> = rows(&text).collect::<Result<_, _>>().unwrap();
        let vda = &rows[0];
        assert_eq!((vda.device.to_string(), &*vda.name), ("254:0".to_owned(), &b"vda"[..]));
        assert_eq!(vda.reads.sectors, Ok(195_087_250));
        assert_eq!((vda.in_flight, vda.busy, vda.queued), (Ok(1), Ok(482_184), Ok(12_154_084)));
        assert_eq!(
            (vda.discards.time, vda.flushes, vda.flush_time),
            (Ok(123_421), Ok(13_146), Ok(1866))
        );
        let short = &rows[1];
        assert_eq!((short.reads.done, short.reads.sectors), (Ok(10), Ok(20)));
        assert_eq!((short.writes.done, short.writes.sectors), (Ok(30), Ok(40)));
        assert_eq!(
            (short.reads.merged, short.busy),
            (Err(Absent::Unsupported), Err(Absent::Unsupported))
        );
        assert_eq!((rows[2].queued, rows[2].discards.done), (Ok(11), Err(Absent::Unsupported)));
        assert_eq!((rows[3].discards.time, rows[3].flushes), (Ok(15), Err(Absent::Unsupported)));
    }

    #[test]
    fn a_bad_field_costs_itself() {
        let row = rows(b"8 0 sda 1 x 3 4 5 6 7 8 9 10 11").next().unwrap().unwrap();
        assert_eq!((row.reads.merged, row.reads.sectors), (Err(Absent::Malformed), Ok(3)));
        assert!(rows(b"8 x sda 1").next().unwrap().is_err());
    }

    table_properties!(rows, ROW, "[a-z: ]{1,20}");
}
