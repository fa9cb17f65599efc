//! The options of `pfd`: those of lsof and lsfd under their letters.

use super::{Effect, Opt, flag, value};

/// For the manual.
pub(super) const HABITS: &[&str] = &[];

/// The options.
pub(super) const OPTIONS: &[Opt] = &[
    value('p', "pid", "PIDS", "Files of these processes", Effect::OneOf(&["pid"])),
    value(
        'u',
        "user",
        "USERS",
        "Files of processes of these users",
        Effect::OneOf(&["user", "uid"]),
    ),
    value(
        'c',
        "command",
        "NAMES",
        "Files of processes with these names",
        Effect::OneOf(&["command"]),
    ),
    value(
        'd',
        "assoc",
        "WHAT",
        "Only these: cwd, root, exe, mem or numbers",
        Effect::OneOf(&["assoc"]),
    ),
    flag(
        ' ',
        "deleted",
        "Files that have lost their last name",
        Effect::Keep { group: "deleted", filter: "deleted" },
    ),
    flag(
        ' ',
        "threads",
        "Files of threads too, where they are not those of their process",
        Effect::Tasks { view: "files", letter: None },
    ),
    flag(
        ' ',
        "stat",
        "Sizes and links also on network and FUSE file systems, as far as they are cached",
        Effect::Decides,
    ),
    flag('n', "numeric", "Numbers instead of names, as always", Effect::Accepted),
    flag('P', "numeric-ports", "Numbers of ports, as always", Effect::Accepted),
];
