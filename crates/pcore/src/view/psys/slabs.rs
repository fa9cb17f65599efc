//! `psys slabs`: one row a cache of the kernel's own objects.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed, gauge};
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::slabinfo::{self, Slab};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The caches.
pub(crate) struct Slabs;

impl Listed for Slabs {
    type Entry = Slab;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "slabs",
        about: "Caches of the kernel's own objects: how many there are, and what they take; for root alone.",
        aliases: &["slabtop", "slabinfo"],
        key: &["name"],
        default_fields: &[
            "name",
            "objects",
            "active",
            "used_share",
            "object_size",
            "slabs",
            "objects_per_slab",
            "size",
        ],
        words: "text in the name of a cache",
        examples: &[
            ("psys slabs --sort -size --limit 20", "what takes most"),
            ("psys slabs dentry", "one of them"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Slab>>] = &[Group { name: "Cache", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "name")
    }
}

impl Entry for Slab {
    const FILES: &'static [File] = &[File::SlabInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::SlabInfo, |text| slabinfo::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Slab>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the cache.",
        from: &Of(|slab: &Slab| Ok(Value::text(&slab.name))),
        ..Field::BASE
    },
    gauge!(
        Slab,
        "objects",
        "OBJS",
        Count,
        ["objs", "num_objs"],
        objects,
        "Objects that there is room for."
    ),
    gauge!(
        Slab,
        "active",
        "ACTIVE",
        Count,
        ["active_objs"],
        active,
        "Objects in use; kernels with the allocator SLUB count free ones at hand, too."
    ),
    Field {
        name: "used_share",
        header: "%USED",
        kind: Kind::Percent,
        doc: "Share of the objects that are in use.",
        aliases: &["use"],
        from: &Of(|slab: &Slab| table::share(slab.active?, slab.objects?)),
        volatile: true,
        ..Field::BASE
    },
    fixed!(Slab, "object_size", "OBJ-SIZE", Bytes, ["objsize"], object_size, "Size of an object."),
    gauge!(Slab, "slabs", "SLABS", Count, ["num_slabs"], slabs, "Slabs, which hold the objects."),
    gauge!(
        Slab,
        "active_slabs",
        "ACTIVE-SLABS",
        Count,
        [],
        active_slabs,
        "Slabs with an object in use."
    ),
    fixed!(
        Slab,
        "objects_per_slab",
        "OBJ/SLAB",
        Count,
        ["objperslab"],
        objects_per_slab,
        "Objects in a slab."
    ),
    fixed!(
        Slab,
        "pages_per_slab",
        "PAGES/SLAB",
        Count,
        ["pagesperslab"],
        pages_per_slab,
        "Pages of a slab."
    ),
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Memory that the cache takes.",
        aliases: &["cache_size"],
        from: &Of2(|slab: &Slab, facts: &Facts| {
            let pages = slab.slabs?.saturating_mul(slab.pages_per_slab?);
            Ok(facts.pages(pages).into())
        }),
        volatile: true,
        ..Field::BASE
    },
    fixed!(
        Slab,
        "limit",
        "LIMIT",
        Count,
        [],
        limit,
        "How many free objects a CPU may keep; like what follows, always 0 with the allocator SLUB."
    ),
    fixed!(
        Slab,
        "batch",
        "BATCH",
        Count,
        ["batchcount"],
        batch,
        "How many it gets and gives back at once."
    ),
    fixed!(
        Slab,
        "shared",
        "SHARED",
        Count,
        ["sharedfactor"],
        shared,
        "How many times a batch is kept for all CPUs."
    ),
];
