//! `allocinfo`: how much memory each place of the kernel's source has allocated; since Linux 6.10, if
//! it was built to tell.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::{Columns, rsplit_once};
use crate::parse::{Item, lines, number, words};

/// A place that allocates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Bytes that are allocated.
    pub size: Item<u64>,
    /// In how many pieces.
    pub calls: Item<u64>,
    /// The file of the source.
    pub file: Box<[u8]>,
    /// The line in it.
    pub line: Item<u64>,
    /// The module; the kernel itself is none.
    pub module: Option<Box<[u8]>>,
    /// The function.
    pub function: Item<Box<[u8]>>,
    /// Whether some allocations were not counted, so that it is more.
    pub is_inaccurate: bool,
}

/// The places of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Allocation>> {
    lines(text)
        .filter(|line| {
            let line = line.trim_ascii_start();
            !line.is_empty() && !line.starts_with(b"#") && !line.starts_with(b"allocinfo - ")
        })
        .map(row)
}

fn row(line: &[u8]) -> Item<Allocation> {
    let mut columns = Columns::new(line);
    let (size, calls) = (columns.unsigned(), columns.unsigned());
    let (file, number) = rsplit_once(columns.word()?, b':').ok_or(Absent::Malformed)?;
    let mut allocation = Allocation {
        size,
        calls,
        file: file.into(),
        line: number::unsigned(number),
        module: None,
        function: Err(Absent::Unsupported),
        is_inaccurate: false,
    };
    for word in words(columns.rest()) {
        if let Some(module) = word.strip_prefix(b"[") {
            allocation.module = Some(module.strip_suffix(b"]").unwrap_or(module).into());
        } else if let Some(function) = word.strip_prefix(b"func:") {
            allocation.function = Ok(function.into());
        } else if word == b"accurate:no" {
            allocation.is_inaccurate = true;
        }
    }
    Ok(allocation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] =
        b"      425984      104 drivers/nvme/host/pci.c:3125 [nvme] func:nvme_probe accurate:no ";

    #[test]
    fn places_of_the_kernel_and_of_modules() {
        let text = [
            b"allocinfo - version: 2.0\n#     <size>  <calls> <tag info>\n",
            ROW,
            b"\n  4096 1 mm/slub.c:1897 func:alloc_slab_page\n",
        ]
        .concat();
        let rows: Vec<_> = rows(&text).collect::<Result<_, _>>().unwrap();
        assert_eq!((rows[0].size, rows[0].calls, rows[0].line), (Ok(425_984), Ok(104), Ok(3125)));
        assert_eq!(
            (&*rows[0].file, rows[0].module.as_deref()),
            (&b"drivers/nvme/host/pci.c"[..], Some(&b"nvme"[..]))
        );
        assert_eq!(
            (rows[0].function.as_deref(), rows[0].is_inaccurate),
            (Ok(&b"nvme_probe"[..]), true)
        );
        assert_eq!((rows[1].module.as_ref(), rows[1].is_inaccurate), (None, false));
    }

    #[test]
    fn a_bad_field_costs_itself() {
        let row = rows(b"x 1 a.c:y").next().unwrap().unwrap();
        assert_eq!((row.size, row.calls), (Err(Absent::Malformed), Ok(1)));
        assert_eq!((row.line, row.function), (Err(Absent::Malformed), Err(Absent::Unsupported)));
        assert!(rows(b"1 2 a.c").next().unwrap().is_err());
    }

    table_properties!(rows, ROW, "[a-z ]{1,20}");
}
