//! What the control groups tell of services, sessions and machines.

use crate::field::{Field, Group, Of};
use crate::parse::pid::cgroup::Cgroup;
use crate::view::pps::process::{Cpuset, Process};
use crate::{Absent, Kind, Value};

/// What the control groups tell of services, sessions and machines.
pub(crate) const GROUP: Group<Process> = Group { name: "Control groups", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "cgroup_name",
        header: "CGNAME",
        kind: Kind::Text,
        doc: "Last part of the path of the control group.",
        aliases: &["cgname"],
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.name()?))),
        ..Field::BASE
    },
    Field {
        name: "cgroups",
        header: "CGROUPS",
        kind: Kind::List(&Kind::Text),
        doc: "Control groups other than the root, each with its controllers before a colon; the unified hierarchy names none.",
        aliases: &["cgroup_controllers"],
        from: &Of(|cgroup: &Cgroup| {
            Ok(Value::List(cgroup.speaking().map(|line| Value::Text(line.into())).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "cpuset",
        header: "CPUSET",
        kind: Kind::Path,
        doc: "Control group of the processors and nodes of memory that it is confined to.",
        from: &Of(|cpuset: &Cpuset| Ok(Value::text(&cpuset.0))),
        ..Field::BASE
    },
    Field {
        name: "user_unit",
        header: "UUNIT",
        kind: Kind::Text,
        doc: "Service or scope that a user's own systemd manages.",
        aliases: &["uunit"],
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.user_unit()?))),
        ..Field::BASE
    },
    Field {
        name: "scope",
        header: "SCOPE",
        kind: Kind::Text,
        doc: "Innermost scope of systemd.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.scope()?))),
        ..Field::BASE
    },
    Field {
        name: "machine",
        header: "MACHINE",
        kind: Kind::Text,
        doc: "Virtual machine or container that systemd has registered, as the name of its control group tells.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::Text(cgroup.machine()?))),
        ..Field::BASE
    },
    Field {
        name: "login_session",
        header: "LSESSION",
        kind: Kind::Text,
        doc: "Session of the user's login, as systemd names it.",
        aliases: &["lsession"],
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.session()?))),
        ..Field::BASE
    },
    Field {
        name: "owner_uid",
        header: "OUID",
        kind: Kind::Id,
        doc: "Number of the user whose session or service it belongs to.",
        aliases: &["ouid"],
        from: &Of(|cgroup: &Cgroup| Ok(cgroup.owner_uid()?.into())),
        ..Field::BASE
    },
    Field {
        name: "seat",
        header: "SEAT",
        kind: Kind::Text,
        doc: "Seat of the session; systemd tells it outside /proc, so that it is unsupported for what has a session.",
        from: &Of(|cgroup: &Cgroup| cgroup.session().and(Err(Absent::Unsupported))),
        ..Field::BASE
    },
];
