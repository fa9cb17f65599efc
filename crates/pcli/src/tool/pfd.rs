//! The options of `pfd`: those of lsof, lsfd and fuser under their letters.

use pcore::view::pfd::select::By;

use super::{Effect, Opt, flag, value};

/// For the manual.
pub(super) const HABITS: &[&str] = &[
    "What lsof calls -a is always the case: whatever selects in different ways narrows, and -a may \
     stay where it is. Several values of one option, and several words of one kind, widen.",
    "A path selects the file that it names, under any of its names, and what lies under it; of a \
     mount point every file of its file system. With --exact (-f, as in lsof) it is that file \
     alone. Only a path that is named is looked at, and never where a server or a program would have \
     to answer: there names are compared. /proc/77/fd/3 and the other links of a process are the file \
     that they stand for, whoever has it open.",
    "The letters are those of lsof. Behind the word lsfd, fuser or lslocks they are theirs, and letters \
     such as -vmu, which lsof does not have together, are fuser's anyway. -o is a list of fields before names \
     of fields, and else the offset; sizes and offsets each have a column.",
    "Where sockets are selected, by a port, an address, -i, -U or -s, their protocol, state and ends are \
     shown in place of what only files have. -E shows who has the other end, of pipes too.",
    "-t prints the numbers of processes alone, as for kill $(pfd -t 22/tcp), and exits with 1 if \
     there is none. 22/tcp is the port on this side, as in fuser; :22 is it on either side, as in \
     lsof -i :22.",
    "pfd totals, which is --summary too, counts what words and options select, as in pfd files: pfd \
     totals -u www-data --by mount. A filter by a field of totals chooses among these, any other \
     among the files that are counted.",
];

