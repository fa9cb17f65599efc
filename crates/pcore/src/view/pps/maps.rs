//! `pps maps`: one row a mapping of a process's memory.

use super::mapping::{Fields, Mapped, Span};
use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::Group;
use crate::parse::pid::maps::Mapping;
use crate::view::Spec;
use crate::{Absent, File};

/// The mappings.
pub(crate) struct Maps;

impl Parts for Maps {
    type Part = Region;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "maps",
        about: "Mappings of memory, one row each.",
        aliases: &["pmap", "mmap"],
        key: &["pid", "tid", "start"],
        default_fields: &[
            "pid",
            "start",
            "end",
            "size",
            "permissions",
            "offset",
            "device",
            "inode",
            "path",
        ],
        words: WORDS,
        examples: &[
            ("pps maps 1234", "the mappings of a process"),
            (
                "pps maps -Q 'permissions =~ wx' -o pid,comm,start,size,path",
                "what is writable and executable",
            ),
            ("pps maps -Q 'path =~ libssl' -o pid,comm,path", "who uses a library"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Region>>] = &[Fields::GROUP];
}

/// One mapping.
pub(crate) struct Region(Span);

impl Piece for Region {
    const FILES: &'static [File] = &[File::Maps];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for mapping in process.rows(File::Maps, Mapping::parse)? {
            each(Self(Span::new(mapping)));
        }
        Ok(())
    }
}

impl Mapped for Region {
    fn span(&self) -> &Span {
        &self.0
    }
}
