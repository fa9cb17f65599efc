//! `psys malloc`: one row a piece of memory that an old kernel has allocated.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On, fixed};
use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::malloc::{self, Piece};
use crate::plan::Plan;
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The pieces.
pub(crate) struct Malloc;

impl Listed for Malloc {
    type Entry = Piece;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "malloc",
        about: "Pieces of memory that the kernel has allocated; Linux 1.1 to 2.0, if built to debug its allocator.",
        aliases: &[],
        key: &["address"],
        default_fields: &["address", "size", "file", "line", "checked_file", "checked_line"],
        words: "text in the name of a file of the source",
        examples: &[("psys malloc --proc DIR --sort -size", "what an old kernel had allocated")],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Piece>>] = &[Group { name: "Piece", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        table::found(word, number, "file")
    }
}

impl Entry for Piece {
    const FILES: &'static [File] = &[File::Malloc];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let read = |text: &[u8]| (malloc::rows(text).collect::<Vec<_>>(), malloc::is_cut(text));
        let (pieces, is_cut) = table::absent_here(reader.read(File::Malloc, read))?;
        if is_cut {
            reader.problem(File::Malloc, Reason::Truncated);
        }
        for piece in pieces {
            match piece {
                Ok(piece) => each(piece),
                Err(_) => reader.problem(File::Malloc, Reason::BadRow),
            }
        }
        Ok(())
    }
}

/// The parts of a place in the source.
fn place(place: &Item<(Box<[u8]>, u64)>) -> Item<(&[u8], u64)> {
    place.as_ref().map(|(file, line)| (&**file, *line)).map_err(|absent| *absent)
}

static FIELDS: &[Field<On<Piece>>] = &[
    Field {
        name: "address",
        header: "ADDRESS",
        kind: Kind::Pointer,
        doc: "Where it lies.",
        from: &Of(|piece: &Piece| Ok(piece.address.into())),
        ..Field::BASE
    },
    fixed!(Piece, "size", "SIZE", Bytes, [], size, "Size of the piece."),
    Field {
        name: "file",
        header: "FILE",
        kind: Kind::Path,
        doc: "File of the source that asked for it.",
        from: &Of(|piece: &Piece| Ok(Value::text(place(&piece.asked)?.0))),
        ..Field::BASE
    },
    Field {
        name: "line",
        header: "LINE",
        kind: Kind::Id,
        doc: "Line in it.",
        from: &Of(|piece: &Piece| Ok(place(&piece.asked)?.1.into())),
        ..Field::BASE
    },
    Field {
        name: "checked_file",
        header: "CHECKED-FILE",
        kind: Kind::Path,
        doc: "File of the source that last found the piece undamaged.",
        from: &Of(|piece: &Piece| Ok(Value::text(place(&piece.checked)?.0))),
        ..Field::BASE
    },
    Field {
        name: "checked_line",
        header: "CHECKED-LINE",
        kind: Kind::Id,
        doc: "Line in it.",
        from: &Of(|piece: &Piece| Ok(place(&piece.checked)?.1.into())),
        ..Field::BASE
    },
];
