//! `pps processes`: one row a process.

use std::rc::Rc;

use rustix::io::Errno;

use super::process::{
    Comm, Command, Cwd, Exe, Fds, Number, OomScore, OomScoreAdj, Owner, Process, RootDir, User,
};
use crate::field::{Field, Of, Of2, Of3};
use crate::filter::Filter;
use crate::host::Facts;
use crate::names::{CAPABILITIES, SECCOMP, named, set_bits};
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::io::Io;
use crate::parse::pid::smaps_rollup::SmapsRollup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::statm::Statm;
use crate::parse::pid::status::Status;
use crate::parse::sys::meminfo::MemInfo;
use crate::parse::sys::tty_drivers::TtyDrivers;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Layout, Selector, Spec, Table, number_of};
use crate::{Absent, Kind, Value};

/// The processes.
pub(crate) struct Processes;

impl Table for Processes {
    type Row = Process;
    type Key = u32;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "processes",
        about: "Processes, one row each.",
        aliases: &["ps"],
        key: &["pid"],
        default_fields: &[
            "pid",
            "user",
            "state",
            "cpu_percent",
            "rss",
            "cpu_time",
            "started",
            "command",
        ],
        words: "a process by its number, or processes whose name or command contains the text",
        examples: &[
            ("pps", "every process"),
            ("pps nginx", "processes whose command contains nginx"),
            ("pps --sort -rss --limit 10", "the ten largest"),
            ("pps -Q 'user == nobody' -o pid,exe", "what a user runs"),
            ("pps -o +fds,unit --where 'fds > 100'", "who holds many descriptors"),
            ("pps --json -o all 1", "everything about one process, as JSON"),
        ],
        layout: Layout::Table,
    };

    const FIELDS: &'static [Field<Process>] = FIELDS;

    fn keys(reader: &Reader) -> Result<Vec<u32>, Errno> {
        reader.note_hidden();
        reader.pids()
    }

    fn rows(pid: &u32, reader: &Rc<Reader>, plan: &Plan, each: &mut dyn FnMut(&Process)) {
        each(&Process::new(*pid, reader, plan));
    }

    fn word(word: &str, own: Option<u32>) -> Result<Selector, String> {
        if let Ok(pid) = word.parse::<u32>() {
            let filter = Filter::equal(number_of(FIELDS, "pid"), pid.into());
            return Ok(Selector { kind: "pid".into(), filter });
        }
        let holds = |name| Filter::contains(number_of(FIELDS, name), word.as_bytes());
        let text = Filter::or(vec![holds("comm"), holds("command")]);
        let itself = own.map(|own| Filter::equal(number_of(FIELDS, "pid"), own.into()));
        let others = itself.map(Filter::not).into_iter();
        Ok(Selector { kind: "text".into(), filter: Filter::and(others.chain([text]).collect()) })
    }
}

