//! The fields of an open file that tell who has its other end.

use std::sync::Arc;

use super::ends::FILES;
use super::file::{Assoc, Open};
use super::pairs::Meetings;
use crate::field::{Field, Group, Of3, Source};
use crate::run::Run;
use crate::view::pnet::owners::called;
use crate::view::pps::process::Number;
use crate::{Absent, File, Kind, Value};

/// Who has the other end of an open file.
pub(super) const GROUP: Group<Open> = Group { name: "Other end", fields: FIELDS };

impl Source<Open> for Meetings {
    const FILES: &'static [File] = FILES;

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.process().run().meetings.get().ok_or(Absent::Unsupported)
    }

    fn prepare(run: &Arc<Run>) {
        Self::take(run, |_| true);
    }
}

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "peers",
        header: "PEERS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the processes that have the other end of a pipe, a terminal or a connection within the machine, or the same file, counter or memory.",
        aliases: &["ends"],
        from: &Of3(|meetings: &Meetings, number: &Number, assoc: &Assoc| {
            let others = meetings.others_of(number.0, assoc.descriptor()?)?;
            Ok(Value::List(others.into_keys().map(Value::from).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "peer_names",
        header: "PEER-NAMES",
        kind: Kind::List(&Kind::Text),
        doc: "Names of these processes, in the same order; the number of one that has ended meanwhile.",
        from: &Of3(|meetings: &Meetings, number: &Number, assoc: &Assoc| {
            let others = meetings.others_of(number.0, assoc.descriptor()?)?;
            let names = others.into_keys().map(|pid| called(pid, meetings.name(pid)));
            Ok(Value::List(names.collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "peer_fds",
        header: "PEER-FDS",
        kind: Kind::List(&Kind::Word),
        doc: "Descriptors by which these processes have it, in the same order, each with r, w or u as lsof writes how it was opened.",
        from: &Of3(|meetings: &Meetings, number: &Number, assoc: &Assoc| {
            let others = meetings.others_of(number.0, assoc.descriptor()?)?;
            let written = |(pid, fds): (u32, Vec<u32>)| {
                let fds: Vec<String> = fds.iter().map(|fd| meetings.written(pid, *fd)).collect();
                Value::Word(fds.join("|").into())
            };
            Ok(Value::List(others.into_iter().map(written).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
];
