//! One process, or one task of it, as a place to read files from.

mod descriptors;

use std::cell::OnceCell;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::rc::Rc;

use rustix::fs::{OFlags, Stat, Statx};
use rustix::io::Errno;

use super::Reader;
use super::reader::{each_number, open};
use crate::{Absent, File};

/// One process as a place to read files from.
///
/// A row that needs one file opens it by path. A row that needs more opens the directory first,
/// since its descriptor never refers to a later process of the same number: no row mixes two.
pub struct Pid {
    number: u32,
    /// One task of it, whose files are read in place of the process's own.
    task: Option<u32>,
    reader: Rc<Reader>,
    by_path: bool,
    dir: OnceCell<Result<OwnedFd, Absent>>,
    /// The directories of links and of `fdinfo`, in which many entries are looked at; held open, so
    /// that the kernel need not find them anew for each.
    fds: OnceCell<Result<OwnedFd, Absent>>,
    infos: OnceCell<Result<OwnedFd, Absent>>,
}

impl Pid {
    /// The process with this number. `by_path` promises that one file of it is read at most.
    pub fn new(number: u32, reader: Rc<Reader>, by_path: bool) -> Self {
        Self::of(number, None, reader, by_path)
    }

    /// One task of a process.
    pub fn task(number: u32, task: u32, reader: Rc<Reader>, by_path: bool) -> Self {
        Self::of(number, Some(task), reader, by_path)
    }

    fn of(number: u32, task: Option<u32>, reader: Rc<Reader>, by_path: bool) -> Self {
        Self {
            number,
            task,
            reader,
            by_path,
            dir: OnceCell::new(),
            fds: OnceCell::new(),
            infos: OnceCell::new(),
        }
    }

    /// The number.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether it is one task of the process.
    pub fn is_task(&self) -> bool {
        self.task.is_some()
    }

    /// The number of the task; that of the process is its first.
    pub(crate) fn task_number(&self) -> u32 {
        self.task.unwrap_or(self.number)
    }

    /// Who reads.
    pub fn reader(&self) -> &Rc<Reader> {
        &self.reader
    }

