//! Whom the process acts for.

use crate::field::{Field, Group, Of, Of2};
use crate::parse::pid::status::Status;
use crate::users::{Groups, Users};
use crate::view::pps::process::{AuditSession, LoginUid, Process};
use crate::view::pps::who::name;
use crate::{Kind, Value};

/// Whom the process acts for.
pub(crate) const GROUP: Group<Process> = Group { name: "Users and groups", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "suid",
        header: "SUID",
        kind: Kind::Id,
        doc: "Number of the saved user, who the process may become again.",
        aliases: &["svuid"],
        from: &Of(|status: &Status| {
            let [_, _, id, _] = status.uid?;
            Ok(id.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "suser",
        header: "SUSER",
        kind: Kind::Text,
        doc: "Name of the saved user.",
        aliases: &["svuser"],
        from: &Of2(|status: &Status, names: &Users| {
            let [_, _, id, _] = status.uid?;
            Ok(name(names, id))
        }),
        ..Field::BASE
    },
    Field {
        name: "fsuid",
        header: "FSUID",
        kind: Kind::Id,
        doc: "Number of the user that files are accessed as.",
        aliases: &["fuid"],
        from: &Of(|status: &Status| {
            let [_, _, _, id] = status.uid?;
            Ok(id.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "fsuser",
        header: "FSUSER",
        kind: Kind::Text,
        doc: "Name of the user that files are accessed as.",
        aliases: &["fuser"],
        from: &Of2(|status: &Status, names: &Users| {
            let [_, _, _, id] = status.uid?;
            Ok(name(names, id))
        }),
        ..Field::BASE
    },
    Field {
        name: "rgid",
        header: "RGID",
        kind: Kind::Id,
        doc: "Number of the real group.",
        from: &Of(|status: &Status| {
            let [id, _, _, _] = status.gid?;
            Ok(id.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "rgroup",
        header: "RGROUP",
        kind: Kind::Text,
        doc: "Name of the real group.",
        from: &Of2(|status: &Status, names: &Groups| {
            let [id, _, _, _] = status.gid?;
            Ok(name(names, id))
        }),
        ..Field::BASE
    },
    Field {
        name: "sgid",
        header: "SGID",
        kind: Kind::Id,
        doc: "Number of the saved group.",
        aliases: &["svgid"],
        from: &Of(|status: &Status| {
            let [_, _, id, _] = status.gid?;
            Ok(id.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "sgroup",
        header: "SGROUP",
        kind: Kind::Text,
        doc: "Name of the saved group.",
        aliases: &["svgroup"],
        from: &Of2(|status: &Status, names: &Groups| {
            let [_, _, id, _] = status.gid?;
            Ok(name(names, id))
        }),
        ..Field::BASE
    },
    Field {
        name: "fsgid",
        header: "FSGID",
        kind: Kind::Id,
        doc: "Number of the group that files are accessed as.",
        aliases: &["fgid"],
        from: &Of(|status: &Status| {
            let [_, _, _, id] = status.gid?;
            Ok(id.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "fsgroup",
        header: "FSGROUP",
        kind: Kind::Text,
        doc: "Name of the group that files are accessed as.",
        aliases: &["fgroup"],
        from: &Of2(|status: &Status, names: &Groups| {
            let [_, _, _, id] = status.gid?;
            Ok(name(names, id))
        }),
        ..Field::BASE
    },
    Field {
        name: "groups",
        header: "GROUPS",
        kind: Kind::List(&Kind::Id),
        doc: "Numbers of the supplementary groups.",
        aliases: &["supgid"],
        from: &Of(|status: &Status| {
            let groups = status.groups.as_ref().map_err(|absent| *absent)?;
            Ok(Value::List(groups.iter().map(|group| (*group).into()).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "group_names",
        header: "GROUP-NAMES",
        kind: Kind::List(&Kind::Text),
        doc: "Names of the supplementary groups.",
        aliases: &["supgrp"],
        from: &Of2(|status: &Status, names: &Groups| {
            let groups = status.groups.as_ref().map_err(|absent| *absent)?;
            Ok(Value::List(groups.iter().map(|group| name(names, *group)).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "login_uid",
        header: "LUID",
        kind: Kind::Id,
        doc: "Number of the user who logged in, whatever the process became since; does not apply where nobody did.",
        aliases: &["luid", "loginuid"],
        from: &Of(|login: &LoginUid| Ok(login.0.into())),
        ..Field::BASE
    },
    Field {
        name: "login",
        header: "LOGIN",
        kind: Kind::Text,
        doc: "Name of the user who logged in.",
        aliases: &["logname", "luser"],
        from: &Of2(|login: &LoginUid, names: &Users| Ok(name(names, login.0))),
        ..Field::BASE
    },
    Field {
        name: "audit_session",
        header: "AUDIT-SESSION",
        kind: Kind::Id,
        doc: "Number of the session as the audit system counts them.",
        aliases: &["session_id", "sessionid"],
        from: &Of(|session: &AuditSession| Ok(session.0.into())),
        ..Field::BASE
    },
];
