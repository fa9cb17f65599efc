//! What every view of mappings can tell of one: where it is, what may be done there, what is behind
//! it.

use std::marker::PhantomData;

use super::part::{Part, Piece};
use super::process::Once;
use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::maps::Mapping;
use crate::{Absent, File, Kind, Value};

/// A part of a process that is a mapping.
pub(crate) trait Mapped: Piece {
    /// Where it is and what is behind it.
    fn span(&self) -> &Span;

    /// What the kernel says of it in the row of a table.
    fn mapping(&self) -> &Mapping {
        &self.span().mapping
    }
}

/// A mapping, and the file behind it once it has been asked for.
pub(crate) struct Span {
    mapping: Mapping,
    link: Once<Link>,
}

impl Span {
    /// The mapping of a row.
    pub(crate) fn new(mapping: Mapping) -> Self {
        Self { mapping, link: Once::default() }
    }
}

/// The file behind a mapping, as its link in `map_files` tells it: byte for byte, where `maps`
/// cannot tell a newline from its escape.
pub(crate) struct Link(Box<[u8]>);

impl<P: Mapped> Source<Part<P>> for Link {
    const FILES: &'static [File] = &[File::MapFiles];

    fn of(part: &Part<P>) -> Result<&Self, Absent> {
        let span = part.piece().span();
        span.link.get(|| {
            let Mapping { start, end, inode, .. } = &span.mapping;
            if *inode == 0 {
                return Err(Absent::NotApplicable);
            }
            let path = format!("{}/{start:x}-{end:x}", File::MapFiles.tail());
            part.process().place().link(&path, File::MapFiles).map(Self)
        })
    }
}

/// The fields of a mapping, for the view whose parts are these.
pub(crate) struct Fields<P>(PhantomData<P>);

impl<P: Mapped> Fields<P> {
    pub(crate) const GROUP: Group<Part<P>> = Group { name: "Mapping", fields: Self::FIELDS };

    const FIELDS: &'static [Field<Part<P>>] = &[
        Field {
            name: "start",
            header: "START",
            kind: Kind::Pointer,
            doc: "First address.",
            aliases: &["address"],
            from: &Of(|piece: &P| Ok(piece.mapping().start.into())),
            ..Field::BASE
        },
        Field {
            name: "end",
            header: "END",
            kind: Kind::Pointer,
            doc: "Address behind the last.",
            from: &Of(|piece: &P| Ok(piece.mapping().end.into())),
            ..Field::BASE
        },
        Field {
            name: "size",
            header: "SIZE",
            kind: Kind::Bytes,
            doc: "Size of the mapping.",
            from: &Of(|piece: &P| Ok(piece.mapping().size()?.into())),
            ..Field::BASE
        },
        Field {
            name: "permissions",
            header: "PERM",
            kind: Kind::Text,
            doc: "Read, write and execute, then p where writes stay private or s where they are shared.",
            aliases: &["perm", "mode"],
            from: &Of(|piece: &P| Ok(Value::text(&piece.mapping().permissions))),
            ..Field::BASE
        },
        Field {
            name: "offset",
            header: "OFFSET",
            kind: Kind::Pointer,
            doc: "Where in the file the mapping begins.",
            from: &Of(|piece: &P| Ok(piece.mapping().offset.into())),
            ..Field::BASE
        },
        Field {
            name: "device",
            header: "DEVICE",
            kind: Kind::Word,
            doc: "Device of the file, major and minor number.",
            from: &Of(|piece: &P| {
                of_file(piece.mapping(), Value::Word(piece.mapping().device.to_string().into()))
            }),
            ..Field::BASE
        },
        Field {
            name: "inode",
            header: "INODE",
            kind: Kind::Id,
            doc: "Inode of the file.",
            from: &Of(|piece: &P| of_file(piece.mapping(), piece.mapping().inode.into())),
            ..Field::BASE
        },
        Field {
            name: "kind",
            header: "KIND",
            kind: Kind::Word,
            doc: "What is mapped: file, shared, anonymous, heap, stack, or a part of the kernel's own.",
            aliases: &["type"],
            from: &Of(|piece: &P| Ok(Value::word(piece.mapping().kind().word()))),
            ..Field::BASE
        },
        Field {
            name: "path",
            header: "PATH",
            kind: Kind::Path,
            doc: "File, or what else the kernel calls the mapping, such as [heap]; a newline in it is written \\012.",
            aliases: &["name", "mapping", "pathname"],
            from: &Of(|piece: &P| name(piece.mapping())),
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
}

/// What only the mapping of a file has.
fn of_file(mapping: &Mapping, value: Value<'static>) -> Result<Value<'static>, Absent> {
    if mapping.inode == 0 { Err(Absent::NotApplicable) } else { Ok(value) }
}

/// What is mapped. What does not begin with a slash is the kernel's own word, also where a program
/// chose a part of it.
pub(crate) fn name(mapping: &Mapping) -> Result<Value<'_>, Absent> {
    match (&*mapping.name, std::str::from_utf8(&mapping.name)) {
        ([], _) => Err(Absent::NotApplicable),
        ([b'[', ..], Ok(word)) => Ok(Value::word(word)),
        (path, _) => Ok(Value::text(path)),
    }
}
