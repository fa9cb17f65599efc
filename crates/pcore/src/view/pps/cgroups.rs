//! `pps cgroups`: one row a control group that a process is in, with what limits it.
//!
//! The limits stand outside /proc, where the hierarchies are mounted. Only those of the machine
//! itself are read, and only on file systems of control groups.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::part::{Part, Parts, Piece, WORDS};
use super::process::{Once, Process};
use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::cgroup::{Cgroup, Line};
use crate::parse::pid::mountinfo::Mount;
use crate::parse::{lines, number};
use crate::run::Run;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The control groups.
pub(crate) struct Cgroups;

impl Parts for Cgroups {
    type Part = Membership;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "cgroups",
        about: "Control groups that a process is in, one row each, with what limits them.",
        aliases: &["cgroup"],
        key: &["pid", "tid", "hierarchy"],
        default_fields: &["pid", "version", "controllers", "path", "command"],
        words: WORDS,
        examples: &[
            ("pps cgroups 1234", "the control groups of a process"),
            (
                "pps cgroups -Q 'memory_max < 1G' -o pid,comm,memory_current,memory_max,path",
                "what may have less than a gigabyte",
            ),
            ("pps cgroups 1234 -o +cpu_max,pids_current,pids_max", "what else limits a process"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<Membership>>] =
        &[Group { name: "Control group", fields: FIELDS }];
}

/// A process's place in one hierarchy, and what has been read of its group.
pub(crate) struct Membership {
    line: Line,
    place: Once<Place>,
    memory_current: Once<MemoryCurrent>,
    memory_max: Once<MemoryMax>,
    cpu_max: Once<CpuMax>,
    pids_current: Once<PidsCurrent>,
    pids_max: Once<PidsMax>,
    io_max: Once<IoMax>,
}

impl Piece for Membership {
    const FILES: &'static [File] = &[File::Cgroup];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        for line in &Cgroup::of(process)?.lines {
            each(Self::new(line.clone()));
        }
        Ok(())
    }
}

impl Membership {
    fn new(line: Line) -> Self {
        Self {
            line,
            place: Once::default(),
            memory_current: Once::default(),
            memory_max: Once::default(),
            cpu_max: Once::default(),
            pids_current: Once::default(),
            pids_max: Once::default(),
            io_max: Once::default(),
        }
    }

    /// The controllers of a hierarchy of version 1, or its name.
    fn controllers(&self) -> impl Iterator<Item = &[u8]> {
        self.line.controllers.split(|byte| *byte == b',').filter(|name| !name.is_empty())
    }
}

/// Where the hierarchies of control groups are mounted.
#[derive(Debug)]
pub(crate) struct Hierarchies(Vec<Hierarchy>);

/// One place where a hierarchy is mounted.
#[derive(Debug)]
struct Hierarchy {
    /// The controllers of version 1, among other options; none for version 2.
    options: Option<Box<[u8]>>,
    /// The group that shows at the mount point.
    root: Box<[u8]>,
    point: PathBuf,
}

impl Hierarchies {
    /// Those that the reader sees, read at the first call.
    fn of_run(run: &Arc<Run>) -> Result<&Self, Absent> {
        // The groups of a captured tree are not those of this machine.
        if !run.root.is_live() {
            return Err(Absent::Unsupported);
        }
        let known = run.hierarchies.get_or_init(|| {
            run.once(|reader| reader.read(File::SelfMountInfo, Self::among))
                .unwrap_or(Err(Absent::Blocked))
        });
        known.as_ref().map_err(|absent| *absent)
    }

    /// Those among all mounts that can be reached without asking another machine or a program.
    fn among(mountinfo: &[u8]) -> Self {
        let mounts: Vec<_> = lines(mountinfo).flat_map(Mount::parse).collect();
        let path = |mount: &Mount| PathBuf::from(OsStr::from_bytes(&mount.point));
        let remote: Vec<_> = mounts.iter().filter(|mount| mount.is_remote()).map(path).collect();
        let is_near = |point: &Path| !remote.iter().any(|remote| point.starts_with(remote));
        let hierarchy = |mount: &Mount| {
            let options = match &*mount.fs_type {
                b"cgroup2" => None,
                b"cgroup" => Some(mount.super_options.clone()),
                _ => return None,
            };
            Some(Hierarchy { options, root: mount.root.clone(), point: path(mount) })
        };
        Self(mounts.iter().filter_map(hierarchy).filter(|found| is_near(&found.point)).collect())
    }

