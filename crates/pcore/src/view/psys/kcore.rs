//! `psys kcore`: one row a segment of the image of the kernel's memory. Only the headers are read.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::names;
use crate::parse::kcore::{Image, Segment};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The segments.
pub(crate) struct Kcore;

impl Listed for Kcore {
    type Entry = Part;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "kcore",
        about: "Segments of the image of the kernel's memory, of which nothing but the headers is read.",
        key: &["segment"],
        default_fields: &[
            "segment",
            "type",
            "flags",
            "offset",
            "virtual_address",
            "physical_address",
            "memory_size",
        ],
        words: "the number of a segment",
        examples: &[("psys kcore", "where the kernel has memory")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Part>>] = &[Group { name: "Segment", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::number_or_text(word, number("segment"), number("type"))
    }
}

impl Entry for Part {
    const FILES: &'static [File] = &[File::Kcore];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let image = table::absent_here(reader.head(File::Kcore, HEADERS, Image::parse))??;
        let Image { bits, kind, machine, segments } = image;
        for (number, segment) in (0..).zip(segments) {
            match segment {
                Ok(segment) => each(Self { number, bits, kind, machine, segment }),
                Err(_) => reader.problem(File::Kcore, Reason::BadRow),
            }
        }
        Ok(())
    }
}

static FIELDS: &[Field<On<Part>>] = &[
    Field {
        name: "segment",
        header: "SEGMENT",
        kind: Kind::Id,
        doc: "Number of the segment.",
        from: &Of(|part: &Part| Ok(part.number.into())),
        ..Field::BASE
    },
    Field {
        name: "type",
        header: "TYPE",
        kind: Kind::Word,
        doc: "What it is: load is memory, note are notes.",
        from: &Of(|part: &Part| Ok(named(KINDS, part.segment.kind.into()))),
        ..Field::BASE
    },
    Field {
        name: "flags",
        header: "FLAGS",
        kind: Kind::List(&Kind::Word),
        doc: "Who may do what with it.",
        from: &Of(|part: &Part| Ok(names::flags(FLAGS, part.segment.flags.into()))),
        ..Field::BASE
    },
    Field {
        name: "offset",
        header: "OFFSET",
        kind: Kind::Pointer,
        doc: "Where it begins in the file.",
        from: &Of(|part: &Part| Ok(part.segment.offset.into())),
        ..Field::BASE
    },
    Field {
        name: "virtual_address",
        header: "VIRTUAL",
        kind: Kind::Mask,
        doc: "Its address in the kernel.",
        from: &Of(|part: &Part| table::address(Ok(part.segment.virtual_address))),
        ..Field::BASE
    },
    Field {
        name: "physical_address",
        header: "PHYSICAL",
        kind: Kind::Mask,
        doc: "Its address in the machine; does not apply to memory that is not in one piece there.",
        from: &Of(|part: &Part| table::address(part.segment.physical_address)),
        ..Field::BASE
    },
    Field {
        name: "file_size",
        header: "FILE-SIZE",
        kind: Kind::Bytes,
        doc: "How much of the file it takes.",
        from: &Of(|part: &Part| Ok(part.segment.file_size.into())),
        ..Field::BASE
    },
    Field {
        name: "memory_size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "How much memory it is.",
        from: &Of(|part: &Part| Ok(part.segment.memory_size.into())),
        ..Field::BASE
    },
    Field {
        name: "bits",
        header: "BITS",
        kind: Kind::Count,
        doc: "How wide addresses are.",
        from: &Of(|part: &Part| Ok(u64::from(part.bits).into())),
        ..Field::BASE
    },
    Field {
        name: "machine",
        header: "MACHINE",
        kind: Kind::Word,
        doc: "Architecture of the kernel.",
        from: &Of(|part: &Part| Ok(named(MACHINES, part.machine.into()))),
        ..Field::BASE
    },
    Field {
        name: "file_type",
        header: "FILE-TYPE",
        kind: Kind::Word,
        doc: "What kind of ELF file it is, of which core is the one that is expected.",
        from: &Of(|part: &Part| Ok(named(FILES_OF_ELF, part.kind.into()))),
        ..Field::BASE
    },
];

/// As much of the file as headers can take.
const HEADERS: usize = 64 << 10;

/// A segment, and what the header says of the whole.
pub(crate) struct Part {
    number: u64,
    bits: u8,
    kind: u16,
    machine: u16,
    segment: Segment,
}

fn named(table: &'static [(u64, &'static str)], number: u64) -> Value<'static> {
    let known = table.iter().find(|(of, _)| *of == number);
    known.map_or_else(|| Value::Word(number.to_string().into()), |(_, name)| Value::word(name))
}

const KINDS: &[(u64, &str)] = &[(0, "null"), (1, "load"), (4, "note")];

const FLAGS: &[(u64, &str)] = &[(4, "read"), (2, "write"), (1, "execute")];

const FILES_OF_ELF: &[(u64, &str)] =
    &[(1, "relocatable"), (2, "executable"), (3, "shared"), (4, "core")];

const MACHINES: &[(u64, &str)] = &[
    (2, "sparc"),
    (3, "i386"),
    (8, "mips"),
    (20, "powerpc"),
    (21, "powerpc64"),
    (22, "s390"),
    (40, "arm"),
    (43, "sparc64"),
    (62, "x86_64"),
    (183, "aarch64"),
    (243, "riscv"),
    (258, "loongarch"),
];
