//! The world itself: its file system, its network, and its first process.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::os::fd::BorrowedFd;
use std::os::unix::fs::{PermissionsExt as _, chroot, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::mount::{MountFlags, mount};
use rustix::system::{setdomainname, sethostname};
use worker::WORKER;

use super::ROLE;

/// Where the world's root is put together, before it is entered.
const ROOT: &str = "/mnt";
/// All that the world's processes know of where they are.
const ENVIRONMENT: [(&str, &str); 2] = [("LANG", "C.UTF-8"), ("PATH", "/opt/fixture")];
/// The pid before that of the copier. Those that are captured follow, however many commands it took
/// to make the world.
const LAST_PID: &str = "9";

/// Makes the world around this process, starts the one that copies it, and becomes the first of
/// its inhabitants, which are `worker`.
pub(super) fn build(worker: &Path) -> Result<()> {
    ensure!(process::id() == 1, "a world begins in a PID namespace of its own");
    sethostname(b"fixture")?;
    setdomainname(b"example.org")?;
    network()?;
    file_system(Path::new(ROOT), worker)?;
    // It has its libraries when it enters the world, which has none for it.
    let mut copier = Command::new("/proc/self/exe");
    copier.args([ROLE, "copy"]).spawn().context("cannot start the copier")?;
    enter()?;
    withhold_descriptors()?;
    let mut first = Command::new(WORKER);
    first.arg("init").env_clear().envs(ENVIRONMENT);
    first.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Err(first.exec()).context("cannot become the first process")
}

/// Makes the world's root that of this process.
pub(super) fn enter() -> Result<()> {
    chroot(ROOT)?;
    Ok(env::set_current_dir("/")?)
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

/// A device with neighbours. Addresses and names are those that are set aside for documentation.
fn network() -> Result<()> {
    for line in [
        "link set lo up",
        "link add eth0 address 02:00:5e:00:53:01 type veth peer eth1 address 02:00:5e:00:53:02",
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

/// A root that holds one program, the libraries that it needs, and nothing else.
fn file_system(root: &Path, worker: &Path) -> Result<()> {
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
    fs::copy(worker, root.join(WORKER.trim_start_matches('/')))?;
    for library in libraries()? {
        let name = library.file_name().context("a library has no name")?;
        fs::copy(&library, root.join("lib").join(name))?;
    }
    // Ping sockets are for the groups that this says.
    fs::write(root.join("proc/sys/net/ipv4/ping_group_range"), "0 0")?;
    fs::write(root.join("proc/sys/kernel/ns_last_pid"), LAST_PID)
        .context("this kernel does not let pids be chosen")
}

/// The libraries that this process has mapped, its loader among them. The worker needs no others.
fn libraries() -> Result<BTreeSet<PathBuf>> {
    let maps = fs::read_to_string("/proc/self/maps")?;
    let paths = maps.lines().filter_map(|line| line.find('/').and_then(|at| line.get(at..)));
    Ok(paths.filter(|path| path.contains(".so")).map(PathBuf::from).collect())
}
