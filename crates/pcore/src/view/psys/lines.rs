//! Files of which no two have one form, line by line, most of them below one directory: what `psys
//! fs`, `acpi`, `driver`, `scsi-hosts` and `ipconfig` have in common.

use std::marker::PhantomData;
use std::rc::Rc;

use rustix::fs::FileType;

use super::table::{Entry, Listed, Lists, On};
use crate::field::{Field, Group, Of};
use crate::parse::columns::split_once;
use crate::parse::{Item, lines, number, words};
use crate::plan::{Partial, Plan};
use crate::problem::Reason;
use crate::root::Reader;
use crate::view::pnet::table::any;
use crate::view::{Selector, Spec, Table, Word};
use crate::{Absent, File, Kind, Value};

/// Directories of such files, or such files themselves, and what their view is.
pub(crate) trait Directory: Sync + 'static {
    const FILES: &'static [File];
    const SPEC: Spec;
    /// Those of them that are files themselves.
    const SINGLE: &'static [File] = &[];
    /// The files below them that have a form, and a view for it.
    const BUT: &'static [File] = &[];
}

/// What the views of lines have in common.
pub(crate) const BASE: Spec = Spec {
    tool: "psys",
    key: &["path", "line"],
    default_fields: &["path", "name", "value"],
    words: "text in the path of a file",
    ..Spec::BASE
};

/// A line.
pub(crate) struct Line<D> {
    path: Rc<[u8]>,
    number: u64,
    text: Box<[u8]>,
    directory: PhantomData<D>,
}

impl<D> Line<D> {
    /// The name and the value, where the line looks as if it had both.
    fn split(&self) -> (Item<&[u8]>, &[u8]) {
        let text = self.text.trim_ascii();
        let (name, value) = named(text).unwrap_or((b"", text));
        (if name.is_empty() { Err(Absent::NotApplicable) } else { Ok(name) }, value)
    }
}

/// `name: value`, `name=value` or `name 1 2 3`.
fn named(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let marked = |mark| {
        let (name, value) = split_once(text, mark)?;
        Some((name.trim_ascii(), value.trim_ascii()))
    };
    if let Some(pair) = marked(b':').or_else(|| marked(b'=')) {
        return Some(pair);
    }
    let end = text.iter().position(|byte| matches!(byte, b' ' | b'\t'))?;
    let (name, value) = text.split_at_checked(end)?;
    let are_numbers = words(value).all(|word| number::signed(word).is_ok());
    (are_numbers && number::signed(name).is_err()).then_some((name, value.trim_ascii()))
}

/// The view of such directories.
pub(crate) struct LinesOf<D>(pub(crate) D);

impl<D: Directory> Listed for LinesOf<D> {
    type Entry = Line<D>;

    const SPEC: Spec = D::SPEC;
    const FIELDS: &'static [Group<On<Line<D>>>] =
        &[Group { name: "Line", fields: Line::<D>::FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "path".into(), filter: word.found_in(number("path"))? })
    }
}

impl<D: Directory> Entry for Line<D> {
    const FILES: &'static [File] = D::FILES;

    fn each(reader: &Rc<Reader>, plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        any(D::FILES.iter().map(|file| Self::each_of(*file, reader, plan, each)))
    }
}

impl<D: Directory> Line<D> {
    /// Gives the lines of a file, or of the files below a directory, as far as they are wanted.
    fn each_of(
        file: File,
        reader: &Reader,
        plan: &Plan,
        each: &mut dyn FnMut(Self),
    ) -> Result<(), Absent> {
        let top = match file.tail().strip_prefix("net/") {
            Some(name) if file.is_of_process() => reader.net_path(name),
            _ => file.path().to_owned(),
        };
        if D::SINGLE.contains(&file) {
            return Self::lines(top.as_bytes(), file, reader, each);
        }
        let path = Lists::<LinesOf<D>>::number("path");
        let mut paths: Vec<Box<[u8]>> = Vec::new();
        let listed = reader.below(&top, 0, file, &mut |found| {
            let has_view = D::BUT.iter().any(|file| file.path().as_bytes() == &*found.path);
            let is_wanted = || !plan.excludes(&Partial(&[(path, Ok(Value::text(&found.path)))]));
            if found.kind == FileType::RegularFile
                && found.is_readable()
                && !has_view
                && is_wanted()
            {
                paths.push(found.path.clone());
            }
            true
        });
        for path in paths {
            // Why one could not be read was counted.
            let _ = Self::lines(&path, file, reader, each);
        }
        listed
    }

    fn lines(
        path: &[u8],
        file: File,
        reader: &Reader,
        each: &mut dyn FnMut(Self),
    ) -> Result<(), Absent> {
        let path: Rc<[u8]> = path.into();
        reader.leaf(&path, 0, file, std::convert::identity, |text| {
            if text.contains(&0) {
                reader.problem(file, Reason::BadRow);
                return;
            }
            for (number, text) in (1..).zip(lines(text)) {
                let text = text.into();
                each(Self { path: path.clone(), number, text, directory: PhantomData });
            }
        })
    }
}

impl<D: Directory> Line<D> {
    const FIELDS: &'static [Field<On<Self>>] = &[
        Field {
            name: "path",
            header: "PATH",
            kind: Kind::Path,
            doc: "Path of the file, from /proc on.",
            from: &Of(|line: &Self| Ok(Value::text(&line.path))),
            ..Field::BASE
        },
        Field {
            name: "line",
            header: "LINE",
            kind: Kind::Id,
            doc: "Number of the line in the file.",
            from: &Of(|line: &Self| Ok(line.number.into())),
            ..Field::BASE
        },
        Field {
            name: "name",
            header: "NAME",
            kind: Kind::Text,
            doc: "What stands before a colon, an equals sign or numbers; does not apply to a line without.",
            from: &Of(|line: &Self| Ok(Value::text(line.split().0?))),
            ..Field::BASE
        },
        Field {
            name: "value",
            header: "VALUE",
            kind: Kind::Text,
            doc: "What stands behind the name; the whole line where there is none.",
            from: &Of(|line: &Self| Ok(Value::text(line.split().1))),
            volatile: true,
            ..Field::BASE
        },
        Field {
            name: "text",
            header: "TEXT",
            kind: Kind::Text,
            doc: "The whole line.",
            from: &Of(|line: &Self| Ok(Value::text(&line.text))),
            volatile: true,
            ..Field::BASE
        },
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values() {
        for (line, name, value) in [
            (&b"commit=30"[..], &b"commit"[..], &b"30"[..]),
            (b"state:  charged", b"state", b"charged"),
            (b"extent_alloc 4 260 0 0", b"extent_alloc", b"4 260 0 0"),
        ] {
            assert_eq!(named(line), Some((name, value)), "{line:?}");
        }
        for line in [&b"rw"[..], b"two words", b"1 2 3", b""] {
            assert_eq!(named(line), None, "{line:?}");
        }
    }
}
