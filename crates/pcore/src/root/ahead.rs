//! Reading ahead: while the rows of one portion of a long table are looked at, another thread reads
//! the next. Half of what a table of forty thousand sockets costs is the kernel's printing; the two
//! halves can go on at once.

use std::os::fd::OwnedFd;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use rustix::io::Errno;

use super::reader::read_more;

/// How many portions may wait to be looked at: enough that neither side waits for the other long.
const DEPTH: usize = 4;
/// How large a portion is, in bytes. The kernel hands out a page at a time.
const PORTION: usize = 64 << 10;

/// Reads a file to its end and gives it to `each`, portion by portion, until that says that it is
/// enough. `None` where no thread can be had.
pub(super) fn portions(
    fd: &OwnedFd,
    each: &mut dyn FnMut(&[u8]) -> bool,
) -> Option<Result<(), Errno>> {
    let (full, filled) = sync_channel(DEPTH);
    let (spent, empty) = channel();
    std::thread::scope(|scope| {
        let read = move || read_all(fd, &full, &empty);
        std::thread::Builder::new().spawn_scoped(scope, read).ok()?;
        for portion in filled {
            let portion = match portion {
                Ok(portion) => portion,
                Err(errno) => return Some(Err(errno)),
            };
            if !each(&portion) {
                break;
            }
            // The other side may have come to the end.
            let _ = spent.send(portion);
        }
        Some(Ok(()))
    })
}

/// Reads portions, into buffers that come back, until the end or until nobody wants more.
fn read_all(fd: &OwnedFd, full: &SyncSender<Result<Vec<u8>, Errno>>, empty: &Receiver<Vec<u8>>) {
    loop {
        let mut portion = empty.try_recv().unwrap_or_default();
        portion.clear();
        let mut read = Ok(1);
        while portion.len() < PORTION && matches!(read, Ok(1..)) {
            read = read_more(fd, &mut portion, PORTION);
        }
        let is_over = !matches!(read, Ok(1..));
        if full.send(Ok(portion)).is_err() {
            return;
        }
        if is_over {
            if let Err(errno) = read {
                let _ = full.send(Err(errno));
            }
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_is_read_ahead_is_whole_and_in_order() {
        let (read, write) = rustix::pipe::pipe().unwrap();
        let text: Vec<u8> = (0..60_000_u32).flat_map(|n| format!("{n}\n").into_bytes()).collect();
        let written = text.clone();
        let writer = std::thread::spawn(move || std::fs::File::from(write).write_all(&written));
        let mut seen = Vec::new();
        let done = portions(&read, &mut |portion| {
            seen.extend_from_slice(portion);
            true
        });
        assert_eq!(done, Some(Ok(())));
        writer.join().unwrap().unwrap();
        assert_eq!(seen, text);
    }

    #[test]
    fn who_has_enough_gets_no_more() {
        let zeroes = rustix::fs::memfd_create("zeroes", rustix::fs::MemfdFlags::CLOEXEC).unwrap();
        rustix::fs::ftruncate(&zeroes, 64 << 20).unwrap();
        let mut count = 0;
        let done = portions(&zeroes, &mut |_| {
            count += 1;
            count < 3
        });
        assert_eq!((done, count), (Some(Ok(())), 3));
    }
}
