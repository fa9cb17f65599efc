//! What the process runs, and where.

use crate::field::{Field, Group, Of};
use crate::names::personality;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::view::pps::process::{
    Children, Command, Cwd, Environ, ExeDeleted, Fds, Personality, Process, RootDir,
};
use crate::{Absent, Kind, Value};

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
        name: "argc",
        header: "ARGC",
        kind: Kind::Count,
        doc: "Number of arguments.",
        from: &Of(|command: &Command| Ok(command.count()?.into())),
        ..Field::BASE
    },
    Field {
        name: "exe_deleted",
        header: "EXE-DELETED",
        kind: Kind::Bool,
        doc: "Whether the file that is executed has lost its last name, as one that an upgrade replaced; unsupported where only another machine could tell.",
        from: &Of(|exe: &ExeDeleted| Ok(exe.0.into())),
        volatile: true,
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
        name: "umask",
        header: "UMASK",
        kind: Kind::Mask,
        doc: "Permissions that new files do not get, in octal.",
        from: &Of(|status: &Status| match (status.umask, status.fd_size) {
            // What has ended has neither.
            (Err(Absent::Unsupported), Ok(0)) => Err(Absent::NotApplicable),
            (umask, _) => Ok(Value::Word(format!("{:04o}", umask?).into())),
        }),
        ..Field::BASE
    },
    Field {
        name: "threads",
        header: "THREADS",
        kind: Kind::Count,
        doc: "Number of threads; unsupported before Linux 2.6.",
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
    Field {
        name: "children",
        header: "CHILDREN",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the children; of a thread those that it made itself.",
        from: &Of(|children: &Children| {
            Ok(Value::List(children.0.iter().map(|child| (*child).into()).collect()))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "personality",
        header: "PERSONALITY",
        kind: Kind::Mask,
        doc: "Execution domain and its flags, in hexadecimal.",
        from: &Of(|personality: &Personality| {
            Ok(Value::Word(format!("{:08x}", personality.0).into()))
        }),
        ..Field::BASE
    },
    Field {
        name: "personality_names",
        header: "PERSONALITY-NAMES",
        kind: Kind::List(&Kind::Word),
        doc: "Execution domain and its flags by name.",
        from: &Of(|bits: &Personality| Ok(personality(bits.0))),
        ..Field::BASE
    },
];

/// What the process was started with beside its arguments: a page of its own length, so it stands
/// behind all others.
pub(crate) const ENVIRONMENT: Group<Process> = Group { name: "Environment", fields: VARIABLES };

static VARIABLES: &[Field<Process>] = &[Field {
    name: "environ",
    header: "ENVIRON",
    kind: Kind::List(&Kind::Text),
    doc: "Variables of the environment, as the process holds them now.",
    aliases: &["env"],
    from: &Of(|environ: &Environ| Ok(environ.list())),
    ..Field::BASE
}];
