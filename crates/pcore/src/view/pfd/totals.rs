//! `pfd totals`: how many files are open, by type, user, mount or process.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::file::{Assoc, FileSystem, Open, Type};
use super::files::each_open;
use super::usage::Removed;
use crate::field::{Field, Group, Of, Source};
use crate::parse::pid::mountinfo::Mount;
use crate::plan::{FileSet, Partial, Plan};
use crate::pool::{self, Output, Work};
use crate::root::Reader;
use crate::run::Run;
use crate::view::pps::process::{Comm, Process, User};
use crate::view::{DefaultFilter, Picker, Selector, Spec, Table, Word};
use crate::{Absent, File, Filter, Kind, Value};

/// The totals.
pub(crate) struct Totals;

/// What files are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Type,
    User,
    Mount,
    Process,
}

impl By {
    const ALL: [Self; 4] = [Self::Type, Self::User, Self::Mount, Self::Process];

    const fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::User => "user",
            Self::Mount => "mount",
            Self::Process => "process",
        }
    }

    /// What an open file is counted under. What cannot be told is counted too.
    fn name(self, open: &Open) -> Box<[u8]> {
        let process = open.process();
        let name: Result<Box<[u8]>, Absent> = match self {
            Self::Type => Type::of(open).map(|kind| kind.word().bytes().unwrap_or_default().into()),
            Self::User => User::of(process).map(|user| (*user.0).into()),
            Self::Process => Comm::of(process).map(|comm| comm.bytes().into()),
            Self::Mount => match Mount::of(open) {
                Ok(mount) => Ok(mount.point.clone()),
                Err(_) => FileSystem::of(open).map(|system| system.0.clone()),
            },
        };
        name.unwrap_or_else(|_| b"unknown"[..].into())
    }
}

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Heading {
    by: By,
    name: Box<[u8]>,
    /// The process, where they are counted by process.
    pid: Option<u32>,
}

/// What was counted.
#[derive(Default)]
struct Count {
    files: u64,
    descriptors: u64,
    processes: u64,
    removed: Removed,
}

/// A name with what was counted under it: a row.
pub(crate) struct Total(Heading, Count);

/// All that was counted.
#[derive(Default)]
struct Counts(BTreeMap<Heading, Count>);

impl Output for Counts {
    fn append(&mut self, other: &mut Self) {
        for (name, more) in std::mem::take(&mut other.0) {
            let count = self.0.entry(name).or_default();
            count.files += more.files;
            count.descriptors += more.descriptors;
            count.processes += more.processes;
            count.removed.append(more.removed);
        }
    }

    fn is_full(&self) -> bool {
        false
    }
}

/// Looking at all that these processes have open, as work for watched workers.
struct Counting {
    pids: Vec<u32>,
    by: Vec<By>,
    /// Whether it is asked for what was removed.
    removed: bool,
}

impl Work for Counting {
    type Out = Counts;

    fn len(&self) -> usize {
        self.pids.len()
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, counts: &mut Counts) {
        let Some(pid) = self.pids.get(key) else { return };
        let files = FileSet::default().with(File::Fd).with(File::FdInfo).with(File::Stat);
        let process = Rc::new(Process::new(*pid, reader, files));
        let mut own = Counts::default();
        // Why descriptors cannot be seen was counted.
        let _ = each_open(&process, &mut |open| {
            for by in &self.by {
                let pid = (*by == By::Process).then_some(*pid);
                let count = own.0.entry(Heading { by: *by, name: by.name(open), pid }).or_default();
                count.files += 1;
                count.descriptors += u64::from(matches!(open.assoc(), Assoc::Descriptor(_)));
                count.processes = 1;
                if self.removed {
                    count.removed.take(open);
                }
            }
        });
        counts.append(&mut own);
    }
}

impl Table for Totals {
    type Row = Arc<Total>;
    type Key = Arc<Total>;

