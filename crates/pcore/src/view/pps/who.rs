//! Which process it is: what every view of processes and their parts can tell and select by.

use super::process::{Comm, Command, Exe, Number, Owner, Process, Task, User};
use crate::field::{Field, Group, Of, Of2};
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::stat::Stat;
use crate::parse::sys::tty_drivers::TtyDrivers;
use crate::{Absent, Kind, Value};

/// Which process it is: what every view of processes and their parts can tell and select by.
pub(crate) const GROUP: Group<Process> = Group { name: "Process", fields: FIELDS };

static FIELDS: &[Field<Process>] = &[
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
        name: "tid",
        header: "TID",
        kind: Kind::Id,
        doc: "Number of the task; that of the process for its first task.",
        aliases: &["lwp", "spid"],
        from: &Of(|task: &Task| Ok(task.0.into())),
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
        name: "start_ticks",
        header: "START-TICKS",
        kind: Kind::Count,
        doc: "Clock ticks from boot to the start of the process; with boot and number its identity.",
        from: &Of(|stat: &Stat| Ok(stat.starttime?.into())),
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
        name: "exe",
        header: "EXE",
        kind: Kind::Path,
        doc: "Path of the executable.",
        from: &Of(|exe: &Exe| Ok(Value::text(&exe.0))),
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