    /// Where the group of a process is.
    fn place(&self, group: &Membership) -> Option<Place> {
        self.0.iter().find_map(|hierarchy| {
            let is_it = match &hierarchy.options {
                None => group.line.is_version_2(),
                Some(options) => {
                    let has = |name: &[u8]| options.split(|byte| *byte == b',').any(|o| o == name);
                    !group.line.is_version_2() && group.controllers().all(has)
                }
            };
            let path = Path::new(OsStr::from_bytes(&group.line.path));
            let root = Path::new(OsStr::from_bytes(&hierarchy.root));
            let below = path.strip_prefix(root).ok().filter(|_| is_it)?;
            Some(Place { mount: hierarchy.point.clone(), below: below.to_owned() })
        })
    }
}

/// Where the files of a control group are.
pub(crate) struct Place {
    mount: PathBuf,
    /// The group, from the mount point on.
    below: PathBuf,
}

impl Source<Part<Membership>> for Place {
    const FILES: &'static [File] = &[File::Cgroup, File::SelfMountInfo];

    fn of(part: &Part<Membership>) -> Result<&Self, Absent> {
        let group = part.piece();
        group.place.get(|| {
            let known = Hierarchies::of_run(part.process().run())?;
            // One that is not mounted, or not so far up, has no files that could be read.
            known.place(group).ok_or(Absent::Unsupported)
        })
    }

    fn prepare(run: &Arc<Run>) {
        let _ = Hierarchies::of_run(run);
    }
}

/// A file of the group of a row. Version 1 has it where the hierarchy has the controller.
fn read(part: &Part<Membership>, two: &str, (controller, one): (&str, &str)) -> Knob {
    let group = part.piece();
    let file = if group.line.is_version_2() {
        two
    } else if group.controllers().any(|name| name == controller.as_bytes()) && !one.is_empty() {
        one
    } else {
        return Err(Absent::NotApplicable);
    };
    let place = Place::of(part)?;
    let process = part.process().place();
    let text = process.reader().cgroup(process.number(), &place.mount, &place.below.join(file))?;
    Ok(text.trim_ascii().into())
}

/// The text of a file of a control group.
type Knob = Result<Box<[u8]>, Absent>;

