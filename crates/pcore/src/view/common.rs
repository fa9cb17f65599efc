//! The fields that every view has: which machine, which boot, when. They tell rows of many machines
//! apart once they lie in one store.

use std::sync::Arc;

use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::mountinfo::Mount;
use crate::root::Reader;
use crate::run::Run;
use crate::{Absent, File, Kind, Value};

/// The fields that every view has.
pub(crate) const GROUP: Group<Arc<Run>> = Group { name: "System", fields: FIELDS };

static FIELDS: &[Field<Arc<Run>>] = &[
    Field {
        name: "host",
        header: "HOST",
        kind: Kind::Text,
        doc: "Name of the machine.",
        from: &Of(|common: &Common| Ok(Value::text(common.host.as_deref().map_err(|a| *a)?))),
        ..Field::BASE
    },
    Field {
        name: "boot_id",
        header: "BOOT-ID",
        kind: Kind::Text,
        doc: "Identifier of the machine's current boot.",
        from: &Of(|common: &Common| Ok(Value::text(common.boot.as_deref().map_err(|a| *a)?))),
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
    /// The name of the machine.
    pub host: Result<Box<[u8]>, Absent>,
    /// The identifier of the boot.
    pub boot: Result<Box<[u8]>, Absent>,
    /// The moment of the run, or of the capture, in nanoseconds since the epoch.
    pub now: Result<i64, Absent>,
}

impl Common {
    /// What the machine says of itself, read once a run.
    pub fn of_run(run: &Arc<Run>) -> &Self {
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
}

/// What a report says of the machine beyond what every row can.
pub struct Circumstances {
    /// The release of the kernel.
    pub kernel: Result<Box<[u8]>, Absent>,
    /// The options that /proc is mounted with, of the mount and of the file system.
    pub mount_options: Result<Box<[u8]>, Absent>,
}

impl Circumstances {
    /// Reads them.
    pub fn read(run: &Arc<Run>) -> Self {
        run.once(|reader| {
            let mount = reader.run().root.mount_id();
            let options = reader.read(File::SelfMountInfo, |text| proc_options(text, mount));
            Self {
                kernel: line(reader, File::OsRelease),
                mount_options: options.and_then(|found| found),
            }
        })
        .unwrap_or(Self { kernel: Err(Absent::Blocked), mount_options: Err(Absent::Blocked) })
    }
}

/// The options of the mount with this number, or else of the proc file system on `/proc`.
pub(crate) fn proc_options(mountinfo: &[u8], number: Option<u32>) -> Result<Box<[u8]>, Absent> {
    let is_it = |mount: &Mount| match number {
        Some(number) => mount.id == number,
        None => &*mount.point == b"/proc" && &*mount.fs_type == b"proc",
    };
    crate::parse::lines(mountinfo)
        .filter_map(|line| Mount::parse(line).ok())
        .filter(is_it)
        .last()
        .map(|mount| {
            let mut options: Vec<&[u8]> = mount.options.split(|byte| *byte == b',').collect();
            let more = mount.super_options.split(|byte| *byte == b',');
            let new: Vec<&[u8]> = more.filter(|option| !options.contains(option)).collect();
            options.extend(new);
            options.join(&b',').into()
        })
        .ok_or(Absent::NotApplicable)
}

impl Source<Arc<Run>> for Common {
    const FILES: &'static [File] = &[File::HostName, File::BootId];

    fn of(run: &Arc<Run>) -> Result<&Self, Absent> {
        Ok(Self::of_run(run))
    }

    fn prepare(run: &Arc<Run>) {
        Self::of_run(run);
    }
}

/// A file of one line, without its end.
pub(crate) fn line(reader: &Reader, file: File) -> Result<Box<[u8]>, Absent> {
    reader.read(file, |text| text.trim_ascii_end().into())
}
