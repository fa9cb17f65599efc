//! `psys vmstat`: the machine in one row as `vmstat` shows it: what waits, memory, swap, disks, CPUs.
//! What is counted is shown as an average since boot, like the first line of `vmstat`; where growth is
//! looked for as what happened since, like the lines that follow.

use rustix::io::Errno;

use super::machine::{Cpu, Machine, Up, Vm};
use super::table;
use crate::field::{Field, Group, Of, Of2, Of3};
use crate::host::Facts;
use crate::parse::Item;
use crate::parse::meminfo::MemInfo;
use crate::parse::stat::CpuTimes;
use crate::plan::Plan;
use crate::root::Reader;
use crate::view::{Picker, Selector, Spec, Table, Word};
use crate::{Absent, Kind, Value};

/// The machine as `vmstat` shows it.
pub(crate) struct VmStat;

impl Table for VmStat {
    type Row = Machine;
    type Key = ();

    const SPEC: Spec = Spec {
        tool: "psys",
        name: "vmstat",
        about: "What waits, memory, swap, disks and CPUs in one row; rates are averages since boot.",
        aliases: &[],
        key: &["boot_id"],
        default_fields: &[
            "r", "b", "swpd", "free", "buff", "cache", "si", "so", "bi", "bo", "in", "cs", "us",
            "sy", "id", "wa", "st", "gu",
        ],
        moving_fields: &[
            "r",
            "b",
            "swpd",
            "free",
            "buff",
            "cache",
            "swapped_in",
            "swapped_out",
            "read_bytes",
            "written_bytes",
            "interrupt_count",
            "switch_count",
            "user_time",
            "system_time",
            "idle_time",
            "iowait_time",
            "steal_time",
            "guest_time",
        ],
        words: "nothing: there is one machine",
        examples: &[
            ("psys vmstat", "the machine in one line"),
            ("psys vmstat 1 5", "what happens in five seconds"),
            ("psys vmstat -o +inact,active", "with the age of what is in memory"),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Machine>] = &[
        Group { name: "Tasks", fields: TASKS },
        Group { name: "Memory", fields: MEMORY },
        Group { name: "Rates", fields: RATES },
        Group { name: "CPU", fields: CPU },
        Group { name: "Counts", fields: COUNTS },
        Group { name: "Times", fields: TIMES },
    ];

    fn keys(_reader: &Reader, _plan: &Plan) -> Result<Vec<()>, Errno> {
        Ok(vec![()])
    }

    fn rows(_key: &(), picker: &mut Picker<'_, Self>) {
        picker.offer(&Machine::new(picker.reader));
    }

    fn word(word: &Word<'_>) -> Result<Selector, String> {
        table::one_row(word, "vmstat")
    }
}

/// So many a second since boot.
fn rate(count: u64, up: &Up) -> Item<Value<'static>> {
    let up = up.0.up?;
    if up <= 0.0 {
        return Err(Absent::NotApplicable);
    }
    Ok(Value::Float((count as f64 / up * 10.0).round() / 10.0))
}

static TASKS: &[Field<Machine>] = &[
    Field {
        name: "r",
        header: "R",
        kind: Kind::Count,
        doc: "Tasks that run or could run now.",
        aliases: &["running"],
        from: &Of(|cpu: &Cpu| Ok(cpu.0.running?.into())),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "b",
        header: "B",
        kind: Kind::Count,
        doc: "Tasks that wait for a disk.",
        aliases: &["blocked"],
        from: &Of(|cpu: &Cpu| Ok(cpu.0.blocked?.into())),
        volatile: true,
        ..Field::BASE
    },
];

/// An amount of memory.
macro_rules! memory {
    ($name:literal, $header:literal, $memory:ident, $value:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Bytes,
            doc: $doc,
            from: &Of(|$memory: &MemInfo| Ok($value.into())),
            volatile: true,
            ..Field::BASE
        }
    };
}

static MEMORY: &[Field<Machine>] = &[
    memory!(
        "swpd",
        "SWPD",
        memory,
        memory.swap_total?.saturating_sub(memory.swap_free?),
        "Swap space in use."
    ),
    memory!("free", "FREE", memory, memory.free?, "Memory that is not used at all."),
    memory!("buff", "BUFF", memory, memory.buffers?, "Cached blocks of block devices."),
    memory!(
        "cache",
        "CACHE",
        memory,
        super::free::cache(memory)?,
        "Cached pages of files, and the kernel's own objects that can be given up."
    ),
    memory!("inact", "INACT", memory, memory.inactive?, "Memory that was not used for a while."),
    memory!("active", "ACTIVE", memory, memory.active?, "Memory that was used within a while."),
];

