//! A process as a row: what can be asked of it, each file read when first asked for.

mod command;
mod links;
mod machine;
mod numbers;
mod parsed;
mod people;
mod related;
mod texts;

pub use command::{Comm, Command, Environ};
pub use links::{
    Cwd, Exe, ExeDeleted, NsCgroup, NsIpc, NsMnt, NsNet, NsPid, NsPidChildren, NsTime,
    NsTimeChildren, NsUser, NsUts, RootDir,
};
pub use machine::{Delays, Nodes};
pub use numbers::{
    AuditSession, CoredumpFilter, KsmMergingPages, LoginUid, OomAdj, OomScore, OomScoreAdj,
    PatchState, Personality, TimerSlack,
};
pub use parsed::{ArchStatus, Limits, Sizes, TimeOffsets};
pub use people::{Group, Owner, User};
pub use related::{Children, Fds};
pub use texts::{Cpuset, ExitCode, Label, Wchan};

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use super::rates::{Bytes, Rate, Switches, Ticks};
use crate::field::Source;
use crate::file::FileSet;
use crate::host::Facts;
use crate::parse::pid::autogroup::Autogroup;
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::io::Io;
use crate::parse::pid::ksm_stat::KsmStat;
use crate::parse::pid::schedstat::Schedstat;
use crate::parse::pid::smaps_rollup::SmapsRollup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::statm::Statm;
use crate::parse::pid::status::Status;
use crate::parse::{Item, lines};
use crate::problem::Reason;
use crate::root::{Pid, Reader};
use crate::run::Run;
use crate::{Absent, File};

/// A process, or one task of it. Each source is read when a field first asks for it, and kept for
/// the next.
pub struct Process {
    number: Number,
    task: Task,
    facts: Facts,
    place: Pid,
    files: FileSet,
    leader: OnceCell<Box<Self>>,
    pub(super) sources: Sources,
}

/// What has been read of a process.
#[derive(Default)]
pub(super) struct Sources {
    stat: Once<Stat>,
    statm: Once<Statm>,
    sizes: Once<Sizes>,
    status: Once<Status>,
    comm: Once<Comm>,
    command: Once<Command>,
    environ: Once<Environ>,
    cgroup: Once<Cgroup>,
    io: Once<Io>,
    rollup: Once<SmapsRollup>,
    schedstat: Once<Schedstat>,
    autogroup: Once<Autogroup>,
    arch_status: Once<ArchStatus>,
    ksm_stat: Once<KsmStat>,
    limits: Once<Limits>,
    time_offsets: Once<TimeOffsets>,
    oom_score: Once<OomScore>,
    oom_score_adj: Once<OomScoreAdj>,
    oom_adj: Once<OomAdj>,
    login_uid: Once<LoginUid>,
    audit_session: Once<AuditSession>,
    coredump_filter: Once<CoredumpFilter>,
    personality: Once<Personality>,
    patch_state: Once<PatchState>,
    timer_slack: Once<TimerSlack>,
    ksm_merging_pages: Once<KsmMergingPages>,
    cpuset: Once<Cpuset>,
    label: Once<Label>,
    wchan: Once<Wchan>,
    exit_code: Once<ExitCode>,
    owner: Once<Owner>,
    user: Once<User>,
    group: Once<Group>,
    exe: Once<Exe>,
    exe_deleted: Once<ExeDeleted>,
    cwd: Once<Cwd>,
    root: Once<RootDir>,
    ns_cgroup: Once<NsCgroup>,
    ns_ipc: Once<NsIpc>,
    ns_mnt: Once<NsMnt>,
    ns_net: Once<NsNet>,
    ns_pid: Once<NsPid>,
    ns_pid_children: Once<NsPidChildren>,
    ns_time: Once<NsTime>,
    ns_time_children: Once<NsTimeChildren>,
    ns_user: Once<NsUser>,
    ns_uts: Once<NsUts>,
    fds: Once<Fds>,
    children: Once<Children>,
    pub(super) tick_rate: Once<Rate<Ticks>>,
    pub(super) byte_rate: Once<Rate<Bytes>>,
    pub(super) switch_rate: Once<Rate<Switches>>,
}

