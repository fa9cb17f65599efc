//! `partitions`: the block devices and their sizes.
//!
//! Own parser: that of the procfs crate gives up the whole file for one row, and for a number of a
//! device that does not fit 16 bits.

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::device::Device;
use crate::parse::{Item, lines};

/// A block device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its number.
    pub device: Device,
    /// Its size in bytes.
    pub size: Item<u64>,
    /// Its name.
    pub name: Box<[u8]>,
}

/// The devices of the file. What kernels 2.4 print behind the names is in no later one.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Partition>> {
    lines(text)
        .filter(|line| !line.trim_ascii().is_empty() && !line.starts_with(b"major "))
        .map(row)
}

fn row(line: &[u8]) -> Item<Partition> {
    let mut columns = Columns::new(line);
    let device = Device { major: columns.narrow()?, minor: columns.narrow()? };
    let blocks = columns.unsigned();
    let size = blocks.and_then(|blocks| blocks.checked_mul(1024).ok_or(Absent::Malformed));
    Ok(Partition { device, size, name: columns.word()?.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    #[test]
    fn sizes_are_bytes() {
        let text =
            b"major minor  #blocks  name\n\n 259        0  500107608 nvme0n1\n 1048575 5 x sda5\n";
        let rows: Vec<_> = rows(text).collect::<Result<_, _>>().unwrap();
        assert_eq!((rows[0].size, &*rows[0].name), (Ok(512_110_190_592), &b"nvme0n1"[..]));
        assert_eq!((rows[1].device.major, rows[1].size), (1_048_575, Err(Absent::Malformed)));
    }

    table_properties!(rows, b" 259        0  500107608 nvme0n1", "[a-z: ]{1,20}");
}
