//! `vmallocinfo`: the areas of memory that the kernel has mapped for itself.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, lines, number, words};

/// An area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Where it begins, or what the kernel says instead of that.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
    /// Its size in bytes, with a page behind it that is never used.
    pub size: Item<u64>,
    /// The function that asked for it.
    pub caller: Item<Box<[u8]>>,
    /// Pages that lie in it.
    pub pages: Item<u64>,
    /// The address of the device's memory that is mapped there.
    pub physical: Item<u64>,
    /// What it is: `vmalloc`, `ioremap` and the like.
    pub kinds: Vec<Box<[u8]>>,
    /// Pages that lie on each memory node.
    pub nodes: Vec<(u32, u64)>,
}

/// The areas of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Area>> {
    lines(text).filter(|line| !line.trim_ascii().is_empty()).map(row)
}

fn row(line: &[u8]) -> Item<Area> {
    let mut columns = Columns::new(line);
    let (start, end) = split_once(columns.word()?, b'-').ok_or(Absent::Malformed)?;
    let mut area = Area {
        start: number::prefixed_hex(start)?,
        end: number::prefixed_hex(end)?,
        size: columns.unsigned(),
        caller: Err(Absent::NotApplicable),
        pages: Err(Absent::NotApplicable),
        physical: Err(Absent::NotApplicable),
        kinds: Vec::new(),
        nodes: Vec::new(),
    };
    for word in words(columns.rest()) {
        if let Some(pages) = word.strip_prefix(b"pages=") {
            area.pages = number::unsigned(pages);
        } else if let Some(physical) = word.strip_prefix(b"phys=") {
            area.physical = number::hex(physical.strip_prefix(b"0x").unwrap_or(physical));
        } else if let Some(node) = on_node(word) {
            area.nodes.push(node);
        } else if area.caller.is_err() && is_function(word) {
            area.caller = Ok(word.into());
        } else {
            area.kinds.push(word.into());
        }
    }
    Ok(area)
}

/// The node and the pages in `N0=4`.
fn on_node(word: &[u8]) -> Option<(u32, u64)> {
    let (node, pages) = split_once(word.strip_prefix(b"N")?, b'=')?;
    Some((number::narrow(node).ok()?, number::unsigned(pages).ok()?))
}

/// A place in a function, `name+0x12/0x34`, or its address where the kernel knows no names.
fn is_function(word: &[u8]) -> bool {
    memchr::memmem::find(word, b"+0x").is_some() || word.starts_with(b"0x")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const ROW: &[u8] = b"0xffffc90000000000-0xffffc90000005000   20480 irq_init_percpu_irqstack+0xca/0x100 pages=4 vmap N0=3 N1=1";

    #[test]
    fn what_is_told_of_an_area() {
        let text = [ROW, b"\n0x1-0x2 8192 acpi_os_map_iomem+0x1bc/0x1e0 phys=0x00000000000a0000 ioremap\n0x1-0x2 4096 vm_map_ram\n0x0-0x0 8192 unpurged vm_area\n0x1-0x2 12288 load_module+0x1/0x2 [m] pages=2 vmalloc vpages N0=2\n"].concat();
        let areas: Vec<_> = rows(&text).collect::<Result<_, _>>().unwrap();
        let first = &areas[0];
        assert_eq!((first.start, first.size), (0xffff_c900_0000_0000, Ok(20480)));
        assert_eq!(first.caller.as_deref(), Ok(&b"irq_init_percpu_irqstack+0xca/0x100"[..]));
        assert_eq!((first.pages, &first.nodes[..]), (Ok(4), &[(0, 3), (1, 1)][..]));
        assert_eq!(first.kinds, [Box::from(&b"vmap"[..])]);
        assert_eq!((areas[1].physical, areas[1].pages), (Ok(0xa0000), Err(Absent::NotApplicable)));
        assert_eq!(
            (areas[2].caller.clone(), areas[2].kinds.len()),
            (Err(Absent::NotApplicable), 1)
        );
        assert_eq!(areas[3].kinds.len(), 2);
        assert_eq!(areas[4].kinds.len(), 3);
    }

    #[test]
    fn a_bad_field_costs_itself() {
        let area = rows(b"0x1-0x2 x f+0x1/0x2 pages=y").next().unwrap().unwrap();
        assert_eq!((area.size, area.pages), (Err(Absent::Malformed), Err(Absent::Malformed)));
        assert!(rows(b"0x1 4096 f").next().unwrap().is_err());
    }

    table_properties!(rows, ROW, "[a-z ]{1,20}");
}
