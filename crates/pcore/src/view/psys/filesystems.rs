//! `psys filesystems`: one row a type of file system that the kernel knows.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::filesystems::{self, FileSystem};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The types of file systems.
pub(crate) struct FileSystems;

impl Listed for FileSystems {
    type Entry = FileSystem;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "filesystems",
        about: "Types of file systems that the kernel knows.",
        key: &["name"],
        default_fields: &["name", "needs_device"],
        words: "text in the name of a type",
        examples: &[("psys filesystems -Q 'needs_device'", "those for disks")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<FileSystem>>] = &[Group { name: "Type", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for FileSystem {
    const FILES: &'static [File] = &[File::FileSystems];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows =
            table::items(reader, File::FileSystems, |text| filesystems::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<FileSystem>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the type.",
        aliases: &["fstype"],
        from: &Of(|system: &FileSystem| Ok(Value::text(&system.name))),
        ..Field::BASE
    },
    Field {
        name: "needs_device",
        header: "DEVICE",
        kind: Kind::Bool,
        doc: "Whether it lies on a block device.",
        from: &Of(|system: &FileSystem| Ok(system.needs_device.into())),
        ..Field::BASE
    },
];
