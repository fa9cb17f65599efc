//! Copies the world's /proc: every file that `pcore` knows, of every process but this one.

use std::fs;
use std::io::ErrorKind;
use std::os::fd::BorrowedFd;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use pcore::File;
use rustix::fs::{Mode, OFlags, major, minor, mkdirat, openat, symlinkat};
use rustix::io::Errno;
use rustix::stdio::stdin;
use rustix::time::{ClockId, clock_gettime};
use worker::MADE;

use super::world;

/// How long the world may take to be made.
const PATIENCE: Duration = Duration::from_secs(30);
/// What has no end, what lies outside /proc, and the tasks, whose files are copied by the same list.
const LEFT_OUT: &[File] = &[File::Mem, File::MountPoint, File::Pagemap, File::Task];
/// How large a copy may be. A machine may have many processors or links, a repository has room for
/// few.
const LARGEST: usize = 64 << 10;
/// What tells of the machine that the world is made on, is secret, or is taken away by reading.
const OF_THE_MACHINE: &[File] = &[
    File::Acpi,
    File::DriverDir,
    File::Fs,
    File::IoMem,
    File::Kallsyms,
    File::Kcore,
    File::KeyUsers,
    File::Keys,
    File::Kmsg,
    File::NetIpConfig,
    File::NetPnp,
    File::PciDevices,
    File::Scsi,
    File::Sys,
];
/// What is large, and the same of every task as of the process.
const OF_ALL_TASKS: &[File] = &[File::Auxv, File::Environ, File::Maps, File::Smaps, File::NumaMaps];
/// Settings of the kernel that are copied; the rest are a thousand, and tell of the machine.
const SETTINGS: &[&str] = &[
    "fs/file-max",
    "fs/inode-nr",
    "kernel/domainname",
    "kernel/ostype",
    "kernel/panic",
    "net/ipv4/conf/eth0/forwarding",
    "net/ipv4/ip_forward",
    "net/ipv4/ping_group_range",
    "vm/swappiness",
];
/// What is large and tells of the machine that captures, not of the world. The other tree of the
/// fixtures has it written by hand.
const OF_THIS_MACHINE: &[File] =
    &[File::ConfigGz, File::SlabInfo, File::TimerList, File::VmallocInfo];
/// The namespace that the tables of sockets belong to.
const OWN_NAMESPACE: &str = "self/ns/net";
/// The first second of 2026, which is when this world booted.
const BOOT: i64 = 1_767_225_600;
/// What no namespace hides, and what stands for it.
const REPLACED: &[(File, &str)] = &[
    (
        File::Version,
        "Linux version 6.18.0 (fixture@fixture) (gcc, GNU ld) #1 SMP PREEMPT_DYNAMIC\n",
    ),
    (File::OsRelease, "6.18.0\n"),
    (File::KernelCmdline, "root=/dev/vda ro quiet console=\"ttyS0,115200 n8\" -- single\n"),
    (File::BootId, "f1c70000-0000-4000-8000-000000000001\n"),
    (File::Tainted, "0\n"),
    (
        File::Passwd,
        "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n",
    ),
    (File::Group, "root:x:0:\nnogroup:x:65534:\n"),
    (File::Services, "ssh 22/tcp\ndomain 53/udp\nhttp 80/tcp www\nhttp-alt 8080/tcp webcache\n"),
];

/// Waits for the world to be made and copies it into the directory on standard input.
pub(super) fn run() -> Result<()> {
    world::enter()?;
    wait()?;
    let tree = Tree { dir: stdin() };
    let own = std::process::id();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        if pid != own {
            tree.process(pid)?;
        }
    }
    tree.machine()
}

fn wait() -> Result<()> {
    let end = Instant::now() + PATIENCE;
    loop {
        match fs::read_to_string(MADE) {
            Ok(outcome) if outcome.is_empty() => return Ok(()),
            Ok(outcome) => bail!("the world could not be made: {outcome}"),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            Err(_) => {}
        }
        ensure!(Instant::now() < end, "the world was not made in time");
        thread::sleep(Duration::from_millis(10));
    }
}

/// What is copied of each process. The tables of its namespace are copied once, with the machine.
fn files_of_a_process() -> impl Iterator<Item = &'static File> {
    File::ALL.iter().filter(|file| {
        let tail = file.tail();
        file.is_of_process()
            && !LEFT_OUT.contains(file)
            && !tail.is_empty()
            && !tail.starts_with("net/")
    })
}

/// Where the copies go.
struct Tree {
    dir: BorrowedFd<'static>,
}

impl Tree {
    fn process(&self, pid: u32) -> Result<()> {
        for file in files_of_a_process() {
            self.copy(&format!("{pid}/{}", file.tail()))?;
        }
        for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten() {
            let task = task?.file_name();
            let task = task.to_string_lossy();
            let is_its_own = |file: &&File| !file.is_of_all_tasks() && !OF_ALL_TASKS.contains(file);
            for file in files_of_a_process().filter(is_its_own) {
                self.copy(&format!("{pid}/task/{task}/{}", file.tail()))?;
            }
            self.copy(&format!("{pid}/{}", File::Children.tail().replace("[tid]", &task)))?;
        }
        Ok(())
    }

