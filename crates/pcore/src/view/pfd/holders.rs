//! Who holds which lock: the locks of the machine, and the descriptors through which they are held.
//!
//! The table of locks names who asked for one. A lock of an open file description has no such
//! process, and one that was inherited may have outlived it; the lines about locks in `fdinfo` tell
//! all who hold it. Only the descriptors of those whom the table names are looked at, unless more
//! is asked or they do not suffice.

use std::ops::Not as _;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::parse::Item;
use crate::parse::locks::{self, Entry, Identity, Locks};
use crate::pool::{self, Output, Work};
use crate::problem::Reason;
use crate::root::{Pid, Reader};
use crate::run::Run;
use crate::{Absent, File};

/// The locks of a run, and through which descriptors they are held.
#[derive(Debug, Default)]
pub(crate) struct Held {
    table: Locks,
    /// The processes that there are, as far as this user is shown them; `None` if they could not be
    /// listed.
    living: OnceLock<Option<FxHashSet<u32>>>,
    /// Looked at before the first row, as far as its fields need it.
    takers: OnceLock<Found>,
    /// Tasks of takers through which a lock is held that their process has not open.
    tasks: OnceLock<Found>,
    others: OnceLock<Found>,
}

/// A descriptor through which a lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Holding {
    /// The process.
    pub(crate) pid: u32,
    /// The descriptor.
    pub(crate) fd: u32,
    /// The task that has it; that of the process, unless this has a table of its own.
    pub(crate) task: Option<u32>,
}

impl Held {
    /// The locks of this run, read at the first call.
    pub(crate) fn of_run(run: &Arc<Run>) -> &Self {
        run.held.get_or_init(|| {
            let table = run.once(|reader| {
                let table = reader.read(File::Locks, Locks::parse);
                if table == Err(Absent::Unsupported) {
                    reader.problem(File::Locks, Reason::Absent(Absent::Unsupported));
                }
                let table = table.unwrap_or_default();
                for _ in 0..table.malformed {
                    reader.problem(File::Locks, Reason::BadRow);
                }
                table
            });
            Self { table: table.unwrap_or_default(), ..Self::default() }
        })
    }

    /// Looks for who holds the locks of which the table names nobody who is still there.
    pub(crate) fn look_for_nameless(run: &Arc<Run>) {
        let held = Self::of_run(run);
        let living = held.living(run);
        let mut locks = held.table.entries.iter().filter(|entry| is_held(entry));
        let is_there = |pid| living.is_none_or(|living| living.contains(&pid));
        if locks.any(|entry| entry.lock.pid.is_ok_and(is_there).not()) {
            Self::look_for_all(run);
        }
    }

    /// Looks for one descriptor at least through which each lock is held.
    pub(crate) fn look_for_one(run: &Arc<Run>) {
        let held = Self::of_run(run);
        held.takers(run);
        let missed = || {
            let locks = held.table.entries.iter().filter(|entry| is_held(entry));
            locks.filter(|entry| held.holdings(entry).is_err())
        };
        // Who asked for it has it open in a task with a table of its own, or others have it.
        let named: FxHashSet<u32> = missed().filter_map(|entry| entry.lock.pid.ok()).collect();
        if !named.is_empty() {
            held.tasks.get_or_init(|| Found::scan(run, named.into_iter().collect(), true));
        }
        if missed().next().is_some() {
            Self::look_for_all(run);
        }
    }

    /// Looks for all descriptors through which locks are held.
    pub(crate) fn look_for_all(run: &Arc<Run>) {
        let held = Self::of_run(run);
        if held.table.entries.is_empty() {
            return;
        }
        held.takers(run);
        held.others.get_or_init(|| {
            let Some(living) = held.living(run) else { return Found::blocked() };
            let named = held.named();
            Found::scan(run, living.difference(&named).copied().collect(), false)
        });
    }

    fn living(&self, run: &Arc<Run>) -> Option<&FxHashSet<u32>> {
        let living = self.living.get_or_init(|| {
            let pids = run.once(Reader::pids).and_then(Result::ok)?;
            Some(pids.into_iter().collect())
        });
        living.as_ref()
    }

