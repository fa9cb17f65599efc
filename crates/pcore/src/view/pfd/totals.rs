//! `pfd totals`: how many files are open, by type, user, mount or process.
//!
//! What is counted are rows of `pfd files`, chosen as there; here they are put under their headings.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use rustix::io::Errno;

use super::files::Files;
use super::usage::Nameless;
use crate::field::{Field, Group, Of, Source};
use crate::parse::Item;
use crate::parse::device::Device;
use crate::plan::{Partial, Picked, Plan};
use crate::query::{Query, Seen};
use crate::root::Reader;
use crate::rows::Row;
use crate::run::Run;
use crate::view::{DefaultFilter, Picker, Selector, Spec, Table, View, Word};
use crate::{Absent, File, Kind, Value};

/// The totals.
pub(crate) struct Totals;

/// What files are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

    /// The fields of an open file that it is counted under, the first of them that it has.
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Type => &["type"],
            Self::User => &["user"],
            // What lies on no mount lies on a file system all the same.
            Self::Mount => &["mountpoint", "fs_type"],
            Self::Process => &["command"],
        }
    }
}

/// What is counted together.
#[derive(Clone, Debug)]
struct Heading {
    by: By,
    name: Item<Box<[u8]>>,
    /// The process, where they are counted by process.
    pid: Option<u32>,
}

/// What was counted.
#[derive(Default)]
struct Count {
    files: u64,
    descriptors: u64,
    processes: FxHashSet<u32>,
    removed: Nameless,
}

/// A name with what was counted under it: a row.
pub(crate) struct Total(Heading, Count);

/// All that was counted, and what was seen of the open files meanwhile.
#[derive(Default)]
pub(crate) struct Counted {
    totals: Vec<Arc<Total>>,
    seen: Seen,
    /// Whether nothing could be counted at all.
    is_unusable: bool,
}

/// What was counted under each name, and what has none, by the reason.
#[derive(Default)]
struct Counts {
    named: FxHashMap<Box<[u8]>, Count>,
    nameless: FxHashMap<Absent, Count>,
}

/// Counting open files.
struct Counting {
    /// What they are counted by, each with the columns of its names.
    by: Vec<(By, Vec<usize>)>,
    /// The fields of open files that are asked for: the number of the process and that of the
    /// descriptor, then what tells of removed files if that is asked for, then the names.
    shown: Vec<&'static str>,
    removed: bool,
    /// By what is counted, and the process where that is told.
    counts: FxHashMap<(By, Option<u32>), Counts>,
}

/// The fields that tell of a file whether it has lost its last name.
const OF_REMOVED: [&str; 4] = ["deleted", "stat_device", "inode", "allocated"];

impl Counting {
    /// Counting by these, with what was removed if that is asked for.
    fn new(by: &[By], removed: bool) -> Self {
        let mut shown = vec!["pid", "fd"];
        shown.extend(OF_REMOVED.iter().filter(|_| removed));
        let mut columns = |by: &By| {
            let first = shown.len();
            shown.extend(by.fields());
            (*by, (first..shown.len()).collect())
        };
        let by = by.iter().map(&mut columns).collect();
        Self { by, shown, removed, counts: FxHashMap::default() }
    }

    /// Counts the open files of a query.
    fn count(mut self, run: &Arc<Run>, query: Query) -> Counted {
        let shown = self.shown.iter().map(|name| Files::number(name)).collect();
        let plan = Arc::new(Plan::new(run, Query { shown, ..query }));
        let mut seen = Seen::default();
        let scanned = Files.scan(run, &plan, &mut |mut picked: Picked| {
            seen.add(&mut picked);
            picked.rows.iter().for_each(|row| self.take(run, row));
        });
        let mut totals = Vec::new();
        for ((by, pid), counts) in self.counts {
            let named = counts.named.into_iter().map(|(name, count)| (Ok(name), count));
            let nameless = counts.nameless.into_iter().map(|(why, count)| (Err(why), count));
            let total = |(name, count)| Arc::new(Total(Heading { by, name, pid }, count));
            totals.extend(named.chain(nameless).map(total));
        }
        Counted { totals, seen, is_unusable: scanned.is_err() }
    }

