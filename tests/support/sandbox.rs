//! Directories and processes that a test makes, and that are gone when it ends, however it ends.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::{Pid, Signal};

use super::wait_until;

/// An empty directory that everybody may enter.
pub(crate) struct Sandbox(PathBuf);

impl Sandbox {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("prockit-test.{}.{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        // Paths are compared with those that the kernel gives.
        Self(path.canonicalize().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process of a test. It ends with its standard input, so also when the test dies.
pub(crate) struct Made(Child);

impl Made {
    /// A shell that waits, with arguments of the test's choice.
    pub(crate) fn with_arguments(arguments: &[&[u8]]) -> Self {
        Self::shell("read end", arguments, |_| {})
    }

    /// A shell that waits under a name of the test's choice, up to 15 bytes.
    pub(crate) fn named(name: &[u8]) -> Self {
        let octal = name.iter().fold(String::new(), |all, byte| all + &format!("\\{byte:03o}"));
        let made = Self::shell(&format!("printf '{octal}' > /proc/$$/comm; read end"), &[], |_| {});
        wait_until("the name", || {
            let read = std::fs::read(made.proc("comm")).ok()?;
            (read.strip_suffix(b"\n") == Some(name)).then_some(())
        });
        made
    }

    /// A shell that runs a script, which must end with its standard input.
    pub(crate) fn shell(
        script: &str,
        arguments: &[&[u8]],
        prepare: impl FnOnce(&mut Command),
    ) -> Self {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(script);
        command.args(arguments.iter().map(|argument| OsStr::from_bytes(argument)));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        prepare(&mut command);
        Self(command.spawn().unwrap())
    }

    /// A program that says one line when it is what it shall be, and that line; none where it does
    /// not start.
    pub(crate) fn speaking(mut command: Command) -> Option<(Self, String)> {
        let mut made = Self(command.spawn().ok()?);
        let mut said = String::new();
        BufReader::new(made.0.stdout.take().unwrap()).read_line(&mut said).unwrap();
        Some((made, said))
    }

    /// A child that has ended, and that nobody has asked about yet.
    pub(crate) fn zombie() -> Self {
        let mut made = Self::shell("exit 0", &[], |_| {});
        drop(made.0.stdin.take());
        made.wait_for_state("Z");
        made
    }

    /// A child that is stopped.
    pub(crate) fn stopped() -> Self {
        let made = Self::with_arguments(&[]);
        rustix::process::kill_process(made.kernel_pid(), Signal::STOP).unwrap();
        made.wait_for_state("T");
        made
    }

    fn wait_for_state(&self, state: &str) {
        wait_until("the state", || {
            let status = std::fs::read_to_string(self.proc("status")).ok()?;
            status.contains(&format!("State:\t{state}")).then_some(())
        });
    }

    pub(crate) fn pid(&self) -> u64 {
        u64::from(self.0.id())
    }

    pub(crate) fn kernel_pid(&self) -> Pid {
        Pid::from_child(&self.0)
    }

    /// A file of it in /proc.
    pub(crate) fn proc(&self, file: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{file}", self.0.id()))
    }

    /// Has the shell read one line.
    pub(crate) fn say(&mut self, line: &str) {
        writeln!(self.0.stdin.as_mut().unwrap(), "{line}").unwrap();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A path of any bytes.
pub(crate) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from_vec(bytes.to_vec()))
}
