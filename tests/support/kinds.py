"""One open file of every kind that the kernel allows, and what must be shown of each.

Says one line of JSON: for each kind the descriptor and the values of fields, or why there is none.
A value that begins with `~` is a regular expression. Everything ends with the standard input.
"""

import array
import ctypes
import fcntl
import json
import mmap
import os
import select
import signal
import socket
import struct
import sys
import tempfile
import time

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"
USERFAULTFD, PERF_EVENT_OPEN, BPF, SECCOMP = (282, 241, 280, 277) if ARM else (323, 298, 321, 317)
IO_URING_SETUP, OPEN_TREE, FSOPEN, FSPICK = 425, 428, 430, 433
LANDLOCK_CREATE_RULESET, MEMFD_SECRET = 444, 447

# What is made is kept until the end; a path would be touched by nobody.
KEPT = []
DIR = sys.argv[1]


def checked(result):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def syscall(number, *arguments):
    arguments = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(LIBC.syscall(ctypes.c_long(number), *arguments))


def kept(thing):
    KEPT.append(thing)
    return thing


def at(name):
    return os.path.join(DIR, name)


def link(fd):
    return os.readlink(f"/proc/self/fd/{fd}")


def device(fd):
    number = os.fstat(fd).st_rdev
    return f"{os.major(number)}:{os.minor(number)}"


def info(fd, label):
    """What fdinfo says, to be compared with after a parser has read it."""
    with open(f"/proc/self/fdinfo/{fd}") as lines:
        for line in lines:
            if line.startswith(label + ":"):
                return line[len(label) + 1 :].strip()
    return None


def optional(fd, **labels):
    """Fields of labels that not every kernel prints: as numbers, where they are there."""
    found = {field: info(fd, label.replace("_", "-")) for field, label in labels.items()}
    return {field: int(value) for field, value in found.items() if value is not None}


def regular():
    fd = os.open(at("regular"), os.O_RDWR | os.O_CREAT)
    os.write(fd, b"twelve bytes")
    return fd, {"type": "REG", "name": at("regular"), "size": 12, "offset": 12, "links": 1}


def directory():
    return os.open(DIR, os.O_RDONLY), {"type": "DIR", "name": DIR}


def unnamed_file():
    fd = os.open(DIR, os.O_RDWR | os.O_TMPFILE)
    return fd, {"type": "REG", "deleted": True, "name": f"~^{DIR}/#.*"}


def locked_whole():
    fd = os.open(at("locked"), os.O_RDWR | os.O_CREAT | os.O_APPEND)
    fcntl.lockf(fd, fcntl.LOCK_EX)
    return fd, {"type": "REG", "locked": True, "locks": ["POSIX WRITE 0-EOF"]}


def locked_in_part():
    fd = os.open(at("locked in part"), os.O_RDWR | os.O_CREAT)
    fcntl.lockf(fd, fcntl.LOCK_SH, 4, 2)
    return fd, {"type": "REG", "locked": True, "locks": ["POSIX READ 2-5"]}


def locked_by_flock():
    fd = os.open(at("flock"), os.O_RDWR | os.O_CREAT)
    fcntl.flock(fd, fcntl.LOCK_SH)
    return fd, {"type": "REG", "locked": True, "locks": ["FLOCK READ 0-EOF"]}


def path_of_link():
    os.symlink("nowhere", at("link"))
    fd = os.open(at("link"), os.O_PATH | os.O_NOFOLLOW)
    return fd, {"type": "LINK", "mode": "---", "name": at("link")}


def character():
    fd = os.open("/dev/null", os.O_RDONLY)
    return fd, {"type": "CHR", "driver": "mem", "rdev": "1:3", "name": "/dev/null"}


def misc():
    fd = os.open("/dev/fuse", os.O_RDWR)
    return fd, {"type": "CHR", "driver": "misc:fuse", "rdev": device(fd), "name": "/dev/fuse"}


