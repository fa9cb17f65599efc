//! `pfd locks`: one row a lock on a file, what waits for it below it.

mod fields;

use std::rc::Rc;
use std::sync::Arc;

use rustix::io::Errno;

use super::file::{Assoc, Inode, Meta, Open, Target};
use super::holders::{Held, Holding};
use super::mounts::MountsOf;
use super::words::of_path;
use crate::field::{Group, Source};
use crate::file::FileSet;
use crate::filter::Filter;
use crate::parse::Item;
use crate::parse::locks::{End, Entry, Lock, Node};
use crate::parse::pid::mountinfo::Mount;
use crate::plan::Plan;
use crate::root::Reader;
use crate::run::Run;
use crate::view::pps::process::{Comm, Number, Once, Owner, Process, User};
use crate::view::{Picker, Selector, Spec, Table, Tree, Word};
use crate::{Absent, File, Value};

/// The locks.
pub(crate) struct FileLocks;

impl Table for FileLocks {
    type Row = LockRow;
    type Key = usize;

    const SPEC: Spec = Spec {
        tool: "pfd",
        name: "locks",
        about: "Locks on files, one row each, and below each what waits for it.",
        aliases: &["lslocks"],
        key: &["device", "inode", "type", "start", "taker", "number"],
        default_fields: &["command", "pid", "user", "type", "mode", "range", "blocker", "path"],
        last_stays: true,
        words: "locks on files at or under a path, of a process by its number, or of processes whose name contains the text",
        examples: &[
            ("pfd locks", "every lock, with what waits for it"),
            ("pfd locks /var/lib", "those on files there"),
            ("pfd locks 1234", "what a process has locked, or waits for"),
            ("pfd locks -Q waiting -o command,pid,blocker,blocked_by,path", "who waits for whom"),
            ("pfd locks -o type,path,holder_pid,holder_fd", "all descriptors that hold each"),
        ],
        tree: Some(Tree { node: "number", parent: "waits_for" }),
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<LockRow>] = fields::GROUPS;

    fn prepare(run: &Arc<Run>, _plan: &Plan) {
        Held::of_run(run);
    }

    fn keys(reader: &Reader, _plan: &Plan) -> Result<Vec<usize>, Errno> {
        reader.note_hidden();
        Ok((0..Held::of_run(reader.run()).len()).collect())
    }

    fn rows(place: &usize, picker: &mut Picker<'_, Self>) {
        let waiters = Held::of_run(picker.reader.run()).below(*place).count() as u64;
        picker.offer(&LockRow {
            reader: picker.reader.clone(),
            files: picker.plan.files(),
            place: Place { at: *place, waiters },
            pid: Once::default(),
            process: Once::default(),
            file: Once::default(),
            mount: Once::default(),
            queue: Once::default(),
            blockers: Once::default(),
            holders: Once::default(),
        });
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        if let Some(selector) = of_path(word.text, Self::number("path")) {
            return selector;
        }
        Ok(match word.text.parse::<u32>() {
            Ok(pid) => {
                let fields = ["pid", "holder_pid"].map(Self::number);
                let either = fields.map(|field| Filter::equal(field, pid.into()));
                Selector { kind: "pid".into(), filter: Filter::or(either.into()) }
            }
            Err(_) => {
                Selector { kind: "text".into(), filter: word.found_in(Self::number("command"))? }
            }
        })
    }
}

/// A lock as a row.
pub(crate) struct LockRow {
    reader: Rc<Reader>,
    files: FileSet,
    /// Where it stands in the table.
    place: Place,
    pid: Once<Number>,
    process: Once<Process>,
    file: Once<Open>,
    mount: Once<Rc<Mount>>,
    queue: Once<Queue>,
    blockers: Once<Blockers>,
    holders: Once<Holders>,
}

impl LockRow {
    fn held(&self) -> &Held {
        Held::of_run(self.reader.run())
    }

    fn process_of(&self, pid: u32) -> Process {
        Process::new(pid, &self.reader, self.files)
    }

    /// Who asked for it.
    fn process(&self) -> Result<&Process, Absent> {
        self.process.get(|| Ok(self.process_of(Number::of(self)?.0)))
    }

