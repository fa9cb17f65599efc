//! The descriptors of a process: which are open, and what the kernel says of each.

use rustix::fs::{SeekFrom, Stat, Statx};
use rustix::path::DecInt;

use super::Pid;
use crate::root::reader::each_number;
use crate::{Absent, File};

/// Takes the number of a descriptor, and the target of its link or why that could not be read.
type EachLink<'e> = dyn FnMut(u32, Result<&[u8], Absent>) + 'e;

/// How many entries of a directory stand before those that it is for.
const DOTS: u64 = 2;

impl Pid {
    /// What `fdinfo` says of a descriptor, parsed while it stands in the buffer.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn read_info<T>(&self, fd: u32, parse: impl FnOnce(&[u8]) -> T) -> Result<T, Absent> {
        let dir = self.held(&self.infos, File::FdInfo)?;
        let name = DecInt::new(fd);
        match self.reader.read_at(dir, name.as_c_str(), self.number, File::FdInfo, parse) {
            // A copy may lack it of some descriptors; nothing there goes away.
            Err(Absent::Vanished) if !self.reader.run().root.is_procfs() => {
                Err(Absent::Unsupported)
            }
            read => read,
        }
    }

    /// The target of a descriptor's link.
    ///
    /// # Errors
    /// Why it could not be read; counted.
    pub fn fd_link<T: for<'t> From<&'t [u8]>>(&self, fd: u32) -> Result<T, Absent> {
        self.with_fd_link(fd, |link| link.map(T::from))
    }

    /// What the kernel keeps of the link of a descriptor itself, such as its mode.
    ///
    /// # Errors
    /// Why it could not be had; counted.
    pub fn fd_stat(&self, fd: u32) -> Result<Stat, Absent> {
        let dir = self.held(&self.fds, File::Fd)?;
        self.reader.stat_at(dir, DecInt::new(fd).as_c_str(), self.number, File::Fd)
    }

    /// What the kernel has cached of the file behind a descriptor, without asking its file system.
    ///
    /// # Errors
    /// Why it could not be had; counted.
    pub fn fd_statx(&self, fd: u32) -> Result<Statx, Absent> {
        let dir = self.held(&self.fds, File::Fd)?;
        self.reader.statx_at(dir, DecInt::new(fd).as_c_str(), self.number, File::Fd)
    }

    /// The name of the protocol of a socket behind a descriptor. The kernel itself answers; what is no
    /// socket, because another file has the number by now, is told to be none.
    ///
    /// # Errors
    /// Why it could not be had; counted.
    pub(crate) fn fd_socket_protocol(&self, fd: u32) -> Result<Box<[u8]>, Absent> {
        let path = format!("{}/{}/{fd}", self.path(), File::Fd.tail());
        self.reader.socket_protocol(&path, self.number)
    }

    /// Gives the target of every descriptor's link to `each`.
    ///
    /// # Errors
    /// Why the descriptors could not be listed; counted.
    pub(crate) fn each_fd_link(&self, each: &mut EachLink<'_>) -> Result<(), Absent> {
        let next = self.first_fd_links(u32::MAX, &mut |fd, link| each(fd, Ok(link)));
        for fd in self.fds_from(next)? {
            self.with_fd_link(fd, |link| each(fd, link));
        }
        Ok(())
    }

    /// Gives the targets of the links of descriptor 0, 1 and so on to `each`, up to the first that is
    /// not open, cannot be told or is no longer `below` a number; says which that is.
    ///
    /// Most tables have no gap before their end, so that a list of them tells nothing which their links
    /// do not. Nothing that is open all the while is missed if those from that number on are listed
    /// afterwards.
    pub(crate) fn first_fd_links(&self, below: u32, each: &mut dyn FnMut(u32, &[u8])) -> u32 {
        // Only the kernel's own directory can be listed from a number on.
        if !self.reader.run().root.is_procfs() {
            return 0;
        }
        let mut is_open =
            |fd: u32| self.with_fd_link(fd, |link| link.map(|link| each(fd, link)).is_ok());
        (0..below).find(|fd| !is_open(*fd)).unwrap_or(below)
    }

    /// Gives the target of a descriptor's link to `take`, or why it could not be read; counted.
    fn with_fd_link<T>(&self, fd: u32, take: impl FnOnce(Result<&[u8], Absent>) -> T) -> T {
        match self.held(&self.fds, File::Fd) {
            Ok(dir) => {
                let name = DecInt::new(fd);
                self.reader.with_link_at(dir, name.as_c_str(), self.number, File::Fd, take)
            }
            Err(absent) => take(Err(absent)),
        }
    }

    /// The numbers of the open descriptors, the smallest first.
    ///
    /// # Errors
    /// Why they could not be listed; counted.
    pub fn fds(&self) -> Result<Vec<u32>, Absent> {
        self.fds_from(0)
    }

    /// The numbers of the open descriptors from one on, the smallest first.
    ///
    /// # Errors
    /// Why they could not be listed; counted.
    pub(crate) fn fds_from(&self, first: u32) -> Result<Vec<u32>, Absent> {
        let dir = self.held(&self.fds, File::Fd)?;
        // The kernel keeps a descriptor at the place of its number.
        let place = if first == 0 { 0 } else { DOTS + u64::from(first) };
        let mut numbers = Vec::new();
        self.reader.guarded(self.number, File::Fd, || {
            rustix::fs::seek(dir, SeekFrom::Start(place))?;
            each_number(dir, |number| numbers.push(number))
        })?;
        // A copy of /proc lists them as its file system likes.
        numbers.sort_unstable();
        Ok(numbers)
    }
}
