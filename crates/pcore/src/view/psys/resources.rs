//! Ranges of addresses that somebody has, one within another: what `psys iomem` and `psys ioports`
//! have in common.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::resources::{self, Resource};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Tree, Word};
use crate::{Absent, File, Kind, Value};

/// A file of such ranges, and what its view is.
pub(crate) trait Ranges: Sync + 'static {
    const FILE: File;
    const SPEC: Spec;
}

/// A range, and its place in the file.
pub(crate) struct Range<F> {
    line: u64,
    parent: Option<u64>,
    resource: Resource,
    file: std::marker::PhantomData<F>,
}

/// What the views of ranges have in common.
pub(crate) const BASE: Spec = Spec {
    tool: "psys",
    key: &["line"],
    default_fields: &["start", "end", "size", "name"],
    words: "text in the name of a range",
    tree: Some(Tree { node: "line", parent: "parent" }),
    ..Spec::BASE
};

/// The view of such a file.
pub(crate) struct RangesOf<F>(pub(crate) F);

impl<F: Ranges> Listed for RangesOf<F> {
    type Entry = Range<F>;

    const SPEC: Spec = F::SPEC;
    const FIELDS: &'static [Group<On<Range<F>>>] =
        &[Group { name: "Range", fields: Range::<F>::FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl<F: Ranges> Entry for Range<F> {
    const FILES: &'static [File] = &[F::FILE];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let resources = table::items(reader, F::FILE, |text| resources::rows(text).collect())?;
        // The line of the last range of each depth.
        let mut above: Vec<u64> = Vec::new();
        for (line, resource) in (1..).zip(resources) {
            above.truncate(resource.depth);
            let parent = above.last().copied();
            above.push(line);
            each(Self { line, parent, resource, file: std::marker::PhantomData });
        }
        Ok(())
    }
}

impl<F: Ranges> Range<F> {
    const FIELDS: &'static [Field<On<Self>>] = &[
        Field {
            name: "line",
            header: "LINE",
            kind: Kind::Id,
            doc: "Number of the range in the file.",
            from: &Of(|range: &Self| Ok(range.line.into())),
            ..Field::BASE
        },
        Field {
            name: "parent",
            header: "PARENT",
            kind: Kind::Id,
            doc: "Number of the range that it lies in; does not apply to one that lies in none.",
            from: &Of(|range: &Self| Ok(range.parent.ok_or(Absent::NotApplicable)?.into())),
            ..Field::BASE
        },
        Field {
            name: "start",
            header: "START",
            kind: Kind::Pointer,
            doc: "First address; denied to whom the kernel does not show addresses.",
            from: &Of(|range: &Self| Ok(range.resource.range?.0.into())),
            ..Field::BASE
        },
        Field {
            name: "end",
            header: "END",
            kind: Kind::Pointer,
            doc: "Last address.",
            from: &Of(|range: &Self| Ok(range.resource.range?.1.into())),
            ..Field::BASE
        },
        Field {
            name: "size",
            header: "SIZE",
            kind: Kind::Bytes,
            doc: "How many addresses there are.",
            from: &Of(|range: &Self| {
                let (first, last) = range.resource.range?;
                Ok((last - first).saturating_add(1).into())
            }),
            ..Field::BASE
        },
        Field {
            name: "depth",
            header: "DEPTH",
            kind: Kind::Count,
            doc: "How many ranges it lies in.",
            from: &Of(|range: &Self| Ok((range.resource.depth as u64).into())),
            ..Field::BASE
        },
        Field {
            name: "name",
            header: "NAME",
            kind: Kind::Text,
            doc: "Who has it.",
            from: &Of(|range: &Self| Ok(Value::text(&range.resource.name))),
            ..Field::BASE
        },
    ];
}
