//! A process as a row: what can be asked of it, each file read when first asked for.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use super::rates::{Bytes, Rate, Switches, Ticks};
use crate::field::Source;
use crate::host::Facts;
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::io::Io;
use crate::parse::pid::smaps_rollup::SmapsRollup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::statm::Statm;
use crate::parse::pid::status::Status;
use crate::parse::sys::meminfo::MemInfo;
use crate::parse::sys::tty_drivers::TtyDrivers;
use crate::parse::{Item, lines, number};
use crate::plan::FileSet;
use crate::problem::Reason;
use crate::root::{Pid, Reader};
use crate::run::Run;
use crate::{Absent, File, Value};

/// A process, or one task of it. Each source is read when a field first asks for it, and kept for
/// the next.
pub struct Process {
    number: Number,
    task: Task,
    facts: Facts,
    place: Pid,
    files: FileSet,
    stat: Once<Stat>,
    statm: Once<Statm>,
    status: Once<Status>,
    comm: Once<Comm>,
    command: Once<Command>,
    cgroup: Once<Cgroup>,
    io: Once<Io>,
    rollup: Once<SmapsRollup>,
    oom_score: Once<OomScore>,
    oom_score_adj: Once<OomScoreAdj>,
    owner: Once<Owner>,
    user: Once<User>,
    exe: Once<Exe>,
    cwd: Once<Cwd>,
    root: Once<RootDir>,
    fds: Once<Fds>,
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

    fn of(pid: u32, task: Option<u32>, reader: &Rc<Reader>, files: FileSet) -> Self {
        let mut opened = files;
        // The name is taken from `stat` where that is read anyway.
        if files.has(File::Stat) {
            opened = opened.without(File::Comm);
        }
        let by_path = opened.iter().filter(|file| file.is_of_process()).take(2).count() < 2;
        Self {
            number: Number(pid),
            task: Task(task.unwrap_or(pid)),
            facts: reader.run().host.facts(),
            place: match task {
                Some(task) => Pid::task(pid, task, reader.clone(), by_path),
                None => Pid::new(pid, reader.clone(), by_path),
            },
            files,
            stat: Once::default(),
            statm: Once::default(),
            status: Once::default(),
            comm: Once::default(),
            command: Once::default(),
            cgroup: Once::default(),
            io: Once::default(),
            rollup: Once::default(),
            oom_score: Once::default(),
            oom_score_adj: Once::default(),
            owner: Once::default(),
            user: Once::default(),
            exe: Once::default(),
            cwd: Once::default(),
            root: Once::default(),
            fds: Once::default(),
            tick_rate: Once::default(),
            byte_rate: Once::default(),
            switch_rate: Once::default(),
        }
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
        let reader = self.place.reader();
        let mut items = self.place.read(file, parse)?;
        items.retain(|item| {
            if item.is_err() {
                reader.problem(file, Reason::BadRow);
            }
            item.is_ok()
        });
        Ok(items.into_iter().flatten().collect())
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

    fn number_in(&self, file: File) -> Result<i64, Absent> {
        self.parsed(file, |text| number::signed(text.trim_ascii()))
    }
}

/// Gives every task of a process to `each`, as a row with the fields of a process.
pub(crate) fn each_task(
    pid: u32,
    reader: &Rc<Reader>,
    files: FileSet,
    each: &mut dyn FnMut(Process),
) {
    // A process that has gone has no tasks; what else went wrong was counted.
    for task in Pid::new(pid, reader.clone(), true).tasks().unwrap_or_default() {
        each(Process::of(pid, Some(task), reader, files));
    }
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

impl Source<Process> for Stat {
    const FILES: &'static [File] = &[File::Stat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.stat.get(|| process.parsed(File::Stat, Self::parse))
    }
}

impl Source<Process> for Statm {
    const FILES: &'static [File] = &[File::Statm];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.statm.get(|| process.parsed(File::Statm, Self::parse))
    }
}

impl Source<Process> for Status {
    const FILES: &'static [File] = &[File::Status];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.status.get(|| process.parsed(File::Status, Self::parse))
    }
}

impl Source<Process> for Io {
    const FILES: &'static [File] = &[File::Io];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.io.get(|| process.parsed(File::Io, Self::parse))
    }
}

