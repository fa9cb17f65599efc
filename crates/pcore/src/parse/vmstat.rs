//! `vmstat`: what is counted of the machine's memory.
//!
//! The procfs crate has no parser for it.

pub mod meanings;

use std::borrow::Cow;

use crate::Absent;
use crate::parse::columns::Columns;
use crate::parse::net::counters::Behaviour;
use crate::parse::{Item, lines};
use meanings::{KNOWN, by_zone};

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Its name.
    pub name: Box<[u8]>,
    /// Its value.
    pub value: Item<u64>,
}

/// Every line of the file, known or not.
pub fn rows(text: &[u8]) -> impl Iterator<Item = Item<Counter>> {
    lines(text).filter(|line| !line.trim_ascii().is_empty()).map(|line| {
        let mut columns = Columns::new(line);
        let name = columns.word()?;
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            return Err(Absent::Malformed);
        }
        let value = columns.word().map_err(|_| Absent::Malformed)?;
        Ok(Counter { name: name.into(), value: crate::parse::number::unsigned(value) })
    })
}

impl Counter {
    /// What it means, in one sentence, where that is known.
    pub fn meaning(&self) -> Option<Cow<'static, str>> {
        meaning(&self.name)
    }

    /// How it changes, where that is known.
    pub fn behaviour(&self) -> Option<Behaviour> {
        match KNOWN.iter().find(|known| known.name.as_bytes() == &*self.name) {
            Some(known) => Some(known.behaviour),
            None => by_zone(&self.name).map(|_| Behaviour::Counter),
        }
    }
}

/// What the counter of this name means.
pub fn meaning(name: &[u8]) -> Option<Cow<'static, str>> {
    match KNOWN.iter().find(|known| known.name.as_bytes() == name) {
        Some(known) => Some(Cow::Borrowed(known.meaning)),
        None => by_zone(name).map(Cow::Owned),
    }
}

/// The counters that others are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Kilobytes read from disks.
    pub read: Item<u64>,
    /// Kilobytes written to disks.
    pub written: Item<u64>,
    /// Pages read from swap.
    pub swapped_in: Item<u64>,
    /// Pages written to swap.
    pub swapped_out: Item<u64>,
}

impl Paging {
    /// Parses the whole file.
    pub fn parse(text: &[u8]) -> Item<Self> {
        const NONE: Item<u64> = Err(Absent::Unsupported);
        let mut paging = Self { read: NONE, written: NONE, swapped_in: NONE, swapped_out: NONE };
        let mut is_known = false;
        for counter in rows(text).flatten() {
            is_known = true;
            match &*counter.name {
                b"pgpgin" => paging.read = counter.value,
                b"pgpgout" => paging.written = counter.value,
                b"pswpin" => paging.swapped_in = counter.value,
                b"pswpout" => paging.swapped_out = counter.value,
                _ => {}
            }
        }
        if is_known { Ok(paging) } else { Err(Absent::Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::table_properties;

    /// Rows are sorted and selected, so that none stands behind the one that it could refer to.
    #[test]
    fn a_meaning_says_what_it_is_about() {
        let leans = regex::Regex::new(
            r"^(Such|They|It)\b|How often (it|they|that|these|all of these)\b|(marked|moved) so[.;]|\b(this thread|of those)\b",
        )
        .unwrap();
        for known in KNOWN {
            assert!(!leans.is_match(known.meaning), "{}: {}", known.name, known.meaning);
        }
    }

    #[test]
    fn names_values_and_meanings() {
        let text = b"nr_free_pages 453676\npgpgin 7\npgalloc_dma32 1\nnew_thing x\nword\n7 8\n";
        let rows: Vec<_> = rows(text).collect();
        let [Ok(free), Ok(read), Ok(zone), Ok(new), Err(_), Err(_)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!((free.value, free.behaviour()), (Ok(453_676), Some(Behaviour::Gauge)));
        assert_eq!(read.behaviour(), Some(Behaviour::Counter));
        assert_eq!(zone.meaning().as_deref(), Some("Pages given out from the zone dma32."));
        assert_eq!(
            (new.value, new.meaning(), new.behaviour()),
            (Err(Absent::Malformed), None, None)
        );
    }

    #[test]
    fn what_others_are_made_of() {
        let paging = Paging::parse(b"pgpgin 7\npgpgout x\npswpin 3\n").unwrap();
        assert_eq!((paging.read, paging.swapped_in), (Ok(7), Ok(3)));
        assert_eq!(
            (paging.written, paging.swapped_out),
            (Err(Absent::Malformed), Err(Absent::Unsupported))
        );
        assert_eq!(Paging::parse(b"\n"), Err(Absent::Malformed));
    }

    table_properties!(rows, b"pgpgin 97543889", "[0-9 ]{1,20}");
}