    fn take(&mut self, run: &Run, row: Row<'_>) {
        let [pid, fd] = [0, 1].map(|column| row.get(column));
        let pid = pid.and_then(|pid| number(&pid)?.try_into().map_err(|_| Absent::Malformed));
        for (by, columns) in &self.by {
            let names = columns.iter().map(|column| row.get(*column));
            let name = names.reduce(Result::or).unwrap_or(Err(Absent::NotApplicable));
            let name = name.as_ref().map_err(|absent| *absent);
            let name = name.and_then(|name| name.bytes().ok_or(Absent::Malformed));
            let heading = (*by, pid.ok().filter(|_| *by == By::Process));
            let counts = self.counts.entry(heading).or_default();
            let count = match name {
                // Most rows bring a name that is known.
                Ok(name) => match counts.named.get_mut(name) {
                    Some(count) => count,
                    None => counts.named.entry(name.into()).or_default(),
                },
                // What cannot be told is counted too.
                Err(absent) => counts.nameless.entry(absent).or_default(),
            };
            count.files += 1;
            count.descriptors += u64::from(fd.is_ok());
            count.processes.extend(pid);
            if self.removed {
                let of_removed = [2, 3, 4, 5].map(|column| row.get(column));
                count.removed.take(removed(of_removed), run);
            }
        }
    }
}

fn number(value: &Value<'_>) -> Item<u64> {
    match value {
        Value::Uint(number) => Ok(*number),
        _ => Err(Absent::Malformed),
    }
}

/// Which file it is and the space that it takes, where it has lost its last name. The cells are those
/// of [`OF_REMOVED`].
fn removed(
    [deleted, device, inode, allocated]: [Item<Value<'_>>; OF_REMOVED.len()],
) -> Item<((Device, u64), u64)> {
    if deleted? == Value::Bool(false) {
        return Err(Absent::NotApplicable);
    }
    let device = Device::from_dec(device?.bytes().ok_or(Absent::Malformed)?)?;
    Ok(((device, number(&inode?)?), number(&allocated?)?))
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
        counts: Some(&Files),
        words: "what is counted, as in pfd files",
        examples: &[
            ("pfd totals", "how many files of which type are open"),
            ("pfd totals --by user --sort -files", "whose they are"),
            ("pfd totals nginx", "what nginx has open"),
            ("pfd totals -i --by process", "who has how many sockets"),
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
        let counted = plan.counted().cloned().unwrap_or_else(|| Query::new(&Files, Vec::new()));
        run.totals.get_or_init(|| Counting::new(&by, removed).count(run, counted));
    }

    fn seen(run: &Run, plan: &Plan) -> Option<Picked> {
        let Seen { hits, left_out, .. } = run.totals.get()?.seen.clone();
        Some(Picked::seen(plan.behind(hits), left_out))
    }

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<Arc<Total>>, Errno> {
        let Some(counted) = reader.run().totals.get() else { return Ok(Vec::new()) };
        if counted.is_unusable {
            // Why, who lists processes is told again, unless it was that no thread could be had.
            reader.pids()?;
            return Err(Errno::AGAIN);
        }
        Ok(counted.totals.clone())
    }

    fn rows(total: &Arc<Total>, picker: &mut Picker<'_, Self>) {
        picker.offer(total);
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        <Files as Table>::word(word)
    }
}

impl Source<Arc<Self>> for Total {
    const FILES: &'static [File] = &[File::Fd];

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
        from: &Of(|total: &Total| {
            Ok(Value::text(total.0.name.as_deref().map_err(|absent| *absent)?))
        }),
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
        from: &Of(|total: &Total| Ok((total.1.processes.len() as u64).into())),
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
