//! `pps idmaps`: one row a range of users, groups or projects of a process's user namespace.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::{Once, Process};
use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::id_map::IdRange;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The maps of a user namespace.
pub(crate) struct IdMaps;

impl Parts for IdMaps {
    type Part = Range;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "idmaps",
        about: "Ranges of users, groups and projects of a user namespace, one row each.",
        aliases: &["uid_map", "gid_map", "projid_map"],
        key: &["pid", "tid", "map", "inside"],
        default_fields: &["pid", "map", "inside", "outside", "count", "setgroups"],
        words: WORDS,
        examples: &[
            ("pps idmaps 1234", "whom the users of a container are outside"),
            (
                "pps idmaps -Q 'map == uid and inside == 0 and outside != 0' -o pid,comm,outside",
                "who is root of a user namespace only",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Range>>] = &[Group { name: "Range", fields: FIELDS }];
}

/// One range of a map.
pub(crate) struct Range {
    map: &'static str,
    ids: IdRange,
    setgroups: Once<Setgroups>,
}

/// The maps and their files.
const MAPS: &[(&str, File)] =
    &[("uid", File::UidMap), ("gid", File::GidMap), ("projid", File::ProjidMap)];

impl Piece for Range {
    const FILES: &'static [File] = &[File::UidMap, File::GidMap, File::ProjidMap];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for (map, file) in MAPS {
            let Some(ranges) = process.told(*file, process.rows(*file, IdRange::parse)) else {
                continue;
            };
            for ids in ranges {
                each(Self { map, ids, setgroups: Once::default() });
            }
        }
        Ok(())
    }
}

/// Whether the namespace lets its members set their groups.
pub(crate) struct Setgroups(Box<[u8]>);

impl Source<Part<Range>> for Setgroups {
    const FILES: &'static [File] = &[File::Setgroups];

    fn of(part: &Part<Range>) -> Result<&Self, Absent> {
        part.piece().setgroups.get(|| {
            part.process().place().read(File::Setgroups, |text| Self(text.trim_ascii().into()))
        })
    }
}

static FIELDS: &[Field<Part<Range>>] = &[
    Field {
        name: "map",
        header: "MAP",
        kind: Kind::Word,
        doc: "What the range is of: uid for users, gid for groups, projid for projects.",
        aliases: &["which"],
        from: &Of(|range: &Range| Ok(Value::word(range.map))),
        ..Field::BASE
    },
    Field {
        name: "inside",
        header: "INSIDE",
        kind: Kind::Id,
        doc: "First of the range as the namespace numbers it.",
        from: &Of(|range: &Range| Ok(range.ids.inside.into())),
        ..Field::BASE
    },
    Field {
        name: "outside",
        header: "OUTSIDE",
        kind: Kind::Id,
        doc: "First of the range as the namespace of the reader numbers it, or the one above where that is the same; does not apply to a range that nobody there stands for.",
        from: &Of(|range: &Range| match range.ids.outside {
            u32::MAX => Err(Absent::NotApplicable),
            outside => Ok(outside.into()),
        }),
        ..Field::BASE
    },
    Field {
        name: "count",
        header: "COUNT",
        kind: Kind::Count,
        doc: "How many the range has.",
        from: &Of(|range: &Range| Ok(range.ids.count.into())),
        ..Field::BASE
    },
    Field {
        name: "setgroups",
        header: "SETGROUPS",
        kind: Kind::Text,
        doc: "Whether the namespace lets its members set their groups: allow or deny.",
        from: &Of(|setgroups: &Setgroups| match &*setgroups.0 {
            [] => Err(Absent::Malformed),
            text => Ok(Value::text(text)),
        }),
        ..Field::BASE
    },
];
