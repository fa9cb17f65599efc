"""Processes that a shell cannot be, each by the name of its role.

Each says `ready` and what it has to tell in one line, and ends with its standard input.
"""

import ctypes
import fcntl
import mmap
import os
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_FS, CLONE_FILES, CLONE_NEWNET = 0x200, 0x400, 0x40000000
MCL_CURRENT = 1
PR_SET_NAME = 15
F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE = 37, 38, 1024
SYS_KCMP = {"x86_64": 312, "aarch64": 272}.get(os.uname().machine)
SYS_SETRESUID = {"x86_64": 117, "aarch64": 147}.get(os.uname().machine)
SYS_EXIT = {"x86_64": 60, "aarch64": 93}.get(os.uname().machine)


def ready(*words):
    os.write(1, " ".join(["ready", *map(str, words)]).encode() + b"\n")


def wait():
    while os.read(0, 4096):
        pass


def end():
    """All of the process, whatever its threads do."""
    wait()
    os._exit(0)


def fail():
    error = ctypes.get_errno()
    os.write(1, b"failed " + os.strerror(error).encode() + b"\n")
    os._exit(1)


def threads(count):
    """As many threads, all but the first asleep."""
    threading.stack_size(64 << 10)
    never = threading.Lock()
    never.acquire()
    for _ in range(int(count) - 1):
        threading.Thread(target=never.acquire, daemon=True).start()
    ready()
    end()


def apart(path):
    """A thread with a table of descriptors of its own, and a file in it."""

    def leave():
        if LIBC.unshare(CLONE_FILES | CLONE_FS) != 0:
            fail()
        os.chdir("/usr")
        file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        LIBC.prctl(PR_SET_NAME, b"a thread")
        ready(threading.get_native_id(), file)
        time.sleep(3600)

    threading.Thread(target=leave, daemon=True).start()
    end()


def partly():
    """A thread with directories of its own, one with a table of its own in which the same is open, and
    a third that opens and closes all the while what the first thread has, too."""
    if SYS_KCMP is None or LIBC.syscall(SYS_KCMP, os.getpid(), os.getpid(), 2, 0, 0) != 0:
        fail()
    told = []

    def stray():
        if LIBC.unshare(CLONE_FS) != 0:
            fail()
        os.chdir("/usr")

    def part():
        if LIBC.unshare(CLONE_FILES) != 0:
            fail()

    def keep(begin):
        begin()
        told.append(threading.get_native_id())
        time.sleep(3600)

    for count, begin in enumerate((stray, part), 1):
        threading.Thread(target=keep, args=(begin,), daemon=True).start()
        while len(told) < count:
            time.sleep(0.001)

    def churn():
        while True:
            opened = [os.dup(0) for _ in range(20)]
            for number in opened:
                os.close(number)

    threading.Thread(target=churn, daemon=True).start()
    ready(*told)
    end()


def leaderless(user=None):
    """A leader that has ended, and a thread that has not; of another user, if one is given."""
    if SYS_EXIT is None:
        os.write(1, b"failed no number of exit\n")
        return

    def stay():
        # The wrapper of the library would change all threads.
        if user and LIBC.syscall(SYS_SETRESUID, *[int(user)] * 3) != 0:
            fail()
        state = f"/proc/{os.getpid()}/task/{os.getpid()}/stat"
        while ") Z " not in open(state).read():
            time.sleep(0.001)
        LIBC.prctl(PR_SET_NAME, b"a thread")
        ready(threading.get_native_id())
        end()

    threading.Thread(target=stay).start()
    LIBC.syscall(SYS_EXIT, 0)


def leaderless_holder(path):
    """The same, which holds a lock, a file that was removed, and both ends of a pipe."""
    locked = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(locked, fcntl.LOCK_EX)
    removed = os.open(path + ".gone", os.O_RDWR | os.O_CREAT)
    os.write(removed, b"x" * 5000)
    os.fsync(removed)
    os.unlink(path + ".gone")
    os.pipe()
    LIBC.prctl(PR_SET_NAME, b"the process")
    leaderless()


def renaming():
    """A process that never keeps its name."""
    threading.Thread(target=end, daemon=True).start()
    ready()
    number = 0
    while True:
        number = (number + 1) % 10
        LIBC.prctl(PR_SET_NAME, b"name%d) (\n" % number, 0, 0, 0)


def rewritten(text, *_):
    """Arguments overwritten in place, to their last byte, with a text and blanks."""
    with open("/proc/self/stat", "rb") as file:
        fields = file.read().rsplit(b") ", 1)[1].split()
    start, stop = int(fields[45]), int(fields[46])
    text = text.encode("utf-8", "surrogateescape")
    text = text[: stop - start].ljust(stop - start, b" ")
    ctypes.memmove(start, text, len(text))
    ready()
    end()


