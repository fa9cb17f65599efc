//! What the process may do.

use crate::field::{Field, Group, Of};
use crate::names::{CAPABILITIES, SECCOMP, named, set_bits};
use crate::parse::pid::status::Status;
use crate::view::pps::process::Process;
use crate::{Kind, Value};

/// What the process may do.
pub(crate) const GROUP: Group<Process> = Group { name: "Security", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "no_new_privs",
        header: "NNP",
        kind: Kind::Bool,
        doc: "Whether the process has given up gaining privileges by executing a file.",
        from: &Of(|status: &Status| Ok(Value::Bool(status.no_new_privs? != 0))),
        ..Field::BASE
    },
    Field {
        name: "seccomp",
        header: "SECCOMP",
        kind: Kind::Word,
        doc: "Whether system calls are filtered: disabled, strict or filter.",
        from: &Of(|status: &Status| Ok(named(SECCOMP, status.seccomp?))),
        ..Field::BASE
    },
    Field {
        name: "capabilities",
        header: "CAPABILITIES",
        kind: Kind::List(&Kind::Word),
        doc: "Effective capabilities by name.",
        aliases: &["caps"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_eff?))),
        ..Field::BASE
    },
];
