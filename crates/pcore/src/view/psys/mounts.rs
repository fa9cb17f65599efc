//! `psys mounts`: one row a mount that this tool sees, as `pps mounts` has them of every process.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::Group;
use crate::parse::lines;
use crate::parse::pid::mountinfo::Mount;
use crate::parse::pid::mounts::MountEntry;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::pps::mounts::{Fields, Seen};
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File};

/// The mounts.
pub(crate) struct Mounts;

impl Listed for Mounts {
    type Entry = Seen;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "mounts",
        about: "Mounts as this tool sees them; pps mounts has those of other processes.",
        aliases: &["mount", "findmnt", "mountinfo"],
        key: &["id", "target"],
        default_fields: &["target", "source", "fs_type", "options"],
        words: "text in the path of a target",
        examples: &[
            ("psys mounts -Q 'fs_type == ext4'", "file systems of one type"),
            ("psys mounts -Q 'options == ro'", "what is mounted to be read alone"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Seen>>] = &[Group { name: "Mount", fields: Fields::ALL }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "target".into(), filter: word.found_in(number("target"))? })
    }
}

impl Entry for Seen {
    const FILES: &'static [File] = &[File::SelfMountInfo, File::SelfMounts];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let whole = |text: &[u8]| lines(text).map(Mount::parse).collect();
        match table::items(reader, File::SelfMountInfo, whole) {
            Err(Absent::Unsupported) => {
                let entry = |text: &[u8]| lines(text).map(MountEntry::parse).collect();
                let mounts = table::items(reader, File::SelfMounts, entry)?;
                mounts.into_iter().map(Self::Entry).for_each(each);
            }
            mounts => mounts?.into_iter().map(Self::Whole).for_each(each),
        }
        Ok(())
    }
}