impl Source<Process> for SmapsRollup {
    const FILES: &'static [File] = &[File::SmapsRollup];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.rollup.get(|| {
            let rollup = process.place.read(File::SmapsRollup, |text| {
                // A process without memory of its own has an empty file, or none to be opened.
                if text.is_empty() { Err(Absent::NotApplicable) } else { Self::parse(text) }
            });
            match rollup {
                Ok(rollup) => rollup,
                Err(Absent::Vanished) => Err(Absent::NotApplicable),
                Err(absent) => Err(absent),
            }
        })
    }
}

impl Source<Process> for Cgroup {
    const FILES: &'static [File] = &[File::Cgroup];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.cgroup.get(|| {
            let cgroup = process.parsed(File::Cgroup, Self::parse)?;
            if cgroup.malformed > 0 {
                process.place.reader().malformed(File::Cgroup);
            }
            Ok(cgroup)
        })
    }
}

/// The name of the task: up to 15 bytes that the process chose, longer for some kernel threads.
#[derive(Debug)]
pub struct Comm(Box<[u8]>);

impl Comm {
    /// The name, any bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Source<Process> for Comm {
    const FILES: &'static [File] = &[File::Comm];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.comm.get(|| {
            // `stat` holds the name too; a second file would be a second moment.
            if process.files.has(File::Stat) {
                return Ok(Self(Stat::of(process)?.comm.clone()));
            }
            process
                .place
                .read(File::Comm, |text| Self(text.strip_suffix(b"\n").unwrap_or(text).into()))
        })
    }
}

/// The arguments, and what stands for them where there are none.
#[derive(Debug)]
pub struct Command {
    arguments: Box<[u8]>,
    stand_in: Option<StandIn>,
}

/// What is shown for a process without arguments.
#[derive(Debug)]
enum StandIn {
    /// A kernel thread, by its flag: nobody else is shown in brackets.
    KernelThread(String),
    /// A process that has ended and waits to be reaped.
    Zombie(String),
    /// A process that has removed its arguments.
    Name(Box<[u8]>),
}

impl Command {
    /// The arguments as one line of text.
    pub fn text(&self) -> Value<'_> {
        match &self.stand_in {
            Some(StandIn::KernelThread(name) | StandIn::Zombie(name)) => Value::word(name),
            Some(StandIn::Name(name)) => Value::text(name),
            None => {
                let mut text = self.trimmed().to_vec();
                for byte in &mut text {
                    if *byte == 0 {
                        *byte = b' ';
                    }
                }
                Value::Text(text.into())
            }
        }
    }

    /// The arguments one by one, empty ones included.
    ///
    /// # Errors
    /// Kernel threads and zombies have none.
    pub fn arguments(&self) -> Result<Value<'_>, Absent> {
        match self.stand_in {
            Some(StandIn::KernelThread(_) | StandIn::Zombie(_)) => Err(Absent::NotApplicable),
            Some(StandIn::Name(_)) => Ok(Value::List(Vec::new())),
            None => Ok(Value::List(self.trimmed().split(|b| *b == 0).map(Value::text).collect())),
        }
    }

    /// The arguments without the NUL that ends the last of them.
    fn trimmed(&self) -> &[u8] {
        self.arguments.strip_suffix(b"\0").unwrap_or(&self.arguments)
    }
}

impl Source<Process> for Command {
    const FILES: &'static [File] = &[File::Cmdline, File::Stat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.command.get(|| {
            let arguments: Box<[u8]> = process.place.read(File::Cmdline, |text| text.into())?;
            if !arguments.is_empty() {
                return Ok(Self { arguments, stand_in: None });
            }
            let stat = Stat::of(process)?;
            let name = || String::from_utf8_lossy(&stat.comm);
            let stand_in = if stat.is_kernel_thread()? {
                StandIn::KernelThread(format!("[{}]", name()))
            } else if stat.state == Ok(b'Z') {
                StandIn::Zombie(format!("[{}] <defunct>", name()))
            } else {
                StandIn::Name(stat.comm.clone())
            };
            Ok(Self { arguments, stand_in: Some(stand_in) })
        })
    }
}