    fn takers(&self, run: &Arc<Run>) {
        self.takers.get_or_init(|| Found::scan(run, self.named().into_iter().collect(), false));
    }

    /// The processes that the table names as those that hold.
    fn named(&self) -> FxHashSet<u32> {
        let held = self.table.entries.iter().filter(|entry| is_held(entry));
        held.filter_map(|entry| entry.lock.pid.ok()).collect()
    }

    /// How many locks there are, with those that are waited for.
    pub(crate) fn len(&self) -> usize {
        self.table.entries.len()
    }

    /// The lock at a place of the table.
    pub(crate) fn entry(&self, place: usize) -> Result<&Entry, Absent> {
        self.table.entries.get(place).ok_or(Absent::Vanished)
    }

    /// The lock that is held at the top of what one waits for; of what is held itself.
    pub(crate) fn root(&self, place: usize) -> Result<&Entry, Absent> {
        let root = self.table.root(place).ok_or(Absent::Vanished)?;
        // What waits, and does not know for whom.
        if is_held(root) { Ok(root) } else { Err(Absent::Malformed) }
    }

    /// What waits for the lock at a place, and for nothing between.
    pub(crate) fn waiters(&self, place: usize) -> impl Iterator<Item = &Entry> {
        self.below(place).filter(move |entry| entry.above == Ok(place))
    }

    /// What stands below a place of the table: each that waits for it, or for what does.
    pub(crate) fn below(&self, place: usize) -> impl Iterator<Item = &Entry> {
        let rest = self.table.entries.iter().skip(place.saturating_add(1));
        rest.take_while(move |entry| entry.above.is_ok_and(|above| above >= place))
    }

    /// The descriptors through which a lock is held, by process and number.
    ///
    /// # Errors
    /// Where none is found but some could not be seen, the reason for that.
    pub(crate) fn holdings(&self, entry: &Entry) -> Item<Vec<Holding>> {
        if !is_held(entry) {
            return Err(Absent::NotApplicable);
        }
        let identity = entry.lock.identity();
        let looked = [self.takers.get(), self.tasks.get(), self.others.get()];
        let of = |found: &Found| found.held.get(&identity).cloned().unwrap_or_default();
        let mut holdings: Vec<Holding> = looked.into_iter().flatten().flat_map(of).collect();
        if !holdings.is_empty() {
            holdings.sort_unstable();
            // Tasks that share a table have the same open.
            holdings.dedup_by_key(|holding| (holding.pid, holding.fd));
            return Ok(holdings);
        }
        let unseen = match entry.lock.pid {
            // Whoever asked for it could be looked at, so it is elsewhere.
            Ok(pid) => self.takers.get().and_then(|found| found.unseen.get(&pid).copied()),
            Err(_) => None,
        };
        let unseen_at_all =
            || looked.into_iter().flatten().flat_map(|found| found.unseen.values()).max().copied();
        Err(unseen.or_else(unseen_at_all).unwrap_or(Absent::NotApplicable))
    }

    /// Who has asked for a lock that is held, or where the kernel does not keep that, or he has
    /// gone and others hold what he left, the first who holds it.
    pub(crate) fn taker(&self, entry: &Entry) -> Item<u32> {
        let named = entry.lock.pid;
        let living = self.living.get().and_then(Option::as_ref);
        let is_there = |pid: &u32| living.is_none_or(|living| living.contains(pid));
        if named.is_ok_and(|pid| is_there(&pid)) {
            return named;
        }
        let holder = self.holdings(entry).map(|holdings| holdings.first().map(|first| first.pid));
        match (holder, named) {
            (Ok(Some(pid)), _) | (_, Ok(pid)) => Ok(pid),
            (Ok(None), _) => Err(Absent::NotApplicable),
            (Err(absent), _) => Err(absent),
        }
    }

    /// The name of a process that holds a lock.
    pub(crate) fn name(&self, pid: u32) -> Option<&[u8]> {
        let looked = [self.takers.get(), self.tasks.get(), self.others.get()];
        let looked = looked.into_iter().flatten();
        looked.filter_map(|found| found.names.get(&pid)).map(|name| &**name).next()
    }
}

