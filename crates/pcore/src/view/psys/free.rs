//! `psys free`: memory and swap space as `free` shows them.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::meminfo::MemInfo;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{DefaultFilter, Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// Memory and swap space.
pub(crate) struct Free;

impl Listed for Free {
    type Entry = Space;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "free",
        about: "Memory and swap space: how much there is, how much is used, and what could be had.",
        aliases: &[],
        key: &["order"],
        labels: &["name"],
        default_fields: &["name", "total", "used", "free", "shared", "buff_cache", "available"],
        default_filter: Some(DefaultFilter { filter: "name in (Mem, Swap)", unless: &["name"] }),
        words: "a row: mem, swap, or one that is shown on request: total, committed, low, high",
        examples: &[
            ("psys free", "memory and swap space"),
            ("psys free --bytes", "exactly"),
            (
                "psys free mem swap total committed",
                "with their sum, and what is promised to programs",
            ),
            ("psys free -o +buffers,cache,used_share", "with more columns"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Space>>] = &[Group { name: "Space", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        let known = Row::ALL.iter().find(|row| row.name().eq_ignore_ascii_case(word.text));
        let row = known.ok_or_else(|| {
            format!("`{}` is none of mem, swap, total, committed, low, high", word.text)
        })?;
        let filter = crate::Filter::equal(number("name"), Value::word(row.name()));
        Ok(Selector { kind: "name".into(), filter })
    }
}

/// Which row it is, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Mem,
    Low,
    High,
    Swap,
    Total,
    Committed,
}

impl Row {
    const ALL: [Self; 6] =
        [Self::Mem, Self::Low, Self::High, Self::Swap, Self::Total, Self::Committed];

    const fn name(self) -> &'static str {
        match self {
            Self::Mem => "Mem",
            Self::Low => "Low",
            Self::High => "High",
            Self::Swap => "Swap",
            Self::Total => "Total",
            Self::Committed => "Committed",
        }
    }
}

/// A row, with the file that all of it follows from.
pub(crate) struct Space {
    row: Row,
    memory: Rc<MemInfo>,
}

impl Entry for Space {
    const FILES: &'static [File] = &[File::MemInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let memory = Rc::new(table::absent_here(reader.read(File::MemInfo, MemInfo::parse))??);
        for row in Row::ALL {
            let space = Self { row, memory: memory.clone() };
            // Most machines have no memory that the kernel cannot reach at once.
            if !matches!(row, Row::Low | Row::High) || space.total() != Err(Absent::Unsupported) {
                each(space);
            }
        }
        Ok(())
    }
}

impl Space {
    fn total(&self) -> Item<u64> {
        let memory = &self.memory;
        match self.row {
            Row::Mem => memory.total,
            Row::Low => memory.low_total,
            Row::High => memory.high_total,
            Row::Swap => memory.swap_total,
            Row::Total => Ok(memory.total?.saturating_add(memory.swap_total?)),
            Row::Committed => memory.commit_limit,
        }
    }

    fn used(&self) -> Item<u64> {
        let memory = &self.memory;
        let swap = || Ok(memory.swap_total?.saturating_sub(memory.swap_free?));
        match self.row {
            Row::Mem => used(memory),
            Row::Low => Ok(memory.low_total?.saturating_sub(memory.low_free?)),
            Row::High => Ok(memory.high_total?.saturating_sub(memory.high_free?)),
            Row::Swap => swap(),
            Row::Total => Ok(used(memory)?.saturating_add(swap()?)),
            Row::Committed => memory.committed,
        }
    }

