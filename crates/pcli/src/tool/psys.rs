//! The options of `psys`. The letters belong to the peers, among which each means something else:
//! `habits/psys.rs` has them, by the view that is named.

use super::{Effect, Opt, flag, refused};

/// For the manual.
pub(super) const HABITS: &[&str] = &[
    "The names of the peers are names of views: free, vmstat, uptime, lscpu, mpstat, iostat, lsirq, \
     lsmod, lsdev, slabtop, sysctl, dmesg, ipcs, swapon, lspci, mount, procinfo. Behind the name \
     their letters mean what they mean there, as in free -m -s 1 -c 3, vmstat 1 5, mpstat -P ALL 1, \
     iostat -x 1, dmesg -l err,warn, sysctl -n vm/swappiness or lscpu -e=cpu,core. One that asks for \
     what is the case anyway is accepted; one that has no counterpart is refused with a sentence.",
    "What would change the machine is refused: sysctl -w and NAME=VALUE, dmesg -c, -C, -D, -E and -n, \
     swapon DEVICE, mount DEVICE DIRECTORY.",
    "Where a command repeats, with --watch and in vmstat 1, every line tells what happened since the \
     one before, and the first what happens in --interval; none is an average since boot.",
    "-o before names of fields is the list of columns, as in all tools.",
];

/// The options.
pub(super) const OPTIONS: &[Opt] = &[
    flag(' ', "total", "Of free the sum of memory and swap too", Effect::In(TOTAL)),
    flag(' ', "committed", "Of free what is promised to programs too", Effect::In(COMMITTED)),
    flag(
        ' ',
        "lohi",
        "Of free low and high memory too, which 32-bit machines have",
        Effect::In(LOHI),
    ),
    flag(' ', "queues", "Of ipc the queues of messages", Effect::In(QUEUES)),
    flag(' ', "shmems", "Of ipc the segments of memory", Effect::In(SHMEMS)),
    flag(' ', "semaphores", "Of ipc the sets of semaphores", Effect::In(SEMAPHORES)),
    flag(' ', "extended", "Of disks more columns, as iostat -x", Effect::In(EXTENDED)),
    refused('w', "write", "would write a kernel parameter; psys only reads"),
    refused('C', "clear", CLEAR),
    refused('c', "read-clear", CLEAR),
];

const CLEAR: &str = "would clear the kernel's log; psys only reads";

type Views = &'static [(&'static [&'static str], Effect)];

const TOTAL: Views = &[(&["free"], rows("name in (Mem, Swap, Total)"))];
const COMMITTED: Views = &[(&["free"], rows("name in (Mem, Swap, Committed)"))];
const LOHI: Views = &[(&["free"], rows("name in (Mem, Low, High, Swap)"))];
const QUEUES: Views = &[(&["ipc"], rows("kind == msg"))];
const SHMEMS: Views = &[(&["ipc"], rows("kind == shm"))];
const SEMAPHORES: Views = &[(&["ipc"], rows("kind == sem"))];
const EXTENDED: Views = &[(
    &["disks"],
    Effect::Add(&[
        "reads_merged",
        "writes_merged",
        "read_time",
        "write_time",
        "discards",
        "discarded_bytes",
        "flushes",
        "queue_time",
    ]),
)];

const fn rows(filter: &'static str) -> Effect {
    Effect::Keep { group: "rows", filter }
}
