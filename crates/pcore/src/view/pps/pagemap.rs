//! `pps pagemap`: one row a mapping, with what the kernel knows of its pages.

use super::mapping::{Fields, Mapped, Span};
use super::part::{Part, Parts, Piece, WORDS};
use super::process::{Once, Process};
use crate::field::{Field, Group, Of2, Source};
use crate::host::Facts;
use crate::parse::pid::maps::Mapping;
use crate::parse::pid::pagemap::{ENTRY, Pages};
use crate::problem::Reason;
use crate::view::Spec;
use crate::{Absent, File, Kind};

/// The mappings and their pages.
pub(crate) struct Pagemap;

impl Parts for Pagemap {
    type Part = Paged;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "pagemap",
        about: "Mappings of memory, one row each, with how much of each is in memory, swapped out, shared or written to.",
        aliases: &["pages"],
        key: &["pid", "tid", "start"],
        default_fields: &[
            "pid",
            "start",
            "size",
            "present",
            "swapped",
            "file_pages",
            "exclusive",
            "soft_dirty",
            "path",
        ],
        words: WORDS,
        examples: &[
            ("pps pagemap 1234", "what of each mapping is in memory"),
            ("pps pagemap 1234 -Q 'swapped > 0'", "what was swapped out"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Paged>>] =
        &[Fields::<Paged>::GROUP, Group { name: "Pages", fields: FIELDS }];
}

/// A mapping whose pages can be asked for.
pub(crate) struct Paged {
    span: Span,
    pages: Once<Pages>,
}

impl Mapped for Paged {
    fn span(&self) -> &Span {
        &self.span
    }
}

impl Piece for Paged {
    const FILES: &'static [File] = &[File::Maps];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for mapping in process.rows(File::Maps, Mapping::parse)? {
            each(Self { span: Span::new(mapping), pages: Once::default() });
        }
        Ok(())
    }
}

/// Bytes that are read at a time.
const CHUNK: usize = 256 << 10;
/// The largest part of the file that is read for one mapping: the pages of 256 GiB. Of what is
/// larger, as an address sanitizer's shadow, the kernel would work for minutes to say that it is
/// empty.
const LARGEST: u64 = 512 << 20;

impl Source<Part<Paged>> for Pages {
    const FILES: &'static [File] = &[File::Pagemap, File::Maps];

    fn of(part: &Part<Paged>) -> Result<&Self, Absent> {
        part.piece().pages.get(|| sum(part.process(), part.piece().mapping()))
    }
}

fn sum(process: &Process, mapping: &Mapping) -> Result<Pages, Absent> {
    const { assert!(CHUNK.is_multiple_of(ENTRY)) };
    let page = Facts::of(process)?.page_size.max(1);
    let offset_of = |address: u64| (address / page).saturating_mul(ENTRY as u64);
    // What lies in the kernel's half of the address space has no entries.
    if mapping.start > i64::MAX as u64 {
        return Err(Absent::NotApplicable);
    }
    let (mut offset, mut end) = (offset_of(mapping.start), offset_of(mapping.end));
    if end.saturating_sub(offset) > LARGEST {
        process.place().reader().problem(File::Pagemap, Reason::Truncated);
        end = offset.saturating_add(LARGEST);
    }
    let window = process.place().window(File::Pagemap)?;
    let mut buffer = vec![0; CHUNK];
    let mut pages = Pages::default();
    while offset < end {
        let left = usize::try_from(end - offset).unwrap_or(CHUNK);
        let space = buffer.get_mut(..CHUNK.min(left)).unwrap_or_default();
        let count = window.read_at(offset, space)?;
        if count == 0 {
            break;
        }
        pages.add(space.get(..count).unwrap_or_default());
        offset = offset.saturating_add(count as u64);
    }
    Ok(pages)
}

static FIELDS: &[Field<Part<Paged>>] = &[
    Field {
        name: "present",
        header: "PRESENT",
        kind: Kind::Bytes,
        doc: "What of it is in memory.",
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.present).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swapped",
        header: "SWAPPED",
        kind: Kind::Bytes,
        doc: "What of it is swapped out.",
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.swapped).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "file_pages",
        header: "FILE",
        kind: Kind::Bytes,
        doc: "What of it are pages of a file, or of memory that is shared without one.",
        aliases: &["shared"],
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.of_file).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "exclusive",
        header: "EXCLUSIVE",
        kind: Kind::Bytes,
        doc: "What of it is in memory and mapped by this process alone.",
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.exclusive).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "soft_dirty",
        header: "SOFT-DIRTY",
        kind: Kind::Bytes,
        doc: "What of it was written to since the marks were last cleared; all of it where they never were.",
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.soft_dirty).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_protected",
        header: "UFFD-WP",
        kind: Kind::Bytes,
        doc: "What of it userfaultfd protects against writing.",
        aliases: &["uffd_wp"],
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.write_protected).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "guard",
        header: "GUARD",
        kind: Kind::Bytes,
        doc: "What of it are guards, which may not be touched.",
        from: &Of2(|pages: &Pages, facts: &Facts| Ok(facts.pages(pages.guard).into())),
        volatile: true,
        ..Field::BASE
    },
];
