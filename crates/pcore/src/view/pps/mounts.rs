//! `pps mounts`: one row a mount that a process sees.

use std::marker::PhantomData;

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of, Source};
use crate::parse::Item;
use crate::parse::pid::mountinfo::{Mount, Propagation};
use crate::parse::pid::mounts::MountEntry;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The mounts.
pub(crate) struct Mounts;

impl Parts for Mounts {
    type Part = Seen;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "mounts",
        about: "Mounts that a process sees, one row each.",
        aliases: &["findmnt", "mountinfo"],
        key: &["pid", "tid", "id", "target"],
        default_fields: &["pid", "target", "source", "fs_type", "options"],
        words: WORDS,
        examples: &[
            ("pps mounts 1", "the mounts of the first process"),
            ("pps mounts -Q 'target == /proc' -o pid,comm,super_options", "the options of /proc"),
            (
                "pps mounts -Q 'fs_type == overlay' -o pid,container,target,super_options",
                "the layers of containers",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Seen>>] = &[Group { name: "Mount", fields: Fields::ALL }];
}

/// One mount, as one of two files tells it.
pub(crate) enum Seen {
    /// A row of `mountinfo`.
    Whole(Mount),
    /// A row of `mounts`, all that kernels before 2.6.26 have.
    Entry(MountEntry),
}

impl Piece for Seen {
    const FILES: &'static [File] = &[File::MountInfo, File::Mounts];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        match process.rows(File::MountInfo, Mount::parse) {
            Err(Absent::Unsupported) => {
                let mounts = process.rows(File::Mounts, MountEntry::parse)?;
                mounts.into_iter().map(Self::Entry).for_each(each);
            }
            mounts => mounts?.into_iter().map(Self::Whole).for_each(each),
        }
        Ok(())
    }
}

impl Seen {
    /// What only `mountinfo` tells.
    fn whole(&self) -> Result<&Mount, Absent> {
        match self {
            Self::Whole(mount) => Ok(mount),
            Self::Entry(_) => Err(Absent::Unsupported),
        }
    }

    fn source(&self) -> &Item<Box<[u8]>> {
        match self {
            Self::Whole(mount) => &mount.source,
            Self::Entry(mount) => &mount.source,
        }
    }
}

/// The fields of a mount, whatever else the row is.
pub(crate) struct Fields<R>(PhantomData<R>);

impl<R: 'static> Fields<R>
where
    Seen: Source<R>,
{
    pub(crate) const ALL: &'static [Field<R>] = &[
        Field {
            name: "id",
            header: "ID",
            kind: Kind::Id,
            doc: "Number of the mount.",
            from: &Of(|mount: &Seen| Ok(mount.whole()?.id.into())),
            ..Field::BASE
        },
        Field {
            name: "parent",
            header: "PARENT",
            kind: Kind::Id,
            doc: "Number of the mount that it is mounted on.",
            from: &Of(|mount: &Seen| Ok(mount.whole()?.parent.into())),
            ..Field::BASE
        },
        Field {
            name: "device",
            header: "DEVICE",
            kind: Kind::Word,
            doc: "Device that its files report, major and minor number.",
            aliases: &["maj:min"],
            from: &Of(|mount: &Seen| Ok(Value::Word(mount.whole()?.device.to_string().into()))),
            ..Field::BASE
        },
        Field {
            name: "fs_root",
            header: "FS-ROOT",
            kind: Kind::Path,
            doc: "Path inside the file system that shows at the target.",
            aliases: &["fsroot"],
            from: &Of(|mount: &Seen| Ok(Value::text(&mount.whole()?.root))),
            ..Field::BASE
        },
        Field {
            name: "target",
            header: "TARGET",
            kind: Kind::Path,
            doc: "Where it is mounted, from the root directory of the process.",
            aliases: &["point", "mountpoint"],
            from: &Of(|mount: &Seen| {
                Ok(Value::text(match mount {
                    Seen::Whole(mount) => &mount.point,
                    Seen::Entry(mount) => &mount.point,
                }))
            }),
            ..Field::BASE
        },
        Field {
            name: "options",
            header: "OPTIONS",
            kind: Kind::List(&Kind::Text),
            doc: "Options of the mount; without mountinfo those of the file system too.",
            from: &Of(|mount: &Seen| {
                let options = match mount {
                    Seen::Whole(mount) => &mount.options,
                    Seen::Entry(mount) => &mount.options,
                };
                Ok(Value::List(options.split(|byte| *byte == b',').map(Value::text).collect()))
            }),
            ..Field::BASE
        },
        Field {
            name: "propagation",
            header: "PROPAGATION",
            kind: Kind::List(&Kind::Word),
            doc: "How what is mounted below it spreads: shared, slave, unbindable, or private.",
            from: &Of(|mount: &Seen| propagation(&mount.whole()?.propagation)),
            ..Field::BASE
        },
        Field {
            name: "shared",
            header: "SHARED",
            kind: Kind::Id,
            doc: "Number of the group of mounts that give to each other.",
            from: &Of(|mount: &Seen| Ok(mount.whole()?.propagation.shared?.into())),
            ..Field::BASE
        },
        Field {
            name: "master",
            header: "MASTER",
            kind: Kind::Id,
            doc: "Number of the group that the mount takes from.",
            from: &Of(|mount: &Seen| Ok(mount.whole()?.propagation.master?.into())),
            ..Field::BASE
        },
        Field {
            name: "propagate_from",
            header: "FROM",
            kind: Kind::Id,
            doc: "Number of the nearest group behind the master that the process can see; does not apply where it sees that one.",
            from: &Of(|mount: &Seen| Ok(mount.whole()?.propagation.propagate_from?.into())),
            ..Field::BASE
        },
        Field {
            name: "fs_type",
            header: "FSTYPE",
            kind: Kind::Text,
            doc: "Type of the file system.",
            aliases: &["fstype", "type"],
            from: &Of(|mount: &Seen| {
                Ok(Value::text(match mount {
                    Seen::Whole(mount) => &mount.fs_type,
                    Seen::Entry(mount) => &mount.fs_type,
                }))
            }),
            ..Field::BASE
        },
        Field {
            name: "source",
            header: "SOURCE",
            kind: Kind::Text,
            doc: "What is mounted, such as a disk; does not apply where whoever mounted it named nothing.",
            from: &Of(|mount: &Seen| {
                Ok(Value::text(mount.source().as_deref().map_err(|absent| *absent)?))
            }),
            ..Field::BASE
        },
        Field {
            name: "super_options",
            header: "SUPER-OPTIONS",
            kind: Kind::Text,
            doc: "Options of the file system.",
            aliases: &["fs_options"],
            from: &Of(|mount: &Seen| Ok(Value::text(&mount.whole()?.super_options))),
            ..Field::BASE
        },
    ];
}

fn propagation(propagation: &Propagation) -> Result<Value<'_>, Absent> {
    let applies = |group: Item<u32>| match group {
        Ok(_) => Ok(true),
        Err(Absent::NotApplicable) => Ok(false),
        Err(absent) => Err(absent),
    };
    let ways = [
        ("shared", applies(propagation.shared)?),
        ("slave", applies(propagation.master)?),
        ("unbindable", propagation.is_unbindable),
    ];
    let ways: Vec<_> = ways.iter().filter(|(_, is_so)| *is_so).map(|(way, _)| way).collect();
    Ok(Value::List(match &*ways {
        [] => vec![Value::word("private")],
        ways => ways.iter().map(|way| Value::word(way)).collect(),
    }))
}