macro_rules! knobs {
    ($($(#[$doc:meta])* $name:ident($type:ty), $slot:ident, $read:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name($type);

        impl Source<Part<Membership>> for $name {
            const FILES: &'static [File] = <Place as Source<Part<Membership>>>::FILES;

            fn of(part: &Part<Membership>) -> Result<&Self, Absent> {
                part.piece().$slot.get(|| $read(part).map(Self))
            }

            fn prepare(run: &Arc<Run>) {
                <Place as Source<Part<Membership>>>::prepare(run);
            }
        }
    )*};
}

knobs! {
    /// The memory that the group has.
    MemoryCurrent(u64), memory_current, |part| {
        number::unsigned(&read(part, "memory.current", ("memory", "memory.usage_in_bytes"))?)
    };
    /// The memory that the group may have.
    MemoryMax(u64), memory_max, |part| {
        limit(&read(part, "memory.max", ("memory", "memory.limit_in_bytes"))?)
    };
    /// How much of the CPUs the group may use.
    CpuMax(Box<[u8]>), cpu_max, cpu_max;
    /// How many tasks the group has.
    PidsCurrent(u64), pids_current, |part| {
        number::unsigned(&read(part, "pids.current", ("pids", "pids.current"))?)
    };
    /// How many tasks the group may have.
    PidsMax(u64), pids_max, |part| limit(&read(part, "pids.max", ("pids", "pids.max"))?);
    /// How much the group may read and write.
    IoMax(Box<[u8]>), io_max, |part| read(part, "io.max", ("", ""));
}

/// A limit; version 1 prints the largest number of whole pages for none.
fn limit(text: &[u8]) -> Result<u64, Absent> {
    /// No page is larger than this.
    const PAGE: u64 = 64 << 10;
    match text {
        b"max" => Ok(u64::MAX),
        text => number::unsigned(text)
            .map(|limit| if limit > i64::MAX as u64 - PAGE { u64::MAX } else { limit }),
    }
}

/// The quota and the period, in microseconds, as version 2 writes them.
fn cpu_max(part: &Part<Membership>) -> Knob {
    let quota = read(part, "cpu.max", ("cpu", "cpu.cfs_quota_us"))?;
    if part.piece().line.is_version_2() {
        return Ok(quota);
    }
    let period = read(part, "", ("cpu", "cpu.cfs_period_us"))?;
    let quota = if &*quota == b"-1" { &b"max"[..] } else { &quota };
    Ok([quota, &period].join(&b' ').into())
}

static FIELDS: &[Field<Part<Membership>>] = &[
    Field {
        name: "hierarchy",
        header: "HIERARCHY",
        kind: Kind::Id,
        doc: "Number of the hierarchy; 0 is that of version 2.",
        aliases: &["id"],
        from: &Of(|group: &Membership| Ok(group.line.hierarchy?.into())),
        ..Field::BASE
    },
    Field {
        name: "version",
        header: "VERSION",
        kind: Kind::Id,
        doc: "Version of control groups, 1 or 2.",
        from: &Of(|group: &Membership| {
            Ok(Value::Uint(if group.line.is_version_2() { 2 } else { 1 }))
        }),
        ..Field::BASE
    },
    Field {
        name: "controllers",
        header: "CONTROLLERS",
        kind: Kind::List(&Kind::Text),
        doc: "Controllers of the hierarchy, or its name; does not apply to version 2, which has all that no other has.",
        aliases: &["controller"],
        from: &Of(|group: &Membership| {
            if group.line.is_version_2() {
                return Err(Absent::NotApplicable);
            }
            Ok(Value::List(group.controllers().map(Value::text).collect()))
        }),
        ..Field::BASE
    },
    Field {
        name: "path",
        header: "PATH",
        kind: Kind::Path,
        doc: "Path of the control group in its hierarchy.",
        from: &Of(|group: &Membership| Ok(Value::text(&group.line.path))),
        ..Field::BASE
    },
    Field {
        name: "memory_current",
        header: "MEMORY",
        kind: Kind::Bytes,
        doc: "Memory that the group has; does not apply where its hierarchy does not count memory, nor to a root that counts none.",
        from: &Of(|memory: &MemoryCurrent| Ok(memory.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_max",
        header: "MEMORY-MAX",
        kind: Kind::Limit,
        doc: "Memory that the group may have, in bytes.",
        from: &Of(|memory: &MemoryMax| Ok(memory.0.into())),
        ..Field::BASE
    },
    Field {
        name: "cpu_max",
        header: "CPU-MAX",
        kind: Kind::Text,
        doc: "Microseconds of CPU time that the group may use, or max, and in how many microseconds.",
        from: &Of(|cpu: &CpuMax| Ok(Value::text(&cpu.0))),
        ..Field::BASE
    },
    Field {
        name: "pids_current",
        header: "PIDS",
        kind: Kind::Count,
        doc: "How many tasks the group has.",
        from: &Of(|pids: &PidsCurrent| Ok(pids.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pids_max",
        header: "PIDS-MAX",
        kind: Kind::Limit,
        doc: "How many tasks the group may have.",
        from: &Of(|pids: &PidsMax| Ok(pids.0.into())),
        ..Field::BASE
    },
    Field {
        name: "io_max",
        header: "IO-MAX",
        kind: Kind::List(&Kind::Text),
        doc: "How much the group may read and write, for each device that has a limit; does not apply to version 1.",
        from: &Of(|io: &IoMax| Ok(Value::List(lines(&io.0).map(Value::text).collect()))),
        ..Field::BASE
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &[u8] = b"30 24 0:26 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n\
        31 30 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n\
        32 30 0:28 /docker/1 /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n\
        33 24 0:29 / /mnt/far rw - fuse.sshfs far:/ rw\n\
        34 33 0:30 / /mnt/far/memory rw - cgroup cgroup rw,memory\n";

    fn place(line: &[u8]) -> Option<(PathBuf, PathBuf)> {
        let line = Cgroup::parse(line).unwrap().lines.remove(0);
        let group = Membership::new(line);
        let place = Hierarchies::among(MOUNTS).place(&group)?;
        Some((place.mount, place.below))
    }

    #[test]
    fn a_group_lies_below_the_mount_of_its_hierarchy() {
        assert_eq!(
            place(b"0::/a.slice/b.service\n"),
            Some(("/sys/fs/cgroup/unified".into(), "a.slice/b.service".into()))
        );
        assert_eq!(
            place(b"5:cpuacct,cpu:/docker/1/x\n"),
            Some(("/sys/fs/cgroup/cpu,cpuacct".into(), "x".into()))
        );
        // It lies above what is mounted, or nowhere.
        assert_eq!(place(b"5:cpu,cpuacct:/docker/12\n"), None);
        assert_eq!(place(b"4:pids:/\n"), None);
        // On the way there another machine would be asked.
        assert_eq!(place(b"6:memory:/\n"), None);
    }

    #[test]
    fn a_limit_may_be_none() {
        assert_eq!(limit(b"max"), Ok(u64::MAX));
        assert_eq!(limit(b"9223372036854771712"), Ok(u64::MAX));
        assert_eq!(limit(b"1073741824"), Ok(1 << 30));
        assert_eq!(limit(b"-1"), Err(Absent::Malformed));
    }
}
