//! Reading a captured tree in a child process.
//!
//! Any file of such a tree may lie on a dead file system, where a thread that waits cannot be ended
//! even by killing it: the program would stay as a zombie and keep its pipe open for ever. So the
//! tool starts itself again, passes the child's output on, and leaves it behind when it is done.
//!
//! The child tells how far it has come over its standard input, for which it has no other use: one
//! byte when the tree is open, one with the exit status when all output has been written.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};

use crate::Failure;
use crate::early;
use crate::exit::Exit;
use crate::request::Request;
use crate::stream::write_all;
use crate::terminal::Terminal;

/// Set for the child, to what the parent's output goes to.
const VARIABLE: &str = "PROCKIT_CHILD";
/// The tree is open.
const OPENED: u8 = b'o';
/// Added to the exit status.
const DONE: u8 = b'0';
/// How much longer than its own deadline the child may take to open the tree.
const GRACE: Duration = Duration::from_millis(400);

/// Whether this process should leave the reading to a child.
pub(crate) fn is_needed(request: &Request) -> bool {
    let only_describes = request.list_views || request.list_fields || request.schema;
    request.proc.is_some() && terminal().is_none() && !only_describes
}

/// In the child, what the parent's output goes to.
pub(crate) fn terminal() -> Option<Terminal> {
    Terminal::decode(&std::env::var(VARIABLE).ok()?)
}

/// Tells the parent that the tree is open.
pub(crate) fn opened() {
    tell(OPENED);
}

/// Tells the parent how it went. All output has been written.
pub(crate) fn done(exit: Exit) {
    tell(DONE + exit.code());
}

fn tell(byte: u8) {
    if terminal().is_some() {
        // A parent that has gone needs no answer.
        let _ = rustix::io::write(rustix::stdio::stdin(), &[byte]);
    }
}

/// Runs the tool again with the same arguments and passes on what it writes.
pub(crate) fn run(request: &Request, arguments: &[OsString]) -> Result<Exit, Failure> {
    if early::was_closed() {
        return Err(Failure::Output(Errno::BADF.into()));
    }
    let failed = |error: io::Error| {
        Failure::Unusable(anyhow::Error::new(error).context("cannot start the reader"))
    };
    let errno = |errno: Errno| failed(errno.into());
    let (status, status_end) = pipe_with(PipeFlags::CLOEXEC).map_err(errno)?;
    let (output, output_end) = pipe_with(PipeFlags::CLOEXEC).map_err(errno)?;
    let (errors, errors_end) = pipe_with(PipeFlags::CLOEXEC).map_err(errno)?;
    for end in [&status, &output, &errors] {
        rustix::fs::fcntl_setfl(end, OFlags::NONBLOCK).map_err(errno)?;
    }
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command
        .args(arguments)
        .env(VARIABLE, request.terminal.encode())
        .stdin(Stdio::from(status_end))
        .stdout(Stdio::from(output_end))
        .stderr(Stdio::from(errors_end));
    let mut child = command.spawn().map_err(failed)?;
    // The child's ends must not stay open here.
    drop(command);
    let relay = Relay { status, output, errors, opened: false };
    let result = relay.pass(request.pace.deadline + GRACE);
    // It is not waited for: it may never end, and what it had to say has been said.
    let _ = child.kill();
    let path = request.proc.as_deref().unwrap_or(std::path::Path::new("/proc")).display();
    match result {
        Ok(Some(exit)) => Ok(exit),
        Ok(None) => Err(Failure::Unusable(anyhow::anyhow!("{path}: the reader ended early"))),
        Err(Errno::TIMEDOUT) => {
            Err(Failure::Unusable(anyhow::anyhow!("{path}: no answer within the deadline")))
        }
        Err(Errno::PIPE) => Ok(Exit::Success),
        Err(errno) => Err(Failure::Output(errno.into())),
    }
}

/// The parent's ends of the child's three streams.
struct Relay {
    status: OwnedFd,
    output: OwnedFd,
    errors: OwnedFd,
    opened: bool,
}

impl Relay {
    /// Passes output on until the child says that it is done, or ends without a word.
    fn pass(mut self, patience: Duration) -> Result<Option<Exit>, Errno> {
        let began = Instant::now();
        loop {
            let left = patience.saturating_sub(began.elapsed());
            if !self.opened && left.is_zero() {
                return Err(Errno::TIMEDOUT);
            }
            let mut waited = [
                PollFd::new(&self.status, PollFlags::IN),
                PollFd::new(&self.output, PollFlags::IN),
                PollFd::new(&self.errors, PollFlags::IN),
            ];
            let limit = Timespec {
                tv_sec: left.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: left.subsec_nanos().into(),
            };
            match poll(&mut waited, (!self.opened).then_some(&limit)) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(errno) => return Err(errno),
            }
            // What was written before the status lies in the pipes by the time the status does.
            let news = self.news()?;
            relay(&self.output, rustix::stdio::stdout())?;
            // Where standard error cannot be written there is nobody to tell.
            let _ = relay(&self.errors, rustix::stdio::stderr());
            match news {
                News::Done(exit) => return Ok(Some(exit)),
                News::Gone => return Ok(None),
                News::None => {}
            }
        }
    }

    fn news(&mut self) -> Result<News, Errno> {
        let mut bytes = [0; 16];
        match rustix::io::read(&self.status, &mut bytes) {
            Ok(0) => Ok(News::Gone),
            Ok(count) => {
                let told = bytes.get(..count).unwrap_or_default();
                self.opened |= told.contains(&OPENED);
                Ok(told.iter().find_map(|byte| exit(*byte)).map_or(News::None, News::Done))
            }
            Err(Errno::AGAIN | Errno::INTR) => Ok(News::None),
            Err(errno) => Err(errno),
        }
    }
}

/// What the child has told.
enum News {
    /// Nothing that ends the waiting.
    None,
    /// It has come to its end.
    Done(Exit),
    /// It is gone without a word.
    Gone,
}

fn exit(byte: u8) -> Option<Exit> {
    use Exit::{Incomplete, NoMatch, Output, Success, Unusable, Usage};

    [Success, NoMatch, Usage, Incomplete, Unusable, Output]
        .into_iter()
        .find(|exit| DONE + exit.code() == byte)
}

/// Passes on what lies in a pipe.
fn relay(from: &OwnedFd, to: impl AsFd) -> Result<(), Errno> {
    let mut bytes = [0; 16 << 10];
    loop {
        match rustix::io::read(from, &mut bytes) {
            Ok(0) | Err(Errno::AGAIN) => return Ok(()),
            Ok(count) => write_all(to.as_fd(), bytes.get(..count).unwrap_or_default())?,
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}
