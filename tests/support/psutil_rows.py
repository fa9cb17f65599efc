"""What psutil tells of the processes named in the arguments: an array of rows in JSON, in which its
values stand under the names that the fields of `pps` have. What it cannot tell is absent.
"""

import json
import sys

import psutil

# What psutil calls the states of a process, by the letters of the kernel.
STATES = {
    psutil.STATUS_RUNNING: "R",
    psutil.STATUS_SLEEPING: "S",
    psutil.STATUS_DISK_SLEEP: "D",
    psutil.STATUS_STOPPED: "T",
    psutil.STATUS_TRACING_STOP: "t",
    psutil.STATUS_ZOMBIE: "Z",
    psutil.STATUS_IDLE: "I",
}
# Each call, and what of its answer is which field.
CALLS = {
    "ppid": {"ppid": lambda it: it},
    "name": {"comm": lambda it: it},
    "cmdline": {"argv": lambda it: it},
    "exe": {"exe": lambda it: it or None},
    "cwd": {"cwd": lambda it: it or None},
    "status": {"state": STATES.get},
    "username": {"ruser": lambda it: it},
    "terminal": {"tty": lambda it: it and it.removeprefix("/dev/")},
    "uids": {
        "ruid": lambda it: it.real,
        "uid": lambda it: it.effective,
        "suid": lambda it: it.saved,
    },
    "gids": {
        "rgid": lambda it: it.real,
        "gid": lambda it: it.effective,
        "sgid": lambda it: it.saved,
    },
    "num_threads": {"threads": lambda it: it},
    "nice": {"nice": lambda it: it},
    "num_fds": {"fds": lambda it: it},
    "create_time": {"started": lambda it: it},
    "environ": {"environ": lambda it: sorted(f"{name}={value}" for name, value in it.items())},
    "memory_info": {
        "rss": lambda it: it.rss,
        "vsz": lambda it: it.vms,
        "shared": lambda it: it.shared,
    },
    "memory_full_info": {
        "pss": lambda it: it.pss,
        "uss": lambda it: it.uss,
        "swap": lambda it: it.swap,
    },
    "cpu_times": {
        "user_time": lambda it: it.user,
        "system_time": lambda it: it.system,
        "children_user_time": lambda it: it.children_user,
        "children_system_time": lambda it: it.children_system,
    },
    "io_counters": {
        "read_calls": lambda it: it.read_count,
        "write_calls": lambda it: it.write_count,
        "read_bytes": lambda it: it.read_bytes,
        "write_bytes": lambda it: it.write_bytes,
        "read_chars": lambda it: it.read_chars,
        "write_chars": lambda it: it.write_chars,
    },
    "num_ctx_switches": {
        "voluntary_switches": lambda it: it.voluntary,
        "involuntary_switches": lambda it: it.involuntary,
    },
    "cpu_num": {"cpu": lambda it: it},
}


def row(pid):
    process = psutil.Process(pid)
    values = {"pid": process.pid}
    with process.oneshot():
        for call, fields in CALLS.items():
            try:
                answer = getattr(process, call)()
            except psutil.Error:
                continue
            for name, of in fields.items():
                values[name] = of(answer)
    return values


json.dump([row(int(pid)) for pid in sys.argv[1:]], sys.stdout)
