//! The fields of the machine as a whole, by subject.

use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::meminfo::MemInfo;
use crate::parse::stat::{CpuTimes, Stat};
use crate::view::psys::machine::{
    Cpu, CpuPressure, Handles, IoPressure, Kernel, Machine, MemoryPressure, States, Taint, Version,
};
use crate::view::psys::warnings::Warnings;
use crate::view::psys::{load, table, uptime};
use crate::{Absent, Kind, Value, names};

/// The fields, by subject.
pub(crate) static FIELDS: &[Group<Machine>] = &[
    Group { name: "System", fields: SYSTEM },
    Group { name: "Warnings", fields: WARNINGS },
    Group { name: "CPU", fields: CPU },
    Group { name: "Processes", fields: PROCESSES },
    Group { name: "Memory", fields: MEMORY },
    Group { name: "Pressure", fields: PRESSURE },
    Group { name: "Files", fields: FILES },
];

static SYSTEM: &[Field<Machine>] = &[
    Field {
        name: "kernel",
        header: "KERNEL",
        kind: Kind::Text,
        doc: "Release of the kernel.",
        aliases: &["release"],
        from: &Of(|kernel: &Kernel| Ok(Value::text(&kernel.0))),
        ..Field::BASE
    },
    Field {
        name: "version",
        header: "VERSION",
        kind: Kind::Text,
        doc: "Banner of the kernel, with compiler and date of its build.",
        from: &Of(|version: &Version| Ok(Value::text(&version.0.banner))),
        ..Field::BASE
    },
    Field {
        name: "tainted",
        header: "TAINTED",
        kind: Kind::Id,
        doc: "Why the kernel is tainted, as the sum of its bits; 0 is untainted.",
        from: &Of(|taint: &Taint| Ok(taint.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "taint",
        header: "TAINT",
        kind: Kind::List(&Kind::Word),
        doc: "Why the kernel is tainted; empty if it is not.",
        from: &Of(|taint: &Taint| Ok(names::set_bits(names::TAINTS, taint.0))),
        volatile: true,
        ..Field::BASE
    },
    uptime::BOOTED,
    uptime::UPTIME,
];

static WARNINGS: &[Field<Machine>] = &[Field {
    name: "warnings",
    header: "WARNINGS",
    kind: Kind::List(&Kind::Text),
    doc: "What is wrong or could not be checked, each in a sentence; empty if nothing is.",
    from: &Of(|warnings: &Warnings| {
        Ok(Value::List(warnings.0.iter().map(|it| Value::text(it.as_bytes())).collect()))
    }),
    volatile: true,
    ..Field::BASE
}];

/// A part of the time since boot.
macro_rules! time {
    ($name:literal, $header:literal, $part:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Seconds,
            doc: $doc,
            from: &Of2(|cpu: &Cpu, facts: &Facts| time(&cpu.0, facts, $part)),
            counter: true,
            share_of: Some("elapsed_time"),
            ..Field::BASE
        }
    };
}

static CPU: &[Field<Machine>] = &[
    load::CPUS,
    load::LOAD1,
    load::LOAD5,
    load::LOAD15,
    Field {
        name: "cpu_busy",
        header: "%BUSY",
        kind: Kind::Percent,
        doc: "Share of all CPU time since boot in which there was something to do.",
        from: &Of(|cpu: &Cpu| share(&cpu.0, CpuTimes::busy)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_user",
        header: "%USR",
        kind: Kind::Percent,
        doc: "Share of all CPU time since boot spent in user mode, niced or not.",
        from: &Of(|cpu: &Cpu| share(&cpu.0, |cpu| Ok(cpu.user?.saturating_add(cpu.nice?)))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_system",
        header: "%SYS",
        kind: Kind::Percent,
        doc: "Share of all CPU time since boot spent in the kernel, interrupts included.",
        from: &Of(|cpu: &Cpu| share(&cpu.0, CpuTimes::kernel)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_iowait",
        header: "%WAIT",
        kind: Kind::Percent,
        doc: "Share of all CPU time since boot spent idle while a disk was waited for.",
        from: &Of(|cpu: &Cpu| share(&cpu.0, |cpu| cpu.iowait)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_steal",
        header: "%STEAL",
        kind: Kind::Percent,
        doc: "Share of all CPU time since boot spent while another machine of the same host ran.",
        from: &Of(|cpu: &Cpu| share(&cpu.0, |cpu| cpu.steal)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cpu_idle",
        header: "%IDLE",
        kind: Kind::Percent,
        doc: "Share of all CPU time since boot spent idle.",
        from: &Of(|cpu: &Cpu| share(&cpu.0, |cpu| cpu.idle)),
        volatile: true,
        ..Field::BASE
    },
    time!(
        "elapsed_time",
        "ELAPSED",
        |cpu| Ok(cpu.sum()),
        "All of the time, whatever a CPU did in it, on average over the CPUs."
    ),
    time!(
        "busy_time",
        "BUSY",
        CpuTimes::busy,
        "Time in which a CPU had something to do, on average over the CPUs."
    ),
    time!(
        "user_time",
        "USR",
        |cpu| Ok(cpu.user?.saturating_add(cpu.nice?)),
        "Time in user mode, niced or not, on average over the CPUs."
    ),
    time!(
        "system_time",
        "SYS",
        CpuTimes::kernel,
        "Time in the kernel, interrupts included, on average over the CPUs."
    ),
    time!(
        "iowait_time",
        "WAIT",
        |cpu| cpu.iowait,
        "Time idle while a disk was waited for, on average over the CPUs."
    ),
    time!(
        "steal_time",
        "STEAL",
        |cpu| cpu.steal,
        "Time while another machine of the same host ran, on average over the CPUs."
    ),
    Field {
        name: "context_switches",
        header: "CTXT",
        kind: Kind::Count,
        doc: "Context switches since boot.",
        aliases: &["ctxt"],
        from: &Of(|cpu: &Cpu| Ok(cpu.0.context_switches?.into())),
        counter: true,
        ..Field::BASE
    },
];

static PROCESSES: &[Field<Machine>] = &[
    Field {
        name: "forks",
        header: "FORKS",
        kind: Kind::Count,
        doc: "Processes and threads made since boot.",
        from: &Of(|cpu: &Cpu| Ok(cpu.0.forks?.into())),
        counter: true,
        ..Field::BASE
    },
    load::RUNNING,
    Field {
        name: "processes_running",
        header: "PROCESSES-RUNNING",
        kind: Kind::Count,
        doc: "Processes of which the first thread runs or could run; running counts every thread.",
        from: &Of(|states: &States| Ok(states.any_of(b"R").into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "sleeping",
        header: "SLEEPING",
        kind: Kind::Count,
        doc: "Processes that are asleep until something happens.",
        from: &Of(|states: &States| Ok(states.any_of(b"S").into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "waiting",
        header: "WAITING",
        kind: Kind::Count,
        doc: "Processes that are in uninterruptible wait, mostly for a disk.",
        from: &Of(|states: &States| Ok(states.any_of(b"D").into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "idle_threads",
        header: "IDLE-THREADS",
        kind: Kind::Count,
        doc: "Processes that are idle threads of the kernel.",
        from: &Of(|states: &States| Ok(states.any_of(b"I").into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "stopped",
        header: "STOPPED",
        kind: Kind::Count,
        doc: "Processes that are stopped or traced.",
        from: &Of(|states: &States| Ok(states.any_of(b"Tt").into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "zombies",
        header: "ZOMBIES",
        kind: Kind::Count,
        doc: "Processes that are ended but not reaped.",
        from: &Of(|states: &States| Ok(states.any_of(b"Z").into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "processes",
        header: "PROCESSES",
        kind: Kind::Count,
        doc: "Processes that there are.",
        from: &Of(|states: &States| Ok(states.all().into())),
        volatile: true,
        ..Field::BASE
    },
    load::TASKS,
];

static MEMORY: &[Field<Machine>] = &[
    Field {
        name: "memory_total",
        header: "MEM-TOTAL",
        kind: Kind::Bytes,
        doc: "Memory that the kernel manages.",
        from: &Of(|memory: &MemInfo| Ok(memory.total?.into())),
        ..Field::BASE
    },
    Field {
        name: "memory_used",
        header: "MEM-USED",
        kind: Kind::Bytes,
        doc: "Memory that is not available to a new program.",
        from: &Of(|memory: &MemInfo| Ok(memory.total?.saturating_sub(memory.available?).into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_available",
        header: "MEM-AVAIL",
        kind: Kind::Bytes,
        doc: "Memory that a new program could have without swapping.",
        from: &Of(|memory: &MemInfo| Ok(memory.available?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_free",
        header: "MEM-FREE",
        kind: Kind::Bytes,
        doc: "Memory that is not used at all.",
        from: &Of(|memory: &MemInfo| Ok(memory.free?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_cached",
        header: "CACHED",
        kind: Kind::Bytes,
        doc: "Cached pages of files, reclaimable slabs and buffers.",
        from: &Of(|memory: &MemInfo| cached(memory)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_shared",
        header: "SHMEM",
        kind: Kind::Bytes,
        doc: "Memory of tmpfs and shared memory.",
        from: &Of(|memory: &MemInfo| Ok(memory.shmem?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "memory_dirty",
        header: "DIRTY",
        kind: Kind::Bytes,
        doc: "Pages that wait to be written.",
        from: &Of(|memory: &MemInfo| Ok(memory.dirty?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "swap_total",
        header: "SWAP-TOTAL",
        kind: Kind::Bytes,
        doc: "Swap space.",
        from: &Of(|memory: &MemInfo| Ok(memory.swap_total?.into())),
        ..Field::BASE
    },
    Field {
        name: "swap_used",
        header: "SWAP-USED",
        kind: Kind::Bytes,
        doc: "Swap space in use.",
        from: &Of(|memory: &MemInfo| {
            Ok(memory.swap_total?.saturating_sub(memory.swap_free?).into())
        }),
        volatile: true,
        ..Field::BASE
    },
];

static PRESSURE: &[Field<Machine>] = &[
    Field {
        name: "pressure_cpu",
        header: "PSI-CPU",
        kind: Kind::Percent,
        doc: "Share of the last ten seconds in which some task stalled for want of a CPU.",
        from: &Of(|pressure: &CpuPressure| Ok(pressure.0.some?.avg10.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pressure_memory",
        header: "PSI-MEMORY",
        kind: Kind::Percent,
        doc: "Share of the last ten seconds in which some task stalled for want of memory.",
        from: &Of(|pressure: &MemoryPressure| Ok(pressure.0.some?.avg10.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pressure_memory_full",
        header: "PSI-MEMORY-FULL",
        kind: Kind::Percent,
        doc: "Share of the last ten seconds in which all tasks stalled for want of memory.",
        from: &Of(|pressure: &MemoryPressure| Ok(pressure.0.full?.avg10.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pressure_io",
        header: "PSI-IO",
        kind: Kind::Percent,
        doc: "Share of the last ten seconds in which some task stalled for want of storage.",
        from: &Of(|pressure: &IoPressure| Ok(pressure.0.some?.avg10.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "pressure_io_full",
        header: "PSI-IO-FULL",
        kind: Kind::Percent,
        doc: "Share of the last ten seconds in which all tasks stalled for want of storage.",
        from: &Of(|pressure: &IoPressure| Ok(pressure.0.full?.avg10.into())),
        volatile: true,
        ..Field::BASE
    },
];

static FILES: &[Field<Machine>] = &[
    Field {
        name: "files_open",
        header: "FILES",
        kind: Kind::Count,
        doc: "File handles in use.",
        from: &Of(|handles: &Handles| Ok(handles.0.0.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "files_max",
        header: "FILES-MAX",
        kind: Kind::Count,
        doc: "File handles that the kernel would give out.",
        from: &Of(|handles: &Handles| Ok(handles.0.1.into())),
        ..Field::BASE
    },
];

/// A part of all CPU time since boot. A kernel that counts nothing, as some sandboxes, has no shares.
fn share(
    stat: &Stat,
    part: impl Fn(&CpuTimes) -> Result<u64, Absent>,
) -> Result<Value<'static>, Absent> {
    let cpu = stat.all.as_ref().map_err(|absent| *absent)?;
    match cpu.sum() {
        0 => Err(Absent::Unsupported),
        sum => table::share(part(cpu)?, sum),
    }
}

/// A part of the time since boot, on average over the CPUs.
fn time(
    stat: &Stat,
    facts: &Facts,
    part: impl Fn(&CpuTimes) -> Result<u64, Absent>,
) -> Result<Value<'static>, Absent> {
    let all = stat.all.as_ref().map_err(|absent| *absent)?;
    match (stat.cpus.len(), all.sum()) {
        (0, _) | (_, 0) => Err(Absent::Unsupported),
        (cpus, _) => Ok((facts.seconds(part(all)?) / cpus as f64).into()),
    }
}

/// What `free` calls buff/cache.
fn cached(memory: &MemInfo) -> Result<Value<'static>, Absent> {
    let parts = [memory.cached?, memory.buffers?, memory.reclaimable?];
    Ok(parts.iter().fold(0_u64, |sum, part| sum.saturating_add(*part)).into())
}
