#!/usr/bin/env python3
"""Makes a small world of processes that talk to each other, and draws it: docs/pnet.svg and
docs/pfd.svg, the pictures of the README.

As root, with the tools built and graphviz and iproute2 installed:

    unshare --net --pid --mount --fork --mount-proc python3 docs/graph.py target/release docs

Nothing of the machine is in the pictures: networks, connections and processes are made here, and
end with this program, which is the first of its namespace.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile


def actor(name, *kept):
    """A process of that name that has nothing but these, and stays."""
    told, tell = os.pipe()
    if os.fork() == 0:
        with open("/proc/self/comm", "w") as file:
            file.write(name)
        null = os.open("/dev/null", os.O_RDWR)
        for standard in range(3):
            os.dup2(null, standard)
        kept = {end if isinstance(end, int) else end.fileno() for end in kept}
        for number in range(3, 256):
            if number not in kept | {tell}:
                try:
                    os.close(number)
                except OSError:
                    pass
        os.close(tell)
        signal.pause()
    os.close(tell)
    os.read(told, 1)
    os.close(told)


def connection(family, server, address=None):
    """Both ends of a connection to a server."""
    client = socket.socket(family, server.type)
    client.connect(address or server.getsockname())
    return client, server.accept()[0]


VISITOR = """
import socket, sys
kept = [socket.create_connection(("192.0.2.1", 443)) for _ in range(3)]
open("/proc/self/comm", "w").write("visitor")
sys.stdin.read()
"""


def visitor():
    """Another machine, as far as the others can see: a network namespace with a line to this one."""
    script = (
        "echo; read go; ip addr add 192.0.2.7/24 dev eth0; ip link set eth0 up; "
        'exec "$0" -c "$1"'
    )
    command = ["unshare", "--net", "sh", "-c", script, sys.executable, VISITOR]
    far = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    far.stdout.readline()
    for line in (
        f"link add visitors type veth peer name eth0 netns {far.pid}",
        "addr add 192.0.2.1/24 dev visitors",
        "link set visitors up",
    ):
        subprocess.run(["ip", *line.split()], check=True)
    far.stdin.write(b"go\n")
    far.stdin.flush()
    return far


def make(place):
    """The world: each connection is made, and then its ends are given to whom they shall belong."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    web = socket.create_server(("0.0.0.0", 443))
    far = visitor()
    visits = [web.accept()[0] for _ in range(3)]
    database = socket.create_server(("::", 5432), family=socket.AF_INET6, dualstack_ipv6=True)
    application = socket.socket(socket.AF_UNIX)
    application.bind(os.path.join(place, "application.sock"))
    application.listen()
    cache = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    cache.bind(("127.0.0.1", 11211))
    log, entries = os.pipe()
    shared = os.memfd_create("sessions")
    forwards, queries = [], []
    for _ in range(2):
        forward, asked = connection(socket.AF_UNIX, application)
        query, answered = connection(socket.AF_INET, database, ("127.0.0.1", 5432))
        lookup = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        lookup.connect(cache.getsockname())
        actor("worker", asked, query, lookup, entries, shared)
        forwards.append(forward)
        queries.append(answered)
    actor("nginx", web, *visits, *forwards, entries)
    actor("postgres", database, *queries, entries)
    actor("memcached", cache)
    actor("logger", log)
    for end in (log, entries, shared):
        os.close(end)
    return far


def draw(program, arguments, picture):
    text = subprocess.run([program, *arguments, "--graph", "dot"], check=True, capture_output=True)
    drawn = subprocess.run(["dot", "-Tsvg"], check=True, capture_output=True, input=text.stdout)
    with open(picture, "wb") as file:
        file.write(drawn.stdout)


def main(tools, docs):
    with tempfile.TemporaryDirectory() as place:
        far = make(place)
        draw(os.path.join(tools, "pnet"), [], os.path.join(docs, "pnet.svg"))
        # This program holds the pipes of those it has started, and is no part of the world.
        others = "process !~ '^(python|pfd)' and peer_process !~ '^(python|pfd)'"
        draw(os.path.join(tools, "pfd"), ["peers", "-Q", others], os.path.join(docs, "pfd.svg"))
        far.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
