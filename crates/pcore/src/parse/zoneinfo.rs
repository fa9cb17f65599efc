//! `zoneinfo`: the zones of memory, their watermarks, and what is counted of each.
//!
//! The procfs crate has no parser for it.

use crate::Absent;
use crate::parse::buddyinfo::{node_of, zone_of};
use crate::parse::columns::{Columns, split_once};
use crate::parse::{Item, labelled, lines, number, words};

/// A zone of a memory node. Amounts are pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The node.
    pub node: u32,
    /// The name of the zone.
    pub zone: Box<[u8]>,
    /// Pages that are free.
    pub free: Item<u64>,
    /// How much the watermarks are raised for a while; since Linux 5.0.
    pub boost: Item<u64>,
    /// Below this, only who must have memory gets it.
    pub min: Item<u64>,
    /// Below this, the kernel begins to free memory.
    pub low: Item<u64>,
    /// Above this, it stops to do so.
    pub high: Item<u64>,
    /// Above this, pages of slower nodes are taken in; since Linux 6.5.
    pub promo: Item<u64>,
    /// Pages from the first to the last, holes included.
    pub spanned: Item<u64>,
    /// Pages that exist.
    pub present: Item<u64>,
    /// Pages that the kernel gives out; since Linux 3.9.
    pub managed: Item<u64>,
    /// Pages that are set aside for devices that need them in one piece.
    pub cma: Item<u64>,
    /// Pages that are kept from allocations that could be served by each other zone.
    pub protection: Vec<u64>,
    /// The number of the first page.
    pub start: Item<u64>,
    /// Whether freeing memory of the node is hopeless.
    pub unreclaimable: Item<u64>,
    /// What is counted of the zone, as in `vmstat`.
    pub counters: Vec<(Box<[u8]>, u64)>,
    /// What is counted of the node; only its first zone has them.
    pub node_counters: Vec<(Box<[u8]>, u64)>,
    /// The free pages that each CPU has at hand.
    pub pagesets: Vec<PageSet>,
}

/// The free pages that a CPU has at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSet {
    /// The CPU.
    pub cpu: u32,
    /// Pages at hand.
    pub count: Item<u64>,
    /// How many it may have.
    pub high: Item<u64>,
    /// How many it gets and gives back at once.
    pub batch: Item<u64>,
}

const NONE: Item<u64> = Err(Absent::Unsupported);

impl Zone {
    fn new(line: &[u8]) -> Item<Self> {
        let (node, rest) = split_once(line, b',').ok_or(Absent::Malformed)?;
        Ok(Self {
            node: node_of(node)?,
            zone: zone_of(rest)?.0,
            free: NONE,
            boost: NONE,
            min: NONE,
            low: NONE,
            high: NONE,
            promo: NONE,
            spanned: NONE,
            present: NONE,
            managed: NONE,
            cma: NONE,
            protection: Vec::new(),
            start: NONE,
            unreclaimable: NONE,
            counters: Vec::new(),
            node_counters: Vec::new(),
            pagesets: Vec::new(),
        })
    }

    /// The count of this name, of the zone.
    pub fn counter(&self, name: &[u8]) -> Item<u64> {
        let found = self.counters.iter().find(|(known, _)| &**known == name);
        found.map(|(_, count)| *count).ok_or(Absent::Unsupported)
    }

    fn add(&mut self, line: &[u8], of_node: bool) {
        let mut columns = Columns::new(line);
        let name = columns.word().unwrap_or_default();
        let slot = match name {
            b"pages" if columns.word() == Ok(b"free") => &mut self.free,
            b"boost" => &mut self.boost,
            b"min" => &mut self.min,
            b"low" => &mut self.low,
            b"high" => &mut self.high,
            b"promo" => &mut self.promo,
            b"spanned" => &mut self.spanned,
            b"present" => &mut self.present,
            b"managed" => &mut self.managed,
            b"cma" => &mut self.cma,
            name => {
                if let Ok(count) = columns.unsigned() {
                    let list = if of_node { &mut self.node_counters } else { &mut self.counters };
                    list.push((name.into(), count));
                }
                return;
            }
        };
        *slot = columns.unsigned().map_err(|_| Absent::Malformed);
    }

