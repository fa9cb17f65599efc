//! One process of the load: opens its share, says so, and sleeps.

use std::ffi::CString;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::{Arg, ArgMatches, Command, value_parser};
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::net::sockopt::set_socket_linger;
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::set_name;

use crate::make::lifetime::{die_with_parent, wait_for_end};

/// The byte of a child that is ready.
const READY: u8 = b'.';

/// The byte of a child that cannot be; what it says on standard error tells why.
pub(super) const FAILED: u8 = b'!';

/// The maker ends its children; this is for a maker that was stopped in its tracks.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Descriptors beyond the share: the standard streams, a listener, some room.
const ROOM: u64 = 16;

/// What clap knows about a process of the load.
pub(crate) fn command() -> Command {
    let number = |name| Arg::new(name).value_parser(value_parser!(u32)).required(true);
    Command::new("load-child")
        .hide(true)
        .arg(number("index"))
        .arg(number("descriptors").long("descriptors"))
        .arg(number("pairs").long("pairs"))
}

/// Opens everything, reports one byte, and sleeps until standard input ends.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    die_with_parent()?;
    let value = |name: &str| matches.get_one::<u32>(name).copied().context("a number is missing");
    let index = value("index")?;
    set_name(&CString::new(format!("load-{index}"))?)?;
    let made = make(index, value("descriptors")?, value("pairs")?);
    if let Err(error) = &made {
        // Said before the byte, which has the maker kill this process.
        writeln!(io::stderr(), "load-{index}: {error:#}")?;
    }
    let mut out = io::stdout().lock();
    out.write_all(&[if made.is_ok() { READY } else { FAILED }])?;
    out.flush()?;
    drop(out);
    let _held = made?;
    wait_for_end(LONGEST)
}

/// Makes the share of one child: sockets, then files until there are enough descriptors.
fn make(index: u32, descriptors: u32, pairs: u32) -> Result<(Vec<TcpStream>, Vec<OwnedFd>)> {
    raise_limit(u64::from(descriptors).max(2 * u64::from(pairs)) + ROOM)?;
    let sockets = connect(index, pairs).context("sockets")?;
    let files = (descriptors as usize).saturating_sub(count_open()?);
    Ok((sockets, open_files(files).context("files")?))
}

/// How many descriptors this process has, with those that its ancestors left open.
fn count_open() -> Result<usize> {
    // The listing itself is one of those that are listed.
    Ok(std::fs::read_dir("/proc/self/fd")?.count().saturating_sub(1))
}

/// Allows this process so many descriptors; beyond the hard limit only if it is privileged.
fn raise_limit(descriptors: u64) -> Result<()> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < descriptors) {
        let new = Rlimit {
            current: Some(descriptors),
            maximum: maximum.map(|maximum| maximum.max(descriptors)),
        };
        setrlimit(Resource::Nofile, new)
            .with_context(|| format!("cannot raise the limit to {descriptors} descriptors"))?;
    }
    Ok(())
}

/// Opens a mixture of files: the null device, this program, an unnamed file, a pipe.
fn open_files(count: usize) -> Result<Vec<OwnedFd>> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let unnamed = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let directory = std::env::temp_dir();
    let null = || rustix::fs::open("/dev/null", flags, Mode::empty());
    let mut files = Vec::with_capacity(count);
    while files.len() < count {
        files.push(null()?);
        files.push(rustix::fs::open("/proc/self/exe", flags, Mode::empty())?);
        // It has no name to leave behind. Not every file system can do that.
        files.push(rustix::fs::open(&directory, unnamed, Mode::RUSR).or_else(|_| null())?);
        files.extend(<[OwnedFd; 2]>::from(pipe_with(PipeFlags::CLOEXEC)?));
    }
    files.truncate(count);
    Ok(files)
}

/// Connects pairs of sockets on a loopback address of this child alone.
///
/// One address for all would run out of ports.
fn connect(index: u32, pairs: u32) -> Result<Vec<TcpStream>> {
    if pairs == 0 {
        return Ok(Vec::new());
    }
    let base = u32::from(Ipv4Addr::new(127, 1, 0, 1));
    let listener = TcpListener::bind((IpAddr::V4(Ipv4Addr::from(base + index)), 0))?;
    let address = listener.local_addr()?;
    let mut sockets = Vec::with_capacity(2 * pairs as usize);
    for _ in 0..pairs {
        sockets.push(TcpStream::connect(address)?);
        sockets.push(listener.accept()?.0);
    }
    for socket in &sockets {
        // Closed this way they vanish at once and leave no TIME_WAIT for the next minute.
        set_socket_linger(socket, Some(Duration::ZERO))?;
    }
    Ok(sockets)
}