    const SPEC: Spec = Spec {
        tool: "pfd",
        name: "totals",
        about: "How many files are open: by type, or with --by by user, mount or process.",
        aliases: &["summary"],
        key: &["by", "name", "pid"],
        default_fields: &["name", "files", "descriptors", "processes", "deleted", "deleted_size"],
        default_filter: Some(DefaultFilter { filter: "by == type", unless: &["by"] }),
        words: "text in the name that is counted under",
        examples: &[
            ("pfd totals", "how many files of which type are open"),
            ("pfd totals --by user --sort -files", "whose they are"),
            ("pfd totals --by mount", "which mounts are in use"),
            (
                "pfd totals --by process -o +pid --sort -deleted_size --limit 10",
                "who keeps removed files from being freed",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Arc<Total>>] = &[Group { name: "Total", fields: FIELDS }];

    fn prepare(run: &Arc<Run>, plan: &Plan) {
        let by =
            |by: &By| !plan.excludes(&Partial(&[(Self::number("by"), Ok(Value::word(by.word())))]));
        let by: Vec<By> = By::ALL.into_iter().filter(by).collect();
        let removed = ["deleted", "deleted_size"].iter().any(|f| plan.needs(Self::number(f)));
        run.totals.get_or_init(|| {
            let pids = run.once(|reader| reader.pids().unwrap_or_default()).unwrap_or_default();
            let mut counts = Counts::default();
            // Where not one thread can be started, the rows below cannot be read either.
            let _ = pool::scan(run, Counting { pids, by, removed }, &mut |mut found: Counts| {
                counts.append(&mut found);
            });
            counts.0.into_iter().map(|(name, count)| Arc::new(Total(name, count))).collect()
        });
    }

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<Arc<Total>>, Errno> {
        reader.note_hidden();
        Ok(reader.run().totals.get().cloned().unwrap_or_default())
    }

    fn rows(total: &Arc<Total>, picker: &mut Picker<'_, Self>) {
        picker.offer(total);
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        let filter: Filter = word.found_in(Self::number("name"))?;
        Ok(Selector { kind: "text".into(), filter })
    }
}

impl Source<Arc<Self>> for Total {
    const FILES: &'static [File] = <Type as Source<Open>>::FILES;

    fn of(total: &Arc<Self>) -> Result<&Self, Absent> {
        Ok(total)
    }
}

static FIELDS: &[Field<Arc<Total>>] = &[
    Field {
        name: "by",
        header: "BY",
        kind: Kind::Word,
        doc: "What the files are counted by: type, user, mount or process.",
        from: &Of(|total: &Total| Ok(Value::word(total.0.by.word()))),
        ..Field::BASE
    },
    Field {
        name: "name",
        header: "NAME",
        kind: Kind::Text,
        doc: "Type, user, mount point or name of the process; of what lies on no mount the type of the kernel's own file system.",
        from: &Of(|total: &Total| Ok(Value::text(&total.0.name))),
        ..Field::BASE
    },
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Process number, where files are counted by process.",
        from: &Of(|total: &Total| Ok(total.0.pid.ok_or(Absent::NotApplicable)?.into())),
        ..Field::BASE
    },
    Field {
        name: "files",
        header: "FILES",
        kind: Kind::Count,
        doc: "Rows that pfd files has of them: descriptors, directories, executables and mapped files.",
        from: &Of(|total: &Total| Ok(total.1.files.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "descriptors",
        header: "FDS",
        kind: Kind::Count,
        doc: "Descriptors among them.",
        from: &Of(|total: &Total| Ok(total.1.descriptors.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "processes",
        header: "PROCESSES",
        kind: Kind::Count,
        doc: "Processes that have one of them open.",
        from: &Of(|total: &Total| Ok(total.1.processes.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "deleted",
        header: "DELETED",
        kind: Kind::Count,
        doc: "Files among them that have lost their last name, each counted once.",
        from: &Of(|total: &Total| Ok(total.1.removed.count()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "deleted_size",
        header: "DELETED-SIZE",
        kind: Kind::Bytes,
        doc: "Space that those files take until they are closed everywhere.",
        from: &Of(|total: &Total| Ok(total.1.removed.size()?.into())),
        volatile: true,
        ..Field::BASE
    },
];