/// The fields of a process.
pub(crate) static FIELDS: &[Field<Process>] = &[
    Field {
        name: "pid",
        header: "PID",
        kind: Kind::Id,
        doc: "Process number.",
        aliases: &["tgid"],
        from: &Of(|number: &Number| Ok(number.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ppid",
        header: "PPID",
        kind: Kind::Id,
        doc: "Number of the parent process.",
        from: &Of(|stat: &Stat| Ok(stat.ppid?.into())),
        ..Field::BASE
    },
    Field {
        name: "pgid",
        header: "PGID",
        kind: Kind::Id,
        doc: "Number of the process group.",
        aliases: &["pgrp"],
        from: &Of(|stat: &Stat| Ok(stat.pgrp?.into())),
        ..Field::BASE
    },
    Field {
        name: "sid",
        header: "SID",
        kind: Kind::Id,
        doc: "Number of the session.",
        aliases: &["sess", "session"],
        from: &Of(|stat: &Stat| Ok(stat.session?.into())),
        ..Field::BASE
    },
    Field {
        name: "user",
        header: "USER",
        kind: Kind::Text,
        doc: "Name of the effective user, or its number where it has no name.",
        aliases: &["euser", "uname", "uid_hack"],
        from: &Of(|user: &User| Ok(Value::text(&user.0))),
        ..Field::BASE
    },
    Field {
        name: "uid",
        header: "UID",
        kind: Kind::Id,
        doc: "Number of the effective user.",
        aliases: &["euid"],
        from: &Of(|owner: &Owner| Ok(owner.0.into())),
        ..Field::BASE
    },
    Field {
        name: "state",
        header: "STATE",
        kind: Kind::Text,
        doc: "State: R running, S sleeping, D in uninterruptible wait, I idle, T stopped, t traced, Z ended but not reaped.",
        aliases: &["s"],
        from: &Of(|stat: &Stat| letter(stat)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "nice",
        header: "NI",
        kind: Kind::Count,
        doc: "Nice value, from -20 for the most favoured to 19.",
        aliases: &["ni"],
        from: &Of(|stat: &Stat| Ok(stat.nice?.into())),
        ..Field::BASE
    },
    Field {
        name: "priority",
        header: "PRI",
        kind: Kind::Count,
        doc: "Scheduling priority as the kernel counts it: 20 plus the nice value, negative in real time.",
        from: &Of(|stat: &Stat| Ok(stat.priority?.into())),
        ..Field::BASE
    },
    Field {
        name: "threads",
        header: "THREADS",
        kind: Kind::Count,
        doc: "Number of threads.",
        aliases: &["nlwp", "thcount"],
        from: &Of(|stat: &Stat| Ok(stat.num_threads?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "tty",
        header: "TTY",
        kind: Kind::Text,
        doc: "Controlling terminal.",
        aliases: &["tt", "tname", "longtname", "tty8"],
        from: &Of2(|stat: &Stat, terminals: &TtyDrivers| match stat.tty_nr? {
            0 => Err(Absent::NotApplicable),
            number => terminals
                .name(number)
                .map(|name| Value::Text(name.into()))
                .ok_or(Absent::Unsupported),
        }),
        ..Field::BASE
    },
    Field {
        name: "cpu_percent",
        header: "%CPU",
        kind: Kind::Percent,
        doc: "CPU time as a share of the time since the process started; 100 is one CPU.",
        aliases: &["pcpu", "%cpu"],
        from: &Of2(|stat: &Stat, facts: &Facts| {
            let used = facts.seconds(cpu_ticks(stat)?);
            let elapsed = facts.since(stat.starttime?)?;
            // A process younger than a tick has no share yet.
            Ok(Value::Float(if elapsed < 0.01 { 0.0 } else { used / elapsed * 100.0 }))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Processor that it last ran on.",
        aliases: &["psr", "cpuid", "lastcpu"],
        from: &Of(|stat: &Stat| Ok(stat.processor?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_time",
        header: "TIME",
        kind: Kind::Seconds,
        doc: "CPU time used, user and system together.",
        aliases: &["time", "cputime", "cputimes", "times", "atime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(cpu_ticks(stat)?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "user_time",
        header: "UTIME",
        kind: Kind::Seconds,
        doc: "CPU time used in user mode.",
        aliases: &["utime", "usertime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(stat.utime?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "system_time",
        header: "SYSTIME",
        kind: Kind::Seconds,
        doc: "CPU time used in the kernel.",
        aliases: &["systime"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.seconds(stat.stime?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "started",
        header: "STARTED",
        kind: Kind::Time,
        doc: "Moment at which the process started.",
        aliases: &["start", "start_time", "lstart", "stime", "bsdstart"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(Value::Time(facts.moment(stat.starttime?)?))),
        ..Field::BASE
    },
    Field {
        name: "elapsed",
        header: "ELAPSED",
        kind: Kind::Seconds,
        doc: "Time since the process started.",
        aliases: &["etime", "etimes"],
        from: &Of2(|stat: &Stat, facts: &Facts| Ok(facts.since(stat.starttime?)?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "start_ticks",
        header: "START-TICKS",
        kind: Kind::Count,
        doc: "Clock ticks from boot to the start of the process; with boot and number its identity.",
        from: &Of(|stat: &Stat| Ok(stat.starttime?.into())),
        ..Field::BASE
    },
    Field {
        name: "vsz",
        header: "VSZ",
        kind: Kind::Bytes,
        doc: "Size of the address space.",
        aliases: &["vsize"],
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.size?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "rss",
        header: "RSS",
        kind: Kind::Bytes,
        doc: "Resident memory; does not apply to what has no memory of its own, as a kernel thread.",
        aliases: &["rssize", "rsz"],
        from: &Of2(|statm: &Statm, facts: &Facts| own_memory(statm, facts.pages(statm.resident?))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_percent",
        header: "%MEM",
        kind: Kind::Percent,
        doc: "Resident memory as a share of the machine's.",
        aliases: &["pmem", "%mem"],
        from: &Of3(|statm: &Statm, facts: &Facts, memory: &MemInfo| {
            own_memory(statm, 0)?;
            let resident = facts.pages(statm.resident?);
            Ok(Value::Float(resident as f64 / memory.total?.max(1) as f64 * 100.0))
        }),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pss",
        header: "PSS",
        kind: Kind::Bytes,
        doc: "Resident memory with each shared page divided by the number of its users.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.pss?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "uss",
        header: "USS",
        kind: Kind::Bytes,
        doc: "Resident memory that nobody shares: what the end of the process would free.",
        from: &Of(|rollup: &SmapsRollup| Ok(rollup.uss()?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap",
        header: "SWAP",
        kind: Kind::Bytes,
        doc: "Memory that was swapped out.",
        from: &Of(|status: &Status| Ok(status.vm_swap?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "fds",
        header: "FDS",
        kind: Kind::Count,
        doc: "Number of open descriptors.",
        from: &Of(|fds: &Fds| Ok(fds.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "comm",
        header: "COMM",
        kind: Kind::Text,
        doc: "Name of the main task: up to 15 bytes, which the process may choose.",
        aliases: &["ucmd", "ucomm"],
        from: &Of(|comm: &Comm| Ok(Value::text(comm.bytes()))),
        ..Field::BASE
    },
    Field {
        name: "command",
        header: "COMMAND",
        kind: Kind::Text,
        doc: "Arguments joined by blanks; the name in brackets for a kernel thread.",
        aliases: &["args", "cmd"],
        from: &Of(|command: &Command| Ok(command.text())),
        ..Field::BASE
    },
    Field {
        name: "argv",
        header: "ARGV",
        kind: Kind::List(&Kind::Text),
        doc: "Arguments one by one, as the process holds them now.",
        from: &Of(|command: &Command| command.arguments()),
        ..Field::BASE
    },
    Field {
        name: "exe",
        header: "EXE",
        kind: Kind::Path,
        doc: "Path of the executable.",
        from: &Of(|exe: &Exe| Ok(Value::text(&exe.0))),
        ..Field::BASE
    },
    Field {
        name: "cwd",
        header: "CWD",
        kind: Kind::Path,
        doc: "Working directory.",
        from: &Of(|cwd: &Cwd| Ok(Value::text(&cwd.0))),
        ..Field::BASE
    },
    Field {
        name: "root",
        header: "ROOT",
        kind: Kind::Path,
        doc: "Root directory.",
        from: &Of(|root: &RootDir| Ok(Value::text(&root.0))),
        ..Field::BASE
    },
    Field {
        name: "cgroup",
        header: "CGROUP",
        kind: Kind::Path,
        doc: "Path of the control group: that of the unified hierarchy, or of an older one where the process is in the root of the unified.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.path()?))),
        ..Field::BASE
    },
    Field {
        name: "unit",
        header: "UNIT",
        kind: Kind::Text,
        doc: "Service, scope or slice of systemd that the control group belongs to.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.unit()?))),
        ..Field::BASE
    },
    Field {
        name: "container",
        header: "CONTAINER",
        kind: Kind::Text,
        doc: "Identifier of the container that the control group belongs to.",
        aliases: &["docker", "lxc"],
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.container()?.id))),
        ..Field::BASE
    },
    Field {
        name: "runtime",
        header: "RUNTIME",
        kind: Kind::Word,
        doc: "What runs the container: docker, podman, crio, containerd, lxc or nspawn.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::word(cgroup.container()?.runtime))),
        ..Field::BASE
    },
    Field {
        name: "read_chars",
        header: "RCHAR",
        kind: Kind::Bytes,
        doc: "Bytes that read calls returned, from caches too.",
        aliases: &["rchars"],
        from: &Of(|io: &Io| Ok(io.rchar?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_chars",
        header: "WCHAR",
        kind: Kind::Bytes,
        doc: "Bytes that write calls took, to caches too.",
        aliases: &["wchars"],
        from: &Of(|io: &Io| Ok(io.wchar?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "read_calls",
        header: "SYSCR",
        kind: Kind::Count,
        doc: "Number of read calls.",
        aliases: &["rops"],
        from: &Of(|io: &Io| Ok(io.syscr?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_calls",
        header: "SYSCW",
        kind: Kind::Count,
        doc: "Number of write calls.",
        aliases: &["wops"],
        from: &Of(|io: &Io| Ok(io.syscw?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "read_bytes",
        header: "READ",
        kind: Kind::Bytes,
        doc: "Bytes fetched from storage.",
        aliases: &["rbytes"],
        from: &Of(|io: &Io| Ok(io.read_bytes?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "write_bytes",
        header: "WRITTEN",
        kind: Kind::Bytes,
        doc: "Bytes sent to storage.",
        aliases: &["wbytes"],
        from: &Of(|io: &Io| Ok(io.write_bytes?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cancelled_write_bytes",
        header: "CANCELLED",
        kind: Kind::Bytes,
        doc: "Bytes that were never sent to storage, since the file was cut or removed first.",
        aliases: &["wcbytes"],
        from: &Of(|io: &Io| Ok(io.cancelled_write_bytes?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "voluntary_switches",
        header: "VCSW",
        kind: Kind::Count,
        doc: "Times that the main task gave up the CPU to wait.",
        aliases: &["nvcsw"],
        from: &Of(|status: &Status| Ok(status.voluntary_switches?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "involuntary_switches",
        header: "IVCSW",
        kind: Kind::Count,
        doc: "Times that the main task was taken off the CPU.",
        aliases: &["nivcsw"],
        from: &Of(|status: &Status| Ok(status.involuntary_switches?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "oom_score",
        header: "OOM",
        kind: Kind::Count,
        doc: "Badness that the OOM killer would see; the highest is killed first.",
        aliases: &["oom"],
        from: &Of(|score: &OomScore| Ok(score.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "oom_score_adj",
        header: "OOMADJ",
        kind: Kind::Count,
        doc: "Adjustment of the badness, from -1000 for never to 1000.",
        aliases: &["oomadj"],
        from: &Of(|adjustment: &OomScoreAdj| Ok(adjustment.0.into())),
        ..Field::BASE
    },
    Field {
        name: "no_new_privs",
        header: "NNP",
        kind: Kind::Bool,
        doc: "Whether the process has given up gaining privileges by executing a file.",
        from: &Of(|status: &Status| Ok(Value::Bool(status.no_new_privs? != 0))),
        ..Field::BASE
    },
    Field {
        name: "seccomp",
        header: "SECCOMP",
        kind: Kind::Word,
        doc: "Whether system calls are filtered: disabled, strict or filter.",
        from: &Of(|status: &Status| Ok(named(SECCOMP, status.seccomp?))),
        ..Field::BASE
    },
    Field {
        name: "capabilities",
        header: "CAPABILITIES",
        kind: Kind::List(&Kind::Word),
        doc: "Effective capabilities by name.",
        aliases: &["caps"],
        from: &Of(|status: &Status| Ok(set_bits(CAPABILITIES, status.cap_eff?))),
        ..Field::BASE
    },
    Field {
        name: "kernel_thread",
        header: "KTHREAD",
        kind: Kind::Bool,
        doc: "Whether it is a thread of the kernel, by the kernel's own flag.",
        aliases: &["kthread"],
        from: &Of(|stat: &Stat| Ok(Value::Bool(stat.is_kernel_thread()?))),
        ..Field::BASE
    },
];

/// The state, which no case folding may touch: `T` is stopped and `t` traced.
fn letter(stat: &Stat) -> Result<Value<'_>, Absent> {
    stat.state.as_ref().map(|letter| Value::text(std::slice::from_ref(letter))).map_err(|a| *a)
}

fn cpu_ticks(stat: &Stat) -> Result<u64, Absent> {
    stat.utime?.checked_add(stat.stime?).ok_or(Absent::Malformed)
}

/// A kernel thread and a zombie have no address space; their zeroes are no sizes.
fn own_memory(statm: &Statm, bytes: u64) -> Result<Value<'static>, Absent> {
    if statm.size? == 0 { Err(Absent::NotApplicable) } else { Ok(bytes.into()) }
}
