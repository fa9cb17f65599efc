//! Reads files for one worker, each under the eyes of the watchdog.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, Stat, Statx, StatxFlags};
use rustix::io::Errno;
use rustix::path::Arg;

use super::announcement::{Announcement, Reading};
use super::portions::Lines;
use super::{ahead, read_cgroup};
use crate::file::{Cap, Lock};
use crate::klog;
use crate::parse::Item;
use crate::problem::{Problems, Reason};
use crate::run::Run;
use crate::{Absent, File};

/// Reads files for one worker: one reused buffer, counted problems, announced reads.
pub struct Reader {
    run: Arc<Run>,
    announcement: Arc<Announcement>,
    sequence: Cell<u32>,
    buffer: RefCell<Vec<u8>>,
    problems: RefCell<Problems>,
    /// The process that was read last.
    pid: Cell<u32>,
    /// What was counted of the process that is being read: a table of descriptors that is denied
    /// is one problem, however many there are.
    counted: RefCell<(u32, Vec<(File, Reason)>)>,
    /// What views keep from one key of this worker to the next, by its type.
    kept: RefCell<FxHashMap<TypeId, Rc<dyn Any>>>,
}

/// The first size of the buffer: what the kernel prints for one process fits.
const BUFFER: usize = 16 << 10;
/// How large a buffer may be that is kept for the next file.
const KEPT: usize = 8 * BUFFER;
/// With less room than this the buffer grows before more is read: the kernel prints long files in
/// pieces of a page.
const LEAST: usize = 4 << 10;
/// The size of the reads of a table, which the kernel hands out a page at a time.
const CHUNK: usize = 64 << 10;

impl Reader {
    /// A reader whose reads are seen through `announcement`.
    pub fn new(run: Arc<Run>, announcement: Arc<Announcement>) -> Self {
        Self {
            run,
            announcement,
            sequence: Cell::new(0),
            buffer: RefCell::new(Vec::with_capacity(BUFFER)),
            problems: RefCell::default(),
            pid: Cell::new(0),
            counted: RefCell::default(),
            kept: RefCell::default(),
        }
    }

    /// What the run shares.
    pub fn run(&self) -> &Arc<Run> {
        &self.run
    }

    /// Counts something that could not be read.
    pub fn problem(&self, file: File, reason: Reason) {
        self.problems.borrow_mut().add(file, reason);
    }

    /// Looks at what others have, for whom nothing is counted: what cannot be seen of them is missing
    /// from no row of theirs.
    pub(crate) fn uncounted<T>(&self, look: impl FnOnce() -> T) -> T {
        let (problems, pid) = (self.take_problems(), self.pid.get());
        let counted = self.counted.take();
        let found = look();
        self.problems.replace(problems);
        self.counted.replace(counted);
        self.pid.set(pid);
        found
    }