/// The effective user: the owner of the process's directory.
#[derive(Clone, Copy, Debug)]
pub struct Owner(pub u32);

impl Source<Process> for Owner {
    const FILES: &'static [File] = &[File::Pid, File::Status];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.owner.get(|| {
            if process.run().root.is_procfs() {
                return process.place.owner().map(Self);
            }
            // A copy does not keep owners.
            let [_, effective, _, _] = Status::of(process)?.uid?;
            Ok(Self(effective))
        })
    }
}

/// The name of the effective user.
#[derive(Debug)]
pub struct User(pub Arc<[u8]>);

impl Source<Process> for User {
    const FILES: &'static [File] = <Owner as Source<Process>>::FILES;

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.user.get(|| Ok(Self(process.run().users.name(Owner::of(process)?.0))))
    }
}

macro_rules! links {
    ($($(#[$doc:meta])* $name:ident, $file:ident, $slot:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(pub Box<[u8]>);

        impl Source<Process> for $name {
            const FILES: &'static [File] = &[File::$file];

            fn of(process: &Process) -> Result<&Self, Absent> {
                process.$slot.get(|| process.place.link(File::$file.tail(), File::$file).map(Self))
            }
        }
    )*};
}

links! {
    /// The executable.
    Exe, Exe, exe;
    /// The working directory.
    Cwd, Cwd, cwd;
    /// The root directory.
    RootDir, RootLink, root;
}

/// The badness that the OOM killer would see.
#[derive(Clone, Copy, Debug)]
pub struct OomScore(pub i64);

impl Source<Process> for OomScore {
    const FILES: &'static [File] = &[File::OomScore];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.oom_score.get(|| process.number_in(File::OomScore).map(Self))
    }
}

/// The adjustment of the badness.
#[derive(Clone, Copy, Debug)]
pub struct OomScoreAdj(pub i64);

impl Source<Process> for OomScoreAdj {
    const FILES: &'static [File] = &[File::OomScoreAdj];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.oom_score_adj.get(|| process.number_in(File::OomScoreAdj).map(Self))
    }
}

/// How many descriptors are open.
#[derive(Clone, Copy, Debug)]
pub struct Fds(pub u64);

impl Source<Process> for Fds {
    const FILES: &'static [File] = &[File::Fd, File::Stat];

    fn of(process: &Process) -> Result<&Self, Absent> {
        process.fds.get(|| {
            // Since Linux 6.2 the size of the directory is the count, and everybody may see it.
            if process.run().root.is_procfs() {
                let size = process.place.stat(File::Fd.tail(), File::Fd)?.st_size;
                if size > 0 {
                    return Ok(Self(size as u64));
                }
            }
            match process.place.fds()?.len() as u64 {
                // A zombie has lost its table; its threads may live on with theirs.
                0 if Stat::of(process)?.state == Ok(b'Z') => Err(Absent::NotApplicable),
                count => Ok(Self(count)),
            }
        })
    }
}

/// Memory of the machine, against which a process's share is measured.
impl Source<Process> for MemInfo {
    const FILES: &'static [File] = &[File::MemInfo];

    fn of(process: &Process) -> Result<&Self, Absent> {
        memory(process.run()).as_ref().map_err(|absent| *absent)
    }

    fn prepare(run: &Arc<Run>) {
        let _ = memory(run);
    }
}

fn memory(run: &Arc<Run>) -> &Result<MemInfo, Absent> {
    run.memory.get_or_init(|| {
        run.once(|reader| reader.read(File::MemInfo, MemInfo::parse))
            .unwrap_or(Err(Absent::Blocked))?
    })
}

/// The names of terminals.
impl Source<Process> for TtyDrivers {
    const FILES: &'static [File] = &[File::TtyDrivers];

    fn of(process: &Process) -> Result<&Self, Absent> {
        terminals(process.run()).as_ref().map_err(|absent| *absent)
    }

    fn prepare(run: &Arc<Run>) {
        let _ = terminals(run);
    }
}

fn terminals(run: &Arc<Run>) -> &Result<TtyDrivers, Absent> {
    run.ttys.get_or_init(|| {
        run.once(|reader| reader.read(File::TtyDrivers, TtyDrivers::parse))
            .unwrap_or(Err(Absent::Blocked))?
    })
}