static RATES: &[Field<Machine>] = &[
    Field {
        name: "si",
        header: "SI",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second read from swap, on average since boot.",
        aliases: &["swap_in"],
        from: &Of3(|vm: &Vm, up: &Up, facts: &Facts| rate(facts.pages(vm.0.swapped_in?), up)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "so",
        header: "SO",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second written to swap, on average since boot.",
        aliases: &["swap_out"],
        from: &Of3(|vm: &Vm, up: &Up, facts: &Facts| rate(facts.pages(vm.0.swapped_out?), up)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bi",
        header: "BI",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second read from disks, on average since boot.",
        aliases: &["blocks_in"],
        from: &Of2(|vm: &Vm, up: &Up| rate(vm.0.read?.saturating_mul(1024), up)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "bo",
        header: "BO",
        kind: Kind::BytesPerSecond,
        doc: "Bytes a second written to disks, on average since boot.",
        aliases: &["blocks_out"],
        from: &Of2(|vm: &Vm, up: &Up| rate(vm.0.written?.saturating_mul(1024), up)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "in",
        header: "IN",
        kind: Kind::Number,
        doc: "Interrupts a second, on average since boot.",
        aliases: &["interrupts"],
        from: &Of2(|cpu: &Cpu, up: &Up| rate(cpu.0.interrupts?, up)),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "cs",
        header: "CS",
        kind: Kind::Number,
        doc: "Context switches a second, on average since boot.",
        aliases: &["context_switches"],
        from: &Of2(|cpu: &Cpu, up: &Up| rate(cpu.0.context_switches?, up)),
        volatile: true,
        ..Field::BASE
    },
];

static COUNTS: &[Field<Machine>] = &[
    Field {
        name: "swapped_in",
        header: "SI",
        kind: Kind::Bytes,
        doc: "Bytes read from swap since boot.",
        from: &Of2(|vm: &Vm, facts: &Facts| Ok(facts.pages(vm.0.swapped_in?).into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "swapped_out",
        header: "SO",
        kind: Kind::Bytes,
        doc: "Bytes written to swap since boot.",
        from: &Of2(|vm: &Vm, facts: &Facts| Ok(facts.pages(vm.0.swapped_out?).into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "read_bytes",
        header: "BI",
        kind: Kind::Bytes,
        doc: "Bytes read from disks since boot.",
        from: &Of(|vm: &Vm| Ok(vm.0.read?.saturating_mul(1024).into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "written_bytes",
        header: "BO",
        kind: Kind::Bytes,
        doc: "Bytes written to disks since boot.",
        from: &Of(|vm: &Vm| Ok(vm.0.written?.saturating_mul(1024).into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "interrupt_count",
        header: "IN",
        kind: Kind::Count,
        doc: "Interrupts since boot.",
        from: &Of(|cpu: &Cpu| Ok(cpu.0.interrupts?.into())),
        counter: true,
        ..Field::BASE
    },
    Field {
        name: "switch_count",
        header: "CS",
        kind: Kind::Count,
        doc: "Context switches since boot.",
        from: &Of(|cpu: &Cpu| Ok(cpu.0.context_switches?.into())),
        counter: true,
        ..Field::BASE
    },
];

/// A share of the CPU time since boot.
macro_rules! share {
    ($name:literal, $header:literal, $ticks:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Percent,
            doc: $doc,
            from: &Of(|cpu: &Cpu| {
                let ticks: fn(&CpuTimes) -> Item<u64> = $ticks;
                let times = cpu.0.all.as_ref().map_err(|absent| *absent)?;
                // A kernel that counts nothing, as some sandboxes, has no shares.
                match times.sum() {
                    0 => Err(Absent::Unsupported),
                    sum => table::share(ticks(times)?, sum),
                }
            }),
            volatile: true,
            ..Field::BASE
        }
    };
}

static CPU: &[Field<Machine>] = &[
    share!(
        "us",
        "US",
        |cpu| Ok(cpu.own_user()?.saturating_add(cpu.own_nice()?)),
        "Share of the time since boot in user mode, niced or not, without guests."
    ),
    share!("sy", "SY", CpuTimes::kernel, "Share in the kernel, interrupts included."),
    share!("id", "ID", |cpu| cpu.idle, "Share idle."),
    share!("wa", "WA", |cpu| cpu.iowait, "Share idle while a disk was waited for."),
    share!("st", "ST", |cpu| cpu.steal, "Share in which another machine of the same host ran."),
    share!(
        "gu",
        "GU",
        |cpu| Ok(cpu.guest?.saturating_add(cpu.guest_nice.unwrap_or(0))),
        "Share for virtual machines of this one."
    ),
];

/// Time of the CPUs, on average, so that its growth is a share of the time that went by.
macro_rules! time {
    ($name:literal, $header:literal, $ticks:expr, $doc:literal) => {
        Field {
            name: $name,
            header: $header,
            kind: Kind::Seconds,
            doc: $doc,
            from: &Of2(|cpu: &Cpu, facts: &Facts| {
                let ticks: fn(&CpuTimes) -> Item<u64> = $ticks;
                let times = cpu.0.all.as_ref().map_err(|absent| *absent)?;
                // A kernel that counts nothing, as some sandboxes, has no times.
                match (times.sum(), cpu.0.cpus.len()) {
                    (0, _) | (_, 0) => Err(Absent::Unsupported),
                    (_, cpus) => Ok((facts.seconds(ticks(times)?) / cpus as f64).into()),
                }
            }),
            counter: true,
            share_of: Some("elapsed_time"),
            ..Field::BASE
        }
    };
}

static TIMES: &[Field<Machine>] = &[
    time!(
        "elapsed_time",
        "ELAPSED",
        |cpu| Ok(cpu.sum()),
        "All of the time, whatever a CPU did in it, on average over the CPUs."
    ),
    time!(
        "user_time",
        "US",
        |cpu| Ok(cpu.own_user()?.saturating_add(cpu.own_nice()?)),
        "Time in user mode, niced or not, without guests, on average over the CPUs."
    ),
    time!(
        "system_time",
        "SY",
        CpuTimes::kernel,
        "Time in the kernel, interrupts included, on average over the CPUs."
    ),
    time!("idle_time", "ID", |cpu| cpu.idle, "Time idle, on average over the CPUs."),
    time!(
        "iowait_time",
        "WA",
        |cpu| cpu.iowait,
        "Time idle while a disk was waited for, on average over the CPUs; it may go down."
    ),
    time!(
        "steal_time",
        "ST",
        |cpu| cpu.steal,
        "Time in which another machine of the same host ran, on average over the CPUs."
    ),
    time!(
        "guest_time",
        "GU",
        |cpu| Ok(cpu.guest?.saturating_add(cpu.guest_nice.unwrap_or(0))),
        "Time for virtual machines of this one, on average over the CPUs."
    ),
];