    /// What a view keeps from one key of this worker to the next.
    pub(crate) fn kept<T: Default + 'static>(&self) -> Rc<T> {
        let mut kept = self.kept.borrow_mut();
        let found = kept.entry(TypeId::of::<T>()).or_insert_with(|| Rc::<T>::default());
        // What is filed under a type is of that type.
        found.clone().downcast().unwrap_or_default()
    }

    /// Says something once.
    pub fn note(&self, note: String) {
        self.problems.borrow_mut().note(note);
    }

    /// Says so if the mount options of /proc hide processes from this reader.
    pub fn note_hidden(&self) {
        if rustix::process::geteuid().is_root() || !self.run.root.is_procfs() {
            return;
        }
        // Unreadable mounts cannot tell; the processes that are seen are shown all the same.
        let mount = self.run.root.mount_id();
        let options =
            self.read(File::SelfMountInfo, |text| crate::view::common::proc_options(text, mount));
        let hides = |option: &[u8]| {
            option.strip_prefix(b"hidepid=").is_some_and(|level| !matches!(level, b"0" | b"off"))
        };
        if let Ok(Ok(options)) = options
            && options.split(|byte| *byte == b',').any(hides)
        {
            self.note("/proc is mounted with hidepid: processes of others are hidden".to_owned());
        }
    }

    /// Takes what was counted so far.
    pub(crate) fn take_problems(&self) -> Problems {
        self.problems.take()
    }

    /// The numbered entries of /proc: the processes, ascending.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn pids(&self) -> Result<Vec<u32>, Errno> {
        let mut pids = Vec::with_capacity(1024);
        let Ok(guard) = self.guard(0, File::Root) else { return Err(Errno::TIMEDOUT) };
        let root = open(self.run.root.fd(), ".", OFlags::RDONLY | OFlags::DIRECTORY)?;
        each_number(root, |pid| pids.push(pid))?;
        drop(guard);
        pids.sort_unstable();
        pids.dedup();
        Ok(pids)
    }

    /// Whether the root holds anything that a /proc holds.
    pub(crate) fn is_tree(&self) -> bool {
        const SOME: [&str; 5] = ["self", "net", "stat", "meminfo", "version"];
        let root = self.run.root.fd();
        let is_there =
            |name: &str| rustix::fs::statat(root, name, AtFlags::SYMLINK_NOFOLLOW).is_ok();
        let has_some = || Ok(SOME.into_iter().any(is_there));
        self.guarded(0, File::Root, has_some) == Ok(true)
            || self.pids().is_ok_and(|pids| !pids.is_empty())
    }

    /// A file of the machine, whole.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn read<T>(&self, file: File, parse: impl FnOnce(&[u8]) -> T) -> Result<T, Absent> {
        self.read_at(self.run.root.fd(), file.path(), 0, file, parse)
    }

    /// A table of the machine or of a process's namespace, whole, by its path.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub(crate) fn table<T>(
        &self,
        path: impl AsRef<[u8]>,
        pid: u32,
        file: File,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        self.read_at(self.run.root.fd(), path.as_ref(), pid, file, parse)
    }

    /// The names in a directory of the machine or of a process's namespace, in their order.
    ///
    /// # Errors
    /// Why it could not be listed; counted.
    pub(crate) fn names(&self, path: &str, pid: u32, file: File) -> Result<Vec<Box<[u8]>>, Absent> {
        let mut names = self.guarded(pid, file, || {
            let dir = open(self.run.root.fd(), path, OFlags::RDONLY | OFlags::DIRECTORY)?;
            let mut space = [MaybeUninit::<u8>::uninit(); 8 << 10];
            let mut entries = RawDir::new(&dir, &mut space);
            let mut names: Vec<Box<[u8]>> = Vec::new();
            while let Some(entry) = entries.next() {
                match entry?.file_name().to_bytes() {
                    b"." | b".." => {}
                    name => names.push(name.into()),
                }
            }
            Ok(names)
        })?;
        names.sort_unstable();
        Ok(names)
    }

    /// The beginning of a file of the machine, of which the rest is never read.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub(crate) fn head<T>(
        &self,
        file: File,
        length: usize,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        let mut head = Vec::new();
        self.guarded(0, file, || {
            let fd = open(self.run.root.fd(), file.path(), OFlags::RDONLY)?;
            self.regular(&fd, 0, file)?;
            while head.len() < length {
                let space = length - head.len();
                if read_more(&fd, &mut head, space)? == 0 {
                    break;
                }
            }
            Ok(())
        })?;
        head.truncate(length);
        Ok(parse(&head))
    }

    /// The messages of the kernel, none of which are taken away; those of a captured tree are in a
    /// file of it.
    ///
    /// # Errors
    /// Why they could not be read; counted.
    pub(crate) fn messages<T>(&self, parse: impl FnOnce(&[u8]) -> T) -> Result<T, Absent> {
        if !self.run.root.is_procfs() {
            return self.read(File::Kmsg, parse);
        }
        let text = self.guarded(0, File::Kmsg, klog::read_all)?;
        Ok(parse(&text))
    }

    /// The target of a link of the machine, such as `self/ns/net`.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn link(&self, path: &str, file: File) -> Result<Box<[u8]>, Absent> {
        self.link_at(self.run.root.fd(), path, 0, file)
    }

    /// A file of a control group that a process is in, below the place where the hierarchy is
    /// mounted. What a group does not have does not apply to it.
    ///
    /// # Errors
    /// Why it could not be read; counted as what tells the groups of the process.
    pub(crate) fn cgroup(&self, pid: u32, mount: &Path, file: &Path) -> Result<Vec<u8>, Absent> {
        let read = self.guarded(pid, File::Cgroup, || read_cgroup(mount, file));
        read.map_err(|absent| match absent {
            Absent::Vanished => Absent::NotApplicable,
            absent => absent,
        })
    }

    /// The path of a table of the network namespace of the reader. A captured tree holds one
    /// namespace; a /proc that is limited to processes has tables below these only.
    pub fn net_path(&self, name: &str) -> String {
        let place = if self.run.root.is_procfs() { "self/net" } else { "net" };
        format!("{place}/{name}")
    }

    /// A table of the machine or of a process's namespace, line by line, in memory of one read.
    ///
    /// # Errors
    /// Why it could not be read at all; counted.
    pub fn lines(
        &self,
        path: &str,
        pid: u32,
        file: File,
        each: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Absent> {
        let guarded = self.guard(pid, file)?;
        let opened = open(self.run.root.fd(), path, OFlags::RDONLY)
            .and_then(|fd| self.regular(&fd, pid, file).map(|()| fd));
        let fd = match opened {
            Ok(fd) => fd,
            Err(errno) => {
                drop(guarded);
                return Err(self.absent(pid, file, errno));
            }
        };
        // A read that waits for no process, on the live /proc, needs nobody to watch it.
        let may_read_ahead = self.run.root.is_live() && file.lock() == Lock::None;
        let mut buffer = Vec::with_capacity(CHUNK);
        let mut lines = Lines::new(file.cap().bytes(), each);
        while lines.is_wanting() {
            if may_read_ahead
                && lines.is_long()
                && let Some(read) = ahead::portions(&fd, &mut |portion| lines.take(portion))
            {
                read.map_err(|errno| self.absent(pid, file, errno))?;
                break;
            }
            buffer.clear();
            guarded.resume();
            let read = read_more(&fd, &mut buffer, CHUNK);
            guarded.pause();
            match read {
                Ok(0) => break,
                Ok(_) => lines.take(&buffer),
                Err(errno) => return Err(self.absent(pid, file, errno)),
            };
        }
        if !lines.end() {
            self.problem(file, Reason::Truncated);
        }
        Ok(())
    }

    /// A captured tree may hold a FIFO, a device or a directory where a file belongs, and a container
    /// is kept from files of the machine by a device that stands in their place.
    fn regular(&self, fd: impl AsFd, pid: u32, file: File) -> Result<(), Errno> {
        if self.run.root.is_procfs() && pid != 0
            || FileType::from_raw_mode(rustix::fs::fstat(fd)?.st_mode) == FileType::RegularFile
        {
            return Ok(());
        }
        self.problem(file, Reason::NotAFile);
        Err(Errno::NOTSUP)
    }

    pub(super) fn read_at<T>(
        &self,
        dir: BorrowedFd<'_>,
        path: impl Arg + Copy,
        pid: u32,
        file: File,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        let opened = || open(dir, path, OFlags::RDONLY);
        self.read_opened(pid, file, &opened, std::convert::identity, parse)
    }

    /// The whole of what `opened` opens. `excuse` may turn an error into the one that says what it
    /// means of this file.
    pub(super) fn read_opened<T>(
        &self,
        pid: u32,
        file: File,
        opened: &dyn Fn() -> Result<OwnedFd, Errno>,
        excuse: fn(Errno) -> Errno,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        let mut buffer = self.buffer.borrow_mut();
        self.load(&mut buffer, pid, file, opened, excuse)?;
        let parsed = parse(&buffer);
        // One process with two megabytes of arguments is no reason to keep them.
        if buffer.capacity() > KEPT {
            *buffer = Vec::with_capacity(BUFFER);
        }
        Ok(parsed)
    }

    fn load(
        &self,
        buffer: &mut Vec<u8>,
        pid: u32,
        file: File,
        opened: &dyn Fn() -> Result<OwnedFd, Errno>,
        excuse: fn(Errno) -> Errno,
    ) -> Result<(), Absent> {
        buffer.clear();
        let is_whole = self.guarded(pid, file, || {
            let fd = opened().map_err(excuse)?;
            self.regular(&fd, pid, file)?;
            fill(&fd, buffer, file.cap(), self.run.root.is_procfs()).map_err(excuse)
        })?;
        if !is_whole {
            self.problem(file, Reason::Truncated);
        }
        Ok(())
    }

    pub(super) fn link_at<T: for<'t> From<&'t [u8]>>(
        &self,
        dir: BorrowedFd<'_>,
        path: impl Arg,
        pid: u32,
        file: File,
    ) -> Result<T, Absent> {
        self.with_link_at(dir, path, pid, file, |link| link.map(T::from))
    }

    /// Gives the target of a link to `take`, or why it could not be read; counted.
    pub(super) fn with_link_at<T>(
        &self,
        dir: BorrowedFd<'_>,
        path: impl Arg,
        pid: u32,
        file: File,
        take: impl FnOnce(Result<&[u8], Absent>) -> T,
    ) -> T {
        let mut space = [MaybeUninit::<u8>::uninit(); LINK];
        take(self.guarded(pid, file, || read_link(dir, path, &mut space)))
    }

    /// What the kernel keeps of a file itself.
    ///
    /// # Errors
    /// Why it could not be had; counted.
    pub(crate) fn stat(&self, path: &str, pid: u32, file: File) -> Result<Stat, Absent> {
        self.stat_at(self.run.root.fd(), path, pid, file)
    }

    pub(super) fn stat_at(
        &self,
        dir: BorrowedFd<'_>,
        path: impl Arg + Copy,
        pid: u32,
        file: File,
    ) -> Result<Stat, Absent> {
        self.guarded(pid, file, || {
            retry(|| rustix::fs::statat(dir, path, AtFlags::SYMLINK_NOFOLLOW))
        })
    }

    /// What the kernel has cached of the file behind a descriptor's link: no request goes to a
    /// server, nothing is mounted.
    pub(super) fn statx_at(
        &self,
        dir: BorrowedFd<'_>,
        path: impl Arg + Copy,
        pid: u32,
        file: File,
    ) -> Result<Statx, Absent> {
        let flags = AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT;
        let wanted = StatxFlags::BASIC_STATS | StatxFlags::MNT_ID;
        self.guarded(pid, file, || retry(|| rustix::fs::statx(dir, path, flags, wanted)))
    }

    /// The name of the protocol of the socket behind a link, by its path from the root. A file that
    /// has taken the place of the socket is not asked: only a link that still leads to one is.
    pub(super) fn socket_protocol(&self, path: &str, pid: u32) -> Result<Box<[u8]>, Absent> {
        if !self.run.root.is_procfs() {
            return Err(Absent::Unsupported);
        }
        let mut name = [0_u8; 64];
        let length = self.guarded(pid, File::Fd, || {
            let mut space = [MaybeUninit::<u8>::uninit(); LINK];
            let target = read_link(self.run.root.fd(), path, &mut space)?;
            if !target.starts_with(b"socket:[") {
                return Err(Errno::NOENT);
            }
            let path = self.run.root.path().join(path);
            retry(|| rustix::fs::getxattr(&path, "system.sockprotoname", &mut name[..]))
        });
        let name = name.get(..length?).unwrap_or_default();
        Ok(name.strip_suffix(b"\0").unwrap_or(name).into())
    }

    /// Makes one system call, or several on one file, under the deadline.
    pub(super) fn guarded<T>(
        &self,
        pid: u32,
        file: File,
        call: impl FnOnce() -> Result<T, Errno>,
    ) -> Result<T, Absent> {
        let guard = self.guard(pid, file)?;
        let result = call();
        drop(guard);
        result.map_err(|errno| self.absent(pid, file, errno))
    }

    fn guard(&self, pid: u32, file: File) -> Result<Guard<'_>, Absent> {
        if self.run.blocked.covers(pid, file) {
            self.problem_of(pid, file, Reason::Absent(Absent::Blocked));
            return Err(Absent::Blocked);
        }
        self.pid.set(pid);
        // Zero would say that nothing is read.
        self.sequence.set((self.sequence.get() % 0x00ff_ffff) + 1);
        let guard = Guard { reader: self, reading: Reading::new(pid, file, self.sequence.get()) };
        guard.resume();
        Ok(guard)
    }

    /// Counts something of a process, once for each file of it.
    fn problem_of(&self, pid: u32, file: File, reason: Reason) {
        let mut counted = self.counted.borrow_mut();
        if counted.0 != pid {
            *counted = (pid, Vec::new());
        }
        let is_known = counted.1.contains(&(file, reason));
        if !is_known {
            counted.1.push((file, reason));
        }
        drop(counted);
        // Of a file of the machine each is one of its own.
        if !is_known || pid == 0 {
            self.problem(file, reason);
        }
    }

    /// The rows of a file that are in the kernel's format. What is bad costs itself and is counted.
    pub(crate) fn sound<T>(&self, file: File, rows: impl IntoIterator<Item = Item<T>>) -> Vec<T> {
        let sound = |row: Item<T>| row.inspect_err(|_| self.problem(file, Reason::BadRow)).ok();
        rows.into_iter().filter_map(sound).collect()
    }

    /// Counts a value that is not in the kernel's format, once for each file of a process, unless
    /// the file failed and was counted for that.
    pub(crate) fn malformed(&self, file: File) {
        let pid = self.pid.get();
        let failed = {
            let counted = self.counted.borrow();
            let is_failure =
                |(of, reason): &(File, Reason)| *of == file && matches!(reason, Reason::Failed(_));
            counted.0 == pid && counted.1.iter().any(is_failure)
        };
        if !failed {
            self.problem_of(pid, file, Reason::BadRow);
        }
    }

    /// The reason behind an error, counted unless it is none that anybody could mend.
    pub(super) fn absent(&self, pid: u32, file: File, errno: Errno) -> Absent {
        let absent = Absent::from_errno(errno);
        match absent {
            Absent::Denied => self.problem_of(pid, file, Reason::Absent(absent)),
            Absent::Malformed => {
                self.problem_of(pid, file, Reason::Failed(errno.raw_os_error()));
            }
            Absent::Vanished if pid == 0 => {
                // A file of the machine does not go away: this kernel lacks it.
                return Absent::Unsupported;
            }
            _ => {}
        }
        absent
    }
}

