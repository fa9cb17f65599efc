//! `pps maps`: one row a mapping of a process's memory.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::{Once, Process};
use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::maps::Mapping;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

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

    const FIELDS: &'static [Group<Part<Region>>] = &[Group { name: "Mapping", fields: FIELDS }];
}

/// One mapping, and what else can be asked of it.
pub(crate) struct Region {
    mapping: Mapping,
    link: Once<Link>,
}

impl Piece for Region {
    const FILES: &'static [File] = &[File::Maps];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for mapping in process.rows(File::Maps, Mapping::parse)? {
            each(Self { mapping, link: Once::default() });
        }
        Ok(())
    }
}

/// The file behind a mapping, as its link in `map_files` tells it: byte for byte, where `maps`
/// cannot tell a newline from its escape.
pub(crate) struct Link(Box<[u8]>);

impl Source<Part<Region>> for Link {
    const FILES: &'static [File] = &[File::MapFiles];

    fn of(part: &Part<Region>) -> Result<&Self, Absent> {
        let region = part.piece();
        region.link.get(|| {
            let Mapping { start, end, inode, .. } = &region.mapping;
            if *inode == 0 {
                return Err(Absent::NotApplicable);
            }
            let path = format!("{}/{start:x}-{end:x}", File::MapFiles.tail());
            part.process().place().link(&path, File::MapFiles).map(Self)
        })
    }
}

static FIELDS: &[Field<Part<Region>>] = &[
    Field {
        name: "start",
        header: "START",
        kind: Kind::Pointer,
        doc: "First address.",
        aliases: &["address"],
        from: &Of(|region: &Region| Ok(region.mapping.start.into())),
        ..Field::BASE
    },
    Field {
        name: "end",
        header: "END",
        kind: Kind::Pointer,
        doc: "Address behind the last.",
        from: &Of(|region: &Region| Ok(region.mapping.end.into())),
        ..Field::BASE
    },
    Field {
        name: "size",
        header: "SIZE",
        kind: Kind::Bytes,
        doc: "Size of the mapping.",
        from: &Of(|region: &Region| Ok(region.mapping.size()?.into())),
        ..Field::BASE
    },
    Field {
        name: "permissions",
        header: "PERM",
        kind: Kind::Text,
        doc: "Read, write and execute, then p where writes stay private or s where they are shared.",
        aliases: &["perm", "mode"],
        from: &Of(|region: &Region| Ok(Value::text(&region.mapping.permissions))),
        ..Field::BASE
    },
    Field {
        name: "offset",
        header: "OFFSET",
        kind: Kind::Pointer,
        doc: "Where in the file the mapping begins.",
        from: &Of(|region: &Region| Ok(region.mapping.offset.into())),
        ..Field::BASE
    },
    Field {
        name: "device",
        header: "DEVICE",
        kind: Kind::Word,
        doc: "Device of the file, major and minor number.",
        from: &Of(|region: &Region| {
            of_file(region, Value::Word(region.mapping.device.to_string().into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "inode",
        header: "INODE",
        kind: Kind::Id,
        doc: "Inode of the file.",
        from: &Of(|region: &Region| of_file(region, region.mapping.inode.into())),
        ..Field::BASE
    },
    Field {
        name: "kind",
        header: "KIND",
        kind: Kind::Word,
        doc: "What is mapped: file, shared, anonymous, heap, stack, or a part of the kernel's own.",
        aliases: &["type"],
        from: &Of(|region: &Region| Ok(Value::word(region.mapping.kind().word()))),
        ..Field::BASE
    },
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::Path,
        doc: "File, or what else the kernel calls the mapping, such as [heap]; a newline in it is written \\012.",
        aliases: &["name", "mapping", "pathname"],
        from: &Of(|region: &Region| match &*region.mapping.name {
            [] => Err(Absent::NotApplicable),
            name => Ok(Value::text(name)),
        }),
        ..Field::BASE
    },
    Field {
        name: "target",
        header: "TARGET",
        kind: Kind::Path,
        doc: "File as the link in map_files tells it, byte for byte.",
        from: &Of(|link: &Link| Ok(Value::text(&link.0))),
        ..Field::BASE
    },
];

/// What only the mapping of a file has.
fn of_file(region: &Region, value: Value<'static>) -> Result<Value<'static>, Absent> {
    if region.mapping.inode == 0 { Err(Absent::NotApplicable) } else { Ok(value) }
}