def readable(path):
    try:
        return os.open(path, os.O_RDONLY), path
    except OSError:
        return None


def block():
    disks = ("/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/loop0")
    fd, path = next(filter(None, map(readable, disks)))
    return fd, {"type": "BLK", "driver": "~.+", "rdev": device(fd), "name": path}


def pipe():
    read, write = os.pipe()
    kept(write)
    inode = os.fstat(read).st_ino
    return read, {
        "type": "FIFO", "mode": "r--", "inode": inode, "name": f"pipe:[{inode}]",
        "owner_uid": os.getuid(),
    }


def fifo():
    os.mkfifo(at("fifo"))
    return os.open(at("fifo"), os.O_RDWR), {"type": "FIFO", "name": at("fifo")}


def opened(*arguments):
    return kept(socket.socket(*arguments))


def tcp_listener():
    made = opened(socket.AF_INET, socket.SOCK_STREAM)
    made.bind(("127.0.0.1", 0))
    made.listen()
    port = made.getsockname()[1]
    return made.fileno(), {
        "type": "SOCK", "protocol": "tcp", "state": "LISTEN", "socket_type": "stream",
        "local": "127.0.0.1", "local_port": port, "endpoints": f"127.0.0.1:{port}",
    }


def tcp_connection():
    server, client = opened(socket.AF_INET6), opened(socket.AF_INET6)
    server.bind(("::1", 0))
    server.listen()
    client.connect(server.getsockname())
    here, there = client.getsockname()[1], server.getsockname()[1]
    return client.fileno(), {
        "type": "SOCK", "protocol": "tcp6", "state": "ESTABLISHED", "peer": "::1",
        "local_port": here, "peer_port": there, "endpoints": f"[::1]:{here}->[::1]:{there}",
    }


