//! `xtask floor`: only the system calls that an answer needs, and nothing with what they say.
//!
//! Single-threaded, one reused buffer, no output. What a tool takes on top of this is its own
//! work, so its cost is told as a multiple of the floor. What cannot be read is passed over:
//! processes come and go.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;

use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use rustix::fd::{AsFd as _, BorrowedFd, OwnedFd};
use rustix::fs::{
    AtFlags, CWD, Mode, OFlags, RawDir, StatxFlags, fstat, openat, readlinkat_raw, statat, statx,
};

/// Enough for each file of a process in one read, for tables of sockets, and for listings.
const BUFFER: usize = 64 * 1024;

/// The length of a path below /proc: a pid of at most ten digits and the longest file name.
const PATH: usize = 64;

/// A descriptor to find things by, not to read from.
const PLACE: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// What one case reads; the parts are read one after another.
struct Case {
    name: &'static str,
    parts: &'static [Part],
}

/// One pass over /proc, or over one table.
enum Part {
    /// These files of each process, by path.
    Files(&'static [&'static str]),
    /// The directory of each process, its owner, and these files relative to it.
    Inside(&'static [&'static CStr]),
    /// The link of each descriptor of each process, and its fdinfo if wanted.
    Descriptors { fdinfo: bool },
    /// The files that the default columns of pfd come from, of each process: name, owner, three links
    /// with what their inodes have cached, mappings with what those of their files have, and of each
    /// descriptor link and fdinfo, with the inode where it has a path. With `least` fdinfo only where
    /// nothing else will do: of a socket or a pipe the mode of the link tells as much.
    OpenFiles { least: bool },
    /// Both tables of TCP sockets.
    Tcp,
}

/// Every case.
const CASES: &[Case] = &[
    Case { name: "stat", parts: &[Part::Files(&["stat"])] },
    Case { name: "stat+cmdline", parts: &[Part::Files(&["stat", "cmdline"])] },
    Case { name: "stat+status+cmdline", parts: &[Part::Files(&["stat", "status", "cmdline"])] },
    Case { name: "comm", parts: &[Part::Files(&["comm"])] },
    Case { name: "statm", parts: &[Part::Files(&["statm"])] },
    Case { name: "pps", parts: &[Part::Inside(&[c"stat", c"statm", c"cmdline"])] },
    Case { name: "tcp", parts: &[Part::Tcp] },
    Case { name: "fd-links", parts: &[Part::Descriptors { fdinfo: false }] },
    Case { name: "fd-links+fdinfo", parts: &[Part::Descriptors { fdinfo: true }] },
    Case { name: "pfd", parts: &[Part::OpenFiles { least: true }] },
    Case { name: "pfd-files", parts: &[Part::OpenFiles { least: false }] },
    Case { name: "tcp+fd-links", parts: &[Part::Tcp, Part::Descriptors { fdinfo: false }] },
];

/// What clap knows about `floor`.
pub(crate) fn command() -> Command {
    Command::new("floor").about("Makes the system calls that an answer needs, and no more").arg(
        Arg::new("case")
            .required(true)
            .help("What to read")
            .value_parser(PossibleValuesParser::new(CASES.iter().map(|case| case.name))),
    )
}

/// Reads what the case says.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let name: &String = matches.get_one("case").context("a case is required")?;
    let case = CASES.iter().find(|case| case.name == name).context("no such case")?;
    let proc = openat(CWD, c"/proc", OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty())?;
    let proc = proc.as_fd();
    let mut buffer = vec![0; BUFFER];
    for part in case.parts {
        match part {
            Part::Files(names) => files(proc, names, &mut buffer)?,
            Part::Inside(names) => inside(proc, names, &mut buffer)?,
            Part::Descriptors { fdinfo } => descriptors(proc, *fdinfo, &mut buffer)?,
            Part::OpenFiles { least } => open_files(proc, *least, &mut buffer)?,
            Part::Tcp => tcp(proc, &mut buffer),
        }
    }
    Ok(())
}

/// Reads files of each process by their paths.
fn files(proc: BorrowedFd<'_>, names: &[&str], buffer: &mut [u8]) -> Result<()> {
    each_pid(proc, |pid| {
        for name in names {
            with_path(pid, name, |path| read_small(proc, path, buffer));
        }
    })
}

/// Reads files of each process through one descriptor of its directory.
fn inside(proc: BorrowedFd<'_>, names: &[&CStr], buffer: &mut [u8]) -> Result<()> {
    each_pid(proc, |pid| {
        let Ok(directory) = openat(proc, pid, PLACE, Mode::empty()) else { return };
        let _owner = fstat(&directory);
        for name in names {
            read_small(directory.as_fd(), name, buffer);
        }
    })
}

/// Reads the links of all descriptors, and their fdinfo if wanted.
fn descriptors(proc: BorrowedFd<'_>, fdinfo: bool, buffer: &mut [u8]) -> Result<()> {
    let mut entries = vec![MaybeUninit::uninit(); BUFFER];
    each_pid(proc, |pid| {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let open = |name, flags| {
            with_path(pid, name, |path| openat(proc, path, flags, Mode::empty()).ok()).flatten()
        };
        let Some(links) = open("fd", flags) else { return };
        let infos = if fdinfo { open("fdinfo", PLACE) } else { None };
        each_descriptor(&links, &mut entries, |number| {
            let _ = readlinkat_raw(&links, number, &mut *buffer);
            if let Some(infos) = &infos {
                read_small(infos.as_fd(), number, buffer);
            }
        });
    })
}

