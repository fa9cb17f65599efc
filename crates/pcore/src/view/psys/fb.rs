//! `psys fb`: one row a frame buffer, on which the kernel draws.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::fb::{self, FrameBuffer};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The frame buffers.
pub(crate) struct FrameBuffers;

impl Listed for FrameBuffers {
    type Entry = FrameBuffer;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "fb",
        about: "Frame buffers, on which the kernel draws.",
        key: &["number"],
        default_fields: &["number", "name"],
        words: "text in the name of a driver",
        examples: &[("psys fb", "frame buffers")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<FrameBuffer>>] =
        &[Group { name: "Frame buffer", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "name".into(), filter: word.found_in(number("name"))? })
    }
}

impl Entry for FrameBuffer {
    const FILES: &'static [File] = &[File::Fb];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Fb, |text| fb::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<FrameBuffer>>] = &[
    Field {
        name: "number",
        header: "NUMBER",
        kind: Kind::Id,
        doc: "Number of the frame buffer.",
        from: &Of(|buffer: &FrameBuffer| Ok(buffer.number.into())),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of its driver.",
        from: &Of(|buffer: &FrameBuffer| Ok(Value::text(&buffer.name))),
        ..Field::BASE
    },
];
