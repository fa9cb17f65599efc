//! `pps limits`: one row a limit of a resource, with what of it is used.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::{Fds, Once, Process};
use crate::field::{Field, Group, Of, Of2, Source};
use crate::host::Facts;
use crate::parse::pid::limits::{self, Limit};
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The limits.
pub(crate) struct Limits;

impl Parts for Limits {
    type Part = Bound;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "limits",
        about: "Limits of resources, one row each, with what of them is used.",
        aliases: &["prlimit", "ulimit"],
        key: &["pid", "tid", "name"],
        default_fields: &["pid", "name", "soft", "hard", "units", "used", "used_percent"],
        words: WORDS,
        examples: &[
            ("pps limits 1234", "the limits of a process"),
            (
                "pps limits -Q 'name == nofile and used_percent > 80' -o pid,comm,used,soft",
                "who is about to run out of descriptors",
            ),
            ("pps limits -Q 'name == core and soft > 0' -o pid,comm,soft", "who may dump core"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Bound>>] = &[Group { name: "Limit", fields: FIELDS }];
}

/// One limit, and what of it is used.
pub(crate) struct Bound {
    limit: Limit,
    used: Once<Used>,
}

impl Piece for Bound {
    const FILES: &'static [File] = &[File::Limits];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for limit in process.items(File::Limits, |text| limits::rows(text).collect())? {
            each(Self { limit, used: Once::default() });
        }
        Ok(())
    }
}

/// What of a limit is used, in the unit of the limit.
pub(crate) struct Used(u64);

impl Source<Part<Bound>> for Used {
    const FILES: &'static [File] = &[File::Status, File::Stat, File::Fd];

    fn of(part: &Part<Bound>) -> Result<&Self, Absent> {
        let Bound { limit, used } = part.piece();
        used.get(|| used_of(part.process(), &limit.key).map(Self))
    }
}

fn used_of(process: &Process, key: &str) -> Result<u64, Absent> {
    match key {
        "as" => Status::of(process)?.vm_size,
        "data" => Status::of(process)?.vm_data,
        "memlock" => Status::of(process)?.vm_lck,
        "rss" => Status::of(process)?.vm_rss,
        "stack" => Status::of(process)?.vm_stk,
        "sigpending" => Ok(Status::of(process)?.sig_q?.queued),
        "nofile" => Ok(Fds::of(process)?.0),
        // The time of one task is not what is limited.
        "cpu" if !process.place().is_task() => {
            let stat = Stat::of(process)?;
            let ticks = stat.utime?.checked_add(stat.stime?).ok_or(Absent::Malformed)?;
            Ok(Facts::of(process)?.seconds(ticks) as u64)
        }
        // The limit of 1 to 40 stands for a nice value of 19 to -20.
        "nice" => {
            let nice = Stat::of(process)?.nice?;
            20_i64.checked_sub(nice).and_then(|used| used.try_into().ok()).ok_or(Absent::Malformed)
        }
        "rtprio" => Ok(Stat::of(process)?.rt_priority?),
        // What others use counts too, or nothing in /proc tells.
        _ => Err(Absent::NotApplicable),
    }
}

static FIELDS: &[Field<Part<Bound>>] = &[
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Word,
        doc: "Short name of the limit, such as nofile.",
        aliases: &["resource"],
        from: &Of(|bound: &Bound| Ok(Value::word(&bound.limit.key))),
        ..Field::BASE
    },
    Field {
        name: "title",
        header: "TITLE",
        kind: Kind::Text,
        doc: "Name of the limit as the kernel prints it.",
        aliases: &["description"],
        from: &Of(|bound: &Bound| Ok(Value::text(&bound.limit.name))),
        ..Field::BASE
    },
    Field {
        name: "soft",
        header: "SOFT",
        kind: Kind::Limit,
        doc: "What the kernel enforces.",
        from: &Of(|bound: &Bound| Ok(bound.limit.soft?.into())),
        ..Field::BASE
    },
    Field {
        name: "hard",
        header: "HARD",
        kind: Kind::Limit,
        doc: "How far the process may raise that by itself.",
        from: &Of(|bound: &Bound| Ok(bound.limit.hard?.into())),
        ..Field::BASE
    },
    Field {
        name: "units",
        header: "UNITS",
        kind: Kind::Text,
        doc: "What is counted; does not apply to a priority.",
        from: &Of(|bound: &Bound| match &*bound.limit.unit {
            [] => Err(Absent::NotApplicable),
            unit => Ok(Value::text(unit)),
        }),
        ..Field::BASE
    },
    Field {
        name: "used",
        header: "USED",
        kind: Kind::Count,
        doc: "What of it the process uses; does not apply where what others use counts too, or where the kernel does not tell.",
        from: &Of(|used: &Used| Ok(used.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "used_percent",
        header: "USED%",
        kind: Kind::Percent,
        doc: "What is used as a share of what the kernel enforces; does not apply where that is nothing or unlimited.",
        from: &Of2(|bound: &Bound, used: &Used| match bound.limit.soft? {
            0 | u64::MAX => Err(Absent::NotApplicable),
            soft => Ok(Value::Float(used.0 as f64 / soft as f64 * 100.0)),
        }),
        volatile: true,
        ..Field::BASE
    },
];