    fn add_labelled(&mut self, label: &[u8], value: &[u8]) {
        let slot = match label {
            b"protection" => {
                let inner = value.trim_ascii_start().strip_prefix(b"(").unwrap_or_default();
                let inner = inner.strip_suffix(b")").unwrap_or(inner);
                let numbers = inner.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
                self.protection = numbers.filter_map(|n| number::unsigned(n).ok()).collect();
                return;
            }
            b"start_pfn" => &mut self.start,
            // Kernels before 4.12 call it so.
            b"node_unreclaimable" | b"all_unreclaimable" => &mut self.unreclaimable,
            b"cpu" => {
                if let Ok(cpu) = number::narrow(value) {
                    self.pagesets.push(PageSet { cpu, count: NONE, high: NONE, batch: NONE });
                }
                return;
            }
            label => {
                let Some(set) = self.pagesets.last_mut() else { return };
                match label {
                    b"count" => &mut set.count,
                    b"high" => &mut set.high,
                    b"batch" => &mut set.batch,
                    _ => return,
                }
            }
        };
        *slot = number::unsigned(value);
    }
}

/// The zones of the file.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Zone>> {
    let mut zones: Vec<Item<Zone>> = Vec::new();
    let mut of_node = false;
    for line in lines(text) {
        if line.starts_with(b"Node") {
            zones.push(Zone::new(line));
            of_node = false;
            continue;
        }
        let Some(zone) = zones.last_mut() else {
            // What stands above the first zone belongs to none.
            if !line.trim_ascii().is_empty() {
                zones.push(Err(Absent::Malformed));
            }
            continue;
        };
        let Ok(zone) = zone else { continue };
        match words(line).next() {
            Some(b"per-node") => of_node = true,
            Some(b"pages") if words(line).nth(1) == Some(b"free") => {
                of_node = false;
                zone.add(line, false);
            }
            Some(_) => match labelled(line) {
                Some((label, value)) => zone.add_labelled(label, value),
                None => zone.add(line, of_node),
            },
            None => {}
        }
    }
    zones.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    const TEXT: &[u8] = b"Node 0, zone      DMA
  per-node stats
      nr_inactive_anon 49887
      nr_shmem     2214
  pages free     3840
        boost    0
        min      10
        low      13
        high     16
        promo    19
        spanned  4095
        present  3998
        managed  3840
        cma      0
        protection: (0, 3019, 24090)
      nr_free_pages 3840
      numa_hit     7
  pagesets
    cpu: 0
              count:    5
              high:     8
              batch:    1
              high_min: 6
  vm stats threshold: 4
    cpu: 3
              count:    x
  node_unreclaimable:  0
  start_pfn:           1
Node 1, zone   Normal
  pages free     7
        min      x
";

    #[test]
    fn zones_with_all_that_is_told_of_them() {
        let zones: Vec<_> = rows(TEXT).collect::<Result<_, _>>().unwrap();
        let dma = &zones[0];
        assert_eq!((dma.node, &*dma.zone, dma.free), (0, &b"DMA"[..], Ok(3840)));
        assert_eq!((dma.min, dma.low, dma.high, dma.promo), (Ok(10), Ok(13), Ok(16), Ok(19)));
        assert_eq!((dma.managed, &dma.protection[..]), (Ok(3840), &[0, 3019, 24090][..]));
        assert_eq!((dma.counters.len(), dma.node_counters.len()), (2, 2));
        assert_eq!((dma.counter(b"numa_hit"), dma.counter(b"numa_miss")), (Ok(7), NONE));
        assert_eq!((dma.start, dma.unreclaimable), (Ok(1), Ok(0)));
        assert_eq!(
            (dma.pagesets[0].cpu, dma.pagesets[0].count, dma.pagesets[0].high),
            (0, Ok(5), Ok(8))
        );
        assert_eq!((dma.pagesets[1].cpu, dma.pagesets[1].count), (3, Err(Absent::Malformed)));
        let normal = &zones[1];
        assert_eq!((normal.node, normal.free, normal.min), (1, Ok(7), Err(Absent::Malformed)));
        assert_eq!(normal.managed, NONE);
    }

    #[test]
    fn a_bad_zone_costs_itself() {
        let zones: Vec<_> =
            rows(b"Node 0, zone\n  pages free 3\nNode 0, zone DMA\n  pages free 4\n").collect();
        assert!(zones[0].is_err());
        assert_eq!(zones[1].as_ref().unwrap().free, Ok(4));
    }

    table_properties!(rows, b"Node 0, zone   Normal", "[a-z ]{1,20}");
}
