//! Pidfds: descriptors that refer to processes.

use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::fdinfo::pidfd::{Pidfd, Process};
use crate::root::Pid;
use crate::view::pfd::file::Open;
use crate::{Absent, File, Kind, Value};

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Pidfd", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "pidfd_pid",
        header: "PIDFD-PID",
        kind: Kind::Id,
        doc: "Process that a pidfd refers to; it does not apply to one that has ended, or that cannot be seen from here.",
        from: &Of(|pidfd: &Pidfd| match pidfd.pid? {
            Process::Number(pid) => Ok(pid.into()),
            Process::Outside | Process::Gone => Err(Absent::NotApplicable),
        }),
        ..Field::BASE
    },
    Field {
        name: "pidfd_command",
        header: "PIDFD-COMMAND",
        kind: Kind::Text,
        doc: "Name of that process.",
        from: &Of(|command: &Command| Ok(Value::text(&command.0))),
        ..Field::BASE
    },
    Field {
        name: "pidfd_gone",
        header: "PIDFD-GONE",
        kind: Kind::Bool,
        doc: "Whether that process has ended and was waited for.",
        from: &Of(|pidfd: &Pidfd| Ok((pidfd.pid? == Process::Gone).into())),
        ..Field::BASE
    },
    Field {
        name: "pidfd_nspid",
        header: "PIDFD-NSPID",
        kind: Kind::List(&Kind::Id),
        doc: "Number of that process in each namespace of processes, from the reader's inwards.",
        from: &Of(|pidfd: &Pidfd| {
            let nested = pidfd.nested.as_ref().map_err(|absent| *absent)?;
            Ok(Value::List(nested.iter().map(|pid| (*pid).into()).collect()))
        }),
        ..Field::BASE
    },
];

/// The name of the process that a pidfd refers to.
pub(crate) struct Command(Box<[u8]>);

impl Source<Open> for Command {
    const FILES: &'static [File] = &[File::Fd, File::FdInfo, File::Comm];

    fn of(open: &Open) -> Result<&Self, Absent> {
        open.rest().command.get(|| {
            let Process::Number(pid) = Pidfd::of(open)?.pid? else {
                return Err(Absent::NotApplicable);
            };
            let place = Pid::new(pid, open.process().place().reader().clone(), true);
            let name = |text: &[u8]| text.strip_suffix(b"\n").unwrap_or(text).into();
            let read = place.reader().uncounted(|| place.read(File::Comm, name));
            // That it ends meanwhile takes nothing from the row.
            read.map(Self).map_err(|absent| match absent {
                Absent::Vanished => Absent::NotApplicable,
                absent => absent,
            })
        })
    }
}
