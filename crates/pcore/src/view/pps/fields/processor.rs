//! What only this kind of processor tells.

use crate::field::{Field, Group, Of};
use crate::parse::Item;
use crate::parse::pid::status::Status;
use crate::parse::words;
use crate::view::pps::process::{ArchStatus, Process};
use crate::{Absent, Kind, Value};

/// What only this kind of processor tells.
pub(crate) const GROUP: Group<Process> = Group { name: "Processor", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
    Field {
        name: "avx512_elapsed",
        header: "AVX512",
        kind: Kind::Seconds,
        doc: "Time since the task last used AVX-512, on x86; does not apply to one that never did.",
        from: &Of(|status: &ArchStatus| Ok(Value::Float(status.avx512? as f64 / 1e3))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "thread_features",
        header: "FEATURES",
        kind: Kind::List(&Kind::Text),
        doc: "Features of x86 that the thread uses, such as shstk for a shadow stack.",
        from: &Of(|status: &Status| features(&status.x86_thread_features)),
        ..Field::BASE
    },
    Field {
        name: "thread_features_locked",
        header: "FEATURES-LOCKED",
        kind: Kind::List(&Kind::Text),
        doc: "Features of x86 that the thread can neither give up nor take any more.",
        from: &Of(|status: &Status| features(&status.x86_thread_features_locked)),
        ..Field::BASE
    },
];

fn features(list: &Item<Box<[u8]>>) -> Result<Value<'_>, Absent> {
    let list = list.as_ref().map_err(|absent| *absent)?;
    Ok(Value::List(words(list).map(Value::text).collect()))
}
