//! A file system on FUSE whose files exist, can be opened and mapped, and are never read.
//!
//! A request to read stays unanswered, so whoever touches a page of such a file sleeps until
//! the connection ends. The mount is attached to no path: nothing on the machine can walk into
//! it by accident, no mount namespace is needed, and it is gone with the descriptors of this
//! process, however that ends.

mod protocol;

use std::os::fd::AsRawFd as _;
use std::process;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsconfig_set_string, fsmount,
    fsopen,
};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{getgid, getuid};

use self::protocol::Answer;

/// The kernel refuses to deliver requests into less than 8 KiB.
const REQUEST: usize = 64 * 1024;

/// A served file system; dropping it ends the connection and wakes everyone who waits for it.
pub(crate) struct DeadFiles {
    mount: OwnedFd,
    reads: Receiver<u64>,
    // These two are taken out by drop.
    running: Option<OwnedFd>,
    server: Option<JoinHandle<()>>,
}

impl DeadFiles {
    /// Mounts `count` files and serves everything but their content.
    pub(crate) fn mount(count: u64) -> Result<Self> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let device = rustix::fs::open("/dev/fuse", flags, Mode::empty())
            .context("/dev/fuse cannot be opened")?;
        let context = fsopen("fuse", FsOpenFlags::FSOPEN_CLOEXEC)
            .context("a FUSE file system cannot be made")?;
        let options = [
            ("fd", device.as_raw_fd().to_string()),
            ("rootmode", "40000".to_owned()),
            ("user_id", getuid().as_raw().to_string()),
            ("group_id", getgid().as_raw().to_string()),
        ];
        for (name, value) in options {
            fsconfig_set_string(&context, name, value)
                .with_context(|| format!("FUSE refuses the option {name}"))?;
        }
        fsconfig_create(&context).context("a FUSE file system cannot be configured")?;
        let flags = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_NODEV;
        let mount = fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, flags)
            .context("a FUSE file system cannot be mounted")?;

        let (stop, running) = pipe_with(PipeFlags::CLOEXEC)?;
        let (sender, reads) = mpsc::channel();
        let server = thread::Builder::new().name("fuse".to_owned()).spawn(move || {
            // Whatever ends the service ends the connection with it, which wakes all sleepers.
            let _ = serve(&device, &stop, count, &sender);
        })?;
        Ok(Self { mount, reads, running: Some(running), server: Some(server) })
    }

    /// A path by which child processes can open a file, as long as this process lives.
    pub(crate) fn path(&self, file: u64) -> String {
        format!("/proc/{}/fd/{}/{file}", process::id(), self.mount.as_raw_fd())
    }

    /// Waits until somebody wants to read from that many different files.
    pub(crate) fn wait_for_readers(&self, files: usize, longest: Duration) -> Result<()> {
        let end = Instant::now() + longest;
        let mut seen = std::collections::BTreeSet::new();
        while seen.len() < files {
            let left = end.saturating_duration_since(Instant::now());
            match self.reads.recv_timeout(left) {
                Ok(file) => seen.insert(file),
                Err(_) => bail!("only {} of {files} files were touched in time", seen.len()),
            };
        }
        Ok(())
    }
}

impl Drop for DeadFiles {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(server) = self.server.take() {
            // The thread cannot panic, and nothing could be done if it had.
            let _ = server.join();
        }
    }
}

/// Answers requests until `stop` is closed at its other end, or the kernel ends the connection.
fn serve(device: &OwnedFd, stop: &OwnedFd, files: u64, reads: &Sender<u64>) -> Result<()> {
    let mut buffer = vec![0_u8; REQUEST];
    loop {
        let mut polled =
            [PollFd::new(device, PollFlags::IN), PollFd::new(stop, PollFlags::empty())];
        match poll(&mut polled, None) {
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        if polled.iter().skip(1).any(|stop| !stop.revents().is_empty()) {
            return Ok(());
        }
        let length = match rustix::io::read(device, &mut buffer[..]) {
            Ok(length) => length,
            // NOENT: the request was withdrawn while it was being handed over.
            Err(Errno::INTR | Errno::AGAIN | Errno::NOENT) => continue,
            Err(error) => return Err(error.into()),
        };
        match protocol::answer(buffer.get(..length).unwrap_or_default(), files) {
            Answer::Reply(reply) => match rustix::io::write(device, &reply) {
                // NOENT: whoever asked was killed meanwhile.
                Ok(_) | Err(Errno::NOENT) => {}
                Err(error) => return Err(error.into()),
            },
            Answer::Never(file) => {
                ensure!(reads.send(file).is_ok(), "nobody listens any more");
            }
            Answer::NoneExpected => {}
        }
    }
}