    /// What is free, which is less than nothing where more is promised than there is.
    fn free(&self) -> Item<Value<'static>> {
        let memory = &self.memory;
        Ok(match self.row {
            Row::Mem => memory.free?,
            Row::Low => memory.low_free?,
            Row::High => memory.high_free?,
            Row::Swap => memory.swap_free?,
            Row::Total => memory.free?.saturating_add(memory.swap_free?),
            Row::Committed => {
                let (limit, committed) = (memory.commit_limit?, memory.committed?);
                let left = i128::from(limit) - i128::from(committed);
                return i64::try_from(left).map(Value::Int).map_err(|_| Absent::Malformed);
            }
        }
        .into())
    }

    /// A value that only memory as a whole has.
    fn of_memory(&self, value: impl Fn(&MemInfo) -> Item<u64>) -> Item<Value<'static>> {
        match self.row {
            Row::Mem => Ok(value(&self.memory)?.into()),
            _ => Err(Absent::NotApplicable),
        }
    }
}

/// What is not available. A container may be told of more available memory than it has; what is free
/// is then the better measure, and the only one of kernels that do not tell what is available.
fn used(memory: &MemInfo) -> Item<u64> {
    let total = memory.total?;
    let available = match memory.available {
        Ok(available) if available <= total => available,
        Err(Absent::Malformed) => return Err(Absent::Malformed),
        _ => memory.free?,
    };
    Ok(total.saturating_sub(available))
}

/// Cached files with the kernel's own objects that can be given up. Kernels before 2.6.19 do not tell
/// of the latter.
pub(super) fn cache(memory: &MemInfo) -> Item<u64> {
    let reclaimable = match memory.reclaimable {
        Err(Absent::Unsupported) => 0,
        reclaimable => reclaimable?,
    };
    Ok(memory.cached?.saturating_add(reclaimable))
}

static FIELDS: &[Field<On<Space>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Word,
        doc: "What space it is: Mem, Swap, on request their Total, what is Committed to programs, and on 32-bit machines Low and High memory.",
        aliases: &["type"],
        from: &Of(|space: &Space| Ok(Value::word(space.row.name()))),
        ..Field::BASE
    },
    Field {
        name: "total",
        header: "TOTAL",
        kind: Kind::Bytes,
        doc: "How much there is; of Committed, how much may be promised.",
        from: &Of(|space: &Space| Ok(space.total()?.into())),
        ..Field::BASE
    },
    Field {
        name: "used",
        header: "USED",
        kind: Kind::Bytes,
        doc: "How much is used: of Mem, what is not available to a new program, or before Linux 3.14 what is not free.",
        from: &Of(|space: &Space| Ok(space.used()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "free",
        header: "FREE",
        kind: Kind::Bytes,
        doc: "How much is not used at all; of Committed, negative where more is promised than may be.",
        from: &Of(|space: &Space| space.free()),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "shared",
        header: "SHARED",
        kind: Kind::Bytes,
        doc: "Pages of tmpfs and shared memory; like what follows, it applies to Mem alone.",
        from: &Of(|space: &Space| space.of_memory(|memory| memory.shmem)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "buffers",
        header: "BUFFERS",
        kind: Kind::Bytes,
        doc: "Cached blocks of block devices.",
        from: &Of(|space: &Space| space.of_memory(|memory| memory.buffers)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cache",
        header: "CACHE",
        kind: Kind::Bytes,
        doc: "Cached pages of files, and the kernel's own objects that can be given up.",
        aliases: &["cached"],
        from: &Of(|space: &Space| space.of_memory(cache)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "buff_cache",
        header: "BUFF/CACHE",
        kind: Kind::Bytes,
        doc: "Buffers and cache together.",
        aliases: &["buff/cache"],
        from: &Of(|space: &Space| {
            space.of_memory(|memory| Ok(memory.buffers?.saturating_add(cache(memory)?)))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "available",
        header: "AVAILABLE",
        kind: Kind::Bytes,
        doc: "Memory that a new program could have without swapping; since Linux 3.14.",
        from: &Of(|space: &Space| space.of_memory(|memory| memory.available)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "used_share",
        header: "%USED",
        kind: Kind::Percent,
        doc: "How much is used, as a share of all.",
        from: &Of(|space: &Space| table::share(space.used()?, space.total()?)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "order",
        header: "ORDER",
        kind: Kind::Id,
        doc: "Place of the row.",
        from: &Of(|space: &Space| Ok(u64::from(space.row as u8).into())),
        ..Field::BASE
    },
];