/// Announces a read for as long as it lives.
struct Guard<'r> {
    reader: &'r Reader,
    reading: Reading,
}

impl Guard<'_> {
    fn resume(&self) {
        self.reader.announcement.begin(self.reading);
    }

    fn pause(&self) {
        self.reader.announcement.end();
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.pause();
    }
}

/// Opens what is there without waiting for it: a FIFO and a terminal are files too.
pub(super) fn open(
    dir: BorrowedFd<'_>,
    path: impl Arg + Copy,
    flags: OFlags,
) -> Result<OwnedFd, Errno> {
    let flags = flags | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    retry(|| rustix::fs::openat(dir, path, flags, Mode::empty()))
}

/// A signal is no reason to lose a row.
fn retry<T>(mut call: impl FnMut() -> Result<T, Errno>) -> Result<T, Errno> {
    const TRIES: usize = 16;
    for _ in 1..TRIES {
        match call() {
            Err(Errno::INTR) => {}
            result => return result,
        }
    }
    call()
}

pub(super) fn read_more(fd: &OwnedFd, buffer: &mut Vec<u8>, space: usize) -> Result<usize, Errno> {
    buffer.reserve(space);
    retry(|| rustix::io::read(fd, rustix::buffer::spare_capacity(buffer)))
}

/// Reads to the end or to the cap; says whether that was the whole file.
///
/// The kernel prints a small file in one piece, so a read that did not fill the buffer was the last;
/// asking again would double the price of most files.
fn fill(fd: &OwnedFd, buffer: &mut Vec<u8>, cap: Cap, is_procfs: bool) -> Result<bool, Errno> {
    while buffer.len() < cap.bytes() {
        let room = buffer.capacity().saturating_sub(buffer.len());
        let space = if room < LEAST { BUFFER } else { room };
        let count = read_more(fd, buffer, space)?;
        if count == 0 || (is_procfs && matches!(cap, Cap::Small | Cap::Text) && count < space) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Room for the target of a link, however long: the kernel gives up to a page.
pub(super) const LINK: usize = 4096 + 64;

pub(super) fn read_link<'s>(
    dir: BorrowedFd<'_>,
    path: impl Arg,
    space: &'s mut [MaybeUninit<u8>],
) -> Result<&'s [u8], Errno> {
    rustix::fs::readlinkat_raw(dir, path, space).map(|(target, _)| &*target)
}

/// Gives the numbered entries of an open directory to `each`.
pub(super) fn each_number(dir: impl AsFd, mut each: impl FnMut(u32)) -> Result<(), Errno> {
    let mut space = [MaybeUninit::<u8>::uninit(); 8 << 10];
    let mut entries = RawDir::new(dir, &mut space);
    while let Some(entry) = entries.next() {
        if let Some(number) = canonical(entry?.file_name().to_bytes()) {
            each(number);
        }
    }
    Ok(())
}

/// A number as the kernel writes it: no sign, no leading zero.
fn canonical(name: &[u8]) -> Option<u32> {
    match name {
        b"0" => Some(0),
        [b'1'..=b'9', ..] => crate::parse::number::narrow(name).ok(),
        _ => None,
    }
}
