"""A process with files open on a FUSE file system whose server has fallen silent.

The mount is in a mount namespace of its own, at the directory that is the argument. It says `ready`
with the numbers of a descriptor of a file on it and of one that watches that file, or why there can
be none, and ends with its standard input.
"""

import ctypes
import errno
import mmap
import os
import struct
import sys
import threading

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, MS_PRIVATE, MS_REC = 0x20000, 1 << 18, 1 << 14
LOOKUP, FORGET, GETATTR, OPEN, INIT, OPENDIR, BATCH_FORGET = 1, 2, 3, 14, 26, 27, 42
ROOT, FILE, HOUR = 1, 2, 3600
HEADER = struct.Struct("IIQQIIII")

SILENT = threading.Event()


def checked(result):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def attributes(node):
    mode = 0o40755 if node == ROOT else 0o100644
    return struct.pack("QQQQQQIIIIIIIIII", node, 8192, 16, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)


def answer(operation, node):
    if operation == INIT:
        return struct.pack("IIIIHHIIHHI28x", 7, 31, 4096, 0, 8, 8, 4096, 1, 1, 0, 0)
    if operation == LOOKUP:
        return struct.pack("QQQQII", FILE, 0, HOUR, HOUR, 0, 0) + attributes(FILE)
    if operation == GETATTR:
        return struct.pack("QII", HOUR, 0, 0) + attributes(node)
    if operation in (OPEN, OPENDIR):
        return struct.pack("QII", 0, 0, 0)
    return None


def serve(device):
    while not SILENT.is_set():
        try:
            request = os.read(device, 1 << 16)
        except BlockingIOError:
            SILENT.wait(0.001)
            continue
        _, operation, unique, node, *_ = HEADER.unpack_from(request)
        if operation in (FORGET, BATCH_FORGET):
            continue
        reply = answer(operation, node)
        error = 0 if reply is not None else -errno.ENOSYS
        reply = reply or b""
        os.write(device, struct.pack("IiQ", 16 + len(reply), error, unique) + reply)


def main():
    place = sys.argv[1].encode()
    checked(LIBC.unshare(CLONE_NEWNS))
    checked(LIBC.mount(None, b"/", None, MS_REC | MS_PRIVATE, None))
    device = os.open("/dev/fuse", os.O_RDWR | os.O_NONBLOCK)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    checked(LIBC.mount(b"dead server", place, b"fuse.dead", 0, options))
    server = threading.Thread(target=serve, args=(device,), daemon=True)
    server.start()
    path = os.path.join(os.fsdecode(place), "file")
    # The server is asked at the first end of a file whether it cares, and does not.
    os.close(os.open(path, os.O_RDONLY))
    file = os.open(path, os.O_RDWR)
    mapped = mmap.mmap(file, 4096)
    watching = LIBC.inotify_init1(0)
    IN_MODIFY = 2
    if LIBC.inotify_add_watch(watching, path.encode(), IN_MODIFY) < 0:
        checked(-1)
    os.chdir(place)
    SILENT.set()
    server.join()
    os.write(1, f"ready {file} {watching}\n".encode())
    while os.read(0, 4096):
        pass
    os._exit(len(mapped) - 4096)


try:
    main()
except OSError as error:
    os.write(1, f"failed {error}\n".encode())
