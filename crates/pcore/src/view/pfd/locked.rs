//! The fields of an open file that tell which locks are held through it.

use super::file::{Info, Open};
use super::locks;
use crate::field::{Field, Group, Of};
use crate::parse::locks::of_details;
use crate::{Absent, Kind, Value};

/// The locks that are held through a descriptor.
pub(super) const GROUP: Group<Open> = Group { name: "Locks", fields: FIELDS };

static FIELDS: &[Field<Open>] = &[
    Field {
        name: "locked",
        header: "LOCKED",
        kind: Kind::Bool,
        doc: "Whether a lock on the file is held through the descriptor.",
        from: &Of(|info: &Info| Ok(of_details(info.details()).next().is_some().into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "locks",
        header: "LOCKS",
        kind: Kind::List(&Kind::Word),
        doc: "Locks that are held through the descriptor, each with its type, its mode, and its first and last byte; where there is none it does not apply.",
        from: &Of(|info: &Info| {
            let told = of_details(info.details()).map(|lock| locks::told(&lock?));
            match told.collect::<Result<Vec<_>, _>>()? {
                locks if locks.is_empty() => Err(Absent::NotApplicable),
                locks => Ok(Value::List(locks)),
            }
        }),
        volatile: true,
        ..Field::BASE
    },
];
