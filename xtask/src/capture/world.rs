//! The world itself: its file system, its network, and the process that starts all others.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Read as _;
use std::os::fd::BorrowedFd;
use std::os::unix::fs::{PermissionsExt as _, chroot, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::{env, thread, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::mount::{MountFlags, mount};
use rustix::process::{WaitOptions, wait};
use rustix::system::sethostname;

use super::ROLE;
use super::roles::{ROLES, wait_stopped};
use crate::make::family::Family;

/// Where the world's root is put together, before it is entered.
const ROOT: &str = "/mnt";
/// This program, as the world knows it.
pub(super) const WORKER: &str = "/opt/fixture/worker";
/// Holds what went wrong once everything is made; nothing if all went well.
pub(super) const MADE: &str = "/run/made";
/// How long processes may take to fall asleep once they are ready.
const SETTLING: Duration = Duration::from_millis(200);

/// Makes the world around this process, starts the one that copies it, and becomes the first of
/// its inhabitants.
pub(super) fn build() -> Result<()> {
    ensure!(process::id() == 1, "a world begins in a PID namespace of its own");
    sethostname(b"fixture")?;
    network()?;
    file_system(Path::new(ROOT))?;
    chroot(ROOT)?;
    env::set_current_dir("/")?;
    withhold_descriptors()?;
    let mut copier = Command::new(WORKER);
    copier.args([ROLE, "copy"]).spawn().context("cannot start the copier")?;
    Err(inhabitant("init").stdout(Stdio::null()).exec()).context("cannot become the first process")
}

/// Keeps what this process inherited besides the standard streams from being passed on.
#[expect(unsafe_code, reason = "descriptors that others opened are known by number only")]
fn withhold_descriptors() -> Result<()> {
    for entry in fs::read_dir("/proc/self/fd")? {
        let number: i32 = entry?.file_name().to_string_lossy().parse()?;
        if number > 2 {
            // SAFETY: it is borrowed for this one call. It is open: nothing here closes any, and the
            // listing's own lasts as long as the loop.
            let inherited = unsafe { BorrowedFd::borrow_raw(number) };
            fcntl_setfd(inherited, FdFlags::CLOEXEC)?;
        }
    }
    Ok(())
}

/// This program in a role, knowing nothing of the world outside.
fn inhabitant(role: &str) -> Command {
    let mut command = Command::new(WORKER);
    command.args([ROLE, role]).env_clear().stdin(Stdio::null()).stderr(Stdio::null());
    command
}

/// A device with neighbours. Addresses and names are those that are set aside for documentation.
fn network() -> Result<()> {
    for line in [
        "link set lo up",
        "link add eth0 address 02:00:5e:00:53:01 type veth peer name eth1",
        "address add 192.0.2.1/24 dev eth0",
        "link set eth0 up",
        "link set eth1 up",
        "neighbour add 192.0.2.7 lladdr 00:00:5e:00:53:07 dev eth0 nud permanent",
        "neighbour add 192.0.2.8 lladdr 00:00:5e:00:53:08 dev eth0 nud stale",
        "neighbour add 192.0.2.9 dev eth0 nud failed",
    ] {
        let status = Command::new("ip").args(line.split(' ')).stdin(Stdio::null()).status();
        let status = status.context("cannot start ip")?;
        ensure!(status.success(), "`ip {line}`: {status}");
    }
    Ok(())
}

/// A root that holds this program, the libraries that it needs, and nothing else.
fn file_system(root: &Path) -> Result<()> {
    let none = MountFlags::empty();
    mount("fixture", root, "tmpfs", none, Some(c"mode=755"))?;
    for folder in ["dev", "lib", "opt/fixture", "proc", "run", "srv/jobs", "tmp", "var/log"] {
        fs::create_dir_all(root.join(folder))?;
    }
    symlink("lib", root.join("lib64"))?;
    mount("proc", root.join("proc"), "proc", none, None)?;
    fs::set_permissions(root.join("tmp"), fs::Permissions::from_mode(0o1777))?;
    for (name, minor) in [("null", 3), ("zero", 5)] {
        let path = root.join("dev").join(name);
        let mode = Mode::from_raw_mode(0o666);
        mknodat(CWD, &path, FileType::CharacterDevice, mode, makedev(1, minor))?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666))?;
    }
    fs::copy("/proc/self/exe", in_root(root, WORKER))?;
    for library in libraries()? {
        let name = library.file_name().context("a library has no name")?;
        fs::copy(&library, root.join("lib").join(name))?;
    }
    // Ping sockets are for the groups that this says.
    fs::write(root.join("proc/sys/net/ipv4/ping_group_range"), "0 0")?;
    Ok(())
}

fn in_root(root: &Path, path: &str) -> PathBuf {
    root.join(path.trim_start_matches('/'))
}

/// The libraries that this process has mapped, its loader among them.
fn libraries() -> Result<BTreeSet<PathBuf>> {
    let maps = fs::read_to_string("/proc/self/maps")?;
    let paths = maps.lines().filter_map(|line| line.find('/').and_then(|at| line.get(at..)));
    Ok(paths.filter(|path| path.contains(".so")).map(PathBuf::from).collect())
}

/// Starts the inhabitants, says so, and ends the world when it has been copied.
pub(super) fn rule() -> Result<()> {
    let mut family = Family::default();
    let outcome = settle(&mut family).err().map(|error| format!("{error:#}"));
    thread::sleep(SETTLING);
    // The copier must not see half of it.
    fs::write("/run/making", outcome.unwrap_or_default())?;
    fs::rename("/run/making", MADE)?;
    let own = family.pids();
    loop {
        let Some((pid, status)) = wait(WaitOptions::empty())? else { continue };
        // Every child that was not started here is the copier.
        if !own.contains(&pid.as_raw_nonzero().get().unsigned_abs()) {
            // It has said itself what went wrong.
            ensure!(status.exit_status() == Some(0), "the copier failed");
            return Ok(());
        }
    }
}

/// Starts every inhabitant and waits until it is what it should be.
fn settle(family: &mut Family) -> Result<()> {
    for (role, _) in ROLES {
        let log = OpenOptions::new().create(true).append(true).open("/var/log/worker.log")?;
        let child = family.start(inhabitant(role).stdout(Stdio::piped()).stderr(log))?;
        ready(child).with_context(|| {
            let log = fs::read_to_string("/var/log/worker.log").unwrap_or_default();
            format!("{role}: {}", log.trim_end())
        })?;
    }
    for ((role, _), child) in ROLES.iter().zip(family.children()) {
        // It is ready a moment before it stops.
        if *role == "stopped" {
            wait_stopped(child)?;
        }
    }
    Ok(())
}

/// Waits for the byte of an inhabitant that is ready.
fn ready(child: &mut Child) -> Result<()> {
    let mut byte = [0];
    match child.stdout.as_mut().context("the pipe is missing")?.read(&mut byte)? {
        0 => bail!("it ended early"),
        _ => Ok(()),
    }
}
