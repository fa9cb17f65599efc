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
    /// The lines that a screen still has room for, where it is written in place.
    room: Option<Room>,
}

/// What a screen has room for.
#[derive(Clone, Copy)]
struct Room {
    lines: usize,
    /// Lines beyond it.
    beyond: usize,
}

impl Room {
    /// The part of a text that is shown; what is beyond is counted.
    fn shown<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let mut shown = 0;
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            if self.lines > 0 {
                shown += line.len();
                self.lines -= usize::from(line.ends_with(b"\n"));
            } else {
                self.beyond += usize::from(line.ends_with(b"\n"));
            }
        }
        text.get(..shown).unwrap_or(text)
    }
}

/// How much is gathered before it is written.
const PORTION: usize = 64 << 10;

impl Output {
    pub(crate) fn new() -> Self {
        Self {
            buffer: Vec::with_capacity(PORTION + 4096),
            failed: early::was_closed().then_some(Errno::BADF),
            room: None,
        }
    }

    /// Begins a screen anew, of so many lines: what comes is written over what was, and what the
    /// screen has no room for is left out, lest its first lines would scroll away.
    pub(crate) fn begin_screen(&mut self, height: Option<usize>, is_last: bool) {
        // Home, and clear what lies below once the new screen has been written over the old.
        self.buffer.extend_from_slice(b"\x1b[H\x1b[J");
        // A line is for what says how much was left out, and behind the last screen comes the prompt.
        let kept = 1 + usize::from(is_last);
        let lines = height.map(|height| height.saturating_sub(kept).max(1));
        self.room = lines.map(|lines| Room { lines, beyond: 0 });
    }

    /// Ends it: says how many lines there was no room for.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(crate) fn end_screen(&mut self, is_last: bool) -> io::Result<()> {
        self.flush()?;
        if let Some(Room { beyond: beyond @ 1.., .. }) = self.room.take() {
            let lines = if beyond == 1 { "line" } else { "lines" };
            write!(self.buffer, "… {beyond} more {lines}")?;
            if is_last {
                self.buffer.push(b'\n');
            }
        }
        self.flush()
    }

    /// The buffer, to be appended to; [`Output::settle`] writes it when it is large.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Whether nothing more can be written.
    pub(crate) fn is_closed(&self) -> bool {
        self.failed.is_some()
    }

    /// Writes bytes at once.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(errno) = self.failed {
            return Err(errno.into());
        }
        let shown = match &mut self.room {
            Some(room) => room.shown(bytes),
            None => bytes,
        };
        let written = write_all(rustix::stdio::stdout(), shown);
        written.inspect_err(|errno| self.failed = Some(*errno)).map_err(io::Error::from)
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
        if bytes.len() < PORTION {
            self.buffer.extend_from_slice(bytes);
            self.settle()?;
        } else {
            self.flush()?;
            self.put(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let written = self.put(&buffer);
        buffer.clear();
        self.buffer = buffer;
        written
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_shows_its_first_lines() {
        let mut room = Room { lines: 2, beyond: 0 };
        assert_eq!(room.shown(b"a\nb"), b"a\nb");
        assert_eq!(room.shown(b"c\nd\ne"), b"c\n");
        assert_eq!(room.shown(b"e\n"), b"");
        assert_eq!((room.lines, room.beyond), (0, 2));
    }
}