def unnamed():
    """A program that was given no argument at all, not even its name."""
    ready()
    # An interactive shell would read its standard input too, but say so.
    LIBC.execve(b"/bin/sh", (ctypes.c_char_p * 1)(None), (ctypes.c_char_p * 1)(None))
    fail()


def long(count, length):
    """A shell with so many arguments of such a length."""
    # A quarter of what the stack may grow to is what arguments may take.
    _, most = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (most, most))
    arguments = [chr(ord("a") + number % 26) * int(length) for number in range(int(count))]
    os.execv("/bin/sh", ["sh", "-c", "echo ready; read end", *arguments])


def chain(length):
    """A process in a process, and so on; tells the number of the innermost."""
    for _ in range(int(length) - 1):
        if os.fork() != 0:
            end()
    ready(os.getpid())
    end()


def terminal():
    """A process with a terminal of its own, in the foreground."""
    import pty

    pid, master = pty.fork()
    if pid == 0:
        os.execv("/bin/sh", ["sh", "-c", "read end"])
    ready(pid)
    wait()
    os.close(master)


def locked():
    """A process whose pages stay in memory."""
    if LIBC.mlockall(MCL_CURRENT) != 0:
        fail()
    ready()
    end()


def users(real, effective, saved):
    """Three users and three groups of the same numbers."""
    os.setresgid(int(real), int(effective), int(saved))
    os.setresuid(int(real), int(effective), int(saved))
    ready()
    end()


def lock(path, wish, waits):
    """A descriptor through which a lock is held: `posix`, `ofd`, `flock` or `lease`, `r` or `w`,
    and of the first two the first byte and how many."""
    kind, mode, *place = wish.split(":")
    file = os.open(path, os.O_RDONLY if kind == "lease" else os.O_RDWR)
    start, length = (int(part) for part in place or (0, 0))
    how = fcntl.F_RDLCK if mode == "r" else fcntl.F_WRLCK
    if kind == "flock":
        shared = fcntl.LOCK_SH if mode == "r" else fcntl.LOCK_EX
        fcntl.flock(file, shared | (0 if waits else fcntl.LOCK_NB))
    elif kind == "lease":
        fcntl.fcntl(file, F_SETLEASE, how)
    else:
        calls = {"posix": (fcntl.F_SETLK, fcntl.F_SETLKW), "ofd": (F_OFD_SETLK, F_OFD_SETLKW)}
        # Types, whence, first byte, length and process, as a kernel of 64 bits has them.
        fcntl.fcntl(file, calls[kind][waits], struct.pack("hhqqi4x", how, 0, start, length, 0))
    return file


def locks(path, *wishes):
    """Holds locks, each through a descriptor of its own, which it tells."""
    # Who is asked to give up a lease, and does not, is sent this.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    ready(*(lock(path, wish, False) for wish in wishes))
    end()


def waits(path, wish):
    """Waits for a lock, or with `open` for the end of somebody's lease."""

    def want():
        if wish == "open":
            os.open(path, os.O_WRONLY)
        else:
            lock(path, wish, True)

    threading.Thread(target=want, daemon=True).start()
    ready()
    end()


def shares(path, wish):
    """A lock that a child has, too; tells its number and the descriptor."""
    file = lock(path, wish, False)
    child = os.fork()
    if child != 0:
        ready(child, file)
    end()


def left(path):
    """A lock that somebody took who has gone; tells his number and that of who holds it."""
    taker = os.fork()
    if taker == 0:
        file = lock(path, "flock:w", False)
        heir = os.fork()
        if heir == 0:
            ready(os.getppid(), os.getpid(), file)
            end()
        os._exit(0)
    os.waitpid(taker, 0)
    end()


def watches(how, *paths):
    """Watches files, which it has open too, by inotify or by marks of fanotify on `files`, `mounts` or
    `systems`; tells the descriptor."""
    MODIFY, FAN_MARK_ADD, AT_FDCWD = 2, 1, -100
    MARKS = {"files": 0, "mounts": 0x10, "systems": 0x100}
    fd = LIBC.inotify_init1(0) if how == "inotify" else LIBC.fanotify_init(0, os.O_RDONLY)
    if fd < 0:
        fail()
    for path in paths:
        os.open(path, os.O_RDONLY)
        if how == "inotify":
            done = LIBC.inotify_add_watch(fd, path.encode(), MODIFY)
        else:
            flags, mask = FAN_MARK_ADD | MARKS[how], ctypes.c_uint64(MODIFY)
            done = LIBC.fanotify_mark(fd, flags, mask, AT_FDCWD, path.encode())
        if done < 0:
            fail()
    ready(fd)
    end()


