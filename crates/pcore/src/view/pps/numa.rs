//! `pps numa`: one row a mapping of a process's memory, with the memory nodes that hold its pages.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::numa_maps::NumaMapping;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The mappings with the nodes that hold their pages.
pub(crate) struct Numa;

impl Parts for Numa {
    type Part = NumaMapping;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "numa",
        about: "Mappings of memory with the memory nodes that hold their pages, one row each.",
        aliases: &["numa_maps"],
        key: &["pid", "tid", "start"],
        default_fields: &["pid", "start", "policy", "resident", "nodes", "kind", "file"],
        words: WORDS,
        examples: &[
            ("pps numa 1234", "which nodes hold the memory of a process"),
            ("pps numa -Q 'policy != default' -o pid,comm,start,policy", "what is bound to nodes"),
            ("pps numa 1234 -Q 'nodes =~ ^N1=' -o start,nodes,file", "what lies on node 1"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<NumaMapping>>] = &[Group { name: "Pages", fields: FIELDS }];
}

impl Piece for NumaMapping {
    const FILES: &'static [File] = &[File::NumaMaps];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        process.rows(File::NumaMaps, Self::parse)?.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<Part<NumaMapping>>] = &[
    Field {
        name: "start",
        header: "START",
        kind: Kind::Pointer,
        doc: "First address.",
        aliases: &["address"],
        from: &Of(|mapping: &NumaMapping| Ok(mapping.start.into())),
        ..Field::BASE
    },
    Field {
        name: "policy",
        header: "POLICY",
        kind: Kind::Text,
        doc: "From which nodes pages are taken, with flags and nodes where it has some.",
        from: &Of(|mapping: &NumaMapping| Ok(Value::text(&mapping.policy))),
        ..Field::BASE
    },
    Field {
        name: "resident",
        header: "RESIDENT",
        kind: Kind::Bytes,
        doc: "Memory on all nodes.",
        aliases: &["rss"],
        from: &Of(resident),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "nodes",
        header: "NODES",
        kind: Kind::List(&Kind::Text),
        doc: "The nodes that hold pages, each with how many.",
        from: &Of(|mapping: &NumaMapping| {
            let node = |(node, pages): &(u32, u64)| format!("N{node}={pages}").into_bytes();
            let nodes = mapping.nodes.iter().map(node);
            Ok(Value::List(nodes.map(|node| Value::Text(node.into())).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "page_size",
        header: "PAGE-SIZE",
        kind: Kind::Bytes,
        doc: "Size of the pages that are counted.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.page_size?.into())),
        ..Field::BASE
    },
    Field {
        name: "anonymous",
        header: "ANONYMOUS",
        kind: Kind::Count,
        doc: "Pages that belong to no file; absent where there are none, here and below.",
        aliases: &["anon"],
        from: &Of(|mapping: &NumaMapping| Ok(mapping.anon?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "dirty",
        header: "DIRTY",
        kind: Kind::Count,
        doc: "Dirty pages.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mapped",
        header: "MAPPED",
        kind: Kind::Count,
        doc: "Mapped pages; absent where all are anonymous or all dirty.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.mapped?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "mapmax",
        header: "MAPMAX",
        kind: Kind::Count,
        doc: "The most processes that map one of the pages; absent where no page has more than one.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.mapmax?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swapcache",
        header: "SWAPCACHE",
        kind: Kind::Count,
        doc: "Pages that have a place in swap.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.swapcache?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "active",
        header: "ACTIVE",
        kind: Kind::Count,
        doc: "Pages that were used of late; absent where all were.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.active?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "writeback",
        header: "WRITEBACK",
        kind: Kind::Count,
        doc: "Pages that are being written.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.writeback?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "What is mapped: file, heap, stack or anonymous.",
        aliases: &["type"],
        from: &Of(|mapping: &NumaMapping| {
            Ok(Value::word(match mapping {
                NumaMapping { file: Some(_), .. } => "file",
                NumaMapping { is_heap: true, .. } => "heap",
                NumaMapping { is_stack: true, .. } => "stack",
                _ => "anonymous",
            }))
        }),
        ..Field::BASE
    },
    Field {
        name: "huge",
        header: "HUGE",
        kind: Kind::Bool,
        doc: "Whether the pages are reserved huge ones.",
        from: &Of(|mapping: &NumaMapping| Ok(mapping.is_huge.into())),
        ..Field::BASE
    },
    Field {
        name: "file",
        header: "FILE",
        kind: Kind::Path,
        doc: "File that is mapped.",
        aliases: &["path"],
        from: &Of(|mapping: &NumaMapping| {
            Ok(Value::text(mapping.file.as_deref().ok_or(Absent::NotApplicable)?))
        }),
        ..Field::BASE
    },
];

/// The kernel counts what each node holds in pages of one size.
fn resident(mapping: &NumaMapping) -> Result<Value<'_>, Absent> {
    let size = mapping.page_size?;
    let pages = mapping.nodes.iter().try_fold(0_u64, |sum, (_, pages)| sum.checked_add(*pages));
    Ok(pages.and_then(|pages| pages.checked_mul(size)).ok_or(Absent::Malformed)?.into())
}
