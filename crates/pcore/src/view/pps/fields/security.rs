//! What the process may do.

use crate::field::{Field, Group, Of};
use crate::names::{CAPABILITIES, SECCOMP, named, set_bits};
use crate::parse::pid::status::Status;
use crate::view::pps::fields::{mask, text};
use crate::view::pps::process::{Label, Process};
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
        name: "seccomp_filters",
        header: "SECCOMP-FILTERS",
        kind: Kind::Count,
        doc: "Number of filters that system calls pass.",
        from: &Of(|status: &Status| Ok(status.seccomp_filters?.into())),
        ..Field::BASE
    },
    Field {
        name: "cap_effective",
        header: "CAPABILITIES",
        kind: Kind::List(&Kind::Word),
        doc: "Effective capabilities by name.",
        aliases: &["capabilities", "caps", "cap_eff"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_eff?))),
        ..Field::BASE
    },
    Field {
        name: "cap_permitted",
        header: "CAP-PERMITTED",
        kind: Kind::List(&Kind::Word),
        doc: "Capabilities that the process may make effective, by name.",
        aliases: &["pcaps", "cap_prm"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_prm?))),
        ..Field::BASE
    },
    Field {
        name: "cap_permitted_mask",
        header: "PCAP",
        kind: Kind::Mask,
        doc: "Capabilities that the process may make effective, as a mask.",
        aliases: &["pcap"],
        from: &Of(|status: &Status| Ok(mask(status.cap_prm?))),
        ..Field::BASE
    },
    Field {
        name: "cap_inheritable",
        header: "CAP-INHERITABLE",
        kind: Kind::List(&Kind::Word),
        doc: "Capabilities that a file which has them too gives to what executes it, by name.",
        aliases: &["cap_inh"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_inh?))),
        ..Field::BASE
    },
    Field {
        name: "cap_bounding",
        header: "CAP-BOUNDING",
        kind: Kind::List(&Kind::Word),
        doc: "Capabilities that executing a file can ever give, by name.",
        aliases: &["cap_bnd"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_bnd?))),
        ..Field::BASE
    },
    Field {
        name: "cap_ambient",
        header: "CAP-AMBIENT",
        kind: Kind::List(&Kind::Word),
        doc: "Capabilities that stay when a file without any is executed, by name.",
        aliases: &["cap_amb"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_amb?))),
        ..Field::BASE
    },
    Field {
        name: "label",
        header: "LABEL",
        kind: Kind::Text,
        doc: "Label that a security module gives to the process; unsupported where none does.",
        aliases: &["context", "zone"],
        from: &Of(|label: &Label| Ok(Value::text(&label.0))),
        ..Field::BASE
    },
    Field {
        name: "speculation_store_bypass",
        header: "SPEC-STORE",
        kind: Kind::Text,
        doc: "Whether the processor may speculate on loads before stores.",
        from: &Of(|status: &Status| text(&status.speculation_store_bypass)),
        ..Field::BASE
    },
    Field {
        name: "speculation_indirect_branch",
        header: "SPEC-BRANCH",
        kind: Kind::Text,
        doc: "Whether the processor may speculate on indirect branches.",
        from: &Of(|status: &Status| text(&status.speculation_indirect_branch)),
        ..Field::BASE
    },
];
