//! Eventfds: counters that descriptors share.

use crate::Kind;
use crate::field::{Field, Group, Of};
use crate::parse::pid::fdinfo::eventfd::Eventfd;
use crate::view::pfd::file::Open;

/// What is told of it.
pub(crate) const GROUP: Group<Open> = Group { name: "Eventfd", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "eventfd_id",
        header: "EVENTFD-ID",
        kind: Kind::Id,
        doc: "Which eventfd it is: the same for all descriptors that share it.",
        from: &Of(|eventfd: &Eventfd| Ok(eventfd.id?.into())),
        ..Field::BASE
    },
    Field {
        name: "eventfd_count",
        header: "EVENTFD-COUNT",
        kind: Kind::Count,
        doc: "What the counter stands at.",
        from: &Of(|eventfd: &Eventfd| Ok(eventfd.count?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "eventfd_semaphore",
        header: "EVENTFD-SEMAPHORE",
        kind: Kind::Bool,
        doc: "Whether a read takes one off the counter, instead of all.",
        from: &Of(|eventfd: &Eventfd| Ok(eventfd.semaphore?.into())),
        ..Field::BASE
    },
];
