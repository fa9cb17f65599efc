//! The fields that every view has: which machine, which boot, when. They tell rows of many machines
//! apart once they lie in one store.

use std::sync::Arc;

use crate::field::{Field, Of, Source};
use crate::root::Reader;
use crate::run::Run;
use crate::{Absent, File, Kind, Value};

/// The fields that every view has.
pub(crate) static FIELDS: &[Field<Arc<Run>>] = &[
    Field {
        name: "host",
        header: "HOST",
        kind: Kind::Text,
        doc: "Name of the machine.",
        from: &Of(|common: &Common| Ok(Value::text(common.host()?))),
        ..Field::BASE
    },
    Field {
        name: "boot_id",
        header: "BOOT-ID",
        kind: Kind::Text,
        doc: "Identifier of the machine's current boot.",
        from: &Of(|common: &Common| Ok(Value::text(common.boot()?))),
        ..Field::BASE
    },
    Field {
        name: "collected_at",
        header: "COLLECTED-AT",
        kind: Kind::Time,
        doc: "Moment at which the run began, or at which the tree was captured.",
        from: &Of(|common: &Common| Ok(Value::Time(common.now?))),
        volatile: true,
        ..Field::BASE
    },
];

/// What the machine says of itself.
pub struct Common {
    host: Result<Box<[u8]>, Absent>,
    boot: Result<Box<[u8]>, Absent>,
    now: Result<i64, Absent>,
}

impl Common {
    /// What the machine says of itself, read once a run.
    pub(crate) fn read(run: &Arc<Run>) -> &Self {
        run.common.get_or_init(|| {
            let now = run.host.facts().now;
            run.once(move |reader| Self {
                host: line(reader, File::HostName),
                boot: line(reader, File::BootId),
                now,
            })
            .unwrap_or(Self {
                host: Err(Absent::Blocked),
                boot: Err(Absent::Blocked),
                now,
            })
        })
    }

    /// The name of the machine.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn host(&self) -> Result<&[u8], Absent> {
        self.host.as_deref().map_err(|absent| *absent)
    }

    /// The identifier of the boot.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn boot(&self) -> Result<&[u8], Absent> {
        self.boot.as_deref().map_err(|absent| *absent)
    }
}

impl Source<Arc<Run>> for Common {
    const FILES: &'static [File] = &[File::HostName, File::BootId];

    fn of(run: &Arc<Run>) -> Result<&Self, Absent> {
        Ok(Self::read(run))
    }

    fn prepare(run: &Arc<Run>) {
        Self::read(run);
    }
}

/// A file of one line, without its end.
pub(crate) fn line(reader: &Reader, file: File) -> Result<Box<[u8]>, Absent> {
    reader.read(file, |text| text.trim_ascii_end().into())
}
