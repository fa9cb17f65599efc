//! The options of `pps`: those of ps under its letters, and what pgrep selects by.

use super::{By, Effect, Opt, flag, value};
use crate::ps::format::Letter::{self, Bsd, Dash};

/// For the manual.
pub(super) const HABITS: &[&str] = &[
    "The letters of ps mean here what they mean there, and so do words such as aux, axjf and \
     axo LIST where they stand first; --match ax looks for a process called so. Every process is \
     shown unless something selects: -f alone is ps -ef. Of the words, a alone shows processes \
     with a terminal, x alone those of the user who asks.",
    "Where ps adds what its options select, here they narrow each other: -u root -C sshd are the \
     processes of root that are called sshd. Several values of one option widen, and so do -p, -q \
     and numbers as words; -e, -A, -a and -d are one option in this. With -N what any of them \
     selects is left out, as in ps. A number or name of which there is no process is told, and is \
     status 1, also where others were found.",
    "A format of ps (-f, -F, -l, -ly, -j in a cluster, -L, -T, -c, -P, -M, -O, u, j, l, s, v, X) has \
     its columns in its order, under its headings and in its units: KiB for memory, pages for SZ. So \
     has a column that is asked for by a name which only ps gives to it, or with an empty title: \
     -o etimes, -o rss=. By the name of the field it is written for people, and in --json and --csv \
     it is the field in any case. --bytes has exact numbers everywhere.",
    "-j alone is --json; among other letters, as in -ejH, it is ps's format of jobs.",
];