    /// The locked file, as one of those who hold the lock has it open.
    fn file(&self) -> Result<&Open, Absent> {
        self.file.get(|| {
            let held = self.held();
            let root = held.root(self.place.at)?;
            let mut missed = Absent::NotApplicable;
            for Holding { pid, fd, task } in held.holdings(root)? {
                let process = Rc::new(match task {
                    Some(task) => Process::task(pid, task, &self.reader, self.files),
                    None => self.process_of(pid),
                });
                let open =
                    Open::new(&process, &Rc::new(MountsOf::default()), Assoc::Descriptor(fd));
                // The descriptor may have been given to another file since it was looked at.
                let is_same = Target::of(&open)
                    .and_then(|_| Inode::of(&open))
                    .map(|inode| root.lock.file.is_ok_and(|file: Node| file.inode == inode.0));
                match is_same {
                    Ok(true) | Err(Absent::Unsupported) => return Ok(open),
                    Ok(false) => {}
                    Err(absent) => missed = unseen(absent),
                }
            }
            Err(missed)
        })
    }
}

/// A place in the table of locks, and how many wait there behind the lock.
pub(crate) struct Place {
    at: usize,
    waiters: u64,
}

impl Place {
    /// The number of a place, as people count.
    fn number(place: usize) -> u64 {
        place as u64 + 1
    }
}

impl Source<LockRow> for Place {
    const FILES: &'static [File] = &[File::Locks];

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        Ok(&row.place)
    }
}

impl Source<LockRow> for Entry {
    const FILES: &'static [File] = &[File::Locks];

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        row.held().entry(row.place.at)
    }
}

impl Source<LockRow> for Lock {
    const FILES: &'static [File] = &[File::Locks];

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        Ok(&Entry::of(row)?.lock)
    }
}

/// The locked file. Who breaks a lease is shown without; it is the file of the lease.
impl Source<LockRow> for Node {
    const FILES: &'static [File] = &[File::Locks];

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        match &Entry::of(row)?.lock.file {
            Err(Absent::NotApplicable) => {
                let root = row.held().root(row.place.at)?;
                root.lock.file.as_ref().map_err(|absent| *absent)
            }
            file => file.as_ref().map_err(|absent| *absent),
        }
    }
}

/// The process that asked for the lock. Of one that belongs to an open file description the kernel
/// does not keep it; whoever has the description open holds the lock.
impl Source<LockRow> for Number {
    const FILES: &'static [File] = &[File::Locks, File::Fd, File::FdInfo];

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        row.pid.get(|| {
            let entry = Entry::of(row)?;
            let pid = match entry.lock.pid {
                _ if entry.lock.depth == 0 => row.held().taker(entry),
                pid => pid.map_err(unnamed),
            };
            pid.map(Self)
        })
    }

    fn prepare(run: &Arc<Run>) {
        Held::look_for_nameless(run);
    }
}

macro_rules! of_the_process {
    ($($source:ty),*) => {$(
        impl Source<LockRow> for $source {
            const FILES: &'static [File] = <$source as Source<Process>>::FILES;
            const IN_COPIES: &'static [File] = <$source as Source<Process>>::IN_COPIES;

            fn of(row: &LockRow) -> Result<&Self, Absent> {
                // The lock may be there without him, or he where this user does not see him.
                <$source as Source<Process>>::of(row.process()?).map_err(unseen)
            }

            fn prepare(run: &Arc<Run>) {
                Held::look_for_nameless(run);
            }
        }
    )*};
}

of_the_process!(Comm, Owner, User);

macro_rules! of_the_file {
    ($($source:ty),*) => {$(
        impl Source<LockRow> for $source {
            const FILES: &'static [File] = <$source as Source<Open>>::FILES;

            fn of(row: &LockRow) -> Result<&Self, Absent> {
                <$source as Source<Open>>::of(row.file()?).map_err(unseen)
            }

            fn prepare(run: &Arc<Run>) {
                Held::look_for_one(run);
            }
        }
    )*};
}

of_the_file!(Target, Meta);

/// The mount that the file was opened through, or where nobody can be seen to have it open one that
/// the reader sees of the same file system.
impl Source<LockRow> for Mount {
    const FILES: &'static [File] = <Self as Source<Open>>::FILES;

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        if let Ok(mount) = row.file().and_then(<Self as Source<Open>>::of) {
            return Ok(mount);
        }
        let mount = row.mount.get(|| {
            if !row.reader.run().root.is_live() {
                return Err(Absent::Unsupported);
            }
            let root = row.held().root(row.place.at)?;
            let own = row.process_of(std::process::id());
            MountsOf::default().by_device(&own, root.lock.file?.device)
        });
        mount.map(|mount| &**mount)
    }

    fn prepare(run: &Arc<Run>) {
        Held::look_for_one(run);
    }
}

/// Which processes wait for which.
pub(crate) struct Queue {
    /// Those that hold what is waited for.
    blockers: Item<Vec<u32>>,
    /// The one that is right before it.
    before: Item<u32>,
    /// Those that are right behind it.
    behind: Item<Vec<u32>>,
}

