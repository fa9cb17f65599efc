//! `psys allocations`: one row a place of the kernel's source that has memory allocated.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed, gauge, label};
use crate::field::{Field, Group, Of};
use crate::parse::allocinfo::{self, Allocation};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The places.
pub(crate) struct Allocations;

impl Listed for Allocations {
    type Entry = Allocation;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "allocations",
        about: "How much memory each place of the kernel's source has allocated; since Linux 6.10, if it was built to tell.",
        aliases: &["allocinfo"],
        key: &["file", "line", "function", "module"],
        default_fields: &["size", "calls", "file", "line", "function", "module"],
        words: "text in the name of a function",
        examples: &[
            ("psys allocations --sort -size --limit 20", "who has most"),
            ("psys allocations -Q 'module == nvme'", "what a module has"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Allocation>>] =
        &[Group { name: "Allocation", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "function")
    }
}

impl Entry for Allocation {
    const FILES: &'static [File] = &[File::AllocInfo];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::AllocInfo, |text| allocinfo::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Allocation>>] = &[
    gauge!(Allocation, "size", "SIZE", Bytes, ["bytes"], size, "Memory that is allocated."),
    gauge!(Allocation, "calls", "CALLS", Count, [], calls, "In how many pieces."),
    Field {
        name: "file",
        header: "FILE",
        kind: Kind::Path,
        doc: "File of the source.",
        from: &Of(|allocation: &Allocation| Ok(Value::text(&allocation.file))),
        ..Field::BASE
    },
    fixed!(Allocation, "line", "LINE", Id, [], line, "Line in it."),
    label!(
        Allocation,
        "function",
        "FUNCTION",
        Text,
        ["func"],
        function,
        "Function that allocates."
    ),
    Field {
        name: "module",
        header: "MODULE",
        kind: Kind::Text,
        doc: "Module that it is in; does not apply to the kernel itself.",
        from: &Of(|allocation: &Allocation| {
            allocation.module.as_deref().map(Value::text).ok_or(Absent::NotApplicable)
        }),
        ..Field::BASE
    },
    Field {
        name: "inaccurate",
        header: "INACCURATE",
        kind: Kind::Bool,
        doc: "Whether some allocations were not counted, so that it is more.",
        from: &Of(|allocation: &Allocation| Ok(allocation.is_inaccurate.into())),
        ..Field::BASE
    },
];
