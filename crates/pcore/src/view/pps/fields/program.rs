//! What the process runs, and where.

use crate::field::{Field, Group, Of};
use crate::parse::pid::stat::Stat;
use crate::view::pps::process::{Command, Cwd, Fds, Process, RootDir};
use crate::{Kind, Value};

/// What the process runs, and where.
pub(crate) const GROUP: Group<Process> = Group { name: "Program", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "argv",
        header: "ARGV",
        kind: Kind::List(&Kind::Text),
        doc: "Arguments one by one, as the process holds them now.",
        from: &Of(|command: &Command| command.arguments()),
        ..Field::BASE
    },
    Field {
        name: "cwd",
        header: "CWD",
        kind: Kind::Path,
        doc: "Working directory.",
        from: &Of(|cwd: &Cwd| Ok(Value::text(&cwd.0))),
        ..Field::BASE
    },
    Field {
        name: "root",
        header: "ROOT",
        kind: Kind::Path,
        doc: "Root directory.",
        from: &Of(|root: &RootDir| Ok(Value::text(&root.0))),
        ..Field::BASE
    },
    Field {
        name: "threads",
        header: "THREADS",
        kind: Kind::Count,
        doc: "Number of threads.",
        aliases: &["nlwp", "thcount"],
        from: &Of(|stat: &Stat| Ok(stat.num_threads?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "fds",
        header: "FDS",
        kind: Kind::Count,
        doc: "Number of open descriptors.",
        from: &Of(|fds: &Fds| Ok(fds.0.into())),
        volatile: true,
        ..Field::BASE
    },
];
