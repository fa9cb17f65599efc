//! What the inhabitants of the world are: each holds one thing that a reader of /proc must cope
//! with, says that it is ready, and stays.

use std::fs::{self, File, OpenOptions};
use std::hint::black_box;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6, TcpListener, TcpStream, UdpSocket};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener, UnixStream};
use std::process::{Child, Command, Stdio};
use std::{env, thread};

use anyhow::{Context as _, Result};
use rustix::event::{EventfdFlags, epoll, eventfd};
use rustix::fd::OwnedFd;
use rustix::fs::{CWD, FlockOperation, MemfdFlags, Mode, OFlags, fcntl_lock, memfd_create, openat};
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, Protocol, SocketType, bind, ipproto, socket};
use rustix::pipe::pipe;
use rustix::process::{Gid, Pid, Signal, Uid, WaitId, WaitIdOptions, kill_process, nice, waitid};
use rustix::thread::set_name;
use worker::WORKER;

use crate::init::ready;

/// What a process of the world may be.
pub(super) struct Role {
    /// Its argument.
    pub(super) name: &'static str,
    pub(super) play: fn() -> Result<()>,
    /// Waits until its child is what it said that it would be.
    pub(super) check: fn(&Child) -> Result<()>,
}

impl Role {
    const fn new(name: &'static str, play: fn() -> Result<()>) -> Self {
        Self { name, play, check: |_| Ok(()) }
    }
}

/// The inhabitants, in the order of their start.
pub(super) const INHABITANTS: &[Role] = &[
    Role::new("odd-name", odd_name),
    // It is ready a moment before it stops.
    Role { check: wait_stopped, ..Role::new("stopped", stopped) },
    Role::new("parent", parent),
    Role::new("threads", threads),
    Role::new("files", files),
    Role::new("server", server),
    Role::new("sockets", sockets),
    Role::new("nobody", nobody),
    Role::new("locks", locks),
];

/// Those that inhabitants start.
const CHILDREN: &[Role] = &[Role::new("gone", || Ok(())), Role::new("waiter", waiter)];

/// The role of that name.
pub(super) fn find(name: &str) -> Option<&'static Role> {
    INHABITANTS.iter().chain(CHILDREN).find(|role| role.name == name)
}

/// Says that all is there, and stays until the world ends.
fn stay() -> Result<()> {
    say_ready()?;
    loop {
        thread::park();
    }
}

fn say_ready() -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(b".")?;
    Ok(out.flush()?)
}

/// Has a name that imitates the syntax around it, and is not UTF-8.
fn odd_name() -> Result<()> {
    set_name(c"a) R 1\n(b \xff")?;
    nice(5)?;
    fs::write("/proc/self/oom_score_adj", "500")?;
    stay()
}

/// Is stopped.
fn stopped() -> Result<()> {
    say_ready()?;
    kill_process(rustix::process::getpid(), Signal::STOP)?;
    stay()
}

/// Waits until a child is stopped.
fn wait_stopped(child: &Child) -> Result<()> {
    let options = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(Pid::from_child(child)), options)?;
    Ok(())
}

/// Has a child that ended and is never reaped.
fn parent() -> Result<()> {
    let child = Command::new(WORKER).arg("gone").spawn()?;
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(Pid::from_child(&child)), options)?;
    stay()
}

/// Has several threads, and memory of its own.
fn threads() -> Result<()> {
    let _held = written(4 << 20);
    for number in 1..=3 {
        thread::Builder::new().name(format!("helper-{number}")).spawn(thread::park)?;
    }
    stay()
}

/// Memory that lies in pages of its own.
fn written(size: usize) -> Vec<u8> {
    black_box(vec![1; size])
}

