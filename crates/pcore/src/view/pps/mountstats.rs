//! `pps mountstats`: one row a statistic of a mount that a process sees.

use std::rc::Rc;

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of};
use crate::parse::pid::mountstats::{self, Amount, MountStats, Statistic};
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The statistics of mounts.
pub(crate) struct MountStatistics;

impl Parts for MountStatistics {
    type Part = Figure;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "mountstats",
        about: "Statistics of mounts, one row each, and one for a mount without any.",
        aliases: &["nfsiostat"],
        key: &["pid", "tid", "target", "name"],
        default_fields: &["pid", "target", "fs_type", "name", "value", "text"],
        words: WORDS,
        examples: &[
            ("pps mountstats 1 -Q 'fs_type =~ ^nfs'", "the statistics of NFS"),
            (
                "pps mountstats 1 -Q 'name == READ.ops' -o target,source,value",
                "how often was read from each server",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Figure>>] = &[Group { name: "Statistic", fields: FIELDS }];
}

/// One statistic of a mount, or a mount without any.
pub(crate) struct Figure {
    mount: Rc<MountStats>,
    statistic: Option<Statistic>,
}

impl Piece for Figure {
    const FILES: &'static [File] = &[File::MountStats];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for mut mount in
            process.items(File::MountStats, |text| mountstats::mounts(text).collect())?
        {
            let statistics = std::mem::take(&mut mount.statistics);
            let mount = Rc::new(mount);
            if statistics.is_empty() {
                each(Self { mount: mount.clone(), statistic: None });
            }
            for statistic in statistics {
                each(Self { mount: mount.clone(), statistic: Some(statistic) });
            }
        }
        Ok(())
    }
}

impl Figure {
    fn statistic(&self) -> Result<&Statistic, Absent> {
        self.statistic.as_ref().ok_or(Absent::NotApplicable)
    }

    fn amount(&self) -> Result<&Amount, Absent> {
        self.statistic()?.value.as_ref().map_err(|absent| *absent)
    }
}

static FIELDS: &[Field<Part<Figure>>] = &[
    Field {
        name: "target",
        header: "TARGET",
        kind: Kind::Path,
        doc: "Where it is mounted, from the root directory of the process.",
        aliases: &["mount", "point", "mountpoint"],
        from: &Of(|figure: &Figure| Ok(Value::text(&figure.mount.point))),
        ..Field::BASE
    },
    Field {
        name: "source",
        header: "SOURCE",
        kind: Kind::Text,
        doc: "What is mounted, such as a disk; does not apply where whoever mounted it named nothing.",
        aliases: &["device"],
        from: &Of(|figure: &Figure| {
            Ok(Value::text(figure.mount.device.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "fs_type",
        header: "FSTYPE",
        kind: Kind::Text,
        doc: "Type of the file system.",
        aliases: &["fstype", "type"],
        from: &Of(|figure: &Figure| Ok(Value::text(&figure.mount.fs_type))),
        ..Field::BASE
    },
    Field {
        name: "version",
        header: "VERSION",
        kind: Kind::Text,
        doc: "Version of the statistics; does not apply to a file system without.",
        from: &Of(|figure: &Figure| {
            Ok(Value::text(figure.mount.version.as_deref().map_err(|absent| *absent)?))
        }),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Name of the statistic, which tells its unit where it has one; does not apply to a mount without any.",
        aliases: &["statistic"],
        from: &Of(|figure: &Figure| Ok(Value::text(figure.statistic()?.name.as_bytes()))),
        ..Field::BASE
    },
    Field {
        name: "value",
        header: "VALUE",
        kind: Kind::Count,
        doc: "The statistic; does not apply to what is no single number.",
        from: &Of(|figure: &Figure| match figure.amount()? {
            Amount::Number(number) => Ok((*number).into()),
            Amount::Text(_) => Err(Absent::NotApplicable),
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "text",
        header: "TEXT",
        kind: Kind::Text,
        doc: "What is no single number, such as options.",
        from: &Of(|figure: &Figure| match figure.amount()? {
            Amount::Number(_) => Err(Absent::NotApplicable),
            Amount::Text(text) => Ok(Value::text(text)),
        }),
        ..Field::BASE
    },
];