    fn machine(&self) -> Result<()> {
        for file in File::ALL {
            let path = file.path();
            if OF_THE_MACHINE.contains(file) || is_in_another(*file) {
                continue;
            }
            if let Some((_, text)) = REPLACED.iter().find(|(replaced, _)| replaced == file) {
                self.put(path, text.as_bytes())?;
            } else if file.tail().starts_with("net/") {
                self.copy(file.tail())?;
            } else if *file == File::SysStat {
                self.put(path, &with_boot(&fs::read_to_string("/proc/stat")?))?;
            } else if *file == File::Locks {
                self.put(path, &of_the_world(&fs::read_to_string("/proc/locks")?)?)?;
            } else if *file == File::Capture {
                self.put(path, host()?.as_bytes())?;
            } else if !(path.is_empty()
                || path.starts_with('/')
                || path.contains('[')
                || OF_THIS_MACHINE.contains(file))
            {
                self.copy(path)?;
            }
        }
        for setting in SETTINGS {
            self.copy(&format!("sys/{setting}"))?;
        }
        self.copy(OWN_NAMESPACE)
    }

    /// Copies what stands at a path: a file, a link, or a directory of these. What is not there, or
    /// cannot be read of a process that has ended, has no copy either.
    fn copy(&self, path: &str) -> Result<()> {
        let from = Path::new("/proc").join(path);
        let Ok(found) = fs::symlink_metadata(&from) else { return Ok(()) };
        if found.is_symlink() {
            if let Ok(target) = fs::read_link(&from) {
                self.make_parents(path)?;
                symlinkat(target, self.dir, path).with_context(|| path.to_owned())?;
            }
        } else if found.is_dir() {
            for entry in fs::read_dir(&from).into_iter().flatten() {
                let name = entry?.file_name();
                self.copy(&format!("{path}/{}", name.to_string_lossy()))?;
            }
        } else if let Ok(content) = fs::read(&from) {
            self.put(path, &content)?;
        }
        Ok(())
    }

    fn put(&self, path: &str, mut content: &[u8]) -> Result<()> {
        ensure!(content.len() <= LARGEST, "{path} is too large: {} bytes", content.len());
        self.make_parents(path)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = openat(self.dir, path, flags, Mode::from_raw_mode(0o644))
            .with_context(|| path.to_owned())?;
        while !content.is_empty() {
            let count = rustix::io::write(&file, content)?;
            content = content.get(count..).unwrap_or_default();
        }
        Ok(())
    }

    fn make_parents(&self, path: &str) -> Result<()> {
        for (at, _) in path.match_indices('/') {
            let parent = path.get(..at).unwrap_or_default();
            match mkdirat(self.dir, parent, Mode::from_raw_mode(0o755)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(errno) => return Err(errno).with_context(|| parent.to_owned()),
            }
        }
        Ok(())
    }
}

/// Whether a file lies in a directory that is copied as a whole.
fn is_in_another(file: File) -> bool {
    let is_copied = |dir: &&File| !OF_THIS_MACHINE.contains(dir) && !OF_THE_MACHINE.contains(dir);
    File::ALL.iter().filter(is_copied).any(|dir| {
        let rest = file.tail().strip_prefix(dir.tail());
        !dir.tail().is_empty() && rest.is_some_and(|rest| rest.starts_with('/'))
    })
}

/// The text of `stat` with the moment of boot replaced.
fn with_boot(stat: &str) -> Vec<u8> {
    let mut text = String::with_capacity(stat.len());
    for line in stat.lines() {
        if line.starts_with("btime ") {
            text.push_str("btime ");
            text.push_str(&BOOT.to_string());
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// The locks that lie on the world's root. The kernel also tells of those of open file descriptions,
/// whose owner it does not know, wherever they are.
fn of_the_world(locks: &str) -> Result<Vec<u8>> {
    let device = fs::metadata("/")?.dev();
    let place = format!(" {:02x}:{:02x}:", major(device), minor(device));
    Ok(locks.split_inclusive('\n').filter(|lock| lock.contains(&place)).collect::<String>().into())
}

/// What a copy of files cannot keep; `pcore::host` reads it.
fn host() -> Result<String> {
    const NANOS: i64 = 1_000_000_000;
    let age = clock_gettime(ClockId::Boottime);
    let boot = BOOT.checked_mul(NANOS).context("the boot lies too far off")?;
    let now = boot + age.tv_sec * NANOS + age.tv_nsec;
    Ok(format!(
        "page_size: {}\nclock_ticks: {}\nboot_nanoseconds: {boot}\nnow_nanoseconds: {now}\n",
        rustix::param::page_size(),
        rustix::param::clock_ticks_per_second(),
    ))
}
