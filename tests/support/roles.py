"""Processes that a shell cannot be, each by the name of its role.

Each says `ready` and what it has to tell in one line, and ends with its standard input.
"""

import ctypes
import fcntl
import os
import resource
import signal
import struct
import sys
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_FS, CLONE_FILES = 0x200, 0x400
MCL_CURRENT = 1
PR_SET_NAME = 15
F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE = 37, 38, 1024
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
        ready(threading.get_native_id(), file)
        time.sleep(3600)

    threading.Thread(target=leave, daemon=True).start()
    end()


def leaderless():
    """A leader that has ended, and a thread that has not."""
    if SYS_EXIT is None:
        os.write(1, b"failed no number of exit\n")
        return

    def stay():
        state = f"/proc/{os.getpid()}/task/{os.getpid()}/stat"
        while ") Z " not in open(state).read():
            time.sleep(0.001)
        ready(threading.get_native_id())
        end()

    threading.Thread(target=stay).start()
    LIBC.syscall(SYS_EXIT, 0)


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


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
