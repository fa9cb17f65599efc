//! Which process it is: what every view of processes and their parts can tell and select by.

use super::process::{
    self, Comm, Command, Exe, NsMnt, NsNet, NsPid, Number, Owner, Process, Task, User,
};
use crate::field::{Field, Group, Of, Of2};
use crate::parse::pid::cgroup::Cgroup;
use crate::parse::pid::stat::Stat;
use crate::parse::pid::status::Status;
use crate::parse::tty::drivers::TtyDrivers;
use crate::users::{Named, Names, Users};
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
        name: "tpgid",
        header: "TPGID",
        kind: Kind::Id,
        doc: "Number of the process group that is in the foreground of the terminal.",
        from: &Of(|stat: &Stat| match u64::try_from(stat.tpgid?) {
            Ok(group @ 1..) => Ok(group.into()),
            _ => Err(Absent::NotApplicable),
        }),
        volatile: true,
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
        from: &Of(|owner: &Owner| Ok(owner.uid.into())),
        ..Field::BASE
    },
    Field {
        name: "ruser",
        header: "RUSER",
        kind: Kind::Text,
        doc: "Name of the real user, who started the process.",
        from: &Of2(|status: &Status, names: &Users| {
            let [real, ..] = status.uid?;
            Ok(name(names, real))
        }),
        ..Field::BASE
    },
    Field {
        name: "ruid",
        header: "RUID",
        kind: Kind::Id,
        doc: "Number of the real user.",
        from: &Of(|status: &Status| {
            let [real, ..] = status.uid?;
            Ok(real.into())
        }),
        ..Field::BASE
    },
    Field {
        name: "group",
        header: "GROUP",
        kind: Kind::Text,
        doc: "Name of the effective group, or its number where it has no name.",
        aliases: &["egroup"],
        from: &Of(|group: &process::Group| Ok(Value::text(&group.0))),
        ..Field::BASE
    },
    Field {
        name: "gid",
        header: "GID",
        kind: Kind::Id,
        doc: "Number of the effective group.",
        aliases: &["egid"],
        from: &Of(|owner: &Owner| Ok(owner.gid.into())),
        ..Field::BASE
    },
    Field {
        name: "tty",
        header: "TTY",
        kind: Kind::Text,
        doc: "Controlling terminal.",
        aliases: &["tt", "tname", "longtname", "tty4", "tty8"],
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
        aliases: &["ucmd", "ucomm", "fname"],
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
        name: "slice",
        header: "SLICE",
        kind: Kind::Text,
        doc: "Slice of systemd that the unit lies in.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::text(cgroup.slice()?))),
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
        name: "pod",
        header: "POD",
        kind: Kind::Text,
        doc: "Identifier of the pod of Kubernetes that the container belongs to.",
        from: &Of(|cgroup: &Cgroup| Ok(Value::Text(cgroup.pod()?))),
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
    Field {
        name: "ns_mnt",
        header: "MNTNS",
        kind: Kind::Id,
        doc: "Inode of the namespace of mounts.",
        aliases: &["mntns"],
        from: &Of(|ns: &NsMnt| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_net",
        header: "NETNS",
        kind: Kind::Id,
        doc: "Inode of the network namespace.",
        aliases: &["netns"],
        from: &Of(|ns: &NsNet| Ok(ns.0.into())),
        ..Field::BASE
    },
    Field {
        name: "ns_pid",
        header: "PIDNS",
        kind: Kind::Id,
        doc: "Inode of the namespace of processes.",
        aliases: &["pidns"],
        from: &Of(|ns: &NsPid| Ok(ns.0.into())),
        ..Field::BASE
    },
];

/// The name of a user or a group.
pub(super) fn name<N: Named>(names: &Names<N>, number: u32) -> Value<'static> {
    Value::Text(names.name(number).to_vec().into())
}

/// The state, which no case folding may touch: `T` is stopped and `t` traced.
fn letter(stat: &Stat) -> Result<Value<'_>, Absent> {
    stat.state.as_ref().map(|letter| Value::text(std::slice::from_ref(letter))).map_err(|a| *a)
}