/// Has files open of every kind that one process may.
fn files() -> Result<()> {
    env::set_current_dir("/srv/jobs")?;
    let mut log = OpenOptions::new().create(true).append(true).open("/var/log/service.log")?;
    log.write_all(b"started\n")?;
    let mut deleted = File::create("/tmp/deleted")?;
    deleted.write_all(&[b'x'; 3000])?;
    fs::remove_file("/tmp/deleted")?;
    // Its name is that of a deleted file, but it is there.
    let kept = File::create("/tmp/kept (deleted)")?;
    let odd = File::create("/tmp/odd\nname \u{202e}txt")?;
    let special = File::create("/srv/jobs/socket:[1]")?;
    let path = openat(CWD, "/srv", OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
    let _held = (
        (log, deleted, kept, odd, special, path),
        (pipe()?, eventfd(0, EventfdFlags::CLOEXEC)?, epoll::create(epoll::CreateFlags::CLOEXEC)?),
        memfd_create(c"memory", MemfdFlags::CLOEXEC)?,
        (File::open("/dev/zero")?, File::open("/proc/self/ns/net")?),
    );
    stay()
}

/// Listens, and has clients: one that talks, one that has left.
fn server() -> Result<()> {
    let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 8080))?;
    let mut client = TcpStream::connect(tcp.local_addr()?)?;
    let (accepted, _) = tcp.accept()?;
    client.write_all(b"hello")?;
    // The side that closes first is left in TIME_WAIT, with no inode.
    let gone = TcpStream::connect(tcp.local_addr()?)?;
    drop(tcp.accept()?);
    drop(gone);
    let tcp6 = TcpListener::bind((Ipv6Addr::UNSPECIFIED, 8443))?;
    let udp = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 5353))?;
    let udp6 = UdpSocket::bind((Ipv6Addr::LOCALHOST, 5353))?;
    udp6.connect((Ipv6Addr::LOCALHOST, 53))?;
    let unix = UnixListener::bind("/run/my service.sock")?;
    let peer = UnixStream::connect("/run/my service.sock")?;
    let (unix_accepted, _) = unix.accept()?;
    let name = SocketAddr::from_abstract_name(b"fixture\xff\nodd")?;
    let _memory = written(8 << 20);
    let _held = (
        (tcp, client, accepted, tcp6, udp, udp6),
        (unix, peer, unix_accepted, UnixListener::bind_addr(&name)?, UnixDatagram::unbound()?),
    );
    stay()
}

/// Has a socket of each family that the standard library does not know.
fn sockets() -> Result<()> {
    const ANY4: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 4242);
    const ANY6: SocketAddrV6 = SocketAddrV6::new(Ipv6Addr::LOCALHOST, 4242, 0, 0);
    let (inet, inet6) = (AddressFamily::INET, AddressFamily::INET6);
    let (icmp, icmp6) = (Some(ipproto::ICMP), Some(ipproto::ICMPV6));
    let netlink = socket(AddressFamily::NETLINK, SocketType::RAW, None)?;
    bind(&netlink, &SocketAddrNetlink::new(0, 1))?;
    let ping = socket(inet, SocketType::DGRAM, icmp).context("ping")?;
    bind(&ping, &ANY4)?;
    let ping6 = socket(inet6, SocketType::DGRAM, icmp6).context("ping, IPv6")?;
    bind(&ping6, &ANY6)?;
    let _held: Vec<OwnedFd> = [
        netlink,
        ping,
        ping6,
        socket(AddressFamily::PACKET, SocketType::RAW, None).context("packet")?,
        socket(inet, SocketType::RAW, icmp).context("raw")?,
        socket(inet6, SocketType::RAW, icmp6).context("raw, IPv6")?,
    ]
    .into_iter()
    .chain(udplite(inet, &ANY4))
    .chain(udplite(inet6, &ANY6))
    .collect();
    stay()
}

/// A socket that Linux lacks since 7.1.
fn udplite(
    family: AddressFamily,
    address: &impl rustix::net::addr::SocketAddrArg,
) -> Option<OwnedFd> {
    let protocol: Option<Protocol> = Some(ipproto::UDPLITE);
    let made = socket(family, SocketType::DGRAM, protocol).ok()?;
    bind(&made, address).ok()?;
    Some(made)
}

/// Belongs to an unprivileged user.
fn nobody() -> Result<()> {
    let (user, group) = (Uid::from_raw(65534), Gid::from_raw(65534));
    rustix::thread::set_thread_gid(group)?;
    rustix::thread::set_thread_uid(user)?;
    stay()
}

/// Locks files, one of them so that a child waits for it.
fn locks() -> Result<()> {
    let (alone, own) = (File::create(LOCKED)?, File::create("/srv/jobs/queue")?);
    alone.lock()?;
    fcntl_lock(&own, FlockOperation::LockExclusive)?;
    let mut child = Command::new(WORKER).arg("waiter").stdout(Stdio::piped()).spawn()?;
    ready(&mut child)?;
    stay()
}

/// The file that two want to lock.
const LOCKED: &str = "/srv/jobs/lock";

/// Waits for a lock.
fn waiter() -> Result<()> {
    let file = File::open(LOCKED)?;
    say_ready()?;
    Ok(file.lock()?)
}