def udp():
    made = opened(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made.fileno(), {
        "type": "SOCK", "protocol": "udp", "socket_type": "dgram", "local": "127.0.0.1",
        "local_port": made.getsockname()[1],
    }


def udp_connection():
    made = opened(socket.AF_INET6, socket.SOCK_DGRAM)
    made.connect(("::1", 9))
    return made.fileno(), {
        "type": "SOCK", "protocol": "udp6", "state": "ESTABLISHED", "peer": "::1", "peer_port": 9,
    }


def udplite():
    made = opened(socket.AF_INET, socket.SOCK_DGRAM, 136)
    made.bind(("127.0.0.1", 0))
    return made.fileno(), {"type": "SOCK", "protocol": "udplite", "local": "127.0.0.1"}


def raw():
    made = opened(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    return made.fileno(), {
        "type": "SOCK", "protocol": "raw", "socket_type": "raw", "ip_protocol": "icmp",
    }


def raw6():
    made = opened(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    return made.fileno(), {"type": "SOCK", "protocol": "raw6", "ip_protocol": "icmpv6"}


def ping():
    made = opened(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
    made.bind(("127.0.0.1", 0))
    return made.fileno(), {"type": "SOCK", "protocol": "icmp"}


def packet():
    made = opened(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    return made.fileno(), {"type": "SOCK", "protocol": "packet", "local": "all", "local_port": 0}


def packet_of_an_interface():
    made = opened(socket.AF_PACKET, socket.SOCK_DGRAM, 0)
    made.bind(("lo", 0x0800))
    index = socket.if_nametoindex("lo")
    return made.fileno(), {
        "type": "SOCK", "protocol": "packet", "local": "ip", "local_port": index,
        "socket_type": "dgram",
    }


def netlink():
    made = opened(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    RTMGRP_LINK, RTMGRP_NEIGH = 1, 4
    made.bind((0, RTMGRP_LINK | RTMGRP_NEIGH))
    return made.fileno(), {
        "type": "SOCK", "protocol": "netlink", "local": "route",
        "local_port": made.getsockname()[0], "netlink_groups": ["link", "neigh"],
    }


def unix_listener():
    made = opened(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made.bind(at("listener"))
    made.listen()
    return made.fileno(), {
        "type": "SOCK", "protocol": "unix", "socket_type": "seqpacket", "state": "LISTEN",
        "local": at("listener"), "endpoints": at("listener"),
    }


def unix_abstract():
    made = opened(socket.AF_UNIX, socket.SOCK_DGRAM)
    name = f"of this test {os.getpid()}"
    made.bind("\0" + name)
    return made.fileno(), {
        "type": "SOCK", "protocol": "unix", "socket_type": "dgram", "local": "@" + name,
    }


def unix_half_closed():
    one, other = socket.socketpair()
    kept(one)
    kept(other).shutdown(socket.SHUT_WR)
    return other.fileno(), {"type": "SOCK", "protocol": "unix", "shutdown": ["send"]}


def unix_pair():
    one, other = socket.socketpair()
    kept(other)
    socket.send_fds(kept(one), [b"x"], [0, 1])
    return other.fileno(), {
        "type": "SOCK", "protocol": "unix", "socket_type": "stream", "state": "ESTABLISHED",
        "peer_inode": os.fstat(one.fileno()).st_ino, "shutdown": [],
        **optional(other.fileno(), scm_fds="scm_fds"),
    }


def unbound():
    made = opened(socket.AF_INET, socket.SOCK_STREAM)
    inode = os.fstat(made.fileno()).st_ino
    return made.fileno(), {
        "type": "SOCK", "protocol": "tcp", "family": "inet", "local": None, "name": f"socket:[{inode}]",
    }


def vsock():
    made = opened(socket.AF_VSOCK, socket.SOCK_STREAM)
    return made.fileno(), {"type": "SOCK", "protocol": "vsock"}


def alg():
    made = opened(socket.AF_ALG, socket.SOCK_SEQPACKET)
    return made.fileno(), {"type": "SOCK", "protocol": "alg"}


def pty_master():
    master, slave = os.openpty()
    name = os.ttyname(kept(slave))
    number = int(name.rsplit("/", 1)[1])
    return master, {
        "type": "CHR", "driver": "/dev/ptmx", "tty_index": number, "tty_peer": name,
        "name": link(master),
    }


def pty_slave():
    master, slave = os.openpty()
    kept(master)
    return slave, {
        "type": "CHR", "driver": "~pts", "tty_index": int(os.ttyname(slave).rsplit("/", 1)[1]),
        "tty_peer": "/dev/ptmx", "name": os.ttyname(slave),
    }


def eventfd():
    EFD_SEMAPHORE = 1
    fd = checked(LIBC.eventfd(31, EFD_SEMAPHORE))
    return fd, {
        "type": "eventfd", "eventfd_count": 31, "name": "~eventfd", "eventfd_semaphore": True,
        **optional(fd, eventfd_id="eventfd_id"),
    }


def epoll():
    made = kept(select.epoll())
    read, write = os.pipe()
    kept(write)
    made.register(read, select.EPOLLIN | select.EPOLLET)
    return made.fileno(), {
        "type": "eventpoll", "epoll_fds": [read], "epoll_events": ["in|err|hup|et"],
        "epoll_inodes": [os.fstat(read).st_ino], "epoll_names": [link(read)],
        "name": f"~eventpoll.*{read}",
    }


def waited_for():
    made = kept(select.epoll())
    read, write = os.pipe()
    kept(write)
    made.register(read, select.EPOLLIN)
    return read, {"type": "FIFO", "polled_by": [made.fileno()]}


def inotify():
    fd = checked(LIBC.inotify_init1(0))
    IN_CREATE, IN_DELETE = 0x100, 0x200
    wd = checked(LIBC.inotify_add_watch(fd, DIR.encode(), IN_CREATE | IN_DELETE))
    return fd, {
        "type": "inotify", "watch_descriptors": [wd], "watch_inodes": [os.stat(DIR).st_ino],
        "watch_events": ["create|delete"], "watch_objects": ["inode"], "name": "~inotify",
    }


def fanotify():
    FAN_CLOEXEC, FAN_MARK_ADD, FAN_OPEN, FAN_CLOSE_WRITE = 1, 1, 0x20, 8
    fd = checked(LIBC.fanotify_init(FAN_CLOEXEC, os.O_RDONLY))
    mask = ctypes.c_uint64(FAN_OPEN | FAN_CLOSE_WRITE)
    checked(LIBC.fanotify_mark(fd, FAN_MARK_ADD, mask, -100, DIR.encode()))
    return fd, {
        "type": "fanotify", "watch_inodes": [os.stat(DIR).st_ino], "watch_objects": ["inode"],
        "watch_events": ["close_write|open"], "fanotify_flags": ["cloexec"], "name": "~fanotify",
    }


def signalfd():
    mask = (ctypes.c_uint64 * 16)(1 << signal.SIGUSR1 - 1 | 1 << signal.SIGCHLD - 1)
    fd = checked(LIBC.signalfd(-1, mask, 0))
    return fd, {"type": "signalfd", "signalfd_signals": ["USR1", "CHLD"], "name": "~USR1"}


def timerfd():
    fd = checked(LIBC.timerfd_create(time.CLOCK_BOOTTIME, 0))
    when = (ctypes.c_long * 4)(7, 500_000_000, 5000, 0)
    checked(LIBC.timerfd_settime(fd, 0, when, None))
    return fd, {
        "type": "timerfd", "timerfd_clock": "boottime", "timerfd_interval": 7.5,
        "timerfd_ticks": 0, "name": "~timerfd.*boottime",
    }


def pidfd():
    fd = os.pidfd_open(os.getpid())
    return fd, {
        "type": "pidfd", "pidfd_pid": os.getpid(), "pidfd_nspid": [os.getpid()],
        "pidfd_command": open("/proc/self/comm").read().rstrip("\n"),
        "name": f"~pidfd.*{os.getpid()}",
    }


def pidfd_of_nobody():
    child = os.fork()
    if child == 0:
        os._exit(0)
    fd = os.pidfd_open(child)
    os.waitpid(child, 0)
    return fd, {"type": "pidfd", "pidfd_pid": None, "pidfd_gone": True, "name": "~pidfd"}


def io_uring():
    fd = syscall(IO_URING_SETUP, 8, (ctypes.c_uint8 * 120)())
    return fd, {
        "type": "io_uring", "uring_sq_entries": 8, "uring_cq_entries": 16, "uring_sq_ready": 0,
        "uring_files": 0, "name": "~io_uring",
    }


def userfaultfd():
    fd = syscall(USERFAULTFD, os.O_CLOEXEC | 1)
    fcntl.ioctl(fd, 0xC018AA3F, struct.pack("QQQ", 0xAA, 0, 0))
    return fd, {
        "type": "userfaultfd", "uffd_pending": 0, "uffd_total": 0, "uffd_api": "0xaa",
        "name": "~userfaultfd",
    }


def perf_event():
    PERF_TYPE_SOFTWARE, SIZE = 1, 64
    attributes = struct.pack("IIQQQQQ16x", PERF_TYPE_SOFTWARE, SIZE, 1, 0, 0, 0, 1 << 5)
    fd = syscall(PERF_EVENT_OPEN, ctypes.c_char_p(attributes), 0, -1, -1, 0)
    return fd, {"type": "perf_event", "name": "~perf_event"}


def bpf(command, attributes):
    text = ctypes.create_string_buffer(attributes, 128)
    return syscall(BPF, command, text, 128)


def map_of(kind):
    return bpf(0, struct.pack("IIIIIII16s", kind, 4, 8, 3, 0, 0, 0, b"of_this_test"))


def bpf_map():
    fd = map_of(2)
    return fd, {
        "type": "bpf-map", "bpf_map_type": "array", "bpf_key_size": 4, "bpf_value_size": 8,
        "bpf_max_entries": 3, "bpf_frozen": False, "bpf_id": int(info(fd, "map_id")),
        "name": f"bpf-map id={info(fd, 'map_id')} type=array",
    }


def program_of(kind):
    # A constant that nobody needs, so that the hash of the program is its own.
    own = struct.pack("BBHi", 0xB7, 1, 0, os.getpid())
    program = bytes.fromhex("b700000000000000" "9500000000000000")
    program = ctypes.create_string_buffer(own + program)
    licence = ctypes.create_string_buffer(b"GPL")
    kept((program, licence))
    addresses = ctypes.addressof(program), ctypes.addressof(licence)
    rest = 0, 0, 0, 0, 0, b"of_this_test"
    return bpf(5, struct.pack("IIQQIIQII16s", kind, 3, *addresses, *rest))


def bpf_program():
    fd = program_of(1)
    return fd, {
        "type": "bpf-prog", "bpf_prog_type": "socket_filter", "bpf_tag": info(fd, "prog_tag"),
        "bpf_id": int(info(fd, "prog_id")), "bpf_run_count": 0,
        "name": f"bpf-prog id={info(fd, 'prog_id')} type=socket_filter",
    }


def bpf_link():
    """A program of a network namespace: BPF_PROG_TYPE_FLOW_DISSECTOR can be linked to it."""
    LINK_CREATE, FLOW_DISSECTOR, ATTACH = 28, 22, 17
    program = kept(program_of(FLOW_DISSECTOR))
    space = os.open("/proc/self/ns/net", os.O_RDONLY)
    fd = bpf(LINK_CREATE, struct.pack("IIII", program, space, ATTACH, 0))
    return fd, {
        "type": "~bpf[-_]link", "bpf_link_type": "netns", "bpf_id": int(info(fd, "link_id")),
        "bpf_prog_id": int(info(program, "prog_id")), "bpf_attach_type": "flow_dissector",
        "bpf_netns": os.fstat(space).st_ino,
    }


def btf():
    kinds = struct.pack("IIII", 0, 1 << 24, 4, 1 << 24 | 32)
    text = struct.pack("HBBIIIII", 0xEB9F, 1, 0, 24, 0, len(kinds), len(kinds), 1) + kinds + b"\0"
    text = ctypes.create_string_buffer(text, len(text))
    fd = bpf(18, struct.pack("QQII", ctypes.addressof(text), 0, len(text), 0))
    return fd, {"type": "btf", "bpf_id": int(info(fd, "btf_id")), "name": "~btf"}


def memfd():
    fd = os.memfd_create("of this test")
    os.write(fd, b"four")
    return fd, {
        "type": "REG", "kind": "memfd", "memfd_name": "of this test", "size": 4, "deleted": True,
        "fs_type": "tmpfs",
    }


def secret():
    fd = syscall(MEMFD_SECRET, 0)
    return fd, {"kind": "secretmem", "name": "~secretmem", "fs_type": "secretmem"}


def tun():
    fd = os.open("/dev/net/tun", os.O_RDWR)
    IFF_TUN, TUNSETIFF = 1, 0x400454CA
    name = f"kinds{os.getpid()}"[:15]
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN))
    return fd, {
        "type": "CHR", "driver": "misc:tun", "tun_interface": name, "name": "/dev/net/tun",
    }


def kvm():
    fd = os.open("/dev/kvm", os.O_RDWR)
    return fd, {"type": "CHR", "driver": "misc:kvm", "name": "/dev/kvm"}


def kvm_machine():
    system = os.open("/dev/kvm", os.O_RDWR)
    return fcntl.ioctl(system, 0xAE01, 0), {"type": "kvm-vm", "name": "~kvm-vm"}


def kvm_processor():
    system = os.open("/dev/kvm", os.O_RDWR)
    machine = kept(fcntl.ioctl(system, 0xAE01, 0))
    fd = fcntl.ioctl(machine, 0xAE41, 3)
    return fd, {"type": "kvm-vcpu", "kvm_vcpu": 3, "name": "~kvm-vcpu"}


def namespace():
    fd = os.open("/proc/self/ns/uts", os.O_RDONLY)
    return fd, {"type": "NS", "ns_type": "uts", "inode": os.fstat(fd).st_ino, "name": link(fd)}


def message_queue():
    name = f"/kinds{os.getpid()}"
    library = ctypes.CDLL("librt.so.1", use_errno=True)
    fd = checked(library.mq_open(name.encode(), os.O_RDWR | os.O_CREAT, 0o600, None))
    library.mq_unlink(name.encode())
    return fd, {"type": "~REG|mqueue", "name": f"~{name}"}


def mount_context():
    fd = syscall(FSOPEN, ctypes.c_char_p(b"tmpfs"), 1)
    return fd, {"type": "fscontext", "name": "~fscontext"}


def mount_tree():
    OPEN_TREE_CLONE = 1
    fd = syscall(OPEN_TREE, -100, ctypes.c_char_p(DIR.encode()), OPEN_TREE_CLONE)
    return fd, {"type": "DIR", "mode": "---", "name": "/"}


def landlock():
    rules = ctypes.create_string_buffer(struct.pack("Q", 1), 8)
    fd = syscall(LANDLOCK_CREATE_RULESET, rules, 8, 0)
    return fd, {"type": "landlock-ruleset", "name": "~landlock-ruleset"}


def seccomp_listener():
    """Of a child, since it waits for whom it listens to."""
    NEW_LISTENER, SET_MODE_FILTER, ALLOW = 8, 1, 0x7FFF0000
    code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, ALLOW), 8)
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 1, ctypes.addressof(code)), 16)
    fd = syscall(SECCOMP, SET_MODE_FILTER, NEW_LISTENER, program)
    return fd, {"type": "seccomp notify", "name": "~seccomp notify"}


def dma_buffer():
    heap = next(os.scandir("/dev/dma_heap")).path
    fd = os.open(heap, os.O_RDWR)
    asked = bytearray(struct.pack("QIIQ", mmap.PAGESIZE, 0, os.O_RDWR, 0))
    fcntl.ioctl(fd, 0xC0184800, asked)
    fd = struct.unpack("QIIQ", asked)[1]
    return fd, {"kind": "dmabuf", "dmabuf_size": mmap.PAGESIZE, "name": "~dmabuf"}


def graphics():
    fd = os.open(next(os.scandir("/dev/dri")).path, os.O_RDWR)
    return fd, {"type": "CHR", "driver": "drm"}


def synthetic():
    """A file of the kernel's own making."""
    fd = os.open("/proc/version", os.O_RDONLY)
    return fd, {"type": "REG", "fs_type": "proc", "name": "/proc/version"}


MAKERS = [
    regular, directory, unnamed_file, locked_whole, locked_in_part, locked_by_flock, path_of_link,
    character, misc, block, pipe, fifo, tcp_listener, tcp_connection, udp, udp_connection, udplite, raw, raw6, ping, packet,
    packet_of_an_interface, netlink, unix_listener, unix_abstract, unix_half_closed, unix_pair,
    unbound, vsock, alg, pty_master, pty_slave, eventfd, epoll, waited_for, inotify, fanotify,
    signalfd, timerfd, pidfd, pidfd_of_nobody, io_uring, userfaultfd, perf_event, bpf_map, bpf_program,
    bpf_link, btf, memfd, secret, tun, kvm, kvm_machine, kvm_processor, namespace, message_queue,
    mount_context, mount_tree, landlock, dma_buffer, graphics, synthetic, seccomp_listener,
]


def main():
    made, missing = {}, {}
    for maker in MAKERS:
        try:
            fd, expected = maker()
            made[maker.__name__] = {"fd": fd, **expected}
        except (OSError, AttributeError, StopIteration) as error:
            missing[maker.__name__] = str(error)
    print(json.dumps({"made": made, "missing": missing}), flush=True)
    while os.read(0, 4096):
        pass


main()
