//! The fields of an open file that tell which locks are held through it.

use super::file::{Info, Open};
use super::locks;
use crate::field::{Field, Group, Of};
use crate::{Absent, Kind, Value};

/// The locks that are held through a descriptor.
pub(super) const GROUP: Group<Open> = Group { name: "Locks", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "locked",
        header: "LOCKED",
        kind: Kind::Bool,
        doc: "Whether a lock on the file is held through the descriptor.",
        from: &Of(|info: &Info| Ok((!info.locks().is_empty()).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "locks",
        header: "LOCKS",
        kind: Kind::List(&Kind::Word),
        doc: "Locks that are held through the descriptor, each with its type, its mode, and its first and last byte; where there is none it does not apply.",
        from: &Of(|info: &Info| {
            if info.locks().is_empty() {
                return Err(Absent::NotApplicable);
            }
            let told = info.locks().iter().map(|lock| locks::told(lock.as_ref().map_err(|a| *a)?));
            Ok(Value::List(told.collect::<Result<_, _>>()?))
        }),
        volatile: true,
        ..Field::BASE
    },
];