/// Whether a lock is held, not waited for.
fn is_held(entry: &Entry) -> bool {
    entry.lock.depth == 0
}

/// What was found among the descriptors of some processes.
#[derive(Debug, Default)]
struct Found {
    held: FxHashMap<Identity, Vec<Holding>>,
    names: FxHashMap<u32, Box<[u8]>>,
    /// Whose descriptors could not be seen, and why.
    unseen: FxHashMap<u32, Absent>,
}

impl Found {
    fn scan(run: &Arc<Run>, mut pids: Vec<u32>, of_tasks: bool) -> Self {
        pids.sort_unstable();
        let mut found = Self::default();
        let work = Descriptors { pids, of_tasks };
        match pool::scan(run, work, &mut |mut part: Self| found.append(&mut part)) {
            Ok(()) => found,
            Err(_) => Self::blocked(),
        }
    }

    /// What nobody could look at.
    fn blocked() -> Self {
        Self { unseen: [(0, Absent::Blocked)].into_iter().collect(), ..Self::default() }
    }
}

impl Output for Found {
    fn append(&mut self, other: &mut Self) {
        for (identity, holdings) in other.held.drain() {
            self.held.entry(identity).or_default().extend(holdings);
        }
        self.names.extend(other.names.drain());
        self.unseen.extend(other.unseen.drain());
    }

    fn is_full(&self) -> bool {
        false
    }
}

/// Looking at the descriptors of these processes, or of each of their tasks, as work for watched
/// workers.
struct Descriptors {
    pids: Vec<u32>,
    of_tasks: bool,
}

impl Work for Descriptors {
    type Out = Found;

    fn len(&self) -> usize {
        self.pids.len()
    }

    fn read(&self, key: usize, reader: &Rc<Reader>, found: &mut Found) {
        let Some(pid) = self.pids.get(key).copied() else { return };
        let process = Pid::new(pid, reader.clone(), false);
        if !self.of_tasks {
            return found.look(pid, None, &process);
        }
        match process.tasks() {
            Ok(tasks) => {
                for task in tasks {
                    found.look(pid, Some(task), &Pid::task(pid, task, reader.clone(), false));
                }
            }
            Err(absent) => found.miss(pid, absent),
        }
    }
}

impl Found {
    /// Keeps in mind that something of a process could not be seen, which may hold a lock.
    fn miss(&mut self, pid: u32, absent: Absent) {
        if matches!(absent, Absent::Denied | Absent::Blocked | Absent::Malformed) {
            self.unseen.insert(pid, absent);
        }
    }

    /// Looks at the descriptors of a process or task.
    fn look(&mut self, pid: u32, task: Option<u32>, place: &Pid) {
        let reader = place.reader();
        let fds = place.fds();
        if fds == Ok(Vec::new()) {
            match place.survivor() {
                Ok(Some(task)) => {
                    return self.look(
                        pid,
                        Some(task),
                        &Pid::task(pid, task, reader.clone(), false),
                    );
                }
                Ok(None) => {}
                Err(absent) => self.miss(pid, absent),
            }
        }
        let mut holds = false;
        for fd in fds.inspect_err(|absent| self.miss(pid, *absent)).unwrap_or_default() {
            match place.read_info(fd, locks::of_descriptor) {
                Ok(locks) => {
                    for lock in locks {
                        let Ok(lock) = lock else {
                            reader.malformed(File::FdInfo);
                            continue;
                        };
                        let holdings = self.held.entry(lock.identity()).or_default();
                        holdings.push(Holding { pid, fd, task });
                        holds = true;
                    }
                }
                Err(absent) => self.miss(pid, absent),
            }
        }
        if holds {
            let process = Pid::new(pid, reader.clone(), true);
            let name =
                process.read(File::Comm, |text| text.strip_suffix(b"\n").unwrap_or(text).into());
            self.names.extend(name.map(|name| (pid, name)));
        }
    }
}
