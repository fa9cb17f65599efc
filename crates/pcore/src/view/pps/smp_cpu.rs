//! `pps smp-cpu`: one row a CPU that a process ran on, on the old kernels that tell so.

use super::part::{Part, Parts, Piece, WORDS};
use super::process::Process;
use crate::field::{Field, Group, Of, Of2};
use crate::host::Facts;
use crate::parse::pid::cpu::CpuTime;
use crate::view::Spec;
use crate::{Absent, File, Kind, Value};

/// The times on each CPU.
pub(crate) struct SmpCpu;

impl Parts for SmpCpu {
    type Part = CpuTime;

    const SPEC: Spec = Spec {
        tool: "pps",
        name: "smp-cpu",
        about: "How long a process ran on each CPU, one row each, as Linux 2.4 and early 2.6 tell it.",
        aliases: &["cpu"],
        key: &["pid", "tid", "cpu"],
        default_fields: &["pid", "cpu", "user_time", "system_time"],
        words: WORDS,
        examples: &[
            ("pps smp-cpu --proc captured 1234", "where a process ran on a captured machine"),
            (
                "pps smp-cpu --proc captured -Q 'cpu == 1' --sort -user_time",
                "what ran most on one CPU",
            ),
        ],
        ..Spec::BASE
    };

    const FIELDS: &'static [Group<Part<CpuTime>>] = &[Group { name: "Time", fields: FIELDS }];
}

impl Piece for CpuTime {
    const FILES: &'static [File] = &[File::Cpu];

    fn each(process: &Process, each: &mut dyn FnMut(Self)) -> Result<(), Absent> {
        process.rows(File::Cpu, Self::parse)?.into_iter().for_each(each);
        Ok(())
    }
}

static FIELDS: &[Field<Part<CpuTime>>] = &[
    Field {
        name: "cpu",
        header: "CPU",
        kind: Kind::Id,
        doc: "Number of the CPU; does not apply to the sum of all.",
        aliases: &["processor"],
        from: &Of(|time: &CpuTime| Ok(time.cpu.ok_or(Absent::NotApplicable)?.into())),
        ..Field::BASE
    },
    Field {
        name: "user_time",
        header: "USER-TIME",
        kind: Kind::Seconds,
        doc: "Time in the program.",
        aliases: &["utime"],
        from: &Of2(|time: &CpuTime, facts: &Facts| Ok(Value::Float(facts.seconds(time.utime?)))),
        volatile: true,
        ..Field::BASE
    },
    Field {
        name: "system_time",
        header: "SYSTEM-TIME",
        kind: Kind::Seconds,
        doc: "Time in the kernel.",
        aliases: &["stime"],
        from: &Of2(|time: &CpuTime, facts: &Facts| Ok(Value::Float(facts.seconds(time.stime?)))),
        volatile: true,
        ..Field::BASE
    },
];