impl Source<LockRow> for Queue {
    const FILES: &'static [File] = <Number as Source<LockRow>>::FILES;

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        row.queue.get(|| {
            let (held, entry) = (row.held(), Entry::of(row)?);
            let above = entry.above.and_then(|above| held.entry(above));
            let behind: Vec<&Entry> = held.waiters(row.place.at).collect();
            Ok(Self {
                blockers: entry.above.and_then(|_| blockers(held, row.place.at)),
                before: above.and_then(|above| match above.lock.depth {
                    0 => held.taker(above),
                    _ => above.lock.pid.map_err(unnamed),
                }),
                behind: match &*behind {
                    [] => Err(Absent::NotApplicable),
                    _ => behind.iter().map(|entry| entry.lock.pid.map_err(unnamed)).collect(),
                },
            })
        })
    }

    fn prepare(run: &Arc<Run>) {
        Held::look_for_nameless(run);
    }
}

/// A lock is a row also where the process or the descriptor behind it is not there, or not any more.
fn unseen(absent: Absent) -> Absent {
    if absent == Absent::Vanished { Absent::NotApplicable } else { absent }
}

/// Who waits holds nothing yet by which he could be found where the kernel does not name him.
fn unnamed(absent: Absent) -> Absent {
    if absent == Absent::NotApplicable { Absent::Unsupported } else { absent }
}

/// Those who hold what the lock at a place waits for.
fn blockers(held: &Held, place: usize) -> Item<Vec<u32>> {
    let root = held.root(place)?;
    if root.lock.pid.is_ok() {
        return Ok(vec![held.taker(root)?]);
    }
    let mut pids: Vec<u32> = held.holdings(root)?.iter().map(|holding| holding.pid).collect();
    pids.dedup();
    Ok(pids)
}

/// The names of the processes that hold what is waited for.
pub(crate) struct Blockers(Vec<Box<[u8]>>);

impl Source<LockRow> for Blockers {
    const FILES: &'static [File] = <Comm as Source<LockRow>>::FILES;

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        row.blockers.get(|| {
            let pids = Queue::of(row)?.blockers.as_ref().map_err(|absent| *absent)?;
            let name = |pid: &u32| {
                let process = row.process_of(*pid);
                Ok(<Comm as Source<Process>>::of(&process).map_err(unseen)?.bytes().into())
            };
            pids.iter().map(name).collect::<Item<_>>().map(Self)
        })
    }

    fn prepare(run: &Arc<Run>) {
        Held::look_for_nameless(run);
    }
}

/// The descriptors through which the lock is held, and the names of their processes.
pub(crate) struct Holders(Vec<(Holding, Option<Box<[u8]>>)>);

impl Holders {
    fn list<'h>(
        &'h self,
        value: impl Fn(&'h (Holding, Option<Box<[u8]>>)) -> Value<'h>,
    ) -> Value<'h> {
        Value::List(self.0.iter().map(value).collect())
    }
}

impl Source<LockRow> for Holders {
    const FILES: &'static [File] = &[File::Locks, File::Fd, File::FdInfo, File::Comm];

    fn of(row: &LockRow) -> Result<&Self, Absent> {
        row.holders.get(|| {
            let held = row.held();
            let named = |holding: Holding| (holding, held.name(holding.pid).map(Box::from));
            Ok(Self(held.holdings(Entry::of(row)?)?.into_iter().map(named).collect()))
        })
    }

    fn prepare(run: &Arc<Run>) {
        Held::look_for_all(run);
    }
}

/// The first and the last byte of a lock, `5-14` or `0-EOF`.
///
/// # Errors
/// When one of them is not in the kernel's format.
pub(super) fn range(lock: &Lock) -> Item<String> {
    let start = lock.start?;
    Ok(match lock.end? {
        End::At(end) => format!("{start}-{end}"),
        End::OfFile => format!("{start}-EOF"),
    })
}

/// A lock in words: `POSIX WRITE 5-14`.
///
/// # Errors
/// When a part of it is not in the kernel's format.
pub(super) fn told(lock: &Lock) -> Item<Value<'static>> {
    let word = |item: &Item<Box<[u8]>>| {
        let word = item.as_deref().map_err(|absent| *absent)?;
        Ok::<_, Absent>(String::from_utf8_lossy(word).into_owned())
    };
    let told = [word(&lock.kind)?, word(&lock.mode)?, range(lock)?].join(" ");
    Ok(Value::Word(told.into()))
}