/// Reads what the default columns of pfd need.
fn open_files(proc: BorrowedFd<'_>, least: bool, buffer: &mut [u8]) -> Result<()> {
    let mut entries = vec![MaybeUninit::uninit(); BUFFER];
    each_pid(proc, |pid| {
        let Ok(place) = openat(proc, pid, PLACE, Mode::empty()) else { return };
        let _owner = fstat(&place);
        read_small(place.as_fd(), c"comm", buffer);
        for link in [c"cwd", c"root", c"exe"] {
            let _ = readlinkat_raw(&place, link, &mut *buffer);
            cached(place.as_fd(), link);
        }
        let _ = readlinkat_raw(&place, c"ns/mnt", &mut *buffer);
        mapped(place.as_fd(), buffer);
        let open = |name, flags| openat(&place, name, flags, Mode::empty()).ok();
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let (Some(links), Some(infos)) = (open(c"fd", flags), open(c"fdinfo", PLACE)) else {
            return;
        };
        each_descriptor(&links, &mut entries, |number| {
            let is_read = readlinkat_raw(&links, number, &mut *buffer).is_ok();
            let first = buffer.first().copied().filter(|_| is_read);
            if least && !matches!(first, Some(b'/' | b'a')) {
                let _ = statat(&links, number, AtFlags::SYMLINK_NOFOLLOW);
                return;
            }
            read_small(infos.as_fd(), number, buffer);
            if first == Some(b'/') {
                cached(links.as_fd(), number);
            }
        });
    })
}

/// Reads the mappings, and what the kernel has cached of each file among them. Those of one file follow
/// each other.
fn mapped(place: BorrowedFd<'_>, buffer: &mut [u8]) {
    let mut last = Vec::new();
    let Ok(maps) = openat(place, c"maps", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) else {
        return;
    };
    // The kernel hands out whole lines.
    loop {
        let length = rustix::io::read(&maps, &mut *buffer).unwrap_or(0);
        let Some(text) = buffer.get(..length).filter(|text| !text.is_empty()) else { return };
        for line in text.split(|byte| *byte == b'\n') {
            let path = line.iter().position(|byte| *byte == b'/').and_then(|at| line.get(at..));
            let Some(path) = path.filter(|path| *path != last) else { continue };
            last.clear();
            last.extend_from_slice(path);
            let range = line.split(|byte| *byte == b' ').next().unwrap_or_default();
            let link = [b"map_files/", range].concat();
            if let Ok(link) = CString::new(link) {
                cached(place, &link);
            }
        }
    }
}

/// Asks for what the kernel has cached of the inode behind a link.
fn cached(directory: BorrowedFd<'_>, link: &CStr) {
    let flags = AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT;
    let _ = statx(directory, link, flags, StatxFlags::BASIC_STATS);
}

/// Reads the tables of TCP sockets to their ends.
fn tcp(proc: BorrowedFd<'_>, buffer: &mut [u8]) {
    for table in [c"net/tcp", c"net/tcp6"] {
        read_table(proc, table, buffer);
    }
}

/// Opens a table, reads it to its end and closes it.
fn read_table(directory: BorrowedFd<'_>, path: &CStr, buffer: &mut [u8]) {
    let Ok(table) = openat(directory, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) else {
        return;
    };
    while rustix::io::read(&table, &mut *buffer).is_ok_and(|length| length > 0) {}
}

/// Opens, reads and closes one file; a second read only where the first filled the buffer.
fn read_small(directory: BorrowedFd<'_>, path: &CStr, buffer: &mut [u8]) {
    let Ok(file) = openat(directory, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) else {
        return;
    };
    while rustix::io::read(&file, &mut *buffer).is_ok_and(|length| length == buffer.len()) {}
}

/// Calls a function for each process in /proc.
fn each_pid(proc: BorrowedFd<'_>, mut use_pid: impl FnMut(&CStr)) -> Result<()> {
    // A descriptor of its own, so that each pass begins at the beginning.
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let directory = openat(proc, c".", flags, Mode::empty())?;
    let mut entries = vec![MaybeUninit::uninit(); BUFFER];
    let mut directory = RawDir::new(&directory, &mut entries);
    while let Some(entry) = directory.next() {
        let entry = entry.context("cannot list /proc")?;
        if entry.file_name().to_bytes().first().is_some_and(u8::is_ascii_digit) {
            use_pid(entry.file_name());
        }
    }
    Ok(())
}

/// Calls a function for each descriptor in a directory `fd`.
fn each_descriptor(
    links: &OwnedFd,
    entries: &mut [MaybeUninit<u8>],
    mut use_number: impl FnMut(&CStr),
) {
    let mut directory = RawDir::new(links, entries);
    while let Some(Ok(entry)) = directory.next() {
        if entry.file_name().to_bytes().first().is_some_and(u8::is_ascii_digit) {
            use_number(entry.file_name());
        }
    }
}

/// Calls a function with the path `PID/NAME`, which is made on the stack.
fn with_path<T>(pid: &CStr, name: &str, use_path: impl FnOnce(&CStr) -> T) -> Option<T> {
    let mut path = [0; PATH];
    let bytes = pid.to_bytes().iter().chain(b"/").chain(name.as_bytes());
    // The last byte stays zero.
    for (to, from) in path.iter_mut().take(PATH - 1).zip(bytes) {
        *to = *from;
    }
    CStr::from_bytes_until_nul(&path).ok().map(use_path)
}