    /// A file of the process, whole, parsed while it stands in the buffer.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn read<T>(&self, file: File, parse: impl FnOnce(&[u8]) -> T) -> Result<T, Absent> {
        self.at(file.tail(), file, |dir, path| {
            self.reader.read_at(dir, path, self.number, file, parse)
        })
    }

    /// A file below the directory of the process whose path holds more numbers than that of the
    /// process, parsed while it stands in the buffer. It is not provided by this kernel where what
    /// stands above it is there.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn read_path<T>(
        &self,
        path: &str,
        file: File,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        let result = self.reach(path, file, |dir, path| {
            self.reader.read_at(dir, path, self.number, file, parse)
        });
        let is_parent_there = || match path.rsplit_once('/') {
            Some((parent, _)) => self.has(parent, file),
            None => self.is_alive(),
        };
        match result {
            Err(Absent::Vanished) if is_parent_there() => Err(Absent::Unsupported),
            result => result,
        }
    }

    /// A file of the process that is read in parts.
    ///
    /// # Errors
    /// Why it could not be opened; counted.
    pub(crate) fn window(&self, file: File) -> Result<Window<'_>, Absent> {
        let fd = self.at(file.tail(), file, |dir, path| {
            self.reader.guarded(self.number, file, || open(dir, path, OFlags::RDONLY))
        })?;
        Ok(Window { place: self, file, fd })
    }

    /// The target of a link: `exe`, `fd/3`.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn link(&self, path: &str, file: File) -> Result<Box<[u8]>, Absent> {
        self.at(path, file, |dir, path| self.reader.link_at(dir, path, self.number, file))
    }

    /// What the kernel keeps of an entry itself: the mode of a link, the size of `fd`.
    ///
    /// # Errors
    /// Why it could not be had; counted.
    pub fn stat(&self, path: &str, file: File) -> Result<Stat, Absent> {
        self.at(path, file, |dir, path| self.reader.stat_at(dir, path, self.number, file))
    }

    /// What the kernel has cached of the file behind a link, without asking its file system.
    ///
    /// # Errors
    /// Why it could not be had; counted.
    pub fn statx(&self, path: &str, file: File) -> Result<Statx, Absent> {
        self.at(path, file, |dir, path| self.reader.statx_at(dir, path, self.number, file))
    }

    /// The owners of the directory: the effective user and group of the process.
    ///
    /// # Errors
    /// Why they could not be had; counted.
    pub fn owner(&self) -> Result<(u32, u32), Absent> {
        let stat = if self.by_path {
            self.stat("", File::Pid)?
        } else {
            let dir = self.dir()?;
            self.reader.guarded(self.number, File::Pid, || rustix::fs::fstat(dir))?
        };
        Ok((stat.st_uid, stat.st_gid))
    }

    /// The numbers of the tasks, in the kernel's order.
    ///
    /// # Errors
    /// Why they could not be listed; counted.
    pub fn tasks(&self) -> Result<Vec<u32>, Absent> {
        let mut numbers = Vec::new();
        self.at(File::Task.tail(), File::Task, |dir, path| {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY;
            self.reader.guarded(self.number, File::Task, || {
                each_number(open(dir, path, flags)?, |number| numbers.push(number))
            })
        })?;
        Ok(numbers)
    }

    /// The task that has what the process had, where its first task has ended and others go on without
    /// it: what they share is gone from where that of the process is told.
    ///
    /// # Errors
    /// Why its tasks could not be listed; counted.
    pub(crate) fn survivor(&self) -> Result<Option<u32>, Absent> {
        let has_ended = |place: &Self| place.link("cwd", File::Cwd) == Err(Absent::NotApplicable);
        if self.task.is_some() || !has_ended(self) {
            return Ok(None);
        }
        let place = |task: u32| Self::task(self.number, task, self.reader.clone(), true);
        let mut tasks = self.tasks()?.into_iter();
        Ok(tasks.find(|task| *task != self.number && !has_ended(&place(*task))))
    }

    /// Where the files are, from the root.
    fn path(&self) -> String {
        let mut path = String::with_capacity(48);
        let mut digits = itoa::Buffer::new();
        path.push_str(digits.format(self.number));
        if let Some(task) = self.task {
            path.push_str("/task/");
            path.push_str(digits.format(task));
        }
        path
    }

    /// A directory of the process, opened once.
    fn held<'p>(
        &self,
        slot: &'p OnceCell<Result<OwnedFd, Absent>>,
        file: File,
    ) -> Result<BorrowedFd<'p>, Absent> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY;
        let held = slot.get_or_init(|| {
            self.at(file.tail(), file, |dir, path| {
                self.reader.guarded(self.number, file, || open(dir, path, flags))
            })
        });
        held.as_ref().map(AsFd::as_fd).map_err(|absent| *absent)
    }

    /// Whether the process is still there; its directory's descriptor knows.
    fn is_alive(&self) -> bool {
        let alive = |dir: BorrowedFd<'_>, path: &str| {
            rustix::fs::accessat(
                dir,
                path,
                rustix::fs::Access::EXISTS,
                rustix::fs::AtFlags::empty(),
            )
            .is_ok()
        };
        let is_alive = || {
            Ok(match self.dir.get() {
                Some(Ok(dir)) => alive(dir.as_fd(), "stat") || alive(dir.as_fd(), "status"),
                Some(Err(_)) => false,
                None => alive(self.reader.run().root.fd(), &self.path()),
            })
        };
        self.reader.guarded(self.number, File::Pid, is_alive) == Ok(true)
    }

    fn dir(&self) -> Result<BorrowedFd<'_>, Absent> {
        let dir = self.dir.get_or_init(|| {
            let flags = OFlags::PATH | OFlags::DIRECTORY;
            self.reader.guarded(self.number, File::Pid, || {
                open(self.reader.run().root.fd(), self.path().as_str(), flags)
            })
        });
        dir.as_ref().map(AsFd::as_fd).map_err(|absent| *absent)
    }

    /// Calls with the directory and the path to use in it, and tells what is missing of a process
    /// that is there from what went away with it.
    fn at<T>(
        &self,
        tail: &str,
        file: File,
        call: impl FnOnce(BorrowedFd<'_>, &str) -> Result<T, Absent>,
    ) -> Result<T, Absent> {
        match self.reach(tail, file, call) {
            Err(Absent::Vanished)
                if (file == File::Ns || file.tail() == tail) && self.is_alive() =>
            {
                Err(match file {
                    // A kernel thread has no executable, a zombie has lost all of these.
                    File::Exe | File::Cwd | File::RootLink | File::Fd => Absent::NotApplicable,
                    // What has ended has lost its memory and most of its namespaces too: what tells
                    // of them is listed, and leads nowhere.
                    _ if self.has(tail, file) => Absent::NotApplicable,
                    // Every process has the others: this kernel, or this capture, does not.
                    _ => Absent::Unsupported,
                })
            }
            result => result,
        }
    }

    /// Calls with the directory and the path to use in it.
    pub(super) fn reach<T>(
        &self,
        tail: &str,
        file: File,
        call: impl FnOnce(BorrowedFd<'_>, &str) -> Result<T, Absent>,
    ) -> Result<T, Absent> {
        // A task's directory lies in that of its process.
        let up = if self.task.is_some() && file.is_of_all_tasks() { "../../" } else { "" };
        if self.by_path {
            let mut path = self.path();
            if !tail.is_empty() {
                path.push('/');
                path.push_str(up);
                path.push_str(tail);
            }
            call(self.reader.run().root.fd(), &path)
        } else if up.is_empty() {
            call(self.dir()?, tail)
        } else {
            call(self.dir()?, &format!("{up}{tail}"))
        }
    }

    /// Whether an entry is there, whatever it leads to.
    fn has(&self, tail: &str, file: File) -> bool {
        let stat = |dir: BorrowedFd<'_>, path: &str| {
            self.reader.stat_at(dir, path, self.number, file).map(drop)
        };
        self.reach(tail, file, stat).is_ok()
    }
}

/// A file of a process that is read in parts.
pub(crate) struct Window<'p> {
    place: &'p Pid,
    file: File,
    fd: OwnedFd,
}

impl Window<'_> {
    /// Fills the buffer from an offset on; says how much there was. Where nothing is mapped there is
    /// nothing.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub(crate) fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, Absent> {
        let reader = &self.place.reader;
        reader.guarded(self.place.number, self.file, || {
            let mut filled = 0;
            while let Some(space) = buffer.get_mut(filled..).filter(|space| !space.is_empty()) {
                match rustix::io::pread(&self.fd, space, offset.saturating_add(filled as u64)) {
                    Ok(0) | Err(Errno::IO) => break,
                    Ok(count) => filled += count,
                    Err(Errno::INTR) => {}
                    Err(errno) => return Err(errno),
                }
            }
            Ok(filled)
        })
    }
}

impl From<Errno> for Absent {
    fn from(errno: Errno) -> Self {
        Self::from_errno(errno)
    }
}
