//! Signalfds: descriptors from which signals are read.

use crate::Kind;
use crate::field::{Field, Group, Of};
use crate::names::{SIGNALS, set_bits};
use crate::parse::pid::fdinfo::signalfd::Signalfd;
use crate::view::pfd::file::Open;

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Signalfd", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[Field {
    name: "signalfd_signals",
    header: "SIGNALS",
    kind: Kind::List(&Kind::Word),
    doc: "Signals that are read from it.",
    from: &Of(|signalfd: &Signalfd| Ok(set_bits(SIGNALS, signalfd.mask?))),
    ..Field::BASE
}];