/// The options.
pub(super) const OPTIONS: &[Opt] = &[
    // Whose.
    value(
        'p',
        "pid",
        "PIDS",
        "Files of these processes; ^PID leaves out",
        Effect::OneOf(&["pid", "pids", "holder_pid", "peer_pid"]),
    ),
    value(
        'u',
        "user",
        "USERS",
        "Files of processes of these users; ^USER leaves out",
        Effect::OneOf(&["user", "uid"]),
    ),
    value(
        'c',
        "command",
        "NAMES",
        "Files of processes whose name begins so, or matches /REGEX/; ^NAME leaves out",
        Effect::In(&[
            (FILES, Effect::Open(By::Command)),
            (&["usage"], Effect::OneOf(&["comm"])),
            (&["locks", "peers"], Effect::OneOf(&["command", "process", "peer_process"])),
        ]),
    ),
    value(
        'g',
        "pgid",
        "PGIDS",
        "Files of these process groups; alone it shows the group",
        Effect::In(&[(FILES, Effect::All(&[Effect::OneOf(&["pgid"]), Effect::Add(&["pgid"])]))]),
    ),
    // Which.
    value(
        'd',
        "assoc",
        "WHAT",
        "Only these: cwd, rtd, txt, mem, fd, a namespace such as net, numbers such as 1 and 0-2; ^WHAT leaves out",
        Effect::In(&[(FILES, Effect::Open(By::Association))]),
    ),
    value(
        ' ',
        "type",
        "TYPES",
        "Files of these types or kinds: REG, DIR, sock, pipe, memfd and so on",
        Effect::In(&[(FILES, Effect::OneOf(&["type", "kind"]))]),
    ),
    flag(
        ' ',
        "deleted",
        "Files that have lost their last name, with the space that they hold",
        Effect::In(&[(FILES, keep("deleted", "deleted"))]),
    ),
    value(
        ' ',
        "links-below",
        "N",
        "Files with fewer names than this, as lsof +L1",
        Effect::In(&[(FILES, Effect::All(&[Effect::Open(By::Links), Effect::Add(&["links"])]))]),
    ),
    value(
        ' ',
        "under",
        "DIR",
        "Files at or below a directory by name, as lsof +D",
        Effect::In(&[(FILES, Effect::Open(By::Under))]),
    ),
    value(
        ' ',
        "in",
        "DIR",
        "A directory and what lies directly in it by name, as lsof +d",
        Effect::In(&[(FILES, Effect::Open(By::In))]),
    ),
    value(
        'm',
        "file-system",
        "PATH",
        "Files of the file system that this lies on, as fuser -m",
        Effect::In(&[(FILES, Effect::Open(By::FileSystem))]),
    ),
    value(
        ' ',
        "mount-point",
        "PATH",
        "The same, of a path where something is mounted, as fuser -mM",
        Effect::In(&[(FILES, Effect::Open(By::MountPoint))]),
    ),
    flag('N', "nfs", "Files on NFS", keep("file-system", "fs_type in (nfs, nfs4)")),
    // Sockets.
    value(
        'i',
        "inet",
        "ENDS",
        "Internet sockets as in lsof: [4|6][protocol][@address][:ports]; alone all of them",
        Effect::In(&[(FILES, Effect::Open(By::Internet))]),
    ),
    flag(
        ' ',
        "internet",
        "Internet sockets",
        Effect::In(&[(FILES, keep("socket", "family in (inet, inet6)"))]),
    ),
    flag('4', "ipv4", "Sockets of IPv4", keep("socket", "family == inet")),
    flag('6', "ipv6", "Sockets of IPv6", keep("socket", "family == inet6")),
    flag('U', "unix", "Local sockets", keep("socket", "protocol == unix")),
    flag(
        'X',
        "no-inet",
        "No sockets of TCP and UDP",
        keep(
            "no-inet",
            "protocol is not_applicable or not protocol in (tcp, tcp6, udp, udp6, udplite, udplite6)",
        ),
    ),
    value(
        's',
        "state",
        "PROTOCOL:STATES",
        "Sockets of a protocol in these states, as TCP:LISTEN or TCP:^CLOSE_WAIT",
        Effect::In(&[(FILES, Effect::Open(By::States))]),
    ),
    // How much of it.
    flag(
        ' ',
        "summary",
        "How many files are open, as pfd totals",
        Effect::In(&[(&["files", "totals"], Effect::View("totals"))]),
    ),
    value(
        ' ',
        "by",
        "WHAT",
        "What totals are of: type, user, mount or process",
        Effect::In(&[(TOTALS, Effect::OneOf(&["by"]))]),
    ),
    // What to show.
    flag('t', "terse", "Numbers of processes alone, each once, as --pids", Effect::Same("pids")),
    flag('R', "parent", "Parents of the processes", add(&["ppid"])),
    flag('l', "user-numbers", "Numbers of users too", add(&["uid"])),
    flag(
        'E',
        "endpoints",
        "What sockets are connected to, and who has the other end",
        Effect::In(&[(FILES, Effect::FieldsOf("ends"))]),
    ),
    flag(' ', "offset", "Offsets of descriptors (-o without names of fields)", add(&["offset"])),
    flag(
        'K',
        "threads",
        "Files of threads too, where they are not those of their process",
        Effect::Tasks { view: "files", letter: None },
    )
    .also(&["tasks"]),
    flag(
        ' ',
        "namespaces",
        "Also the namespaces that processes are in, as lsfd has them",
        Effect::Decides,
    ),
    flag(
        ' ',
        "stat",
        "Sizes and links also on network and FUSE file systems, as far as they are cached",
        Effect::Decides,
    ),
    flag('H', "list-columns", "The same as --list-fields", Effect::Same("list-fields")),
    flag(' ', "notruncate", "The same as --wide", Effect::Same("wide")),
    flag('w', "no-warnings", "The same as --quiet", Effect::Same("quiet")),
    flag('f', "plain", "Words are files and nothing below them, as --exact", Effect::Same("exact")),
    flag(
        'r',
        "repeat",
        "Repeat every 15 seconds; -r1 every second, as --watch=1",
        Effect::Repeat(15),
    ),
    // What is so anyway.
    flag('a', "and", "What is selected in different ways narrows, as always", Effect::Accepted)
        .also(&["all"]),
    flag('b', "no-block", "Nothing that is listed is touched, as always", Effect::Accepted),
    flag('O', "no-overhead", "The same", Effect::Accepted),
    value('e', "exempt", "PATH", "The same for a file system", Effect::Accepted),
    flag('n', "numeric", "Addresses as numbers, as always", Effect::Accepted),
    flag('P', "numeric-ports", "Ports as numbers, as always", Effect::Accepted),
    flag('L', "no-links", "No count of links, as always", Effect::Accepted),
    flag('M', "ismountpoint", "With -m, only what something is mounted at", Effect::Accepted),
    flag('S', "timeout", "Nothing waits longer than --deadline, as always", Effect::Accepted),
    flag('T', "no-tcp-info", "No states of TCP behind names, as always", Effect::Accepted),
    flag('x', "cross", "Names below mounts are found too, as always", Effect::Accepted),
    flag('I', "inode", "Files are told by their inodes too, as always", Effect::Accepted),
    flag('v', "verbose", "What could not be seen is said, as always", Effect::Accepted),
    flag(' ', "size", "Sizes are shown, as always", Effect::Accepted),
    flag(' ', "interactive", "Nothing is done that could be asked about", Effect::Accepted),
    // What has no counterpart.
    refused('k', "kill", "would kill processes, and pfd only reads; kill $(pfd -t ...) does"),
    refused(
        'F',
        "field-output",
        "has lsof's format for programs; --json, --jsonl and --csv are here",
    ),
    refused('Z', "context", "shows labels of security, which /proc has of processes only: pps -Z"),
    value('D', "device-cache", "CACHE", "", Effect::Refused("is about lsof's cache of devices")),
    value(
        'C',
        "counter",
        "COUNTER",
        "",
        Effect::Refused(
            "defines a counter; --where with --expect, or --json and jq count anything",
        ),
    ),
    refused(' ', "raw", "prints columns without alignment; --csv and --jsonl are for programs"),
    refused(' ', "debug-filter", "shows how lsfd reads a filter; a wrong one is told at its place"),
    refused(' ', "dump-counters", "lists lsfd's counters; --summary shows what there is"),
    refused(' ', "hyperlink", "prints links for terminals, which names from outside could abuse"),
    refused(' ', "list-signals", "lists signals, as kill -l does"),
    refused(
        ' ',
        "silent",
        "prints nothing; > /dev/null does, and the status says if anything is there",
    ),
    refused(
        ' ',
        "writeonly",
        "chooses whom -k kills; -Q 'mode =~ w' selects what is open for writing",
    ),
    flag(
        ' ',
        "locked",
        "Descriptors through which a lock is held",
        Effect::Keep { group: "locked", filter: "locked" },
    ),
];

const FILES: &[&str] = &["files"];
const TOTALS: &[&str] = &["totals"];

const fn refused(short: char, long: &'static str, why: &'static str) -> Opt {
    flag(short, long, "", Effect::Refused(why))
}

const fn keep(group: &'static str, filter: &'static str) -> Effect {
    Effect::Keep { group, filter }
}

const fn add(fields: &'static [&'static str]) -> Effect {
    Effect::Add(fields)
}
