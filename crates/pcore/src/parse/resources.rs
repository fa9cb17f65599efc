//! `iomem` and `ioports`, which have one form: who has which addresses, a range within another
//! indented below it.
//!
//! Own parser: that of the procfs crate gives up all rows for one, and knows nothing of the zeros
//! that are given to whom addresses are not shown.

use crate::Absent;
use crate::parse::columns::split_once;
use crate::parse::{Item, lines, number};

/// A range of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// In how many others it lies.
    pub depth: usize,
    /// The first address and the last; denied where the kernel gives nothing but zeros.
    pub range: Item<(u64, u64)>,
    /// Who has it.
    pub name: Box<[u8]>,
}

/// The rows of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Resource>> {
    lines(text).map(row)
}

fn row(line: &[u8]) -> Item<Resource> {
    let indent = line.iter().take_while(|byte| **byte == b' ').count();
    let (range, name) = split_once(line, b':').ok_or(Absent::Malformed)?;
    let (first, last) = split_once(range.trim_ascii(), b'-').ok_or(Absent::Malformed)?;
    Ok(Resource {
        depth: indent / 2,
        range: number::hex(first).and_then(|first| match (first, number::hex(last)?) {
            (0, 0) => Err(Absent::Denied),
            (first, last) if first <= last => Ok((first, last)),
            _ => Err(Absent::Malformed),
        }),
        name: name.trim_ascii().into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    const ROW: &[u8] = b"    4000000000-400007ffff : virtio-pci: modern";

    #[test]
    fn depth_range_and_name() {
        let resource = row(ROW).unwrap();
        assert_eq!(resource.depth, 2);
        assert_eq!(resource.range, Ok((0x40_0000_0000, 0x40_0007_ffff)));
        assert_eq!(&*resource.name, b"virtio-pci: modern");
    }

    #[test]
    fn zeros_are_no_addresses() {
        assert_eq!(row(b"00000000-00000000 : System RAM").unwrap().range, Err(Absent::Denied));
        assert_eq!(row(b"0000-001f : dma1").unwrap().range, Ok((0, 0x1f)));
        assert_eq!(row(b"0020-001f : dma1").unwrap().range, Err(Absent::Malformed));
        assert!(row(b"System RAM").is_err());
    }

    fixture::table_properties!(rows, ROW, "[a-z ]{1,40}");
}
