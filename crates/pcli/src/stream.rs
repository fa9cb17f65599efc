//! Standard output and standard error: one large buffer, and each way in which writing can end.

use std::io::{self, Write};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::BorrowedFd;
use rustix::io::Errno;

use crate::early;

/// Standard output, written in large portions. A reader that is slow or does not block gets
/// everything.
pub(crate) struct Output {
    buffer: Vec<u8>,
    /// Once writing has failed nothing more is tried.
    failed: Option<Errno>,
}

/// How much is gathered before it is written.
const PORTION: usize = 64 << 10;

impl Output {
    pub(crate) fn new() -> Self {
        Self {
            buffer: Vec::with_capacity(PORTION + 4096),
            failed: early::was_closed().then_some(Errno::BADF),
        }
    }

    /// The buffer, to be appended to; [`Output::settle`] writes it when it is large.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Whether nothing more can be written.
    pub(crate) fn is_closed(&self) -> bool {
        self.failed.is_some()
    }

    /// Writes the buffer if enough has gathered.
    ///
    /// # Errors
    /// When the output cannot be written; a closed pipe is [`io::ErrorKind::BrokenPipe`].
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        if self.buffer.len() < PORTION { Ok(()) } else { self.flush() }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        self.settle().map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(errno) = self.failed {
            return Err(errno.into());
        }
        let written = write_all(rustix::stdio::stdout(), &self.buffer);
        self.buffer.clear();
        written.inspect_err(|errno| self.failed = Some(*errno)).map_err(io::Error::from)
    }
}

/// Writes everything, waiting where a non-blocking descriptor is full.
pub(crate) fn write_all(fd: BorrowedFd<'_>, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match rustix::io::write(fd, bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::new(&fd, PollFlags::OUT)], None)?;
            }
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

/// One line on standard error. Where even that cannot be written there is nobody to tell.
pub(crate) fn complain(tool: &str, message: &str) {
    let line = format!("{tool}: {message}\n");
    let _ = write_all(rustix::stdio::stderr(), line.as_bytes());
}