/// The options.
pub(super) const OPTIONS: &[Opt] = &[
    // Which processes. All four of the first are about how many: each adds to the others.
    flag('e', "every", "Every process, as always", scope("pid > 0")),
    flag('A', "all-processes", "Every process, as always", scope("pid > 0")),
    flag(
        'a',
        "with-tty-no-leaders",
        "Processes with a terminal that lead no session",
        scope("pid != @sid and not tty is not_applicable"),
    ),
    flag('d', "no-leaders", "Processes that lead no session", scope("pid != @sid")),
    flag(' ', "with-tty", "Processes with a terminal, as ps a", scope("not tty is not_applicable")),
    flag('x', "without-tty", "Those without a terminal too, as always", Effect::Accepted),
    value('p', "pid", "PIDS", "Processes with these numbers", NUMBER),
    value('q', "quick-pid", "PIDS", "The same", NUMBER),
    value(' ', "ppid", "PIDS", "Children of these processes", Effect::OneOf(&["ppid"])),
    value(
        ' ',
        "children",
        "PIDS",
        "All below these processes, at any depth",
        Effect::OneOf(&["ancestors"]),
    ),
    value(
        ' ',
        "ancestors",
        "PIDS",
        "All above these processes: parent, its parent and so on",
        Effect::OneOf(&["descendants"]),
    ),
    value(' ', "pgid", "PGIDS", "Processes of these groups", Effect::OneOf(&["pgid"])),
    value('s', "sid", "SIDS", "Processes of these sessions", Effect::OneOf(&["sid"])),
    value('C', "comm", "NAMES", "Processes with these names", Effect::OneOf(&["comm"])),
    value('u', "user", "USERS", "Processes of these effective users", EFFECTIVE_USER),
    value(' ', "euid", "USERS", "The same", EFFECTIVE_USER),
    value('U', "ruser", "USERS", "Processes of these real users", REAL_USER),
    value(' ', "User", "USERS", "The same", REAL_USER),
    value(
        ' ',
        "group",
        "GROUPS",
        "Processes of these effective groups",
        Effect::OneOf(&["group", "gid"]),
    ),
    value('G', "rgroup", "GROUPS", "Processes of these real groups", REAL_GROUP),
    value(' ', "Group", "GROUPS", "The same", REAL_GROUP),
    value(
        'g',
        "sid-or-group",
        "LIST",
        "Processes of these sessions, or effective groups by name",
        Effect::OneOf(&["sid", "group"]),
    ),
    value(
        't',
        "tty",
        "TTYS",
        "Processes of these terminals: pts/0, tty1 (1 is either), - for none",
        Effect::By(By::Terminal),
    ),
    value(
        ' ',
        "cgroup",
        "PATH",
        "Processes of this control group and those below it",
        Effect::By(By::ControlGroup),
    ),
    value(
        ' ',
        "env",
        "NAME[=VALUE]",
        "Processes with this variable in their environment",
        Effect::By(By::Variable),
    ),
    value(' ', "ns", "PID", "Processes in the same namespaces as this one", Effect::SameNamespaces),
    value(
        ' ',
        "nslist",
        "KINDS",
        "Only these namespaces count for --ns: mnt, net, pid, ipc, uts, user, cgroup, time",
        Effect::NamespaceKinds,
    ),
    flag(' ', "running", "Processes that run or wait for a disk, as ps r", RUNNING),
    flag(' ', "kernel", "Threads of the kernel", kernel("kernel_thread")),
    flag(' ', "no-kernel", "All but the threads of the kernel", kernel("not kernel_thread")),
    flag(
        ' ',
        "newest",
        "The one that started last of what is selected",
        Effect::First { newest: true },
    ),
    flag(
        ' ',
        "oldest",
        "The one that started first of what is selected",
        Effect::First { newest: false },
    ),
    flag('N', "deselect", "All but what any option here or word selects", Effect::Deselect),
    // Threads and trees.
    flag(' ', "threads", "Threads, one row each", tasks(None)),
    flag('m', "with-threads", "The same", tasks(None)),
    flag('L', "lwp", "Threads, with the columns of ps -L", tasks(Some(Dash('L')))),
    flag('T', "spid", "Threads, with the columns of ps -T", tasks(Some(Dash('T')))),
    flag(' ', "tree", "Processes below their parents", Effect::View("tree")),
    flag('H', "hierarchy", "The same", Effect::View("tree")),
    flag(' ', "forest", "The same", Effect::View("tree")),
    // Formats of ps.
    flag('f', "full", "The columns of ps -f", format(Dash('f'))),
    flag('F', "extra-full", "The columns of ps -F", format(Dash('F'))),
    flag('l', "long", "The columns of ps -l", format(Dash('l'))),
    flag('y', "no-flags", "With -l, memory instead of flags and address", format(Dash('y'))),
    flag(' ', "jobs", "The columns of ps -j (-j inside a cluster such as -ejH)", format(Dash('j'))),
    flag('c', "class", "The class of scheduling, as ps -c", format(Dash('c'))),
    flag('P', "processor", "The processor too, as ps -P", format(Dash('P'))),
    flag('M', "context", "The security label too, as ps -M", format(Dash('M'))),
    flag('Z', "label", "The same", format(Dash('M'))),
    value('O', "around", "LIST", "Fields, with the columns of ps -O around them", Effect::Between),
    flag(' ', "bsd", "The columns of ps ax", format(Bsd('x'))),
    flag(' ', "user-format", "The columns of ps u", format(Bsd('u'))),
    flag(' ', "bsd-long", "The columns of ps l", format(Bsd('l'))),
    flag(' ', "bsd-jobs", "The columns of ps j", format(Bsd('j'))),
    flag(' ', "signals", "The columns of ps s", format(Bsd('s'))),
    flag(' ', "virtual-memory", "The columns of ps v", format(Bsd('v'))),
    flag(' ', "registers", "The columns of ps X", format(Bsd('X'))),
    flag(' ', "true-name", "With those, the name instead of the arguments", format(Bsd('c'))),
    flag('w', "unlimited", "The same as --wide", Effect::Same("wide")),
];

/// A view of things that several processes share has all their numbers.
const NUMBER: Effect = Effect::OneOf(&["pid", "pids"]);
const EFFECTIVE_USER: Effect = Effect::OneOf(&["user", "uid"]);
const REAL_USER: Effect = Effect::OneOf(&["ruser", "ruid"]);
const REAL_GROUP: Effect = Effect::OneOf(&["rgroup", "rgid"]);
const RUNNING: Effect = Effect::Keep { group: "running", filter: "state in (R, D)" };

const fn scope(filter: &'static str) -> Effect {
    Effect::Keep { group: "scope", filter }
}

const fn kernel(filter: &'static str) -> Effect {
    Effect::Keep { group: "kernel", filter }
}

const fn tasks(letter: Option<Letter>) -> Effect {
    Effect::Tasks { view: "threads", letter }
}

const fn format(letter: Letter) -> Effect {
    Effect::Format(letter)
}
