//! What lies below a directory of the machine, however deep: `sys`, `fs`, `acpi`.

use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, OwnedFd};

use rustix::fs::{
    AtFlags, FileType, FsWord, Mode, OFlags, PROC_SUPER_MAGIC, RawDir, ResolveFlags, StatxFlags,
};
use rustix::io::Errno;

use super::Reader;
use super::reader::open;
use crate::{Absent, File};

/// One thing below a directory.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its path from /proc on.
    pub(crate) path: Box<[u8]>,
    /// Whether it is a file, a directory or a link.
    pub(crate) kind: FileType,
    /// Who may do what with it.
    pub(crate) mode: u32,
}

impl Found {
    /// Whether somebody may read it; what is there to be written alone is never opened.
    pub(crate) fn is_readable(&self) -> bool {
        self.mode & 0o444 != 0
    }
}

/// The file system that waits for somebody to enter it, to mount another in its place.
const AUTOFS: FsWord = 0x0187;
/// The file system of the formats of programs, at home below `sys/fs`.
const BINFMT_MISC: FsWord = 0x4249_4e4d;
/// No directory of /proc is as deep; a tree that was made to be is cut there.
const DEEPEST: usize = 24;

impl Reader {
    /// Gives everything below a directory to `each`, which says whether to go into a directory. No
    /// link is followed, and no file system is entered whose files the kernel does not make up.
    ///
    /// # Errors
    /// Why the directory itself could not be listed; counted.
    pub(crate) fn below(
        &self,
        top: &str,
        pid: u32,
        file: File,
        each: &mut dyn FnMut(&Found) -> bool,
    ) -> Result<(), Absent> {
        let mut waiting: Vec<(Box<[u8]>, usize)> = vec![(top.as_bytes().into(), 1)];
        let mut outcome = None;
        while let Some((path, depth)) = waiting.pop() {
            let found = self.guarded(pid, file, || self.list(&path));
            let listed = found.map(|found| {
                for found in found {
                    let enters = each(&found) && found.kind == FileType::Directory;
                    if enters && depth < DEEPEST {
                        waiting.push((found.path, depth + 1));
                    }
                }
            });
            // What is below it was counted; whether there is anything the first directory tells.
            outcome.get_or_insert(listed);
        }
        outcome.unwrap_or(Ok(()))
    }

    fn list(&self, path: &[u8]) -> Result<Vec<Found>, Errno> {
        let root = &self.run().root;
        let dir = enter(root.fd(), path, root.is_procfs())?;
        let mut space = [MaybeUninit::<u8>::uninit(); 8 << 10];
        let mut entries = RawDir::new(&dir, &mut space);
        let mut found = Vec::new();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if matches!(name, b"." | b"..") {
                continue;
            }
            let flags =
                AtFlags::SYMLINK_NOFOLLOW | AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT;
            let stat = rustix::fs::statx(&dir, name, flags, StatxFlags::TYPE | StatxFlags::MODE);
            // What went away meanwhile is not there.
            let Ok(stat) = stat else { continue };
            let mode = u32::from(stat.stx_mode);
            let path: Box<[u8]> = match path {
                b"" | b"." => name.into(),
                path => [path, b"/", name].concat().into(),
            };
            found.push(Found { path, kind: FileType::from_raw_mode(mode), mode: mode & 0o7777 });
        }
        Ok(found)
    }

    /// A file below a directory, whole. `excuse` may turn an error into the one that says what it
    /// means there.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub(crate) fn leaf<T>(
        &self,
        path: &[u8],
        pid: u32,
        file: File,
        excuse: fn(Errno) -> Errno,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        let opened = || open(self.run().root.fd(), path, OFlags::RDONLY | OFlags::NOFOLLOW);
        self.read_opened(pid, file, &opened, excuse, parse)
    }

    /// A file that a user has named, whole. Its path leads out of /proc by no link, and through none
    /// of those that stand for open files.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub(crate) fn named<T>(
        &self,
        path: &[u8],
        file: File,
        parse: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Absent> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        let opened =
            || rustix::fs::openat2(self.run().root.fd(), path, flags, Mode::empty(), within);
        let outside =
            |errno| if matches!(errno, Errno::XDEV | Errno::LOOP) { Errno::NOTSUP } else { errno };
        self.read_opened(0, file, &opened, outside, parse)
    }
}

/// Opens a directory without having anything mounted on it.
fn enter(root: BorrowedFd<'_>, path: &[u8], is_procfs: bool) -> Result<OwnedFd, Errno> {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let place = rustix::fs::openat(root, path, flags, Mode::empty())?;
    let system = rustix::fs::fstatfs(&place)?.f_type;
    if system == AUTOFS || is_procfs && ![PROC_SUPER_MAGIC, BINFMT_MISC].contains(&system) {
        return Err(Errno::NOTSUP);
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    rustix::fs::openat(&place, ".", flags, Mode::empty())
}