def connected(family, address):
    """Both ends of a connection, and what is needed no more; of datagrams the server's alone is
    not connected."""
    kind = socket.SOCK_DGRAM if family == "udp" else socket.SOCK_STREAM
    families = {"unix": socket.AF_UNIX, "tcp46": socket.AF_INET6}
    server = socket.socket(families.get(family, socket.AF_INET), kind)
    server.bind(address if family == "unix" else (address, 0))
    client = socket.socket(socket.AF_UNIX if family == "unix" else socket.AF_INET, kind)
    name = server.getsockname()
    name = ("127.0.0.1", name[1]) if family in ("udp", "tcp46") else name
    if family == "udp":
        client.connect(name)
        return client.detach(), server.detach()
    server.listen()
    client.connect(name)
    far, _ = server.accept()
    server.close()
    return client.detach(), far.detach()


def ends(how, path):
    """Two descriptors that are ends of one thing: of a pipe the writing one first, of a terminal
    the master."""
    if how == "pipe":
        return os.pipe()[::-1]
    if how == "fifo":
        os.mkfifo(path)
        read = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        return os.open(path, os.O_WRONLY), read
    if how == "pty":
        return os.openpty()
    if how == "pair":
        one, other = socket.socketpair()
        return one.detach(), other.detach()
    if how == "eventfd":
        one = os.eventfd(0)
        return one, os.dup(one)
    if how == "memfd":
        one = os.memfd_create("between")
        return one, os.dup(one)
    if how == "file":
        one = os.open(path, os.O_RDWR | os.O_CREAT)
        return one, os.open(path, os.O_RDONLY)
    addresses = {"unix": path, "tcp": "127.0.0.1", "tcp46": "::", "udp": "0.0.0.0"}
    return connected(how, addresses[how])


def talks(how, path):
    """Two processes with one end each; tells the number of the child and both descriptors."""
    one, other = ends(how, path)
    child = os.fork()
    os.close(one if child == 0 else other)
    if child != 0:
        ready(child, one, other)
    end()


def connects(name, address, port, count):
    """Somebody of that name who has connected so often, once more over a local pair with a child of
    the same name; tells the number of the child."""
    with open("/proc/self/comm", "wb") as file:
        file.write(os.fsencode(name))
    connections = [socket.create_connection((address, int(port))) for _ in range(int(count))]
    one, other = socket.socketpair()
    child = os.fork()
    if child == 0:
        one.close()
        for connection in connections:
            connection.close()
    else:
        other.close()
        ready(child)
    end()


def networks():
    """A process with a connection to another in a network namespace of its own; tells the number of
    that, and the port that it has come to."""

    def ip(line):
        subprocess.run(["ip", *line.split()], check=True, stderr=subprocess.DEVNULL)

    try:
        if LIBC.unshare(CLONE_NEWNET) != 0:
            fail()
        (go, told), (port, tell) = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            LIBC.unshare(CLONE_NEWNET)
            os.write(tell, b"x")
            os.read(go, 1)
            ip("addr add 192.0.2.2/24 dev far")
            ip("link set far up")
            server = socket.create_server(("192.0.2.2", 0))
            os.write(tell, struct.pack("H", server.getsockname()[1]))
            connection, _ = server.accept()
            end()
        os.read(port, 1)
        ip("link add near type veth peer name far netns %d" % child)
        ip("addr add 192.0.2.1/24 dev near")
        ip("link set near up")
        os.write(told, b"x")
        (number,) = struct.unpack("H", os.read(port, 2))
        connection = socket.create_connection(("192.0.2.2", number), timeout=10)
        ready(child, number)
    except (OSError, subprocess.CalledProcessError) as error:
        os.write(1, b"failed " + str(error).encode() + b"\n")
        os._exit(1)
    end()


def holds(*numbers):
    """A process with these descriptors alone."""
    numbers = {int(number) for number in numbers}
    file = os.open("/dev/null", os.O_RDONLY)
    # The last is out of the way of those that are wanted.
    last = max(numbers, default=0) + 1
    os.dup2(0, last)
    os.dup2(file, last + 1)
    ready()
    for number in numbers:
        os.dup2(last + number % 2, number)
    for number in {0, 1, 2, file, last, last + 1} - numbers:
        os.close(number)
    time.sleep(3600)


def deep(directory):
    """A process with a file whose path is longer than the kernel tells, and an epoll instance that waits
    for its standard input; tells both descriptors."""
    os.chdir(directory)
    for _ in range(25):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    file = os.open("file", os.O_RDWR | os.O_CREAT, 0o600)
    poll = select.epoll()
    poll.register(0)
    ready(file, poll.fileno())
    end()


def maps(*paths):
    """A process whose name is no text, and that has these files mapped."""
    LIBC.prctl(PR_SET_NAME, b"maps\xff\"", 0, 0, 0)
    mapped = []
    for path in paths:
        with open(path, "rb") as file:
            mapped.append(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
    ready()
    end()


def restless(number):
    """A process that opens and closes all the while, and holds one descriptor above those."""
    held = int(number)
    os.dup2(0, held)
    ready()
    threading.Thread(target=end, daemon=True).start()
    while True:
        opened = [os.dup(held) for _ in range(held - 4)]
        for number in opened[::2] + opened[1::2]:
            os.close(number)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
