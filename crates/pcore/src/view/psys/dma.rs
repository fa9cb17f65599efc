//! `psys dma`: one row an ISA DMA channel in use.

use std::rc::Rc;

use super::table::{self, Entry, Listed, On};
use crate::field::{Field, Group, Of};
use crate::parse::dma::{self, Channel};
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Selector, Spec, Word};
use crate::{Absent, File, Kind, Value};

/// The DMA channels.
pub(crate) struct Channels;

impl Listed for Channels {
    type Entry = Channel;

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "dma",
        about: "ISA DMA channels in use.",
        key: &["channel"],
        default_fields: &["channel", "user"],
        words: "text in the name of a user",
        examples: &[("psys dma", "channels in use")],

        ..Spec::BASE
    };

    const FIELDS: &'static [Group<On<Channel>>] = &[Group { name: "Channel", fields: FIELDS }];

    fn word(word: &Word<'_>, number: fn(&str) -> usize) -> Result<Selector, String> {
        Ok(Selector { kind: "user".into(), filter: word.found_in(number("user"))? })
    }
}

impl Entry for Channel {
    const FILES: &'static [File] = &[File::Dma];

    fn each(reader: &Rc<Reader>, _plan: &Plan, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        let rows = table::items(reader, File::Dma, |text| dma::rows(text).collect())?;
        rows.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<On<Channel>>] = &[
    Field {
        name: "channel",
        header: "CHANNEL",
        kind: Kind::Id,
        doc: "Number of the channel.",
        from: &Of(|channel: &Channel| Ok(channel.number.into())),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Who uses it.",
        from: &Of(|channel: &Channel| Ok(Value::text(&channel.user))),
        ..Field::BASE
    },
];