/// A source that is read at most once.
#[derive(Debug)]
pub(crate) struct Once<T>(OnceCell<Result<T, Absent>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T> From<T> for Once<T> {
    fn from(known: T) -> Self {
        Self(OnceCell::from(Ok(known)))
    }
}

impl<T> Once<T> {
    pub(crate) fn get(&self, read: impl FnOnce() -> Result<T, Absent>) -> Result<&T, Absent> {
        self.0.get_or_init(read).as_ref().map_err(|absent| *absent)
    }
}

impl Process {
    /// The process with this number, of which these files may be read.
    pub(crate) fn new(pid: u32, reader: &Rc<Reader>, files: FileSet) -> Self {
        Self::of(pid, None, reader, files)
    }

    /// One task of a process.
    pub(crate) fn task(pid: u32, task: u32, reader: &Rc<Reader>, files: FileSet) -> Self {
        Self::of(pid, Some(task), reader, files)
    }

    fn of(pid: u32, task: Option<u32>, reader: &Rc<Reader>, files: FileSet) -> Self {
        let mut opened = files;
        // The name is taken from `stat` where that is read anyway.
        if files.has(File::Stat) {
            opened = opened.without(File::Comm);
        }
        let by_path = opened.count_of_process() < 2;
        Self {
            number: Number(pid),
            task: Task(task.unwrap_or(pid)),
            facts: reader.run().host.facts(),
            place: match task {
                Some(task) => Pid::task(pid, task, reader.clone(), by_path),
                None => Pid::new(pid, reader.clone(), by_path),
            },
            files,
            leader: OnceCell::new(),
            sources: Sources::default(),
        }
    }

    /// The process itself, also where this is one task of it.
    pub(crate) fn leader(&self) -> &Self {
        if !self.place.is_task() {
            return self;
        }
        let own = || Box::new(Self::new(self.number.0, self.place.reader(), self.files));
        self.leader.get_or_init(own)
    }

    /// Where its files are.
    pub(crate) fn place(&self) -> &Pid {
        &self.place
    }

    pub(crate) fn run(&self) -> &Arc<Run> {
        self.place.reader().run()
    }

    /// The rows of a file of lines. A bad one costs itself and is counted.
    pub(crate) fn rows<T>(
        &self,
        file: File,
        parse: fn(&[u8]) -> Item<T>,
    ) -> Result<Vec<T>, Absent> {
        self.items(file, |text| lines(text).map(parse).collect())
    }

    /// What a parser finds in a file. What is bad costs itself and is counted.
    pub(crate) fn items<T>(
        &self,
        file: File,
        parse: impl FnOnce(&[u8]) -> Vec<Item<T>>,
    ) -> Result<Vec<T>, Absent> {
        let items = self.place.read(file, parse)?;
        Ok(self.place.reader().sound(file, items))
    }

    /// What was found in one of the files of a view that has several. One that this kernel lacks is
    /// counted and costs no other.
    pub(crate) fn told<T>(&self, file: File, found: Result<T, Absent>) -> Option<T> {
        if let Err(absent @ (Absent::Unsupported | Absent::Malformed)) = found {
            self.place.reader().problem(file, Reason::Absent(absent));
        }
        found.ok()
    }

    /// A parsed file of the process.
    fn parsed<T>(&self, file: File, parse: fn(&[u8]) -> Item<T>) -> Result<T, Absent> {
        self.place.read(file, parse)?
    }
}

/// Gives every task of a process to `each`, as a row with the fields of a process.
pub(crate) fn each_task(
    pid: u32,
    reader: &Rc<Reader>,
    files: FileSet,
    each: &mut dyn FnMut(Process),
) {
    let tasks = Pid::new(pid, reader.clone(), true).tasks();
    if tasks == Err(Absent::Unsupported) {
        reader.problem(File::Task, Reason::Absent(Absent::Unsupported));
    }
    // A process that has gone has no tasks; what else went wrong was counted.
    for task in tasks.unwrap_or_default() {
        each(Process::task(pid, task, reader, files));
    }
}

/// The process, or where its first task has ended and others go on, the first of these: it has what
/// all had. Only of a process without descriptors this needs to be asked.
pub(crate) fn bearer(process: &Rc<Process>) -> Result<Rc<Process>, Absent> {
    Ok(match process.place.survivor()? {
        Some(task) => {
            let (pid, reader) = (process.number.0, process.place.reader());
            Rc::new(Process::task(pid, task, reader, process.files))
        }
        None => process.clone(),
    })
}

/// The number of the task; of a process that of its first. It costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Task(pub u32);

impl Source<Process> for Task {
    const FILES: &'static [File] = &[];

    fn of(process: &Process) -> Result<&Self, Absent> {
        Ok(&process.task)
    }
}

/// The number of the process; it costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub u32);

impl Source<Process> for Number {
    const FILES: &'static [File] = &[];

    fn of(process: &Process) -> Result<&Self, Absent> {
        Ok(&process.number)
    }
}

impl Source<Process> for Facts {
    const FILES: &'static [File] = &[];

    fn of(process: &Process) -> Result<&Self, Absent> {
        Ok(&process.facts)
    }
}
