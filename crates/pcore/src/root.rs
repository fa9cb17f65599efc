//! Where /proc is: the live one, or a captured tree. The only code that opens a file.
//!
//! Everything is opened relative to a directory descriptor, without blocking on what is not a file,
//! and read in as few calls as the kernel allows. A [`Reader`] does it on behalf of one worker and
//! announces each read, so that a watchdog can tell which one does not come back.
#![expect(clippy::disallowed_methods, reason = "this is the module that opens files")]

mod ahead;
mod announcement;
mod below;
mod handle;
mod kcmp;
mod mounted;
mod outside;
mod portions;
mod process;
mod reader;

pub use announcement::Announcement;
pub(crate) use announcement::Reading;
pub(crate) use below::Found;
pub(crate) use kcmp::Shared;
pub(crate) use mounted::Mounted;
pub(crate) use outside::{link_outside, statx_of_memory, statx_outside};
pub use process::Pid;
pub use reader::Reader;

use std::fs;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FsWord, Mode, OFlags, PROC_SUPER_MAGIC, ResolveFlags, StatxFlags};
use rustix::io::Errno;

/// Where /proc is.
#[derive(Debug)]
pub struct Root {
    dir: OwnedFd,
    path: PathBuf,
    is_procfs: bool,
    is_live: bool,
}

/// The tree of /proc cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The directory could not be opened.
    #[error("cannot open {path}: {error}; is it there, and may you enter it?")]
    Open {
        /// The directory.
        path: String,
        /// What the kernel answered.
        error: Errno,
    },
    /// `/proc` is a directory like any other.
    #[error("{0} is not a proc file system; mount it with: mount -t proc proc {0}")]
    NotProc(String),
    /// The directory holds nothing that a /proc holds.
    #[error("{0} holds no processes and none of the files of /proc")]
    NoTree(String),
    /// Not one thread could be started to read it.
    #[error("cannot start a thread to read with: {0}; is the limit of processes reached?")]
    Thread(String),
    /// The directory of processes could not be listed.
    #[error("cannot list {path}: {reason}")]
    List {
        /// The directory.
        path: String,
        /// Why.
        reason: String,
    },
}

impl Root {
    /// The /proc of this machine.
    ///
    /// # Errors
    /// When it is missing or is no proc file system.
    pub fn live() -> Result<Self, RootError> {
        let root = Self::open(Path::new("/proc"), true)?;
        if root.is_procfs { Ok(root) } else { Err(RootError::NotProc("/proc".to_owned())) }
    }

    /// A captured tree, or a proc file system that is mounted elsewhere.
    ///
    /// # Errors
    /// When the directory cannot be opened.
    pub fn at(path: &Path) -> Result<Self, RootError> {
        Self::open(path, false)
    }

    fn open(path: &Path, is_live: bool) -> Result<Self, RootError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let dir = rustix::fs::openat(CWD, path, flags, Mode::empty())
            .map_err(|error| RootError::Open { path: path.display().to_string(), error })?;
        let is_procfs =
            rustix::fs::fstatfs(&dir).is_ok_and(|found| found.f_type == PROC_SUPER_MAGIC);
        Ok(Self { dir, path: path.to_owned(), is_procfs, is_live })
    }

    /// The directory's path, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the mount, where the kernel answers and tells it.
    pub(crate) fn mount_id(&self) -> Option<u32> {
        let flags = AtFlags::EMPTY_PATH | AtFlags::STATX_DONT_SYNC;
        let found = rustix::fs::statx(&self.dir, "", flags, StatxFlags::MNT_ID).ok()?;
        let is_told = self.is_procfs && found.stx_mask & StatxFlags::MNT_ID.bits() != 0;
        u32::try_from(found.stx_mnt_id).ok().filter(|_| is_told)
    }

    /// Whether this is the machine's own /proc, so that its users and clocks belong to it.
    pub fn is_live(&self) -> bool {
        self.is_live
    }

    /// Whether the kernel answers here, so that owners, modes and sizes of entries mean something.
    pub fn is_procfs(&self) -> bool {
        self.is_procfs
    }

    fn fd(&self) -> BorrowedFd<'_> {
        self.dir.as_fd()
    }
}

/// A whole file of the system outside /proc, up to `limit` bytes, if it is a regular file.
///
/// # Errors
/// What the operating system says, or that it is no regular file.
pub fn read_outside(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    read_dated(path, limit).map(|(bytes, _)| bytes)
}

/// The same, and when the file was last changed, in seconds since the epoch.
///
/// # Errors
/// What the operating system says, or that it is no regular file.
pub(crate) fn read_dated(path: &Path, limit: u64) -> io::Result<(Vec<u8>, i64)> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = fs::File::from(rustix::fs::openat(CWD, path, flags, Mode::empty())?);
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes)?;
    Ok((bytes, metadata.mtime()))
}

/// The file systems of control groups, of both versions.
const CGROUP_MAGIC: [FsWord; 2] = [0x0027_e0eb, 0x6367_7270];

/// The largest file of a control group that is read.
const CGROUP_LIMIT: u64 = 64 << 10;

/// A file of a control group, below the place where its hierarchy is mounted. No link is followed
/// and no other mount is entered: what is read is on a file system of control groups, for which the
/// kernel itself answers.
///
/// # Errors
/// What the operating system says; `NOTSUP` where something else lies there.
fn read_cgroup(mount: &Path, file: &Path) -> Result<Vec<u8>, Errno> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mount = rustix::fs::openat(CWD, mount, flags, Mode::empty())?;
    if !CGROUP_MAGIC.contains(&rustix::fs::fstatfs(&mount)?.f_type) {
        return Err(Errno::NOTSUP);
    }
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let within = ResolveFlags::BENEATH | ResolveFlags::NO_XDEV | ResolveFlags::NO_SYMLINKS;
    let opened = rustix::fs::openat2(&mount, file, flags, Mode::empty(), within);
    let file = fs::File::from(opened.map_err(|errno| match errno {
        Errno::XDEV | Errno::LOOP => Errno::NOTSUP,
        errno => errno,
    })?);
    let mut bytes = Vec::new();
    file.take(CGROUP_LIMIT).read_to_end(&mut bytes).map_err(|error| {
        let errno = Errno::from_io_error(&error).unwrap_or(Errno::IO);
        // The group was removed meanwhile.
        if errno == Errno::NODEV { Errno::NOENT } else { errno }
    })?;
    Ok(bytes)
}
